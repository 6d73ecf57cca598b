"""Names that a network in memory may bear: shown as text wherever they are shown, or refused."""

import io

import pytest
from toy import toy_network

import corridors as co
from corridors.cli.prints.fitted import visible
from corridors.reports.files import cell_value


def named(name):
    net = toy_network()
    tables = {one: net.table(one) for one in net.table_names}
    nodes = tables["nodes"]
    names = tuple(f"{name}{k}" for k in range(len(nodes)))
    return co.Network({**tables, "nodes": nodes.with_values({"name": names})}, name=name)


def test_half_a_character_is_refused_where_a_network_is_made():
    with pytest.raises(co.DataError, match=r"nodes.csv:2: name '.*' holds half a character"):
        named("a\ud800b")
    assert toy_network().replaced({}, places=frozenset()).name


def test_a_network_may_have_the_name_of_a_file_that_is_no_text():
    net = toy_network()
    made = co.Network({one: net.table(one) for one in net.table_names}, name="a\udcff")
    assert made.name == "a\\udcff"


@pytest.mark.parametrize("to", ["folder", "net.gpkg"])
@pytest.mark.parametrize("name", ["a\x1b[31m", "a\x00", "a\rb", "a\x9b"])
def test_what_no_file_gives_back_is_told_before_it_is_written(tmp_path, to, name):
    with pytest.raises(co.DataError, match="nodes.csv:2: name .* holds a control character"):
        named(name).write(tmp_path / to)
    assert not list(tmp_path.iterdir())


def test_dollars_in_a_title_are_no_formula():
    trip = co.route(named("$\\frac{$"), "xx-a", "zz-e")
    co.draw_print_map(trip).savefig(io.BytesIO(), dpi=20)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a\x1b[31m", "a\\x1b[31m"), ("\ud800", "\\ud800"), ("\x00=1+1", "\\x00=1+1"),
        ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("-", "-"),
        ("Ürümqi\nEast", "Ürümqi\nEast"), (-1, -1), (None, ""),
    ],
)  # fmt: skip
def test_cells_are_text(text, cell):
    assert cell_value(text) == cell


def test_a_workbook_takes_control_characters(tmp_path):
    pytest.importorskip("openpyxl", reason="workbooks need the extra 'excel'")
    co.route(named("a\x1b[31m"), "xx-a", "zz-e").save(tmp_path / "x.xlsx")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2028", "\ud800", "\x1b", "\x9b", "\x7f"])
def test_a_terminal_obeys_no_name(sign):
    assert visible(f"a{sign}b") == f"a{sign!r}b".replace("'", "")
