"""Names in annotations: those of the house lead to their page, those of others are plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import corridors as co

if TYPE_CHECKING:
    from docutils.nodes import Element, TextElement
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: TextElement
) -> Element | None:
    """Return what a name that was not found leads to; ``None`` is a warning.

    A public class is written in annotations by the module in which it stands. What has no page,
    of this package or of another, is told as it is: it is the reader of a docstring that follows
    a link, and whoever writes one by hand (``:func:`route```) is warned.
    """
    if node.get("refdomain") != "py":
        return None
    name = node["reftarget"].rsplit(".", 1)[-1]
    if name in co.__all__:
        domain = env.domains["py"]
        return domain.resolve_xref(
            env, node["refdoc"], app.builder, "obj", f"corridors.{name}", node, contnode
        )
    return None if node["reftype"] in {"func", "meth", "mod", "attr"} else contnode


def setup(app: Sphinx) -> None:
    """Listen for names that were not found."""
    app.connect("missing-reference", resolve)
