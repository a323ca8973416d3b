"""What hangs on rows of the standard tables and no column carries: comments, links, formulas of a row's own."""

from __future__ import annotations

from collections.abc import Collection

from sync.endpoints.layout import Layout
from sync.endpoints.regions import region
from sync.ooxml.patch import Patch
from sync.ooxml.remarks import read_remarks
from sync.ooxml.workbook import Workbook
from validators.cells import column_letters

__all__ = ["remarks_of"]


def remarks_of(
    workbook: Workbook, layout: Layout, rows: Collection[tuple[str, int]]
) -> dict[tuple[str, int, str], str]:
    """The remarks on these rows (table, row index) by (table, row index, column), several of one cell as lines; of a
    column without a name by its letters."""
    found: dict[tuple[str, int, str], str] = {}
    patch = Patch(workbook)
    for name in sorted({table for table, _ in rows}):
        place, at = layout.places[name], layout.tables[name].places
        wanted = {at[index]: index for table, index in rows if table == name}
        columns = {number: column for column, number in place.columns.items()}
        hung = {cell: [text] for cell, text in read_remarks(workbook, place.sheet).items()}
        # A sheet whose rows are known from reading has no formulas.
        area = region(name, layout, workbook)
        own = {} if place.sheet in layout.cuts else patch.own_formulas(place.sheet, area, wanted)
        for cell, formula in own.items():
            hung.setdefault(cell, []).append("=" + formula)
        for (row, column), texts in sorted(hung.items()):
            if row in wanted and place.first_column <= column <= place.last_column:
                found[name, wanted[row], columns.get(column) or column_letters(column)] = "\n".join(texts)
    return found
