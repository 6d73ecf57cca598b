"""The texts of the source that people read: gathered for catalogues, and for the test that asks.

A text is any string of a told module that has words: sentences with their blanks as the f-strings
have them (``f"{km:,.0f} km"`` is ``"{km:n} km"``), each sentence by itself, headings of columns and
titles of tables. What has none of these, or is told to be no text, is left out.
"""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice, product
from pathlib import Path

from corridors.languages import of_maps, of_reports
from corridors.languages.sentences import BLANK, SENTENCES

PACKAGE = Path(__file__).resolve().parents[1]
#: Modules and drawers whose strings people read, by the catalogue that has them.
TOLD: Mapping[str, tuple[str, ...]] = {
    "reports": (
        "criteria.py",
        "network/price_level.py",
        "network/forms/credits.py",
        "reports",
        "routing/notes",
        "routing/ledger.py",
        "routing/reasons.py",
        "routing/reached.py",
        "studies/evidence/charges.py",
        "studies/sentences.py",
        "studies/flows/words.py",
    ),
    "maps": ("maps", "charts", "maps/assets/map.js"),
}
#: Columns of the tables whose texts are in the catalogue of tables, by table.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "corridors": ("name",),
    "documents": ("name", "applies_to"),
    "regimes": ("name", "note"),
    "charges": ("name",),
}
#: Modules in these drawers that write pages of the project's own.
_LEFT_OUT = (
    "share_page.py",
    "maps/page.py",
    "maps/notebook.py",
    "maps/lonboard.py",
    "charts/letters.py",
)
#: Strings of these modules that nobody reads in a report: why with each.
NOT_SHOWN: Mapping[str, str] = {**of_maps.NOT_SHOWN}
#: What people read that is no string of a told module: words of the tables, and sentences that
#: are put together of pieces.
ALSO: Mapping[str, tuple[str, ...]] = {"maps": of_maps.ALSO, "reports": (
    # modes, vehicles, kinds of leg, goods
    "road", "rail", "sea", "ferry", "inland_water", "pipeline", "air", "lng", "access",
    "line-haul", "border", "gauge break", "terminal", "waiting",
    "container", "bulk", "gas", "oil", "goods",
    # how well a value is known, and what is open
    "measured", "published", "derived", "assumed",
    "operational", "open", "suspended", "planned", "construction", "under construction", "closed",
    # units
    "{value:n} USD", "{value:n} days", "{value:n} day", "{value:n} km", "{value:n} h",
    "{value:n} t", "{value:n} transits", "{value:n} transit", "USD", "days", "km", "h", "t",
)}  # fmt: skip
#: Calls whose words are headings, however short: which of their arguments.
_HEADINGS = {"Column": (0,), "ReportTable": (1, 4), "counted": (), "Criterion": (5, 6), "say": (0,)}
#: What is code and no text.
_CODE = re.compile(r"[<>{}\\=_#@]|--|://|^[.\w-]*/|%[a-zA-Z]|\.\w+$|^\W*$")
#: Blanks that are sentences: before one, and behind the end of one.
_BEFORE, _BETWEEN = re.compile(r"^\{\w+\} (?=[A-Z])"), re.compile(r"([.!?])(?:\{\w+\})+(?: |$)")
#: A text of a script.
_IN_SCRIPT = re.compile(r'\bt\("((?:[^"\\]|\\.)+)"')
#: Versions of a sentence that has alternatives in it.
_MOST_VERSIONS = 12
#: Names of blanks that are no names.
_UNNAMED = "value"


def texts_of_source(told: str) -> list[str]:
    """Return every text of the modules of a catalogue that people read, once, in order.

    Parameters
    ----------
    told
        Which catalogue.
    """
    found: dict[str, None] = {}
    for name in TOLD[told]:
        path = PACKAGE / name
        for file in [path] if path.suffix else sorted(path.glob("*.py")):
            if file.suffix == ".js":
                found |= dict.fromkeys(_IN_SCRIPT.findall(file.read_text(encoding="utf-8")))
            elif not file.as_posix().endswith(_LEFT_OUT):
                found |= dict.fromkeys(texts_of_module(file.read_text(encoding="utf-8")))
    also = (*ALSO[told], *(of_reports.ALSO if told == "reports" else ()))
    left_out = NOT_SHOWN.keys() | of_reports.NOT_SHOWN.keys()
    return [text for text in (*found, *also) if text not in left_out]


def texts_of_tables(folder: Path) -> list[str]:
    """Return what the tables of a folder call corridors, documents, regimes and charges, and cards.

    Parameters
    ----------
    folder
        The folder of the embedded tables.
    """
    found: dict[str, None] = {}
    for table, columns in COLUMNS.items():
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found |= dict.fromkeys(row[column] for column in columns for row in rows)
    for card in sorted((folder / "scenarios").glob("*.toml")):
        found[str(tomllib.loads(card.read_text(encoding="utf-8"))["title"])] = None
    return [text for text in found if re.search("[A-Za-z]", text)]


def texts_of_module(source: str) -> Iterator[str]:
    r"""Yield the texts of a module, each sentence by itself.

    Parameters
    ----------
    source
        The module as text.

    Examples
    --------
    >>> list(texts_of_module('f"It takes {days:.1f} days{more}. Two"\nColumn("way")'))
    ['It takes {days:n} days{more}.', 'way']
    >>> list(texts_of_module('f"{k} ways" + (", by sea" if sea else "")'))
    ['{k} ways', ', by sea']
    """
    tree = ast.parse(source)
    skipped, known = _skipped(tree), _constants(tree)
    for node in _walked(tree, skipped):
        if isinstance(node, ast.Call) and _name_of(node.func) in _HEADINGS:
            yield from _headings(node, known)
        if isinstance(node, ast.Constant | ast.JoinedStr):
            for text in _versions(node, known):
                yield from filter(is_text, split_in_sentences(text))


def split_in_sentences(text: str) -> list[str]:
    """Return the sentences of a text; a blank between two is a sentence of its own.

    Examples
    --------
    >>> split_in_sentences("{first} It is {so}.{more} Two. {name} is one.")
    ['It is {so}.', 'Two.', '{name} is one.']
    """
    apart = _BETWEEN.sub(r"\1 ", _BEFORE.sub("", text.strip()))
    return [part.strip() for part in SENTENCES.split(apart.strip())]


def is_text(text: str) -> bool:
    """Say whether a string of the source is a text that people read: it has two words and more.

    Examples
    --------
    >>> [is_text(t) for t in ("no way remains", "border_crossings", "{way} by {way2}", "<p class")]
    [True, False, False, False]
    """
    bare = BLANK.sub("", text)
    words = re.findall(r"[A-Za-z]{2,}", bare)
    letters = sum(map(len, words))
    enough = (" " in bare.strip() or len(bare) != len(text)) and letters > 3
    return enough and not _CODE.search(bare.rstrip("."))


def _headings(call: ast.Call, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the words of a call that makes a column, a table, or counts things."""
    kind = _name_of(call.func)
    if kind == "counted" and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        noun = str(call.args[1].value)
        yield f"{{count:n}} {noun}"
    for number in _HEADINGS[kind]:
        if number < len(call.args):
            for text in _versions(call.args[number], known):
                yield from (one for one in split_in_sentences(text) if re.search("[A-Za-z]", one))


def _skipped(tree: ast.Module) -> set[ast.AST]:
    """Return docstrings, annotations, what is raised or looked up, and tests of types."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(first)
        if isinstance(node, ast.Raise | ast.Subscript | ast.arg | ast.Compare):
            found.add(node)
        if isinstance(node, ast.AnnAssign):
            found.add(node.annotation)
        if isinstance(node, ast.FunctionDef) and node.returns:
            found.add(node.returns)
    return found


def _walked(node: ast.AST, skipped: set[ast.AST]) -> Iterator[ast.AST]:
    """Yield nodes in order; of an f-string its blanks, but not its pieces."""
    if node in skipped:
        return
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.JoinedStr):
            if isinstance(child, ast.FormattedValue):
                yield from _walked(child.value, skipped)
        else:
            yield from _walked(child, skipped)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Return the strings that a module gives names to."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=True))
            for name, told in pairs:
                text = told.value if isinstance(told, ast.Constant) else None
                if isinstance(name, ast.Name) and isinstance(text, str):
                    found[name.id] = text
    return found


def _versions(node: ast.AST, known: Mapping[str, str]) -> list[str]:
    """Return a string with its blanks, once for each way that alternatives in it can go."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if not isinstance(node, ast.JoinedStr):
        return []
    names: dict[str, str] = {}
    parts = [_part(value, names, known) for value in node.values]
    return ["".join(chosen) for chosen in islice(product(*parts), _MOST_VERSIONS)]


def _part(node: ast.AST, names: dict[str, str], known: Mapping[str, str]) -> list[str]:
    """Return a piece of an f-string, or its blank; alternatives if it has such."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    value = node.value if isinstance(node, ast.FormattedValue) else node
    if isinstance(value, ast.Constant):
        return [_blank(value, node, names)]
    if isinstance(value, ast.IfExp):
        return [
            text
            for branch in (value.body, value.orelse)
            for text in (_versions(branch, known) or [_blank(branch, node, names)])
        ]
    if isinstance(value, ast.Name) and value.id in known:
        return [known[value.id]]
    return [_blank(value, node, names)]


def _blank(value: ast.AST, node: ast.AST, names: dict[str, str]) -> str:
    """Return a blank, named by what it is of; the same expression has the same name."""
    key = ast.dump(value)
    if key not in names:
        name = base = _named(value)
        count = 1
        while name in names.values():
            count += 1
            name = f"{base}{count}"
        names[key] = name
    form = getattr(node, "format_spec", None)
    spec = "".join(str(getattr(part, "value", "")) for part in form.values) if form else ""
    kind = ":d" if spec == "%Y-%m-%d" else ":n" if spec and spec[-1] in "fdg%" else ""
    return f"{{{names[key]}{kind}}}"


def _named(value: ast.AST) -> str:
    """Return a name for an expression: of a field, a function, a key, what is first in it."""
    if isinstance(value, ast.Attribute):
        return value.attr
    if isinstance(value, ast.Name):
        return value.id
    if isinstance(value, ast.Call):
        name = _name_of(value.func)
        return (
            _named(value.args[0]) if name in ("len", "join", "str", "sum") and value.args else name
        )
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
        key = re.sub(r"\W", "", str(value.slice.value))
        return key if key.isidentifier() else _named(value.value)
    if isinstance(value, ast.BinOp):
        return _named(value.left)
    if isinstance(value, ast.Subscript | ast.Starred):
        return _named(value.value)
    return _UNNAMED


def _name_of(func: ast.AST) -> str:
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else _UNNAMED
