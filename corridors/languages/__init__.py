"""What people read in other languages: English is written in the source, the rest in catalogues.

The library speaks English: reasons, notes, effects and warnings are plain strings for callers, in
JSON and in tests. Where something is printed for people (a page, a sheet, a map, a chart), its
texts go through :func:`in_language` last of all: ``in_language(text, "ru")``. English comes back
as it is. A text is found in the catalogue whole, as a country or a number or a date, as one of the
sentences with blanks that the source writes (``"It takes {days} days."``, whose blanks are put in
the language themselves), or piece by piece. What is in no catalogue stays: names, titles
of sources.

* ``catalogues/<language>/*.po`` (planner, reports, maps) is what translators edit,
  ``<language>.json`` what is read: ``make catalogues`` gathers the texts and writes both with
  Babel, with names of countries and forms of numbers and dates from CLDR. To read them takes
  nothing but Python, so Babel is a tool of makers and no dependency.
* A new text needs no mark: ``TOLD`` in :mod:`corridors.languages.gather` names the modules whose
  strings are gathered, ``ALSO`` what is a string of none, ``NOT_SHOWN`` what nobody reads; a test
  lists what is not translated. A new language is a row of ``LANGUAGES``, and a folder.
* Charts and maps: make the figure in English, then put its texts in the language.
"""

from corridors.languages.catalogue import LANGUAGES, known_language, words_in
from corridors.languages.sentences import in_language

__all__ = ["LANGUAGES", "in_language", "known_language", "words_in"]
