"""A scene in another language: its words put in the language, names and sources as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from corridors.languages import in_language, known_language
from corridors.maps.page import own_assets

#: What of a scene is a text, or several, that people read.
_TEXTS = ("title", "attribution", "prices", "disclaimer")
#: Rows of a card whose values are words of the tables: names, ids, remarks.
_OF_TABLES = ("note", "id", "also", "line")
#: Labels that are names of countries and seas; those of places and lines stay.
_LANDS = ("country", "sea")
_IN_SCRIPT = re.compile(r'\bt\("((?:[^"\\]|\\.)+)"')

Tell = Callable[[str], str]


def scene_in(scene: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a scene whose words are in a language; English comes back as it is.

    Names of places and of lines, remarks in tables and titles of sources stay as the tables have
    them.

    Parameters
    ----------
    scene
        As :func:`make_scene` gives it.
    language
        One of the catalogues'.

    Raises
    ------
    ValueError
        If there is no catalogue of it.
    """
    if known_language(language) == "en":
        return scene
    tell = partial(in_language, language=language)
    told: dict[str, Any] = {name: tell(scene[name]) for name in _TEXTS}
    for name in ("modes", "statuses", "kinds"):
        told[name] = [[key, tell(word)] for key, word in scene[name]]
    if isinstance(scene["base"], Mapping):
        told["base"] = land_in(scene["base"], language)
    return {
        **scene,
        **told,
        "language": language,
        "words": {text: tell(text) for text in texts_of_script()},
        "notes": [*map(tell, scene["notes"])],
        "features": [
            {**one, "t": tell(one["t"]), "r": _rows(one["r"], tell)} for one in scene["features"]
        ],
        "groups": [_group(group, tell) for group in scene["groups"]],
        "labels": [
            [tell(label[0]) if label[3] in _LANDS else label[0], *label[1:]]
            for label in scene["labels"]
        ],
    }


def land_in(base: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the ground of a map with what it says of disputed borders in a language."""
    tell = partial(in_language, language=known_language(language))
    disputes = [{**one, **_told(one, ("name", "note"), tell)} for one in base["disputes"]]
    return {**base, "disputes": disputes}


@cache
def texts_of_script() -> tuple[str, ...]:
    """Return the words that the script of maps shows, in English."""
    return tuple(dict.fromkeys(_IN_SCRIPT.findall(own_assets()[0])))


def _told(one: Mapping[str, Any], names: tuple[str, ...], tell: Tell) -> dict[str, str]:
    return {name: tell(one[name]) for name in names if name in one}


def _rows(rows: list[list[str]], tell: Tell) -> list[list[str]]:
    """Return the rows of a card: a heading, or what it is and its value."""
    return [
        [_label(row[0], tell), *(row[1:] if row[0] in _OF_TABLES else map(tell, row[1:]))]
        for row in rows
    ]


def _label(text: str, tell: Tell) -> str:
    """Return what a row is of; where goods go to is told with the name of the place."""
    return f"{tell('towards')}: {text[3:]}" if text.startswith("to ") else tell(text)


def _group(group: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    layers = [
        {
            **layer,
            **_told(layer, ("name", "sub"), tell),
            **({"legs": [{**leg, **_told(leg, ("t", "v", "d"), tell)} for leg in layer["legs"]]}
               if "legs" in layer else {}),
        }
        for layer in group["layers"]
    ]  # fmt: skip
    return {**group, "name": tell(group["name"]), "layers": layers}
