"""The page and its files: a fixed table in memory, so that no address leads to the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.graph.gates import passages
from corridors.languages.catalogue import LANGUAGES
from corridors.maps.page import data_block, leaflet, own_assets
from corridors.network.countries import country_name
from corridors.serve.answer import HTML, SVG
from corridors.serve.catalogue import ASSETS, language_of, translated, words_in

if TYPE_CHECKING:
    from corridors.network.network import Network

_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_SCRIPTS = ("planner", "words", "api", "places", "answers", "elements")
#: What the page begins with, where the network has it.
_FIRST = ("pk-karachi", "tr-istanbul")
#: Passages of ships that people ask to avoid.
_PASSAGES = ("hormuz", "suez", "bab-el-mandeb", "bosporus", "malacca")


@dataclass(frozen=True, slots=True)
class File:
    """A file of the page: its bytes, what they are, and what tells that it has not changed."""

    body: bytes
    media: str
    tag: str

    @classmethod
    def of(cls, text: str, media: str) -> File:
        """Return the file of a text."""
        body = text.encode()
        return cls(body, media, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


class Page:
    """The page of a network, in each language.

    Parameters
    ----------
    net
        The network.
    """

    def __init__(self, net: Network) -> None:
        script, style = leaflet()
        own_script, own_style = own_assets()
        texts = {name: (ASSETS / f"{name}.js").read_text("utf-8") for name in _SCRIPTS}
        self._files: Mapping[str, File] = {
            "/leaflet.js": File.of(script, _SCRIPT),
            "/leaflet.css": File.of(style, _STYLE),
            "/map.js": File.of(own_script, _SCRIPT),
            "/map.css": File.of(own_style, _STYLE),
            "/planner.css": File.of((ASSETS / "planner.css").read_text("utf-8"), _STYLE),
            "/icon.svg": File.of((ASSETS / "icon.svg").read_text("utf-8"), SVG),
            **{f"/{name}.js": File.of(text, _SCRIPT) for name, text in texts.items()},
        }
        html = (ASSETS / "planner.html").read_text("utf-8")
        facts = _facts_of(net)
        self.first: tuple[str, ...] = tuple(facts["first"])
        self._pages = {name: File.of(_page(html, name, facts), HTML)
                       for name in LANGUAGES}  # fmt: skip

    @property
    def paths(self) -> tuple[str, ...]:
        """Every address that has a file."""
        return ("/", *self._files)

    def file(self, path: str, wanted: str, accepted: str) -> File:
        """Return the file of an address; the page itself in the language that is asked for."""
        if path == "/":
            return self._pages[language_of(wanted, accepted)]
        return self._files[path]


def _page(html: str, language: str, facts: dict[str, Any]) -> str:
    """Return the page in a language, with what its scripts need as data."""
    data = {**facts, "language": language, "words": dict(words_in(language))}
    options = "".join(
        f'<option value="{code}" lang="{code}"{" selected" * (code == language)}>{name}</option>'
        for code, name in LANGUAGES.items()
    )
    text = translated(html, language).replace("[[language]]", language)
    return text.replace("[[languages]]", options).replace("[[data]]", data_block("data", data))


def _facts_of(net: Network) -> dict[str, Any]:
    """Return what the page begins with: countries, passages, modes, a pair of places."""
    nodes = net.table("nodes")
    codes = sorted({str(code) for code in nodes["country"]}, key=country_name)
    known = set(nodes["node_id"])
    links = net.table("links")
    return {
        "countries": [[code, country_name(code)] for code in codes],
        "passages": [one for one in _PASSAGES if one in passages(net)],
        "modes": sorted({str(mode) for mode in links["mode"]}),
        "first": list(_FIRST) if known.issuperset(_FIRST) else [],
        "vintage": net.data_version,
    }
