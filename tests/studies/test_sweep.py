"""Sweeps: the rows are the itineraries, splits add up, what is finished is kept."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from sweeps import PAIRS, cases
from toy import change, toy_network, toy_tables

import corridors as co
from corridors.network.files import alone_with
from corridors.studies.sweep import dispatch
from corridors.studies.sweep.tasks import SPLITS


def test_rows_are_the_itineraries(toy):
    frame = co.sweep(toy, cases(), PAIRS, weight="time")
    assert len(frame) == 12 * 3
    for number, row in frame.iterrows():
        case, pair = cases()[number // 3], PAIRS[number % 3]
        assert (row["scenario"], row["origin"]) == (case.id, pair[0])
        try:
            trip = co.route(toy.apply(case), *pair, weight="time")
        except co.NoItineraryError:
            assert (row["served"], row["reason"]) == (False, "no itinerary")
            continue
        assert row["time_h"] == pytest.approx(trip.time_h)
        assert row["cost_usd"] == pytest.approx(trip.cost_usd)
        assert row["transit_count"] == trip.transit_count
        links = [leg.link_id for leg in trip.steps if leg.link_id]
        assert row["link_ids"] == ";".join(dict.fromkeys(links))


@pytest.mark.parametrize("weight", ["time", "cost"])
def test_rows_of_a_departure_are_the_itineraries_of_that_hour(weight):
    """The border at Zeta opens at 08:00; a card opens it day and night, others shut what is on."""
    crossings = change(
        toy_tables()["border_crossings"],
        "opening_hours",
        {"bcp_id": "xy-zeta", "from_country": "XX", "to_country": "YY"},
        "08:00-17:00",
    )
    net = toy_network(border_crossings=crossings)
    always = co.Scenario(
        "always", "Open day and night",
        [co.Override("change", "border_crossings", {"bcp_id": "xy-zeta"}, "opening_hours", "set", "")],
    )  # fmt: skip
    words = {"weight": weight, "departure": "2026-03-02T00:00"}
    frame = co.sweep(net, [(), always, *cases()], PAIRS, **words)
    for number, row in frame.iterrows():
        case, pair = [(), (always,), *((one,) for one in cases())][number // 3], PAIRS[number % 3]
        try:
            trip = co.route(net.apply(*case) if case else net, *pair, **words)
        except co.NoItineraryError:
            assert not row["served"]
            continue
        assert row["time_h"] == pytest.approx(trip.time_h)
        assert row["cost_usd"] == pytest.approx(trip.cost_usd)
        waiting = math.fsum(leg.h for leg in trip.steps if leg.kind == "waiting")
        assert row["h_waiting"] == pytest.approx(waiting, abs=1e-9)
        parts = [row[name] for name in SPLITS if name.startswith("h_")]
        assert math.fsum(parts) == pytest.approx(row["time_h"])
    assert not frame.equals(co.sweep(net, [(), always, *cases()], PAIRS, weight=weight))


def test_pairs_have_their_countries(toy):
    frame = co.sweep(toy, cases(1), PAIRS)
    names = ["origin", "origin_country", "destination", "destination_country"]
    assert list(frame.columns[1:5]) == names
    assert frame[names].to_numpy().tolist() == [
        ["Alpha", "XX", "Epsilon", "ZZ"],
        ["Alpha", "XX", "Port Kappa", "ZZ"],
        ["Beta", "XX", "Delta", "ZZ"],
    ]


def test_a_file_of_old_without_countries_is_taken_up(toy, tmp_path, counted):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    whole = co.sweep(toy, cases(2), PAIRS, resume=file)
    old = pd.read_parquet(file).drop(columns=["origin_country", "destination_country"])
    old.to_parquet(file, index=False)
    counted.clear()
    assert co.sweep(toy, cases(2), PAIRS, resume=file).equals(whole)
    assert counted == []


def test_texts_that_are_alike_are_kept_once(toy):
    """A table of two million rows held 600 bytes of links in each, though few ways differ."""
    frame = co.sweep(toy, cases(), PAIRS)
    for name in ("scenario", "origin", "origin_country", "link_ids", "reason", "remark"):
        texts = frame[name].to_numpy(object)
        assert len({id(text) for text in texts}) <= len(set(texts)) + len(PAIRS), name


def test_splits_add_up(toy):
    frame = co.sweep(toy, cases(), PAIRS)
    for _, row in frame[frame["served"]].iterrows():
        for what, total in (("usd", "cost_usd"), ("h", "time_h")):
            parts = [row[name] for name in SPLITS if name.startswith(f"{what}_")]
            assert math.fsum(parts) == pytest.approx(row[total], abs=1e-9)


def test_scenarios_together_and_those_that_cannot_be(toy):
    first, second = cases()[:2]
    bad = co.Scenario("bad", "Bad", (co.Override("close", where={"link_id": "road-xx"}),))
    frame = co.sweep(toy, [(first, second), bad, ()], ("Alpha", "Epsilon"))
    assert list(frame["scenario"]) == ["case-0+case-1", "bad", ""]
    assert list(frame["served"]) == [True, False, True]
    assert "bad: override 1: link_id 'road-xx' is in no row" in frame["reason"][1]


def test_bad_arguments(toy):
    with pytest.raises(ValueError, match="scenarios is empty"):
        co.sweep(toy, [], PAIRS)
    with pytest.raises(ValueError, match="weight 'price'"):
        co.sweep(toy, cases(), PAIRS, weight="price")


def test_threads_give_the_same(toy):
    with ThreadPoolExecutor(3) as pool:
        assert co.sweep(toy, cases(), PAIRS, executor=pool).equals(co.sweep(toy, cases(), PAIRS))


def test_a_position_has_access_legs(net):
    shut = co.Scenario("x", "X", (co.Override("close", where={"passage": "suez"}),))
    frame = co.sweep(net, [shut], [((67.2, 25.1), "Lahore")])
    assert frame["usd_access"][0] > 0
    parts = [frame[name][0] for name in SPLITS if name.startswith("usd_")]
    assert math.fsum(parts) == pytest.approx(frame["cost_usd"][0])


@pytest.fixture
def counted(monkeypatch):
    count = []

    def run(bench, some):
        count.extend(c[0].id for c in some)
        return [bench.rows(case) for case in some]

    monkeypatch.setattr(dispatch, "run_here", run)
    return count


def test_resume_computes_only_what_is_missing(toy, tmp_path, counted):
    pytest.importorskip("pyarrow")
    file = tmp_path / "some" / "sweep.parquet"
    whole = co.sweep(toy, cases(), PAIRS)
    counted.clear()
    co.sweep(toy, cases(5), PAIRS, resume=file)
    assert len(counted) == 5
    assert co.sweep(toy, cases(), PAIRS, resume=file).equals(whole)
    assert counted[5:] == [f"case-{k}" for k in range(5, 12)]
    before = file.stat().st_mtime_ns
    assert co.sweep(toy, cases(), PAIRS, resume=file).equals(whole)
    assert len(counted) == 12
    assert file.stat().st_mtime_ns == before
    other = toy.apply(co.Scenario("x", "X", (co.Override("close", where={"mode": "sea"}),)))
    with pytest.raises(ValueError, match="holds a sweep of another network, other pairs or cond"):
        co.sweep(other, cases(2), PAIRS, resume=file)


def test_a_file_of_other_scenarios_keeps_them(toy, tmp_path, counted):
    """What is finished is never lost: two halves into one file, then the whole from it."""
    pytest.importorskip("pyarrow")
    file, every = tmp_path / "sweep.parquet", cases()
    counted.clear()
    co.sweep(toy, every[:6], PAIRS, resume=file)
    co.sweep(toy, every[6:], PAIRS, resume=file)
    assert len(counted) == 12
    assert co.sweep(toy, every, PAIRS, resume=file).equals(co.sweep(toy, every, PAIRS))
    assert len(counted) == 24  # 12 of them for the comparison, none for the file


def test_a_file_that_is_no_sweep_is_refused_and_left_alone(toy, tmp_path):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    foreign, text = tmp_path / "foreign.parquet", tmp_path / "text.parquet"
    pd.DataFrame({"a": [1]}).to_parquet(foreign)
    text.write_text("no Parquet")
    for file, match in ((foreign, "holds no results of a sweep"), (text, "is no Parquet file")):
        before = file.read_bytes()
        with pytest.raises(ValueError, match=match):
            co.sweep(toy, cases(1), PAIRS, resume=file)
        assert file.read_bytes() == before


@pytest.mark.parametrize("lacking", [[], ["pair"]])
def test_rows_of_the_file_in_another_order_are_of_the_same_pairs(toy, tmp_path, counted, lacking):
    """Sorted by whoever looked at it; files of old do not number their pairs."""
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    whole = co.sweep(toy, cases(), PAIRS, resume=file)
    counted.clear()
    written = pd.read_parquet(file)
    written.iloc[::-1].drop(columns=lacking).to_parquet(file)
    assert co.sweep(toy, cases(), PAIRS, resume=file).equals(whole)
    assert counted == []


def test_rows_of_pairs_of_the_same_names_are_computed_again(toy, tmp_path, counted):
    """In a file without numbers nobody knows which is which."""
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    file, twice = tmp_path / "sweep.parquet", [PAIRS[0], PAIRS[0]]
    whole = co.sweep(toy, cases(2), twice, resume=file)
    counted.clear()
    pd.read_parquet(file).drop(columns="pair").to_parquet(file)
    assert co.sweep(toy, cases(2), twice, resume=file).equals(whole)
    assert len(counted) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [("reason", None), ("link_ids", 1), ("cost_usd", "abc"), ("time_h", None), ("served", None)],
)
def test_a_file_with_values_of_another_kind_is_told_with_a_way_out(toy, tmp_path, column, value):
    """A cost that is gone is none to tell; a served way that says nothing is not taken for one."""
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    co.sweep(toy, cases(2), PAIRS, resume=file)
    pd.read_parquet(file).assign(**{column: value}).to_parquet(file, index=False)
    with pytest.raises(co.CorridorsError, match=f"lost values of {column}; delete it, and"):
        co.sweep(toy, cases(2), PAIRS, resume=file)


def test_a_torn_file_is_told_with_a_way_out(toy, tmp_path):
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    co.sweep(toy, cases(2), PAIRS, resume=file)
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(co.CorridorsError, match=r"sweep\.parquet is no Parquet .* delete it, and"):
        co.sweep(toy, cases(2), PAIRS, resume=file)


def test_two_sweeps_do_not_work_on_one_file(toy, tmp_path):
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    with alone_with(file), pytest.raises(co.CorridorsError, match="another process works on it"):
        co.sweep(toy, cases(1), PAIRS, resume=file)
    co.sweep(toy, cases(1), PAIRS, resume=file)
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_loses_no_results(toy, tmp_path, monkeypatch):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    before = co.sweep(toy, cases(2), PAIRS, resume=file)
    kept = file.read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.warns(RuntimeWarning, match="cannot be written: No space left on device: the res"):
        whole = co.sweep(toy, cases(5), PAIRS, resume=file)
    assert whole.head(len(before)).equals(before)
    assert len(whole) == 5 * len(PAIRS)
    assert file.read_bytes() == kept


def test_that_no_file_can_be_written_is_told_before_any_work(toy, tmp_path, counted):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        co.sweep(toy, cases(1), PAIRS, resume=tmp_path / "file" / "sweep.parquet")
    assert counted == []
