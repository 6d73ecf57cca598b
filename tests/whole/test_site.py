"""The site: what is made for it covers the program and the tables, and its pages hang together."""

import os
import re
import runpy
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

import corridors as co
from corridors.network.changes.card_schema import card_schema
from corridors.network.changes.reading import CARD_KEYS
from corridors.network.schema import schema

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: Pages that people write, without those that are made.
PAGES = [
    path
    for path in sorted(DOCS.rglob("*.md"))
    if "gallery" not in path.parts
    and (path.parent.name != "reference" or path.name == "index.md")
    and path.parent.parent.name != "reference"
]
HOWTO = sorted(path for path in DOCS.glob("howto/*.md") if path.name != "index.md")


@pytest.fixture(scope="module")
def manual():
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        import manual

        yield manual
    finally:
        sys.path.remove(str(DOCS / "_ext"))


@pytest.fixture(scope="module")
def made(manual):
    return manual.pages()


def test_the_settings_of_the_site_load(monkeypatch):
    """Nothing is fetched while it is built: no inventories of others, no fonts, no scripts."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = dict(os.environ)
    try:
        settings = runpy.run_path(str(DOCS / "conf.py"))
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert settings["nitpicky"]
    assert settings["nb_execution_mode"] == "force"
    assert "sphinx.ext.intersphinx" not in settings["extensions"]
    assert settings["release"] == co.__version__
    assert not [value for value in settings.values() if str(value).startswith("http")]


def test_every_public_name_has_a_page_and_a_purpose(manual, made):
    from manual import names

    assert names.unsorted() == set()
    for name in co.__all__:
        assert re.search(
            rf"^\.\. auto(function|class):: {name}$", made[f"reference/api/{name}.rst"], re.M
        )
        assert f"   {name}\n" in made["reference/api/names.rst"]


def test_every_command_and_option_has_its_place(manual, made):
    from manual import commands

    found = list(commands.commands())
    assert {"route", "compare", "scenario", "import"} <= {words[1] for words, _ in found}
    for words, command in found:
        page = made[f"reference/commands/{words[1]}.rst"]
        part = page.split(f".. program:: {' '.join(words)}\n", 1)[1].split(".. program::")[0]
        for option in (word for one in command.params if not one.hidden for word in one.opts):
            if option.startswith("--"):
                assert re.search(rf"^\.\. option:: .*{re.escape(option)}\b", part, re.M), (
                    words,
                    option,
                )


def test_every_column_of_the_schema_is_described(made):
    for table, columns in schema().items():
        page = made[f"reference/tables/{table}.md"]
        assert f"[`{table}`]({table}.md)" in made["reference/tables/all.md"]
        for name in columns:
            assert f"\n| `{name}` | " in page, (table, name)


def test_every_key_of_a_card_is_described(made):
    page = made["reference/card-keys.md"]
    kinds = card_schema()["properties"]["override"]["items"]["oneOf"]
    assert all(f"| `{key}` |" in page for key in CARD_KEYS)
    for one in kinds:
        part = page.split(f"### {one['title']}\n", 1)[1].split("\n### ")[0]
        assert all(f"`{key}`" in part for key in one["properties"]), one["title"]
    assert all(f"(card-{card})=" in made["reference/cards.md"] for card in co.scenarios().index)


def test_every_source_is_listed_with_its_address(net, made):
    page = made["reference/sources.md"]
    for row in net.table("sources"):
        assert f"(source-{row['source_id']})=\n" in page
        assert f"](<{row['url']}>)" in page or not row["url"]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_links_of_a_page_lead_somewhere(path, made):
    """Files of the repository, or pages that are made; anchors are followed by ``make docs``."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)", text)
    for link in (link for link in links if "://" not in link):
        target = (path.parent / unquote(link)).resolve()
        below = target.relative_to(DOCS).as_posix() if target.is_relative_to(DOCS) else ""
        known = below in made or below.startswith("gallery/")
        assert known or target.exists(), link


@pytest.mark.parametrize("path", HOWTO, ids=lambda p: p.stem)
def test_a_question_has_a_command_and_a_snippet(path):
    text = path.read_text(encoding="utf-8")
    assert len(HOWTO) >= 20
    assert re.search(r"^```\{command\}\n(:.*\n)*corridors ", text, re.M)
    assert re.search(
        r"^```\{code-cell\} python\nimport corridors as co\n|import corridors as co\n", text, re.M
    )
    index = (DOCS / "howto" / "index.md").read_text(encoding="utf-8")
    title = re.search(r"^# (.+)$", text, re.M)[1]
    assert f"* [{title}]({path.name})" in index
    assert re.search(rf"^{path.stem}$", index, re.M)
