"""Commands that bring networks in and take them out: ``import``, ``export``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from corridors.cli.app import app
from corridors.cli.completion import complete_corridors, complete_weights, one_of_words
from corridors.cli.grouping import renamed
from corridors.cli.options import place_of
from corridors.cli.printed import print_note
from corridors.cli.rules import Lengths, ReEntry, check_rules
from corridors.network.catalogue import load
from corridors.network.network import Network
from corridors.routing.conditions.typed import joined
from corridors.routing.conditions.words import typed_weight

if TYPE_CHECKING:
    from corridors.sources.local.joining import Joint
    from corridors.sources.making.account import ImportReport

imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    imports, name="import", help="Make a network of OpenStreetMap, lines, GMNS or CSV files."
)

_FORMS = ("gpkg", "geojson", "graphml", "geoparquet", "gmns", "csv")
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
        typer.Argument(
            help=".osm.pbf, .osm or .graphml file, place name, or box: west,south,east,north"
        ),
    ] = None,
    along: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="instead of SOURCE: the area around the embedded network's best itinerary between "
            "two places, --buffer-km to each side",
            metavar="ORIGIN DESTINATION",
        ),
    ] = None,
    corridor: Annotated[
        str | None,
        typer.Option(help="with --along: on this corridor", autocompletion=complete_corridors),
    ] = None,
    weight: Annotated[
        str | None,
        typer.Option(
            help="with --along: best by this", show_default="cost", autocompletion=complete_weights
        ),
    ] = None,
    buffer_km: Annotated[
        float | None, typer.Option(help="km around the itinerary, or around a place")
    ] = None,
    mode: Annotated[
        list[str] | None,
        typer.Option(
            help="rail or road (repeatable, or a,b)",
            show_default="rail, road",
            autocompletion=one_of_words(("rail", "road")),
        ),
    ] = None,
    lowest_road: Annotated[
        str | None,
        typer.Option(
            help="no smaller roads than this class, down to unclassified or residential",
            show_default="tertiary",
        ),
    ] = None,
    gap_km: Annotated[
        float | None,
        typer.Option(help="join railway gaps up to this length", show_default="0.1"),
    ] = None,
    max_points: Annotated[
        int | None, typer.Option(help="of a .osm.pbf: stop with an error above this size")
    ] = None,
    endpoint: Annotated[str | None, typer.Option(help="address of an Overpass server")] = None,
    geocoder: Annotated[str | None, typer.Option(help="address of a Nominatim server")] = None,
    timeout_s: Annotated[
        float | None,
        typer.Option(help="seconds for a request, retries included", show_default="180"),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(help="folder of answers to use again", show_default="the user's cache"),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="write all that was done as JSON")] = None,
    join_at: Join = None,
    re_entry: ReEntry = None,
    lengths: Lengths = None,
) -> None:
    """Import OpenStreetMap: a file, or a place, box or corridor from an Overpass server."""
    from corridors.sources.osm import file_of, network_from_osm

    _check_target(output_file, join_at)
    check_rules(re_entry=re_entry, lengths=lengths)
    where, name = _osm_source(source, along, corridor, weight, buffer_km)
    given: dict[str, Any] = {
        "endpoint": endpoint, "geocoder": geocoder, "timeout_s": timeout_s, "cache_folder": cache,
        "buffer_km": buffer_km, "max_points": max_points, "name": name,
        "lowest_road": lowest_road, "gap_km": gap_km,
    }  # fmt: skip
    options = {k: v for k, v in given.items() if v is not None}
    if file_of(where) is None:
        options["progress"] = _progress
    net = network_from_osm(where, modes=joined(mode) or ("rail", "road"), **options)
    _tell(cast("ImportReport", net.report), report)
    _finish(net, output_file, join_at, re_entry=re_entry, lengths=lengths)


def _progress(text: str) -> None:
    from rich.console import Console

    Console(stderr=True).print(text, style="dim")


def _osm_source(
    source: str | None,
    along: tuple[str, str] | None,
    corridor: str | None,
    weight: str | None,
    buffer_km: float | None,
) -> tuple[Any, str | None]:
    """Return what to import, and a name for it."""
    if (source is None) == (along is None):
        raise ValueError("give a SOURCE or --along ORIGIN DESTINATION, and not both")
    if along is None:
        for option, given in (("--corridor", corridor), ("--weight", weight)):
            if given is not None:
                raise ValueError(f"{option} goes with --along ORIGIN DESTINATION")
        return _box(str(source)), None
    if buffer_km is None:
        raise ValueError("--along needs --buffer-km: how far around the itinerary")
    from corridors.routing.route import route

    trip = route(
        load(), *map(place_of, along), corridor=corridor, weight=typed_weight(weight or "cost")
    )
    print(f"along {trip!r}")
    return trip, f"{buffer_km:g} km around {trip.pair}"


@imports.command()
def gmns(
    folder: Annotated[Path, typer.Argument(help="folder with node.csv and link.csv")],
    output_file: Target,
    join_at: Join = None,
    re_entry: ReEntry = None,
    lengths: Lengths = None,
) -> None:
    """Import a GMNS network."""
    from corridors.formats import import_network

    _check_target(output_file, join_at)
    check_rules(re_entry=re_entry, lengths=lengths)
    net = import_network(folder, form="gmns")
    if net.report is not None:
        print(net.report)
    _finish(net, output_file, join_at, re_entry=re_entry, lengths=lengths)


_Account = Annotated[Path | None, typer.Option(help="write all that was done as JSON")]
_LineMode = Annotated[
    str | None,
    typer.Option(
        help="what every line is, where no column tells: rail, road, ferry, sea, inland_water or "
        "pipeline",
        autocompletion=one_of_words(("rail", "road", "ferry", "sea", "inland_water")),
    ),
]
_Column = Annotated[
    list[str] | None,
    typer.Option(
        help="which column is what: gauge_mm=GAUGE, with a factor length_km=LEN*0.001, or with a "
        "value for every line status==planned (repeatable)",
        metavar="WORD=COLUMN",
    ),
]
_Nodes = Annotated[
    Path | None, typer.Option(help="points: ids of the ends of lines, and places by name")
]
_Snap = Annotated[
    float | None, typer.Option(help="join ends of lines up to so many metres", show_default="1")
]
_Crossings = Annotated[
    str | None,
    typer.Option(
        help="where lines meet: shared (points of both), ends, or all",
        show_default="shared",
        autocompletion=one_of_words(("shared", "ends", "all")),
    ),
]
_Crs = Annotated[
    str | None, typer.Option(help="coordinate system, where the file names none: EPSG:4326")
]
_Layer = Annotated[list[str] | None, typer.Option(help="of a GeoPackage: this layer (repeatable)")]
_LowestRoad = Annotated[
    str | None, typer.Option(help="where highway tells: no smaller roads", show_default="tertiary")
]
_Box = Annotated[
    str | None,
    typer.Option(help="what costs of columns are for: 20ft, 40ft or t", show_default="40ft"),
]
_Name = Annotated[str | None, typer.Option(help="the network's name, if not the file's")]


@imports.command()
def lines(
    source: Annotated[
        Path,
        typer.Argument(help="GeoPackage, GeoJSON, shapefile or .zip, GeoParquet, CSV with WKT"),
    ],
    output_file: Target,
    mode: _LineMode = None,
    column: _Column = None,
    nodes: _Nodes = None,
    snap_m: _Snap = None,
    crossings: _Crossings = None,
    crs: _Crs = None,
    layer: _Layer = None,
    lowest_road: _LowestRoad = None,
    box: _Box = None,
    name: _Name = None,
    report: _Account = None,
    join_at: Join = None,
    re_entry: ReEntry = None,
    lengths: Lengths = None,
) -> None:
    """Import lines of a GIS: they are split where they meet, and close ends are joined."""
    from corridors.sources.lines import network_from_lines

    _check_target(output_file, join_at)
    check_rules(re_entry=re_entry, lengths=lengths)
    given: dict[str, Any] = {
        "mode": mode, "nodes": nodes, "snap_m": snap_m, "crossings": crossings, "crs": crs,
        "layer": layer, "lowest_road": lowest_road, "box": box, "name": name,
        "columns": _columns(column),
    }  # fmt: skip
    net = network_from_lines(source, **{k: v for k, v in given.items() if v is not None})
    _tell(cast("ImportReport", net.report), report)
    _finish(net, output_file, join_at, re_entry=re_entry, lengths=lengths)


def _columns(texts: list[str] | None) -> dict[str, Any] | None:
    """Read which column is what."""
    if not texts:
        return None
    found: dict[str, Any] = {}
    for text in texts:
        word, sign, rest = text.partition("=")
        if not sign or not word or not rest:
            raise ValueError(
                f"--column {text!r}: write WORD=COLUMN, such as gauge_mm=GAUGE, or WORD==VALUE"
            )
        if rest.startswith("="):
            found[word] = {"value": rest[1:]}
            continue
        column, star, factor = rest.rpartition("*")
        try:
            found[word] = {"column": column, "scale": float(factor)} if star else rest
        except ValueError:
            found[word] = rest
    return found


def _tell(account: ImportReport, file: Path | None) -> None:
    """Print the account of an import, and write all of it where that is asked for."""
    from corridors.network.files import new_file

    if file:
        with new_file(file) as target:
            text = json.dumps(account.to_dict(), ensure_ascii=False, indent=1, default=str)
            target.write_text(text, encoding="utf-8")
    print(account)


def _print_example(wanted: bool) -> None:
    if wanted:
        from corridors.sources.models import EXAMPLE

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
    re_entry: ReEntry = None,
    lengths: Lengths = None,
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
    from corridors.sources.models import read_mapped

    _check_target(output_file, join_at)
    check_rules(re_entry=re_entry, lengths=lengths)
    net = read_mapped(mapping)
    print(net.report)
    _finish(net, output_file, join_at, re_entry=re_entry, lengths=lengths)


@app.command()
def export(
    source: Annotated[Path, typer.Argument(help="network file or folder")],
    output_file: Target,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="gpkg, geojson, graphml, geoparquet, gmns, csv",
            autocompletion=one_of_words(_FORMS),
        ),
    ] = None,
    from_form: Annotated[
        str | None, typer.Option("--from", help="format of the source, where it is not clear")
    ] = None,
) -> None:
    """Write a network in another format, and say what is lost when it is read back."""
    from corridors.formats import import_network

    _check_folder(output_file, form)
    _write(import_network(source, form=from_form), output_file, form)


app.command(name="convert", hidden=True)(renamed(export, "convert", "export"))


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
    _check_folder(path)
    for place in places or ():
        if place != "all":
            load().gazetteer.node_id(place)


def _check_folder(path: Path, form: str | None = None) -> None:
    from corridors.formats import format_of

    one_file = (form or format_of(path)) in ("gpkg", "geojson", "graphml")
    if one_file and not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")


def _finish(net: Network, path: Path, places: list[str] | None, **rules: str | None) -> None:
    net = net.with_rules(**rules)
    if places:
        from corridors.sources.local.joining import join

        net = join(load(), net, at=None if places == ["all"] else places)
        for joint in cast("tuple[Joint, ...]", net.report):
            print(f"joined at {joint.node_id} by {joint.vehicle}: {joint.km:.2f} km")
        net = net.with_rules(**rules)  # a rule that is asked for holds for the whole
    _write(net, path, None)


def _write(net: Network, path: Path, form: str | None) -> None:
    from corridors.formats import export_network

    lost = export_network(net, path, form=form)
    print(f"{path}: {net!r}")
    for what in lost:
        print_note(f"{path.name} loses {what}")
