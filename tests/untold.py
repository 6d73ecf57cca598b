"""Which words of the library are left in English in what is shown: names of tables are no such."""

import re
from functools import cache

from corridors.languages.catalogue import catalogue_of

#: Names that every language writes alike, and codes.
_SAME = {
    "co2e", "teu", "usd", "openstreetmap", "odbl", "geonames", "natural", "earth", "p50", "p90",
    "tanap", "container",
}  # fmt: skip
_COLUMNS = {
    "nodes": ("node_id", "name", "aliases"), "links": ("link_id", "name", "line_ref"),
    "corridors": ("corridor_id", "name"), "services": ("service_id", "name"),
    "border_crossings": ("bcp_id", "name"),
}  # fmt: skip


def words_of(text):
    """Return the words of a text in letters of English, in lower case."""
    found = re.findall(r"[^\W\d_]{3,}", text)
    return {word.lower() for word in found if word.isascii()}


@cache
def names_of(net):
    """Return the words of the names of a network."""
    found = _SAME | words_of(net.name)
    for name, columns in _COLUMNS.items():
        table = net.table(name)
        for column in columns:
            if column in table.columns:
                found = found.union(*(words_of(str(cell)) for cell in table[column]))
    return found


def _is_alike(text, language):
    """Say whether a text is written as in English: Pakistan, Sudan."""
    known = catalogue_of(language)
    return text in (known.countries.get(text), known.words.get(text))


def left_in_english(texts, net, language, *, before=()):
    """Return texts that have words of English: of Turkish, those that are as they were before."""
    known = names_of(net)
    if language == "tr":
        texts = {text for text in set(texts) & set(before) if not _is_alike(text, language)}
    return sorted({text for text in texts if words_of(text) - known})
