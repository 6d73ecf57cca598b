"""Follow every link of the built site: ``python docs/check_links.py build-output/docs``.

Every address within the site must lead to a file, and to an anchor in it. Nothing that a page needs
(script, style, picture, font) may come from elsewhere, so that the site works offline.
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Elements that fetch what they name when the page is opened.
FETCHING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class Page(HTMLParser):
    """The anchors of a page, its links, and what it fetches."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = {"", "top"}
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element names."""
        said = {name: value or "" for name, value in attrs}
        self.anchors |= {said[name] for name in ("id", "name") if said.get(name)}
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if (name := FETCHING.get(tag)) and said.get(name):
            self.fetched.append(said[name])


def faults(folder: Path) -> list[str]:
    """Return every link that leads nowhere, and all that is fetched from elsewhere."""
    files = [path for path in folder.rglob("*.html") if "_static" not in path.parts]
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in files}
    found: list[str] = []
    for path, page in pages.items():
        where = path.relative_to(folder)
        for address in page.fetched:
            if urlsplit(address).scheme in {"http", "https"} or address.startswith("//"):
                found.append(f"{where}: fetches {address}")
        for address in [*page.links, *page.fetched]:
            if fault := _fault(path, address, pages):
                found.append(f"{where}: {fault}")
    return found


def _fault(path: Path, address: str, pages: dict[Path, Page]) -> str | None:
    """Return what is wrong with an address of a page."""
    parts = urlsplit(address)
    if parts.scheme or address.startswith("//"):
        return None
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.exists():
        return f"{address}: there is no such file"
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
        return f"{address}: there is no such anchor"
    return None


def main() -> None:
    """Print the faults, and end in an error if there are any."""
    folder = Path(sys.argv[1]).resolve()
    found = faults(folder)
    print("\n".join(dict.fromkeys(found)))
    count = sum(1 for _ in folder.rglob("*.html"))
    print(f"{count} pages, {len(found)} links that lead nowhere")
    sys.exit(bool(found) or not count)


if __name__ == "__main__":
    main()
