"""Gather the texts of the planner's page into the catalogues of its languages, and compile them.

Translators edit ``corridors/serve/catalogues/<language>.po``; the page reads the JSON beside it,
which this script writes (``make catalogues``). It names what is not translated and exits with 1.
"""

import json
import sys
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from corridors.network.files import new_file, write_text
from corridors.serve.catalogue import CATALOGUES, LANGUAGES, texts_of_page

#: No date of making: the same texts give the same file.
HEADER = {
    "project": "corridors", "version": "1", "charset": "utf-8", "copyright_holder": "The corridors developers",
    "msgid_bugs_address": "", "last_translator": "The corridors developers", "language_team": "",
    "creation_date": datetime(2026, 11, 28, tzinfo=UTC), "revision_date": datetime(2026, 11, 28, tzinfo=UTC),
    "header_comment": "# The planner of corridors, in another language. Translators edit this file.",
}  # fmt: skip


def main():
    template = Catalog(**HEADER)
    for text in texts_of_page():
        template.add(text)
    missing = 0
    for language in LANGUAGES:
        if language == "en":
            continue
        path = CATALOGUES / f"{language}.po"
        old = (
            read_po(path.read_bytes().splitlines(keepends=True), locale=language)
            if path.exists()
            else None
        )
        made = Catalog(locale=language, fuzzy=False, **HEADER)
        for message in template:
            if message.id:
                known = old.get(message.id) if old else None
                made.add(message.id, known.string if known else "")
        untranslated = [message.id for message in made if message.id and not message.string]
        for text in untranslated:
            print(f"{language}: not translated: {text}")
        missing += len(untranslated)
        with new_file(path) as target, target.open("wb") as file:
            write_po(file, made, omit_header=False, width=100, ignore_obsolete=True)
        words = {message.id: message.string for message in made if message.id and message.string}
        text = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)
        write_text(f"{text}\n", CATALOGUES / f"{language}.json")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
