"""Sheets in the plain form: what their cells hold, distinct bytes by distinct bytes.

Most sheets that programs write, and all that we patch, hold nothing but rows of cells with a number, a shared string
or one inline text each: no formulas, no rich text, no prefix, nothing between the cells. One pattern takes such a row
apart; that every row begins where the last one ended proves that nothing was passed over. Anything else is left to the
general way in `read`, as a whole sheet or (a text with a reference or an escape in it) as one distinct cell.
Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.53 (rich text), 18.3.1.73 (rows).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import lt

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
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})')
_TEXT = re.compile('(?: s="[0-9]++")?+ t="inlineStr" ?+><is><t>([^<]*+)</t></is></c>\0|[^\0]*+\0')
ACROSS = 64
"""Columns of a `cell_sheet`."""


@dataclass(slots=True)
class PlainSheet:
    """The columns of a plain sheet from A on. `cells` maps the bytes of each distinct cell to what it holds, by column;
    those in `unknown` are not told here. `percents` are the (row, column) of cells with one of the formats asked for.
    `starts` are where the rows begin in the sheet's XML, and where the last one ends.
    """

    numbers: list[int]
    starts: array[int]
    raw: list[Sequence[bytes]]
    cells: list[dict[bytes, Cell]]
    unknown: set[bytes] = field(default_factory=set)
    percents: frozenset[tuple[int, int]] = frozenset()

    def columns(self, told: dict[bytes, Cell]) -> list[list[Cell]]:
        """The cells of all rows from the first to the last that hold a value, by column, once `told` has what was
        unknown. All columns are equally long; empty ones at the right edge are left out."""
        columns = []
        for raw, cells in zip(self.raw, self.cells, strict=True):
            for key in self.unknown & cells.keys():
                cells[key] = told[key]
            columns.append(self._placed([cells[key] for key in raw]) if any_value(cells.values()) else [])
        while columns and not columns[-1]:
            columns.pop()
        height = max(map(_height, columns), default=0)
        return [column[:height] if column else [None] * height for column in columns]

    def _placed(self, cells: list[Cell]) -> list[Cell]:
        last = self.numbers[-1]
        if last == len(cells):
            return cells
        placed: list[Cell] = [None] * last
        for row, cell in zip(self.numbers, cells, strict=True):
            placed[row - 1] = cell
        return placed


def any_value(cells: Iterable[Cell]) -> bool:
    """Whether any of the cells is not empty."""
    return any(cell is not None for cell in cells)


def _height(column: list[Cell]) -> int:
    return next((len(column) - at for at, cell in enumerate(reversed(column)) if cell is not None), 0)


@lru_cache(maxsize=64)
def _row(width: int) -> re.Pattern[bytes]:
    cells = b"".join(rb'(?:<c r="%s\1"(%s))?+' % (column_letters(at).encode(), _LOOSE) for at in range(1, width + 1))
    return re.compile(rb'<row r="([0-9]++)"[^>]*+>(?:(?<=/>)|' + cells + rb"</row>)")


def plain_sheet(xml: bytes, start: int, end: int, formats: frozenset[int], limit: int) -> PlainSheet | None:
    """The sheet whose rows stand between two places taken apart, or None where it is not plain or its cells are more
    than `limit`. `formats` are the cell formats whose places are wanted."""
    letters = set(_LETTERS.findall(xml, start, min(end, start + _SAMPLE)))
    width = max((column_number(item.decode()) for item in letters), default=1)
    if width > _WIDEST:
        return None
    rows = []
    starts = array("Q", [start])
    for found in _row(width).finditer(xml, start, end):
        if found.start() != starts[-1]:
            return None
        starts.append(found.end())
        rows.append(found.groups(b""))
    if starts[-1] != end:
        return None
    first, *raw = zip(*rows, strict=True) if rows else ((),)
    numbers = list(map(int, first))
    if not all(map(lt, numbers, numbers[1:])) or (numbers and not 0 < numbers[0] <= numbers[-1] <= LAST_ROW):
        return None
    if numbers and numbers[-1] * width > limit:
        return None
    sheet = PlainSheet(numbers, starts, list(raw), [])
    for column in sheet.raw:
        cells = _distinct(column, sheet.unknown)
        if cells is None:
            return None
        sheet.cells.append(cells)
    sheet.percents = frozenset(_styled(sheet, formats))
    return sheet


def _distinct(column: Sequence[bytes], unknown: set[bytes]) -> dict[bytes, Cell] | None:
    """The distinct cells of a column; texts and empty ones are told, the others become `unknown`. None where any of
    them is not plain."""
    cells: dict[bytes, Cell] = dict.fromkeys(column)
    texts = [key for key in cells if key.endswith(b"</is></c>")]
    others = [key for key in cells if not key.endswith(b"</is></c>")] if len(texts) < len(cells) else []
    odd = [key for key in others if key.endswith(b"</c>")]
    if texts:
        try:
            joined = b"\0".join([*texts, b""]).decode()
        except UnicodeDecodeError:
            return None
        found = _TEXT.findall(joined)
        if len(found) != len(texts):
            return None
        if "&" in joined or "_x" in joined or "\r" in joined or "" in found or found != [t.strip() for t in found]:
            for key, text in zip(texts, found, strict=True):
                if text.strip() == text != "" and "&" not in text and "_x" not in text and "\r" not in text:
                    cells[key] = text
                else:
                    odd.append(key)
        else:
            cells.update(zip(texts, found, strict=True))
    unknown.update(odd)
    return cells if all(_CELL.fullmatch(key) for key in chain(odd, others) if key) else None


def _styled(sheet: PlainSheet, formats: frozenset[int]) -> Iterable[tuple[int, int]]:
    marks = tuple(b' s="%d"' % number for number in formats)
    for at, (raw, cells) in enumerate(zip(sheet.raw, sheet.cells, strict=True), 1):
        wanted = {key for key in cells if key.startswith(marks)} if marks else ()
        if wanted:
            yield from ((row, at) for row, key in zip(sheet.numbers, raw, strict=True) if key in wanted)


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
