"""What a row of the table of events changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corridors.errors import DataError
from corridors.network.changes.overrides import Override

if TYPE_CHECKING:
    from corridors.network.schema import Value


def event_override(event: Mapping[str, Value]) -> Override:
    """Return an event's change.

    Raises
    ------
    DataError
        With every fault of the change.
    """
    value = event["value"]
    override = Override(
        action=str(event["action"]),
        table=str(event["table"]),
        where=parse_selection(str(event["select"])),
        column=str(event["column"]),
        op=str(event["op"]),
        value=None if value != value else value,  # noqa: PLR0124  nan: empty
        unit=str(event["unit"]),
        source_id=str(event["source_id"]),
    )
    faults = override.faults()
    if faults:
        raise DataError([f"events.csv: {event['event_id']}: {fault}" for fault in faults])
    return override


def parse_selection(text: str) -> dict[str, tuple[str, ...]]:
    """Return the keys and words of a selection.

    Examples
    --------
    >>> parse_selection("bcp_id=af-pk-torkham|af-pk-chaman;mode=road")
    {'bcp_id': ('af-pk-torkham', 'af-pk-chaman'), 'mode': ('road',)}
    """
    pairs = (part.partition("=") for part in text.split(";"))
    return {key.strip(): tuple(w.strip() for w in words.split("|")) for key, _, words in pairs}
