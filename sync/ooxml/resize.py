"""Lets the data of a table end on another row, with all that belongs to it; refuses where that is not safe.

Rows never move: what people hung on them (comments, pictures, notes beside the table, references) stays beside its row.
A row that is taken away becomes a blank one, which is filled before the table grows; only at the table's end the blank
rows leave it.
"""

from __future__ import annotations

from collections.abc import Collection

from sync.errors import Refused
from sync.ooxml.cellxml import blank_xml
from sync.ooxml.editor import CellBytes, SheetEditor
from sync.ooxml.growth import grow_book, grow_rules, grow_sheet_tail, grow_table
from sync.ooxml.pivots import pivot_areas
from sync.ooxml.places import Place, Writer
from sync.ooxml.refs import LAST_ROW, Area, area, column_letters
from sync.ooxml.totals import in_the_way, move_totals
from sync.ooxml.xmltext import attributes, tags

__all__ = ["cover", "grow", "guard", "guard_free", "merged_in", "merged_rows", "shrink"]


def grow(patch: Writer, editor: SheetEditor, place: Place, last_row: int) -> None:
    """Let the data of a table end on a row further down; its totals row moves along.

    Raises:
        Refused: something stands in the way, or the sheet is full or protected.
    """
    package, table = patch.package, place.table
    guard(patch, editor, place)
    new = place.area._replace(last_row=place.area.last_row + last_row - place.last_row)
    if new.last_row > LAST_ROW:
        raise package.fault(Refused, "full", sheet=place.sheet)
    guard_free(patch, editor, place, new._replace(row=place.area.last_row + 1), "below")
    if table is not None and table.totals_rows:
        held = in_the_way(patch.workbook, editor, place.sheet, _totals(place))
        if held:
            raise package.fault(Refused, "totals", table=place.name, cell=held)
    _resize(patch, editor, place, last_row)
    if table is None:
        patch.grown(place, last_row)


def cover(patch: Writer, editor: SheetEditor, place: Place, last_row: int) -> None:
    """Let an Excel Table grow over rows that stand below it already, as Excel does while one types them.

    Nothing happens where that is not safe: then they stay below it.
    """
    table = place.table
    if table is None or table.totals_rows or table.query or _is_protected(editor) or last_row <= place.last_row:
        return
    block = place.area._replace(row=place.area.last_row + 1, last_row=last_row)
    pivots = pivot_areas(patch.package, patch.workbook.sheet(place.sheet).part)
    others = [t.ref for t in patch.workbook.tables if t.sheet == place.sheet and t.part != table.part]
    if not merged_in(editor, block) and not any(area.meets(block) for area in [*pivots, *others]):
        _resize(patch, editor, place, last_row)


def _totals(place: Place) -> Area:
    return place.area._replace(row=place.last_row + 1)


def _resize(patch: Writer, editor: SheetEditor, place: Place, last_row: int) -> None:
    """Let the data of a table end on another row, with everything that belongs to it."""
    package, table, rows = patch.package, place.table, last_row - place.last_row
    ended = place.area._replace(last_row=place.last_row)
    if table is not None:
        new = place.area._replace(last_row=place.area.last_row + rows)
        package.put(table.part, grow_table(package.read(table.part), place.area, ended, new))
    ends = [ended] if place.last_row >= place.first_row else []
    if table is not None and table.totals_rows:
        # First what ended on the totals row: what ends with the data may come to end where that row stood.
        ends.insert(0, place.area)
        if move_totals(editor, place.sheet, ended, _totals(place), rows):
            patch.formulas_changed()
    for end in ends:
        _follow(patch, editor, place, end, end.last_row + rows)


def _follow(patch: Writer, editor: SheetEditor, place: Place, ended: Area, last_row: int) -> None:
    editor.tail = grow_sheet_tail(editor.tail, ended, last_row, filters=place.table is None)
    grow_book(patch.workbook, place.sheet, ended, last_row)
    patch.change_tails(lambda title, tail: grow_rules(tail, place.sheet, ended, last_row, title == place.sheet))


def shrink(patch: Writer, place: Place, rows: Collection[int]) -> None:
    """Let blank rows among `rows` at the very end of an Excel Table leave it; one data row always stays.

    Nothing happens where it could do harm: in a table with a totals row or an external query, on a protected sheet, and
    as far up as a formula stands that others share.
    """
    table, editor = place.table, patch.editor(place.sheet)
    if table is None or table.totals_rows or table.query or _is_protected(editor):
        return
    last, columns = place.last_row, (place.area.column, place.area.last_column)
    while last > place.first_row and last in rows and editor.is_blank(last, *columns):
        if any(b"ref=" in cell.xml for _, cell in _formulas(editor, last, place)):  # an array, or one that is shared
            break
        last -= 1
    for row in range(last + 1, place.last_row + 1):
        for column, cell in _formulas(editor, row, place):
            editor.put(row, column, blank_xml(editor.prefix, row, column, cell.style))
            patch.formulas_changed()
    if last < place.last_row:
        _resize(patch, editor, place, last)


def _formulas(editor: SheetEditor, row: int, place: Place) -> list[tuple[int, CellBytes]]:
    first, last = place.area.column, place.area.last_column
    return [(column, cell) for column, cell in editor.cells(row) if cell.formula and first <= column <= last]


def _is_protected(editor: SheetEditor) -> bool:
    tag = next(tags(editor.tail, "sheetProtection"), None)
    return tag is not None and attributes(tag[0]).get("sheet") in ("1", "true")


def guard(patch: Writer, editor: SheetEditor, place: Place) -> None:
    """Refuse to let a table grow that an external query fills, or that stands on a protected sheet."""
    if place.table is not None and place.table.query:
        raise patch.package.fault(Refused, "query", table=place.name)
    if _is_protected(editor):
        raise patch.package.fault(Refused, "protected", sheet=place.sheet)


def guard_free(patch: Writer, editor: SheetEditor, place: Place, block: Area, key: str) -> None:
    """Refuse unless a block beside the table is free."""
    found = editor.first_filled(block)
    if found is not None:
        cell = f"{place.sheet}!{column_letters(found[1])}{found[0]}"
        raise patch.package.fault(Refused, key, cell=cell, table=place.name)
    merged = merged_in(editor, block)
    if merged:
        raise patch.package.fault(Refused, "merged", area=f"{place.sheet}!{merged}", table=place.name)
    for pivot in pivot_areas(patch.package, patch.workbook.sheet(place.sheet).part):
        if pivot.meets(block):
            raise patch.package.fault(Refused, "pivot", area=f"{place.sheet}!{pivot}", table=place.name)
    for other in patch.workbook.tables:
        mine = place.table is not None and other.part == place.table.part
        if other.sheet == place.sheet and not mine and other.ref.meets(block):
            raise patch.package.fault(
                Refused, "other_table", other=other.name, area=f"{other.sheet}!{other.ref}", table=place.name
            )


def merged_in(editor: SheetEditor, block: Area) -> str:
    """The first merged area that shares a cell with a block; empty where there is none."""
    for tag in tags(editor.tail, "mergeCell"):
        reference = attributes(tag[0]).get("ref", "")
        if area(reference).meets(block):
            return reference
    return ""


def merged_rows(editor: SheetEditor, first: int, last: int) -> set[int]:
    """The rows in which cells between two columns are merged."""
    blocks = [area(attributes(tag[0]).get("ref", "")) for tag in tags(editor.tail, "mergeCell")]
    meets = [block for block in blocks if block.column <= last and first <= block.last_column]
    return {row for block in meets for row in range(block.row, block.last_row + 1)}
