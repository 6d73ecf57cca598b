"""Gather the texts that people read into the catalogues of the languages, and compile them.

Translators edit ``corridors/languages/catalogues/<language>/*.po``: of the planner, of reports, of
maps; what is read is ``<language>.json`` beside them, which this script writes (``make catalogues``)
with the names of countries and the forms of numbers and dates of CLDR. It names what is not
translated and exits with 1.
"""

import json
import re
import sys
from datetime import UTC, datetime
from functools import partial

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from corridors.languages.catalogue import CATALOGUES, LANGUAGES
from corridors.languages.gather import TOLD, texts_of_source, texts_of_tables
from corridors.network.countries import countries
from corridors.network.files import DATA_FOLDER, new_file, write_text
from corridors.serve.catalogue import texts_of_page

#: No date of making: the same texts give the same file.
HEADER = {
    "project": "corridors", "version": "1", "charset": "utf-8", "copyright_holder": "The corridors developers",
    "msgid_bugs_address": "", "last_translator": "The corridors developers", "language_team": "",
    "creation_date": datetime(2026, 11, 28, tzinfo=UTC), "revision_date": datetime(2026, 11, 28, tzinfo=UTC),
    "header_comment": "# What people read of corridors, in another language. Translators edit this file.",
}  # fmt: skip
#: What stands between the pieces of a text.
SIGNS = {
    "ru": {" and ": " и ", " or ": " или ", " to ": " \u2013 ", "; and ": "; и "},
    "tr": {" and ": " ve ", " or ": " veya ", " to ": " \u2013 ", "; and ": "; ve "},
    "zh": {
        " and ": "\u548c", " or ": "\u6216", " to ": "\u2192", "; and ": "\uff1b", ", ": "\u3001", "; ": "\uff1b", ": ": "\uff1a",
        " (": "\uff08", "(": "\uff08", ")": "\uff09", ".": "\u3002", ":": "\uff1a",
    },
}  # fmt: skip
#: How days of a month, and of a year, are written from the first to the last.
WINDOWS = {
    "zh": (
        "{year}\u5e74{m}\u6708{first}\u65e5-{d}\u65e5",
        "{year}\u5e74{begins}\u6708{first}\u65e5-{m}\u6708{d}\u65e5",
    ),
}  # fmt: skip
_COUNTED = re.compile(r"\{count:n\} (.+)")
#: Fields of a day in CLDR, and ours.
_FIELDS = {"d": "{d}", "M": "{m}", "MMM": "{month}", "LLL": "{alone}", "y": "{year}"}


def plural_of(text):
    """Return the text of several of what is counted, or nothing."""
    from corridors.vocabulary import counted

    found = _COUNTED.fullmatch(text)
    return f"{{count:n}} {counted(2, found[1])[2:]}" if found else ""


def texts():
    """Return the texts of each catalogue; what two have stands in the first."""
    found, seen = {}, set()
    makers = {"planner": texts_of_page, "tables": partial(texts_of_tables, DATA_FOLDER)}
    makers |= {name: partial(texts_of_source, name) for name in TOLD}
    for name, make in makers.items():
        own = make()
        found[name] = [text for text in dict.fromkeys(own) if text not in seen]
        seen.update(own)
    return found


def made_of(old, language, wanted):
    """Return the catalogue of the wanted texts, with what the old one has of them."""
    made = Catalog(locale=language, fuzzy=False, **HEADER)
    for text in wanted:
        known = old.get(text) if old else None
        several = plural_of(text)
        if several:
            told = known.string if known and isinstance(known.string, tuple) else ()
            made.add((text, several), told or ("",) * made.num_plurals)
        else:
            made.add(text, known.string if known else "")
    return made


def words_of(catalogue):
    """Return the texts with their translations; both forms of what is counted lead to all forms."""
    words = {}
    for message in catalogue:
        if not message.id or not (message.string and all(message.string)):
            continue
        if isinstance(message.id, tuple):
            words |= {text: list(message.string) for text in message.id}
        else:
            words[message.id] = message.string
    return words


def untranslated(catalogue):
    """Return the texts without a translation."""
    return [
        message.id
        for message in catalogue
        if message.id and not all([message.string] if isinstance(message.string, str) else message.string)
    ]  # fmt: skip


def pattern_of(cldr):
    """Return a pattern of a day of CLDR in our fields."""
    parts = re.findall(r"'([^']*)'|(d|MMM|M|LLL|y)|([^a-zA-Z'])", cldr)
    told = "".join(quoted or _FIELDS.get(field, "") or other for quoted, field, other in parts)
    return told.replace("\u202f", "\u00a0")  # which every font has


def forms_of(language):
    """Return how a language writes numbers and days."""
    locale = Locale.parse(language)
    signs, days = locale.number_symbols["latn"], locale.datetime_skeletons
    day = str(days["yMMMd"].pattern)
    weekday = str(days["yMMMEd"].pattern).replace(day, "{day}").replace("E", "{weekday}")
    months = locale.months
    written = pattern_of(day)
    windows = WINDOWS.get(
        language, (f"{{first}} - {written}", f"{{first}} {{begins_name}} - {written}")
    )
    return {
        "decimal": signs["decimal"],
        "group": signs["group"],
        "percent": re.sub(r"#,##0", "#", locale.percent_formats[None].pattern),
        "day": written,
        "window": windows[0],
        "window_of_year": windows[1],
        "day_of_year": pattern_of(str(days["MMMd"].pattern)),
        "month": pattern_of(str(days["yMMM"].pattern)),
        "weekday": weekday,
        "months": [months["format"]["abbreviated"][k] for k in range(1, 13)],
        "months_alone": [months["stand-alone"]["abbreviated"][k] for k in range(1, 13)],
        "weekdays": [locale.days["format"]["abbreviated"][k] for k in range(7)],
    }


def countries_in(language):
    """Return the names of countries by ours and by those of CLDR."""
    own, english = Locale.parse(language).territories, Locale.parse("en").territories
    named = {
        english[code]: own[code]
        for code in english
        if len(code) == 2 and code in own and code.isalpha()
    }
    named |= {one.name: own[code] for code, one in countries().items() if code in own}
    return dict(sorted(named.items()))


def read(path, language):
    """Return the catalogue of a file, or nothing if there is none."""
    if not path.exists():
        return None
    return read_po(path.read_bytes().splitlines(keepends=True), locale=language)


def main():
    missing = 0
    for language in LANGUAGES:
        if language == "en":
            continue
        words = {}
        for name, wanted in texts().items():
            path = CATALOGUES / language / f"{name}.po"
            made = made_of(read(path, language), language, wanted)
            for text in untranslated(made):
                print(f"{path.parent.name}/{path.name}: not translated: {text}")
                missing += 1
            path.parent.mkdir(exist_ok=True)
            with new_file(path) as target, target.open("wb") as file:
                write_po(file, made, omit_header=False, width=100, ignore_obsolete=True)
            words |= words_of(made)
        whole = {
            "words": words, "countries": countries_in(language),
            "signs": SIGNS[language], "forms": forms_of(language),
        }  # fmt: skip
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        write_text(f"{text}\n", CATALOGUES / f"{language}.json")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
