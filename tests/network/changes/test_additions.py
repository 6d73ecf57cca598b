"""What a card adds works as a whole or is refused, with what would mend it."""

import pytest
from cards import scenario
from toy import toy_network

import corridors as co
from corridors.network.changes.additions import rows_as_at

FERRY = {
    "link_id": "ferry-pq",
    "name": "Pi - Kappa",
    "from_node": "xx-p",
    "to_node": "zz-q",
    "mode": "ferry",
    "length_km": 520,
    "source_id": "toy",
    "length_source_id": "toy",
}
SAILING = {
    "service_id": "svc-pq",
    "name": "Pi - Kappa",
    "mode": "ferry",
    "link_id": "ferry-pq",
    "departures_per_week": 7,
    "hours_p50": 20,
    "hours_p90": 20,
    "usd_20ft": 50,
    "usd_40ft": 80,
    "usd_per_t": 3,
    "source_id": "toy",
}


def add(table, row, **more):
    return co.Override("add", table, row=row, source_id="toy", **more)


def faults(net, *overrides):
    with pytest.raises(co.ScenarioError) as error:
        net.apply(scenario("own", *overrides))
    return error.value.faults


@pytest.fixture(scope="module")
def base():
    """Return the embedded network: it has ferries at other ports than these two."""
    return co.load()


GULF = FERRY | {
    "link_id": "ferry-gulf",
    "from_node": "ir-chabahar-port",
    "to_node": "ae-jebel-ali-port",
    "length_km": 620,
    "source_id": "own-assumption",
    "length_source_id": "own-assumption",
}
GULF_SAILING = SAILING | {"link_id": "ferry-gulf", "source_id": "own-assumption"}


def own(table, row, **more):
    return co.Override("add", table, row=row, **more)


def test_a_ferry_that_nothing_boards_is_refused_with_what_is_missing(base):
    said = faults(base, own("links", GULF), own("services", GULF_SAILING))
    for port in ("ir-chabahar-port", "ae-jebel-ali-port"):
        assert any(
            f"nothing can be loaded or unloaded at '{port}': add rows of transshipments" in fault
            for fault in said
        )
        assert any(
            f"it lands at '{port}' from another country without formalities" in fault
            and "bcp_id = " in fault
            for fault in said
        )
    assert all(fault.startswith("own: override 1: 'ferry-gulf'") for fault in said)
    assert all("or write as_at = " in fault for fault in said)  # the numbers of a place like it


def test_as_at_gives_both_ends_what_they_lack(base):
    net = base.apply(
        scenario("own", own("links", GULF, as_at="ir-anzali-port"), own("services", GULF_SAILING))
    )
    trip = co.route(net, "ir-chabahar-port", "ae-jebel-ali-port", modes=["ferry", "road"])
    borders = [leg for leg in trip.steps if leg.kind == "border"]
    # Anzali's formalities: 80 USD out, 150 USD in, now paid on leaving Iran and on entering the UAE
    assert [leg.usd for leg in borders] == [80, 150]
    assert [leg.usd for leg in trip.steps if leg.kind == "line-haul"] == [80]
    rows = net.table("border_crossings")
    made = [row for row in rows if row["bcp_id"] == "ae-jebel-ali-port" and row["mode"] == "ferry"]
    assert {(r["from_country"], r["to_country"]) for r in made} == {("AE", "*"), ("*", "AE")}
    assert {(r["basis"], r["note"]) for r in made} == {("assumed", "as at ir-anzali-port")}


def test_as_at_a_place_that_has_none_is_refused(base):
    said = faults(base, own("links", GULF, as_at="ae-dubai"), own("services", GULF_SAILING))
    assert any("as_at 'ae-dubai' has no transshipments of ferry; " in fault for fault in said)
    said = faults(base, own("links", GULF, as_at="nowhere"), own("services", GULF_SAILING))
    assert any("as_at 'nowhere' is not in nodes.csv" in fault for fault in said)


def test_what_ends_have_is_not_taken_from_elsewhere(toy):
    """The toy's ports have sea rows: a second sea link needs nothing, as_at adds nothing."""
    link = FERRY | {"link_id": "sea-2", "mode": "sea"}
    sailing = SAILING | {"link_id": "sea-2", "mode": "sea"}
    plain = toy.apply(scenario("own", add("links", link), add("services", sailing)))
    same = toy.apply(scenario("own", add("links", link, as_at="xx-p"), add("services", sailing)))
    for name in ("transshipments", "border_crossings"):
        assert len(plain.table(name)) == len(same.table(name)) == len(toy.table(name))


def test_rails_that_lead_to_no_terminal_are_refused(toy):
    narrow = FERRY | {
        "link_id": "rail-ab-1676",
        "from_node": "xx-a",
        "to_node": "xx-b",
        "mode": "rail",
        "gauge_mm": 1676,
        "length_km": 90,
    }
    (said,) = faults(toy, add("links", narrow))
    assert "nothing can be loaded onto rail-1676 at 'xx-a', 'xx-b' or where it leads" in said
    toy.apply(scenario("own", add("links", narrow | {"gauge_mm": 1435})))


def test_faults_of_all_rows_come_at_once_in_the_words_of_the_card(base):
    """A wrong id hides neither what the other rows lack nor the next wrong id."""
    said = faults(
        base,
        own("links", GULF | {"to_node": "ae-jebel-ali"}),
        own("links", GULF | {"link_id": "ferry-2", "source_id": "my-report"}),
        own("services", GULF_SAILING | {"link_id": "ferry-3"}),
        co.Override("close", "links", {"link_id": "no-such", "country": "TR"}),
    )
    text = "\n".join(said)
    assert "own: override 1: to_node 'ae-jebel-ali' is not in nodes.csv. Did you mean" in text
    assert "own: override 2: 'ferry-2': it lands at" in text
    assert "own: override 2: source_id 'my-report' is not in sources.csv" in text
    assert 'write source_id = "own-assumption" and name your source in note' in text
    assert "own: override 3: link_id 'ferry-3' is not in links.csv" in text
    assert "own: override 4: link_id 'no-such' is in no row of links.csv" in text
    assert ".csv:" not in text


def test_a_ship_without_a_price_needs_another_override(base):
    (said,) = faults(base, own("links", GULF, as_at="ir-anzali-port"))
    assert said.startswith("own: override 1: 'ferry-gulf' needs another override: a row of serv")


def test_a_service_on_a_link_that_nothing_boards(toy):
    """A service alone is judged by the link that it sails."""
    tables = {name: toy_network().table(name) for name in toy.table_names}
    kept = [k for k, v in enumerate(tables["transshipments"]["to_class"]) if v != "sea"]
    columns = tables["transshipments"].columns
    tables["transshipments"] = type(tables["nodes"])(
        "transshipments", {n: tuple(v[k] for k in kept) for n, v in columns.items()}
    )
    net = co.Network(tables)
    sailing = SAILING | {"link_id": "sea-pq", "mode": "sea"}
    said = faults(net, add("services", sailing))
    assert any("'sea-pq': nothing can be loaded or unloaded at 'xx-p'" in f for f in said)


def test_prices_taken_from_another_place_are_assumed_too(base):
    """A row's price may have a source and a basis of its own: not those of the other place."""
    tables = {name: base.table(name) for name in base.table_names}
    for name in ("transshipments", "border_crossings"):
        whole = {"price_basis": "derived", "price_source_id": "searoute"}
        columns = {column: (value,) * len(tables[name]) for column, value in whole.items()}
        tables[name] = tables[name].with_values(columns)
    link = {**dict.fromkeys(tables["links"].columns, ""), **GULF, "gauge_mm": float("nan")}
    rows, faults = rows_as_at(tables, link, "ir-anzali-port")
    assert not faults
    assert {name for name, _ in rows} == {"transshipments", "border_crossings"}
    assert {(row["basis"], row["price_basis"], row["price_source_id"]) for _, row in rows} == {
        ("assumed", "", "")
    }
