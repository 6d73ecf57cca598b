"""Blocks of arcs, joined to columns."""

from __future__ import annotations

import numpy as np
import pytest

from corridors.graph.bulk.blocks import Block, Numbered, block_of_rows, joined
from corridors.graph.stategraph import ALL_COMMODITIES, MADE_COLUMNS


def test_columns_of_blocks_are_joined_in_an_order_with_their_defaults():
    tables = Numbered()
    row = [float(k) for k in range(len(MADE_COLUMNS))]
    one = block_of_rows([5], [row], [(("links", 3), ("", -1))], tables)
    none = np.zeros((2, 2), np.int16)
    two = Block(np.array([1, 2]), {"tail": np.array([8, 9]), "km": 2.5}, none, none)
    order = np.array([2, 0, 1])
    assert joined([one, two], "tail", order).tolist() == [9, 0, 8]
    assert joined([one, two], "km", order).tolist() == [2.5, row[MADE_COLUMNS.index("km")], 2.5]
    masks = joined([one, two], "commodities", order)
    assert masks.tolist()[::2] == [ALL_COMMODITIES] * 2
    assert masks.dtype == np.int64
    with pytest.raises(ValueError, match="read-only"):
        masks[0] = 1
    assert tables.names == ("", "links")
    assert one.table.tolist() == [[1, 0]]
    assert one.row.tolist() == [[3, -1]]
