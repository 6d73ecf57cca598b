"""The planner in a real browser: by keyboard and pointer, on a phone, light and dark.

Needs what ``test_browser.py`` needs, and is skipped as those tests are. With ``ARTIFACTS`` set to a
folder, screenshots are written there.
"""

import os
import shutil
import socket
import threading
from pathlib import Path

import pytest
import uvicorn
from toy import change, toy_network

from corridors.serve.app import make_app

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
if not Path(CHROMIUM).exists():
    pytest.skip(f"there is no Chromium at {CHROMIUM}", allow_module_level=True)

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
HOSTILE = "<img src=x onerror=window.hacked=1>"
ASKED = "?origin=xx-a&destination=zz-e"


@pytest.fixture(scope="module")
def address(toy):
    """Serve the toy network, whose places bear hostile names, on a free port."""
    nodes = change(toy.table("nodes"), "name", {"node_id": "xx-b"}, f"Beta {HOSTILE}")
    links = change(toy.table("links"), "name", {"link_id": "rail-bc"}, HOSTILE)
    settings = uvicorn.Config(
        make_app(toy_network(nodes=nodes, links=links)), log_level="error", access_log=False
    )
    server = uvicorn.Server(settings)
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, address):
    """Open the planner; what goes wrong, or leads elsewhere, fails the test at its end."""
    contexts, troubles = [], []

    def go(query="", size=DESKTOP, scheme="light", **more):
        context = browser.new_context(viewport=size, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on(
            "response",
            lambda r: (
                r.status < 401 or "scenario=none" in r.url or troubles.append(f"{r.status} {r.url}")
            ),
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda r: r.url.startswith((address, "blob:", "data:")) or troubles.append(r.url),
        )
        page.goto(address + query)
        return page

    yield go
    for context in contexts:
        context.close()
    refused = "Failed to load resource: the server responded with a status of 40"
    assert [text for text in troubles if not text.startswith(refused)] == []


def shot(page, name):
    if folder := os.environ.get("ARTIFACTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def answered(page):
    page.wait_for_selector("#sources li", state="attached")
    page.wait_for_selector("#map canvas", state="attached")


def total(page):
    return page.locator("#best-totals dd").first.text_content()


def test_places_are_found_and_ways_weighed_by_keyboard_alone(opened):
    """Cost alone: by rail, 825 USD and 70.7 h; by road 1,240 USD and 64.8 h: 1,700 USD a day."""
    page = opened()
    for _ in range(3):  # skip link, language, the first field
        page.keyboard.press("Tab")
    page.keyboard.type("port p")
    page.wait_for_selector("#origin-list li b")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#origin", "aria-activedescendant") == "origin-0"
    page.keyboard.press("Enter")
    assert page.input_value("#origin") == "Port Pi"
    page.keyboard.press("Tab")
    page.keyboard.type("port k")
    page.wait_for_selector("#destination-list li b")
    page.keyboard.press("Enter")
    answered(page)
    page.focus("#day-value")
    page.keyboard.press("Home")
    assert total(page) == "825 USD"
    page.keyboard.press("End")
    assert total(page) == "1,240 USD"
    assert page.get_attribute("#day-value", "aria-valuetext") == "5,400 USD a day"
    page.focus("#comparison input")
    page.keyboard.press("ArrowDown")  # the row of the cheapest
    page.wait_for_selector("#best-title:text('The way chosen')")
    assert total(page) == "825 USD"
    assert "way=%7Ccost" in page.url


def test_an_address_is_the_whole_state(opened):
    page = opened(f"{ASKED}&usd_per_day=0&avoid=sea&lang=en")
    answered(page)
    assert (page.input_value("#origin"), page.input_value("#destination")) == ("Alpha", "Epsilon")
    assert total(page) == "635 USD"
    assert page.text_content("#avoid-count") == "1"
    page.click("#swap")
    page.wait_for_url("**/?origin=zz-e&destination=xx-a**")
    page.reload()
    answered(page)
    assert page.input_value("#origin") == "Epsilon"


def test_by_pointer_ways_are_narrowed_and_looked_at(opened):
    page = opened(ASKED)
    answered(page)
    assert "rail" in page.text_content("#comparison")
    page.click("#avoiding summary")
    page.uncheck("#modes input[value=rail]")
    page.wait_for_selector("#downloads :text('Report on these ways')")
    assert "rail" not in page.text_content("#comparison")
    page.click("#by-cost")
    page.wait_for_selector("#diagram[src*='measure=cost']")
    page.click("#map-all")
    page.wait_for_selector("#map .co-panel :text('Ship line')", state="attached")
    page.locator("#comparison tbody tr").last.click()
    page.wait_for_selector("#best-title:text('The way chosen')")
    with page.expect_download() as saved:
        page.click("#downloads :text('CSV')")
    assert saved.value.suggested_filename == "alpha-epsilon-comparison.csv"


def test_what_cannot_be_is_said_where_it_was_asked(opened):
    page = opened(f"{ASKED}&cargo_t=40")
    page.wait_for_selector("#fault:text('a container holds up to 30 t, not 40')")
    assert page.is_hidden("#answer")
    page.fill("#cargo_t", "18")
    page.press("#cargo_t", "Enter")
    answered(page)
    assert page.is_hidden("#fault")
    page.fill("#origin", "Atlantis")
    page.wait_for_selector("#origin-list :text('No place of this name: Atlantis')")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("&scenario=none-such", "there is no scenario 'none-such'"),
        ("&cargo_t=many&mode=rail", "cargo_t is a number, not 'many'"),
        ("&mode=train", "mode 'train' is not one of"),
        ("&usd_per_day=much", "usd_per_day is a number, not 'much'"),
    ],
)
def test_what_an_address_says_and_no_field_shows_is_asked_all_the_same(opened, words, said):
    page = opened(ASKED + words)
    page.wait_for_selector(f'#fault:has-text("{said}")')
    assert page.is_hidden("#answer")


def test_words_of_an_address_that_mean_nothing_are_told(opened):
    page = opened(f"{ASKED}&weigth=time&way=none%7Ccost")
    answered(page)
    assert "mean nothing here: weigth." in page.text_content("#status")
    assert "The way of this address is not among them" in page.text_content("#status")


def test_a_field_that_cannot_be_read_is_not_asked_as_if_it_were_empty(opened):
    page = opened(ASKED)
    answered(page)
    page.locator("#cargo_t").press_sequentially("1e")
    page.press("#cargo_t", "Enter")
    page.wait_for_selector("#fault:text('Tonnes: this can not be read')")
    assert page.is_hidden("#answer")
    page.fill("#cargo_t", "18")
    page.press("#cargo_t", "Enter")
    answered(page)
    assert page.get_attribute("#cargo_t", "aria-invalid") is None


def test_map_and_diagram_are_in_the_language_of_the_page(opened):
    page = opened(f"{ASKED}&lang=ru")
    answered(page)
    shown = page.text_content("#map")
    assert "\u0421\u043b\u043e\u0438" in shown
    assert "Layers" not in shown
    assert "language=ru" in page.get_attribute("#diagram", "src")
    assert page.get_attribute("#map", "lang") == "ru"


def test_nothing_lies_over_the_files(opened):
    page = opened(ASKED)
    answered(page)
    page.mouse.move(700, 450)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(100)
    hidden = page.locator("#downloads button").evaluate_all(
        "(all) => all.filter((one) => { const r = one.getBoundingClientRect();"
        " return document.elementFromPoint(r.right - 4, r.top + r.height / 2) !== one; }).length"
    )
    assert hidden == 0


def test_hostile_names_are_text(opened):
    page = opened(f"?origin=xx-b&destination=zz-e&q={HOSTILE}")
    answered(page)
    page.click("#map-all")
    page.wait_for_selector("#map .co-panel :text('Ship line')", state="attached")
    assert HOSTILE in page.input_value("#origin")
    assert HOSTILE in page.text_content("#ledger")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [(DESKTOP, "dark", "zh"), (PHONE, "light", "ru")],
    ids=["desktop-dark", "phone"],
)
def test_the_page_is_accessible_and_fits(opened, size, scheme, language):
    axe = pytest.importorskip("axe_core_python.sync_playwright")
    page = opened(f"{ASKED}&lang={language}", size, scheme, bypass_csp=True)
    answered(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    # Forty cards are alike: three are enough to look at.
    page.evaluate(
        "document.querySelectorAll('#cards li:nth-child(n+4)').forEach(one => one.remove())"
    )
    # The map is looked at in test_browser.py; its labels take most of the time here.
    found = axe.Axe().run(page, context={"exclude": [["#map"]]})["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    shot(page, f"planner-{size['width']}-{scheme}-{language}")
