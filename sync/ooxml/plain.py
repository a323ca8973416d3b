"""Sheets in the plain form: what their cells hold, distinct bytes by distinct bytes.

Most sheets that programs write, and all that we patch, hold nothing but rows of cells with a number, a shared string
or one inline text each: no formulas, no rich text, no prefix, nothing between the cells. One pattern takes such a row
apart; that the rows together are as long as all of it proves that nothing was passed over. Anything else is left to the
general way in `read`, as a whole sheet or (a text with a reference or an escape in it) as one distinct cell.
Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.53 (rich text), 18.3.1.73 (rows).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from operator import lt
from typing import Any

from sync.ooxml.limits import sparse
from sync.ooxml.refs import LAST_ROW, column_letters, column_number
from validators.cells import Cell

__all__ = ["ACROSS", "PlainSheet", "cell_sheet", "plain_sheet"]

_CELL = re.compile(
    rb'(?: s="[0-9]++")?+(?: t="[A-Za-z]++")?+(?:(?<=") )?+'
    rb'(?:/>|><(?:v>[^<]*+</v|is><t(?: xml:space="preserve")?+>[^<]*+</t></is)></c>)'
)
"""What may follow the quoted address of a plain cell."""
_LOOSE = rb"[^>]*+>(?:<is><t[^>]*+>[^<]*+</t></is></c>|<v>[^<]*+</v></c>|(?<=/>))"
"""The same with any attributes: enough to find where a cell ends. Its distinct bytes are looked at closely."""
_WIDEST = 256
_SAMPLE = 1 << 16
_SAMPLE_ROWS = 100
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})')
_TEXT_START = re.compile('(?: s="[0-9]++")?+ t="inlineStr" ?+><is><t>')
_TEXT_END = "</t></is></c>\0"
_ENDS_TEXT = b"</t></is></c>"
_CLOSES_TEXT = _ENDS_TEXT + b"\0"
_TEXT = re.compile('(?: s="[0-9]++")?+ t="inlineStr" ?+><is><t>([^<]*+)</t></is></c>\0|[^\0]*+\0')
ACROSS = 64
"""Columns of a `cell_sheet`."""


@dataclass(slots=True)
class PlainSheet:
    """The columns of a plain sheet from A on. What is not told here stands in them as its own bytes, which are also in
    the column's `unknown`; where a column has `known`, its cells are still the keys of that. `percents` are the (row,
    column) of such cells that have one of the formats asked for. `starts` are where the rows begin in the sheet's XML,
    and where the last one ends.
    """

    numbers: list[int]
    starts: array[int]
    cells: list[list[Any]]
    unknown: list[set[bytes]]
    known: list[dict[bytes, Any]]
    percents: frozenset[tuple[int, int]]

    def columns(self, told: dict[bytes, Cell]) -> list[list[Cell]]:
        """The cells of all rows from the first to the last that hold a value, by column, once `told` has what was
        unknown. All columns are equally long; empty ones at the right edge are left out."""
        columns = []
        for cells, unknown, known in zip(self.cells, self.unknown, self.known, strict=True):
            if known:
                meant = {key: told.get(value, value) for key, value in known.items()}
                cells = list(map(meant.__getitem__, cells))
            elif unknown:
                cells = [told[x] if x.__class__ is bytes else x for x in cells]
            columns.append(self._placed(cells))
        while columns and not any_value(columns[-1]):
            columns.pop()
        height = max(map(_height, columns), default=0)
        return [column[:height] if len(column) > height else column for column in columns]

    def _placed(self, cells: list[Cell]) -> list[Cell]:
        last = self.numbers[-1]
        if last == len(cells):
            return cells
        placed: list[Cell] = [None] * last
        for row, cell in zip(self.numbers, cells, strict=True):
            placed[row - 1] = cell
        return placed


class _Column:
    """The cells of one column, taken over some rows at a time, by what stands behind their addresses.

    Equal bytes are remembered once and told at the end; where nearly all differ nothing is gained by that.
    `unknown` has those that are not told here.
    """

    def __init__(self) -> None:
        self.cells: list[Any] = []
        self.unknown: set[bytes] = set()
        self.known: dict[bytes, Any] = {}
        self._known: dict[bytes, bytes] = {}
        self._various = False
        self._told = False

    def take(self, raw: Sequence[bytes]) -> None:
        """Append cells."""
        if not self.cells:
            self._various = 10 * len(set(raw[:_SAMPLE_ROWS])) > 9 * len(raw[:_SAMPLE_ROWS])
        if self._various:
            joined, texts = _joined(raw), len(raw)
            if joined.count(_CLOSES_TEXT) < texts:
                only = [cell for cell in raw if cell.endswith(_ENDS_TEXT)]
                joined, texts = _joined(only), len(only)
            found = _texts(joined, texts)
            if found is not None:
                self._told = True
                if texts == len(raw):
                    self.cells += found
                else:
                    told = iter(found)
                    self.cells += [next(told) if cell.endswith(_ENDS_TEXT) else self._same(cell) for cell in raw]
                return
        self.cells += map(self._known.setdefault, raw, raw)

    def _same(self, cell: bytes) -> bytes:
        return self._known.setdefault(cell, cell)

    def finish(self) -> bool:
        """Tell what was remembered; false where one of the cells is not plain."""
        self._known.pop(b"", None)
        told = self._learn(list(self._known))
        if told is None:
            return False
        told[b""] = None
        if self._told:
            self.cells = [told[cell] if cell.__class__ is bytes else cell for cell in self.cells]
        elif self.unknown:
            self.known = told  # once all of it is told, one look at each cell will do
        else:
            self.cells = list(map(told.__getitem__, self.cells))
        return True

    def _learn(self, distinct: list[bytes]) -> dict[bytes, Any] | None:
        texts = [key for key in distinct if key.endswith(_ENDS_TEXT)]
        others = [key for key in distinct if not key.endswith(_ENDS_TEXT)] if len(texts) < len(distinct) else []
        found = _texts(_joined(texts), len(texts))
        if found is not None:
            told: dict[bytes, Any] = dict(zip(texts, found, strict=True))
        else:
            each = {key: text[0] for key in texts if (text := _texts(_joined([key]), 1)) is not None}
            others += [key for key in texts if key not in each]
            told = dict(each)
        for key in others:
            if not _CELL.fullmatch(key):
                return None
            if key.endswith(b"/>"):
                told[key] = None
            else:
                told[key] = key
                self.unknown.add(key)
        return told


def _joined(cells: Iterable[bytes]) -> bytes:
    """Cells one after the other, each closed by a zero: no plain sheet holds one."""
    return b"\0".join([*cells, b""])


def _texts(raw: bytes, count: int) -> list[str] | None:
    """The texts of so many joined cells that all hold one which stands there as it is; None where any does not."""
    if not count:
        return []
    # One byte is found a hundred times as fast as two.
    if b"&" in raw or b"\r" in raw or (b"_" in raw and b"_x" in raw):
        return None
    try:
        joined = raw.decode()
    except UnicodeDecodeError:
        return None
    start = _TEXT_START.match(joined)
    if start is None:
        return None
    # No text holds a sign of markup, so that where the pieces are as many as the cells all begin alike.
    found = joined[start.end() : -len(_TEXT_END)].split(_TEXT_END + start[0])
    if len(found) != count:
        found = _TEXT.findall(joined)
    if len(found) != count or not all(found) or found != list(map(str.strip, found)):
        return None
    return found


def any_value(cells: Iterable[Cell]) -> bool:
    """Whether any of the cells is not empty."""
    return any(cell is not None for cell in cells)


def _height(column: list[Cell]) -> int:
    return next((len(column) - at for at, cell in enumerate(reversed(column)) if cell is not None), 0)


@lru_cache(maxsize=64)
def _row(width: int) -> re.Pattern[bytes]:
    cells = b"".join(rb'(?:<c r="%s\2"(%s))?+' % (column_letters(at).encode(), _LOOSE) for at in range(1, width + 1))
    return re.compile(rb'(<row r="([0-9]{1,8}+)"[^>]*+>(?:(?<=/>)|' + cells + rb"</row>))")


def plain_sheet(
    xml: bytes, start: int, end: int, formats: frozenset[int], limit: int, step: int = 1 << 20
) -> PlainSheet | None:
    """The sheet whose rows stand between two places taken apart, or None where it is not plain or its cells are more
    than `limit`. `formats` are the cell formats whose places are wanted. It goes about `step` bytes at a time: what is
    looked at then stays close to the processor."""
    letters = set(_LETTERS.findall(xml, start, min(end, start + _SAMPLE)))
    width = max((column_number(item.decode()) for item in letters), default=1)
    if width > _WIDEST or xml.find(b"\0", start, end) >= 0:
        return None
    numbers: list[int] = []
    starts = array("Q", [start])
    columns = [_Column() for _ in range(width)]
    at, pattern = start, _row(width)
    while at < end:
        upto = xml.find(b"<row ", at + step, end) if at + step < end else end
        upto = end if upto < 0 else upto
        found = pattern.findall(xml, at, upto)
        if not found:
            return None
        rows, first, *raw = zip(*found, strict=True)
        starts.extend(islice(accumulate(map(len, rows), initial=at), 1, None))
        if starts[-1] != upto:  # something stands between the rows
            return None
        at = upto
        numbers += map(int, first)
        for column, cells in zip(columns, raw, strict=True):
            column.take(cells)
    if not all(column.finish() for column in columns):
        return None
    if not all(map(lt, numbers, numbers[1:])):
        return None
    if numbers and not (numbers[0] > 0 and numbers[-1] <= LAST_ROW and numbers[-1] * width <= limit):
        return None
    if numbers and sparse(numbers[-1] * width, len(numbers) * width):
        return None
    return PlainSheet(
        numbers,
        starts,
        [column.cells for column in columns] if numbers else [],
        [column.unknown for column in columns] if numbers else [],
        [column.known for column in columns] if numbers else [],
        frozenset(_styled(numbers, columns, formats)),
    )


def _styled(numbers: list[int], columns: list[_Column], formats: frozenset[int]) -> Iterator[tuple[int, int]]:
    marks = tuple(b' s="%d"' % number for number in formats)
    for at, column in enumerate(columns, 1):
        wanted = {key for key in column.unknown if key.startswith(marks)} if marks else ()
        if wanted:
            yield from ((row, at) for row, cell in zip(numbers, column.cells, strict=True) if cell in wanted)


def cell_sheet(cells: Sequence[bytes]) -> bytes:
    """A sheet with the given cells one after the other, `ACROSS` a row from row 2 on. Its first row and its last one
    hold a number everywhere, so that a reader sees all rows between them, whole."""
    letters = [column_letters(at).encode() for at in range(1, ACROSS + 1)]
    lines = [cells[first : first + ACROSS] for first in range(0, len(cells), ACROSS)]
    frame = [b"><v>0</v></c>"] * ACROSS
    rows = []
    for number, line in enumerate([frame, *lines, frame], 1):
        rows.append(b'<row r="%d">' % number)
        rows += [b'<c r="%s%d"%s' % (column, number, cell) for column, cell in zip(letters, line, strict=False)]
        rows.append(b"</row>")
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, b"".join(rows))
