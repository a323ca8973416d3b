"""The formulas that new rows get: of an Excel Table in its calculated columns, of a plain range in filled-down ones.

Source: ECMA-376 part 1, 18.5.1.1 (calculated columns), 18.3.1.40 (shared formulas).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sync.ooxml.editor import SheetEditor
from sync.ooxml.formulas import references, shifted
from sync.ooxml.package import Package
from sync.ooxml.places import Place
from sync.ooxml.xmltext import attributes, decode, tags

__all__ = ["Calculated", "calculated", "filled_down"]


class Calculated(NamedTuple):
    """A calculated column: its formula as it reads in row `base`, and whether it is an array formula."""

    text: str
    array: bool
    base: int

    def at(self, row: int) -> str:
        """The formula as it reads in a row."""
        return shifted(self.text, row - self.base)


def calculated(package: Package, editor: SheetEditor, place: Place) -> dict[int, Calculated]:
    """The calculated columns by sheet column."""
    if place.table is None:
        return {}
    xml = package.read(place.table.part)
    found = {}
    starts = [tag.start() for tag in tags(xml, "tableColumn")]
    for offset, (start, end) in enumerate(zip(starts, [*starts[1:], len(xml)], strict=True)):
        tag = next(tags(xml, "calculatedColumnFormula", start, end), None)
        if tag is not None and not tag[0].endswith(b"/>"):
            text = decode(xml[tag.end() : xml.index(b"<", tag.end())])
            array = attributes(tag[0]).get("array") in ("1", "true")
            column, base = place.area.column + offset, place.first_row
            if any(reference.relative for reference in references(text)):
                # The part does not say for which row such a text holds: a cell that has the formula does.
                text, base = _standing(editor, place, column) or (text, base)
            found[column] = Calculated(text, array, base)
    return found


def filled_down(editor: SheetEditor, place: Place, columns: Collection[int]) -> dict[int, Calculated]:
    """Of these columns of a plain range, those whose last two data rows hold the same formula, each for its row."""
    found, last = {}, place.last_row
    for column in columns if place.table is None and last > place.first_row else ():
        text, above = (_text(editor, place, row, column) for row in (last, last - 1))
        if text and above and text == shifted(above, 1):
            found[column] = Calculated(text, False, last)
    return found


def _text(editor: SheetEditor, place: Place, row: int, column: int) -> str:
    """The formula of a cell, of one that is shared as it reads there; empty where it has none that can be filled on."""
    cell = editor.find(row, column)
    found = editor.words.formula_text.search(cell.xml) if cell is not None and cell.formula else None
    if found is None:
        return ""
    named = attributes(b"<f" + found[1] + b">")
    kind, text = named.get("t", "normal"), decode(found[2] or b"")
    if kind != "shared" or text:
        return text if kind in ("normal", "shared") else ""
    for at in range(row - 1, place.first_row - 1, -1):
        above = editor.find(at, column)
        first = editor.words.formula_text.search(above.xml) if above is not None and above.formula else None
        if first is not None and first[2] and attributes(b"<f" + first[1] + b">").get("si") == named.get("si"):
            return shifted(decode(first[2]), row - at)
    return ""


def _standing(editor: SheetEditor, place: Place, column: int) -> tuple[str, int] | None:
    """The formula of the lowest cell of the column that has one of its own, and its row."""
    for row in reversed(editor.numbers(place.first_row, place.last_row)):
        cell = editor.find(row, column)
        found = editor.words.formula_text.search(cell.xml) if cell is not None and cell.formula else None
        if found and found[2]:
            return decode(found[2]), row
    return None
