"""Models that others keep in a node CSV and a link CSV, read by a mapping of columns.

A mapping is a TOML file such as ``EXAMPLE``, which ``corridors import csv --example`` prints.
Where costs are mapped, nothing is charged but the model's own charges: an itinerary gives the
model's published costs back. Where none are, the embedded tariffs, border times and handling
apply. What is done beside taking the cells as they are is told in the account, ``net.report``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corridors.errors import DataError
from corridors.network.forms.gate import path_of, reads
from corridors.network.forms.geometry import Line
from corridors.network.network import Network
from corridors.network.prices import PRICE_COLUMNS
from corridors.sources.models.account import Account
from corridors.sources.models.build import build
from corridors.sources.models.cells import Mapped, mapped
from corridors.sources.models.columns import Columns
from corridors.sources.models.example import EXAMPLE
from corridors.sources.models.lines import drawn, with_ids
from corridors.sources.models.mapping import Model, read_mapping
from corridors.sources.models.permissive import tell_rules
from corridors.sources.models.positions import with_positions
from corridors.sources.models.rows import tell_directions, typed, usable_links, usable_nodes
from corridors.sources.models.sheets import read_rows

__all__ = ["EXAMPLE", "Columns", "from_columns", "read_mapped", "read_rows"]


@reads
def read_mapped(mapping: str | Path) -> Network:
    """Read a foreign model of nodes and links by a mapping of its columns.

    Parameters
    ----------
    mapping
        A TOML file; ``corridors import csv --example`` prints one.

    Returns
    -------
    Network
        Named as the mapping says, else as its file. Its ``report`` tells what was left out,
        changed, inferred and assumed.

    Raises
    ------
    FileNotFoundError
        If the mapping or a table does not exist.
    DataError
        With every fault of the mapping, or of the tables with the row it stands in.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.read_mapped("model/mapping.toml")  # doctest: +SKIP
    >>> co.route(net, "Alatau", "Urumqi").cost_usd  # doctest: +SKIP
    1535.0
    """
    path = path_of("read_mapped: mapping", mapping)
    model, account = read_mapping(path), Account(path.name)
    faults: list[str] = []
    found = {table: mapped(model, table, faults) for table in ("nodes", "links")}
    if model.table("nodes.positions"):
        found["nodes"] = with_positions(found["nodes"], mapped(model, "nodes.positions", faults))
    if faults:
        raise DataError(faults)
    for table in found.values():
        account.read(table.file, len(table.rows))
        for sentence in table.inferred:
            account.infer(sentence)
    return from_columns(_columns(model, found), name=model.name, source=path.name, account=account)


def _columns(model: Model, found: Mapping[str, Mapped]) -> Columns:
    """Return the rows of a mapping's tables with what it says of them as a whole."""
    spec, links = model.spec, model.table("links")
    return Columns(
        nodes=found["nodes"].rows,
        links=found["links"].rows,
        box=model.price_per,
        crs=model.crs,
        labels={table: found[table].file for table in found},
        numbers={table: found[table].numbers for table in found},
        theirs={table: found[table].theirs for table in found},
        own=any(word in links for word in ("cost_usd", "cost_usd_per_km", *PRICE_COLUMNS)),
        own_countries=model.columns("nodes").get("country", {}).get("own", False),
        parallel=links.get("parallel", "all"),
        passing_at_ends=model.table("nodes").get("passing_at_ends", "half"),
        trip_usd=float(spec.get("trip_usd", 0.0)),
        trip_h=float(spec.get("trip_h", 0.0)),
    )


def from_columns(
    columns: Columns,
    *,
    name: str,
    source: str,
    lines: Mapping[str, Line] | None = None,
    account: Account | None = None,
) -> Network:
    """Return the network of a foreign model's rows, with every fault told.

    ``lines`` are by ``link_id``, or ``link-7`` for the seventh row where there is none; those of
    links that are left out are not used. ``net.report`` is the account: what the caller's has
    already, and what is done here.

    Raises
    ------
    DataError
        With every fault: a cell that cannot be read, an end that is no node, or nothing left.
    """
    counts = account is None
    account = account or Account(source)
    faults: list[str] = []
    rows = {table: typed(columns, table, faults, account) for table in ("nodes", "links")}
    if faults:
        raise DataError(faults)
    if counts:
        for table, read in rows.items():
            account.read(columns.labels.get(table, table), len(read))
    nodes = usable_nodes(rows["nodes"], account, faults)
    links = usable_links(rows["links"], rows["nodes"], nodes, account, faults)
    links, by_id = with_ids(links, lines or {}, account)
    by_id |= drawn(links, columns.crs, account, faults)
    if faults:
        raise DataError(faults)
    if not links:
        raise DataError("a network needs at least two nodes and a link", hints=account.left())
    tell_directions(links, account)
    net = build(nodes, links, columns, name, source, by_id, account)
    tell_rules(net, account)
    return account.closed(net)
