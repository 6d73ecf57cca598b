"""Pictures of the gallery: what the last expression of a script is, a figure or a table.

Charts of the library belong to no window, so the scraper that comes with sphinx-gallery does not
see them. A table is shown by itself, as HTML; here it is drawn for the thumbnail alone.
"""

from __future__ import annotations

import ast
from typing import Any

#: Dots an inch of a picture: sharp on screens of two dots a pixel.
DOTS_PER_INCH = 150
#: Rows, columns and letters of a table that a thumbnail can hold.
ROWS, COLUMNS, LETTERS = 9, 5, 18


def pictures(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Save what a block of code ends with; a scraper of sphinx-gallery.

    Parameters
    ----------
    block
        The kind of the block, its text, and the line that it begins in.
    block_vars
        Names of the script, where the value of the last expression is ``___``, and the paths that
        pictures are saved to.
    gallery_conf
        The configuration.
    """
    from sphinx_gallery.scrapers import figure_rst

    body = ast.parse(block[1]).body
    if not body or not isinstance(body[-1], ast.Expr):
        return ""
    shown = block_vars["example_globals"].get("___")
    if hasattr(shown, "savefig"):
        path = next(block_vars["image_path_iterator"])
        shown.savefig(path, dpi=DOTS_PER_INCH)
        return figure_rst([path], gallery_conf["src_dir"])
    if hasattr(shown, "_repr_html_"):
        _picture_of_table(shown).savefig(next(block_vars["image_path_iterator"]))
    return ""


def _picture_of_table(shown: Any) -> Any:
    """Return a picture of the beginning of a table, as it is written."""
    from matplotlib.figure import Figure

    style = getattr(shown, "style", shown)  # of a frame, or it is one
    lines = style.to_string(delimiter="\t", sparse_index=True).splitlines()
    cells = [line.split("\t") for line in lines if line.strip()]
    wide = max(len(row) for row in cells)
    rows = [[*([""] * (wide - len(row))), *row] for row in cells]
    few = [[cell[:LETTERS] for cell in row[:COLUMNS]] for row in rows[:ROWS]]
    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    table = axes.table(few, loc="center", cellLoc="center", bbox=(0, 0, 1, 1), edges="horizontal")
    table.auto_set_font_size(value=False)
    table.set_fontsize(11)
    return figure
