"""The typed cells of sheets. python-calamine gives the values; `scan` first finds what it would lose.

Of a sheet in the plain form (`plain`) it is given the distinct numbers, dates, strings and odd texts only.

It reads a private copy of just the parts it needs, stored unpacked because they are unpacked already.
"""

from __future__ import annotations

import gc
import io
import math
import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from sync.errors import UsageError
from sync.ooxml.container import stored
from sync.ooxml.limits import MAX_CELLS, FarCell, TooMany, check_frame, check_sound
from sync.ooxml.opc import CONTENT_TYPES
from sync.ooxml.plain import PlainSheet, cell_sheet, plain_sheet
from sync.ooxml.refs import Area
from sync.ooxml.refs import cell as parse_cell
from sync.ooxml.rows import BadSheet, Cuts, bounds
from sync.ooxml.scan import Scan, merged_areas, scan, unknown_errors
from sync.ooxml.serial import from_serial, whole
from sync.ooxml.workbook import SheetInfo, Workbook
from validators.cells import Cell, Unreadable

__all__ = ["Grid", "read_sheet", "read_sheets"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DISTINCT = "\0"  # no title can be that
_LARGEST_INT = 1e20  # beyond, the digits are noise
_NUMBER = re.compile(rb'<[\w.\-:]*c r="([A-Z]+[0-9]+)"[^>]*><[\w.\-:]*v>([^<]*)<')


@dataclass
class Grid:
    """The cells of a sheet: `columns[j][i]`, which is `rows[i][j]`, stands in sheet row `first_row + i` and column
    `first_column + j`.

    All columns have the same length. `formulas` are the (row, column) of cells that hold a formula or belong to an
    array formula; `percents` those whose format shows the number times 100; `merged` the merged areas, of which only
    the first cell has a value. `cuts` say where the rows of a plain sheet stand in its XML; a `readable` sheet is
    known to hold no unreadable cell.
    """

    columns: list[list[Cell]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[Area, ...] = ()
    first_row: int = 1
    first_column: int = 1
    cuts: Cuts | None = None
    readable: bool = False

    @classmethod
    def of(cls, rows: Sequence[Sequence[Cell]]) -> Grid:
        """The grid of these rows, all of the same length."""
        return cls([list(cells) for cells in zip(*rows, strict=True)])

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The cells row by row."""
        return [list(cells) for cells in zip(*self.columns, strict=True)]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.columns[0]) if self.columns else 0

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a sheet row and column; empty beyond what the sheet holds."""
        i, j = row - self.first_row, column - self.first_column
        return self.columns[j][i] if 0 <= j < len(self.columns) and 0 <= i < len(self.columns[j]) else None


def read_sheet(workbook: Workbook, title: str) -> Grid:
    """The cells of one sheet; see `read_sheets`."""
    return read_sheets(workbook, [title])[title]


def read_sheets(workbook: Workbook, titles: Sequence[str]) -> dict[str, Grid]:
    """The cells of the sheets by the titles asked for; only these sheets are unpacked.

    Numbers without a fraction come as `int`, dates as `date` or (with a time) `datetime`, a time of day alone as the
    fraction of a day, error values and formulas that were never computed as `Unreadable`.

    Raises:
        UsageError: no such sheet; or a sheet is damaged or too large to be held.
    """
    package = workbook.package
    sheets = {title: workbook.sheet(title) for title in titles}
    percents = workbook.formats.percents
    scans: dict[str, Scan] = {}
    plain: dict[str, PlainSheet] = {}
    merged: dict[str, tuple[Area, ...]] = {}
    with _no_collection():
        for title, sheet in sheets.items():
            xml = package.read(sheet.part)
            place = bounds(xml)
            with _told(workbook, sheet):
                if place:
                    check_frame(xml, *place[1:])
                taken = plain_sheet(xml, *place[1:], percents, MAX_CELLS) if place else None
                if place and taken:
                    plain[title] = taken
                    merged[title] = tuple(merged_areas(xml, place[2]))
                    package.forget(sheet.part)  # the next sheet needs the room
                else:
                    scans[title] = scan(xml, percents)
        unknown = sorted(set().union(*chain.from_iterable(sheet.unknown for sheet in plain.values())))
        if unknown:
            scans[_DISTINCT] = scan(cell_sheet(unknown))
        values = _values(workbook, scans, sheets.values())
        held = chain.from_iterable(values.pop(_DISTINCT)[1:-1] if unknown else ())
        told = dict(zip(unknown, held, strict=False))  # the last row may not be full
        grids = {title: _grid(rows, scans[title]) for title, rows in values.items()}
        readable = Unreadable not in set(map(type, told.values()))
        for title, taken in plain.items():
            grid = Grid(taken.columns(told), frozenset(), taken.percents, merged[title])
            grid.cuts, grid.readable = Cuts(taken.numbers, taken.starts), readable
            grids[title] = grid
        return {title: grids[title] for title in sheets}


def _values(
    workbook: Workbook, scans: Mapping[str, Scan], sheets: Collection[SheetInfo]
) -> dict[str, list[list[Cell]]]:
    """The cells of the sheets that were scanned, row by row."""
    if not scans:
        return {}
    try:
        with _opened(_private_copy(workbook, scans)) as book:
            values = {
                title: book.get_sheet_by_name(str(number)).to_python(skip_empty_area=False)
                for number, title in enumerate(scans, 1)
            }
    except (CalamineError, ValueError, OverflowError) as error:
        for sheet in sheets:
            with _told(workbook, sheet):
                check_sound(workbook.package.read(sheet.part))
        parts = ", ".join(sheet.part for sheet in sheets)
        raise workbook.package.fault(UsageError, "part", part=f"{parts} ({error})") from error
    date1904 = workbook.date1904
    return {title: _cells(rows, scans[title], date1904) for title, rows in values.items()}


@contextmanager
def _told(workbook: Workbook, sheet: SheetInfo) -> Iterator[None]:
    """What is wrong with a sheet, in words for people."""
    try:
        yield
    except FarCell as error:
        cell = f"{sheet.title}!{error.cell}"
        raise workbook.package.fault(UsageError, "box", cell=cell, cells=f"{error.cells:,}") from None
    except BadSheet as error:
        raise workbook.package.fault(UsageError, "grid", sheet=sheet.title, row=error.row) from None
    except TooMany as error:
        raise workbook.package.fault(UsageError, error.key, sheet=sheet.title) from None


def _private_copy(workbook: Workbook, scans: Mapping[str, Scan]) -> io.BytesIO:
    """A workbook of just these sheets, by their number, around the parts as they are: what else a file may hold
    (sheets without a part, odd names of parts) cannot come between the reader and the values."""
    package = workbook.package
    listed, related, contents = [], [], []
    for number, found in enumerate(scans.values(), 1):
        listed.append(f'<sheet name="{number}" sheetId="{number}" r:id="rId{number}"/>')
        related.append(f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/{number}.xml"/>')
        xml = unknown_errors(found.xml) if found.errors else found.xml
        contents.append((f"xl/worksheets/{number}.xml", xml))
    for kind, part in (("styles", workbook.styles_part), ("sharedStrings", workbook.strings_part)):
        if part:
            related.append(f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>')
            contents.append((f"xl/{kind}.xml", package.read(part)))
    system = '<workbookPr date1904="1"/>' if workbook.date1904 else ""
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{system}<sheets>{"".join(listed)}</sheets></workbook>'
    frame = {
        CONTENT_TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations(root),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relations("".join(related)),
    }
    return io.BytesIO(stored([*((name, text.encode()) for name, text in frame.items()), *contents]))


def _relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


@contextmanager
def _opened(copy: io.BytesIO) -> Iterator[CalamineWorkbook]:
    """The copy as a workbook. Where the system can, it is read as a nameless file in memory, because calls back into
    Python for every block cost a tenth of the reading. No customer's data ever stands in a temporary folder."""
    if sys.platform != "linux":
        yield CalamineWorkbook.from_filelike(copy)
        return
    handle = os.memfd_create("workbook")
    try:
        with copy.getbuffer() as view:
            written = 0
            while written < len(view):
                written += os.write(handle, view[written:])
        yield CalamineWorkbook.from_path(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)


@contextmanager
def _no_collection() -> Iterator[None]:
    # A million fresh objects make the collector run over all of them again and again; none of them is garbage.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Memo(dict[Any, Cell]):
    """The cell of each distinct value that is neither a text nor yes/no. `times` tells whether a bare time was seen."""

    def __init__(self) -> None:
        super().__init__({"": None})
        self.times = False

    def __missing__(self, value: Any) -> Any:
        cell = self[value] = self._cell(value)
        return cell

    def _cell(self, value: Any) -> Any:
        if isinstance(value, float):
            if not math.isfinite(value):
                return Unreadable(str(value))
            return int(value) if value.is_integer() and abs(value) < _LARGEST_INT else value
        if isinstance(value, datetime):
            return whole(value)
        if isinstance(value, timedelta):
            return value / timedelta(days=1)
        if isinstance(value, time):
            self.times = True
        return value


def _grid(rows: list[list[Cell]], found: Scan) -> Grid:
    grid = Grid.of(rows)
    grid.formulas, grid.percents, grid.merged = frozenset(found.formulas), found.percents, found.merged
    return grid


def _cells(values: list[list[Any]], found: Scan, date1904: bool) -> list[list[Cell]]:
    memo = _Memo()
    rows: list[list[Cell]] = [
        [x if type(x) is str and x else x if type(x) is bool else memo[x] for x in row] for row in values
    ]
    if memo.times:
        _without_times(rows, found.xml, date1904)
    if found.unreadable:
        _mark_unreadable(rows, found)
    return rows


def _without_times(rows: list[list[Any]], xml: bytes, date1904: bool) -> None:
    # A bare time may also be a serial of 0 or less: only the number itself tells.
    places = {(r, c) for r, row in enumerate(rows, 1) for c, x in enumerate(row, 1) if type(x) is time}
    for reference, number in _NUMBER.findall(xml):
        place = parse_cell(reference.decode())
        if place in places and b":" not in number:
            places.remove(place)
            rows[place[0] - 1][place[1] - 1] = _number(number, date1904)
    for row, column in places:  # written as an ISO time
        moment = rows[row - 1][column - 1]
        rows[row - 1][column - 1] = (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400


def _number(raw: bytes, date1904: bool) -> Cell:
    value = from_serial(float(raw), date1904)
    return value if isinstance(value, date) or not value.is_integer() else int(value)


def _mark_unreadable(rows: list[list[Cell]], found: Scan) -> None:
    deep = max(row for row, _ in found.unreadable)
    wide = max(max(column for _, column in found.unreadable), len(rows[0]) if rows else 0)
    rows.extend([] for _ in range(deep - len(rows)))
    for cells in rows:
        if len(cells) < wide:
            cells.extend([None] * (wide - len(cells)))
    for (row, column), raw in found.unreadable.items():
        rows[row - 1][column - 1] = Unreadable(raw)
