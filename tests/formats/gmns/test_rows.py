"""Tables of others as rows of text."""

from __future__ import annotations

import pytest

import corridors as co
from corridors.formats.gmns.rows import file_of, id_of, rows_of
from corridors.sources.models.account import Account
from tests.toy import toy_network

TEXT = "node_id,x_coord,y_coord,name\n1,67,24.9,Karāchi\n2,68,25.5,b\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(tmp_path, encoding):
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    (tmp_path / "node.csv").write_bytes((mark + TEXT).encode(encoding))
    first, _ = rows_of(tmp_path, "node.csv", Account("x"))
    assert (first["node_id"], first["name"], first.at) == ("1", "Karāchi", "node.csv:2")


def test_what_is_no_utf_8_is_read_as_windows_writes_it_and_told(tmp_path):
    (tmp_path / "node.csv").write_bytes("node_id,name\n1,Köln\n".encode("cp1252"))
    account = Account("x")
    assert rows_of(tmp_path, "node.csv", account)[0]["name"] == "Köln"
    assert "Windows-1252" in account.report(toy_network()).assumed[0]


@pytest.mark.parametrize(("separator", "comma"), [(";", ","), ("\t", "."), ("|", ".")])
def test_separators_and_decimal_commas(tmp_path, separator, comma):
    text = f"node_id,x_coord,y_coord\n1,67{comma}5,24{comma}9\n".replace(",", separator)
    text = text.replace(f"67{separator}5", "67,5").replace(f"24{separator}9", "24,9")
    (tmp_path / "node.csv").write_text(text)
    (row,) = rows_of(tmp_path, "node.csv", Account("x"), ("node_id", "x_coord"))
    assert (row["x_coord"], row["y_coord"]) == ("67.5", "24.9")


def test_header_words_in_other_spellings(tmp_path):
    (tmp_path / "LINK.csv").write_text(
        "Link ID,From_Node_,TO-NODE-ID,facility_t,allowed_us,link_type_name,x\n1,a,b,f,all,g,0\n"
    )
    (row,) = rows_of(tmp_path, "link.csv", Account("x"), ("from_node_id", "to_node_id"))
    words = ("link_id", "from_node_id", "to_node_id", "facility_type", "allowed_uses")
    assert [row[word] for word in words] == ["1", "a", "b", "f", "all"]
    assert file_of(tmp_path, "link.csv").name == "LINK.csv"
    assert file_of(tmp_path, "lane.csv") is None


def test_missing_values_thousands_and_rows_of_another_length(tmp_path):
    (tmp_path / "link.csv").write_text(
        'link_id,length,allowed_uses,name\n1,NaN,None,null\n2,"1,234.5",NA,x\n3,1\n4,1,all,x,y\n'
        "\n5,1,all,x,,\n"
    )
    account = Account("x")
    rows = rows_of(tmp_path, "link.csv", account)
    cells = [(r["link_id"], r["length"], r["allowed_uses"], r["name"]) for r in rows]
    assert cells == [("1", "", "None", ""), ("2", "1234.5", "", "x"), ("5", "1", "all", "x")]
    report = account.report(toy_network())
    assert report.rows == {"link.csv": 5}
    assert report.left == {
        "has 2 cells, but 4 columns": ("link.csv:4",),
        "has 5 cells, but 4 columns": ("link.csv:5",),
    }


def test_files_that_are_no_tables_are_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"node\.csv: no such file"):
        rows_of(tmp_path, "node.csv", Account("x"))
    assert rows_of(tmp_path, "node.csv", Account("x"), required=False) == []
    for data, says in (
        (b"PK\x03\x04\x00\x00\xff", "it has zero bytes"),
        (b"\xff\xfe\x00", "node.csv:1: not in UTF-16 .*; save it in UTF-8"),
        (
            b'node_id,x_coord\n1,"67',
            "not rows of cells separated by commas: unexpected end of data",
        ),
        (b"", "column 'node_id' is missing"),
        (b"id_of_node,x\n1,2\n", "column 'node_id' is missing"),
    ):
        (tmp_path / "node.csv").write_bytes(data)
        with pytest.raises(co.DataError, match=says) as caught:
            rows_of(tmp_path, "node.csv", Account("x"), ("node_id",))
        assert "node.csv" in str(caught.value)


def test_ids_as_pandas_writes_them_after_a_gap():
    assert [id_of(text) for text in ("7.0", "7", " 7 ", "7.50", "-7.0", "v1.0")] == [
        "7", "7", "7", "7.50", "-7", "v1.0",
    ]  # fmt: skip


def test_a_cell_may_hold_a_line_of_very_many_points(tmp_path):
    """Fault: one of more than 131,072 letters refused the file."""
    line = f"LINESTRING ({', '.join(['67.123456 24.123456'] * 10_000)})"
    (tmp_path / "geometry.csv").write_text(f'geometry_id,geometry\n1,"{line}"\n')
    assert rows_of(tmp_path, "geometry.csv", Account("x"))[0]["geometry"] == line
