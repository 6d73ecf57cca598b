"""GMNS, the General Modeling Network Specification: node and link tables, with geometry.

A folder with ``node.csv``, ``link.csv`` and, as the specification has it, ``config.csv``. Our own
networks are written with all their tables (``own``); those of other programs are read as they are
written in the wild (``wild``), with an account of what was left out, changed, inferred and assumed.
"""

from __future__ import annotations

from pathlib import Path

from corridors.formats.gmns.own import GMNS_FILES, is_own, read_own, write_gmns
from corridors.formats.gmns.wild import read_wild
from corridors.network.network import Network

__all__ = ["GMNS_FILES", "read_gmns", "write_gmns"]


def read_gmns(path: str | Path) -> Network:
    """Read a GMNS folder: our own tables if they stand beside, else by the specification.

    ``net.report`` tells what was made of the tables of another program: docs/formats.md.

    Raises
    ------
    FileNotFoundError, DataError
        If a table is missing, or with every fault.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder")
    return read_own(folder) if is_own(folder) else read_wild(folder)
