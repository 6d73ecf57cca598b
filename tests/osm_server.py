"""A server on this machine that answers like Overpass and Nominatim about the toy extract."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import osmnx as ox
from osm_toy import NODES, WAYS, overpass
from shapely import box
from shapely.geometry import mapping, shape

import corridors as co

BOX = (69.1, 41.2, 69.45, 41.5)


class Server(ThreadingHTTPServer):
    """Answers like Overpass; ``script`` holds answers to give first, ``asked`` the queries."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.script = [], []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/api"

    @property
    def geocoder(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["data"][0]
        self.reply(query, answer)

    def do_GET(self):
        url = urlsplit(self.path)
        assert url.path == "/search"
        self.reply(parse_qs(url.query)["q"][0], lambda name: PLACES.get(name, []))

    def reply(self, query, answer_to):
        self.server.asked.append(query)
        if self.server.script:
            status, headers, content = self.server.script.pop(0)
        else:
            status, headers, content = 200, {}, json.dumps(answer_to(query)).encode()
        self.send_response(status)
        for key, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def place(name, geometry):
    """Return an answer of Nominatim."""
    west, south, east, north = shape(geometry).bounds
    return {
        "place_id": 1,
        "osm_type": "relation",
        "osm_id": 1,
        "lat": str((south + north) / 2),
        "lon": str((west + east) / 2),
        "display_name": name,
        "importance": 0.5,
        "boundingbox": [str(south), str(north), str(west), str(east)],
        "geojson": geometry,
    }


#: What the local geocoder knows.
PLACES = {
    "Toshkent": [place("Toshkent", mapping(box(*BOX)))],
    "Yallama": [place("Yallama", {"type": "Point", "coordinates": [69.25, 41.38]})],
}


def answer(query):
    """Return the part of the toy extract that a query asks for."""
    if "node[" in query:
        found = [
            {"type": "node", "id": n, "lon": x, "lat": y, "tags": tags}
            for n, (x, y, tags) in NODES.items()
            if tags
        ]
        return {"elements": found}
    for key in ("railway", "highway"):
        if f'["{key}"~' in query:
            return overpass({w: (r, t) for w, (r, t) in WAYS.items() if key in t})
    return {"elements": []}


def fetch(server, tmp_path, source=BOX, **options):
    how = {"endpoint": server.url, "cache_folder": tmp_path / "cache", "wait_s": 0, **options}
    return co.network_from_osm(source, **how)


def lengths(net):
    return sorted((r["mode"], r["osm_ids"], round(r["length_km"], 4)) for r in net.table("links"))


def settings_of_osmnx():
    return {n: repr(getattr(ox.settings, n)) for n in dir(ox.settings) if n[0] != "_"}
