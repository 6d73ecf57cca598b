"""Generated input of every kind: each case gives a right answer, or a sentence.

A case is told by its kind, the seed of the campaign and its number, and made of these alone. The
quick form is a test; ``benchmarks/trust/fuzz.py`` runs it in the size of a night.
"""

# ruff: noqa: E501 - tables of words and of cases
from __future__ import annotations

import copy
import inspect
import io
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

from cards import written
from lines_toy import collection, mutated_bytes, mutated_json
from models_toy import LINKS, MAPPING, NODES
from osm_toy import write_pbf, xml
from toy import toy_network

import corridors as co

#: One case takes no longer, s.
MOST_S = 20
#: Of a thousand cases, so many of each kind; those that cost more are fewer.
SHARES = {
    "tables": 35, "geometry": 25, "card": 330, "geojson": 7, "graphml": 8, "gmns": 8,
    "geopackage": 3, "geoparquet": 2, "osm": 60, "pbf": 29, "mapping": 140, "lines": 50,
    "pairs": 180, "demand": 12, "batch": 51, "command": 12, "argument": 30, "server": 20,
}  # fmt: skip
TOLD = (co.CorridorsError, TypeError, ValueError, OSError)
#: What the user of a program sees of its inside: no message has it.
INSIDE = re.compile(r"Traceback|NoneType|has no attribute|unhashable|not subscriptable")

WORDS = (
    "", " ", "nan", "inf", "-inf", "-0", "0", "-1", "1", "1e400", "1e-400", "1,5", "1.234,5",
    "9" * 400, "0x10", "١٢", "½", "true", "None", "NULL", "=1+1", "@x", "[/x]", "[bold]x", "$\\frac{$",
    "<script>x</script>", "\x1b[31m", "\x07", "\u202eabc", "\ufeff", "é" * 300, "a;b", 'a"b', "a\nb",
    "a\rb", "../x", "/dev/zero", "C:\\x", "xx-a", "Alpha", "rail", "road", "XX", "2024-02-30",
    "2024-13-01", "24:00-24:00", "Mo-Xx 08:00-17:00", "02-29..02-29", "1520", "LINESTRING (0 0, 1 1)",
    "40ft", "container", "toy", "-999999999999999999999", "1_000", "{}", "[]", "%s", "{0}", "\\",
    "x" * 5000,
)  # fmt: skip
ODD = (
    None, True, False, 0, -1, 7, 1.5, float("nan"), float("inf"), -0.0, 2**70, "", "x", b"x", [], {},
    (), set(), object(), [None], {"a": 1}, ("Alpha",), [("Alpha", "Epsilon")], lambda: 1, int,
    "Alpha", "Epsilon", "2024-02-30", "cost", "rail", 10**400, float("-inf"), "\ud800",
    "a\0b", Path("none"), [[]], {"cost": -1}, {"cost": float("nan")}, range(3), iter(()),
)  # fmt: skip

# -- texts ---------------------------------------------------------------------------------------


def odd_word(rng):
    word = rng.choice(WORDS)
    if rng.random() < 0.15:
        word = "".join(
            rng.choice("az09.,;:-+/\\'\"{}[]()=#$%&\x00\n\téЖ漢\u200f")
            for _ in range(rng.randint(1, 12))
        )
    return word


def mutated_csv(text, rng):
    """Return a table of text with odd cells, rows, columns or signs between them."""
    if rng.random() < 0.15:
        return mutated_bytes(text.encode(), rng)
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(rng.randint(1, 3)):
        rng.choice(_CHANGES)(rows, rng.randrange(len(rows)), rng.randrange(len(rows[0])), rng)
        rows = [row for row in rows if row] or [[""]]
    sign = rng.choice((",",) * 30 + (";", "\t"))
    return "\n".join(sign.join(row) for row in rows).encode("utf-8", "surrogatepass") + b"\n"


def _odd_cell(rows, row, column, rng):
    word = odd_word(rng)
    quoted = '"' + word.replace('"', '""') + '"'
    rows[row][column : column + 1] = [quoted if rng.random() < 0.7 else word]


def _row_twice(rows, row, column, rng):
    del column
    rows.insert(rng.randrange(len(rows) + 1), list(rows[row]))


def _no_row(rows, row, column, rng):
    del column, rng
    del rows[row]


def _no_column(rows, row, column, rng):
    del row, rng
    for one in rows:
        del one[column : column + 1]


def _columns_swapped(rows, row, column, rng):
    del row
    other = rng.randrange(len(rows[0]))
    for line in rows:
        if max(column, other) < len(line):
            line[column], line[other] = line[other], line[column]


def _short_row(rows, row, column, rng):
    del rng
    rows[row] = rows[row][:column] or [""]


def _one_column_more(rows, row, column, rng):
    del row, column
    rows[0] = [*rows[0], odd_word(rng)]


def _cell_of_another(rows, row, column, rng):
    other = rng.choice(rows)
    rows[row][column : column + 1] = other[column : column + 1]


_CHANGES = (
    *[_odd_cell] * 10, _row_twice, _no_row, _no_column, _columns_swapped, _short_row,
    _one_column_more, _cell_of_another,
)  # fmt: skip


def mutated_text(text, rng, signs="=[]{}\"'#.,\n<>/&;:"):
    """Return a text with words exchanged, signs put in, lines taken out or doubled."""
    if rng.random() < 0.2:
        return mutated_bytes(text.encode(), rng)
    for _ in range(rng.randint(1, 3)):
        what = rng.random()
        lines = text.split("\n")
        row = rng.randrange(len(lines))
        if what < 0.5:
            found = list(re.finditer(r'"[^"\n]*"|[\w.+-]+', text))
            if found:
                one = rng.choice(found)
                word = odd_word(rng)
                if one[0].startswith('"') and rng.random() < 0.8:
                    word = json.dumps(word)[1:-1].join('""')
                text = text[: one.start()] + word + text[one.end() :]
        elif what < 0.65:
            place = rng.randrange(len(text) + 1)
            text = text[:place] + rng.choice(signs) * rng.choice((1, 1, 1, 3, 500)) + text[place:]
        elif what < 0.8:
            lines.insert(row, rng.choice(lines))
            text = "\n".join(lines)
        elif what < 0.9:
            del lines[row]
            text = "\n".join(lines) or " "
        else:
            other = rng.randrange(len(lines))
            lines[row], lines[other] = lines[other], lines[row]
            text = "\n".join(lines)
    return text.encode("utf-8", "surrogatepass")


# -- what is mutated -----------------------------------------------------------------------------


@cache
def net():
    return toy_network()


@cache
def held(form):
    """Return the files of the toy network in a form: by name, bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"net.{form}"
        if form == "csv":
            net().write(path.with_suffix(""))
            path = path.with_suffix("")
        else:
            co.export_network(net(), path, form=form)
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return {file.name: file.read_bytes() for file in files}


@cache
def pbf():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "toy.osm.pbf"
        write_pbf(path)
        return path.read_bytes()


@cache
def line_files():
    from lines_toy import write_all

    with tempfile.TemporaryDirectory() as folder:
        return {file.suffix: {
            other.name: other.read_bytes() for other in Path(folder).glob(f"{file.stem}.*")
            if file.suffix == ".shp" or other == file
        } for file in write_all(Path(folder))}  # fmt: skip


GEOMETRY = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"link_id": "road-ab"},
            "geometry": {"type": "LineString", "coordinates": [[60.0, 40.0], [60.4, 40.1], [60.9, 40.0]]},
        }
    ],
}  # fmt: skip
CARDS = [
    {
        "id": "gate", "title": "Half the border", "what": "w", "why": "y", "basis": "assumed",
        "source_ids": ["toy"],
        "override": [
            {"action": "change", "table": "border_crossings", "bcp_id": "yz-zeta", "column": "hours", "op": "multiply", "value": 0.5},
            {"action": "close", "table": "links", "link_id": "road-ab", "note": "n"},
        ],
    },
    {
        "title": "Open", "override": [
            {"action": "open", "table": "links", "link_id": "rail-ab"},
            {"action": "change", "table": "tariffs", "mode": "rail", "column": "usd_per_km", "op": "set", "value": 3, "unit": "USD/km"},
            {"action": "close", "table": "links", "country": ["XX"], "mode": "road"},
        ],
    },
    {
        "id": "new-link", "title": "A new line", "conflicts": ["x"], "source_ids": ["toy"], "between": ["XX", "ZZ"],
        "override": [
            {"action": "add", "table": "links", "row": {"link_id": "rail-xe", "name": "N", "from_node": "xx-a", "to_node": "xx-b", "mode": "road", "length_km": 80}, "source_id": "toy", "line": [[60, 40], [60.9, 40]]},
        ],
    },
]  # fmt: skip
PAIRS = "origin,destination,t\nAlpha,Epsilon,100\nBeta,Zeta,5\n"
DEMAND = "demand_id,origin,destination,quantity,unit,commodity,group\nboxes,Alpha,Epsilon,20,teu,container,East\ngas,Gas Field,Gas Hub,2,bcm,gas,Gas\n"
BATCH = "origin,destination,cargo_t,box,commodity,weight,departure,via\nAlpha,Epsilon,10,40ft,container,cost,2024-05-01,\nBeta,Epsilon,8,20ft,container,time,,Gamma\n"
COMMANDS = (
    "route", "compare", "matrix", "pareto", "alternatives", "charges", "indicators", "data", "check",
    "batch", "flow", "import lines", "import csv", "import gmns", "import osm", "scenario show",
    "scenario check", "scenario compare", "timeline", "shares", "revenue", "break-values",
)  # fmt: skip


# -- kinds: each makes a case of a folder and chance, and reads it ---------------------------------


def put(folder, files):
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def tables(folder, rng):
    files = dict(held("csv"))
    name = rng.choice([n for n in files if n.endswith(".csv")])
    files[name] = mutated_csv(files[name].decode(), rng)
    if rng.random() < 0.03:
        del files[name]
    return lambda: co.read_network(put(folder, files))


def geometry(folder, rng):
    made = json.dumps(mutated_json(GEOMETRY, rng)).encode()
    if rng.random() < 0.2:
        made = mutated_bytes(json.dumps(GEOMETRY).encode(), rng)
    return lambda: co.read_network(put(folder, {**held("csv"), "geometry.geojson": made}))


def card(folder, rng):
    given = copy.deepcopy(rng.choice(CARDS))
    if rng.random() < 0.3:
        holder = rng.choice([given, *given["override"], *given["override"]])
        key = rng.choice(list(holder))
        if key != "override":
            holder[key] = rng.choice(
                (odd_word(rng), rng.choice((-1, 0, 2**70, 1e308, True, [], [1], {"a": 1})))
            )
    try:
        text = written(given)
    except (TypeError, ValueError, AttributeError):
        text = written(CARDS[0])
    put(folder, {"c.toml": mutated_text(text, rng) if rng.random() < 0.6 else text.encode()})

    def read():
        net().apply(co.read_scenario(folder / "c.toml"))

    return read


def geojson(folder, rng):
    whole = json.loads(held("geojson")["net.geojson"])
    if rng.random() < 0.5:
        made = json.dumps(mutated_json(whole, rng)).encode()
    elif rng.random() < 0.5:
        for feature in whole["features"]:
            own = feature["properties"].get("corridors_tables")
            if own:
                feature["properties"]["corridors_tables"] = json.dumps(
                    mutated_json(json.loads(own), rng)
                )
        made = json.dumps(whole).encode()
    else:
        made = mutated_bytes(held("geojson")["net.geojson"], rng)
    return lambda: co.import_network(put(folder, {"net.geojson": made}) / "net.geojson")


def graphml(folder, rng):
    text = held("graphml")["net.graphml"].decode()
    made = mutated_text(text, rng)
    return lambda: co.import_network(put(folder, {"net.graphml": made}) / "net.graphml")


def gmns(folder, rng):
    files = dict(held("gmns"))
    if rng.random() < 0.6:
        files = {
            n: d
            for n, d in files.items()
            if n in ("node.csv", "link.csv", "config.csv", "geometry.csv")
        }
    name = rng.choice([n for n in files if n.endswith(".csv")])
    files[name] = mutated_csv(files[name].decode(), rng)
    return lambda: co.import_network(put(folder, files), form="gmns")


def geopackage(folder, rng):
    import sqlite3

    path = put(folder, held("gpkg")) / "net.gpkg"
    if rng.random() < 0.4:
        path.write_bytes(mutated_bytes(path.read_bytes(), rng))
        return lambda: co.import_network(path)
    base = sqlite3.connect(path)
    names = [n for (n,) in base.execute("SELECT table_name FROM gpkg_contents")]
    for (trigger,) in base.execute(
        "SELECT name FROM sqlite_master WHERE type='trigger'"
    ).fetchall():
        base.execute(f'DROP TRIGGER "{trigger}"')
    table = rng.choice([*names, "gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"])
    columns = [row[1] for row in base.execute(f'PRAGMA table_info("{table}")')]
    value = rng.choice(
        (odd_word(rng), None, -1, 2**40, 1.5, b"GP\x00\x01", b"\x01" * 40, "nodes", "\x00")
    )
    try:
        if rng.random() < 0.2:
            base.execute(f'ALTER TABLE "{table}" DROP COLUMN "{rng.choice(columns)}"')
        else:
            base.execute(
                f'UPDATE "{table}" SET "{rng.choice(columns)}" = ? WHERE rowid % 2 = ?',
                (value, rng.randrange(2)),
            )
    except (sqlite3.Error, OverflowError):
        pass
    base.commit()
    base.close()
    return lambda: co.import_network(path)


def geoparquet(folder, rng):
    import pandas as pd

    files = dict(held("geoparquet"))
    name = rng.choice(sorted(files))
    if rng.random() < 0.6 or not name.endswith(".parquet"):
        files[name] = mutated_bytes(files[name], rng)
    else:
        frame_ = pd.read_parquet(io.BytesIO(files[name]))
        column = rng.choice(list(frame_.columns))
        what = rng.random()
        if what < 0.3:
            frame_ = frame_.drop(columns=column)
        elif what < 0.6 and len(frame_):
            frame_[column] = rng.choice((odd_word(rng), -1, 1.5, b"\x01\x02", None))
        else:
            frame_ = pd.concat([frame_, frame_])
        stream = io.BytesIO()
        frame_.to_parquet(stream)
        files[name] = stream.getvalue()
    return lambda: co.import_network(put(folder, files), form="geoparquet")


def osm(folder, rng):
    made = mutated_text(xml(), rng)
    return lambda: co.network_from_osm(put(folder, {"a.osm": made}) / "a.osm")


def pbf_case(folder, rng):
    made = mutated_bytes(pbf(), rng)
    return lambda: co.network_from_osm(put(folder, {"a.osm.pbf": made}) / "a.osm.pbf")


def mapping(folder, rng):
    files = {"n.csv": NODES.encode(), "l.csv": LINKS.encode(), "map.toml": MAPPING.encode()}
    name = rng.choice(("n.csv", "l.csv", "map.toml", "map.toml"))
    text = files[name].decode()
    files[name] = mutated_csv(text, rng) if name.endswith("csv") else mutated_text(text, rng)
    return lambda: co.read_mapped(put(folder, files) / "map.toml")


def lines(folder, rng):
    kind = rng.choice(
        (".geojson", ".geojson", ".geojson", ".csv", ".csv", ".shp", ".gpkg", ".parquet", ".zip")
    )
    files = dict(line_files()[kind])
    if kind == ".geojson" and rng.random() < 0.8:
        files = {"lines.geojson": json.dumps(mutated_json(collection(), rng)).encode()}
    elif kind == ".csv" and rng.random() < 0.7:
        files = {"lines.csv": mutated_csv(files["lines.csv"].decode(), rng)}
    else:
        name = rng.choice(sorted(files))
        files[name] = mutated_bytes(files[name], rng)
    columns = (
        mutated_json({"gauge_mm": "GAUGE", "name": "NAME"}, rng)
        if rng.random() < 0.1
        else {"gauge_mm": "GAUGE"}
    )
    return lambda: co.network_from_lines(
        put(folder, files) / f"lines{kind}", mode="rail", columns=columns
    )


def pairs(folder, rng):
    made = mutated_csv(PAIRS, rng)
    return lambda: co.read_pairs(put(folder, {"p.csv": made}) / "p.csv")


def demand(folder, rng):
    made = mutated_csv(DEMAND, rng)
    return lambda: co.flows(net(), put(folder, {"d.csv": made}) / "d.csv")


def batch(folder, rng):
    made = mutated_csv(BATCH, rng)
    return lambda: co.batch(net(), put(folder, {"b.csv": made}) / "b.csv")


@cache
def good_commands():
    from cli.test_every_command import BAD, CARD, GOOD

    return GOOD, BAD, CARD


def command(folder, rng):
    """Call a command with one of its words exchanged, or an option that it may not know."""
    good, bad, text = good_commands()
    put(
        folder,
        {
            "gate.toml": text.encode(),
            "demand.csv": DEMAND.encode(),
            "consignments.csv": BATCH.encode(),
        },
    )
    put(folder, {"lines.geojson": json.dumps(collection()).encode(), "toy.osm": xml().encode()})
    for there, form in (("toy", "csv"), ("gmns", "gmns")):
        (folder / there).mkdir()
        put(folder / there, held(form))
    name = rng.choice(COMMANDS)
    words = list(good[name])
    what = rng.random()
    if what < 0.4 and words:
        words[rng.randrange(len(words))] = odd_word(rng)
    if what > 0.35:
        option = rng.choice(sorted(bad))
        words += [f"--{option.replace('_', '-')}", odd_word(rng)]
    words = [word for word in words if "\x00" not in word]
    return lambda: called(folder, [*name.split(), *words])


class LoudError(Exception):
    """A command that says more than it should, or ends otherwise than it may."""


def called(folder, words):
    """Call the command line in a folder; raise what it should not do."""
    from corridors.cli import main

    before, argv = Path.cwd(), sys.argv
    out, err = io.StringIO(), io.StringIO()
    os.chdir(folder)
    sys.argv = ["corridors", *words]
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as stop:
        code = stop.code or 0
    finally:
        os.chdir(before)
        sys.argv = argv
    text = err.getvalue()
    if code not in (0, 1, 2):
        raise LoudError(f"exit code {code}")
    if "\x1b[31m" in text or "\x1b[31m" in out.getvalue() or "\x07" in text:
        raise LoudError("an escape code reaches the terminal")
    if code and not text.strip():
        raise LoudError(f"exit code {code} without a word")
    if code:
        raise ValueError(text)


@cache
def functions():
    left = {
        "network_from_osm",
        "limits",
        "load",
        "corridors",
        "data_version",
        "scenarios",
        "validate",
        "report",
    }
    return sorted(
        n
        for n in co.__all__
        if inspect.isfunction(getattr(co, n))
        and n not in left
        and not n.startswith(("draw_", "save_"))
    )


@cache
def good_words():
    trip = co.route(net(), "xx-a", "zz-e")
    return {
        "net": net(), "trip": trip, "trips": [trip], "before": trip, "after": trip, "origin": "xx-a",
        "destination": "zz-e", "origins": ["xx-a"], "destinations": ["zz-e"],
        "pairs": [("xx-a", "zz-e")], "local": net(), "scenarios": ["suez-closed"],
    }  # fmt: skip


#: Words of conditions that every verb takes.
CONDITIONS = (
    "weight", "as_of", "departure", "modes", "avoid", "via", "shipment", "scenario", "irregular",
    "max_transits", "corridor", "service", "value_usd", "k", "draws", "seed",
)  # fmt: skip


def argument(folder, rng):
    name = rng.choice(functions())
    function = getattr(co, name)
    named = [
        p
        for p in inspect.signature(function).parameters.values()
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]
    words = {p.name: good_words().get(p.name, "x") for p in named if p.default is p.empty}
    many = any(p.kind is p.VAR_KEYWORD for p in inspect.signature(function).parameters.values())
    for _ in range(rng.choice((1, 1, 2))):
        key = rng.choice([p.name for p in named] + (list(CONDITIONS) if many else []))
        words[key] = odd_word(rng) if rng.random() < 0.3 else rng.choice(ODD)
    first = [words.pop(p.name) for p in named if p.kind is p.POSITIONAL_ONLY and p.name in words]

    def call():
        before = Path.cwd()
        os.chdir(folder)
        try:
            function(*first, **words)
        finally:
            os.chdir(before)

    return call


@cache
def client():
    from serving import client_of

    made = client_of(net())
    made.__enter__()
    return made


PATHS = (
    "/route", "/compare", "/pareto", "/matrix", "/places", "/scenarios", "/report", "/alternatives",
    "/openapi.json", "/", "/map", "/timeline", "/charges", "/nothing", "/route/../x", "/..%2f..%2fetc",
)  # fmt: skip
QUESTION = {"origin": "Alpha", "destination": "Epsilon"}
ASKED = (
    "origin", "destination", "origins", "destinations", "weight", "avoid", "via", "mode", "modes", "box", "cargo_t",
    "value_usd", "scenario", "as_of", "departure", "form", "format", "k", "q", "language", "top",
)  # fmt: skip


def server(folder, rng):
    del folder
    path = rng.choice(PATHS)
    words = dict(QUESTION)
    for _ in range(rng.randint(1, 3)):
        words[rng.choice(ASKED) if rng.random() < 0.9 else odd_word(rng)] = odd_word(rng)
    what = rng.random()
    more = {"params": {k: v.encode("utf-8", "replace").decode() for k, v in words.items()}}
    method = "GET"
    if what < 0.4:
        method = "POST"
        body = (
            json.dumps(mutated_json(words, rng)).encode()
            if rng.random() < 0.7
            else rng.choice(
                (b"", b"[" * 60_000, b"\xff", b"null", b"7", b'"x"', b"x" * 70_000, b'{"a":NaN}')
            )
        )
        more = {
            "content": body,
            "headers": {
                "Content-Type": rng.choice(
                    ("application/json", "text/plain", "application/json; charset=x")
                )
            },
        }
    elif what < 0.5:
        more["headers"] = {
            rng.choice(
                ("Host", "Origin", "Accept-Language", "Content-Length", "Sec-Fetch-Site")
            ): rng.choice(("x", "127.0.0.1:8765", "evil.example", "-1", "99999999999", "a, b;q=x"))
        }
    elif what < 0.55:
        method = rng.choice(("PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"))

    def ask():
        reply = client().request(method, path, **more)
        if reply.status_code >= 500:
            raise LoudError(f"{method} {path}: {reply.status_code} {reply.text[:200]}")
        if reply.status_code >= 400 and method != "HEAD":
            raise ValueError(reply.json()["error"]["message"])

    return ask


KINDS = {
    "tables": tables, "geometry": geometry, "card": card, "geojson": geojson, "graphml": graphml,
    "gmns": gmns, "geopackage": geopackage, "geoparquet": geoparquet, "osm": osm, "pbf": pbf_case,
    "mapping": mapping, "lines": lines, "pairs": pairs, "demand": demand, "batch": batch,
    "command": command, "argument": argument, "server": server,
}  # fmt: skip

# -- judging -------------------------------------------------------------------------------------


class NoEndError(BaseException):
    """A case that does not end."""


@contextmanager
def in_time(seconds):
    """End what takes so many seconds of the processor, or ten times as many of waiting."""

    def ring(*_):
        raise NoEndError

    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, seconds),
        (signal.ITIMER_REAL, signal.SIGALRM, 10 * seconds),
    )
    before = [signal.signal(word, ring) for _, word, _ in timers]
    for timer, _, most in timers:
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        for (timer, word, _), handler in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(word, handler)


def fault_of(kind, seed, number, folder):
    """Return what is wrong with one case, ``""`` if nothing, and whether it gave an answer."""
    rng = random.Random(f"{kind}:{seed}:{number}")
    try:
        read = KINDS[kind](folder, rng)
    except UnicodeDecodeError:  # a text that is mutated twice
        return "", False
    try:
        with in_time(MOST_S):
            read()
    except NoEndError:
        return f"no end in {MOST_S} s", False
    except TOLD as error:
        return badly_told(error), False
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        where = traceback.extract_tb(error.__traceback__)[-1]
        return (
            f"{type(error).__name__}: {str(error)[:200]} ({Path(where.filename).name}:{where.lineno})",
            False,
        )
    return "", True


def badly_told(error):
    """Return what is wrong with a message, ``""`` if nothing."""
    text = str(error)
    if isinstance(error, KeyError) and not isinstance(error, co.CorridorsError):
        return f"KeyError: {text[:200]}"
    if len(text.split()) < 3:
        return f"no sentence: {type(error).__name__}: {text[:200]!r}"
    if found := INSIDE.search(text):
        return f"tells of the inside ({found[0]}): {type(error).__name__}: {text[:300]!r}"
    if isinstance(error, co.CorridorsError | OSError):
        return ""
    # A plain ValueError or TypeError is ours if it was raised in our code.
    where = traceback.extract_tb(error.__traceback__)[-1].filename
    ours = "corridors" in where or where == __file__ or "fuzz.py" in where
    return "" if ours else f"raw {type(error).__name__} of {Path(where).name}: {text[:200]}"


def campaign(cases, seed, *, goes_on=lambda: True, kinds=None):
    """Run so many cases of all kinds; return what was wrong by case, and counts by kind.

    Parameters
    ----------
    cases
        How many.
    seed
        The seed of the campaign.
    goes_on
        Is asked before each case whether there is to be one more.
    kinds
        Only these.
    """
    faults, counts, answered = {}, Counter(), Counter()
    chosen = {k: n for k, n in SHARES.items() if kinds is None or k in kinds}
    whole = sum(chosen.values())
    order = [k for k, n in chosen.items() for _ in range(max(1, round(cases * n / whole)))]
    random.Random(seed).shuffle(order)
    root = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for kind in order:
                if not goes_on():
                    break
                number = counts[kind]
                folder = root / "case"
                folder.mkdir()
                fault, right = fault_of(kind, seed, number, folder)
                shutil.rmtree(folder)
                counts[kind] += 1
                answered[kind] += right
                if fault:
                    faults[f"{kind}:{seed}:{number}"] = fault
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return faults, counts, answered
