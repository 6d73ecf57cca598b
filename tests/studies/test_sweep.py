"""Sweeps: the same rows on every executor, resumed, interrupted, with workers that die."""

import math
import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.studies.sweep import dispatch, tasks
from corridors.studies.sweep.tasks import SPLITS

PAIRS = [("Alpha", "Epsilon"), ("Alpha", "Port Kappa"), ("Beta", "Delta")]
SPAWN = multiprocessing.get_context("spawn")
FLAG = "CORRIDORS_TEST_FLAG"


def cases(count=12):
    links = ["road-ab", "rail-bc", "rail-cd", "rail-de", "road-af", "road-fe", "sea-pq"]
    found = []
    for k in range(count):
        if k % 2:
            link = links[k % len(links)]
            override = co.Override("close", where={"link_id": link})
        else:
            where = {"bcp_id": ["xz-gamma", "xy-zeta", "zz-q"][k % 3]}
            override = co.Override(
                "change", "border_crossings", where, "hours", "multiply", 0.1 + k / 5
            )
        found.append(co.Scenario(f"case-{k}", f"Case {k}", (override,)))
    return found


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


class Eager:
    """An executor that has nothing but ``submit``, and finishes in reverse."""

    def __init__(self):
        self.sent = 0

    def submit(self, function, *arguments):
        self.sent += 1
        future = Future()
        future.set_result(function(*arguments))
        return future


def test_any_executor_with_submit(toy):
    crew = Eager()
    assert co.sweep(toy, cases(), PAIRS, executor=crew).equals(co.sweep(toy, cases(), PAIRS))
    assert crew.sent > 1


# -- resume and interruption -----------------------------------------------------------------------


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


def test_an_interruption_keeps_what_is_finished(toy, tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")
    file = tmp_path / "sweep.parquet"
    whole = co.sweep(toy, cases(), PAIRS)

    def run(bench, some):
        if some[0][0].id == "case-7":
            raise KeyboardInterrupt
        return [bench.rows(case) for case in some]

    with monkeypatch.context() as patch:
        patch.setattr(dispatch, "run_here", run)
        with pytest.warns(RuntimeWarning, match="interrupted: 7 of 12 scenarios are finished"):
            part = co.sweep(toy, cases(), PAIRS, resume=file)
    assert part.equals(whole.head(7 * 3))
    assert co.sweep(toy, cases(), PAIRS, resume=file).equals(whole)


def test_an_error_of_a_task_is_raised(toy, monkeypatch):
    def run(bench, some):
        raise ZeroDivisionError("by the test")

    monkeypatch.setattr(dispatch, "run_here", run)
    with ThreadPoolExecutor(1) as pool, pytest.raises(ZeroDivisionError, match="by the test"):
        co.sweep(toy, cases(), PAIRS, executor=pool)


# -- other processes -------------------------------------------------------------------------------


def dies_once(packed, some):
    """Kill the worker the first time that a chunk comes; then run."""
    flag = Path(os.environ[FLAG])
    if not flag.exists():
        flag.touch()
        os._exit(3)
    return tasks.run_packed(packed, some)


def always_dies(packed, some):
    os._exit(3)


def test_processes_and_a_worker_that_dies(toy, tmp_path, monkeypatch):
    monkeypatch.setenv(FLAG, str(tmp_path / "died"))
    monkeypatch.setattr(dispatch, "run_packed", dies_once)
    with ProcessPoolExecutor(2, mp_context=SPAWN) as pool:
        frame = co.sweep(toy, cases(), PAIRS, executor=pool)
    assert (tmp_path / "died").exists()
    assert frame.equals(co.sweep(toy, cases(), PAIRS))


def test_workers_that_keep_dying_end_the_sweep(toy, monkeypatch):
    monkeypatch.setattr(dispatch, "run_packed", always_dies)
    monkeypatch.setattr(dispatch, "MOST_BREAKDOWNS", 1)
    with (
        ProcessPoolExecutor(1, mp_context=SPAWN) as pool,
        pytest.raises(co.CorridorsError, match="workers died 2 times without finishing a chunk"),
    ):
        co.sweep(toy, cases(2), PAIRS, executor=pool)


@pytest.mark.filterwarnings("default")
def test_a_dask_cluster_of_processes(toy, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    whole = co.sweep(toy, cases(), PAIRS)
    # the workers, and those that replace them, inherit these
    folders = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, folders)))
    monkeypatch.setenv(FLAG, str(tmp_path / "died"))
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert co.sweep(toy, cases(), PAIRS, executor=client).equals(whole)
        assert co.sweep(toy, cases(), PAIRS, executor=client.get_executor()).equals(whole)
        monkeypatch.setattr(dispatch, "run_packed", dies_once)
        assert co.sweep(toy, cases(), PAIRS, executor=client).equals(whole)
    assert (tmp_path / "died").exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mode=st.sampled_from(["road", "rail"]),
    price=st.floats(0.3, 2),
    hours=st.floats(0.2, 2),
    bcp=st.sampled_from(["xz-gamma", "xy-zeta", "yz-zeta", "zz-q"]),
    weight=st.sampled_from(["cost", "time", "generalised"]),
)
def test_bounds_never_spare_a_search_that_matters(toy, mode, price, hours, bcp, weight):
    case = co.Scenario(
        "x",
        "X",
        (
            co.Override("change", "tariffs", {"mode": mode}, "usd_per_km", "multiply", price),
            co.Override("change", "border_crossings", {"bcp_id": bcp}, "hours", "multiply", hours),
        ),
    )
    frame = co.sweep(toy, [case], PAIRS, weight=weight)
    net = toy.apply(case)
    for pair, (_, row) in zip(PAIRS, frame.iterrows(), strict=True):
        trip = co.route(net, *pair, weight=weight)
        assert row["cost_usd"] == pytest.approx(trip.cost_usd)
        assert row["time_h"] == pytest.approx(trip.time_h)
