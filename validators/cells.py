"""Cells and tables: the values rules judge, with the physical place of every row.

A *cell* is empty (`None`), text (`str`), a number (`int`, `float`), yes/no (`bool`), a `date`, a `datetime`, or
`Unreadable`: something that stands in the sheet but has no value we can take (an error value, a formula without a
cached result, a value that is none of our business). `Unreadable` is never taken for empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

__all__ = ["Cell", "Table", "Tables", "Unreadable", "column_letters"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose value cannot be known: `raw` is what stands there, such as `#REF!` or `=A1*2`; of a
    cell that lies under merged ones, their area (`H2:H4`). A value that is not to be known, because it is `private`
    (the code of the rule that says so), is `raw` with all but its ends left out."""

    raw: str
    private: str = ""

    def __str__(self) -> str:
        return self.raw


Cell: TypeAlias = str | int | float | bool | date | datetime | Unreadable | None


def column_letters(index: int) -> str:
    """Letters of the 1-based column `index` (1 → A, 27 → AA)."""
    letters = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(slots=True)
class Table:
    """One table as columns of cells, so that a distinct value is judged once however often it stands there.

    `columns` maps the standard column name (for an unknown column: the header as typed) to its cells; all lists have
    the length of the table. A column that the sheet does not have is absent. `places` holds the physical 1-based sheet
    row of each row and `letters` the sheet column of each table column; both are empty where the table has no place
    in a sheet (the hub's rows). `readable` tables are known to hold no unreadable cell.
    """

    name: str
    columns: dict[str, list[Cell]]
    sheet: str = ""
    places: list[int] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    readable: bool = False

    def __len__(self) -> int:
        for cells in self.columns.values():
            return len(cells)
        return 0

    def get(self, column: str) -> list[Cell]:
        """Cells of a column; all empty where the table does not have it."""
        cells = self.columns.get(column)
        return cells if cells is not None else [None] * len(self)

    def address(self, row: int, column: str | None) -> str | None:
        """`Sheet!B2` of a cell (`row` counts from 0 in this table), the row's first cell for no column, or None.

        A place of 0 is a row that stands nowhere (yet).
        """
        if not self.places or not self.places[row]:
            return None
        letter = self.letters.get(column or "") or next(iter(self.letters.values()), "A")
        return f"{self.sheet}!{letter}{self.places[row]}"

    def rows(self) -> Iterator[dict[str, Cell]]:
        """The rows as dictionaries: for tests and small tables, not for the hot path."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))

    def take(self, rows: list[int]) -> Table:
        """A table of the given rows only, in that order."""
        columns = {name: [cells[i] for i in rows] for name, cells in self.columns.items()}
        places = [self.places[i] for i in rows] if self.places else []
        return Table(self.name, columns, self.sheet, places, dict(self.letters))


Tables: TypeAlias = Mapping[str, Table]
