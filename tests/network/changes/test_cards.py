"""Cards: read, checked, required and combined."""

import pytest

import corridors as co
from corridors.network.changes.cards import scenarios_of, with_required

CARD = """
id = "gate"
title = "Gate"
what = "A gate opens."
why = "It is asked for."
source_ids = ["toy"]

[[override]]
action = "change"
table = "border_crossings"
bcp_id = "xz-gamma"
column = "hours"
op = "multiply"
value = 0.5
"""


def shut(*links, **extra):
    return co.Override("close", "links", {"link_id": links}, **extra)


def card(name, *overrides, **extra):
    return co.Scenario(name, name.title(), overrides or (shut("road-ab"),), **extra)


@pytest.fixture
def write(tmp_path):
    def call(text, name="gate"):
        file = tmp_path / f"{name}.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return call


def test_a_card_is_read(write):
    found = co.read_scenario(write(CARD))
    assert (found.id, found.basis, found.source_ids) == ("gate", "assumed", ("toy",))
    assert found.overrides[0].where == (("bcp_id", ("xz-gamma",)),)
    assert found.sourced(found.overrides[0]) == ("toy", "assumed")


def test_every_fault_of_a_card_is_listed(write):
    text = """
id = "Gate"
titel = "Gate"
what = 3
requires = 3
basis = "guessed"

[[override]]
action = "shut"

[[override]]
action = "close"
tabel = "links"
link_id = "a"

[[override]]
action = "change"
table = "border_crossings"
bpc_id = "x"
column = "hours_p50"
op = "multiply"
value = 2

[[override]]
action = "change"
table = "services"
mode = "ferry"
column = "departures"
op = "set"
value = 2

[[override]]
action = "change"
table = "services"
mode = "ferry"
column = "departures_per_week"
op = "set"
value = 2
unit = "a week"

[[override]]
value = "many"
action = 3

[[override]]
action = "add"
table = "links"
row = "x"

[[override]]
action = "add"
table = "links"
row = { link_id = "x" }
line = [1, 2]
"""
    with pytest.raises(co.ScenarioError) as error:
        co.read_scenario(write(text))
    said = "\n".join(error.value.faults)
    for piece in (
        "unknown key 'titel'. Did you mean 'title'?",
        "what 3 is not a text",
        "requires 3 is not a list of texts",
        "basis 'guessed' is not one of measured",
        "id 'Gate' is not lower-case words",
        "override 2: unknown key 'tabel'. Did you mean 'table'?",
        "override 3: unknown key 'bpc_id'. Did you mean 'bcp_id'?",
        "override 6: action 3 is not a text",
        "override 6: value 'many' is not a number",
        "override 7: row 'x' is not a table",
        "override 8: line [1, 2] is not a list of [lon, lat]",
        "override 4: column of services: 'departures' is not one of",
        "override 5: unit 'a week' is not that of services.departures_per_week",
        "override 7: row 'x' is not a table: row = { … }",
    ):
        assert piece in said, piece
    assert said.count("gate.toml:") == len(error.value.faults)
    lines = text.splitlines()
    placed = {fault.split(": ", 1)[1]: fault.split(":")[1] for fault in error.value.faults}
    for fault, key in (
        ("unknown key 'titel'", "titel ="),
        ("override 2: unknown key 'tabel'", "tabel ="),
        ("override 6: value 'many'", 'value = "many"'),
        ("override 5: unit 'a week'", 'unit = "a week"'),
    ):
        (line,) = [placed[f] for f in placed if f.startswith(fault)]
        assert lines[int(line) - 1].startswith(key), fault


def test_a_card_needs_no_more_than_a_title_and_an_override(write):
    text = """
title = "Gate"
[[overrides]]
action = "change"
table = "border_crossings"
where = { bcp_id = "xz-gamma", mode = ["rail"] }
column = "hours"
op = "multiply"
value = 0.5
"""
    found = co.read_scenario(write(text, "My own_Card"))
    assert (found.id, found.title, found.what, found.why) == ("my-own-card", "Gate", "", "")
    assert found.overrides[0].where == (("bcp_id", ("xz-gamma",)), ("mode", ("rail",)))
    named = co.read_scenario(write('id = "other"\nsource_ids = "toy"\n' + text, "file"))
    assert (named.id, named.source_ids) == ("other", ("toy",))
    with pytest.raises(co.ScenarioError, match='gate.toml: title is missing: write title = "a'):
        co.read_scenario(write(text.replace('title = "Gate"', "")))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('where = "bcp_id=xz-gamma"', "where 'bcp_id=xz-gamma' is not a table: where = { bcp_id"),
        ("bcp_id = [{ a = 1 }]", "selection bcp_id [{'a': 1}] is not a text or a list of texts"),
        ("where = { bcp_di = 'xz' }", "where: unknown key 'bcp_di'. Did you mean 'bcp_id'?"),
    ],
)
def test_selections_that_are_none_are_told(write, line, fault):
    head = 'title = "Gate"\n[[override]]\naction = "close"\ntable = "border_crossings"\n'
    with pytest.raises(co.ScenarioError) as error:
        co.read_scenario(write(f"{head}{line}\n"))
    assert any(fault in said for said in error.value.faults), error.value.faults


def test_faults_of_a_scenario():
    with pytest.raises(co.ScenarioError, match="it has no override"):
        co.Scenario("x", "X", ())
    with pytest.raises(co.ScenarioError, match="title is missing"):
        co.Scenario("x", "", (shut("a"),))
    with pytest.raises(co.ScenarioError, match="requires or conflicts with itself"):
        card("x", requires=["x"])
    with pytest.raises(co.ScenarioError, match="both requires and conflicts with 'y'"):
        card("x", requires=["y"], conflicts=["y"])


def test_not_toml(write):
    with pytest.raises(co.ScenarioError, match="gate.toml: not TOML"):
        co.read_scenario(write("id = "))
    with pytest.raises(co.ScenarioError, match="override is a list of tables"):
        co.read_scenario(write(CARD.split("[[", maxsplit=1)[0] + "override = 3"))


def test_unknown_card():
    with pytest.raises(
        co.UnknownNameError, match="there is no scenario 'suez-close'. Did you mean"
    ):
        co.scenario("suez-close")


def test_requirements_come_along():
    first, second = card("first", requires=["second"]), card("second", shut("rail-bc"))
    assert [c.id for c in with_required([first, second])] == ["first", "second"]
    with pytest.raises(co.ScenarioError, match="'first' requires 'second', which is no scenario"):
        with_required([first])


def test_scenarios_are_cards_ids_or_files(toy, write):
    """Wherever scenarios are taken, all three forms mean the same."""
    file = write(CARD)
    given = co.read_scenario(file)
    assert (
        scenarios_of(str(file)) == scenarios_of(given) == scenarios_of([given, given]) == (given,)
    )
    assert scenarios_of("suez-closed") == (co.scenario("suez-closed"),)
    assert toy.apply(str(file)).scenarios == toy.apply(given).scenarios == (given,)
    with pytest.raises(TypeError, match="a scenario is a Scenario or the id of one, not 3"):
        toy.apply(3)
    with pytest.raises(co.UnknownNameError, match="there is no scenario 'first'"):
        toy.apply("first")


def test_old_words_of_a_selection_are_read_with_a_warning(write):
    new = co.Override("close", where={"link_id": "rail-cd", "mode": "rail"})
    with pytest.warns(DeprecationWarning, match="'link' goes in 0.3: use 'link_id'"):
        old = co.Override("close", where={"link": "rail-cd", "mode": "rail"})
    assert old == new
    with pytest.warns(DeprecationWarning, match="'bcp' goes in 0.3: use 'bcp_id'"):
        found = co.read_scenario(write(CARD.replace("bcp_id =", "bcp =")))
    assert found == co.read_scenario(write(CARD))
    with pytest.warns(DeprecationWarning, match="'link'"):
        both = co.Override("close", where={"link": "a", "link_id": "b"})
    assert both.faults() == ["selection 'link_id' is given twice"]


def test_requirement_in_the_same_folder(write):
    write(CARD.replace('"gate"', '"other"'), "other")
    found = co.read_scenario(write(CARD.replace("source_ids", 'requires = ["other"]\nsource_ids')))
    assert [c.id for c in with_required([found])] == ["gate", "other"]


def test_circle_conflict_and_namesake_are_all_told():
    cards = [
        card("a", requires=["b"]),
        card("b", requires=["c"]),
        card("c", requires=["a"], conflicts=["d"]),
        card("d"),
        card("d", shut("rail-bc")),
    ]
    with pytest.raises(co.ScenarioError) as error:
        with_required(cards)
    assert error.value.faults == (
        "'c' cannot be combined with 'd': C",
        "requirements go round in a circle: a > b > c > a",
        "two different scenarios are called 'd'",
    )


def test_a_card_says_of_whose_goods_it_is(toy):
    shut = co.Override("close", where={"mode": "sea"})
    card = co.Scenario("x", "Data", (shut,), between=["XX", "ZZ"])
    assert card.about_others("XX", "ZZ") == card.about_others("ZZ", "XX") == ""
    assert "'Data' is about goods between XX and ZZ" in card.about_others("XX", "YY")
    assert "from XX to XX is more than can be" in card.about_others("XX", "XX")
    assert co.Scenario("y", "Y", (shut,)).about_others("XX", "YY") == ""
    for bad in (["XX"], ["Pakistan", "AZ"], ["XX", "XX"]):
        with pytest.raises(co.ScenarioError, match="are not two or more country codes"):
            co.Scenario("x", "Data", (shut,), between=bad)


def test_verbs_say_if_a_card_is_about_other_goods(toy):
    half = co.Override(
        "change", "border_crossings", {"bcp_id": "yz-zeta"}, "hours", "multiply", 0.5
    )
    card = co.Scenario("x", "Data", (half,), between=["XX", "YY"])
    trip = co.route(toy, "Alpha", "Epsilon", weight="time", scenarios=card)
    assert any("'Data' is about goods between XX and YY" in note for note in trip.notes)
    assert co.route(toy, "Alpha", "Zeta", weight="time", scenarios=card).notes == ()
    row = co.effects(toy, card, ("Alpha", "Epsilon"), weight="time").iloc[0]
    assert "a way from XX to ZZ is more than can be" in row["sentence"]
