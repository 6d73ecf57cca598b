"""OpenStreetMap through osmnx: places, areas and corridor buffers from an Overpass server."""

from __future__ import annotations

import json
import logging
import socket
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import DataError, UnknownNameError
from corridors.network.files import new_file
from corridors.network.forms.gate import current, way_out
from corridors.sources.making.tags import PLACE_TAGS, WAY_KEYS, Wanted, read_place
from corridors.sources.making.ways import OsmPlace, Ways
from corridors.sources.osm.areas import area_km2, area_of, squares_of
from corridors.sources.osm.download import Download
from corridors.sources.osm.graphs import ways_from_graph
from corridors.sources.osm.patience import Patience
from corridors.sources.osm.redirects import check_redirect
from corridors.vocabulary import counted

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

_LOG = logging.getLogger("corridors.sources")
#: osmnx keeps its settings in a module: one download at a time.
_LOCK = threading.Lock()
#: Answers by which a server asks to come back later.
BUSY = (429, 502, 503, 504)


def download_ways(source: Any, wanted: Wanted, how: Download) -> tuple[Ways, str]:
    """Return the ways of a place or an area, and a label.

    Raises
    ------
    ValueError
        If the area cannot be (see :func:`corridors.sources.osm.areas.area_of`).
    ConnectionError
        If the server cannot be reached or gives no whole answer.
    UnknownNameError
        If there is no place of that name.
    DataError
        If there is no such way in the area.
    """
    import osmnx as ox

    label = source if isinstance(source, str) else ""
    area = None if isinstance(source, str) else area_of(source, how.buffer_km)[0]
    with osmnx_session(how) as session:
        if area is None:
            area = _place_area(session, ox, source, how)
        session.announce(area, len(way_filters(wanted)) + 1)
        graph = session.ask(
            lambda: ox.graph_from_polygon(
                area,
                custom_filter=way_filters(wanted),
                simplify=False,
                retain_all=True,
                truncate_by_edge=True,
            )
        )
        places = session.ask(lambda: _places(ox, area), missing=[])
    if graph is None:
        raise DataError([f"{label or 'the area'}: OpenStreetMap has no {wanted} there"])
    return ways_from_graph(graph, wanted=wanted, places=places, raw=True), label or "osm"


@contextmanager
def osmnx_session(how: Download) -> Iterator[_Session]:
    """Give osmnx the settings of a download, alone, and take them back."""
    with _LOCK, _Session(how) as session:
        yield session


def way_filters(wanted: Wanted) -> list[str]:
    """Return the Overpass filters of the ways that are wanted.

    Examples
    --------
    >>> way_filters(Wanted(modes=("rail",)))[0]
    '["railway"~"^(rail|construction|proposed|disused|abandoned|ferry)$"]'
    """
    filters = []
    if "rail" in wanted.modes:
        filters.append('["railway"~"^(rail|construction|proposed|disused|abandoned|ferry)$"]')
    if "road" in wanted.modes:
        filters.append(f'["highway"~"^({"|".join((*wanted.roads, "construction", "proposed"))})$"]')
    return [*filters, '["route"="ferry"]']


def _place_area(session: _Session, ox: Any, name: str, how: Download) -> Polygon | MultiPolygon:
    """Return the area of a place: its outline, or so many km around it."""
    try:
        found = session.ask(lambda: ox.geocode_to_gdf(name))
    except TypeError:  # osmnx: places, but none that has an outline
        if how.buffer_km is None:
            raise ValueError(
                f"{name!r} is a point without an outline; say how far around it: buffer_km=10"
            ) from None
        found = session.ask(lambda: ox.geocode_to_gdf(name, which_result=1))
    if found is None:
        raise UnknownNameError(
            f"the geocoder knows no place {name!r}; give a (west, south, east, north) box, or a "
            "file that ends in .osm.pbf or .osm"
        )
    return area_of(found.geometry.iloc[0], how.buffer_km)[0]


def _places(ox: Any, area: Polygon | MultiPolygon) -> list[OsmPlace]:
    """Return the stations, terminals, ports and border posts of an area."""
    return places_of(ox.features_from_polygon(area, place_tags()))


def place_tags() -> dict[str, list[str]]:
    """Return the tags of places as osmnx takes them."""
    tags: dict[str, list[str]] = {}
    for key, value in PLACE_TAGS:
        tags.setdefault(key, []).append(value)
    return tags


def places_of(frame: Any) -> list[OsmPlace]:
    """Return the places of osmnx's features."""
    found = []
    for (kind, osm_id), row in zip(frame.index, frame.to_dict("records"), strict=True):
        words = {k: v for k, v in row.items() if isinstance(v, str)}
        point = row["geometry"].representative_point()
        name = words.get("name:en") or words.get("name", "")
        found.append(OsmPlace(f"{kind[0]}{osm_id}", read_place(words), name, point.x, point.y))
    return [place for place in found if place.kind]


class _BusyError(ConnectionError):
    """The server asks to come back later."""

    def __init__(self, message: str, wait_s: float) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class _Session:
    """osmnx's settings for one download; as they were afterwards, whatever happens."""

    def __init__(self, how: Download) -> None:
        self._how = how
        self._requests = 0
        self._asked_at = time.monotonic()
        self._patience = Patience(how.timeout_s)
        self._most_mb = current().answer_mb  # of the thread that asks

    def __enter__(self) -> _Session:
        with ExitStack() as stack:
            self._set(stack)
            self._undo = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def _set(self, stack: ExitStack) -> None:
        """Change the settings, and put on the stack what undoes each change."""
        import osmnx as ox

        how, settings = self._how, ox.settings
        saved = {name: getattr(settings, name) for name in _SETTINGS}
        stack.callback(_put_back, settings, saved, (socket.getaddrinfo, socket.gethostbyname))
        socket.getaddrinfo = self._patience.resolving(socket.getaddrinfo)
        socket.gethostbyname = self._patience.resolving(socket.gethostbyname)
        working = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corridors-osm-")))
        if how.endpoint is not None:
            settings.overpass_url = how.endpoint
        # osmnx waits for a minute where it cannot ask whether a server is free, or asks a second
        # server for names: a busy server says so itself, and is asked again later.
        settings.overpass_rate_limit, settings.doh_url_template = False, None
        if how.geocoder is not None:
            settings.nominatim_url = how.geocoder
        settings.requests_timeout = how.timeout_s
        settings.max_query_area_size = (how.tile_km * 1000) ** 2
        settings.useful_tags_way = list(WAY_KEYS)
        settings.useful_tags_node = sorted({"name", "name:en", *(k for k, _ in PLACE_TAGS)})
        settings.use_cache, settings.cache_folder = True, working
        hooks = {"response": self._look_at}
        settings.requests_kwargs = {**saved["requests_kwargs"], "hooks": hooks}
        if how.folder is not None:
            _fill(working, how.folder)
            stack.callback(self._keep, working, how.folder)

    def _keep(self, working: Path, folder: Path) -> None:
        """Keep the new answers; that they cannot be kept is told, and is no fault."""
        try:
            _keep_whole(working, folder)
        except OSError as error:
            self._tell(f"answers are not kept: {error}")

    def announce(self, area: Polygon | MultiPolygon, requests_a_square: int = 1) -> None:
        """Tell how large an area is, in how many squares it is asked for, and how many requests.

        The squares are those that osmnx makes: all that the convex hull of a large area touches.
        """
        squares = squares_of(area, self._how.tile_km)
        self._tell(
            f"{area_km2(area):,.0f} km2, asked for in squares of {self._how.tile_km:g} km a side: "
            f"{squares:,}, by {squares * requests_a_square:,} requests"
        )

    def ask(self, request: Callable[[], Any], missing: Any = None) -> Any:
        """Make a request, again while the server is busy; ``missing`` where it finds nothing."""
        import requests

        self._asked_at = time.monotonic()
        for attempt in range(1, self._how.tries + 2):  # one more: answers kept may be torn
            try:
                with warnings.catch_warnings():  # how many requests there are is told already
                    warnings.filterwarnings("ignore", message="This area is", category=UserWarning)
                    return self._patience.call(request)
            except _BusyError as error:
                self._wait(error, attempt)
            except requests.RequestException as error:
                raise ConnectionError(f"the server gave no answer: {str(error)[:300]}") from error
            except (ValueError, LookupError, AttributeError, TypeError) as error:
                if self._drop_torn():
                    continue
                if isinstance(error, ValueError) and _finds_nothing(error):
                    return missing
                raise
        raise AssertionError("unreachable")

    def _drop_torn(self) -> bool:
        """Forget the kept answers that are none, to be asked for anew; say if there were."""
        import osmnx as ox

        torn = [
            file
            for file in Path(ox.settings.cache_folder).glob("*.json")
            if file.is_symlink() and not _is_answer(file)
        ]
        for file in torn:
            kept = file.resolve()
            file.unlink()
            with suppress(OSError):  # of a folder that cannot be written, each time again
                kept.unlink()
            self._tell(f"a kept answer is torn, and asked for again: {kept.name}")
        return bool(torn)

    def _wait(self, error: _BusyError, attempt: int) -> None:
        """Wait before the next try, or give up if there is none within the time limit."""
        pause = min(error.wait_s or self._how.wait_s * 2 ** (attempt - 1), 120.0)
        left = self._asked_at + self._how.timeout_s - time.monotonic()
        if attempt >= self._how.tries or pause > left:
            told = f"{error}; given up after {counted(attempt, 'try')}"
            if attempt < self._how.tries:
                limit = f"timeout_s={self._how.timeout_s:g}"
                told += f": the next, in {pause:g} s, would be later than {limit}"
            raise ConnectionError(told) from error
        self._tell(f"{error}; waiting {pause:g} s")
        time.sleep(pause)

    def _look_at(self, response: Any, *_: Any, **__: Any) -> None:
        """Refuse an answer that is no answer, before osmnx keeps it."""
        response.raw = _Bounded(response.raw, self._most_mb)
        _ = response.content  # reads it to its end
        self._patience.answered()
        status = response.status_code
        if response.is_redirect:
            check_redirect(response.url, response.headers["location"])
        if status in BUSY:
            asked = response.headers.get("Retry-After", "")
            wait_s = float(asked) if asked.isdigit() else 0.0
            raise _BusyError(f"the server is busy ({status} {response.reason})", wait_s)
        if status >= 400:
            raise ConnectionError(
                f"the server answered {status} {response.reason}: {_first_words(response.text)}"
            )
        if response.url.endswith("/interpreter"):
            text = response.text
            if not text.rstrip().endswith("}"):
                raise ConnectionError(f"no whole answer from the server: {_first_words(text)}")
            if '"remark"' in text[-2000:] and "error" in text[-2000:]:
                raise ConnectionError(f"the server broke off: {json.loads(text).get('remark')}")
            self._requests += 1
            self._asked_at = time.monotonic()
            self._tell(f"answer {self._requests}: {len(response.content) / 1000:,.0f} kB")

    def _tell(self, text: str) -> None:
        _LOG.info(text)
        if self._how.progress is not None:
            self._how.progress(text)


_SETTINGS = (
    "overpass_url", "overpass_rate_limit", "nominatim_url", "requests_timeout",
    "max_query_area_size", "useful_tags_way", "useful_tags_node", "use_cache", "cache_folder",
    "requests_kwargs", "doh_url_template",
)  # fmt: skip


class _Bounded:
    """What comes from a server; an answer without an end, or that unpacks to much, is broken off.

    Parameters
    ----------
    raw
        The stream of ``urllib3``.
    most_mb
        So much may come, unpacked.
    """

    def __init__(self, raw: Any, most_mb: float) -> None:
        self._raw, self._most_mb = raw, most_mb

    def stream(self, *args: Any, **words: Any) -> Iterator[bytes]:
        """Yield the answer in pieces."""
        size = 0
        for part in self._raw.stream(*args, **words):
            size += len(part)
            if size > self._most_mb * 1e6:
                self._raw.close()
                told = f"more than answer_mb = {self._most_mb:,.12g}; {way_out('answer_mb')}"
                raise ConnectionError(f"the server's answer has {told}")
            yield part

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


def _finds_nothing(error: ValueError) -> bool:
    """Say whether an error of osmnx means that there is nothing; raise if it means the server.

    Its classes of errors have no public name to catch them by.
    """
    kind = type(error).__name__
    if kind == "ResponseStatusCodeError":
        raise ConnectionError(f"the server gave no answer: {str(error)[:300]}") from error
    if kind == "InsufficientResponseError" and "responded:" in str(error):
        raise ConnectionError(f"no whole answer: {str(error)[:200]}") from error
    return kind == "InsufficientResponseError"


def _first_words(text: str) -> str:
    return " ".join(text.split())[:160] or "nothing"


def _put_back(
    settings: Any, saved: Mapping[str, Any], resolvers: tuple[Callable[..., Any], ...]
) -> None:
    """Give osmnx the settings it had; it also replaces the resolver of names while it asks."""
    socket.getaddrinfo, socket.gethostbyname = resolvers
    for name, value in saved.items():
        setattr(settings, name, value)


def _fill(working: Path, folder: Path) -> None:
    """Give osmnx the answers that are kept and look whole, as links to them."""
    try:
        for file in folder.glob("*.json") if folder.is_dir() else ():
            if _looks_whole(file):
                (working / file.name).symlink_to(file.resolve())
    except OSError as error:  # a cache that cannot be read is no cache
        _LOG.info("answers that are kept cannot be read: %s", error)


def _looks_whole(file: Path) -> bool:
    """Return whether a file begins and ends as an answer does: told without reading it."""
    with file.open("rb") as stream:
        first = stream.read(64).translate(None, b" \r\n\t")
        stream.seek(max(0, file.stat().st_size - 64))
        last = stream.read().rstrip()[-1:]
    return (first[:1] == b"{" and last == b"}") or (first[:2] in {b"[{", b"[]"} and last == b"]")


def _is_answer(file: Path) -> bool:
    """Return whether a file is what Overpass answers, or a geocoder."""
    try:
        answer = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    if isinstance(answer, dict):
        return isinstance(answer.get("elements"), list)
    return isinstance(answer, list) and all(isinstance(one, dict) for one in answer)


def _keep_whole(working: Path, folder: Path) -> None:
    """Move the new answers into the cache, each at once and only if it is whole.

    That a geocoder knows no place is not kept: it may tomorrow.
    """
    for file in working.glob("*.json"):
        if file.is_symlink():
            continue
        try:
            answer = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if not answer:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        with new_file(folder / file.name) as target:
            target.write_bytes(file.read_bytes())
