"""Sweeps on every executor: interrupted, with workers that die, the rows are the same."""

import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from sweeps import PAIRS, cases

import corridors as co
from corridors.studies.sweep import dispatch, tasks

SPAWN = multiprocessing.get_context("spawn")


FLAG = "CORRIDORS_TEST_FLAG"


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
    folders = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
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
