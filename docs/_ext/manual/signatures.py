"""Signatures of many lines as lines: Sphinx writes a list of definitions without terms.

Readers of the screen stumble over such a list, and axe counts it as a fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LIST = re.compile(r"<dl>\n(<dd>.*?)</dl>", re.DOTALL)


#: Pictures of the gallery are links whose words its style hides.
_PICTURE = re.compile(
    r'(<a class="reference internal" href="plot_\w+\.html")><span class="doc">([^<]*)<'
)


def as_lines(body: str) -> str:
    """Return a page with each line of a signature in a span of its own, and links that are told."""
    return _PICTURE.sub(r'\1 aria-label="\2"><span class="doc">\2<', _LIST.sub(_spans, body))


def _spans(found: re.Match[str]) -> str:
    lines = found[1].replace("<dd>", '<span class="co-param">').replace("</dd>", "</span>")
    return f'<span class="co-params">{lines}</span>'


def write(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Mend the page that is about to be written."""
    del app, page, template, tree
    if "body" in context:
        context["body"] = as_lines(context["body"])


def setup(app: Sphinx) -> None:
    """Look at each page before it is written."""
    app.connect("html-page-context", write)
