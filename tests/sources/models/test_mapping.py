"""The mapping file: every fault of it is told with its line, and no other error comes out."""

from __future__ import annotations

import random
import warnings

import pytest
from models_example import example
from models_toy import LINES, MAPPING, WITH_LINES, model

import corridors as co
from corridors.sources.models.mapping import multiplied, read_mapping


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ('box = "40ft"', 'price_per = "truck"', "price_per 'truck' is not one of 20ft, 40ft, t"),
        ('box = "40ft"', 'box = "t"\nprice_per = "box"', "box and price_per say the same"),
        ('box = "40ft"', 'trip_usd = "5"', "trip_usd '5' is not a number of 0 or more"),
        ('box = "40ft"', "trip_h = -1", "trip_h -1 is not a number of 0 or more"),
        ('box = "40ft"', "trip_h = nan", "trip_h nan is not a number of 0 or more"),
        ('name = "Steppe model"', "name = 3", r'name: 3 is no text; write name = "..."'),
        (
            '"n.csv"',
            '"n.csv"\nseparator = ";;"',
            r"map.toml:6: \[nodes\] separator: ';;' is no sep",
        ),
        ('"n.csv"', '"n.csv"\nencoding = "utf-9"', r"\[nodes\] encoding: 'utf-9' is no encoding"),
        ('"n.csv"', '"n.csv"\ndecimal = ";"', r"decimal: ';' is neither \".\" nor \",\""),
        ('"n.csv"', '"n.csv"\nthousands = "1"', "thousands: '1' is no sign between thousands"),
        ('"n.csv"', '"n.csv"\ndecimal = 1', r'decimal: 1 is no text; write decimal = "..."'),
        (
            '"n.csv"',
            '"n.csv"\npassing_at_ends = "no"',
            "passing_at_ends: 'no' is not one of half, f",
        ),
        ('"l.csv"', '"l.csv"\nparallel = "first"', "parallel: 'first' is not one of all, cheapest"),
        ("scale = 0.001", 'unit = "furlong"', r"length_km: unit 'furlong' is not one of km, "),
        ("scale = 0.001", "unit = 7", "length_km: unit 7 is no text"),
        ("scale = 0.001", 'scale = 2, unit = "mi"', "a unit says the scale itself"),
        ("scale = 0.001", "rate = 2", "a rate is for money in another currency"),
        ("scale = 0.001", "own = true", "own = true is for country"),
        ("scale = 0.001", f"scale = 1{'0' * 400}", "a whole number of 401 digits"),
        ('cost_usd = "Cost"', 'cost_usd = { column = "Cost", unit = "EUR" }', "needs a rate: how"),
        (
            'cost_usd = "Cost"',
            'cost_usd = { column = "Cost", unit = "EUR", rate = 0 }',
            "rate 0 is",
        ),
        ('mode = { value = "rail" }', "mode = { value = [1] }", r"value \[1\] is not one text or"),
        ('C = "city"', "C = [1]", "values of 'C' is not one text or number"),
        ('"rail" }', '"rial" }', r"l.csv:2: mode 'rial' is not one of .* Did you mean 'rail'"),
    ],
)
def test_faults_of_a_mapping(tmp_path, was, now, message):
    assert was in MAPPING
    with pytest.raises(co.DataError, match=message):
        co.read_mapped(model(tmp_path, mapping=MAPPING.replace(was, now)))


def test_a_mapping_tells_its_words(tmp_path):
    found = read_mapping(example(tmp_path))
    assert (found.name, found.price_per, found.crs) == (
        "Railway model of 2024",
        "40ft",
        "EPSG:4326",
    )
    assert found.at("links", "parallel").endswith(": [links]")
    assert found.columns("links")["mode"] == {"value": "rail"}
    assert multiplied("length_km", found.columns("links")["length_km"]) == 1.609344
    assert found.table("nodes.positions")["lon"] == "X"
    assert read_mapping(model(tmp_path)).price_per == "40ft"


# -- mutations: whatever is broken, a sentence tells it -------------------------------------------

_JUNK = (
    "", "nan", "-1", "1e999", "é", "\ufeff", "\x00", '"', ",", ";", "\n", "\t", "[", "{", "}", "=",
    "99999999999999999999", "LINESTRING EMPTY", "POINT (0 0)", "None", "ZZ", "0", "'", "\\", "#",
    "true", "[[]]", "LINESTRING (0 0, 1 1)", "\r", "inf", "A" * 300, "10/2", "1,5",
)  # fmt: skip


def _mutated(dice: random.Random, data: bytes) -> bytes:
    """Return a file with one to four faults."""
    for _ in range(dice.randint(1, 3)):
        at, kind = dice.randrange(len(data) + 1), dice.choice((0, 1, 2, 3, 4, 5, 6, 6, 6))
        junk = dice.choice(_JUNK).encode("utf-8")
        if kind == 0:
            data = data[:at] + junk + data[at + dice.randint(0, 8) :]
        elif kind == 1:
            data = data[:at]
        elif kind == 2:
            data = data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
        elif kind == 3:
            rows = data.split(b"\n")
            dice.shuffle(rows)
            data = b"\n".join(rows)
        elif kind == 4:
            rows = data.split(b"\n")
            rows.insert(dice.randrange(len(rows)), dice.choice(rows))
            data = b"\n".join(rows)
        elif kind == 5:  # a word or a cell goes where another stood
            sign = dice.choice((b" ", b",", b";", b"\t", b'"'))
            words = data.replace(b"\n", sign + b"\n" + sign).split(sign)
            words[dice.randrange(len(words))] = dice.choice([junk, dice.choice(words)])
            data = sign.join(words).replace(sign + b"\n" + sign, b"\n")
        else:  # a cell of a row, the others as they are
            rows = data.split(b"\n")
            k = dice.randrange(len(rows))
            sign = max((b",", b";", b"\t", b'"'), key=rows[k].count)
            cells = rows[k].split(sign)
            cells[dice.randrange(len(cells))] = junk.strip(b"\n\r")
            rows[k] = sign.join(cells)
            data = b"\n".join(rows)
    return data


@pytest.mark.parametrize("seed", range(12))
def test_what_is_broken_is_told_in_a_sentence(tmp_path, seed):
    dice, told = random.Random(seed), 0
    makers = (
        lambda: model(tmp_path),
        lambda: model(tmp_path, links=LINES, mapping=WITH_LINES),
        lambda: example(tmp_path),
    )
    for _ in range(40):
        for old in tmp_path.iterdir():
            old.unlink()
        path = dice.choice(makers)()
        victim = dice.choice(sorted(tmp_path.iterdir()))
        victim.write_bytes(_mutated(dice, victim.read_bytes()))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                co.read_mapped(path)
            except (co.DataError, FileNotFoundError):
                told += 1
    assert told > 10
