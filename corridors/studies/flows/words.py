"""How flows and capacities are told to people: amounts, units, and an example of demand."""

from __future__ import annotations

import math

#: A table of demand to start from: ``corridors flow --example`` prints it.
EXAMPLE = """\
demand_id,origin,destination,quantity,unit,commodity,group,corridor
pk-tr,Karachi,Istanbul,12000,teu,container,Türkiye-Pakistan,
tr-pk,Istanbul,Karachi,8000,teu,container,Türkiye-Pakistan,
pk-uz,Karachi,Tashkent,0.3,Mt,container,Pakistan-Central Asia,
kz-tr,Almaty,Istanbul,1.5,Mt,container,Middle Corridor,middle-corridor
kz-ge,Aktau,Poti,900,kt,bulk,Middle Corridor,
"""
#: What the price of a capacity rests on, by the word of the table ``capacities``.
RESTS_ON = {
    "lost": "more would be carried of what is not",
    "detours": "less would go round by dearer ways",
    "waiting": "all who pass would wait less",
}
#: Tonnes from which on an amount is told in a unit, with its decimals.
_MASS = (("Mt", 1e6, 2), ("kt", 1e3, 0))
#: Tonnes of goods in a box of which there is less than this are none: it is empty.
_EMPTY_T = 0.1
_MILLION = 1e6
#: Dollars of a year that are none: what a solver leaves.
_NOTHING = 1e-3
_UNIT = {"teu": "TEU", "trucks": "lorries"}


def mass_text(tonnes: float) -> str:
    """Return tonnes as people read them.

    Examples
    --------
    >>> mass_text(2_812_000), mass_text(45_300), mass_text(120)
    ('2.81 Mt', '45 kt', '120 t')
    """
    for unit, least, digits in _MASS:
        if abs(tonnes) >= least:
            return f"{tonnes / least:,.{digits}f} {unit}"
    return f"{tonnes:,.0f} t"


def amount_of(tonnes: float, teu: float) -> str:
    """Return goods of a year as people read them: boxes that are all but empty in TEU.

    Examples
    --------
    >>> amount_of(1_000, 100), amount_of(13, 1_300)
    ('1 kt', '1,300 TEU')
    """
    return f"{teu:,.0f} TEU" if tonnes < _EMPTY_T * teu else mass_text(tonnes)


def sentence(remark: str) -> str:
    """Return a remark as a sentence; a file that it begins with keeps its name.

    Examples
    --------
    >>> sentence("what has none has room"), sentence("capacities.csv:60: nothing of it")
    ('What has none has room.', 'capacities.csv:60: nothing of it.')
    """
    first = remark if "." in remark.split(maxsplit=1)[0] else f"{remark[:1].upper()}{remark[1:]}"
    return f"{first}."


def usd_text(usd: float) -> str:
    """Return money of a year as people read it.

    Examples
    --------
    >>> usd_text(3_511_000_000), usd_text(1_250_000), usd_text(4_500), usd_text(-1e-7)
    ('3,511 million USD', '1.25 million USD', '4,500 USD', '0 USD')
    """
    if abs(usd) < _NOTHING:
        return "0 USD"
    million = abs(usd) >= _MILLION
    return f"{number_text(usd / _MILLION)} million USD" if million else f"{number_text(usd)} USD"


def unit_words(unit: str) -> str:
    """Return the unit of a capacity as people read it.

    Examples
    --------
    >>> unit_words("teu_per_year"), unit_words("trains_per_day")
    ('TEU a year', 'trains a day')
    """
    what, _, over = unit.partition("_per_")
    return f"{_UNIT.get(what, what)} a {over}"


def amount_text(amount: float, unit: str) -> str:
    """Return so much of the unit of a capacity.

    Examples
    --------
    >>> amount_text(100_000, "teu_per_year"), amount_text(5.5, "trains_per_day")
    ('100,000 TEU a year', '5.5 trains a day')
    """
    return f"{number_text(amount)} {unit_words(unit)}"


def number_text(number: float) -> str:
    """Return a number with the digits that it needs beside others of its size.

    Examples
    --------
    >>> number_text(19177.7), number_text(309.2), number_text(5.5), number_text(0.041)
    ('19,178', '309', '5.5', '0.041')
    """
    if not math.isfinite(number):
        return "-"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.3g}"


def use_text(use: float) -> str:
    """Return which share of a capacity is used; ``-`` where that is not known.

    Examples
    --------
    >>> use_text(1.0), use_text(0.004), use_text(float("nan"))
    ('100 %', '0.4 %', '-')
    """
    if not math.isfinite(use):
        return "-"
    return f"{use:.0%}".replace("%", " %") if use >= 0.01 or not use else f"{use * 100:.1g} %"


def worth_text(usd: float, unit: str) -> str:
    """Return what one more unit of a capacity saves in a year.

    Examples
    --------
    >>> worth_text(309.2, "teu_per_year"), worth_text(0.0, "Mt_per_year")
    ('309 USD a year for one more TEU a year', '')
    """
    if usd <= 0:
        return ""
    what, _, over = unit.partition("_per_")
    one = _UNIT.get(what, what)
    single = {"lorries": "lorry"}.get(one, one.removesuffix("s") if over == "day" else one)
    return f"{usd_text(usd)} a year for one more {single} a {over}"
