"""Empties rows of a table: what a person typed goes, what belongs to the table (formats, formulas of columns) stays."""

from __future__ import annotations

from collections.abc import Collection

from sync.ooxml.calculated import calculated
from sync.ooxml.cellxml import blank_xml, uncomputed_xml
from sync.ooxml.editor import SheetEditor
from sync.ooxml.own import own_formulas
from sync.ooxml.places import Place, Writer

__all__ = ["clear", "own"]


def own(patch: Writer, editor: SheetEditor, place: Place, rows: Collection[int]) -> dict[tuple[int, int], str]:
    """The formulas in the rows that belong to their row alone, by (row, column)."""
    return own_formulas(editor, place, rows, calculated(patch.package, editor, place))


def clear(patch: Writer, editor: SheetEditor, place: Place, rows: Collection[int]) -> set[str]:
    """Empty the rows within the table; the texts that stood there."""
    mine, texts = own(patch, editor, place, rows), set[str]()
    for row in rows:
        for column, cell in editor.cells(row):
            if not (cell.filled and place.area.column <= column <= place.area.last_column):
                continue
            texts.add(patch.workbook.strings.of_cell(cell.kind, cell.xml) or "")
            if cell.formula and (row, column) not in mine:
                editor.put(row, column, uncomputed_xml(editor.words, cell.xml))
            else:
                editor.put(row, column, blank_xml(editor.prefix, row, column, cell.style))
    if mine:
        patch.formulas_changed()
    return texts
