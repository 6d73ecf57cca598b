"""Look at the built site in Chromium: ``python docs/check_browser.py build-output/docs``.

At the width of a desk and of a phone, offline: search finds a border, no page scrolls sideways,
nothing is asked of another host, axe has no serious fault. Without playwright or Chromium (set
``CHROMIUM``) it says so and ends. ``ARTIFACTS`` names a folder for screenshots.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: One of each kind: first page, tutorial, how-to, explanation, and the kinds of reference.
PAGES = (
    "index", "tutorials/own-scenario", "howto/border-card", "explanation/hours", "accuracy",
    "gallery/index", "reference/api/Itinerary", "reference/commands/route",
    "reference/tables/links",
)  # fmt: skip
SIZES = {"desk": {"width": 1300, "height": 900}, "phone": {"width": 390, "height": 780}}
#: What is looked for, and what must be among the pages that are found.
SOUGHT, FOUND = "Torkham", "border-card"
#: axe holds these against a page; the others are advice.
GRAVE = {"serious", "critical"}


def looked_at(page: Any, name: str, *, axe: Any) -> Iterator[str]:
    """Yield what is wrong with the page that is open."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > room:
        yield f"{name}: {wide} px wide in a window of {room}"
    for one in axe.run(page).response["violations"] if axe else ():
        if one["impact"] in GRAVE:
            where = one["nodes"][0]["html"][:200]
            yield f"{name}: axe: {one['id']} ({one['impact']}), {len(one['nodes'])} times: {where}"


def searched(page: Any, site: Path) -> Iterator[str]:
    """Yield what is wrong with the search."""
    page.goto(f"{(site / 'search.html').as_uri()}?q={SOUGHT}")
    try:
        page.wait_for_selector("#search-results li a", timeout=20_000)
        page.wait_for_function("!document.querySelector('#search-progress')?.innerText.trim()")
    except Exception as error:  # noqa: BLE001  # whatever the driver calls it
        yield f"search for {SOUGHT}: {error}"
        return
    links = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.href)")
    if not any(FOUND in link for link in links):
        yield f"search for {SOUGHT}: {FOUND} is not among {len(links)} pages"


def faults(browser: Any, site: Path) -> Iterator[str]:
    """Yield what is wrong with the site in a browser, at each size."""
    from axe_core_python.sync_playwright import Axe

    shots = os.environ.get("ARTIFACTS")
    for size, viewport in SIZES.items():
        context = browser.new_context(viewport=viewport, offline=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for name in PAGES:
            page.goto((site / f"{name}.html").as_uri())
            page.wait_for_load_state()
            yield from looked_at(page, f"{size}: {name}", axe=_Axe(Axe()))
            if shots:
                Path(shots).mkdir(parents=True, exist_ok=True)
                page.screenshot(path=Path(shots) / f"{size}-{name.replace('/', '-')}.png")
        for fault in searched(page, site):
            yield f"{size}: {fault}"
        if shots:
            page.screenshot(path=Path(shots) / f"{size}-search.png")
        yield from (f"{size}: asks for {url}" for url in asked if not url.startswith(_OWN))
        context.close()


#: Addresses that need no network.
_OWN = ("file:", "data:", "blob:", "about:")


class _Axe:
    """axe, whatever the version of its driver answers."""

    def __init__(self, axe: Any) -> None:
        self.axe = axe
        self.response: dict[str, Any] = {}

    def run(self, page: Any) -> _Axe:
        """Run it on a page."""
        answer = self.axe.run(page)
        self.response = answer if isinstance(answer, dict) else answer.response
        return self


def main() -> None:
    """Print what is wrong, and end in an error if anything is."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.exit(print("playwright is not installed: the site was not looked at in a browser"))
    if not Path(chromium).exists():
        sys.exit(print(f"no Chromium at {chromium}: the site was not looked at in a browser"))
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = driver.chromium.launch(executable_path=chromium, args=flags)
        found = list(faults(browser, Path(sys.argv[1]).resolve()))
        browser.close()
    print("\n".join(found))
    print(f"{len(PAGES)} pages at {len(SIZES)} sizes and a search: {len(found)} faults")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
