"""The hidden sheet `_salesheet`: says what a workbook is and which sheets in it are the agent's.

It holds plain cells, a key and its value in each row, so that any program that saves the file keeps it. The titles of
the agent's sheets come last, below their heading. Rows count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync.ooxml.read import Grid
from validators.cells import Cell
from validators.fields import Language

__all__ = [
    "HEARTBEAT",
    "MARKER_SHEET",
    "RIBBON",
    "RUNTIME",
    "TABLE",
    "TEAM_ROW",
    "USER_ROW",
    "Marker",
    "marker_cells",
    "read_marker",
]

MARKER_SHEET = "_salesheet"
HEARTBEAT = "salesheet_heartbeat"
"""The defined name of the cell that the agent stamps."""
AGENT_SHEETS = "agent_sheets"
RIBBON = "ribbon"
"""The key that says that the workbook was handed out with a ribbon."""
RUNTIME = "xlwings"
"""The key that says for which version of xlwings the workbook's macros were made."""
TABLE = "table:"
"""Before a table's name: the key that names the sheet it was found on when the workbook was adopted."""
TEAM_ROW, USER_ROW = 4, 5


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker sheet says. `agent_sheets` are titles, folded."""

    values: Mapping[str, Cell] = field(default_factory=dict)
    agent_sheets: frozenset[str] = frozenset()

    @property
    def sheets(self) -> dict[str, str]:
        """By table, the title of the sheet on which it was found when the workbook was adopted."""
        return {key.removeprefix(TABLE): str(value) for key, value in self.values.items() if key.startswith(TABLE)}


def read_marker(grid: Grid) -> Marker:
    """What the cells of the marker sheet say; unknown keys are kept."""
    values: dict[str, Cell] = {}
    titles: set[str] = set()
    listing = False
    for row in range(1, grid.height + 1):
        first = grid.cell(row, 1)
        if first == AGENT_SHEETS:
            listing = True
        elif listing and first is not None:
            titles.add(str(first).casefold())
        elif isinstance(first, str):
            values[first] = grid.cell(row, 2)
    return Marker(values, frozenset(titles))


def marker_cells(
    language: Language,
    agent_sheets: Sequence[str],
    team: str = "",
    user: str = "",
    more: Mapping[str, str | int] | None = None,
) -> dict[tuple[int, int], str | int]:
    """The cells of the marker sheet by row and column; `more` are further keys."""
    keys: dict[str, str | int] = {
        "format": 1,
        "kind": "salesheet-workbook",
        "language": language,
        "team": team,
        "user": user,
        **(more or {}),
    }
    cells: dict[tuple[int, int], str | int] = {}
    for row, (key, value) in enumerate(keys.items(), 1):
        cells[row, 1] = key
        if value != "":
            cells[row, 2] = value
    heading = len(keys) + 2
    cells[heading, 1] = AGENT_SHEETS
    cells.update({(row, 1): title for row, title in enumerate(agent_sheets, heading + 1)})
    return cells
