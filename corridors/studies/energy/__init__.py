"""Pipelines as networks of gas and oil: what they deliver, at what cost, under what pressure."""

from __future__ import annotations

from collections.abc import Mapping

#: The tables of an answer, and what each says.
TABLES: Mapping[str, str] = {
    "deliveries": "what is taken off where, and what it costs there",
    "costs": "the parts of what it costs",
    "earnings": "who earns what in a year",
    "changes": "what the scenarios change of it",
    "exports": "the steps of LNG, by country",
    "markets": "published prices to compare with",
    "sections": "links, pipes and what flows",
    "stations": "compressor stations",
    "pressure": "pressure along the line",
    "pandapipes": "the same pressures by pandapipes, which the extra gas brings",
    "sources": "sources of all of it",
}
