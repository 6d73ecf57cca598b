"""The gallery: short scripts, by public names alone, each a question with one answer.

They are run when the documentation is built, where an error in one of them stops the build.
"""

import ast
import importlib.util
import io
import re
import tokenize
from pathlib import Path

import matplotlib.figure
import pandas as pd
import pytest

import corridors as co

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "examples" / "gallery"
SCRIPTS = sorted(GALLERY.glob("plot_*.py"))
#: What a study may import beside the library.
LIBRARIES = {"corridors", "geopandas", "matplotlib", "pandas", "pathlib", "tempfile"}
#: Numbers that no change of data makes false.
NOT_OF_DATA = re.compile(r"40-ft|10th|90th|15 days")
#: Lines of code that a script may have.
MOST = 39


def tree(script):
    return ast.parse(script.read_text(encoding="utf-8"))


def lines_of_code(text):
    """Count lines with code on them: neither docstring, nor comment, nor blank."""
    body = ast.parse(text).body
    docstring = (
        range(body[0].lineno, body[0].end_lineno + 1) if ast.get_docstring(ast.parse(text)) else ()
    )
    none = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.ENDMARKER,
        tokenize.INDENT,
        tokenize.DEDENT,
    }
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    rows = {
        row
        for token in tokens
        if token.type not in none
        for row in range(token.start[0], token.end[0] + 1)
    }
    return len(rows - set(docstring))


def test_there_are_enough_questions_and_no_other_scripts():
    assert len(SCRIPTS) >= 16
    assert {path.name for path in GALLERY.iterdir() if path.is_file()} == {
        "GALLERY_HEADER.rst",
        *(script.name for script in SCRIPTS),
    }
    titles = [ast.get_docstring(tree(script)).splitlines()[0] for script in SCRIPTS]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_a_question_and_its_answer(script):
    said = ast.get_docstring(tree(script)).splitlines()
    title, rule, blank, *rest = said
    assert title.endswith("?")
    assert rule == "=" * len(title)
    assert blank == ""
    assert len(" ".join(rest).split(". ")) >= 2, "who asks, for what, how to read it"
    assert not re.search(r"\d", NOT_OF_DATA.sub("", " ".join(rest))), "numbers change with the data"
    assert isinstance(tree(script).body[-1], ast.Expr), "the last expression is the answer"
    assert lines_of_code(script.read_text(encoding="utf-8")) <= MOST


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_uses_public_names_alone(script):
    for node in ast.walk(tree(script)):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= LIBRARIES
            assert all(
                alias.name == "corridors" or "corridors" not in alias.name for alias in node.names
            )
        elif isinstance(node, ast.ImportFrom):
            assert node.module in LIBRARIES - {"corridors"}
        elif isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_")
            if isinstance(node.value, ast.Name) and node.value.id == "co":
                assert node.attr in co.__all__, node.attr


def test_code_is_counted_without_words_about_it():
    text = '"""Title.\n\nMore.\n"""\n\n# why\nx = 1  # one\ny = """a\nb"""\nz = (\n    2,\n)\n'
    assert lines_of_code(text) == 6


@pytest.fixture
def pictures():
    spec = importlib.util.spec_from_file_location(
        "gallery_pictures", ROOT / "docs" / "_ext" / "gallery_pictures.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pictures


def scraped(pictures, shown, folder, code="shown"):
    """Return what the scraper writes and the picture that it saves."""
    path = folder / "picture.png"
    names = {"example_globals": {"___": shown}, "image_path_iterator": iter([str(path)])}
    text = pictures(("code", code, 1), names, {"src_dir": str(folder)})
    return text, path


def test_a_figure_is_shown_and_a_table_has_a_thumbnail(pictures, tmp_path):
    pytest.importorskip("sphinx_gallery")
    figure = matplotlib.figure.Figure()
    text, path = scraped(pictures, figure, tmp_path)
    assert "picture.png" in text
    path.unlink()
    frame = pd.DataFrame({"days": [1.25, 2.5]}, index=["a", "b"])
    for table in (frame, frame.style.format("{:.1f}")):
        text, path = scraped(pictures, table, tmp_path)
        assert text == ""
        assert path.read_bytes()[1:4] == b"PNG"
        path.unlink()
    for code in ("shown = 1", ""):
        text, path = scraped(pictures, figure, tmp_path, code)
        assert text == ""
        assert not path.exists()
