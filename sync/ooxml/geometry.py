"""What a sheet is besides its values: formulas, merged ranges, what is hidden, filters, protection, tables.

A query of its own, for who asks: reading values does without it. Source: ECMA-376 part 1, 18.3.1 (worksheets), 18.5.1.2
(table), 18.3.2.7 (filterColumn).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sync.errors import UsageError
from sync.ooxml.formulas import shifted
from sync.ooxml.pivots import pivot_areas
from sync.ooxml.refs import Area, area
from sync.ooxml.refs import cell as parse_cell
from sync.ooxml.rows import BadSheet, canonical
from sync.ooxml.workbook import TableInfo, Workbook
from sync.ooxml.xmltext import attributes, decode, elements, tags

__all__ = ["Filter", "Geometry", "geometry"]

_YES = ("1", "true")
_ASKED = "dimension|sheetFormatPr|col|row|c|f|sheetProtection|autoFilter|filterColumn|mergeCell"


class Filter(NamedTuple):
    """A filter over an area, header included; `columns` are the sheet columns that are filtered by something. `table`
    is the name of the Excel Table it belongs to, empty for the sheet's own."""

    area: Area
    columns: tuple[int, ...] = ()
    table: str = ""


@dataclass(slots=True)
class Geometry:
    """One sheet; rows and columns count from 1.

    `formulas` have the text of every formula by (row, column), those that share one spelt out for their own cell;
    `spills` are the areas that array formulas and data tables fill. `hidden_rows` are those hidden by hand, by a filter
    or by a closed group, `hidden_columns` ranges of columns; `rows_hidden` is true where rows are hidden unless they
    say otherwise. `protected`: the sheet is protected, with a `password` or without. `dimension` is what the file
    claims; None where it claims nothing. `pivots` are the areas that pivot tables fill.
    """

    dimension: Area | None = None
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    spills: list[Area] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    rows_hidden: bool = False
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    protected: bool = False
    password: bool = False
    tables: list[TableInfo] = field(default_factory=list)
    pivots: list[Area] = field(default_factory=list)


def geometry(workbook: Workbook, title: str) -> Geometry:
    """The geometry of a sheet, in one pass over its part and a look at those of its tables.

    Raises:
        UsageError: there is no such sheet, or its rows are out of order.
    """
    package, sheet = workbook.package, workbook.sheet(title)
    try:
        xml = canonical(package.read(sheet.part))
    except BadSheet as error:
        raise package.fault(UsageError, "grid", sheet=sheet.title, row=error.row) from None
    found = _Pass(xml).run()
    found.pivots = pivot_areas(package, sheet.part)
    found.tables = [table for table in workbook.tables if table.sheet == sheet.title]
    for table in found.tables:
        for one in _filters(package.read(table.part)):
            found.filters.append(one._replace(table=table.name))
    return found


class _Pass:
    """One walk over the start tags of a sheet that say anything of interest."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.end = max(xml.rfind(b"sheetData"), 0)
        self.found = Geometry()
        self.shared: dict[str, tuple[str, int, int]] = {}
        self.cell = (0, 0)

    def run(self) -> Geometry:
        found = self.found
        for tag in tags(self.xml, _ASKED):
            name = tag[0][1:].split(None, 1)[0].rstrip(b"/>").rpartition(b":")[2]
            inside = tag.start() < self.end
            if name == b"c" and inside:
                self.cell = parse_cell(tag[0].partition(b'r="')[2].partition(b'"')[0].decode())
            elif name == b"f" and inside:
                end = tag.end() if tag[0].endswith(b"/>") else self.xml.index(b"<", tag.end())
                self._formula(attributes(tag[0]), decode(self.xml[tag.end() : end]))
            else:
                self._take(name, attributes(tag[0]), inside)
        found.filters = list(_filters(self.xml[self.end :]))
        return found

    def _take(self, name: bytes, named: Mapping[str, str], inside: bool) -> None:
        found, hidden = self.found, named.get("hidden") in _YES
        if name == b"row" and inside and hidden:
            found.hidden_rows.add(int(named["r"]))
        elif name == b"col" and hidden:
            found.hidden_columns.append((int(named["min"]), int(named["max"])))
        elif name == b"sheetFormatPr":
            found.rows_hidden = named.get("zeroHeight") in _YES
        elif name == b"sheetProtection":
            found.protected = named.get("sheet") in _YES
            found.password = "password" in named or "hashValue" in named
        elif name == b"mergeCell":
            found.merged += _areas(named)
        elif name == b"dimension":
            found.dimension = next(iter(_areas(named)), None)

    def _formula(self, named: Mapping[str, str], text: str) -> None:
        row, column = self.cell
        kind, index = named.get("t", "normal"), named.get("si", "")
        if kind == "shared":
            if text:
                self.shared[index] = (text, row, column)
            elif index in self.shared:
                master, at_row, at_column = self.shared[index]
                text = shifted(master, row - at_row, column - at_column)
        elif kind in ("array", "dataTable"):
            self.found.spills += _areas(named)
        self.found.formulas[row, column] = text


def _areas(named: Mapping[str, str]) -> list[Area]:
    try:
        return [area(named.get("ref", ""))]
    except ValueError:
        return []


def _filters(xml: bytes) -> Iterator[Filter]:
    for one in elements(xml, "autoFilter"):
        for block in _areas(attributes(one.tag)):
            offsets = [attributes(tag[0]).get("colId", "") for tag in tags(one.content, "filterColumn")]
            yield Filter(block, tuple(block.column + int(offset) for offset in offsets if offset.isdigit()))
