"""The commands about tables."""

import csv
import io
import json

from toy import toy_network


def test_faulty_tables_list_every_fault_without_traceback(run, tmp_path):
    bad = toy_network()
    bad.write(tmp_path)
    text = (tmp_path / "links.csv").read_text()
    text = text.replace("road-ab,road-ab,xx-a,xx-b,road", "road-ab,road-ab,xx-aa,xx-b,rood")
    text = text.replace(",1000,", ",long,")
    (tmp_path / "links.csv").write_text(text)
    code, _, err = run("data", "--check", tmp_path)
    assert code == 2
    assert "2 faults in the data" in err
    assert "'rood' is not one of road, rail" in err
    assert "length_km 'long' is not a number" in err
    assert "Traceback" not in err


def test_data_lists_tables_and_filters_rows(run, folder):
    _, out, _ = run("data", "--data", folder)
    assert "border_crossings" in out
    _, out, _ = run("data", "nodes", "--where", "country=YY", "--data", folder, "--csv")
    assert [r["node_id"] for r in csv.DictReader(io.StringIO(out))] == ["yy-f"]
    code, _, err = run("data", "nods", "--data", folder)
    assert code == 2
    assert "Did you mean 'nodes'" in err
    code, _, err = run("data", "nodes", "--where", "land=YY", "--data", folder)
    assert code == 2
    assert "column of nodes: 'land' is not one of node_id, name" in err
    code, _, err = run("data", "nodes", "--where", "country", "--data", folder)
    assert (code, "'country' is not column=value" in err) == (2, True)


def test_where_reads_a_value_as_the_columns_type(run):
    """A gauge is a number: 1520 and 1520.0 are the same one."""
    found = [
        run("data", "links", "--where", f"gauge_mm={text}", "--csv")[1]
        for text in ("1520", "1520.0", " 1520 ")
    ]
    assert found[0] == found[1] == found[2]
    assert len(found[0].splitlines()) > 100
    code, _, err = run("data", "links", "--where", "gauge_mm=wide")
    assert (code, "--where gauge_mm: 'wide' is not a number" in err) == (2, True)
    rows = json.loads(run("data", "links", "--where", "gauge_mm=", "--json")[1])
    assert {row["mode"] for row in rows} >= {"road", "sea"}
    assert "rail" not in {row["mode"] for row in rows}


def test_no_rows_say_what_the_column_has(run, folder):
    code, out, err = run("data", "nodes", "--where", "country=XY", "--data", folder)
    assert (code, out) == (0, "")
    assert "nodes: no rows: no country is XY, it has XX, ZZ, YY" in err
    code, out, err = run(
        "data",
        "nodes",
        "--where",
        "country=YY",
        "--where",
        "node_id=xx-a",
        "--data",
        folder,
        "--csv",
    )
    assert code == 0
    assert out.startswith("node_id,name")
    assert len(out.splitlines()) == 1
    assert "nodes: no rows with all of these" in err
    assert run("data", "nodes", "--where", "country=XY", "--data", folder, "--json")[1] == "[]\n"


def test_selections_are_by_columns(run):
    rows = json.loads(
        run("data", "border_crossings", "--where", "bcp_id=af-pk-torkham", "--json")[1]
    )
    assert {row["bcp_id"] for row in rows} == {"af-pk-torkham"}
    old = run("data", "border_crossings", "--where", "bcp=af-pk-torkham", "--json")[1]
    assert json.loads(old) == rows


def test_tables_of_a_day(run):
    """Torkham shut in October 2025; the tables of a day say so."""
    where = ("--where", "bcp_id=af-pk-torkham", "--where", "mode=road")
    words = ("data", "border_crossings", *where, "--csv")
    status = [
        {row["status"] for row in csv.DictReader(io.StringIO(run(*words, *day)[1]))}
        for day in ((), ("--as-of", "2026-03-15"))
    ]
    assert [found - {"planned"} for found in status] == [{"operational"}, {"suspended"}]


def test_a_row_is_a_card(run):
    code, out, _ = run("data", "border_crossings", "af-pk-torkham")
    assert (code, "border_crossings (1 of " in out) == (0, True)
    words = " ".join(out.split())
    assert "cost_usd 357 USD fees and payments" in words
    assert "http" in out
    rows = json.loads(run("data", "border_crossings", "af-pk-torkham", "--json")[1])
    assert {row["bcp_id"] for row in rows} == {"af-pk-torkham"}
    code, _, err = run("data", "border_crossings", "af-pk-torkam")
    assert (code, "Did you mean 'af-pk-torkham'" in err) == (2, True)
    code, _, err = run("data", "nodes", "pk-karachi", "--where", "country=PK")
    assert (code, "the id of a row or --where, not both" in err) == (2, True)


def test_a_row_is_opened_by_its_name_as_it_is_printed(run):
    """What `charges` prints as the row of an amount could not be opened."""
    said = [
        json.loads(run("data", *asked, "--json")[1])
        for asked in (
            ("tariffs", "rail PK 40ft"), ("tariffs", "rail", "PK", "40ft"),
            ("tariffs rail PK 40ft",), ("tariffs", "tariffs rail PK 40ft"),
        )
    ]  # fmt: skip
    assert len(said[0]) == 1
    assert all(one == said[0] for one in said)
    out = run("charges", "Karachi", "Tashkent", "--json")[1]
    for name in {part["row"] for part in json.loads(out)} - {""}:
        code, out, err = run("data", *name.split())
        assert code == 0, (name, err)
        assert f"{name.split()[0]}\n" in out, name


def test_wide_rows_are_paragraphs_and_lose_nothing(run):
    code, out, _ = run("data", "border_crossings", "--where", "bcp_id=af-pk-torkham")
    words = " ".join(out.split())
    rows = json.loads(run("data", "border_crossings", "af-pk-torkham", "--json")[1])
    assert code == 0
    for row in rows:
        assert f"hours_p90 {row['hours_p90']:g}" in words
        assert " ".join(row["note"].split()) in words
    narrow = run("data", "correlations", "--where", "factor=border")[1]
    assert "factor" in narrow
