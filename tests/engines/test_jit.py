"""When kernels are compiled, and that it changes nothing but speed."""

import _thread
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from corridors.engines import jit

MODULE = "corridors.engines.pareto_kernel"
FRONT = """
import sys
import time
sys.path.insert(0, "tests")
from engines.test_fronts import ROOM, grid, problem_of
from corridors.engines import fronts, jit
jit.PLAIN_S = jit.PLAIN_COLD_S = float(sys.argv[1])
front = fronts.solve(problem_of(grid(6, 3, 1)), max_labels=ROOM)
print(front.ways, front.values.tolist())
print("numba" in sys.modules, file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(jit, "_spent_s", 0.0)
    monkeypatch.setattr(jit, "is_cached", lambda module: False)


def front(plain_s, cache):
    done = subprocess.run(
        [sys.executable, "-c", FRONT, str(plain_s)], capture_output=True, text=True, check=True,
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
    )  # fmt: skip
    return done.stdout, done.stderr


def test_small_work_is_interpreted_and_large_is_not():
    assert not jit.pays(MODULE, 10)
    assert jit.pays(MODULE, jit.PLAIN_ROWS + 1)


def test_compiling_pays_later_where_nothing_is_compiled_yet(monkeypatch):
    monkeypatch.setattr(jit, "_spent_s", jit.PLAIN_S + 0.1)
    assert not jit.pays(MODULE)
    monkeypatch.setattr(jit, "is_cached", lambda module: True)
    assert jit.pays(MODULE)
    monkeypatch.setattr(jit, "is_cached", lambda module: False)
    monkeypatch.setattr(jit, "_spent_s", jit.PLAIN_COLD_S + 0.1)
    assert jit.pays(MODULE)


@pytest.mark.compiler
def test_a_folder_that_cannot_be_made_changes_nothing_but_speed(tmp_path):
    (tmp_path / "file").write_text("")
    plain, said = front(1e9, tmp_path / "file" / "below")
    assert said.split() == ["False"]  # numba is not even loaded
    compiled, said = front(-1.0, tmp_path / "file" / "below")
    assert said.splitlines() == [jit.NOTE_COMPILING, "True"]
    assert compiled == plain


def one_more(number):
    return number + 1


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Return the folder in which numba keeps what it compiles in this test."""
    numba = pytest.importorskip("numba", reason="nothing is compiled without numba")
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.mark.parametrize("file", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize("left", [b"", b"no pickle", None])
@pytest.mark.compiler
def test_a_torn_file_of_compiled_code_is_no_fault_and_is_written_anew(kept, file, left):
    assert jit.jit(one_more)(1) == 2
    (torn,) = kept.rglob(file)
    whole = torn.read_bytes()
    torn.write_bytes(whole[: len(whole) // 2] if left is None else left)
    assert jit.jit(one_more)(1) == 2
    assert torn.stat().st_size >= len(whole) - 8
    again = jit.jit(one_more)
    assert again(1) == 2
    assert sum(again.stats.cache_hits.values()) == 1


def test_code_that_cannot_be_kept_is_no_fault(kept, monkeypatch):
    from numba.core import caching

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caching.IndexDataCacheFile, "_save_data", full)
    assert jit.jit(one_more)(1) == 2
    assert not list(kept.rglob("*.nbc"))


@pytest.mark.compiler
def test_code_that_another_process_wrote_over_is_not_used(kept):
    """Two that compile two signatures at the same time may choose the same file."""
    for number in (1, 1.5):
        assert jit.jit(one_more)(number) == number + 1
    whole, part = sorted(kept.rglob("*.nbc"))
    part.write_bytes(whole.read_bytes())  # the index says: of floats
    again = jit.jit(one_more)
    assert (again(1.5), again(1)) == (2.5, 2)


def test_without_a_home_nothing_is_kept_compiled(monkeypatch):
    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.undo()
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(jit.Path, "home", nobody)
    monkeypatch.setattr(jit.Path, "expanduser", lambda _: nobody())
    jit.is_cached.cache_clear()
    assert not jit.is_cached("corridors.engines.no_such_kernel")
    jit.is_cached.cache_clear()


def test_work_that_is_foreseen_counts_as_done(monkeypatch):
    monkeypatch.setattr(jit, "_spent_s", 0.0)
    assert not jit.pays("corridors.engines.plain_kernel")
    jit.foresee(jit.PLAIN_COLD_S + 1)
    assert jit.pays("corridors.engines.plain_kernel")
    jit.foresee(0.1)
    assert jit.pays("corridors.engines.plain_kernel")


def test_waiting_is_no_work_that_would_be_sooner_compiled():
    """Where others keep the machine busy, or a call sleeps, no processor time is spent."""
    begin = time.thread_time()
    time.sleep(0.2)
    jit.spend(begin)
    assert jit._spent_s < 0.1


def test_ctrl_c_is_heard_while_a_kernel_runs_which_then_ends():
    stop, ended = threading.Event(), threading.Event()

    def kernel():
        _thread.interrupt_main()
        stop.wait(10)
        ended.set()

    # Whoever started the tests may have told them not to hear it, as nohup does.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            jit.interruptible(kernel, stop.set)
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended.wait(10)
    assert stop.is_set()


def test_what_a_kernel_gives_or_raises_arrives():
    assert jit.interruptible(lambda: 7, pytest.fail) == 7
    with pytest.raises(ZeroDivisionError):
        jit.interruptible(lambda: 1 // 0, pytest.fail)


def test_what_needs_no_compiler_is_never_given_to_it(monkeypatch):
    """A function without a mark is called as it is, and nothing is said of compiling."""
    monkeypatch.setattr(jit, "pays", lambda module, rows=0: pytest.fail("asked"))
    kernel = jit.Kernels(MODULE)
    assert kernel.exact_costs(np.ones((2, 1)), np.array([0, 2])).tolist() == [[1.0], [1.0]]


def test_simulating_an_itinerary_loads_no_compiler(tmp_path):
    script = (
        "import sys, corridors as co\n"
        "co.simulate(co.load(), 'Karachi', 'Tashkent')\nprint('numba' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.split() == ["False"]


def test_while_one_thread_compiles_the_others_go_on_interpreted():
    found = {}

    def ask():
        found["small"], found["large"] = jit.pays(MODULE), jit.pays(MODULE, jit.PLAIN_ROWS + 1)

    with jit.beside():
        assert jit.pays(MODULE)
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    assert found == {"small": False, "large": True}
    assert jit.pays(MODULE)  # from now on all are compiled


@pytest.mark.parametrize("name", ["CACHE_DIR", "CACHE_LOCATOR_CLASSES"])
def test_code_is_not_kept_where_a_file_of_the_working_folder_says(monkeypatch, tmp_path, name):
    numba = pytest.importorskip("numba", reason="nothing is compiled without numba")
    monkeypatch.delenv(f"NUMBA_{name}", raising=False)
    monkeypatch.setattr(numba.config, name, str(tmp_path / "theirs"), raising=False)
    assert not isinstance(jit.jit(one_more)._cache, jit.Kept)
