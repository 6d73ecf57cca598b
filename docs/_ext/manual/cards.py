"""Pages of scenario cards: their keys from the JSON Schema, and the embedded ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import corridors as co
from corridors.network.changes.card_schema import card_schema
from corridors.network.schema import schema
from manual.writing import GEODATA, code, plain, table


def pages() -> dict[str, str]:
    """Return the pages of the keys, the embedded cards, the corridors and the disputed borders."""
    return {
        "reference/card-keys.md": _keys(card_schema()),
        "reference/cards.md": _embedded(),
        "reference/corridors.md": _corridors(),
        "reference/disputes.md": _disputes(),
    }


def _keys(said: Mapping[str, Any]) -> str:
    """Return the page of the keys of a card."""
    head = {key: one for key, one in said["properties"].items() if key != "override"}
    text = (
        "(card-keys)=\n# Keys of a scenario card\n\n"
        "A card is a TOML file. What stands here is made of the JSON Schema that\n"
        "`corridors scenario schema` prints for editors and other programs;\n"
        "[scenario cards](../scenarios.md) explains it with examples.\n\n"
        "## The card\n\n"
    )
    text += table(
        ["key", "type", "what"], (_key(key, one, said["required"]) for key, one in head.items())
    )
    text += "\nand one or more tables `[[override]]`, of one of these kinds:\n\n"
    for one in said["properties"]["override"]["items"]["oneOf"]:
        text += _override(one)
    return text


def _key(key: str, one: Mapping[str, Any], required: Iterable[str]) -> list[str]:
    must = " (must be there)" if key in required else ""
    return [f"`{key}`", _type(one), plain(one.get("description", "")) + must]


def _type(one: Mapping[str, Any]) -> str:
    """Return a type of JSON Schema in words."""
    if "const" in one:
        return f"`{json.dumps(one['const'])}`"
    if "enum" in one:
        return "one of " + ", ".join(code(str(word)) for word in one["enum"])
    if "anyOf" in one:
        return " or ".join(dict.fromkeys(_type(part) for part in one["anyOf"]))
    kind = one.get("type", "text")
    if kind == "array":
        return f"list of {_type(one['items'])}s" if "items" in one else "list"
    words = {
        "string": "text",
        "object": "table",
        "boolean": "true or false",
        "integer": "whole number",
    }
    kinds = kind if isinstance(kind, list) else [kind]
    return " or ".join(words.get(word, word) for word in kinds)


def _override(one: Mapping[str, Any]) -> str:
    """Return one kind of override: what selects rows, and what else it says."""
    action, name = one["title"].split()
    properties = dict(one["properties"])
    chosen = properties.pop("where", {}).get("properties", {})
    row = properties.get("row", {})
    said = {key: part for key, part in properties.items() if key not in {*chosen, "row"}}
    text = f"### {one['title']}\n\n"
    if chosen:
        text += "Rows are selected by " + ", ".join(code(key) for key in chosen)
        text += (
            ", in the override itself or in its table `where`; a list means any of its words.\n\n"
        )
    text += table(
        ["key", "type", "what"], (_key(key, part, one["required"]) for key, part in said.items())
    )
    if row:
        text += f"\nIn `row`, the columns of [`{name}`](tables/{name}.md):\n\n"
        described = {c: column.description for c, column in schema()[name].items()}
        parts = row["properties"].items()
        text += table(
            ["column", "type", "what"],
            (
                _key(c, {**part, "description": described.get(c, "")}, row["required"])
                for c, part in parts
            ),
        )
    del action
    return text + "\n"


def _embedded() -> str:
    """Return the page of the embedded cards."""
    found = co.scenarios()
    text = (
        "(cards)=\n# Embedded scenario cards\n\n"
        f"{len(found)} cards come with the package: `--scenario ID` on the command line,\n"
        '`net.apply("ID")` or `scenarios="ID"` in Python; `corridors scenario show ID` prints it.\n'
        "[How to write your own](../tutorials/own-scenario.md).\n\n"
    )
    for card_id in found.index:
        text += _card(co.scenario(card_id))
    return text


def _card(card: co.Scenario) -> str:
    """Return one card as a section."""
    sources = ", ".join(f"[{s}](#source-{s})" for s in card.source_ids)
    text = f"(card-{card.id})=\n## {plain(card.title)}\n\n"
    text += f"`{card.id}`: {plain(card.what)} {plain(card.why)}\n\n"
    if card.claim:
        text += f"Published: {plain(card.claim)}\n\n"
    if card.note:
        text += f"Left out: {plain(card.note)}\n\n"
    with_it = [f"with `{other}`" for other in card.requires]
    against = [f"not with `{other}`" for other in card.conflicts]
    said = [f"{len(card.overrides)} override(s)", f"basis {card.basis}", *with_it, *against]
    return text + f"{'; '.join(said)}. Sources: {sources}.\n\n"


def _corridors() -> str:
    """Return the page of the embedded corridors."""
    found = co.corridors()
    text = (
        "(corridors)=\n# Embedded corridors\n\n"
        f"{len(found)} corridors, by the id that `--corridor` and `corridor=` take.\n"
        "The lengths add up all links of a corridor, branches and parallel lines included.\n\n"
    )
    for row in found.reset_index().itertuples():
        text += f"(corridor-{row.corridor_id})=\n## {plain(row.name)}\n\n`{row.corridor_id}`: "
        text += f"{plain(row.description)}\n\n"
        text += table(
            ["what", "is"],
            [
                ["countries", ", ".join(row.countries)],
                ["modes", ", ".join(row.modes)],
                ["gates", "; ".join(plain(gate) for gate in row.gates)],
                ["goods", ", ".join(row.commodities)],
                ["links", f"{row.links}, {row.length_km:,.0f} km in all"],
                ["status", row.status],
            ],
        )
        text += "\n"
    return text


def _disputes() -> str:
    """Return the page of the borders that maps dash."""
    found = json.loads((GEODATA / "disputed.geojson").read_text(encoding="utf-8"))["features"]
    text = (
        "(disputes)=\n# Borders that maps dash\n\n"
        "What `geodata/disputed.geojson` holds; [the policy](../explanation/disputed.md).\n\n"
    )
    for one in found:
        said = one["properties"]
        text += f"{plain(said['name'])}\n: {plain(said['note'])}\n\n"
    return text
