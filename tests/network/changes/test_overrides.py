"""One named change: its words, and every fault that it can have."""

import pytest

import corridors as co


def shut(*links, **extra):
    return co.Override("close", "links", {"link_id": links}, **extra)


def card(name, *overrides, **extra):
    return co.Scenario(name, name.title(), overrides or (shut("road-ab"),), **extra)


@pytest.mark.parametrize(
    ("override", "fault"),
    [
        (co.Override("shut"), "action 'shut' is not one of close, open, add, change"),
        (co.Override("close", "tariffs"), "table 'tariffs' is not one of links"),
        (co.Override("close"), "nothing selects rows of links"),
        (co.Override("close", where={"box": "t"}), "selection of links: 'box' is not one of"),
        (co.Override("close", where={"link_id": []}), "selection 'link_id' is empty"),
        (co.Override("close", where={"link_id": "a"}, value=2), "close takes no value"),
        (co.Override("open", where={"link_id": "a"}, op="set"), "open takes no op"),
        (
            co.Override("change", "services", {"mode": "sea"}, "departures", "set", 1),
            "column of services: 'departures' is not one of .* Did you mean 'departures_per_week'",
        ),
        (
            co.Override("change", "services", {"mode": "sea"}, "hours", "double", 1),
            "op 'double' is not one of set, multiply, add",
        ),
        (
            co.Override("change", "services", {"mode": "sea"}, "hours", "multiply"),
            "value None is not a finite number",
        ),
        (
            co.Override("change", "services", {"mode": "sea"}, "hours", "multiply", -1),
            "value -1 to multiply by is below 0",
        ),
        (
            co.Override("change", "services", {"mode": "sea"}, "hours", "multiply", 2, "h"),
            "multiply takes no unit, but it says 'h'",
        ),
        (
            co.Override("change", "services", {"mode": "sea"}, "hours", "set", 2, "days"),
            "unit 'days' is not that of services.hours: 'h'",
        ),
        (
            co.Override("change", "services", {"mode": "sea"}, "usd", "set", 2, "USD"),
            "'usd' can only be multiplied",
        ),
        (co.Override("add", "links"), "add needs row"),
        (co.Override("add", "links", row={"link": "x"}), "column of links: 'link' is not one of"),
        (co.Override("add", "links", row={"link": "x"}), "row needs from_node"),
        (
            co.Override("add", "services", row={"service_id": "x", "mode": "seas"}),
            "mode 'seas' is not one of",
        ),
        (
            co.Override("add", "services", row={"service_id": "x"}, line=[(1, 2), (3, 4)]),
            "only a link has a line",
        ),
    ],
)
def test_faults_of_an_override(override, fault):
    with pytest.raises(co.ScenarioError, match=fault):
        card("x", override)


def test_words_of_an_override():
    many = co.Override("close", where={"link_id": list("abcde")})
    assert many.words == "close links where link_id = a, b, c and 2 more"
    half = co.Override("change", "border_crossings", {"bcp_id": "x"}, "hours", "multiply", 0.5)
    assert half.words == "border_crossings.hours x 0.5 where bcp_id = x"
    assert co.Override("add", "links", row={"link_id": "new"}).words == "add links new"


def test_a_row_with_a_list_can_be_kept_and_told_apart():
    """A card whose row held a list could not be given as ``scenarios=``: it had no hash."""
    row = {"node_id": "x", "aliases": ["a", "b"]}
    one, other = (co.Override("add", "nodes", row=dict(row)) for _ in range(2))
    assert hash(one) == hash(other)
    row["aliases"].append("c")
    assert dict(one.row)["aliases"] == ("a", "b")
