"""Cells that setting a value would break: formulas, parts of array formulas and data tables, heads of Excel Tables."""

from __future__ import annotations

from collections.abc import Sequence

from sync.errors import Refused
from sync.ooxml.editor import CellBytes, SheetEditor
from sync.ooxml.package import Package
from sync.ooxml.refs import Area, column_letters
from sync.ooxml.workbook import TableInfo
from sync.ooxml.xmltext import attributes

__all__ = ["fixed_rows", "guard_arrays", "guard_fixed", "guard_formula"]


def guard_arrays(package: Package, editor: SheetEditor, sheet: str, row: int, column: int) -> None:
    """Refuse where a cell is part of an array formula or a data table."""
    for block in editor.arrays:
        if block.meets(Area(row, column, row, column)):
            raise package.fault(Refused, "array", cell=f"{sheet}!{column_letters(column)}{row}", area=str(block))


def guard_formula(
    package: Package, editor: SheetEditor, sheet: str, row: int, column: int, old: CellBytes, over: bool
) -> None:
    """Refuse where a cell holds a formula; with `over`, only where other cells share it."""
    where = f"{sheet}!{column_letters(column)}{row}"
    if not over:
        raise package.fault(Refused, "formula", cell=where)
    found = editor.words.formula_text.search(old.xml)
    named = attributes(b"<f" + found[1] + b">") if found else {}
    if named.get("t") == "shared" and "ref" in named and named["ref"] != f"{column_letters(column)}{row}":
        raise package.fault(Refused, "shared", cell=where)


def fixed_rows(tables: Sequence[TableInfo], sheet: str) -> dict[int, list[TableInfo]]:
    """By row of a sheet, the tables that have their header or totals there: a part of its own repeats their texts, and
    programs take a file in which the two differ for damaged."""
    found: dict[int, list[TableInfo]] = {}
    for table in tables:
        heads = [table.header_row] if table.header_rows else []
        for row in [*heads, *range(table.last_row + 1, table.ref.last_row + 1)] if table.sheet == sheet else ():
            found.setdefault(row, []).append(table)
    return found


def guard_fixed(package: Package, tables: Sequence[TableInfo], sheet: str, row: int, column: int) -> None:
    """Refuse where a cell belongs to the header or the totals row of one of the tables."""
    for table in tables:
        if table.ref.column <= column <= table.ref.last_column:
            cell = f"{sheet}!{column_letters(column)}{row}"
            raise package.fault(Refused, "head", cell=cell, table=table.name)
