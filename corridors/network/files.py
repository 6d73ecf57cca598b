"""Files and folders that are written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_file(path: str | Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of ``path`` only if all goes well."""
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        target = Path(folder) / path.name
        yield target
        target.replace(path)


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """Give a folder to fill; its files take their places in ``path`` only if all goes well."""
    path = Path(path)
    if path.exists() and not path.is_dir():
        raise FileExistsError(f"{path} is a file; give a folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=".writing-"))
    try:
        yield folder
        path.mkdir(exist_ok=True)
        for file in sorted(folder.iterdir()):
            file.replace(path / file.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
