"""Text from data as HTML: always escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def table_html(rows: Iterable[tuple[str, object]], *, title: str = "") -> str:
    """Return a two-column table; every text is escaped."""
    body = "".join(
        f"<tr><th style='text-align:left;padding-right:8px'>{escape(str(k))}</th>"
        f"<td>{escape(str(v))}</td></tr>"
        for k, v in rows
        if v not in ("", None)
    )
    head = f"<b>{escape(title)}</b>" if title else ""
    return f"{head}<table style='font-size:12px'>{body}</table>"


def legend_html(title: str, entries: Iterable[tuple[str, str, str]]) -> str:
    """Return a legend of lines: label, colour and dashes of each entry."""
    lines = "".join(
        "<div style='display:flex;align-items:center;gap:6px;margin:2px 0'>"
        f"<svg width='34' height='8' aria-hidden='true'><line x1='1' y1='4' x2='33' y2='4' "
        f"stroke='{escape(colour)}' stroke-width='3' stroke-dasharray='{escape(dash)}'/></svg>"
        f"<span>{escape(label)}</span></div>"
        for label, colour, dash in entries
    )
    return (
        "<div style='position:fixed;bottom:24px;left:12px;z-index:1000;background:#fffe;"
        "padding:8px 10px;border:1px solid #888;border-radius:4px;font:12px sans-serif;"
        "max-height:60vh;max-width:45vw;overflow:auto' role='note' aria-label='legend'>"
        f"<b>{escape(title)}</b>{lines}"
        "<div style='color:#555;margin-top:4px'>Dashed borders and names imply no view on status."
        "</div></div>"
    )
