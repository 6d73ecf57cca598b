"""Published shares beside the modelled ones, as a page of Markdown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corridors.routing.choice import COEFFICIENTS
from corridors.studies.flows.calibration import Calibration, ShareFit, calibrate_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from corridors.network.network import Network

_HEAD = """# Published shares beside the modelled ones

Written by `corridors data shares -o docs/shares.md` (or `make accuracy`) from the tables, not by
hand.

How goods of a pair split over its ways is told by `co.shares`; [method.md](method.md#shares) has
the formula. One scale and one value of time are fitted to all published shares of a class of goods;
nothing is fitted to a single pair. Which pairs stand for a share, and which of their ways are
meant, is in the table `share_questions`. The network is that of the middle of the year. A share is
of the ways named in the same whole alone. The residual is what lies outside the published range, in
percentage points. What no price and no hour holds (permits, wagons that lack, habit, quotas) is in
the residuals: freight of Pakistan goes by road for want of trains, and trade with Türkiye by sea.
"""
_WHY = """## Where it is far off, and why

Shares are of choice: a way takes all who like it. What holds a way back is mostly what it can
carry, which `co.flows` heeds and shares do not. Nothing is tuned for it.

* **Railway of Pakistan** (70 % against 5). It lacks trains, not price: 8.2 Mt were carried in
  2024-25, held down, by its ministry, by shortage of rolling stock, line capacity and age
  ([Islamabad Post](https://islamabadpost.com.pk/?p=210375)); for want of locomotives one to
  five freight trains a day left Karachi in the years to 2014, none in 2011
  ([Dawn](https://www.dawn.com/news/1129131)).
* **Pakistan and Türkiye by train** (over 40 % against 1). The ITI train of 2022 left once in
  four weeks with 20 boxes of 40 ft (table `services`): 1,040 TEU a year both ways, of the
  24,700 that the trade of 2022 makes (table `demand`). So it can hold 4 % at the most, whoever
  likes it; its first train had eight wagons
  ([Economy.pk](https://economy.pk/pakistan-iran-turkiye-cargo-train-reaches-ankara-restarting-route-after-10-years)).
* **Pakistan and Türkiye by sea** (below 20 % against 97). In mid-2022 the tables have freight
  at sea at twice its rate of a normal year (4,938 USD against 2,549), as the index of spot
  rates had it; in the reference situation the sea has over six in ten. Goods under contract may
  not have paid it. What trucks can carry is not known: no count of them was found.
* **Boxes of China and Türkiye by Baku-Tbilisi-Kars** (some, against none in flows). By the
  tables it costs 2,700 USD more than the ship, 2,200 with its hours, so a programme of least
  cost, which splits nothing, sends none; shares send 8 % by the Middle Corridor. The line was
  shut for works from May 2023 to May 2024 and had carried 1.47 Mt in all since 2017 ([Railway
  Gazette](https://www.railwaygazette.com/infrastructure/freight-traffic-resumes-on-baku-tbilisi-kars-railway/66672.article)).
"""
#: What a day costs as a share of the value: the lowest and the middle of Hummels and Schaur.
PUBLISHED_PER_DAY = (0.006, 0.0135)
_COLUMNS = "| whole, year | way | published % | model % | residual | fitted | pairs | source |"
_RULE = "| --- | --- | ---: | ---: | ---: | --- | --- | --- |"


def shares_page(net: Network) -> str:
    """Return published shares beside the modelled ones as a page of Markdown.

    Parameters
    ----------
    net
        The network whose tables ``published_shares`` and ``share_questions`` are asked.

    Returns
    -------
    str
        Head, coefficients with the residuals that other ones leave, and each share. It depends on
        the tables alone.

    Examples
    --------
    >>> import corridors as co
    >>> print(shares_page(co.load("tapi")).splitlines()[-1])
    No published share is asked of this network.
    """
    both = calibrate_shares(net)
    if not both.rows:
        return f"{_HEAD}\nNo published share is asked of this network.\n"
    kept = calibrate_shares(net, fit="nothing")
    fits = {"scale and value of time": both}
    for share in PUBLISHED_PER_DAY:
        own = [replace(choice, time_share_per_day=share) for choice in kept.choices]
        words = f"scale alone, with a published value of time ({100 * share:g} % a day)"
        fits[words] = calibrate_shares(net, fit="scale", choices=own)
    fits["nothing: the coefficients in use"] = kept
    return "\n".join([_HEAD, _coefficients(net), _fits(fits), _table(net, kept.rows), _WHY])


def _coefficients(net: Network) -> str:
    rows = [row for row in net.table("choice_model") if row["coefficient"] in COEFFICIENTS]
    lines = [
        "## Coefficients in use",
        "",
        "| goods | coefficient | value | range | basis | note |",
        "| --- | --- | ---: | --- | --- | --- |",
    ]
    lines += [
        f"| {row['commodity']} | {row['coefficient']} | {row['value']:g} | "
        f"{row['low']:g} to {row['high']:g} | {row['basis']} | {row['note']} |"
        for row in rows
    ]
    return "\n".join([*lines, ""])


def _fits(fits: Mapping[str, Calibration]) -> str:
    """Return what fits give, and what is left by each."""
    lines = [
        "## Fits",
        "",
        "| fitted | goods | scale | a day costs, % of value | residual, root mean square |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for words, found in fits.items():
        fitted = {row.commodity for row in found.rows if row.fitted}
        lines += [
            f"| {words} | {choice.commodity} | {choice.scale:g} | "
            f"{100 * choice.time_share_per_day:g} | {100 * found.rms:.1f} points |"
            for choice in found.choices
            if choice.commodity in fitted
        ]
    return "\n".join([*lines, ""])


def _table(net: Network, rows: Iterable[ShareFit]) -> str:
    return "\n".join(["## Every share", "", _COLUMNS, _RULE, *_lines(net, rows), ""])


def _lines(net: Network, rows: Iterable[ShareFit]) -> Iterator[str]:
    sources = net.table("sources")
    url = sources.pairs("source_id", "url")
    for row in sorted(rows, key=lambda row: (row.of, row.year, row.way)):
        low, high = f"{100 * row.low:.4g}", f"{100 * row.high:.4g}"
        published = low if low == high else f"{low} to {high}"
        address = url.get(row.source_id, "")
        source = f"[{row.source_id}]({address})" if address else row.source_id
        yield (
            f"| {row.of}, {row.year} ({row.commodity}) | {row.way} | {published} | "
            f"{100 * row.modelled:.1f} | {100 * row.residual:+.1f} | "
            f"{'yes' if row.fitted else 'no'} | {'; '.join(row.pairs)} | {source} |"
        )
