"""Small wrong changes (mutants) of the modules that matter most: do the quick tests notice them?

Run from the repository: ``python benchmarks/trust/mutants.py [part ...] [--each 44] [--seed 7]``.

Each module gives a sample of its mutants, the same for a seed. A mutant is compiled in memory (no
file is written): in a fork of a process that has imported all and collected the tests, functions
get its code (what is not in a function is imported anew), and the tests of its part that do not
load the embedded network run until one fails. What survives is
printed with its line, to be read: a hole in the tests, dead code, or a change that changes nothing.
What changes nothing has its reason in ``answered.csv`` beside this file and is not counted.
"""

from __future__ import annotations

import argparse
import ast
import copy
import csv
import gc
import importlib.abc
import importlib.util
import inspect
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

from record import FIGURES, Record

ROOT = Path(__file__).resolve().parents[2]
ANSWERED = Path(__file__).resolve().parent / "answered.csv"


class Part(NamedTuple):
    """Modules, and the tests that are to notice what is wrong in them, the likeliest first."""

    title: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


_ROUTES = ("routing/test_route.py", "routing/test_question.py")
_CHANGES = (
    "network/changes/test_resolve.py", "network/changes/test_apply.py",
    "network/changes/test_events.py", "network/changes/test_plausible.py",
    "network/changes/test_checking.py",
)  # fmt: skip
_FORMS = (
    "cells", "content", "credits", "folder", "frames", "gate", "geometry", "geopackage",
    "interchange", "inventory", "parquet", "reading", "shapes", "styles", "written",
)  # fmt: skip
PARTS = {
    "cost": Part(
        "cost model", ("routing/plan.py", "graph/rates.py"),
        ("graph/test_rates.py", "routing/test_plan.py", "routing/test_ledger.py", *_ROUTES),
    ),
    "gates": Part(
        "gates", ("graph/gates.py",),
        ("graph/test_gates.py", *_ROUTES),
    ),
    "apply": Part(
        "apply", ("network/changes/apply.py", "network/changes/resolve.py"),
        (*_CHANGES, "network/changes/test_additions.py"),
    ),
    "ledger": Part(
        "ledger", ("routing/ledger.py", "routing/doors.py"),
        ("routing/test_doors.py", "routing/test_ledger.py", *_ROUTES, "routing/test_departures.py",
         "graph/test_reloading.py"),
    ),
    "prices": Part(
        "prices",
        ("network/prices.py", "network/price_level.py", "graph/paid.py",
         "studies/evidence/raw.py"),
        ("network/test_prices.py", "network/test_price_level.py", "graph/test_paid.py",
         "studies/evidence/test_raw.py", "network/checks/test_money.py", "graph/test_rates.py",
         "routing/test_route.py", "routing/test_ledger.py"),
    ),
    "writers": Part(
        "writers of formats",
        ("formats/__init__.py", "formats/check.py", "formats/graphml.py", "formats/rows.py",
         "formats/gmns/own.py"),
        ("formats/test_check.py", "formats/test_rows.py", "formats/test_graphml.py",
         "formats/gmns/test_own.py", "formats/test_formats.py", "formats/test_gmns.py",
         "whole/test_written_back.py"),
    ),
    "forms": Part(
        "GeoPackage, GeoJSON, Parquet, folders",
        tuple(f"network/forms/{name}.py" for name in _FORMS),
        (*(f"network/forms/test_{name}.py" for name in _FORMS), "formats/test_formats.py",
         "formats/test_check.py", "network/test_tables.py", "whole/test_written_back.py"),
    ),
    "files": Part(
        "whole files and folders",
        ("network/files/whole.py", "network/files/disk.py", "network/files/manifest.py",
         "network/files/__init__.py"),
        ("network/files/test_whole.py", "network/files/test_disk.py",
         "network/files/test_manifest.py", "network/test_files.py"),
    ),
}  # fmt: skip
#: Quick tests, but for these.
SLOW = (
    "test_scheduled_way_is_the_best_of_all_ways", "test_timeline_chart", "test_chart",
    "test_every_search_says_the_same", "test_every_command_with_prices_says_it",
    "test_maps_charts_reports_and_notebooks_say_it",
)  # fmt: skip
#: What keeps compiled kernels is imported once, before the forks.
KEPT = ("corridors.engines", "corridors.vocabulary", "corridors.criteria", "corridors.errors")
MOST_S = 120  # seconds at work; a mutant that takes longer has been noticed

_SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.And: ast.Or, ast.Or: ast.And,
    ast.USub: ast.UAdd,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


# -- mutants ----------------------------------------------------------------------------------


def changes_of(node):
    """Yield what a node can be changed to: (words, a function that changes it in place)."""
    for made in (_operators, _values, _conditions, _words, _statements_dropped):
        yield from made(node)


def _operators(node):
    ops = getattr(node, "ops", None) or [getattr(node, "op", None)]
    for k, op in enumerate(ops):
        new = _SWAPS.get(type(op))
        if new:
            words = f"{type(op).__name__} to {new.__name__}"
            yield words, lambda n, k=k, new=new: _operate(n, k, new())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), n.operand))


def _operate(node, k, op):
    if isinstance(node, ast.Compare):
        node.ops[k] = op
    else:
        node.op = op


def _values(node):
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, bool):
            yield f"{value} to {not value}", lambda n: setattr(n, "value", not value)
        elif isinstance(value, int | float):
            yield f"{value} to {value + 1}", lambda n: setattr(n, "value", value + 1)
        elif isinstance(value, str):
            yield f"{value!r} to another", lambda n: setattr(n, "value", value + "XX")
    if isinstance(node, ast.Name) and node.id in _NAMES:
        yield f"{node.id} to {_NAMES[node.id]}", lambda n: setattr(n, "id", _NAMES[node.id])


def _conditions(node):
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        for truth in (True, False):
            words = f"condition always {truth}"
            yield words, lambda n, truth=truth: setattr(n, "test", ast.Constant(truth))
    if isinstance(node, ast.comprehension):
        for k in range(len(node.ifs)):
            yield "filter dropped", lambda n, k=k: n.ifs.pop(k)


def _words(node):
    if isinstance(node, ast.Call) and ast.unparse(node.func) != "zip":
        for k, word in enumerate(node.keywords):
            yield f"keyword {word.arg} dropped", lambda n, k=k: n.keywords.pop(k)
    if isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield "return None", lambda n: setattr(n, "value", ast.Constant(None))
    if isinstance(node, ast.Continue | ast.Break):
        other = ast.Break if isinstance(node, ast.Continue) else ast.Continue
        yield f"to {other.__name__.lower()}", lambda n: setattr(n, "__class__", other)
    if isinstance(node, ast.Slice) and node.step is not None:
        yield "step dropped", lambda n: setattr(n, "step", None)


def _statements_dropped(node):
    for field in ("body", "orelse"):
        for k, one in enumerate(_statements(node, field)):
            documents = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
            if isinstance(one, ast.Assign | ast.AugAssign | ast.Expr | ast.Raise) and not documents:
                words = f"statement dropped: {ast.unparse(one).splitlines()[0][:60]}"
                yield words, lambda n, f=field, k=k: getattr(n, f).__setitem__(k, ast.Pass())


def _statements(node, field):
    found = getattr(node, field, None)
    return (
        found if isinstance(found, list) and not isinstance(node, ast.Module | ast.ClassDef) else []
    )


def mutants_of(source):
    """Return the mutants of a module: (line, words, number of the node, number of the change)."""
    tree = ast.parse(source)
    idle = _idle(tree)
    return [
        (_line(node), words, n, k)
        for n, node in enumerate(ast.walk(tree))
        if id(node) not in idle
        for k, (words, _) in enumerate(changes_of(node))
    ]


def _line(node):
    """Return the line of a node; a ``for`` of a comprehension has none of its own."""
    return getattr(node, "lineno", 0) or getattr(getattr(node, "iter", None), "lineno", 0)


def _idle(tree):
    """Return what is not mutated: annotations, texts that document, imports, type-only branches."""
    idle = set()

    def skip(node):
        idle.update(id(one) for one in ast.walk(node))

    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            if isinstance(getattr(node, field, None), ast.AST):
                skip(getattr(node, field))
        if isinstance(node, ast.Import | ast.ImportFrom):
            skip(node)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            skip(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"dataclass", "zip"}:
            for word in node.keywords:  # how a class is made, and strictness: no behaviour
                skip(word)
            if ast.unparse(node.func) == "dataclass":
                skip(node)
    return idle


def mutated(source, n, k):
    """Return the tree of a module with one change."""
    tree = copy.deepcopy(ast.parse(source))
    node = next(one for number, one in enumerate(ast.walk(tree)) if number == n)
    for number, (_, change) in enumerate(changes_of(node)):
        if number == k:
            change(node)
            break
    return ast.fix_missing_locations(tree)


def sample(path, seed, each):
    """Return how many mutants a module has, and a sample of them in the order of lines.

    Each is drawn by its words and the text of its line: what is edited elsewhere moves none.
    """
    source = path.read_text(encoding="utf-8")
    lines, found, seen = ["", *source.splitlines()], mutants_of(source), Counter()
    drawn = []
    for one in found:
        text = "" if one[1] == "filter dropped" else lines[one[0]].strip()
        words = f"{seed} {path.name} {text} {one[1]}"
        seen[words] += 1
        drawn.append((sha256(f"{words} {seen[words]}".encode()).digest(), one))
    return len(found), sorted(one for _, one in sorted(drawn)[:each])


# -- running ----------------------------------------------------------------------------------


def is_within(source, n):
    """Say whether a node stands in the body of a function, which can be exchanged as it is."""
    tree = ast.parse(source)
    number = {id(node): k for k, node in enumerate(ast.walk(tree))}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for one in node.body:
                if any(number[id(part)] == n for part in ast.walk(one)):
                    return True
            if number[id(node)] == n:  # a statement of its body is dropped
                return True
    return False


def exchange(path, tree):
    """Give the functions of a module the code of a changed tree; those within are made anew."""
    codes = {}

    def gather(code):
        for one in code.co_consts:
            if isinstance(one, CodeType):
                codes[one.co_qualname, one.co_firstlineno] = one
                gather(one)

    gather(compile(tree, str(path), "exec"))
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename == str(path):
            code = codes.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and code.co_freevars == one.__code__.co_freevars:
                one.__code__ = code


class _Mutant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from a changed tree."""

    def __init__(self, name, path, tree):
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002  as importlib asks
        if name == self.name:
            return importlib.util.spec_from_file_location(name, self.path, loader=self)
        return None

    def create_module(self, spec):  # noqa: ARG002
        return None

    def exec_module(self, module):
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


class _Quick:
    """Leaves out what loads the embedded network, or takes long."""

    def pytest_collection_modifyitems(self, items):
        items[:] = [
            item
            for item in items
            if "net" not in item.fixturenames
            and item.originalname not in SLOW
            and "co.load(" not in inspect.getsource(item.function)
        ]


class _Forks(_Quick):
    """Runs the tests once as they are, then for each mutant in a fork until one fails."""

    def __init__(self, tasks, part, until, noticed):
        self.tasks, self.part, self.until, self.noticed = tasks, part, until, noticed
        self.found = []
        self.begins_s = 0.0

    def pytest_runtestloop(self, session):
        began = time.monotonic()
        if self._forked(lambda: _failed(session.items)):
            sys.exit("the quick tests fail without a mutant")
        self.begins_s = time.monotonic() - began
        for path, mutant in self.tasks:
            if (path, mutant) in self.noticed:
                self.found.append(((path, mutant), 1))
                continue
            if time.monotonic() > self.until:
                break
            source = path.read_text(encoding="utf-8")
            tree = mutated(source, *mutant[2:])
            if is_within(source, mutant[2]):
                near = f"test_{path.parent.name if path.stem == '__init__' else path.stem}.py"
                items = sorted(session.items, key=lambda item, near=near: item.path.name != near)
                status = self._forked(lambda p=path, t=tree, i=items: self._exchanged(p, t, i))
            else:
                status = self._forked(lambda p=path, t=tree: _anew(p, t, self.part.tests))
            self.found.append(((path, mutant), status))
            if status:
                self.noticed.add(path, mutant)
            else:
                print(f"\n{path.name}:{mutant[0]} {mutant[1]}", flush=True, file=sys.__stderr__)
            print(".", end="", flush=True, file=sys.__stderr__)
        return True

    @staticmethod
    def _exchanged(path, tree, items):
        exchange(path, tree)
        return _failed(items)

    @staticmethod
    def _forked(does):
        """Return the exit status of a fork that does something; it may take so much time."""
        child = os.fork()
        if not child:
            code = 3
            try:
                if not os.environ.get("MUTANTS_SHOW"):
                    nowhere = os.open(os.devnull, os.O_WRONLY)
                    os.dup2(nowhere, 1)
                    os.dup2(nowhere, 2)
                signal.setitimer(signal.ITIMER_PROF, MOST_S)
                code = does()
            except BaseException:  # noqa: BLE001  a mutant's module cannot even be imported
                traceback.print_exc()
            sys.stdout.flush()
            os._exit(int(code))
        return os.waitpid(child, 0)[1]


class _Seen:
    """Sees whether a test has failed."""

    failed = False

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed = True
            if os.environ.get("MUTANTS_SHOW"):
                print(report.longreprtext)


def _failed(items):
    """Run tests until one fails; say whether one did."""
    seen = _Seen()
    items[0].config.pluginmanager.register(seen)
    for item, after in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        if seen.failed:
            return 1
    return 0


def _anew(path, tree, tests):
    """Import everything once more, one module of it changed, and run the tests."""
    import pytest

    for name in list(sys.modules):
        if name.split(".")[0] in ("tests", "conftest", "toy") or (
            name.split(".")[0] == "corridors" and not name.startswith(KEPT)
        ):
            del sys.modules[name]
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    sys.meta_path.insert(0, _Mutant(name, path, tree))
    return pytest.main(["-x", *arguments(tests)], plugins=[_Quick()])


def arguments(tests):
    """Return the words for pytest."""
    files = [str(ROOT / "tests" / one) for one in tests if (ROOT / "tests" / one).is_file()]
    return ["-q", "-p", "no:cacheprovider", "--assert=plain", "--hypothesis-seed=0", *files]


def warm():
    """Import libraries and compile kernels once, before the forks."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    import matplotlib.pyplot  # noqa: F401
    import scipy.optimize
    import scipy.sparse.csgraph  # noqa: F401
    from toy import toy_network

    import corridors as co

    toy = toy_network()
    co.route(toy, "Alpha", "Epsilon", corridor="line-c")
    co.pareto(toy, "Alpha", "Epsilon")
    co.compare(toy, "Alpha", "Epsilon")


def answered():
    """Return why a mutant changes nothing, by module, line and change."""
    if not ANSWERED.exists():
        return {}
    with ANSWERED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["module"], row["line"], row["change"]): row["why"] for row in rows}


class Noticed:
    """The mutants that earlier runs on this machine noticed, told by line and change."""

    def __init__(self, again):
        self.file = Path(tempfile.gettempdir()) / "corridors-mutants-noticed.txt"
        lines = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
        self.known = set(lines.splitlines()) if again else set()

    def add(self, path, mutant):
        """Keep a mutant."""
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(f"{self._key(path, mutant)}\n")

    def __contains__(self, task):
        return self._key(*task) in self.known

    @staticmethod
    def _key(path, mutant):
        words = (*keyed(path, mutant), mutant[3], mutant[0])
        return sha256(repr(words).encode()).hexdigest()


def keyed(path, mutant):
    """Return what tells a mutant in the table of answers: module, text of its line, change."""
    line = path.read_text(encoding="utf-8").splitlines()[mutant[0] - 1].strip() if mutant[0] else ""
    return str(path.relative_to(ROOT / "corridors")), line, mutant[1]


def tried(name, words):
    """Run the sample of a part; return its rows of figures."""
    import pytest

    part, began = PARTS[name], time.monotonic()
    tasks, every, why = [], {}, answered()
    for module in part.modules:
        path = ROOT / "corridors" / module
        if not path.is_file():
            continue
        every[module], chosen = sample(path, words.seed, words.each)
        tasks += [(path, one) for one in chosen]
        print(f"{module}: {len(chosen)} of {every[module]} mutants", flush=True)
    count, left, same = Counter(), Counter(), Counter()
    noticed = Noticed(words.again)
    forks = _Forks(tasks, part, began + words.minutes * 60, noticed)
    pytest.main(arguments(part.tests), plugins=[forks])
    print(f"\n{name}: its tests take {forks.begins_s:.1f} s", flush=True)
    for (path, mutant), status in forks.found:
        module, line, change = keyed(path, mutant)
        count[module] += 1
        if status == 0:
            told = why.get((module, line, change))
            (left if told is None else same)[module] += 1
            said = "survived" if told is None else f"changes nothing ({told})"
            print(f"{said}: {module}:{mutant[0]} {change} | {line}", flush=True)
    rows = []
    for module, number in count.items():
        meant = number - same[module]
        rows.append(
            (module, number, meant - left[module], same[module], left[module], every[module])
        )
        print(f"| {module} | {number} | {meant - left[module]} | {same[module]} | {left[module]} |")
    print(f"{sum(count.values())} of {len(tasks)} in {time.monotonic() - began:.0f} s", flush=True)
    return rows


def figures(record, name, rows, before):
    """Add the rows of a part: over all its modules, and one by one."""
    if not rows:
        return
    title, made = PARTS[name].title, []
    for module, number, killed, same, left, every in rows:
        what = f"{title}: corridors/{module}"
        first = before.get(what) or f"{killed} of {killed + left}"
        said = f"{killed} of {killed + left} noticed, at first {first}; of {every} mutants {number}"
        said += f", of which {same} change nothing" if same else ""
        made.append({"what": what, "figure": _share(killed, left), "remark": said, "first": first})
    number, killed, same, left, _ = (sum(row[k] for row in rows) for k in range(1, 6))
    firsts = [tuple(map(int, row["first"].split(" of "))) for row in made]
    first = f"{sum(one for one, _ in firsts)} of {sum(of for _, of in firsts)}"
    said = f"{killed} of {killed + left} noticed, at first {first}; {same} more change nothing"
    record.add(title, _share(killed, left), said)
    record.rows += made


def _share(killed, left):
    return f"{killed / max(1, killed + left):.0%} noticed"


def kept(record, parts, drawn):
    """Take over the figures of the parts that are not run now, from the last run of them.

    Return what of each module was noticed at first, if the figures are of the same mutants: as
    long as these are drawn alike, tests may have been written for them.
    """
    file = FIGURES / f"{record.name}.json"
    if not file.exists():
        return {}
    before = json.loads(file.read_text(encoding="utf-8"))
    titles = {PARTS[name].title for name in PARTS if name not in parts}
    record.rows += [row for row in before["rows"] if row["what"].partition(":")[0] in titles]
    alike = before["command"].endswith(drawn)
    return {row["what"]: row["first"] for row in before["rows"] if alike and "first" in row}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    parser.add_argument("--each", type=int, default=44, help="most mutants of a module")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--minutes", type=float, default=25, help="begin no more after that, a part"
    )
    parser.add_argument(
        "--again", action="store_true",
        help="only what was not noticed by the last runs: what was noticed once counts as noticed",
    )  # fmt: skip
    words = parser.parse_args()
    os.chdir(ROOT)
    warm()
    drawn = f"--each {words.each} --seed {words.seed}"
    record = Record(
        "mutants",
        "Small wrong changes of the code",
        "An operator, a condition, a constant, a word or a statement of a module is changed, and "
        "the quick tests of its part run: they must notice. Of each module a sample "
        f"(seed {words.seed}). What was read and found to change nothing stands with its reason "
        "in benchmarks/trust/answered.csv and is not counted. For what went unnoticed tests were "
        "written: of other mutants, what was noticed at first is the better estimate.",
        f"python benchmarks/trust/mutants.py {drawn}",
    )
    before = kept(record, words.parts, drawn)
    order = [PARTS[name].title for name in PARTS]
    for name in words.parts:
        with ProcessPoolExecutor(1, get_context("fork")) as alone:  # pytest runs once a process
            figures(record, name, alone.submit(tried, name, words).result(), before)
        record.rows.sort(key=lambda row: order.index(row["what"].partition(":")[0]))
        print(record.write())


if __name__ == "__main__":
    main()
