"""Formulas that belong to one row alone (`=5000*12`, `=HYPERLINK("mailto:…")`), told from those of a whole column.

The first are what somebody typed about that row, and leave with it; the second are room for rows to come, and stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sync.ooxml.editor import CellBytes, SheetEditor
from sync.ooxml.formulas import references, shifted
from sync.ooxml.places import Place
from sync.ooxml.xmltext import attributes, decode

__all__ = ["own_formulas", "rows_own"]

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MIDDLE = 500_000
"""A row to which every formula can be moved, so that those filled down from one another read the same."""


def own_formulas(
    editor: SheetEditor, place: Place, rows: Collection[int], calculated: Collection[int]
) -> dict[tuple[int, int], str]:
    """The formulas of the rows' own, by (row, column). Columns of `calculated` have none, nor have formulas that are
    shared or fill an array. One that only calculates with constants is its row's own wherever else it stands; one that
    is the only one of its column is unless it refers to the row."""
    wide = range(place.area.column, place.area.last_column + 1)
    texts = _texts(editor, rows, [column for column in wide if column not in calculated])
    if not texts:
        return {}
    everywhere = _texts(editor, editor.numbers(place.first_row, place.last_row), sorted({at for _, at in texts}))
    return rows_own(texts, everywhere)


def rows_own(
    texts: Mapping[tuple[int, int], str], everywhere: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    """Of these formulas, by (row, column) and without their sign, those that belong to their row alone, seen among all
    that stand in the table."""
    forms = Counter((column, shifted(text, _MIDDLE - row)) for (row, column), text in everywhere.items())
    columns = Counter(column for column, _ in forms.elements())
    return {
        (row, column): text
        for (row, column), text in texts.items()
        if _is_constant(text)
        or (forms[column, shifted(text, _MIDDLE - row)] == 1 and not (columns[column] == 1 and _looks_at(text, row)))
    }


def _texts(editor: SheetEditor, rows: Collection[int], columns: Sequence[int]) -> dict[tuple[int, int], str]:
    return {
        (row, column): text
        for row in rows
        if editor.words.formula in editor.rows.get(row)
        for column in columns
        if (cell := editor.find(row, column)) is not None and cell.formula and (text := _text(editor, cell))
    }


def _text(editor: SheetEditor, cell: CellBytes) -> str:
    found = editor.words.formula_text.search(cell.xml)
    if found is None or attributes(b"<f" + found[1] + b">").get("t", "normal") != "normal":
        return ""
    return decode(found[2] or b"")


def _is_constant(formula: str) -> bool:
    return not any(letter.isalpha() for letter in _QUOTED.sub("", formula))


def _looks_at(formula: str, row: int) -> bool:
    here = any(found.relative and found.block.row <= row <= found.block.last_row for found in references(formula))
    return here or "[#This Row]" in formula or "[@" in formula
