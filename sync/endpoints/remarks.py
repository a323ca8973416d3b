"""What people hung on the cells of the standard tables: comments and links, which no column carries."""

from __future__ import annotations

from sync.endpoints.layout import Layout
from sync.ooxml.remarks import read_remarks
from sync.ooxml.workbook import Workbook
from validators.cells import column_letters

__all__ = ["remarks_of"]


def remarks_of(workbook: Workbook, layout: Layout) -> dict[tuple[str, int, str], str]:
    """The remarks by (table, row index, column); of a column without a name by its letters."""
    found: dict[tuple[str, int, str], str] = {}
    sheets = {place.sheet: read_remarks(workbook, place.sheet) for place in layout.places.values()}
    for name, place in layout.places.items():
        remarks = sheets[place.sheet]
        if not remarks:
            continue
        rows = {row: index for index, row in enumerate(layout.tables[name].places)}
        columns = {at: column for column, at in place.columns.items()}
        for (row, at), text in remarks.items():
            if row in rows and place.first_column <= at <= place.last_column:
                found[name, rows[row], columns.get(at) or column_letters(at)] = text
    return found
