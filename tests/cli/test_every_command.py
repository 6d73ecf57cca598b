"""Every command, with good input and with every option wrong in turn."""

import json
import re
import shutil
import socket

import pytest
import typer
from toy import toy_network

import corridors as co
from corridors.cli.app import app

CARD = """
id = "gate"
title = "Half the border"
what = "The border takes half the hours."
why = "It is asked for."

[[override]]
action = "change"
table = "border_crossings"
bcp_id = "yz-zeta"
column = "hours"
op = "multiply"
value = 0.5
"""
MAPPING = "[nodes]\nfile = 'none.csv'\n"
LINES = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"GAUGE": 1520},
 "geometry": {"type": "LineString", "coordinates": [[69.2, 41.2], [69.3, 41.2]]}}]}"""
PAIR = ("Alpha", "Epsilon")
ON = ("--network", "toy")
#: What makes each command work, in a folder with the toy network, the card and a GMNS network.
GOOD = {
    "route": (*PAIR, *ON),
    "charges": (*PAIR, *ON),
    "compare": (*PAIR, *ON),
    "matrix": (*PAIR, *ON),
    "batch": ("consignments.csv", *ON),
    "indicators": (*PAIR, *ON),
    "timeline": (*PAIR, *ON, "--day", "2024-01-01"),
    "pareto": (*PAIR, *ON),
    "alternatives": (*PAIR, *ON),
    "shares": (*PAIR, *ON),
    "revenue": (*PAIR, *ON),
    "simulate": (*PAIR, *ON, "--draws", "50"),
    "break-values": (*PAIR, *ON),
    "flow": ("demand.csv", *ON),
    "map": ("line-c", *ON),
    "tcd": (*PAIR, *ON),
    "breakdown": (*PAIR, *ON),
    "waterfall": (*PAIR, *ON, "--scenario", "gate.toml"),
    "data": ("nodes", *ON),
    "check": ("toy",),
    "report": (*PAIR, *ON),
    "gas": ("tapi",),
    "serve": (*ON, "--port", "0"),
    "export": ("toy", "-o", "out.gpkg"),
    "convert": ("toy", "-o", "out.gpkg"),
    "import osm": ("toy.osm", "-o", "out.gpkg"),
    "import gmns": ("gmns", "-o", "out.gpkg"),
    "import lines": ("lines.geojson", "-o", "out.gpkg", "--mode", "rail"),
    "import csv": ("--example",),
    "scenario list": (),
    "scenario show": ("gate.toml", *ON),
    "scenario check": ("gate.toml", *ON),
    "scenario new": (),
    "scenario schema": (),
    "scenario compare": (*PAIR, *ON, "--scenario", "gate.toml"),
    "scenario criticality": (*PAIR, *ON),
    "scenario rank": (*PAIR, *ON),
    "scenario break-even": (
        *PAIR, *ON, "--corridor", "line-c", "--where", "bcp_id=xz-gamma", "--column", "hours",
    ),
    "scenario sweep": (*PAIR, *ON, "--scenario", "gate.toml"),
}  # fmt: skip
#: Wrong values of the options, by the name of their parameter.
BAD = {
    "network": ("none.gpkg", "none", "toy/nodes.csv", "empty.gpkg", "text.graphml"),
    "as_of": ("soon", "2026-13-01"),
    "scenario": ("suez-close", "none.toml", "text.toml"),
    "weight": ("cots", "cost=x", "cost=-1", "cots=1"),
    "service": ("express",),
    "language": ("rus", "xx"),
    "re_entry": ("perhaps", ""),
    "lengths": ("yes", ""),
    "corridor": ("nowhere",),
    "mode": ("rial",),
    "avoid": ("Nowhereland",),
    "via": ("Nowhere", "400,95"),
    "departure": ("soon",),
    "host": ("no host",),
    "port": ("70000", "-1", "http"),
    "allow_host": ("",),
    "box": ("30ft",),
    "cargo_t": ("-1", "many"),
    "value_usd": ("-1",),
    "time_value": ("-1", "101", "much"),
    "commodity": ("tea",),
    "quantity": ("-1", "many"),
    "unit": ("bcm", "gallons"),
    "offtake": ("Fazilka", "Nowhere=3", "Fazilka=x", "Fazilka=99", "Fazilka=-1"),
    "crude": ("-1", "dear"),
    "output": ("no/such/x.json", "x.docx", "toy"),
    "output_file": ("no/such/x.gpkg", "x.docx"),
    "map_file": ("no/such/x.html", "x.docx"),
    "chart": ("no/such/x.png", "x.docx"),
    "criterion": ("cots",),
    "by": ("colour",),
    "example": ("train",),
    "day": ("soon",),
    "to": ("Nowhere",),
    "where": ("nonsense=1", "nonsense"),
    "table": ("nonsense",),
    "column": ("nonsense",),
    "what": ("nonsense",),
    "form": ("nonsense",),
    "from_form": ("nonsense",),
    "check": ("none.gpkg",),
    "category": ("distance", "cots"),
    "k": ("0", "x"),
    "ways": ("nonsense", ""),
    "yearly": ("-1", "many"),
    "yearly_unit": ("boxes",),
    "split": ("dice", ""),
    "max_overlap": ("2",),
    "draws": ("0",),
    "deadline_days": ("-1",),
    "details": ("0", "99"),
    "within_days": ("-1", "soon"),
    "pairs": ("none.csv", "toy/nodes.csv"),
    "max_days": ("-1", "0.001"),
    "epsilon": ("-1",),
    "max_labels": ("0",),
    "share_per_day": ("-1",),
    "limit": ("-1",),
    "top": ("0",),
    "workers": ("-1",),
    "source": ("none.osm",),
    "lowest_road": ("nonsense",),
    "gap_km": ("-1",),
    "join_at": ("Nowhere",),
    "along": ("Nowhere Karachi",),
    "nodes": ("none.gpkg", "lines.geojson"),
    "snap_m": ("-1", "far"),
    "crossings": ("bridges",),
    "crs": ("EPSG:0", "EPSG:32642"),
    "layer": ("nonsense",),
    "year": ("soon", "1066"),
    "level": ("middle",),
    "group": ("Nobody",),
    "flows": ("none.csv", "toy/nodes.csv"),
    "build_first": ("nonsense", "btk-expanded=much", "btk-expanded=-1"),
    "budget": ("-1", "much"),
    "lost": ("0.5", "nan", "much"),
}
#: Options without a wrong value: switches, and what another library or a server reads.
NEVER_BAD = {
    "as_json", "as_csv", "all_legs", "by_country", "irregular", "strict", "rechoose", "reasons", "shares", "appendix", "show_all", "every", "_",
    "help", "seed", "max_transits", "buffer_km", "max_points", "endpoint", "geocoder", "timeout_s", "cache", "report", "resume", "name",
    "congestion", "anew",
}  # fmt: skip
#: What of the wrong is right for a command: a folder or any ending is a report or a network.
RIGHT = {
    ("report", "output", "toy"), ("report", "output", "no/such/x.json"),
    ("map", "output", "toy"),
}  # fmt: skip
ARGUMENTS = [
    ("route", ("Alpha", "Epsilom", *ON), "Did you mean 'Epsilon'?"),
    ("compare", ("Alpha", "Epsilom", *ON), "Did you mean 'Epsilon'?"),
    ("compare", ("Alpha", *ON), "at least two places"),
    ("matrix", ("Alpha", *ON), "at least two places, or --to"),
    ("indicators", ("Alpha", *ON), "two places, or of --corridor alone"),
    ("indicators", ON, "indicators of a network need a corridor"),
    ("indicators", (*ON, "--corridor", "line-c", "--via", "Beta"), "--via chooses a way"),
    ("timeline", (*PAIR, *ON), "timeline needs --day"),
    ("pareto", ("400,95", "Epsilon", *ON), "400"),
    ("flow", ("none.csv", *ON), "there is no file none.csv"),
    ("flow", ("toy/nodes.csv", *ON), "nodes.csv:1: there is no column 'origin'"),
    ("flow", ("demand.csv", *ON, "--departure", "2026-01-01"), "flow takes no --departure"),
    ("map", ("nonsense", *ON), "there is no corridor 'nonsense'"),
    ("map", ("nonsense",), "there is no corridor 'nonsense'"),
    ("waterfall", (*PAIR, *ON), "waterfall needs --scenario"),
    ("gas", ("tappi",), "there is no pipeline 'tappi'. Did you mean 'TAPI'"),
    ("gas", ("tapi", *ON), "this network tells of no pipeline"),
    ("gas", ("malay-bagtyyarlyk", "--table", "stations"), "pipeline-tm-malay-tm-cagp-gedaim: no strings"),
    ("gas", ("btc", "--table", "pressure"), "pressure is worked out of gas; BTC carries oil"),
    ("gas", ("tapi", "--offtake", "Fazilka=1", "--offtake", "Fazilka=2"), "Fazilka is given twice"),
    ("route", (*PAIR, *ON, "--quantity", "3"), "quantity 3 has no unit: give unit=, for container one of t"),
    ("data", ("nods", *ON), "Did you mean 'nodes'"),
    ("data", ("--where", "a=b", *ON), "--where needs a table"),
    ("data", ("nodes", *ON, "--strict"), "--strict belongs to 'corridors data validate'"),
    ("data", ("nodes", *ON, "-o", "x.md"), "'corridors data validate' writes a page"),
    ("data", ("validate", *ON, "--category", "cots"), "'cots' is not one of distance, time, price"),
    ("data", ("validate", *ON, "--where", "a=b"), "--where belongs to a table"),
    ("data", ("validate", "xx-a", *ON), "the id 'xx-a' belongs to a table"),
    (
        "data", ("validate", *ON, "--category", "price", "-o", "x.md"),
        "x.md has every category: leave out --category",
    ),
    ("check", ("none.gpkg",), "none.gpkg"),
    ("export", ("none", "-o", "x.gpkg"), "none: no such file or folder"),
    ("import gmns", ("none", "-o", "x.gpkg"), "none"),
    ("import lines", ("none.gpkg", "-o", "x.gpkg"), "none.gpkg: no such file"),
    ("import lines", ("lines.geojson", "-o", "x.gpkg"), 'Say mode="rail" (--mode)'),
    (
        "import lines", ("lines.geojson", "-o", "x.gpkg", "--column", "gauge_mm=GAUGF"),
        "Did you mean 'GAUGE'?",
    ),
    ("import csv", ("none.toml", "-o", "x.gpkg"), "none.toml"),
    ("import csv", ("mapping.toml", "-o", "x.gpkg"), "mapping.toml"),
    ("scenario show", ("suez-close",), "Did you mean 'suez-closed'"),
    ("scenario compare", (*PAIR, *ON), "compare needs --scenario"),
    ("scenario compare", ("Alpha", *ON, "-s", "gate.toml"), "at least two places"),
    (
        "scenario break-even", (*PAIR, *ON, "--where", "bcp_id=x", "--column", "hours"),
        "break-even needs --corridor",
    ),
    ("route", (*PAIR, *ON, "--json", "--csv"), "--json or --csv, not both"),
    ("route", (*PAIR, *ON, "--json", "-o", "x.csv"), "x.csv is no .json file"),
    ("route", (*PAIR, *ON, "--corridor", "line-c,ship"), "one --corridor, not 2"),
]  # fmt: skip


def commands(group=None, before=""):
    """Return every command of the tree by the words that call it."""
    found = {}
    for name, command in (group or typer.main.get_command(app)).commands.items():
        words = f"{before}{name}"
        if hasattr(command, "commands"):
            found |= commands(command, f"{words} ")
        else:
            found[words] = command
    return found


COMMANDS = commands()


def wrongs():
    for words, command in COMMANDS.items():
        for option in command.params:
            if option.param_type_name != "option" or option.name in NEVER_BAD:
                continue
            for value in BAD[option.name]:
                if (words, option.name, value) not in RIGHT:
                    yield words, max(option.opts, key=len), value


@pytest.fixture(autouse=True)
def served_at_once(monkeypatch):
    """End the server as soon as it listens, always at one address."""
    uvicorn = pytest.importorskip("uvicorn")
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    monkeypatch.setattr(socket.socket, "getsockname", lambda self: ("127.0.0.1", 8765))


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    """Return a folder with what commands read, made once."""
    import osm_toy

    made = tmp_path_factory.mktemp("here")
    toy_network().write(made / "toy")
    co.export_network(toy_network(), made / "gmns", form="gmns")
    (made / "gate.toml").write_text(CARD, encoding="utf-8")
    (made / "consignments.csv").write_text("origin,destination,cargo_t\nAlpha,Epsilon,10\n")
    (made / "demand.csv").write_text("origin,destination,quantity\nAlpha,Epsilon,10\n")
    (made / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (made / "toy.osm").write_text(osm_toy.xml(), encoding="utf-8")
    (made / "lines.geojson").write_text(LINES, encoding="utf-8")
    (made / "empty.gpkg").touch()
    for name in ("text.graphml", "text.toml"):
        (made / name).write_text("Not at all.", encoding="utf-8")
    return made


@pytest.fixture
def here(pattern, tmp_path, monkeypatch):
    """Stand in a copy of that folder."""
    shutil.copytree(pattern, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_table_has_every_command():
    assert set(GOOD) == set(COMMANDS)


@pytest.mark.parametrize("words", GOOD)
def test_it_works(run, here, words):
    code, out, err = run(*words.split(), *GOOD[words])
    assert code == 0, err
    assert out


#: What is asked of a command beside its arguments above, in forms of its own.
ALSO = [
    ("data", ()), ("data", ON), ("data", ("--check", "toy")), ("data", ("links", "road-ab", *ON)),
    ("data", ("validate", *ON)), ("data", ("shares", *ON)), ("data", ("sources",)),
    ("data", ("outcomes", "--where", "category=price")), ("indicators", ("--corridor", "line-c", *ON)),
    ("flow", ("demand.csv", *ON, "--build-first", "gate.toml=1")), ("gas", ()), ("gas", ("tapi", "--table", "pressure")),
    ("matrix", ("Alpha", *ON, "--to", "Epsilon")), ("route", (*PAIR, *ON, "--charges")),
    ("scenario new", ("--example", "closure")), ("timeline", (*PAIR, *ON, "--every", "month")),
    ("compare", (*PAIR, *ON, "--shares")), ("compare", (*PAIR, *ON, "-s", "gate.toml")),
]  # fmt: skip
#: Commands that wait: what they tell is told before.
WAITING = {"serve"}


@pytest.mark.parametrize(
    ("words", "arguments"), [(w, GOOD[w]) for w in GOOD if w not in WAITING] + ALSO
)
def test_json_is_json_or_refused_in_a_sentence(run, here, words, arguments):
    """Fault: `data --json` printed a table."""
    code, out, err = run(*words.split(), *arguments, "--json")
    if code == 0:
        assert json.loads(out) is not None
    else:
        assert (code, out) == (2, ""), out
        assert err.count("Error:") == 1, err
        assert not list(here.glob("out*"))


@pytest.mark.parametrize(("words", "option", "value"), list(wrongs()))
def test_a_wrong_value_is_one_message(run, here, words, option, value):
    values = value.split() if option == "--along" else [value]
    code, out, err = run(*words.split(), *GOOD[words], option, *values)
    if words == "import csv":
        return  # --example prints and ends before all other options
    assert code == 2, (out, err)
    assert err.count("Error:") == 1, err
    assert "Traceback" not in err
    assert not list(here.glob("x*"))
    assert not list(here.glob("out*"))


@pytest.mark.parametrize(
    "words", [words for words in COMMANDS if words.split()[0] not in ("import", "data", "report")]
)
def test_help_promises_the_endings_that_are_taken(run, here, words):
    """The help of commands that have no ways promised a .pdf of ways."""
    told = [one for one in COMMANDS[words].params if "--output" in one.opts]
    if not told or words in ("export", "convert", "map", "scenario new"):
        return  # these name what they write in words of their own
    err = run(*words.split(), *GOOD[words], "-o", "x.none")[2]
    assert "expected a file ending in" in err, err
    endings = re.findall(r"\.[a-z]{2,4}\b", err.partition("ending in")[2])
    assert sorted(re.findall(r"\.[a-z]{2,4}\b", told[0].help)) == sorted(endings)


@pytest.mark.parametrize(("words", "arguments", "message"), ARGUMENTS)
def test_wrong_arguments_are_one_message(run, here, words, arguments, message):
    code, out, err = run(*words.split(), *arguments)
    assert code == 2, err
    assert not out
    assert message in " ".join(err.split())


@pytest.mark.parametrize(
    "words",
    [w for w, c in COMMANDS.items() if any(option.name == "weight" for option in c.params)],
)
def test_a_command_that_routes_has_all_groups(words):
    """What it cannot take it refuses; nothing is unknown to it."""
    if words.startswith("import"):
        return
    flags = {flag for option in COMMANDS[words].params for flag in option.opts}
    for flag in (
        "--network", "--data", "--as-of", "--scenario", "--weight", "--service", "--corridor", "--mode",
        "--avoid", "--via", "--irregular", "--departure", "--box", "--cargo-t", "--value-usd", "--commodity",
        "--json", "--csv", "--output", "-o", "--map",
    ):  # fmt: skip
        assert flag in flags, flag


#: What is shipped is the same in every command: it is enough to ask one.
SHIPPED = ("box", "cargo_t", "value_usd", "commodity")


def defaults():
    """The options whose help tells a value that holds if they are not given, with that value."""
    for words, command in COMMANDS.items():
        for option in command.params:
            told = getattr(option, "show_default", None)
            hidden = getattr(option, "hidden", False) or (
                words != "route" and option.name in SHIPPED
            )
            if isinstance(told, str) and not hidden and "--" not in told:
                yield words, option.name, max(option.opts, key=len), told


#: What is told in words, or is what a network or a machine has.
IN_WORDS = {"budget", "cache", "limit", "service"}
#: What makes an option mean something.
WITH = {("timeline", "by"): ("--chart", "x.svg"), ("import osm", "weight"): None}


@pytest.mark.parametrize(
    ("words", "name", "option", "told"), [found for found in defaults() if found[1] not in IN_WORDS]
)
def test_the_default_that_help_tells_is_what_holds(run, here, words, name, option, told):
    """Fault: `scenario compare --help` said cost, and it chose by generalised cost."""
    more = WITH.get((words, name), ())
    if more is None or (words, name) == ("report", "output"):
        return
    given = [word for value in told.split(", ") for word in (option, value)]
    code, plain, err = run(*words.split(), *GOOD[words], *more)
    assert code == 0, err
    code, same, err = run(*words.split(), *GOOD[words], *more, *given)
    assert code == 0, err
    assert same == plain


@pytest.mark.parametrize("words", ["compare", "scenario compare", "report"])
def test_no_default_weight_is_told_that_does_not_hold(run, here, words):
    """`compare` searches by each of --by; a report is by cost or by time alone."""
    told = {one.name: one for one in COMMANDS[words].params}["weight"]
    if words == "report":
        assert "generalised" not in told.help
        assert run("report", *PAIR, *ON, "--weight", "generalised")[0] == 2
        return
    assert told.show_default != "cost"
    plain, by_cost = (
        run(*words.split(), *GOOD[words], *more)[1] for more in ((), ("--weight", "cost"))
    )
    assert plain != by_cost
    if words == "scenario compare":
        assert told.show_default.startswith("generalised")
        assert run(*words.split(), *GOOD[words], "--weight", "generalised")[1] == plain
