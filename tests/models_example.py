"""The files of which the printed example of a mapping tells."""

from __future__ import annotations

from corridors.sources.models import EXAMPLE

NODES = """Code;Station;ISO;Type;BorderCharge;BorderHours;\
TransferCharge;TransferHours;NodeCharge;NodeMinutes
01;Alatau Süd;KAZ;S;;;;;10;30
02;Altynkol;398;B;1.100,5;10;200;12;4,5;
03;Khorgos;China;B;80;14;;;;60
04;Ürümqi;cn;S;;;;;;
"""
POSITIONS = """X,Y,Code
77.0,43.4,01
80.25,44.2,02
80.42,44.23,03
87.6,43.8,04
"""
LINKS = """A\tB\tDist\tGauge\tSpeed\tCost\tTariff\tHours\tDir\tWKT\tStraits
01\t02\t205\t1520\t40\t\t2\t9\tB\tLINESTRING (77 43.4, 78.5 44, 80.25 44.2)\t
02\t03\t9.5\t1435\t\t25\t\t1\t\t\t
04\t03\t398\t1435\t\t700\t\t16\tTF\t\thormuz; suez
03\t04\t398\t1435\t\t720\t\t15\tFT\t\t
"""


def example(folder, mapping: str = EXAMPLE):
    """Write the mapping of the example and its files into a folder; return the mapping."""
    (folder / "nodes.csv").write_bytes(NODES.encode("cp1252"))
    (folder / "positions.csv").write_text(POSITIONS, encoding="utf-8")
    (folder / "links.csv").write_text(LINKS, encoding="utf-8")
    (folder / "example.toml").write_text(mapping, encoding="utf-8")
    return folder / "example.toml"
