"""Commands that bring networks in and take them out: ``import``, ``convert``, ``check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from rich.console import Console

from corridors.cli import output
from corridors.cli.app import app
from corridors.cli.options import place_of, weight_of
from corridors.errors import DataError
from corridors.formats import export_network, format_of, import_network
from corridors.network.catalogue import load
from corridors.network.files import new_file
from corridors.network.network import Network
from corridors.routing.route import route
from corridors.sources.local.joining import join
from corridors.sources.making import GAP_KM
from corridors.sources.making.tags import ROAD_CLASSES
from corridors.sources.models import EXAMPLE, read_mapped
from corridors.sources.osm import file_of, network_from_osm
from corridors.sources.osm.download import Download

if TYPE_CHECKING:
    from corridors.sources.local.joining import Joint
    from corridors.sources.making.account import ImportReport

#: Faults that ``check`` prints before it only counts.
SHOWN = 50

imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(imports, name="import", help="Make a network of OpenStreetMap, GMNS or CSV files.")

Target = Annotated[
    Path,
    typer.Option("--output", "-o", help=".gpkg, .geojson, .graphml, .geoparquet, or a folder"),
]
Join = Annotated[
    list[str] | None,
    typer.Option(
        "--join",
        help="join to the embedded network at this place (repeatable); 'all': wherever near",
    ),
]


@imports.command()
def osm(
    output_file: Target,
    source: Annotated[
        str | None,
        typer.Argument(help=".osm.pbf or .osm file, place name, or west,south,east,north"),
    ] = None,
    along: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="instead of SOURCE: the area around the embedded network's best itinerary between "
            "two places, --buffer-km to each side",
            metavar="ORIGIN DESTINATION",
        ),
    ] = None,
    corridor: Annotated[str | None, typer.Option(help="with --along: on this corridor")] = None,
    weight: Annotated[str, typer.Option(help="with --along: best by this")] = "cost",
    buffer_km: Annotated[
        float | None, typer.Option(help="km around the itinerary, or around a place")
    ] = None,
    mode: Annotated[list[str] | None, typer.Option(help="rail or road (repeatable)")] = None,
    lowest_road: Annotated[
        str, typer.Option(help="no smaller roads than this class")
    ] = ROAD_CLASSES[-1],
    gap_km: Annotated[float, typer.Option(help="join railway gaps up to this length")] = GAP_KM,
    max_points: Annotated[
        int | None, typer.Option(help="of a .osm.pbf: stop with an error above this size")
    ] = None,
    endpoint: Annotated[str | None, typer.Option(help="address of an Overpass server")] = None,
    geocoder: Annotated[str | None, typer.Option(help="address of a Nominatim server")] = None,
    timeout_s: Annotated[float, typer.Option(help="seconds for a request")] = Download.timeout_s,
    cache: Annotated[Path | None, typer.Option(help="folder of answers to use again")] = None,
    report: Annotated[Path | None, typer.Option(help="write all that was done as JSON")] = None,
    join_at: Join = None,
) -> None:
    """Import OpenStreetMap: a file, or a place, box or corridor from an Overpass server."""
    _check_target(output_file, join_at)
    where, name = _osm_source(source, along, corridor, weight, buffer_km)
    net = network_from_osm(
        where,
        modes=mode or ("rail", "road"),
        lowest_road=lowest_road,
        gap_km=gap_km,
        max_points=max_points,
        name=name,
        endpoint=endpoint,
        geocoder=geocoder,
        timeout_s=timeout_s,
        cache_folder=cache,
        buffer_km=buffer_km,
        progress=_tell if file_of(where) is None else None,
    )
    account = cast("ImportReport", net.report)
    if report:
        with new_file(report) as file:
            text = json.dumps(account.to_dict(), ensure_ascii=False, indent=1, default=str)
            file.write_text(text, encoding="utf-8")
    print(account)
    _finish(net, output_file, join_at)


def _tell(text: str) -> None:
    Console(stderr=True).print(text, style="dim")


def _osm_source(
    source: str | None,
    along: tuple[str, str] | None,
    corridor: str | None,
    weight: str,
    buffer_km: float | None,
) -> tuple[Any, str | None]:
    """Return what to import, and a name for it."""
    if (source is None) == (along is None):
        raise ValueError("give a SOURCE or --along ORIGIN DESTINATION, and not both")
    if along is None:
        if corridor is not None:
            raise ValueError("--corridor goes with --along ORIGIN DESTINATION")
        return _box(str(source)), None
    if buffer_km is None:
        raise ValueError("--along needs --buffer-km: how far around the itinerary")
    trip = route(load(), *map(place_of, along), corridor=corridor, weight=weight_of(weight))
    print(f"along {trip!r}")
    return trip, f"{buffer_km:g} km around {trip.origin} - {trip.destination}"


@imports.command()
def gmns(
    folder: Annotated[Path, typer.Argument(help="folder with node.csv and link.csv")],
    output_file: Target,
    join_at: Join = None,
) -> None:
    """Import a GMNS network."""
    _check_target(output_file, join_at)
    _finish(import_network(folder, form="gmns"), output_file, join_at)


def _print_example(wanted: bool) -> None:
    if wanted:
        print(EXAMPLE, end="")
        raise typer.Exit


@imports.command(name="csv")
def csv_model(
    mapping: Annotated[
        Path,
        typer.Argument(help="TOML file that says which column is what; --example prints one"),
    ],
    output_file: Target,
    join_at: Join = None,
    _: Annotated[
        bool,
        typer.Option(
            "--example",
            is_eager=True,
            callback=_print_example,
            help="print a complete mapping to start from, and end",
        ),
    ] = False,
) -> None:
    """Import a model of nodes and links in two CSV files."""
    _check_target(output_file, join_at)
    _finish(read_mapped(mapping), output_file, join_at)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(help="network file or folder")],
    output_file: Target,
    form: Annotated[
        str | None, typer.Option("--format", help="gpkg, geojson, graphml, geoparquet, gmns, csv")
    ] = None,
    from_form: Annotated[
        str | None, typer.Option("--from", help="format of the source, where it is not clear")
    ] = None,
) -> None:
    """Write a network in another format, and say what is lost when it is read back."""
    _write(import_network(source, form=from_form), output_file, form)


@app.command()
def check(
    source: Annotated[Path, typer.Argument(help="network file or folder of any format")],
    form: Annotated[str | None, typer.Option("--format", help="where it is not clear")] = None,
    show_all: Annotated[
        bool, typer.Option("--all", help=f"print every fault, not the first {SHOWN}")
    ] = False,
) -> None:
    """List the faults of a network, with counts; exit with 2 if there are any."""
    try:
        net = import_network(source, form=form)
    except DataError as error:
        print(f"{source}: {len(error.faults)} faults")
        for table, count in _by_table(error.faults):
            print(f"  {table}: {count}")
        shown = error.faults if show_all else error.faults[:SHOWN]
        for fault in shown:
            print(f"    {fault}")
        if len(error.faults) > len(shown):
            print(f"    and {len(error.faults) - len(shown)} more: --all prints them")
        raise typer.Exit(2) from error
    print(f"{source}: {net!r}: no faults")
    for table in net.table_names:
        print(f"  {table}: {len(net.table(table)):,} rows")


def _by_table(faults: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return how many faults each table or file has."""
    counts: dict[str, int] = {}
    for fault in faults:
        parts = fault.split(":")
        table = (
            parts[1].strip() if parts[0].endswith((".gpkg", ".geojson", "parquet")) else parts[0]
        )
        counts[table] = counts.get(table, 0) + 1
    return sorted(counts.items())


def _box(text: str) -> str | tuple[float, ...]:
    """Read ``west,south,east,north`` as a box, everything else as a file or a name."""
    parts = text.split(",")
    if len(parts) == 4:
        try:
            return tuple(float(part) for part in parts)
        except ValueError:
            return text
    return text


def _check_target(path: Path, places: list[str] | None) -> None:
    """Raise, before any work, if the result cannot be written or joined where it is meant to."""
    one_file = format_of(path) in ("gpkg", "geojson", "graphml")
    if one_file and not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    for place in places or ():
        if place != "all":
            load().gazetteer.node_id(place)


def _finish(net: Network, path: Path, places: list[str] | None) -> None:
    if places:
        net = join(load(), net, at=None if places == ["all"] else places)
        for joint in cast("tuple[Joint, ...]", net.report):
            print(f"joined at {joint.node_id} by {joint.vehicle}: {joint.km:.2f} km")
    _write(net, path, None)


def _write(net: Network, path: Path, form: str | None) -> None:
    lost = export_network(net, path, form=form)
    print(f"{path}: {net!r}")
    for what in lost:
        output.print_note(f"{path.name} loses {what}")
