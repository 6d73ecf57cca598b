"""The tutorial notebooks run from the first cell to the last."""

import base64
import os
from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
pytest.importorskip("ipykernel", reason="ipykernel is not installed")

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


#: What a tutorial may weigh, pictures and all.
MOST_BYTES = 1_500_000


def pictures(book):
    """Return the pictures that the cells of a notebook show, by the last line of their code."""
    return {
        cell.source.splitlines()[-1]: output.data["image/png"]
        for cell in book.cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    }


def charts(book):
    """Return the last lines of the cells that end with a chart."""
    lines = [cell.source.splitlines()[-1] for cell in book.cells if cell.cell_type == "code"]
    return {line for line in lines if line.startswith("co.draw_") and "draw_map" not in line}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_tutorial_is_kept_with_its_pictures(path):
    assert len(NOTEBOOKS) >= 2
    book = nbformat.read(path, as_version=4)
    assert len(charts(book)) >= 2
    assert set(pictures(book)) == charts(book)
    assert path.stat().st_size < MOST_BYTES
    text = path.read_text(encoding="utf-8")
    assert str(Path.home()) not in text
    assert "<iframe" not in text


# The kernel is another process and warns of what is none of our business.
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_tutorial_runs(path, monkeypatch, tmp_path):
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    )
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    book = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    outputs = [o for cell in book.cells for o in cell.get("outputs", ())]
    assert not [o for o in outputs if o.output_type == "error"]
    shown = [o.data for o in outputs if o.output_type == "execute_result"]
    assert any("text/html" in data for data in shown)
    assert set(pictures(book)) == charts(book)
    for data in pictures(book).values():
        assert base64.b64decode(data).startswith(b"\x89PNG")
