"""Moves the totals row of an Excel Table when the table grows or shrinks.

Its cells keep their formats and formulas, as when a person moves them. What else hangs on the row does not follow by
itself: where there is any such thing, the move is refused. Source: ECMA-376 part 1, 18.5.1.2 (totalsRowCount).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sync.ooxml.editor import CellBytes, SheetEditor
from sync.ooxml.formulas import references
from sync.ooxml.growth import chart_parts
from sync.ooxml.refs import Area, area, column_letters, grow_formula
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import attribute, attributes, decode, elements, encode, tags

__all__ = ["in_the_way", "move_totals"]

_FORMULA = re.compile(rb'<[\w.\-:]*c r="([A-Z]+[0-9]+)"[^>]*>\s*<(?:[\w.\-]+:)?f((?:\s[^>]*)?)>([^<]+)</', re.DOTALL)
_ANCHORED = "mergeCell|hyperlink"
_RANGED = "conditionalFormatting|dataValidation"
_SQREF = re.compile(rb"<(?:[\w.\-]+:)?sqref\s*>([^<]*)</")


def in_the_way(workbook: Workbook, editor: SheetEditor, sheet: str, row: Area) -> str:
    """The first thing that holds on to a totals row by its address, as an address; empty where there is none."""
    for cell in _cells(editor, row):
        found = editor.words.formula_text.search(cell.xml)
        if found and attributes(b"<f" + found[1] + b">").get("t", "normal") != "normal":
            return f"{sheet}!{row}"
    ranges = [attribute(tag[0], "ref") or "" for tag in tags(editor.tail, _ANCHORED)]
    ranges += [attribute(tag[0], "sqref") or "" for tag in tags(editor.tail, _RANGED)]
    ranges += [decode(text) for text in _SQREF.findall(editor.tail)]
    ranges += _commented(workbook, sheet)
    for reference in " ".join(ranges).split():
        try:
            block = area(reference)
        except ValueError:  # whole rows or columns: they stay what they are
            continue
        if block.meets(row) and not _follows(block, row):
            return f"{sheet}!{reference}"
    return next(_named(workbook, sheet, row), "")


def _follows(block: Area, row: Area) -> bool:
    """Whether a range ends on the row and begins above it: it can end on the row wherever that goes."""
    return block.row < row.row == block.last_row


def _commented(workbook: Workbook, sheet: str) -> list[str]:
    package = workbook.package
    return [
        attribute(comment.tag, "ref") or ""
        for relation in package.relations(workbook.sheet(sheet).part).values()
        if relation.kind == "comments" and package.has(relation.target)
        for comment in elements(package.read(relation.target), "comment")
    ]


def _named(workbook: Workbook, sheet: str, row: Area) -> Iterator[str]:
    """The places of formulas that name cells of the row: in cells, names and charts."""
    package = workbook.package
    for other in workbook.sheets:
        home = other.title.casefold() == sheet.casefold()
        for place, raw, text in _FORMULA.findall(package.read(other.part)):
            formula, down = decode(text), 0
            named = attributes(b"<f" + raw + b">")
            if named.get("t") == "shared" and "ref" in named:
                down = area(named["ref"]).last_row - area(named["ref"]).row
            if _names_row(formula, sheet, row, home, down):
                yield f"{other.title}!{place.decode()}"
    for name in elements(package.read(workbook.main_part), "definedName"):
        if _names_row(decode(name.content), sheet, row, follows=True):
            yield attributes(name.tag).get("name", "")
    for part in chart_parts(package):
        if any(_names_row(decode(f.content), sheet, row, follows=True) for f in elements(package.read(part), "f")):
            yield part


def _names_row(
    formula: str, sheet: str, row: Area, home: bool = False, down: int = 0, *, follows: bool = False
) -> bool:
    for found in references(formula):
        if home if found.sheet is None else found.sheet.casefold() == sheet.casefold():
            reach = found.block._replace(last_row=found.block.last_row + (down if found.relative else 0))
            if reach.meets(row) and not (follows and _follows(reach, row)):
                return True
    return False


def _cells(editor: SheetEditor, row: Area) -> list[CellBytes]:
    return [cell for column, cell in editor.cells(row.row) if row.column <= column <= row.last_column]


def move_totals(editor: SheetEditor, sheet: str, ended: Area, row: Area, rows: int) -> bool:
    """Move the cells of a totals row that many rows down (up where negative); ranges in its formulas that ended on the
    last data row follow. Whether a formula moved."""
    grow = grow_formula(sheet, ended, ended.last_row + rows, home=True)
    moved = False
    editor.make_row(row.row + rows, row.row)
    for column, cell in editor.cells(row.row):
        if not row.column <= column <= row.last_column:
            continue
        letters = column_letters(column)
        old, new = f'r="{letters}{row.row}"', f'r="{letters}{row.row + rows}"'
        xml = cell.xml.replace(old.encode(), new.encode(), 1)
        found = editor.words.formula_text.search(xml)
        if found and found[2]:
            moved, old_text = True, decode(found[2])
            text = grow(old_text)
            if text != old_text:
                xml = xml[: found.start(2)] + encode(text) + xml[found.end(2) :]
        editor.put(row.row + rows, column, xml)
        editor.put(row.row, column, b"")
    return moved
