"""One HTML page with everything in it: Leaflet, our script, the scene, and a policy.

Leaflet comes from the installed package ``XStatic-Leaflet``. A file is written as it is; what a
user may add to is a folium map, through folium's own seam for scripts and styles (``default_js``
and ``default_css``, here empty): to load folium takes longer than to make the file. jQuery,
Bootstrap and the icon fonts that folium asks the web for are not needed. The page's
content-security policy names the hash of each script and style in it, so nothing else can run,
and allows no request except the optional tiles.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import folium

_ASSETS = Path(__file__).resolve().parent / "assets"
TILES = "https://tile.openstreetmap.org"
_NAME = "corridors"
_SCENE_ID = "corridors-scene"
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_FULL = f"html,body,#map_{_NAME}{{width:100%;height:100%;margin:0;padding:0}}"


@cache
def leaflet() -> tuple[str, str]:
    """Return Leaflet's script and style; the style's pictures are in it."""
    from xstatic.pkg import leaflet as package

    folder = Path(package.BASE_DIR)
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    style = (folder / "leaflet.css").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)

    def picture(match: re.Match[str]) -> str:
        data = base64.b64encode((folder / match[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{data})"

    return script, re.sub(r"url\((images/[\w.-]+)\)", picture, style)


@cache
def own_assets() -> tuple[str, str]:
    """Return our script and style."""
    return tuple((_ASSETS / f"map.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))  # type: ignore[return-value]


def data_block(element_id: str, value: Any) -> str:
    """Return plain data as a block of JSON that no text in it can end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="{element_id}">{text}</script>'


def map_page(scene: dict) -> str:
    """Return a scene as a page with nothing but its map, which is called as folium's is."""
    (script, style), (own_script, own_style) = leaflet(), own_assets()
    name, title = f"map_{_NAME}", escape(scene["title"])
    language = scene.get("language", "en")
    opening = f'var {name} = corridorsMap.open("{name}","{_SCENE_ID}").map;'
    return add_policy(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{VIEWPORT}\n'
        f"<title>{title}</title>\n"
        f"<style>{style}</style>\n<style>{own_style}</style>\n<style>{_FULL}</style>\n"
        f"<script>{script}</script>\n<script>{own_script}</script>\n</head>\n<body>\n"
        f'<main class="co-page"><h1>{title}</h1><div id="{name}"></div></main>\n'
        f"{data_block(_SCENE_ID, scene)}\n<script>{opening}</script>\n</body>\n</html>\n"
    )


def folium_map(scene: dict) -> folium.Map:
    """Return a folium map that draws a scene; rendered, it is one complete page."""
    import folium

    canvas = folium.Map(
        tiles=None, location=(38, 60), zoom_start=4, prefer_canvas=True, zoom_snap=0.25
    )
    canvas.default_js, canvas.default_css = [], []
    canvas._id = _NAME  # noqa: SLF001
    page = page_class()(scene["title"], scene.get("language", "en"))
    page.add_child(canvas)
    script, style = leaflet()
    own_script, own_style = own_assets()
    for name, text in (
        ("leaflet_style", f"<style>{style}</style>"),
        ("corridors_style", f"<style>{own_style}</style>"),
        ("leaflet", f"<script>{script}</script>"),
        ("corridors", f"<script>{own_script}</script>"),
    ):
        page.header.add_child(page.verbatim(text), name=name)
    page.html.add_child(page.verbatim(data_block(_SCENE_ID, scene)), name="corridors_scene")
    mount = f'corridorsMap.mount({canvas.get_name()}, "{_SCENE_ID}");'
    canvas.add_child(page.mount(mount), name="corridors_mount")
    return canvas


@cache
def page_class() -> type:
    """Return the class of our page: folium's figure, tidied after it is rendered."""
    from branca.element import Element, Figure

    class Verbatim(Element):  # type: ignore[misc]
        """Text that goes into the page as it is: no template sees it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def render(self, **_: Any) -> str:
            return self.text

    class Mount(Verbatim):
        """A line of script after that of the map; what a user adds comes later."""

        def render(self, **_: Any) -> str:
            page: Any = self.get_root()
            page.script.add_child(Verbatim(self.text), name="corridors_mount")
            return ""

    class Page(Figure):  # type: ignore[misc]
        verbatim = Verbatim
        mount = Mount

        def __init__(self, title: str, language: str) -> None:
            super().__init__(ratio="62%")
            self.page_title, self.language = title, language

        def render(self, **kwargs: Any) -> str:
            return tidy(super().render(**kwargs), self.page_title, self.language)

    return Page


def tidy(html: str, title: str, language: str = "en") -> str:
    """Return a folium page with language, title, a zoomable viewport and its policy."""
    html = re.sub(r'<meta name="viewport"[^>]*/>', VIEWPORT, html, count=1)
    html = html.replace("<html>", f'<html lang="{language}">', 1)
    html = re.sub(
        r'(<div class="folium-map"[^>]*></div>)',
        lambda m: f'<main class="co-page"><h1>{escape(title)}</h1>{m[1]}</main>',
        html,
        count=1,
    )
    head = f"<head>\n<title>{escape(title)}</title>"
    return add_policy(html.replace("<head>", head, 1))


def add_policy(html: str) -> str:
    """Return a page with a content-security policy that names what is in it.

    Scripts and styles are named by the hash of their text; what a user added from the web,
    with a folium plugin for instance, by its host. Everything else is refused.
    """
    scripts = _hashes(re.findall(r"<script>(.*?)</script>", html, re.DOTALL))
    styles = _hashes(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    hosts = sorted(
        set(re.findall(r'<(?:script src|link rel="stylesheet" href)="(https://[^/"]+)', html))
    )
    policy = "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src", *scripts, *hosts]),
            " ".join(["style-src", *styles, *hosts]),
            f"img-src data: blob: {TILES}",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    meta = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace("<head>", meta, 1)


def _hashes(texts: Iterable[str]) -> list[str]:
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in dict.fromkeys(digests)]
