"""The formulas that rows of an Excel Table get in its calculated columns. Source: ECMA-376 part 1, 18.5.1.1."""

from __future__ import annotations

from typing import NamedTuple

from sync.ooxml.editor import SheetEditor
from sync.ooxml.formulas import references, shifted
from sync.ooxml.package import Package
from sync.ooxml.places import Place
from sync.ooxml.xmltext import attributes, decode, tags

__all__ = ["Calculated", "calculated"]


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


def _standing(editor: SheetEditor, place: Place, column: int) -> tuple[str, int] | None:
    """The formula of the lowest cell of the column that has one of its own, and its row."""
    for row in reversed(editor.numbers(place.first_row, place.last_row)):
        cell = editor.find(row, column)
        found = editor.words.formula_text.search(cell.xml) if cell is not None and cell.formula else None
        if found and found[2]:
            return decode(found[2]), row
    return None
