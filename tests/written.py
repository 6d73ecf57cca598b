"""What translators wrote, and what they were to: for tests of catalogues."""

from functools import cache, partial

from corridors.languages.catalogue import CATALOGUES, LANGUAGES
from corridors.languages.gather import TOLD, texts_of_source, texts_of_tables
from corridors.network.files import DATA_FOLDER
from corridors.serve.catalogue import texts_of_page

OTHERS = [language for language in LANGUAGES if language != "en"]


def _wanted(name):
    """Return the texts of a catalogue, without those of one that stands before it."""
    before = list(CATALOGUES_OF)[: list(CATALOGUES_OF).index(name)]
    seen = {text for one in before for text in _every(one)}
    return [text for text in _every(name) if text not in seen]


@cache
def _every(name):
    if name == "planner":
        return texts_of_page()
    texts = texts_of_tables(DATA_FOLDER) if name == "tables" else texts_of_source(name)
    return tuple(dict.fromkeys(texts))


#: By the name of a catalogue: what gives the texts that it must have.
CATALOGUES_OF = {name: partial(_wanted, name) for name in ("planner", "tables", *TOLD)}


@cache
def written(name, language):
    """Return the translations of a file of translators; of what is counted, all forms."""
    from babel.messages.pofile import read_po

    with (CATALOGUES / language / f"{name}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    told = {}
    for message in catalogue:
        if message.id and not message.fuzzy:
            one = message.id[0] if isinstance(message.id, tuple) else message.id
            forms = message.string if isinstance(message.string, str) else [*message.string]
            told[one] = forms if isinstance(forms, str) or all(forms) else ""
    return told
