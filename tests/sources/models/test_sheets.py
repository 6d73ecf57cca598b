"""Tables of text as other programs save them."""

from __future__ import annotations

import pytest
from models_toy import LINKS, MAPPING, NODES, model

import corridors as co
from corridors.sources.models.sheets import (
    encoding_fault,
    read_rows,
    read_sheet,
    separator_fault,
)


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_the_separator_is_that_which_shows_the_columns(tmp_path, sign, word):
    file = tmp_path / "t.csv"
    file.write_text(f"a{sign}b, c{sign}d\r\n1{sign}x{sign}3\r\n", encoding="utf-8")
    sheet = read_sheet(file, wanted=("a", "d"))
    assert (sheet.header, sheet.rows[0]["d"]) == (("a", "b, c", "d"), "3")
    assert sheet.inferred == (f"t.csv: columns are separated by {word}",)
    said = read_sheet(file, separator=sign, wanted=("a", "d"))
    assert (said.rows, said.inferred) == (sheet.rows, ())


def test_rows_keep_their_number_in_the_file(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text('\na,b\n1,2\n\n,\n"3\n4",5,,\n', encoding="utf-8")
    sheet = read_sheet(file, wanted=("a",))
    assert sheet.header == ("a", "b")
    assert [row["a"] for row in sheet.rows] == ["1", "3\n4"]
    assert sheet.numbers == [3, 6]


def test_a_long_line_is_a_cell(tmp_path):
    import csv

    file = tmp_path / "t.csv"
    file.write_text("a,b\n1," + "9" * 200_000 + "\n", encoding="utf-8")
    before = csv.field_size_limit()
    assert len(read_sheet(file).rows[0]["b"]) == 200_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "latin-1"])
def test_encodings_are_said(tmp_path, encoding):
    file = tmp_path / "t.csv"
    file.write_bytes("a;name\n1;Köprü\n".encode(encoding))
    assert read_sheet(file, encoding=encoding, wanted=("a",)).rows[0]["name"] == "Köprü"


def test_what_is_not_in_utf_8_says_what_to_do(tmp_path):
    path = model(tmp_path, mapping=MAPPING)
    held = NODES.replace("Urumqi", "Ürümqi").encode("cp1252")
    (tmp_path / "n.csv").write_bytes(held)
    with pytest.raises(co.DataError, match=r'n.csv:5: not in UTF-8 .* encoding = "cp1252"'):
        co.read_mapped(path)
    said = MAPPING.replace('file = "n.csv"', 'file = "n.csv"\nencoding = "cp1252"')
    path.write_text(said, encoding="utf-8")
    assert co.read_mapped(path).table("nodes")["name"][3] == "Ürümqi"
    (tmp_path / "n.csv").write_bytes(NODES.encode("utf-16"))  # its first bytes say it
    path.write_text(MAPPING, encoding="utf-8")
    assert len(co.read_mapped(path).table("nodes")) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a,b\n"1,2\n', r"t.csv:\d: not rows of cells separated by commas"),
        ("a,b\n1\n", r"t.csv:2: 1 cell, but 2 columns"),
        ("a,a\n1,2\n", r"t.csv:1: column 'a' stands twice"),
    ],
)
def test_faults_of_a_table(tmp_path, text, message):
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(co.DataError, match=message):
        read_sheet(file, wanted=("a",))


def test_a_table_with_commas_alone(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(co.DataError, match="t.csv:1: its columns seem to be separated by semicol"):
        read_rows(file, ("a",))
    file.write_text("a,bb\n1,2\n", encoding="utf-8")
    with pytest.raises(co.DataError, match="t.csv:1: column 'bbb' is missing. Did you mean 'bb'"):
        read_rows(file, ("a", "bbb"))
    assert read_rows(file, ("a",)) == [{"a": "1", "bb": "2"}]
    with pytest.raises(FileNotFoundError):
        read_rows(tmp_path / "no.csv", ())


def test_what_may_be_said_of_separators_and_encodings():
    assert not any(map(separator_fault, (",", ";", "tab", "\t", "semicolon", "#")))
    assert all(map(separator_fault, ("", "a", '"', "\n", ";;", "semikolon", "1")))
    assert not any(map(encoding_fault, ("utf-8", "CP1251", "latin1")))
    assert all(map(encoding_fault, ("utf-9", "hex", "", "rot13", "a\0b")))


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_a_model_may_have_any_separator(tmp_path, sign):
    net = co.read_mapped(model(tmp_path, NODES.replace(",", sign), LINKS.replace(",", sign)))
    assert co.route(net, "A", "D").cost_usd == pytest.approx(1535)
    assert "n.csv: columns are separated by" in str(net.report)


def test_a_name_that_no_file_can_have(tmp_path):
    path = model(tmp_path, mapping=MAPPING.replace('"n.csv"', f'"{"n" * 5000}.csv"'))
    with pytest.raises(co.DataError, match=r"'n+': cannot be read: .*too long"):
        co.read_mapped(path)
