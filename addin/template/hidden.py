"""The hidden sheets: `_lists` holds the drop-downs' values, `_salesheet` says what this workbook is.

Both are plain cells, so that every program that saves the file keeps them. Rows count from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from addin.template.lists import DropList, Lists
from addin.template.sheets import MARKER
from sync.endpoints.marker import TEAM_ROW, USER_ROW
from validators.cells import column_letters

__all__ = ["TEAM_CELL", "USER_CELL", "Cells", "list_cells", "list_range"]

Cells: TypeAlias = dict[tuple[int, int], str | int]
"""Values by 1-based row and column."""
TEAM_CELL, USER_CELL = f"{MARKER}!$B${TEAM_ROW}", f"{MARKER}!$B${USER_ROW}"
USERS_ROOM = 500
"""Rows that the users' list may fill."""


def list_cells(lists: Sequence[DropList]) -> Cells:
    """`_lists`: a column per list, its heading in row 1, its values below."""
    cells: Cells = {}
    for column, drop in enumerate(lists, 1):
        cells[1, column] = drop.heading
        cells.update({(row, column): value for row, value in enumerate(drop.values, 2)})
    return cells


def list_range(lists: Lists, sheet: str, at: int) -> str:
    """The formula of the defined name of the list number `at` (0-based). The users' list (the first) counts itself."""
    letter = column_letters(at + 1)
    if at == 0:
        room = f"{sheet}!${letter}$2:${letter}${USERS_ROOM + 1}"
        return f"={sheet}!${letter}$2:INDEX({room},MAX(1,COUNTA({room})))"
    return f"={sheet}!${letter}$2:${letter}${len(lists.lists[at].values) + 1}"
