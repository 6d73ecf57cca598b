"""Reading and checking tables: every fault, at once, with file and row."""

import math

import pytest
from toy import change, table, toy_network, toy_tables

import corridors as co
from corridors.network.schema import schema
from corridors.network.tables import read_tables


def faults(**tables):
    with pytest.raises(co.DataError) as caught:
        toy_network(**tables)
    return caught.value.faults


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


def test_unknown_reference_has_a_suggestion():
    links = change(toy_tables()["links"], "to_node", {"link_id": "road-ab"}, "xx-bb")
    (fault,) = faults(links=links)
    assert (
        fault == "links.csv:2: to_node 'xx-bb' is not in nodes.csv. "
        "Did you mean 'xx-b' or 'xx-p' or 'xx-h'?"
    )


def test_duplicate_key_names_the_first_row():
    rows = [dict(r) for r in toy_tables()["links"]]
    (fault,) = faults(links=table("links", [*rows, rows[0]]))
    assert fault.endswith("link_id 'road-ab' stands already in row 2")


@pytest.mark.parametrize(
    ("column", "link", "value", "says"),
    [
        ("length_km", "rail-bc", 100.0, "is 100 km, the straight line 170"),
        ("length_km", "rail-bc", 900.0, "over 3 times the straight line"),
        ("gauge_mm", "rail-bc", math.nan, "is rail, so gauge_mm must be one of"),
        ("gauge_mm", "road-ab", 1435.0, "is road, so it has no gauge_mm"),
        ("bcp_id", "rail-cd", "", "passes from XX to ZZ, so it needs a bcp_id"),
        ("bcp_id", "rail-bc", "xz-gamma", "has bcp_id 'xz-gamma' but stays in XX"),
        ("bcp_id", "rail-cd", "nowhere", "has no row in border_crossings.csv for 'nowhere'"),
        ("commodity", "pipe-gh", "", "a commodity belongs to a pipeline"),
        ("to_node", "road-ab", "xx-a", "begins and ends at the same node"),
    ],
)
def test_link_faults(column, link, value, says):
    links = change(toy_tables()["links"], column, {"link_id": link}, value)
    assert any(says in fault for fault in faults(links=links))


def test_percentiles_in_order():
    table_ = change(toy_tables()["border_crossings"], "hours_p90", {"bcp_id": "xx-p"}, 1.0)
    assert "hours_p90 1 is below hours_p50 5" in faults(border_crossings=table_)[0]


def test_terminal_classes_are_checked():
    nodes = change(toy_tables()["nodes"], "terminal_classes", {"node_id": "xx-a"}, "road;rail")
    assert "terminal_classes 'rail' is not a vehicle class" in faults(nodes=nodes)[0]


def test_corridor_links_need_one_member():
    gates = change(toy_tables()["corridor_links"], "node_id", {"link_id": "sea-pq"}, "xx-p")
    assert "needs either a link_id or a node_id" in faults(corridor_links=gates)[0]


def test_rates_must_cover_the_links():
    speeds = toy_tables()["speeds"]
    kept = [dict(r) for r in speeds if r["mode"] != "rail"]
    assert "speeds.csv: no row for mode 'rail', country 'XX' or '*'" in faults(
        speeds=table("speeds", kept)
    )


def test_ships_need_a_price():
    services = change(toy_tables()["services"], "usd_40ft", {}, math.nan)
    assert "'sea-pq' needs a row with usd_40ft in services.csv" in faults(services=services)[0]


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
