"""Compare the model's answers with published outcomes that were never its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridors.arguments import asks
from corridors.errors import one_of
from corridors.network.price_level import price_statement
from corridors.network.vintage import dated
from corridors.studies.evidence.resistance import cause_of, part_of_the_world
from corridors.studies.evidence.trials import TOLERANCE, Trial, trials

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network

#: What is compared, apart.
CATEGORIES = tuple(TOLERANCE)
COLUMNS = (
    "outcome_id", "category", "origin", "destination", "kind", "scope", "year", "unit",
    "low", "high", "model", "ratio", "inside", "why", "cause", "part", "source_id", "note",
)  # fmt: skip


@asks
def validate(net: Network, *, category: str | None = None) -> pd.DataFrame:
    """Ask the model what published outcomes answer, and judge each answer.

    An outcome is a row of the table ``outcomes``: a published distance, time or price of a whole
    trip, which is the source of no price, hours or length of the tables between its two places.
    The question is asked with the conditions of the row, on the network of its day.

    Parameters
    ----------
    net
        The network. Outcomes are of a whole one: a part has none.
    category
        ``"distance"``, ``"time"`` or ``"price"``; ``None``: all three.

    Returns
    -------
    DataFrame
        By ``outcome_id``: ``category``, ``origin`` and ``destination`` (node ids), ``kind``
        (pilot, schedule, market), ``scope`` (door, loaded, carriage, running), ``year``, ``unit``,
        ``low`` and ``high`` (published), ``model`` (``nan``: there is no way), ``ratio`` (model
        over the geometric middle of what was published), ``inside``, ``why`` (empty if inside),
        ``cause`` (what the row states of a miss; empty if inside), ``part`` (of the world),
        ``source_id`` and ``note``. An answer is inside if it lies in the published range
        widened by 8 % for distances, 25 % for times and 30 % for prices. Times of pilots and
        schedules are compared with the median, those of markets with the mean. Money is of
        the year of the row: the model's is brought to it, at sea by the spot market of boxes, else
        by consumer prices (table ``deflators``). ``attrs`` has
        ``data_version``, ``situation`` and ``prices``.

    Raises
    ------
    ValueError
        If the category is none of these.
    DataError
        If the conditions of an outcome name what the network does not have.

    Examples
    --------
    >>> import corridors as co
    >>> table = co.validate(co.load(), category="distance")
    >>> bool(table["inside"].mean() > 0.5)
    True
    """
    import pandas as pd

    rows = [_row(trial) for trial in validated(net, category)]
    frame = pd.DataFrame(rows, columns=[*COLUMNS]).set_index("outcome_id")
    frame = frame.astype({"inside": bool})
    frame.attrs |= {"situation": net.situation, "prices": price_statement(net)}
    return dated(frame, net)


def validated(net: Network, category: str | None = None) -> Sequence[Trial]:
    """Return the answers to the outcomes of a network; see :func:`validate`."""
    if category is not None:
        one_of("category", category, CATEGORIES)
    rows = (row for row in net.table("outcomes") if category in (None, row["metric"]))
    return tuple(trials(net, rows))


def _row(trial: Trial) -> dict:
    outcome = dict(trial.outcome)
    judged = {
        "category": trial.metric,
        "model": trial.value,
        "ratio": trial.ratio,
        "inside": trial.is_inside,
        "why": trial.why,
        "cause": cause_of(trial),
        "part": part_of_the_world(trial.itinerary) if trial.itinerary else "",
        "year": int(outcome["year"]),
    }
    return {name: {**outcome, **judged}[name] for name in COLUMNS}
