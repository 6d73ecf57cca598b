"""A report to hand in: question, comparison, map, charts, scenarios, sources, limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from corridors.arguments import asks
from corridors.languages import known_language
from corridors.network.changes.apply import applied
from corridors.network.changes.cards import Scenario, scenarios_of
from corridors.network.files import new_file, new_folder, write_text
from corridors.reports.content import Case, Content, make_content
from corridors.reports.files import excel, fill_folder, markdown
from corridors.reports.flows import flows_of
from corridors.reports.page import page_html
from corridors.routing.conditions import Conditions, CorridorWords, says

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network.network import Network
    from corridors.network.places import Place
    from corridors.studies.flows.answer import Flows

_ENDINGS = (".html", ".md", ".xlsx")
#: A report is of all ways.
_BESIDES = ("corridor", "modes", "avoid", "via", "scenarios")


@says(*_BESIDES)
@asks
def report(
    net: Network,
    origin: Place,
    destination: Place,
    path: str | Path,
    *,
    scenarios: str | Scenario | Iterable[str | Scenario] | Mapping[str, Network] = (),
    corridors: str | Iterable[str] | None = None,
    conditions: Conditions | None = None,
    appendix: bool = False,
    flows: Flows | str | Path | pd.DataFrame | Sequence[Any] | None = None,
    language: str = "en",
    **words: Unpack[CorridorWords],
) -> Path:
    """Write a report on the ways between two places.

    Parameters
    ----------
    net
        The network.
    origin, destination
        Places as in :func:`route`.
    path
        ``.html``: one page with map and charts that needs no network; ``.md``: Markdown;
        ``.xlsx``: every table as a sheet (needs ``openpyxl``); a path without an ending: a
        folder with every table as CSV, and the Markdown.
    scenarios
        What is compared with the network, each of its own: cards, ids of embedded ones, paths of
        ``.toml`` files, or a mapping of names to networks.
    appendix
        Print what a page leaves out of print, too: the ledgers, the maps of scenarios.
    flows
        Puts in a chapter on flows and bottlenecks: what :func:`flows` returned, or a demand as it
        takes it, which is carried on the report's network.
    language
        In which language people read it: ``"en"``, ``"ru"``, ``"tr"`` or ``"zh"``. Names of places
        and titles of sources stay; files of CSV have translated headings and plain numbers.
    weight
        ``"cost"`` or ``"time"``: by what each corridor's itinerary, and each scenario's, is
        the best.
    shipment, corridors, irregular, departure, as_of, conditions
        As in :func:`compare`; the front's ways are found with expected waits and timed from the
        departure. A report is of all ways: it takes no modes, avoid or via.
    service
        How a box goes by rail, as in :func:`route`.

    Returns
    -------
    Path
        The absolute path of the file or folder.

    Raises
    ------
    ValueError
        If the path has another ending, ``weight`` is another word, or there is no such
        ``language``.
    NoItineraryError
        If there is no way between the places.
    ImportError
        If an Excel file is asked for without ``openpyxl``.
    UnknownNameError
        If a place, a corridor or a scenario is not known.
    ScenarioError
        If a scenario cannot be applied.

    Notes
    -----
    The same input gives the same file, byte for byte: no date of making is in it. A file is
    complete or absent; the files of a folder take their places together.

    Examples
    --------
    >>> import corridors as co
    >>> co.report(co.load(), "Karachi", "Tashkent", "report.html")  # doctest: +SKIP
    """
    target = Path(path)
    if target.suffix not in (*_ENDINGS, ""):
        raise ValueError(
            f"{target.name}: expected a file ending in {', '.join(_ENDINGS)}, or a folder"
        )
    language = known_language(language)
    said = Conditions.of(conditions, besides=_BESIDES, **words)
    if said.weight not in ("cost", "time"):
        raise ValueError(f"weight={said.given_weight!r}: a report is by 'cost' or by 'time'")
    net = said.situation(net)
    content = make_content(
        net,
        origin,
        destination,
        _cases(net, scenarios),
        weight=str(said.weight),
        shipment=said.shipment,
        corridors=corridors,
        departure=said.departure,
        flows=flows_of(net, flows, said.shipment),
    )
    return _write(content.in_language(language), target, appendix=appendix)


def _write(content: Content, target: Path, *, appendix: bool) -> Path:
    if target.suffix == ".html":
        return write_text(page_html(content, appendix=appendix), target)
    if target.suffix == ".md":
        return write_text(markdown(content), target)
    if target.suffix == ".xlsx":
        with new_file(target) as file:
            file.write_bytes(excel(content))
    else:
        with new_folder(target, "report") as folder:
            fill_folder(content, folder)
    return target.resolve()


def _cases(
    net: Network, scenarios: str | Scenario | Iterable[str | Scenario] | Mapping[str, Network]
) -> list[Case]:
    if isinstance(scenarios, Mapping):
        return [Case(str(name), other.situation, other) for name, other in scenarios.items()]
    cards = scenarios_of(scenarios)
    return [Case(card.title, card.what, *applied(net, card), card) for card in cards]
