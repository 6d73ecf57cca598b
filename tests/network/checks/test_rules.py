"""Whose rules a network obeys: told by a table, carried everywhere, decided in one place."""

import pickle

import pytest

import corridors as co
from corridors.formats import FORMATS
from corridors.network.checks.rules import PERMISSIVE, SETTINGS, Rules, rules_table
from corridors.sources.models import Columns, from_columns
from tests.toy import table, toy_network

FOREIGN = Columns(
    nodes=[
        {"node_id": node, "lon": lon, "lat": "41.3", "country": home}
        for node, lon, home in (("a", "69.0", "UZ"), ("b", "69.5", "KZ"), ("c", "69.6", "UZ"))
    ],
    links=[
        {"from_node": "a", "to_node": "b", "length_km": "5"},  # 42 km in a straight line
        {"from_node": "b", "to_node": "c", "length_km": "500"},
    ],
)


@pytest.fixture(scope="module")
def foreign():
    return from_columns(FOREIGN, name="foreign", source="foreign")


def test_the_embedded_network_keeps_its_own(net):
    assert net.rules == Rules("forbid", "check")
    assert toy_network().rules == Rules()
    assert {rule: words[0] for rule, words in SETTINGS.items()} == Rules()._asdict()


def test_lengths_that_are_checked_from_now_on_are_refused_by_name(foreign):
    with pytest.raises(co.DataError) as told:
        foreign.with_rules(lengths="check")
    assert "'link-1' is 5 km, the straight line 42" in str(told.value)
    assert "'link-2' is 500 km, over 3 times" in str(told.value)


@pytest.mark.parametrize("form", FORMATS)
def test_rules_go_through_every_format(foreign, tmp_path, form):
    ending = "" if FORMATS[form].files else f".{form}"
    target = tmp_path / f"net{ending}"
    assert co.export_network(foreign, target, form=form) == ()
    assert co.import_network(target, form=form).rules == PERMISSIVE
    strict = toy_network()
    co.export_network(strict, tmp_path / f"toy{ending}", form=form)
    assert co.import_network(tmp_path / f"toy{ending}", form=form).rules == Rules()


def test_rules_go_into_parts_days_scenarios_and_pickles(foreign):
    part = foreign.subset(["link-1"], name="part")
    assert part.rules == pickle.loads(pickle.dumps(foreign)).rules == PERMISSIVE
    loose = co.load().with_rules(re_entry="allow")
    for one in (loose.at("2026-03-01"), loose.apply("suez-closed"), loose.at("2026-03-01").base):
        assert one is None or one.rules == Rules("allow", "check")
    assert loose.at("reference").rules == loose.rules
    assert loose.with_rules(re_entry="allow") is loose


def test_a_rule_has_its_own_settings_only(foreign):
    with pytest.raises(ValueError, match="re_entry 'trust' is not one of forbid, allow"):
        foreign.with_rules(re_entry="trust")
    with pytest.raises(ValueError, match="lengths '' is not one of check, trust"):
        foreign.with_rules(lengths="")
    rows = [{"rule": "lengths", "setting": "allow"}]
    with pytest.raises(co.DataError, match="rules.csv:2: lengths: 'allow' is not one of check"):
        toy_network(rules=table("rules", rows))


def test_a_folder_of_tables_says_so_in_rules_csv(tmp_path):
    toy_network().write(tmp_path / "mine")
    links = tmp_path / "mine" / "links.csv"
    links.write_text(links.read_text().replace(",,100,", ",,1,"))
    with pytest.raises(co.DataError, match="'road-ab' is 1 km, the straight line 77"):
        co.read_network(tmp_path / "mine")
    (tmp_path / "mine" / "rules.csv").write_text("rule,setting\nlengths,trust\n")
    net = co.read_network(tmp_path / "mine")
    assert net.rules == Rules("forbid", "trust")
    assert co.route(net, "Alpha", "Beta", weight="distance").distance_km == 1.0


def test_a_joined_network_trusts_what_one_of_both_trusts(foreign):
    both = co.join(co.load(), foreign, at={"Tashkent": "a"}, reach_km=50)
    assert both.rules == Rules("forbid", "trust")
    assert rules_table(both.rules)["setting"] == ("forbid", "trust")
