"""Edits the cells of one sheet in place: a row that is not touched stays the slice of bytes it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sync.ooxml.refs import Area, area, column_letters, column_number
from sync.ooxml.row_store import RowStore
from sync.ooxml.rows import BadSheet, Cuts, SheetXml, words
from sync.ooxml.workbook import TableInfo
from sync.ooxml.xmltext import attributes, set_attribute, tags

__all__ = ["CellBytes", "SheetEditor"]

_STYLE = re.compile(rb' s="([0-9]+)"')
_KIND = re.compile(rb' t="([A-Za-z]+)"')
_SPANS = re.compile(rb' spans="[^"]*"')
_ARRAYS = (b't="array"', b't="dataTable"')
_COPIED = ("ht", "customHeight", "s", "customFormat")


class CellBytes(NamedTuple):
    """A cell as it stands: where its bytes are in its row, its format index ('' for none), its type, what it holds."""

    start: int
    end: int
    style: str
    kind: str
    xml: bytes
    formula: bool
    filled: bool


class OpenEnd(NamedTuple):
    """A row that can be added to: its bytes, where its start tag ends, the column of its last cell, and the format that
    it has for new ones (None: its columns have)."""

    row: int
    content: bytes
    stop: int
    column: int
    style: str | None


class SheetEditor:
    """The rows of a sheet by number, and what stands around them. `cuts` are those of reading these very bytes.

    Raises:
        BadSheet: the sheet cannot be taken apart safely.
    """

    def __init__(self, xml: bytes, cuts: Cuts | None = None) -> None:
        if cuts:
            self.words = words(b"")
            self.head, self.tail = xml[: cuts.starts[0]], xml[cuts.starts[-1] :]
            self.rows = RowStore(xml, cuts.numbers, cuts.starts)
        else:
            sheet = SheetXml.parse(xml)
            self.words = sheet.words
            self.head, self.tail = sheet.head, sheet.tail
            self.rows = RowStore(sheet.xml, sheet.cuts.numbers, sheet.cuts.starts)
        self._around = self.head, self.tail
        self.prefix = self.words.prefix.decode()
        self._touched: list[int] = []
        """The block that was written to: its first row and column, its last ones."""
        self._column_styles = _column_styles(self.head)
        self.fixed: dict[int, list[TableInfo]] = {}
        """By row, the Excel Tables whose header or totals stand there."""
        self.strings_dropped: set[int] = set()
        """Indexes of shared strings that cells no longer show."""
        self.arrays = () if cuts else tuple(block for kind in _ARRAYS for block in self._arrays(xml, kind))
        self._mark = mark = self.words.cell + b' r="'
        self._marks = lru_cache(maxsize=None)(lambda column: mark + column_letters(column).encode())
        self._ends = (b"/>" + self.words.row_end, self.words.cell_end + self.words.row_end)
        self._styles_of: dict[int, str] = {}
        empty = re.escape(self.words.prefix)
        self._empty_value = re.compile(rb"<%sv\s*(?:/>|></%sv>)" % (empty, empty))

    def find(self, row: int, column: int) -> CellBytes | None:
        """The cell; None where the sheet has none there (not even a formatted one)."""
        content, words = self.rows.get(row), self.words
        start = content.find(b'%s%d"' % (self._marks(column), row))
        if start < 0:
            return None
        stop = content.index(b">", start)
        tag = content[start:stop]
        if tag.endswith(b"/"):
            end = stop + 1
        else:
            end = content.find(words.cell_end, stop) + len(words.cell_end)
            if end < stop:
                raise BadSheet(row)
        return self._cell(content, start, end, tag)

    def _cell(self, content: bytes, start: int, end: int, tag: bytes) -> CellBytes:
        words, xml = self.words, content[start:end]
        style, kind = _STYLE.search(tag), _KIND.search(tag)
        formula = words.formula in xml and words.is_formula.search(xml) is not None
        held = words.value in xml and words.is_value.search(xml) is not None and not self._empty_value.search(xml)
        filled = formula or held or words.inline in xml
        return CellBytes(
            start, end, style[1].decode() if style else "", kind[1].decode() if kind else "n", xml, formula, filled
        )

    def put(self, row: int, column: int, xml: bytes, old: CellBytes | None = None) -> None:
        """Set the bytes of a cell (empty bytes take it out); the row is made where it is missing. `old` saves finding
        the cell where that was just done."""
        old = old or self.find(row, column)
        if old is not None:
            if old.kind == "s" and old.xml != xml:
                held = self.words.held.search(old.xml)
                if held and held[1].isdigit():
                    self.strings_dropped.add(int(held[1]))
            content = self.rows[row]
            self.rows[row] = content[: old.start] + xml + content[old.end :]
        elif xml:
            self._insert(row, column, xml)
        self._touch(row, column)

    def open_end(self, row: int) -> OpenEnd | None:
        """The row as far as new cells can be added behind its last one; None where its end is not that of a cell."""
        content = self.rows.get(row)
        if not content.endswith(self._ends):
            return None
        at = content.rfind(self._mark)
        if at < 0:
            return None
        stop = content.index(b">")
        return OpenEnd(row, content, stop, _column(content, at + len(self._mark)), _row_style(content[:stop]))

    def append(self, end: OpenEnd, cells: Sequence[tuple[int, bytes]]) -> None:
        """Add cells behind the last one of a row, in order; the bytes are what follows the address."""
        row, content, stop, closing = end.row, end.content, end.stop, self.words.row_end
        number, spans = b"%d" % row, content.find(b' spans="', 0, stop)
        if spans < 0:
            pieces = [content[: -len(closing)]]
        else:
            pieces = [content[:spans], content[content.index(b'"', spans + 8) + 1 : -len(closing)]]
        for column, rest in cells:
            pieces += self._marks(column), number, rest
        pieces.append(closing)
        self.rows[row] = b"".join(pieces)
        self._touch(row, cells[0][0])
        self._touch(row, cells[-1][0])

    def _insert(self, row: int, column: int, xml: bytes) -> None:
        words = self.words
        content = self.rows.get(row)
        if not content:
            self._add_row(row, b'%s r="%d">' % (words.row, row), xml)
            return
        stop = content.index(b">") + 1
        tag = _SPANS.sub(b"", content[:stop])
        body = content[stop:]
        if tag.endswith(b"/>"):
            self.rows[row] = tag[:-2].rstrip() + b">" + xml + words.row_end + body
            return
        at = self._place(body, row, column)
        self.rows[row] = b"".join((tag, body[:at], xml, body[at:]))

    def _place(self, body: bytes, row: int, column: int) -> int:
        words = self.words
        mark = words.cell + b' r="'
        last = body.rfind(mark)
        if last < 0:
            return 0
        if _column(body, last + len(mark)) < column:
            stop = body.index(b">", last)
            return stop + 1 if body[stop - 1 : stop] == b"/" else body.index(words.cell_end, stop) + len(words.cell_end)
        at = body.find(mark)
        while _column(body, at + len(mark)) < column:
            at = body.find(mark, at + 1)
            if at < 0:
                raise BadSheet(row)
        return at

    def _add_row(self, row: int, tag: bytes, xml: bytes) -> None:
        self.rows[row] = tag + xml + self.words.row_end

    def make_row(self, row: int, like: int) -> None:
        """Make a row where there is none, with the height and format of the row `like`."""
        if row in self.rows:
            return
        pattern = self.rows.get(like)
        named = attributes(pattern[: pattern.find(b">") + 1])
        tag = b'%s r="%d">' % (self.words.row, row)
        for name, value in named.items():
            if name in _COPIED or name.endswith(":dyDescent"):
                tag = set_attribute(tag, name, value)
        self._add_row(row, tag, b"")

    def default_style(self, row: int, column: int) -> str:
        """The format a new cell gets: the row's where the row has one, else the column's."""
        content = self.rows.get(row)
        own = _row_style(content[: content.find(b">") + 1])
        return self.column_style(column) if own is None else own

    def column_style(self, column: int) -> str:
        """The format of a column, empty where it has none."""
        style = self._styles_of.get(column)
        if style is None:
            style = next((style for first, last, style in self._column_styles if first <= column <= last), "")
            self._styles_of[column] = style
        return style

    def numbers(self, first: int, last: int) -> list[int]:
        """The numbers of the rows that exist between two rows, both included, in order."""
        if last - first < len(self.rows) // 8:
            return [row for row in range(first, last + 1) if row in self.rows]
        return sorted(row for row in self.rows if first <= row <= last)

    def first_filled(self, block: Area) -> tuple[int, int] | None:
        """The first cell of a block that holds a value or a formula."""
        words = self.words
        for row in self.numbers(block.row, block.last_row):
            content = self.rows[row]
            if words.value in content or words.inline in content or words.formula in content:
                for column, cell in self.cells(row):
                    if cell.filled and block.column <= column <= block.last_column:
                        return row, column
        return None

    def is_blank(self, row: int, first: int, last: int) -> bool:
        """Whether a row has no value between two columns; formulas do not count."""
        content, words = self.rows.get(row), self.words
        at = content.find(words.value)
        if at < 0 and words.inline not in content:
            return True
        if at >= 0 and words.formula not in content:
            column = _column(content, content.rfind(words.cell + b' r="', 0, at) + len(words.cell) + 4)
            if first <= column <= last and not self._empty_value.match(content, at):
                return False
        return not any(cell.filled and not cell.formula for column, cell in self.cells(row) if first <= column <= last)

    def cells(self, row: int) -> list[tuple[int, CellBytes]]:
        """The cells of a row with their columns.

        Raises:
            BadSheet: the row holds anything between its cells.
        """
        content, found = self.rows.get(row), []
        at = content.find(b">") + 1
        for match in self.words.any_cell.finditer(content):
            if content[at : match.start()].strip():
                raise BadSheet(row)
            at = match.end()
            stop = content.index(b">", match.start())
            cell = self._cell(content, match.start(), match.end(), content[match.start() : stop])
            found.append((_column(content, match.start() + len(self.words.cell) + 4), cell))
        return found

    def _arrays(self, xml: bytes, kind: bytes) -> list[Area]:
        found = []
        at = xml.find(kind)
        while at >= 0:
            tag = xml[xml.rfind(b"<", 0, at) : xml.index(b">", at) + 1]
            try:
                block = area(attributes(tag).get("ref", ""))
            except ValueError:
                raise BadSheet(1) from None
            found.append(block)
            at = xml.find(kind, at + 1)
        return found

    def _touch(self, row: int, column: int) -> None:
        block = self._touched
        if not block:
            block[:] = row, column, row, column
            return
        if row < block[0]:
            block[0] = row
        elif row > block[2]:
            block[2] = row
        if column < block[1]:
            block[1] = column
        elif column > block[3]:
            block[3] = column

    @property
    def changed(self) -> bool:
        """Whether anything was set."""
        return bool(self._touched) or (self.head, self.tail) != self._around

    def join(self) -> bytes:
        """The sheet's XML with its dimension made to include what was written."""
        return b"".join([self._grown_head(), *self.rows.pieces(), self.tail])

    def _grown_head(self) -> bytes:
        tag = next(tags(self.head, "dimension"), None)
        if tag is None or not self._touched:
            return self.head
        try:
            old, new = area(attributes(tag[0]).get("ref", "")), Area(*self._touched)
        except ValueError:
            return self.head
        grown = Area(*map(min, old[:2], new[:2]), *map(max, old[2:], new[2:]))
        return self.head[: tag.start()] + set_attribute(tag[0], "ref", str(grown)) + self.head[tag.end() :]


def _row_style(tag: bytes) -> str | None:
    """The format a row has for new cells, None where it leaves that to the columns."""
    if b"customFormat" not in tag:
        return None
    found = _STYLE.search(tag)
    return found[1].decode() if found else ""


def _column(content: bytes, at: int) -> int:
    end = at
    while content[end] >= 65:
        end += 1
    return column_number(content[at:end].decode())


def _column_styles(head: bytes) -> list[tuple[int, int, str]]:
    found = []
    for tag in tags(head, "col"):
        named = attributes(tag[0])
        if named.get("style", "0") != "0":
            found.append((int(named.get("min", "0")), int(named.get("max", "0")), named["style"]))
    return found
