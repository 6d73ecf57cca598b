"""Maps and reports in a real browser, with the network switched off.

Needs ``playwright`` (the Python package; no browser of its own) and Chromium; set
``CHROMIUM`` if it lies elsewhere than ``/usr/bin/chromium``. Where one of them is missing the
tests are skipped. With ``ARTIFACTS`` set to a folder, screenshots are written there.
"""

import html
import os
import re
import shutil
from pathlib import Path

import pytest
from toy import change, toy_network

import corridors as co

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
if not Path(CHROMIUM).exists():
    pytest.skip(f"there is no Chromium at {CHROMIUM}", allow_module_level=True)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A sandboxed frame of its own process is at times never seen by the driver; the sandbox stays.
    "--disable-features=IsolateSandboxedIframes",
]
DESKTOP, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 780}
HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Page:
    """A page that keeps what went wrong: errors, console messages, requests."""

    def __init__(self, browser, file, size=DESKTOP):
        self.context = browser.new_context(viewport=size, offline=True)
        self.page = self.context.new_page()
        self.troubles, self.requests = [], []
        self.page.on("console", lambda m: self.troubles.append(m.text))
        self.page.on("pageerror", lambda e: self.troubles.append(str(e)))
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.goto(Path(file).as_uri())
        self.page.wait_for_selector(".co-label")

    def outside(self):
        return [u for u in self.requests if not u.startswith(("file:", "data:", "blob:"))]

    def shot(self, name):
        folder = os.environ.get("ARTIFACTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
def opened(browser):
    pages = []

    def open_file(file, size=DESKTOP):
        pages.append(Page(browser, file, size))
        return pages[-1]

    yield open_file
    for page in pages:
        page.context.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory, net):
    folder = tmp_path_factory.mktemp("maps")
    boxes = [{"origin": "Aktau", "destination": "Poti", "quantity": 300_000}]
    trips = {w: co.route(net, "Karachi", "Istanbul", weight=w) for w in ("cost", "time")}
    named = ("deep-sea-cape", "islamabad-tehran-istanbul", "middle-corridor")
    far = {name: co.route(net, "Karachi", "Istanbul", corridor=name) for name in named}
    return {
        "far": co.save_map(far, folder / "far.html"),
        "network": co.save_map(net, folder / "network.html"),
        "comparison": co.save_map(trips, folder / "comparison.html"),
        "flows": co.save_map(co.flows(net, boxes), folder / "flows.html"),
        "scenarios": co.save_map(trips, folder / "scenarios.html", exclusive=True),
    }


def canvas_sum(page):
    """Return a number that changes with what is drawn above the land."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-map-pane canvas')].map(c => {
            const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
            let sum = 0; for (let k = 3; k < d.length; k += 4) sum += d[k]; return sum;
        }).reduce((a, b) => a + b, 0)"""
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["network", "comparison", "scenarios", "flows"])
def test_a_map_opens_without_a_network(files, opened, name, size):
    view = opened(files[name], size)
    assert view.troubles == []
    assert view.outside() == []
    assert canvas_sum(view.page) > 0
    assert view.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    view.shot(f"{name}-{size['width']}")


def test_every_layer_can_be_hidden_and_shown(files, opened):
    view = opened(files["network"])
    boxes = view.page.locator(".co-panel input[type=checkbox]")
    assert boxes.count() > 10
    for k in range(boxes.count()):
        before = _visible(view.page)
        boxes.nth(k).click()
        after = _visible(view.page)
        assert after != before, boxes.nth(k).evaluate("e => e.parentElement.textContent")
        boxes.nth(k).click()
        assert _visible(view.page) == before
    assert view.troubles == []


def _visible(page):
    shown = "Object.values(map_corridors.corridors.layers).map(l => map_corridors.hasLayer(l))"
    return page.evaluate(shown)


def test_scenarios_exclude_one_another_and_slide(files, opened):
    view = opened(files["scenarios"])
    shown = "Object.values(map_corridors.corridors.layers).map(l => map_corridors.hasLayer(l))"
    assert view.page.evaluate(shown) == [True, False]
    view.page.get_by_role("radio", name="time").check()
    assert view.page.evaluate(shown) == [False, True]
    view.page.get_by_role("radio", name="Side by side").check()
    assert view.page.evaluate(shown) == [True, True]
    slider = view.page.get_by_role("slider")
    place = "document.querySelector('.co-swipe i').style.left"
    before = view.page.evaluate(place)
    slider.focus()
    for _ in range(5):
        view.page.keyboard.press("ArrowRight")
    assert view.page.evaluate(place) != before
    view.shot("slider")
    view.page.get_by_role("radio", name="cost").check()
    assert view.page.locator(".co-swipe").count() == 0
    assert view.troubles == []


def test_a_map_opens_on_the_region_and_shows_all_ways_when_asked(files, opened):
    view = opened(files["far"])
    south = "map_corridors.getBounds().getSouth()"
    assert view.page.evaluate(south) > -10
    button = view.page.get_by_role("button", name="All ways")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert view.page.evaluate(south) < -33
    button.click()
    assert view.page.evaluate(south) > -10
    assert view.troubles == []


def test_a_leg_is_reached_by_keyboard_and_shows_its_ledger(files, opened, net):
    view = opened(files["comparison"])
    view.page.locator(".co-legs summary").first.focus()
    view.page.keyboard.press("Enter")
    view.page.keyboard.press("Tab")
    view.page.keyboard.press("Tab")
    view.page.keyboard.press("Enter")
    card = view.page.locator(".leaflet-popup .co-card")
    card.wait_for()
    text = card.inner_text()
    assert "USD (" in text
    assert "Source:" in text
    view.shot("leg")
    for link in card.locator("a").all():
        assert link.get_attribute("href").startswith("http")
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_hover_shows_a_card_in_every_pane(opened, toy, tmp_path):
    view = opened(co.save_map(toy, tmp_path / "toy.html"))
    spots = view.page.evaluate(
        """() => { const found = [];
            Object.values(map_corridors.corridors.shapes).forEach(list => list.forEach(s => {
              if (s.getCenter && s.getBounds && map_corridors.hasLayer(s)) {
                const p = map_corridors.latLngToContainerPoint(s.getCenter());
                found.push([p.x, p.y]); } })); return found; }"""
    )
    seen = 0
    for x, y in spots:
        view.page.mouse.move(x + 30, y + 30)
        view.page.wait_for_timeout(50)
        view.page.mouse.move(x, y)
        view.page.wait_for_timeout(60)
        seen += view.page.locator(".leaflet-tooltip .co-card").count() > 0
    assert seen >= len(spots) / 2
    assert view.troubles == []


def test_labels_do_not_touch(files, opened):
    view = opened(files["network"])
    boxes = view.page.evaluate(
        """() => [...document.querySelectorAll('.co-label')].map(e => {
            const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })"""
    )
    assert len(boxes) > 15
    for k, a in enumerate(boxes):
        for b in boxes[:k]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_a_hostile_name_does_nothing(toy, opened, tmp_path):
    nodes = change(toy.table("nodes"), "name", {"node_id": "xx-a"}, HOSTILE)
    links = change(toy.table("links"), "name", {"link_id": "rail-bc"}, HOSTILE)
    corridors = change(toy.table("corridors"), "name", {"corridor_id": "line-c"}, HOSTILE)
    sources = change(toy.table("sources"), "url", {"source_id": "toy"}, "javascript:hacked=1")
    bad = toy_network(nodes=nodes, links=links, corridors=corridors, sources=sources)
    for what in (bad, {HOSTILE: co.route(bad, "xx-a", "Epsilon")}):
        view = opened(co.save_map(what, tmp_path / "bad.html"))
        page = view.page
        page.evaluate(
            """() => Object.values(map_corridors.corridors.shapes).forEach(list => list.forEach(
                s => { if (map_corridors.hasLayer(s)) { s.openTooltip(); s.openPopup(); } }))"""
        )
        assert page.evaluate("window.hacked") is None
        assert page.locator("img[src=x]").count() == 0
        assert page.locator("a[href^=javascript]").count() == 0
        assert HOSTILE in page.locator("body").inner_text()
        assert view.troubles == []


def test_names_in_other_scripts_are_whole(toy, opened, tmp_path):
    names = ["کراچی", "İstanbul-Ağrı", "Ташкент"]
    nodes = toy.table("nodes")
    for node, name in zip(("xx-a", "zz-e", "xx-b"), names, strict=True):
        nodes = change(nodes, "name", {"node_id": node}, name)
    bad = toy_network(nodes=nodes)
    view = opened(co.save_map(co.route(bad, "xx-a", "zz-e"), tmp_path / "names.html"))
    shown = view.page.locator(".co-label").all_inner_texts()
    assert names[0] in shown
    assert names[1] in shown


def test_tiles_are_asked_for_only_when_chosen(files, opened):
    view = opened(files["comparison"])
    view.page.get_by_role("radio", name="OpenStreetMap").check()
    view.page.wait_for_timeout(200)
    assert view.outside()
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in view.outside())


def test_a_map_works_in_a_sandboxed_frame(files, opened, tmp_path):
    source = html.escape(files["comparison"].read_text(encoding="utf-8"))
    outer = tmp_path / "outer.html"
    outer.write_text(
        "<!DOCTYPE html><title>Outer</title><span class=co-label>outer</span>"
        f'<iframe sandbox="allow-scripts" width=800 height=600 srcdoc="{source}"></iframe>',
        encoding="utf-8",
    )
    view = opened(outer)
    inner = view.page.frame_locator("iframe")
    inner.locator(".co-label").first.wait_for()
    assert inner.locator(".co-panel").count() == 2
    assert view.troubles == []
    assert view.outside() == []


# -- the report ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report_file(tmp_path_factory, net):
    folder = tmp_path_factory.mktemp("report")
    rail = net.table("links")
    for link in rail:
        if link["mode"] == "sea":
            rail = change(rail, "status", {"link_id": link["link_id"]}, "suspended")
            break
    other = net.replaced({"links": rail})
    return co.report(
        net, "Karachi", "Istanbul", folder / "report.html", scenarios={"One lane shut": other}
    )


@pytest.fixture(scope="module")
def short_report(tmp_path_factory, net):
    """A report with every section and few rows: axe takes its time with each cell."""
    file = tmp_path_factory.mktemp("short") / "report.html"
    used = next(leg.link_id for leg in co.route(net, "Baku", "Tbilisi").steps if leg.km > 50)
    links = change(net.table("links"), "status", {"link_id": used}, "suspended")
    shut = {"One link shut": net.replaced({"links": links})}
    co.report(net, "Baku", "Tbilisi", file, scenarios=shut)
    assert 'id="scenario-map-1"' in file.read_text(encoding="utf-8")
    return file


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_report_opens_without_a_network(report_file, opened, size):
    view = opened(report_file, size)
    view.page.wait_for_timeout(300)
    assert view.troubles == []
    assert view.outside() == []
    pictures = "[...document.images].every(i => i.complete && i.naturalWidth > 0)"
    assert view.page.evaluate(pictures)
    assert view.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    view.shot(f"report-{size['width']}")


def test_a_printed_report_has_the_still_map_and_every_ledger(report_file, opened):
    view = opened(report_file)
    view.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    view.page.emulate_media(media="print")
    assert not view.page.locator("#report-map").is_visible()
    assert view.page.locator("figure.paper img").first.is_visible()
    assert view.page.evaluate(
        "[...document.querySelectorAll('main>section>details')].every(d => d.open)"
    )


def test_six_projects_are_printed_on_ten_pages_at_most(net, browser, tmp_path):
    """Fault: twelve pages, the last with one line of a list."""
    cards = (
        "ml-1-upgrade", "gwadar-railway", "middle-corridor-2030", "cku-railway", "suez-closed",
        "karachi-istanbul-direct-weekly",
    )  # fmt: skip
    file = co.report(net, "Karachi", "Istanbul", tmp_path / "six.html", scenarios=cards)
    page = browser.new_page()
    page.goto(file.as_uri())
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 10


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["network", "comparison", "scenarios", "report"])
def test_axe_finds_no_fault(files, short_report, browser, name, size):
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    script = Path(axe.__file__).parent / "axe.min.js"
    # The policy of the page refuses scripts from outside: for this test it is put aside.
    context = browser.new_context(viewport=size, offline=True, bypass_csp=True)
    page = context.new_page()
    page.goto({**files, "report": short_report}[name].as_uri())
    page.wait_for_selector(".co-label")
    page.add_script_tag(path=script)
    faults = page.evaluate("axe.run().then(r => r.violations)")
    context.close()
    assert [(f["id"], [n["html"] for n in f["nodes"]]) for f in faults] == []
