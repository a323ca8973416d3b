"""Tables that grow: rows at the bottom, a column at the right, with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from sync.errors import Refused
from sync.ooxml.cellxml import formula_xml
from sync.ooxml.editor import SheetEditor
from sync.ooxml.growth import grow_book, grow_sheet_tail, grow_table, with_attribute
from sync.ooxml.opc import with_child
from sync.ooxml.package import Package
from sync.ooxml.refs import LAST_COLUMN, LAST_ROW, Area, area, column_letters
from sync.ooxml.workbook import TableInfo, Workbook
from sync.ooxml.xmltext import attributes, decode, encode, tags
from validators.cells import Cell

__all__ = ["Place", "Region", "add_column", "append_rows"]


@dataclass(frozen=True, slots=True)
class Region:
    """A table that is no Excel Table: a header row and the data below it; without data, `last_row` is the header."""

    header_row: int
    first_col: int
    last_col: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: `area` with header and totals, `first_row` to `last_row` its data. `name` for messages."""

    name: str
    sheet: str
    area: Area
    first_row: int
    last_row: int
    table: TableInfo | None


class Writer(Protocol):
    """What growing a table needs of a patch."""

    package: Package
    workbook: Workbook

    def editor(self, sheet: str) -> SheetEditor:
        """The rows of a sheet."""
        ...

    def write(self, editor: SheetEditor, sheet: str, row: int, column: int, value: Cell, style: str) -> None:
        """Set a cell whatever stands there."""
        ...

    def new_style(self, editor: SheetEditor, sheet: str, row: int, column: int) -> str:
        """The format of a cell that does not exist yet."""
        ...

    def grown(self, place: Place, last_row: int) -> None:
        """A plain range reaches further now."""
        ...

    def formulas_changed(self) -> None:
        """A formula came."""
        ...


def append_rows(
    patch: Writer, place: Place, rows: Sequence[Mapping[int, Cell]], taken: Collection[int] = ()
) -> list[int]:
    """Fill the blank rows of the table, then let it grow; the sheet rows in the order of `rows`. Those of `taken` are
    known not to be blank."""
    if not rows:
        return []
    editor = patch.editor(place.sheet)
    first, last = place.area.column, place.area.last_column
    pattern = _pattern_row(editor, place)
    open_rows = (row for row in range(place.first_row, place.last_row + 1) if row not in taken)
    blank = list(islice((row for row in open_rows if editor.is_blank(row, first, last)), len(rows)))
    missing = len(rows) - len(blank)
    if missing:
        _grow(patch, editor, place, place.last_row + missing)
    fresh = range(place.last_row + 1, place.last_row + 1 + missing)
    styles = {column: cell.style for column, cell in editor.cells(pattern) if first <= column <= last}
    formulas = _calculated(patch, place)
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
    formulas: Mapping[int, tuple[str, bool]],
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
            text, array = formulas[column]
            editor.put(row, column, formula_xml(editor.prefix, row, column, text, style, array))
            patch.formulas_changed()
        else:
            patch.write(editor, place.sheet, row, column, values.get(column), style)


def _calculated(patch: Writer, place: Place) -> dict[int, tuple[str, bool]]:
    """The formulas of calculated columns by sheet column, with whether they are array formulas."""
    if place.table is None:
        return {}
    xml = patch.package.read(place.table.part)
    found = {}
    starts = [tag.start() for tag in tags(xml, "tableColumn")]
    for offset, (start, end) in enumerate(zip(starts, [*starts[1:], len(xml)], strict=True)):
        tag = next(tags(xml, "calculatedColumnFormula", start, end), None)
        if tag is not None and not tag[0].endswith(b"/>"):
            text = decode(xml[tag.end() : xml.index(b"<", tag.end())])
            found[place.area.column + offset] = (text, attributes(tag[0]).get("array") in ("1", "true"))
    return found


def _grow(patch: Writer, editor: SheetEditor, place: Place, last_row: int) -> None:
    package, table = patch.package, place.table
    _guard(patch, editor, place)
    if table is not None and table.totals_rows:
        raise package.fault(Refused, "totals", table=place.name)
    if last_row > LAST_ROW:
        raise package.fault(Refused, "full", sheet=place.sheet)
    new = place.area._replace(last_row=last_row)
    _guard_free(patch, editor, place, new._replace(row=place.last_row + 1), "below")
    if table is not None:
        package.put(table.part, grow_table(package.read(table.part), place.area, new))
    else:
        patch.grown(place, last_row)
    if place.last_row >= place.first_row:
        ended = place.area._replace(last_row=place.last_row)
        editor.tail = grow_sheet_tail(editor.tail, ended, last_row, filters=table is None)
        grow_book(patch.workbook, place.sheet, ended, last_row)


def _guard(patch: Writer, editor: SheetEditor, place: Place) -> None:
    if place.table is not None and place.table.query:
        raise patch.package.fault(Refused, "query", table=place.name)
    protection = next(tags(editor.tail, "sheetProtection"), None)
    if protection is not None and attributes(protection[0]).get("sheet") in ("1", "true"):
        raise patch.package.fault(Refused, "protected", sheet=place.sheet)


def _guard_free(patch: Writer, editor: SheetEditor, place: Place, block: Area, key: str) -> None:
    """Refuse unless a block beside the table is free."""
    found = editor.first_filled(block)
    if found is not None:
        cell = f"{place.sheet}!{column_letters(found[1])}{found[0]}"
        raise patch.package.fault(Refused, key, cell=cell, table=place.name)
    merged = _merged_in(editor, block)
    if merged:
        raise patch.package.fault(Refused, "merged", area=f"{place.sheet}!{merged}", table=place.name)
    for other in patch.workbook.tables:
        mine = place.table is not None and other.part == place.table.part
        if other.sheet == place.sheet and not mine and other.ref.meets(block):
            raise patch.package.fault(
                Refused, "other_table", other=other.name, area=f"{other.sheet}!{other.ref}", table=place.name
            )


def _merged_in(editor: SheetEditor, block: Area) -> str:
    for tag in tags(editor.tail, "mergeCell"):
        reference = attributes(tag[0]).get("ref", "")
        if area(reference).meets(block):
            return reference
    return ""


def add_column(patch: Writer, place: Place, header: str, like: int) -> int:
    """Add a column with this header at the table's right edge, or in the next free one beside a plain range."""
    editor = patch.editor(place.sheet)
    _guard(patch, editor, place)
    if place.area.last_column >= LAST_COLUMN:
        raise patch.package.fault(Refused, "full", sheet=place.sheet)
    column = place.area.last_column + 1
    block = place.area._replace(column=column, last_column=column)
    if place.table is None:
        while editor.first_filled(block) or _merged_in(editor, block) or _in_table(patch, place.sheet, block):
            column += 1
            if column > LAST_COLUMN:
                raise patch.package.fault(Refused, "full", sheet=place.sheet)
            block = block._replace(column=column, last_column=column)
    else:
        _guard_free(patch, editor, place, block, "beside")
        _add_to_table(patch, place.table, header, column)
    if place.table is None or place.table.header_rows:
        pattern = editor.find(place.area.row, like)
        style = pattern.style if pattern else ""
        patch.write(editor, place.sheet, place.area.row, column, header, style)
    return column


def _in_table(patch: Writer, sheet: str, block: Area) -> bool:
    return any(table.sheet == sheet and table.ref.meets(block) for table in patch.workbook.tables)


def _add_to_table(patch: Writer, table: TableInfo, header: str, column: int) -> None:
    package = patch.package
    if header.casefold() in (name.casefold() for name in table.columns):
        raise package.fault(Refused, "header", table=table.name, header=header)
    xml = package.read(table.part)
    ids = [int(attributes(tag[0]).get("id", "0")) for tag in tags(xml, "tableColumn")]
    name = header.replace("\r", "").replace("\n", "_x000a_")
    xml = with_child(xml, "tableColumns", "tableColumn", b'id="%d" name="%s"' % (max(ids, default=0) + 1, encode(name)))
    xml = with_attribute(xml, "tableColumns", "count", lambda _: str(len(ids) + 1))

    def wider(reference: str) -> str:
        # The table itself and its filter (which ends above a totals row) reach the right edge; sorting may not.
        block = area(reference)
        return str(block._replace(last_column=column)) if block.column == table.ref.column else reference

    package.put(table.part, with_attribute(xml, "table|autoFilter", "ref", wider))
