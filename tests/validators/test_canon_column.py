"""A column is worked out at once, with the very result of its cells one by one."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.canon import canonical, canonical_column
from validators.cells import Cell, Unreadable
from validators.fields import Column
from validators.models import specs
from validators.settings import Settings

COLUMNS = {column.kind: column for spec in specs(Settings()).values() for column in spec.columns}
TEXTS = st.sampled_from(
    ["", " ", "a", " a ", "Ａ１", "a\rb", "a\r\nb ", "是", "1,000", "2024-05-01", "C20240501001", "\u3000x"]
)
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.sampled_from([0, 1, 2, 1.0, 0.5, 1e15, 10**15, True, False, float("inf")]),
    st.sampled_from([date(2024, 5, 1), datetime(2024, 5, 1), datetime(2024, 5, 1, 8), Unreadable("#N/A")]),
)


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())
@given(cells=st.one_of(st.lists(CELLS), st.lists(TEXTS | st.none())))
def test_a_column_is_what_its_cells_are(column: Column, cells: list[Cell]) -> None:
    before = cells.copy()
    told = canonical_column(column, cells)
    assert [repr(cell) for cell in told] == [repr(canonical(column, cell)) for cell in cells]
    told.append("x")
    assert cells == before
