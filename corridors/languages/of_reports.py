"""Which strings reports show that are no string of a told module, and which are never shown."""

from __future__ import annotations

from collections.abc import Mapping

#: Strings of the modules of reports that nobody reads: why with each.
NOT_SHOWN: Mapping[str, str] = {
    "yyyy-mm-dd hh:mm": "how Excel writes a day",
    "ddd d mmm yyyy": "how Excel writes a day",
    "ddd d mmm yyyy hh:mm": "how Excel writes a day",
    "DejaVu Sans": "a font",
    "Glyph .* missing": "a warning of matplotlib that is kept back",
    "source-{k}": "an anchor",
    "{name}-scene": "an id",
    "scenario-map-{k}": "an id",
    "ledger-{number}": "a key",
    'corridorsMap.open("{name}","{name}-scene");': "a script",
    "Today (events known up to": "a piece of a sentence that is told whole",
    ") this is cut:": "a piece of a sentence that is told whole",
    "; ask with a departure for what is open.": "a piece of a sentence that is told whole",
    "{first}) this is cut: {parts}; ask with a departure for what is open.": "is told whole above",
    ": without that,": "a piece of a sentence that is told whole",
    ": without that, the best way would pass there.": "a piece of a sentence that is told whole",
    ": without that, the best way of all, off this corridor, would pass there.": "a piece",
    "On average": "a piece of a sentence that is told whole",
    "Any way,": "a piece of a name that is told whole",
    "; with Shipment({words}) ({option}) there is a way": "told to whoever asks the tool",
    "{what} on": "a piece of a heading that is told whole",
    "{what}, day": "a piece of a heading that is told whole",
    "on {made}": "a heading that is told with its day",
    "By rail the ways differ in where a box goes with container trains and where as an ordinary "
    "wagon {BY_CLASS}": "is told without its option",
    "The way chosen ({_totals}) stays as it is": "is told whole with its reason",
    "does not gain by what it changes": "a piece of a sentence that is told whole",
    "does not pass what it changes": "a piece of a sentence that is told whole",
    "The same way": "a piece of a sentence that is told whole",
    "Another way is chosen, which": "a piece of a sentence that is told whole",
    "{kind} takes {_totals} ({signed} days, {signed2} USD, {counted}, {signed3} USD with the value "
    "of time).": "is told whole with its kind",
    "{said}; next {names}, {text} more{_why}": "is told whole with what is best",
    ", on none of these corridors": "is told whole with what is best",
    "({kind}: {text} more)": "is told with a number",
    "more event": "the noun of what is counted",
    "border crossing": "the noun of what is counted",
    "a batch as a workbook": "of a refusal",
    "a sheet as a workbook": "of a refusal",
    "an Excel report": "of a refusal",
    "write a folder of CSV": "of a refusal",
    "the flows are of the situation {theirs}, the report of {mine}": "a refusal",
    "the best way": "what is searched for in a note",
    "Safety, sanctions": "a piece of a sentence that is told whole",
    "Capacity, safety, sanctions": "a piece of a sentence that is told whole",
}
#: What people read that is no string of a told module: words of the tables, and sentences that
#: are put together of pieces.
ALSO: tuple[str, ...] = (
    # modes, vehicles, kinds of leg, goods
    "road", "rail", "sea", "ferry", "inland_water", "pipeline", "air", "lng", "access",
    "line-haul", "border", "gauge break", "terminal", "waiting",
    "container", "bulk", "gas", "oil", "goods",
    "rail {gauge:n} mm", "rail-{gauge:n}", "ferry-{gauge:n}",
    # headings of one word, and facts
    "Comparison", "Map", "Scenarios", "Reliability", "Notes", "Contents", "summary", "total",
    "departure", "shipment", "situation", "by", "through", "always", "instead", "origin", "trip",
    "entry", "transit", "destination", "passed", "done", "without", "with", "all", "consignments",
    "prices", "data", "no", "yes", "road access", "cheaper", "quicker", "shorter", "simpler",
    "cleaner", "loaded", "unloaded", "joins", "leaves", "fastest", "earliest", "latest",
    # sentences of several pieces
    "{title} (since {from}; {source})",
    (
        "The evidence on events ends on {known:d}: what began or ended between then and {day:d} "
        "is not known."
    ),
    (
        "'{title}' is about goods between {between}; the tables do not tell goods apart, so what "
        "it gains on a way from {home} to {away} is more than can be."
    ),
    "{shut}: without that, the best way would pass there.",
    "{shut}: without that, {best} would pass there.",
    "{shut}: without that, the best way of all, off this corridor, would pass there.",
    "By rail {told}.",
    (
        "By rail the ways differ in where a box goes with container trains and where as an "
        "ordinary wagon."
    ),
    "with container trains in {countries}", "as an ordinary wagon in {countries}",
    "{better} than the way of {here} on {corridor}: {names}, {there}; it runs now and then only.",
    "{better} than the way of {here}: {names}, {there}; it runs now and then only.",
    "Services that run now and then only would be {told}.",
    "{better} than the way of {here} on {corridor} ({there})",
    "{better} than the way of {here} ({there})",
    "The way chosen ({totals}) stays as it is: it does not gain by what it changes.",
    "The way chosen ({totals}) stays as it is: it does not pass what it changes.",
    (
        "The same way takes {totals} ({days} days, {usd} USD, {counted}, {generalised} USD with "
        "the value of time)."
    ),
    (
        "Another way is chosen, which takes {totals} ({days} days, {usd} USD, {counted}, "
        "{generalised} USD with the value of time)."
    ),
    "by {by} through {through}", "By {by}, through {through}",
    "it does not serve {countries}", "Transshipment at {place} ({vehicle} to {vehicle2})",
    "{place} ({country} to sea)", "{place} (sea to {country})", "{name}, over the border",
    "{name}, to the border", "terminals", "carriage", "borders", "ports and terminals",
    "breaks of gauge", "services", "documents", "guarantee", "agent", "insurance", "storage",
    "demurrage and detention", "empty return", "war risk", "Assumption of this project",
    "reference year", "{value:n} USD and {value2:n} days", "{day:d}, {count} felt",
    "{low:n} to {high:n} h", "done on", "passed on", "done, day", "passed, day", "on {day:d}",
    "cost", "time", "distance", "co2e", "generalised",
    "40ft", "20ft", "40ft container",
    "20ft container", "USD measured", "USD published", "USD derived", "USD assumed",
    "{best}: {value:q}, on {corridors}", "{best}: {value:q}, by {by}",
    "{best}: {value:q}, by {by}, on none of these corridors",
    "{best}: {value:q}, on {corridors}; next {names}, {more:q} more{why}",
    "{best}: {value:q}, by {by}; next {names}, {more:q} more{why}",
    "{best}: {value:q}, by {by}, on none of these corridors; next {names}, {more:q} more{why}",
    "({kind}: {more:q} more)", "Alignments \u00a9 OpenStreetMap contributors (ODbL)",
    "agent {usd:n}", "guarantee {usd:n}",
    "documents {usd:n}", "insurance {usd:n}", "storage {usd:n}", "empty return {usd:n}",
    "demurrage and detention {usd:n}", "war risk {usd:n}",
    "{carried:q} of {demand:q} a year are carried, {counted}",
    "{short:q} are not ({most})", "{counted} scarce", "scarcity costs {usd} a year",
    "scarcity costs {usd} a year, with what is not carried at {lost:n} times its best way",
    "full: {listed}", "dearer than what it is worth", "{value:n} Mt", "{value:n} kt",
    "{known} known, of which the ways looked at meet {met}: what has none has room for all.",
    "Capacities of all of {listed} are left: those of their parts count.", "lorries a day",
    "Safety, sanctions, licences to carry and the wish of shippers to use a way are not weighed.",
    "no corridor {share:n}", "trains a day", "wagons a day", "TEU a year", "{count:n} flow",
    "{count:n} capacity", "{count:n} other reason", "{value:n} million USD",
    "it carries {what}, not {goods}",
    "the way by {listed} since {since}",
    "{where} is shut since {since}", "{days:n} days at {place}",
    "Remarks of the tables are in English:", "shut since {since}", "{name}, cheapest",
    "{name}, quickest", "its gate {gate} lies outside this part of the network",
    "both ends lie on the same side of its gate {gate}", "infrastructure", "locomotive", "wagon",
    "infrastructure and locomotive", "forwarder", "not told", "road is avoided",
    "Any way, least cost: {name}", "Any way, least time: {name}",
    "Any way, least cost and least time", "Any way, least cost and least time: {name}",
    "they are {km:n} km apart, which is a drive: {why}", "{day:d}, {count} felt",
    # what money and time go on
    "railway", "sea lane", "inland water", "ship of liquefied gas", "way to and from the network",
    "waiting for a departure",
    # how well a value is known, and what is open
    "measured", "published", "derived", "assumed",
    "operational", "open", "suspended", "planned", "construction", "under construction", "closed",
    # units
    "{value:n} USD", "{value:n} days", "{value:n} day", "{value:n} km", "{value:n} h",
    "{value:n} t", "{value:n} transits", "{value:n} transit", "USD", "days", "km", "h", "t",
)  # fmt: skip
