"""What hangs on cells whose row leaves a workbook, and would go on telling of it: comments and hyperlinks.

A comment stands in up to three parts (its text, its thread, the box that shows it), a hyperlink in the sheet and, with
its target, among the sheet's relations. Persons and authors stay: they name colleagues, not customers.
Source: ECMA-376 part 1, 18.3.1.47 (hyperlink), 18.7 (comments); part 4, 19.4.2 (Row, Column of a VML note);
MS-XLSX 2.6.207 (threadedComment).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sync.ooxml import opc
from sync.ooxml.package import Package
from sync.ooxml.refs import Area, area
from sync.ooxml.xmltext import Element, attribute, attributes, elements, tags, without_elements

__all__ = ["Gone", "forget", "without_links"]

_PLACE = re.compile(rb"<(?:[\w.\-]+:)?(Row|Column)\s*>\s*([0-9]+)\s*<")
_NOTE = re.compile(rb"""ObjectType\s*=\s*["']Note["']""")


@dataclass(frozen=True, slots=True)
class Gone:
    """Cells whose content leaves: those of some `rows`, from the column `first` to the column `last`."""

    rows: frozenset[int]
    first: int
    last: int

    def holds(self, block: Area) -> bool:
        """Whether all cells of a block are among them."""
        return self.first <= block.column and block.last_column <= self.last and self.rows.issuperset(_rows(block))


def _rows(block: Area) -> range:
    return range(block.row, block.last_row + 1)


def forget(package: Package, sheet_part: str, gone: Sequence[Gone]) -> None:
    """Take the comments of the cells out of the parts that belong to a sheet."""
    for relation in package.relations(sheet_part).values():
        if relation.external or not package.has(relation.target):
            continue
        if relation.kind in ("comments", "threadedComment"):
            name = "comment" if relation.kind == "comments" else "threadedComment"
            xml = without_elements(package.read(relation.target), name, lambda found: _leaves(found, gone))
        elif relation.kind == "vmlDrawing":
            xml = without_elements(package.read(relation.target), "shape", lambda found: _is_note_of(found, gone))
        else:
            continue
        package.put(relation.target, xml)


def without_links(package: Package, sheet_part: str, tail: bytes, gone: Sequence[Gone]) -> bytes:
    """What stands behind the rows of a sheet without the hyperlinks of the cells; targets that no other hyperlink has
    go as well. A hyperlink that also covers cells that stay is theirs, and stays."""
    left = without_elements(tail, "hyperlink", lambda found: _leaves(found, gone))
    if left == tail:
        return tail
    used = {attribute(tag[0], "id") for tag in tags(left, "hyperlink")}
    mine = {attribute(tag[0], "id") for tag in tags(tail, "hyperlink")} - used - {None}
    part = opc.relations_part(sheet_part)
    if mine and package.has(part):
        package.put(part, opc.without(package.read(part), "Relationship", lambda named: named.get("Id") in mine))
    return without_elements(left, "hyperlinks", lambda found: not found.content.strip())


def _leaves(found: Element, gone: Sequence[Gone]) -> bool:
    try:
        block = area(attributes(found.tag).get("ref", ""))
    except ValueError:  # whole columns: they hold cells that stay
        return False
    return any(cells.holds(block) for cells in gone)


def _is_note_of(found: Element, gone: Sequence[Gone]) -> bool:
    data = next(elements(found.content, "ClientData"), None)
    if data is None or not _NOTE.search(data.tag):
        return False
    place = {name: int(number) + 1 for name, number in _PLACE.findall(data.content)}
    row, column = place.get(b"Row", 0), place.get(b"Column", 0)
    return any(cells.holds(Area(row, column, row, column)) for cells in gone)
