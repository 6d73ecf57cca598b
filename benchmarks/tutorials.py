"""Run the tutorials and keep what they show: ``python benchmarks/tutorials.py``.

Pictures and tables stay in the notebooks, so that they can be read where nothing runs; pages of
maps do not, as they are large and shown only by a notebook that is trusted.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "examples"


def main() -> None:
    """Run every notebook in ``examples`` and write it anew."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        book = nbformat.read(path, as_version=4)
        with tempfile.TemporaryDirectory() as folder:
            where = {"metadata": {"path": folder}}
            NotebookClient(
                book, timeout=600, kernel_name="python3", record_timing=False, resources=where
            ).execute()
        for cell in book.cells:
            for output in cell.get("outputs", ()):
                if "<iframe" in output.get("data", {}).get("text/html", ""):
                    del output["data"]["text/html"]
        book.metadata["language_info"] = {"name": "python"}
        nbformat.write(book, path)
        print(f"{path.name}: {path.stat().st_size / 1e3:,.0f} kB")


if __name__ == "__main__":
    main()
