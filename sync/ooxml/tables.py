"""Tables that get rows at the bottom or a column at the right, with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from sync.errors import Refused, UsageError
from sync.ooxml.calculated import Calculated, calculated, filled_down
from sync.ooxml.cellxml import formula_xml
from sync.ooxml.editor import SheetEditor
from sync.ooxml.growth import with_attribute
from sync.ooxml.opc import BadPart, with_child
from sync.ooxml.places import Place, Writer
from sync.ooxml.refs import LAST_COLUMN, Area, area, column_letters
from sync.ooxml.resize import grow, guard, guard_free, merged_rows
from sync.ooxml.sparklines import sparklines
from sync.ooxml.workbook import TableInfo
from sync.ooxml.xmltext import attributes, encode, tags
from validators.cells import Cell

__all__ = ["add_column", "append_rows"]


def append_rows(
    patch: Writer,
    place: Place,
    rows: Sequence[Mapping[int, Cell]],
    taken: Collection[int] = (),
    own: Collection[int] = (),
) -> list[int]:
    """Fill the blank rows of the table, then let it grow; the sheet rows in the order of `rows`. Those of `taken` are
    known not to be blank; where cells are merged, what is written may not show. In a
    plain range the columns of `own` go on with the formula that is filled down in them."""
    if not rows:
        return []
    editor = patch.editor(place.sheet)
    first, last = place.area.column, place.area.last_column
    pattern = _pattern_row(editor, place)
    shut = {*taken, *merged_rows(editor, first, last)}
    open_rows = (row for row in range(place.first_row, place.last_row + 1) if row not in shut)
    blank = list(islice((row for row in open_rows if editor.is_blank(row, first, last)), len(rows)))
    missing = len(rows) - len(blank)
    if missing:
        grow(patch, editor, place, place.last_row + missing)
    fresh = range(place.last_row + 1, place.last_row + 1 + missing)
    styles = {column: cell.style for column, cell in editor.cells(pattern) if first <= column <= last}
    formulas = calculated(patch.package, editor, place) or filled_down(editor, place, own)
    for row, values in zip([*blank, *fresh], rows, strict=True):
        editor.make_row(row, pattern)
        _fill(patch, editor, place, row, values, styles, formulas, row > place.last_row)
    return [*blank, *fresh]


def _pattern_row(editor: SheetEditor, place: Place) -> int:
    """The row whose formats new rows take: the last data row, or the first where that one was never formatted."""
    for row in (place.last_row, place.first_row):
        if place.first_row <= row and editor.cells(row):
            return row
    return 0


def _fill(
    patch: Writer,
    editor: SheetEditor,
    place: Place,
    row: int,
    values: Mapping[int, Cell],
    styles: Mapping[int, str],
    formulas: Mapping[int, Calculated],
    fresh: bool,
) -> None:
    columns = sorted({*values, *styles, *formulas})
    for column in columns:
        old = editor.find(row, column)
        if old is not None and old.formula:
            continue
        inside = place.area.column <= column <= place.area.last_column
        style = styles.get(column, "") if fresh or old is None else old.style
        if not style and old is None and (not inside or column not in styles):
            style = patch.new_style(editor, place.sheet, row, column)
        if column in formulas:
            text, array = formulas[column].at(row), formulas[column].array
            editor.put(row, column, formula_xml(editor.prefix, row, column, text, style, array))
            patch.formulas_changed()
        else:
            patch.write(editor, place.sheet, row, column, values.get(column), style)


def add_column(patch: Writer, place: Place, header: str, like: int) -> int:
    """Add a column with this header at the table's right edge, or in the next free one beside a plain range."""
    editor = patch.editor(place.sheet)
    guard(patch, editor, place)
    if place.area.last_column >= LAST_COLUMN:
        raise patch.package.fault(Refused, "full", sheet=place.sheet)
    column = place.area.last_column + 1
    block = place.area._replace(column=column, last_column=column)
    if place.table is None:
        while editor.first_filled(block):
            column += 1
            if column > LAST_COLUMN:
                raise patch.package.fault(Refused, "full", sheet=place.sheet)
            block = block._replace(column=column, last_column=column)
        _guard_apart(patch, editor, place, column)
    guard_free(patch, editor, place, block, "beside")
    if shown := next(filter(block.meets, sparklines(editor.tail)), None):
        raise patch.package.fault(Refused, "sparkline", cell=f"{place.sheet}!{shown}", table=place.name)
    if place.table is not None:
        _add_to_table(patch, place.table, header, column)
    if place.table is None or place.table.header_rows:
        pattern = editor.find(place.area.row, like)
        style = pattern.style if pattern else ""
        patch.write(editor, place.sheet, place.area.row, column, header, style)
    return column


def _guard_apart(patch: Writer, editor: SheetEditor, place: Place, column: int) -> None:
    """Refuse a column that would join a plain range to another block of columns: a blank one must part them."""
    beyond = Area(place.area.row, column + 1, place.area.row, column + 1)
    if column < LAST_COLUMN and editor.first_filled(beyond):
        cell = f"{place.sheet}!{column_letters(column + 1)}{place.area.row}"
        raise patch.package.fault(Refused, "neighbour", cell=cell, table=place.name)


def _add_to_table(patch: Writer, table: TableInfo, header: str, column: int) -> None:
    package = patch.package
    if header.casefold() in (name.casefold() for name in table.columns):
        raise package.fault(Refused, "header", table=table.name, header=header)
    xml = package.read(table.part)
    ids = [int(attributes(tag[0]).get("id", "0")) for tag in tags(xml, "tableColumn")]
    name = header.replace("\r", "").replace("\n", "_x000a_")
    named = b'id="%d" name="%s"' % (max(ids, default=0) + 1, encode(name))
    try:
        xml = with_child(xml, "tableColumns", "tableColumn", named)
    except BadPart:
        raise package.fault(UsageError, "part", part=table.part) from None
    xml = with_attribute(xml, "tableColumns", "count", lambda _: str(len(ids) + 1))

    def wider(reference: str) -> str:
        # The table itself and its filter (which ends above a totals row) reach the right edge; sorting may not.
        block = area(reference)
        return str(block._replace(last_column=column)) if block.column == table.ref.column else reference

    package.put(table.part, with_attribute(xml, "table|autoFilter", "ref", wider))
