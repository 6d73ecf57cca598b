"""Random sequences of what a caller does to networks, each step checked by other means.

A machine begins with a random world and goes on with whatever Hypothesis draws: cards, days,
parts, files of every format, questions of every verb, questions from eight threads. Tables are
compared with :mod:`own_changes`, answers with :mod:`own_router`; no network may ever change.
"""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

import corridors as co
from corridors.network.network import Network
from tests import machine_checks as checks
from tests.own_changes import ClashError, Rows, changed, rows_of, same
from tests.own_router import CRITERIA, OwnRouter
from tests.random_worlds import DAYS, random_card, random_world

THREADS = 8
FORMATS = ("folder", "gpkg", "geojson", "graphml", "gmns", "csv", "geoparquet")
_SEEDS = st.integers(0, 2**20)
_WEIGHTS = st.sampled_from(CRITERIA)


@dataclass
class Held:
    """A network, and what it must be: the tables it began from, its day and its cards."""

    net: Network
    start: Rows
    day: str | None = None
    cards: tuple[co.Scenario, ...] = ()
    #: Its tables as they were when it was made, in a few letters.
    print: str = ""
    own: OwnRouter = field(init=False)

    def __post_init__(self) -> None:
        self.own = OwnRouter(self.net)
        self.print = printed(self.net)


def printed(net: Network) -> str:
    """Return what a network holds, in a few letters."""
    text = repr([(name, net.table(name).columns) for name in net.table_names])
    return sha256(f"{text} {net.situation} {net.name}".encode()).hexdigest()


class Machine(RuleBasedStateMachine):
    """Networks, what is done to them, and what must hold."""

    nets = Bundle("nets")
    formats: tuple[str, ...] = FORMATS
    #: How often each rule was run, in all machines.
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Held] = []
        self.asked: list[tuple[Held, checks.Asked, str, object]] = []
        self.folder = Path(tempfile.mkdtemp())

    def teardown(self) -> None:
        """Check that nothing changed, and ask all once more, from threads."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for held in self.all:
            assert printed(held.net) == held.print, "a network changed"
        self._again([])

    def _keep(
        self, net: Network, start: Rows, day: str | None, cards: tuple, *, told: bool = True
    ) -> Held:
        held = Held(net, start, day, cards)
        assert not told or not (names := same(changed(start, day, cards), rows_of(net))), names
        self.all.append(held)
        return held

    def _unchanged(self, held: Held) -> None:
        assert printed(held.net) == held.print, "a network changed"

    # -- networks ---------------------------------------------------------------------------

    @initialize(target=nets, seed=_SEEDS, re_entry=st.sampled_from(("forbid", "allow")))
    def begin(self, seed: int, re_entry: str) -> Held:
        self.done["begin"] += 1
        net = random_world(seed, re_entry=re_entry)
        return self._keep(net, rows_of(net), None, ())

    @rule(target=nets, held=nets, seed=_SEEDS, count=st.integers(1, 2))
    def apply(self, held: Held, seed: int, count: int) -> Held:
        self.done["apply"] += 1
        rng = np.random.default_rng(seed)
        cards = tuple(random_card(rng, held.net, f"card-{len(self.all)}-{k}") for k in range(count))
        try:
            changed(held.start, held.day, (*held.cards, *cards))
        except ClashError:
            with pytest.raises(co.ScenarioError):
                held.net.apply(*cards)
            self._unchanged(held)
            return held
        there = held.net.apply(*cards)
        self._unchanged(held)
        turned = held.net.apply(*cards[::-1])
        assert not same(rows_of(there), rows_of(turned)), "the order of cards matters"
        return self._keep(there, held.start, held.day, (*held.cards, *cards))

    @rule(target=nets, held=nets, day=st.sampled_from((*DAYS, "reference")))
    def at(self, held: Held, day: str) -> Held:
        self.done["at"] += 1
        said = None if day == "reference" else day
        try:
            changed(held.start, said, held.cards)
        except ClashError:
            with pytest.raises(co.ScenarioError):
                held.net.at(day)
            return held
        there = held.net.at(day)
        self._unchanged(held)
        return self._keep(there, held.start, said, held.cards)

    @rule(target=nets, held=nets, seed=_SEEDS, action=st.sampled_from(("close", "open")))
    def close_or_open(self, held: Held, seed: int, action: str) -> Held:
        self.done["close_or_open"] += 1
        rng = np.random.default_rng(seed)
        link = str(rng.choice(held.net.table("links")["link_id"]))
        card = co.Scenario(
            f"{action}-{len(self.all)}", action, [co.Override(action, "links", {"link_id": link})]
        )
        try:
            changed(held.start, held.day, (*held.cards, card))
        except ClashError:
            with pytest.raises(co.ScenarioError, match="an order would decide"):
                held.net.apply(card)
            return held
        there = held.net.apply(card)
        row = there.table("links")["status"][there.link_row(link)]
        assert row == {"close": "suspended", "open": "operational"}[action]
        return self._keep(there, held.start, held.day, (*held.cards, card))

    @rule(target=nets, held=nets, seed=_SEEDS)
    def subset(self, held: Held, seed: int) -> Held:
        self.done["subset"] += 1
        rng = np.random.default_rng(seed)
        links = [str(link) for link in held.net.table("links")["link_id"]]
        if len(links) < 5:
            return held
        chosen = [str(link) for link in rng.choice(links, len(links) - 2, replace=False)]
        try:
            part = held.net.subset(chosen, name="part")
        except co.ScenarioError as error:
            if "nothing that it changes lies in" not in str(error):
                raise
            return held
        self._unchanged(held)
        assert sorted(part.table("links")["link_id"]) == sorted(chosen)
        whole, left = rows_of(held.net), rows_of(part)
        ends = {row[end] for row in left["links"] for end in ("from_node", "to_node")}
        for name in ("links", "nodes", "tariffs", "speeds", "border_crossings", "events"):
            kept = [row for row in whole[name] if name not in ("links", "nodes")
                    or row.get("link_id") in chosen or row.get("node_id") in ends]  # fmt: skip
            assert repr(kept) == repr(left[name]), name
        start = part.base or part
        # a border that a link left out has opened stays open in the part, until it is set anew
        start = rows_of(start.reference or start)
        return self._keep(part, start, held.day, held.cards, told=False)

    @rule(target=nets, held=nets, form=st.data())
    def through_a_file(self, held: Held, form: st.DataObject) -> Held:
        self.done["through_a_file"] += 1
        name = form.draw(st.sampled_from(self.formats))
        path = self.folder / f"{name}{len(self.all)}"
        without = {} if held.day is None else {"events": []}  # they are in the values
        if name in ("gpkg", "geojson", "graphml"):
            path = path.with_suffix(f".{name}")
        if name in ("folder", "gpkg"):
            held.net.write(path)
            back = co.read_network(path)
        else:
            lost = () if held.day is None else ("events: 5 rows, 0 when read back",)
            assert co.export_network(held.net, path, form=name) == lost
            back = co.import_network(path, form=name)
        self._unchanged(held)
        assert not (names := same({**rows_of(held.net), **without}, rows_of(back))), names
        return self._keep(back, rows_of(back), None, ())

    @rule(target=nets, held=nets)
    def through_a_pickle(self, held: Held) -> Held:
        self.done["through_a_pickle"] += 1
        back = pickle.loads(pickle.dumps(held.net))
        assert back.situation == held.net.situation
        return self._keep(back, held.start, held.day, held.cards)

    # -- questions --------------------------------------------------------------------------

    @rule(held=nets, seed=_SEEDS, weight=_WEIGHTS)
    def route(self, held: Held, seed: int, weight: str) -> None:
        self.done["route"] += 1
        asked = checks.random_asked(np.random.default_rng(seed), held.net)
        trip = checks.check_best(held.net, held.own, asked, weight)
        self.asked.append((held, asked, weight, trip))

    @rule(held=nets, seed=_SEEDS)
    def pareto(self, held: Held, seed: int) -> None:
        self.done["pareto"] += 1
        rng = np.random.default_rng(seed)
        asked = checks.random_asked(rng, held.net)
        picked = rng.choice(CRITERIA, int(rng.integers(2, 5)), replace=False)
        checks.check_front(held.net, held.own, asked, tuple(str(name) for name in picked))

    @rule(held=nets, seed=_SEEDS, weight=_WEIGHTS)
    def alternatives(self, held: Held, seed: int, weight: str) -> None:
        self.done["alternatives"] += 1
        asked = checks.random_asked(np.random.default_rng(seed), held.net)
        checks.check_alternatives(held.net, held.own, asked, weight)

    @rule(held=nets, weight=_WEIGHTS)
    def matrix(self, held: Held, weight: str) -> None:
        self.done["matrix"] += 1
        checks.check_matrix(held.net, held.own, weight)

    @rule(held=nets, seed=_SEEDS)
    def compare(self, held: Held, seed: int) -> None:
        self.done["compare"] += 1
        asked = checks.random_asked(np.random.default_rng(seed), held.net)
        checks.check_compare(held.net, held.own, asked)

    @rule(held=nets, seed=_SEEDS, weight=_WEIGHTS)
    def sweep(self, held: Held, seed: int, weight: str) -> None:
        self.done["sweep"] += 1
        rng = np.random.default_rng(seed)
        cards = []
        for k in range(2):
            card = random_card(rng, held.net, f"sweep-{len(self.all)}-{k}")
            try:
                changed(held.start, held.day, (*held.cards, card))
            except ClashError:
                continue
            cards.append(card)
        asked = checks.random_asked(rng, held.net)
        if cards:
            checks.check_sweep(held.net, cards, asked, weight)
        self._unchanged(held)

    @rule(held=nets, seed=_SEEDS, weight=_WEIGHTS, hour=st.integers(0, 23))
    def leave(self, held: Held, seed: int, weight: str, hour: int) -> None:
        self.done["leave"] += 1
        asked = checks.random_asked(np.random.default_rng(seed), held.net)
        moment = f"{DAYS[seed % len(DAYS)]}T{hour:02}:00"
        checks.check_departure(held.net, held.own, asked, weight, moment)

    @rule(held=nets, seed=_SEEDS)
    def flows(self, held: Held, seed: int) -> None:
        self.done["flows"] += 1
        asked = checks.random_asked(np.random.default_rng(seed), held.net)
        checks.check_flows(held.net, held.own, asked)

    @rule(held=nets)
    def from_threads(self, held: Held) -> None:
        self.done["from_threads"] += 1
        self._again([held])

    def _again(self, held: list[Held]) -> None:
        """Ask everything once more from threads, of networks that know nothing yet, too."""
        there = [one for one in self.asked if not held or one[0] in held][-24:]
        if not there:
            return
        fresh = {id(one[0]): pickle.loads(pickle.dumps(one[0].net)) for one in there}
        tasks = [(net, *one[1:]) for one in there for net in (one[0].net, fresh[id(one[0])])]
        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(lambda task: checks.answer(*task[:3]), tasks * 2))
        self.done["asked again from threads"] += len(found)
        for task, trip in zip(tasks * 2, found, strict=True):
            assert trip == task[3], (task[1:], trip)
