"""What different spellings of one name have in common."""

from __future__ import annotations

import re
import unicodedata

#: Letters that Unicode does not decompose, as people type them.
_LETTERS = str.maketrans({"ı": "i", "ə": "a", "ø": "o", "ł": "l", "ß": "ss", "ʻ": "", "ʼ": ""})
_SIGNS = re.compile("[^a-z0-9]+")


def fold(text: str) -> str:
    """Reduce a name to what spellings of it share: no case, accents, spaces or signs.

    Examples
    --------
    >>> fold("İstanbul") == fold("istanbul"), fold("Kapıkule") == fold("KAPIKULE")
    (True, True)
    """
    if text.isascii():
        return _SIGNS.sub("", text.lower())
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold()
    return "".join(c for c in plain if c.isalnum()).translate(_LETTERS)
