"""What maps and charts show that is no string of a told module, and what of them is never shown."""

from __future__ import annotations

from collections.abc import Mapping

#: Strings of the modules of maps and charts that nobody reads: why with each.
NOT_SHOWN: Mapping[str, str] = {
    "outside lower center": "where matplotlib writes",
    "offset points": "where matplotlib writes",
    "outside lower left": "where matplotlib writes",
    "outside lower right": "where matplotlib writes",
    "upper left": "where matplotlib writes",
    "center left": "where matplotlib writes",
}
#: Words of layers, legends and cards, names of seas, and what is said of disputed borders.
ALSO: tuple[str, ...] = (
    "{time_h:n} days (half within {time_p50_h:n}, 9 in 10 within {time_p90_h:n})",
    "full", "{mode}, {gauge_mm:n} mm gauge",
    (
        "{name}: {distance_km:n} km · {cost_usd:n} USD · {time_h:n} days (half within "
        "{time_p50_h:n}, 9 in 10 within {time_p90_h:n}) · {counted}"
    ),
    "{pair}: what changes the {words}", "{pair}: nothing changes the {words}",
    "The best corridor to {place} by {key}", "{part:n} more",
    "Who goes which way, {year:n}: {flows}", "Expected time (days)",
    "Who earns what: before (above), after {scenarios} (below)", "Time-distance", "Cost-distance",
    "waiting at {place}", "Transshipment at {place}", "Loading at {place} ({vehicle})",
    "Loading at {place}",
    "Unloading at {place} ({vehicle})", "Unloading at {place}", "to the border",
    "over the border", "Break of gauge at {place}",
    "{service}: waiting at {place}", "Cities", "Junctions", "Flows", "Corridors", "Scenarios",
    "Itineraries", "Networks", "Changes", "Opened", "Closed", "railway", "road", "ferry",
    "pipeline", "planned", "suspended", "city", "seaport", "junction", "mode", "line", "status",
    "length", "carries", "note", "id", "flow", "kind", "country", "also", "by", "distance", "cost",
    "time", "emissions", "towards", "capacity", "Link", "new", "gone", "p50 {hours:n}",
    "p90 {hours:n}", "cheapest", "quickest", "simplest", "the way chosen",
    "Loading", "Unloading", "Transshipment", "kg CO2e", "demurrage", "detention",
    "compromise", "any way", "producer", "operator of {line}", "shortest", "cleanest",
    "border", "borders", "terminal", "waiting", "access", "before", "after", "change", "Change",
    "days", "all", "direct", "transits", "transit", "operator", "reference year",
    "scenario {name}", "scenarios {names}", "{box} container",
    "40ft container", "20ft container", "{value:n} bcm", "Caspian Sea", "Black Sea", "Arabian Sea",
    "Persian Gulf", "Mediterranean Sea", "Red Sea", "Indian Ocean", "Atlantic Ocean",
    "Jammu and Kashmir, Gilgit-Baltistan, Siachen",
    (
        "Administered in parts by India and Pakistan, claimed by both; the line drawn is the line "
        "of control."
    ),
    (
        "The Karakoram Highway and the Khunjerab Pass lie in Gilgit-Baltistan, which Pakistan "
        "administers and India claims; the tract north of the Karakoram is administered by China."
    ),
    "Aksai Chin and the line of actual control",
    (
        "Aksai Chin is administered by China and claimed by India; India and China do not agree on "
        "their border here or in Demchok."
    ),
    "Eastern section of the border of India and China",
    "The area south of the McMahon line is administered by India and claimed by China.",
    "Crimea and eastern Ukraine",
    (
        "Crimea was annexed by the Russian Federation in 2014, and parts of four further regions "
        "were in 2022; the General Assembly of the United Nations (resolutions 68/262 and ES-11/4) "
        "holds to the borders of Ukraine of 1991."
    ),
    "Lines of control of the war are not drawn.", "Abkhazia",
    (
        "Part of Georgia for the United Nations; outside its control, and recognised as a state by "
        "the Russian Federation and a few others."
    ),
    "The railway along the coast is closed at the Ingur.", "South Ossetia (Tskhinvali region)",
    "The Georgian Military Road by Larsi passes east of it.",
    "Nagorno-Karabakh and the border of Armenia and Azerbaijan",
    (
        "Recognised as part of Azerbaijan, and under its control since September 2023; the outline "
        "is that of the former autonomous region."
    ),
    "The border of Armenia and Azerbaijan is delimited only in part.", "Cyprus",
    (
        "The north is outside the control of the Republic of Cyprus and recognised as a state by "
        "Türkiye alone."
    ),
    "Kosovo",
    (
        "Recognised as a state by about half of the members of the United Nations; Serbia regards "
        "it as its province."
    ),
    "Palestine, Israel and the Golan", "Lines of 1949 and 1967; their status is not settled.",
    "Western Sahara",
    (
        "A non-self-governing territory for the United Nations, administered for the most part by "
        "Morocco."
    ),
    "Somaliland", "Declared itself independent in 1991; part of Somalia for the United Nations.",
    # flows, pipelines and credits
    (
        "{mass} of {mass2} a year are carried, {flows}; {scarce} scarce; scarcity costs "
        "{usd} a year."
    ),
    (
        "{mass} of {mass2} a year are carried, {flows}; {scarce} scarce; scarcity costs "
        "{usd} a year, with what is not carried at {factor:n} times its best way."
    ),
    "{mass} of {mass2} a year are carried, {flows}",
    (
        "{mass} of {mass2} a year are carried, {flows}; {mass3} are not ({why}); {scarce} "
        "scarce; scarcity costs {usd} a year."
    ),
    (
        "{mass} of {mass2} a year are carried, {flows}; {mass3} are not ({why}); {scarce} "
        "scarce; scarcity costs {usd} a year, with what is not carried at {factor:n} times "
        "its best way."
    ),
    "{mass} of {mass2} a year are carried, {flows}; {mass3} are not ({why})", "{mass:n} Mt",
    "{mass:n} kt", "Mt a year", "{amount:n} Mt a year", "{amount:n} TEU a year",
    "{amount:n} t a year", "{amount:n} bcm a year", "{amount:n} wagons a day",
    "{amount:n} wagons a year", "{amount:n} lorries a day", "{amount:n} lorries a year",
    "{amount:n} trains a day", "{amount:n} trains a year", "{amount:n} vessels a day",
    "{amount:n} vessels a year", "wagon a day", "lorry a day", "train a day", "vessel a day",
    "{usd:n} USD for one more {unit}", "{usd:n} million USD for one more {unit}",
    "{usd} a year for one more {unit}", "{usd:n} million USD", "full: {names}",
    "dearer than what it is worth", "worth",
    "capacities of all of {names} are left: those of their parts count",
    "Capacities of all of {names} are left: those of their parts count.",
    "{known} known, of which the ways looked at meet {met}: what has none has room for all.",
    "on no corridor", "As if it were built, which it is not: {links}.",
    "No tariff of {ref} is known: transport is left out.",
    (
        "The border price is by the formula of {names} at crude of {crude:n} USD a barrel: "
        "it moves with crude, and is in the money of that crude."
    ),
    (
        "Other prices are in the money of the year in which each was told ({span}), not "
        "brought to one year."
    ),
    (
        "Prices are in the money of the year in which each was told ({span}), not brought to "
        "one year."
    ),
    (
        "Alignments © OpenStreetMap contributors (ODbL) · outlines Natural Earth · places "
        "GeoNames (CC BY)"
    ),
    "Alignments © OpenStreetMap contributors (ODbL) · outlines Natural Earth",
    "Outlines Natural Earth · places GeoNames (CC BY)",
    "Alignments © OpenStreetMap contributors (ODbL)", "{count:n} flow", "{count:n} capacity",
    "{count:n} other reason",
    # verdicts of a comparison
    "{times:n} times the cheapest way", "{times:n} times the quickest way",
    "{times:n} times the simplest way", "{times:n} times the shortest way",
    "{times:n} times the cleanest way", "{times:n} times the best way",
    "{word}: {value:n} USD, on {corridor}",
    "{word}: {value:n} USD, by {modes}, on none of these corridors",
    "{word}: {value:n} days, on {corridor}",
    "{word}: {value:n} days, by {modes}, on none of these corridors",
    "{word}: {value:n} transits, on {corridor}",
    "{word}: {value:n} transits, by {modes}, on none of these corridors",
    "{word}: {value:n} transit, on {corridor}",
    "{word}: {value:n} transit, by {modes}, on none of these corridors",
)  # fmt: skip
