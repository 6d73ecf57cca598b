"""Files made to do harm, and a child with limits of memory and time in which they are read.

Each case writes files into a folder and names what reads them. The child is started once: it forks
for each case, so that one that is killed takes nothing with it.
"""

# ruff: noqa: E501 - a table of cases, each in a line or two
from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

#: What the reading of one case may take beyond what the child holds before, MB, and seconds.
MOST_MB, MOST_S = 1_200, 20
#: A file of this size is sparse: it takes no room on the disk.
LARGE = 3_000_000_000

# -- files ---------------------------------------------------------------------------------------


def sparse(path, head=b"", size=LARGE):
    """Write a file that begins with some bytes and goes on with zeros."""
    with path.open("wb") as stream:
        stream.write(head)
        stream.truncate(size)
    return path


def toy(folder):
    from toy import toy_network

    toy_network().write(folder / "toy")
    return folder / "toy"


def zeros_gz(size):
    """Return so many zeros as gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            if isinstance(data, int):
                with archive.open(name, "w", force_zip64=True) as stream:
                    for _ in range(data >> 20):
                        stream.write(b"1" * (1 << 20))
            else:
                archive.writestr(name, data)
    return path


def lying_zip(path):
    """Write an archive whose member is larger than its table of contents says."""
    zipped(path, {"lines.csv": 1 << 28})
    held = bytearray(path.read_bytes())
    at = held.rfind(b"PK\x01\x02")
    held[at + 24 : at + 28] = struct.pack("<I", 1000)
    path.write_bytes(bytes(held))
    return path


def parquet_bomb(path, rows=2_400, long=1_000_000, columns=("wkt",)):
    """Write a small Parquet file of one long text in many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * long]))
    table = pa.table(dict.fromkeys(columns, text))
    pq.write_table(table, path, compression="zstd", write_statistics=False, store_schema=False)
    return path


def many_rows(path, rows=400_000_000):
    """Write a small Parquet file of very many rows of the same."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    part = pa.table({"node_id": pa.array([1.5]).take(pa.array([0] * 1_000_000))})
    with pq.ParquetWriter(path, part.schema, compression="zstd") as writer:
        for _ in range(rows // 1_000_000):
            writer.write_table(part)
    return path


SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main">{dimension}<sheetData>{rows}</sheetData></worksheet>'
)


def workbook(path, rows='<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>', *,
             dimension="", shared=None):  # fmt: skip
    """Write a workbook of one sheet, given its rows as XML."""
    main = "http://schemas.openxmlformats.org/"
    kinds = (
        f'<Types xmlns="{main}package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/'
        'workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application'
        '/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName='
        '"/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sharedStrings+xml"/></Types>'
    )
    relations = f'<Relationships xmlns="{main}package/2006/relationships">{{}}</Relationships>'
    office = f"{main}officeDocument/2006/relationships"
    members = {
        "[Content_Types].xml": kinds,
        "_rels/.rels": relations.format(
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}spreadsheetml/2006/main" xmlns:r="{office}"><sheets>'
            '<sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations.format(
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": SHEET.format(dimension=dimension, rows=rows)
        if isinstance(rows, str) else rows,
        "xl/sharedStrings.xml": shared
        or f'<sst xmlns="{main}spreadsheetml/2006/main" count="0"></sst>',
    }  # fmt: skip
    return zipped(path, members)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x06\x00\x00\x00"
TIFF = b"II*\x00\x08\x00\x00\x00\x00\x00" + b"\x00" * 400
VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource>'
    b"</OGRVRTLayer></OGRVRTDataSource>"
)
CARD = 'id = "a-card"\ntitle = "t"\n'


def geopackage(path, *statements, layer="lines"):
    """Write a GeoPackage of one layer of lines, then run SQL in it."""
    import sqlite3

    import geopandas as gpd
    from shapely import LineString

    frame = gpd.GeoDataFrame({"mode": ["road"]}, geometry=[LineString([(60, 40), (61, 40)])])
    frame.set_crs(4326).to_file(path, layer=layer, driver="GPKG")
    base = sqlite3.connect(path)
    for name in [
        row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
    ]:
        base.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()
    return path


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
_LAYER = (
    "UPDATE gpkg_contents SET table_name = 'bad'",
    "UPDATE gpkg_geometry_columns SET table_name = 'bad'",
)

# -- cases ---------------------------------------------------------------------------------------


def write(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def large_table(folder, name="nodes"):
    there = toy(folder)
    sparse(there / f"{name}.csv", (there / f"{name}.csv").read_bytes())
    return there


def with_file(folder, name, data):
    there = toy(folder)
    write(there / name, data)
    return there


def geojson_deep(depth=200_000):
    return '{"type":"FeatureCollection","features":' + "[" * depth + "]" * depth + "}"


def mapping(folder, **words):
    from models_toy import MAPPING, model

    found = MAPPING
    for old, new in words.values():
        found = found.replace(old, new)
    return model(folder, mapping=found)


def linked(folder, name, target):
    there = toy(folder)
    (there / name).unlink(missing_ok=True)
    (there / name).symlink_to(target)
    return there


def gmns(folder, node="node_id,x_coord,y_coord\n1,60,40\n2,61,40\n",
         link="link_id,from_node_id,to_node_id\n1,1,2\n"):  # fmt: skip
    write(folder / "node.csv", node)
    write(folder / "link.csv", link)
    return folder


def geoparquet(folder, bomb):
    from toy import toy_network

    import corridors as co

    there = folder / "net.geoparquet"
    co.export_network(toy_network(), there, form="geoparquet")
    bomb(there / "nodes.parquet")
    return there


DOTS = ".".join(["a"] * 100_000)
QUOTED = ".".join(['"a b"'] * 100_000)
HEADS = "\n".join("[" + ".".join(f"k{n}" for _ in range(190)) + "]" for n in range(4_000))
WIDE = "\n".join(f"{'.'.join(f'k{n}x{k}' for k in range(190))} = 1" for n in range(5_000))
PAIRS = "origin,destination\n"

#: By name: what reads, and the function of a folder that writes what is read and returns it.
CASES = {
    "large CSV of a folder": ("read_network", large_table),
    "large geometry of a folder": (
        "read_network", lambda f: (sparse(toy(f) / "geometry.geojson", b'{"type":'), f / "toy")[1],
    ),
    "large GeoJSON": ("import_network", lambda f: sparse(f / "a.geojson", b'{"corridors_tables":')),
    "large GraphML": ("import_network", lambda f: sparse(f / "a.graphml", b"<graphml>")),
    "large OSM": ("network_from_osm", lambda f: sparse(f / "a.osm", b"<osm>")),
    "large PBF": ("network_from_osm", lambda f: sparse(f / "a.osm.pbf", b"\x00\x00\x00\x0d")),
    "large GeoPackage": ("read_network", lambda f: sparse(f / "a.gpkg", b"SQLite format 3\x00")),
    "large Parquet": ("network_from_lines", lambda f: sparse(f / "a.parquet", b"PAR1")),
    "large CSV of lines": ("network_from_lines", lambda f: sparse(f / "a.csv", b"wkt\n")),
    "large node.csv": (
        "import_network", lambda f: (gmns(f), sparse(f / "node.csv", b"node_id,x\n"))[0],
    ),
    "large table of a model": (
        "read_mapped", lambda f: (mapping(f), sparse(f / "l.csv", b"From,To\n"))[0],
    ),
    "large mapping": ("read_mapped", lambda f: sparse(f / "a.toml", b"[nodes]\n")),
    "large card": ("read_scenario", lambda f: sparse(f / "a.toml", CARD.encode())),
    "large pairs": ("read_pairs", lambda f: sparse(f / "a.csv", PAIRS.encode())),
    "large demand": ("demand", lambda f: sparse(f / "a.csv", b"demand_id,origin\n")),
    "large batch": ("batch", lambda f: sparse(f / "a.csv", PAIRS.encode())),
    "large workbook": ("batch", lambda f: sparse(f / "a.xlsx", b"PK\x03\x04")),
    "large shapefile": (
        "network_from_lines",
        lambda f: (sparse(f / "a.shx"), sparse(f / "a.shp", b"\x00\x00\x27\x0a"))[1],
    ),
    "endless CSV of lines of text": (
        "network_from_lines", lambda f: write(f / "a.csv", "wkt\n" + "x" * 400_000_000),
    ),
    "many short rows": ("read_pairs", lambda f: write(f / "a.csv", PAIRS + "a,b\n" * 30_000_000)),
    "many columns": (
        "network_from_lines", lambda f: write(f / "a.csv", "a," * 3_000_000 + "wkt\n" + "," * 3_000_000),
    ),
    "gzip as GeoJSON": ("import_network", lambda f: write(f / "a.geojson", zeros_gz(1 << 31))),
    "gzip as a table": (
        "read_network", lambda f: with_file(f, "nodes.csv", zeros_gz(1 << 31)),
    ),
    "many columns of a table": (
        "read_network",
        lambda f: with_file(f, "nodes.csv", ",".join(f"nod{n}" for n in range(300_000)) + "\n"),
    ),
    "many columns of a list": (
        "batch",
        lambda f: write(f / "a.csv", PAIRS[:-1] + "".join(f",c{n}" for n in range(200_000)) + "\n"),
    ),
    "zip bomb of lines": ("network_from_lines", lambda f: zipped(f / "a.zip", {"a.csv": 3 << 30})),
    "zip that lies": ("network_from_lines", lambda f: lying_zip(f / "a.zip")),
    "zip of a large Parquet": (
        "network_from_lines",
        lambda f: zipped(f / "a.zip", {"a.parquet": parquet_bomb(f / "x").read_bytes()}),
    ),
    "zip out of its folder": (
        "network_from_lines",
        lambda f: zipped(f / "a.zip", {"../../../../tmp/corridors-out.csv": "wkt,mode\nx,road\n"}),
    ),
    "zip of many members": (
        "network_from_lines",
        lambda f: zipped(f / "a.zip", {f"{n}.txt": "" for n in range(15_000)}),
    ),
    "Parquet bomb of lines": ("network_from_lines", lambda f: parquet_bomb(f / "a.parquet")),
    "Parquet bomb of rows": ("network_from_lines", lambda f: many_rows(f / "a.parquet")),
    "Parquet bomb of a network": (
        "import_network",
        lambda f: geoparquet(f, lambda p: parquet_bomb(p, columns=("node_id", "name"))),
    ),
    "Parquet bomb to resume": (
        "resume", lambda f: parquet_bomb(f / "a.parquet", columns=("sweep", "key")),
    ),
    "workbook bomb": (
        "batch", lambda f: workbook(f / "a.xlsx", 1 << 31),
    ),
    "workbook of shared texts": (
        "batch", lambda f: workbook(f / "a.xlsx", shared=1 << 31),
    ),
    "workbook of a far row": (
        "batch",
        lambda f: workbook(
            f / "a.xlsx",
            '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            dimension='<dimension ref="A1:XFD1048576"/>',
        ),
    ),
    "workbook of far cells": (
        "batch",
        lambda f: workbook(
            f / "a.xlsx",
            "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 40_000)),
        ),
    ),
    "workbook of entities": (
        "batch", lambda f: workbook(f / "a.xlsx", shared=LAUGHS + "<sst><si><t>&j;</t></si></sst>"),
    ),
    "deep JSON of a folder": (
        "read_network", lambda f: with_file(f, "geometry.geojson", geojson_deep()),
    ),
    "deep GeoJSON": ("import_network", lambda f: write(f / "a.geojson", geojson_deep())),
    "deep geometry": (
        "network_from_lines",
        lambda f: write(
            f / "a.geojson",
            '{"type":"Feature","properties":{"mode":"road"},"geometry":{"type":"GeometryCollection",'
            '"geometries":[' + '{"type":"GeometryCollection","geometries":[' * 300 + "]}" * 301 + "}",
        ),
    ),
    "deep WKT": (
        "network_from_lines",
        lambda f: write(f / "a.csv", 'wkt\n"' + "GEOMETRYCOLLECTION(" * 100_000 + '"\n'),
    ),
    "deep WKB": (
        "network_from_lines",
        lambda f: write(f / "a.csv", "wkt\n" + "010700000001000000" * 30_000 + "\n"),
    ),
    "WKB of many points": (
        "network_from_lines", lambda f: write(f / "a.csv", "wkt\n0102000000FFFFFF7F" + "0" * 64 + "\n"),
    ),
    "deep tables in GeoJSON": (
        "import_network",
        lambda f: write(
            f / "a.geojson",
            json.dumps({
                "type": "FeatureCollection", "corridors_tables": "[" * 200_000, "features": [],
            }),
        ),
    ),
    "deep tables in GraphML": (
        "import_network",
        lambda f: write(
            f / "a.graphml",
            '<graphml><key id="d" for="graph" attr.name="corridors_tables" attr.type="string"/>'
            f'<graph edgedefault="directed"><data key="d">{"[" * 200_000}</data></graph></graphml>',
        ),
    ),
    "long number in JSON": (
        "import_network", lambda f: write(f / "a.geojson", '{"type":' + "9" * 2_000_000 + "}"),
    ),
    "dotted keys of a card": ("read_scenario", lambda f: write(f / "a.toml", f"{DOTS} = 1\n")),
    "quoted dotted keys of a card": (
        "read_scenario", lambda f: write(f / "a.toml", f"{QUOTED} = 1\n"),
    ),
    "dotted heads of a card": ("read_scenario", lambda f: write(f / "a.toml", f"[{DOTS}]\n")),
    "many dotted heads": ("read_scenario", lambda f: write(f / "a.toml", HEADS)),
    "many dotted keys": ("read_scenario", lambda f: write(f / "a.toml", WIDE)),
    "dotted keys in a table": (
        "read_scenario", lambda f: write(f / "a.toml", f"a = {{ {DOTS} = 1 }}\n"),
    ),
    "dotted keys of a mapping": ("read_mapped", lambda f: write(f / "a.toml", f"{DOTS} = 1\n")),
    "deep TOML": (
        "read_scenario", lambda f: write(f / "a.toml", f"a = {'[' * 200_000}{']' * 200_000}\n"),
    ),
    "deep TOML tables": (
        "read_scenario", lambda f: write(f / "a.toml", f"a = {'{a=' * 200_000}1{'}' * 200_000}\n"),
    ),
    "many keys": (
        "read_scenario",
        lambda f: write(f / "a.toml", "".join(f"k{n} = 1\n" for n in range(15_000))),
    ),
    "many words of a mapping": (
        "read_mapped",
        lambda f: write(f / "a.toml", "[nodes]\n" + "".join(f"k{n} = 1\n" for n in range(15_000))),
    ),
    "many overrides": (
        "read_scenario", lambda f: write(f / "a.toml", CARD + "[[override]]\nx = 1\n" * 5_000),
    ),
    "many unknown keys": (
        "read_scenario", lambda f: write(f / "a.toml", "".join(f"k{n} = 1\n" for n in range(200_000))),
    ),
    "long number in TOML": ("read_scenario", lambda f: write(f / "a.toml", f"id = {'9' * 999_999}")),
    "entities in GraphML": (
        "import_network",
        lambda f: write(f / "a.graphml", LAUGHS + "<graphml><graph id='&j;'/></graphml>"),
    ),
    "entities in OSM": ("network_from_osm", lambda f: write(f / "a.osm", LAUGHS + "<osm>&j;</osm>")),
    "entities in OSM in UTF-16": (
        "network_from_osm",
        lambda f: write(f / "a.osm", (LAUGHS + "<osm>&j;</osm>").encode("utf-16")),
    ),
    "a file in an entity": (
        "import_network",
        lambda f: write(
            f / "a.graphml",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><graphml><graph '
            'edgedefault="directed"><node id="a">&a;</node></graph></graphml>',
        ),
    ),
    "deep OSM": (
        "network_from_osm", lambda f: write(f / "a.osm", "<osm>" + "<way>" * 60_000),
    ),
    "deep GraphML": (
        "import_network", lambda f: write(f / "a.graphml", "<graphml>" + "<graph>" * 60_000),
    ),
    "many attributes": (
        "network_from_osm",
        lambda f: write(f / "a.osm", "<osm " + " ".join(f'a{n}="1"' for n in range(15_000)) + "/>"),
    ),
    "a picture as GeoPackage": ("read_network", lambda f: write(f / "a.gpkg", PNG)),
    "a picture as GeoJSON": ("import_network", lambda f: write(f / "a.geojson", TIFF)),
    "a VRT as GeoPackage": ("read_network", lambda f: write(f / "a.gpkg", VRT)),
    "a VRT as a shapefile": ("network_from_lines", lambda f: write(f / "a.shp", VRT)),
    "a VRT in a zip": (
        "network_from_lines", lambda f: zipped(f / "a.zip", {"a.shp": VRT, "a.shx": VRT}),
    ),
    "an endless view": (
        "network_from_lines",
        lambda f: geopackage(
            f / "a.gpkg",
            f"CREATE VIEW bad AS {ENDLESS} SELECT x AS fid, NULL AS geom, 'road' AS mode FROM c",
            *_LAYER,
        ),
    ),
    "a view of much": (
        "network_from_lines",
        lambda f: geopackage(
            f / "a.gpkg",
            "CREATE VIEW bad AS SELECT 1 AS fid, geom, hex(zeroblob(900000000)) AS mode FROM lines",
            *_LAYER,
        ),
    ),
    "a column of much": (
        "network_from_lines",
        lambda f: geopackage(
            f / "a.gpkg",
            "ALTER TABLE lines ADD COLUMN b TEXT GENERATED ALWAYS AS (hex(zeroblob(900000000)))",
        ),
    ),
    "a column of much in a network": (
        "read_network",
        lambda f: geopackage(
            f / "a.gpkg",
            "ALTER TABLE nodes ADD COLUMN b TEXT GENERATED ALWAYS AS (hex(zeroblob(900000000)))",
            layer="nodes",
        ),
    ),
    "a link to a device": ("read_network", lambda f: linked(f, "nodes.csv", "/dev/zero")),
    "a link to itself": ("read_network", lambda f: linked(f, "nodes.csv", "nodes.csv")),
    "geometry is a device": ("read_network", lambda f: linked(f, "geometry.geojson", "/dev/zero")),
    "a device as a card": ("read_scenario", lambda _: Path("/dev/zero")),
    "a device as a list": ("batch", lambda _: Path("/dev/zero")),
    "a device as GeoJSON": ("import_network", lambda f: (Path(f / "a.geojson").symlink_to("/dev/zero"), f / "a.geojson")[1]),
    "a mapping that names other files": (
        "read_mapped", lambda f: mapping(f, file=('"n.csv"', '"/etc/passwd"')),
    ),
    "a mapping that goes up": (
        "read_mapped",
        lambda f: (
            write(f / "n.csv", "Code\n"), (f / "in").mkdir(),
            mapping(f / "in", file=('"n.csv"', '"../n.csv"')),
        )[-1],
    ),
    "a mapping that names a device": (
        "read_mapped", lambda f: mapping(f, file=('"n.csv"', '"/dev/zero"')),
    ),
    "a CRS that names a file": (
        "import_network",
        lambda f: (
            write(f / "config.csv", 'crs\n"+proj=longlat +datum=WGS84 +nadgrids=/etc/passwd"\n'),
            gmns(f),
        )[1],
    ),
    "a CRS that names a definition": (
        "import_network",
        lambda f: (write(f / "config.csv", 'crs\n"+init=/etc/passwd:root"\n'), gmns(f))[1],
    ),
    "a long cell of a number": (
        "import_network",
        lambda f: gmns(f, link="link_id,from_node_id,to_node_id,length\n1,1,2," + "1." * 500_000 + "\n"),
    ),
    "a long name": (
        "import_network",
        lambda f: gmns(f, node="node_id,x_coord,y_coord,name\n1,60,40," + "a(" * 2_000_000 + "\n2,61,40,b\n"),
    ),
    "NUL in a table": ("read_network", lambda f: with_file(f, "links.csv", b"link_id\n\x00\n")),
    "surrogates in a table": (
        "read_network", lambda f: with_file(f, "links.csv", b"link_id\n\xed\xa0\x80\n"),
    ),
}  # fmt: skip

#: What is only written by the nightly run: it takes seconds to make.
SLOW = {
    "endless CSV of lines of text", "many short rows", "many columns", "gzip as GeoJSON",
    "gzip as a table", "zip bomb of lines", "zip of many members", "Parquet bomb of rows",
    "workbook of far cells", "workbook bomb", "workbook of shared texts", "zip that lies",
}  # fmt: skip

# -- reading -------------------------------------------------------------------------------------


def read(how, path):
    """Read what a case has written, as its user would."""
    from toy import toy_network

    import corridors as co

    pairs = [("xx-a", "zz-e")]
    return {
        "batch": lambda: co.batch(toy_network(), path),
        "demand": lambda: co.flows(toy_network(), path),
        "read_pairs": lambda: co.read_pairs(path),
        "resume": lambda: co.sweep(
            toy_network(), [co.scenario("torkham-closed")], pairs=pairs, resume=path
        ),
    }.get(how, lambda: getattr(co, how)(path))()


def told(how, path):
    """Return what came of reading: ``right``, ``refused: ...`` or ``raw: ...``."""
    import warnings

    import corridors as co

    warnings.simplefilter("ignore")
    try:
        read(how, path)
    except (co.CorridorsError, ValueError, TypeError, OSError) as error:
        text = str(error)
        bad = "Traceback" in text or len(text) > 200_000
        return f"{'raw' if bad else 'refused'}: {type(error).__name__}: {text[:300]}"
    except BaseException as error:  # noqa: BLE001 - that is the question
        return f"raw: {type(error).__name__}: {str(error)[:300]}"
    return "right"


def _in_fork(name, folder, most_mb, most_s):
    """Read one case in a child of this process; return what came of it and how it went."""
    import resource

    how, make = CASES[name]
    folder.mkdir()
    path = make(folder)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        os.setpgid(0, 0)
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        most = held + most_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        out = b"raw: nothing"
        try:
            out = told(how, path).encode("utf-8", "backslashreplace")
        finally:
            os.write(writer, out[:4000])
            os._exit(0)
    os.close(writer)
    ended = bool(select.select([reader], [], [], most_s)[0])
    if not ended:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as stream:
        said = stream.read().decode()
    _, state, usage = os.wait4(child, 0)
    if not ended:
        said = f"raw: no end in {most_s:g} s"
    elif os.WIFSIGNALED(state):
        said = f"raw: killed by {signal.Signals(os.WTERMSIG(state)).name}"
    cpu = usage.ru_utime + usage.ru_stime
    return said or "raw: ended without a word", cpu, usage.ru_maxrss


def run(names, *, most_mb=MOST_MB, most_s=MOST_S, timeout=None):
    """Return by name of a case: what came of it, its seconds and the most memory in kB."""
    here = Path(__file__).resolve().parent
    paths = os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": paths, "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    child = subprocess.run(
        [sys.executable, str(here / "hostile.py"), str(most_mb), str(most_s)],
        input=json.dumps(list(names)), capture_output=True, text=True, env=env, timeout=timeout,
        check=False,
    )  # fmt: skip
    found = [json.loads(line) for line in child.stdout.splitlines()]
    assert len(found) == len(list(names)), child.stderr[-2000:]
    return {one["name"]: (one["told"], one["seconds"], one["kb"]) for one in found}


def _main():
    import geopandas  # noqa: F401 - before the limits
    import openpyxl  # noqa: F401
    import osmium  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import pyogrio  # noqa: F401
    from toy import toy_network

    import corridors as co

    co.route(toy_network(), "xx-a", "zz-e")
    most_mb, most_s = int(sys.argv[1]), float(sys.argv[2])
    import shutil

    for name in json.loads(sys.stdin.read()):
        folder = tempfile.mkdtemp(prefix="hostile-")
        try:
            said, seconds, kb = _in_fork(name, Path(folder) / "in", most_mb, most_s)
        finally:
            shutil.rmtree(folder)
        found = {"name": name, "told": said, "seconds": round(seconds, 2), "kb": kb}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
