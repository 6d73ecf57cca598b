"""Notes for those who read a map, a sheet or a table: without the words that ask the tool."""

from __future__ import annotations

import re

#: How a note tells by which option something is asked for: in brackets, as the command line has it.
_HINT = re.compile(r" \([^()]*--[a-z][^()]*\)")


def without_options(note: str) -> str:
    """Return a note without the options in it, which only who asks the tool can use.

    Python and the command line show notes as they are; whatever leaves them (maps, reports,
    sheets, batches, the planner's page) shows them by this.

    Parameters
    ----------
    note
        A sentence of an itinerary.

    Examples
    --------
    >>> without_options("it runs now and then only (irregular=True, --irregular, takes it).")
    'it runs now and then only.'
    """
    return _HINT.sub("", note)
