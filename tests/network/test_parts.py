"""The part of a network that some links make."""

import pytest

import corridors as co
from corridors.graph.gates import corridor_of

RAIL = ("rail-ab", "rail-bc", "rail-cd", "rail-de")


@pytest.fixture(scope="module")
def part(toy):
    return toy.subset(RAIL, name="rail")


def test_a_part_has_its_links_their_nodes_and_what_belongs_to_them(part):
    assert set(part.table("links")["link_id"]) == set(RAIL)
    assert set(part.table("nodes")["node_id"]) == {"xx-a", "xx-b", "xx-c", "zz-d", "zz-e"}
    assert set(part.table("transshipments")["node_id"]) <= set(part.table("nodes")["node_id"])
    assert len(part.table("services")) == 0
    assert (part.name, part.complete) == ("rail", False)


def test_what_is_of_countries_stays_whole(toy, part):
    for name in ("tariffs", "speeds", "driving_limits", "emission_factors", "border_crossings"):
        assert part.table(name) is toy.table(name)


def test_a_corridor_keeps_the_gates_that_are_not_there(part):
    """Fault B4: the gate vanished, and every way of the part passed for one of the corridor."""
    assert corridor_of(part, "line-c").gates[0][0] == "Beta-Gamma"
    assert "ship" not in part.corridor_ids
    half = part.subset(["rail-de"], name="half")
    (first, none), (second, some) = corridor_of(half, "line-c").gates
    assert (first, none, second) == ("Beta-Gamma", (), "Delta-Epsilon")
    assert some
    with pytest.raises(co.NoItineraryError, match="gate Beta-Gamma lies outside this part"):
        co.route(half, "Delta", "Epsilon", corridor="line-c")


def test_a_part_of_a_part_is_the_part(toy, part):
    twice = part.subset(["rail-bc"], name="x")
    once = toy.subset(["rail-bc"], name="x")
    for name in once.table_names:
        assert repr(dict(twice.table(name).columns)) == repr(dict(once.table(name).columns)), name


HALF = co.Scenario(
    "half",
    "Half the border",
    (co.Override("change", "border_crossings", {"bcp_id": "xz-gamma"}, "hours", "multiply", 0.5),),
)


def hours(net):
    found = {
        row["hours_p50"] for row in net.table("border_crossings") if row["bcp_id"] == "xz-gamma"
    }
    return sorted(found)


def test_a_scenario_is_felt_once_by_a_part(toy):
    """Fault B6: a part forgot what it had been applied, and was applied it again."""
    applied = toy.apply(HALF)
    part = applied.subset(RAIL, name="rail")
    assert (hours(toy), hours(applied), hours(part)) == ([20, 24], [10, 12], [10, 12])
    assert hours(part) == hours(toy.subset(RAIL, name="rail").apply(HALF))
    assert part.scenarios == (HALF,)
    assert hours(part.apply(HALF)) == hours(part)


def test_a_day_is_felt_once_by_a_part(net):
    """Fault B6: 10 h at a border became 20, then 40; also after writing and reading."""
    then = net.at("2026-03-15")
    chosen = [
        link for link in net.table("links")["link_id"] if link.startswith(("road-pk", "road-af"))
    ]
    part = then.subset(chosen, name="part")
    again = part.at("2026-03-15")
    assert set(again.felt) <= set(then.felt)
    for name in ("transshipments", "services", "links", "tariffs"):
        assert repr(dict(again.table(name).columns)) == repr(dict(part.table(name).columns)), name
    passed = [
        [row for row in one.table("border_crossings") if row["bcp_id"] in part.bcp_links]
        for one in (then, part, again)
    ]
    assert repr(passed[0]) == repr(passed[1]) == repr(passed[2])
    assert passed[0]
    whole = dict(zip(then.table("links")["link_id"], then.table("links")["status"], strict=True))
    links = again.table("links")
    for link, status in zip(links["link_id"], links["status"], strict=True):
        assert whole[link] == status


def test_a_part_with_scenarios_at_another_day_begins_from_the_reference(net):
    card = co.scenario("qtta-karakoram")
    chosen = net.table("links")["link_id"][::2]
    direct = net.subset(chosen, name="x").apply(card).at("2024-06-01")
    turned = net.apply(card).at("2026-03-15").subset(chosen, name="x").at("2024-06-01")
    for name in ("border_crossings", "links", "services"):
        assert repr(dict(direct.table(name).columns)) == repr(dict(turned.table(name).columns)), (
            name
        )


def test_written_and_read_back_a_day_is_not_felt_twice(net, tmp_path):
    then = net.at("2026-03-15")
    part = then.subset(net.table("links")["link_id"][:400], name="x")
    part.write(tmp_path / "part")
    back = co.read_network(tmp_path / "part")
    before = part.table("border_crossings")["hours_p50"]
    assert back.table("border_crossings")["hours_p50"] == before
