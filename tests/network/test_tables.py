"""Reading and checking tables: every fault, at once, with file and row."""

import os

import pytest
from toy import table, toy_network, toy_tables

import corridors as co
from corridors.network.schema import schema
from corridors.network.tables import Table, read_tables


def test_missing_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="is not a folder of tables"):
        co.read_network(tmp_path / "nowhere")


def test_a_file_of_another_format_is_told_where_it_is_read(tmp_path):
    (tmp_path / "n.graphml").write_text("<graphml/>")
    with pytest.raises(FileNotFoundError, match=r"co\.import_network reads other formats"):
        co.read_network(tmp_path / "n.graphml")


def test_missing_files_are_named(tmp_path):
    with pytest.raises(co.DataError) as caught:
        read_tables(tmp_path)
    assert len(caught.value.faults) == 6
    assert "links.csv: no such file" in "\n".join(caught.value.faults)


def test_all_faults_of_a_file_are_listed_at_once(tmp_path):
    toy_network().write(tmp_path)
    path = tmp_path / "nodes.csv"
    lines = path.read_text().splitlines()
    lines[0] = lines[0].replace("kind", "kinds")
    lines[1] = lines[1].replace(",60,40,", ",sixty,140,")
    lines[2] += ",extra"
    path.write_text("\n".join(lines))
    with pytest.raises(co.DataError) as caught:
        co.read_network(tmp_path)
    text = str(caught.value)
    assert "nodes.csv:1: column 'kind' is missing" in text
    assert "nodes.csv:1: unknown column 'kinds'. Did you mean 'kind'?" in text
    assert "nodes.csv:2: lon 'sixty' is not a number" in text
    assert "nodes.csv:2: lat 140 is outside -90 to 90 degrees" in text
    assert "nodes.csv:3: 15 cells, but 14 columns" in text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind here")
@pytest.mark.parametrize("name", ["links.csv", "speeds.csv", "geometry.geojson"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path, name):
    """Reading it would wait for ever for somebody to write."""
    toy_network().write(tmp_path / "n")
    (tmp_path / "n" / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / "n" / name)
    with pytest.raises(co.DataError, match=f"{name}: no file, but a pipe or a device; write what"):
        co.read_network(tmp_path / "n")


def test_a_folder_in_place_of_a_file_is_told(tmp_path):
    toy_network().write(tmp_path / "n")
    (tmp_path / "n" / "links.csv").unlink()
    (tmp_path / "n" / "links.csv").mkdir()
    with pytest.raises(co.DataError, match=r"links\.csv: no file, but a folder"):
        co.read_network(tmp_path / "n")


def test_not_a_csv_file(tmp_path):
    toy_network().write(tmp_path)
    (tmp_path / "speeds.csv").write_bytes(b'mode,"country\xff\n')
    with pytest.raises(co.DataError, match=r"speeds.csv: not a CSV file"):
        co.read_network(tmp_path)


def test_empty_required_cell_and_bad_whole_number(tmp_path):
    toy_network().write(tmp_path)
    path = tmp_path / "tariffs.csv"
    text = path.read_text().replace("2024", "2024.5", 1)
    path.write_text(text.replace("toy,assumed", ",assumed", 1))
    with pytest.raises(co.DataError) as caught:
        co.read_network(tmp_path)
    assert "price_year '2024.5' is not a whole number" in str(caught.value)
    assert "source_id is empty, but the column is required" in str(caught.value)


def test_infinite_number(tmp_path):
    toy_network().write(tmp_path)
    path = tmp_path / "speeds.csv"
    path.write_text(path.read_text().replace(",50,", ",inf,", 1))
    with pytest.raises(co.DataError, match="'inf' is not a finite number"):
        co.read_network(tmp_path)


def test_round_trip_is_exact(toy, tmp_path):
    toy.write(tmp_path)
    again = co.read_network(tmp_path)
    for name in schema():
        left, right = toy.table(name).to_frame(), again.table(name).to_frame()
        assert left.equals(right), name


def test_tables_and_networks_do_not_change(toy):
    before = toy.table("links").to_frame()
    frame = toy.links
    frame.loc["road-ab", "length_km"] = 1.0
    assert toy.table("links").to_frame().equals(before)
    with pytest.raises(TypeError):
        toy.table("links").columns["name"] = ()


def test_row_order_does_not_matter():
    tables = toy_tables()
    backwards = {
        name: table(name, [dict(r) for r in t][::-1]) for name, t in tables.items() if len(t)
    }
    shuffled = toy_network(**backwards)
    straight = toy_network()
    for weight in ("cost", "time", "transits"):
        a = co.route(straight, "Alpha", "Epsilon", weight=weight)
        b = co.route(shuffled, "Alpha", "Epsilon", weight=weight)
        assert a.steps == b.steps


def test_schema_describes_every_column():
    for columns in schema().values():
        assert any(c.key == "id" for c in columns.values()) or "source_id" in columns
        assert all(c.description for c in columns.values())


def test_unknown_table_and_link(toy):
    with pytest.raises(co.UnknownNameError, match="there is no table 'link'. Did you mean 'links'"):
        toy.table("link")
    with pytest.raises(co.UnknownNameError, match="there is no link 'road-a'"):
        toy.line("road-a")
    with pytest.raises(co.UnknownNameError, match="there is no node 'xx-z'"):
        toy.node_row("xx-z")


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separators_are_told_in_one_sentence(tmp_path, sign, word):
    toy_network().write(tmp_path)
    path = tmp_path / "speeds.csv"
    path.write_text(path.read_text().replace(",", sign))
    with pytest.raises(co.DataError) as caught:
        co.read_network(tmp_path)
    (fault,) = caught.value.faults
    assert fault.startswith(f"speeds.csv:1: its columns seem to be separated by {word}; save it")


def test_rows_that_a_spreadsheet_left_empty_are_no_rows(tmp_path):
    toy_network().write(tmp_path)
    path = tmp_path / "speeds.csv"
    columns = path.read_text().splitlines()[0].count(",")
    path.write_text("\ufeff" + path.read_text() + "," * columns + "\n", encoding="utf-8")
    assert len(co.read_network(tmp_path).table("speeds")) == len(toy_network().table("speeds"))


def test_what_is_made_of_a_whole_table_is_made_once_and_anew_where_a_value_differs():
    made = []

    def count(table):
        made.append(table)
        return len(made)

    named = Table("nodes", {"node_id": ("a", "b"), "name": ("A", "B")})
    assert named.once(count) == 1
    assert named.once(count) == 1
    other = named.with_values({"name": ("A", "C")})
    assert (other.once(count), named.once(count)) == (2, 1)
    assert made[1] is other


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\x07", "a\rb", "a\x85b", "a\x00"])
def test_a_control_character_in_a_text_is_a_fault(text):
    """A terminal obeys it; a workbook, or a CSV file, does not give it back."""
    column = schema()["nodes"]["name"]
    with pytest.raises(ValueError, match="holds a control character, "):
        column.parse(text)
    for good in ("two\nlines", "two\r\nlines", "a\tb", "\u200fTebriz", "Åbo [/x] $"):
        assert column.parse(good) == good


def test_two_that_miss_a_number_are_equal():
    """On Python 3.13 a dataclass is not equal to itself where it holds nan."""
    from corridors.studies.flows.demand import Demand

    def demand(**more):
        return Demand("a", "Karachi", "Istanbul", co.Shipment(), 600.0, 1200.0, "teu", **more)

    assert demand() == demand(year=float("nan"))
    assert hash(demand()) == hash(demand(year=float("nan")))
    assert len({demand(), demand(year=float("nan")), demand(year=2024.0)}) == 2
    assert demand() != demand(year=2024.0)
    assert demand() != "a"
