"""A worksheet's XML cut into what stands before its rows, the rows, and what stands behind them.

Rows are kept as slices of the original bytes. Everything downstream relies on the *canonical form* of rows and cells:
every `row` and `c` says where it is, as its first attribute, in double quotes, and in rising order. Excel, WPS,
LibreOffice, Google Sheets and the usual libraries write just that; anything else that is legal is brought into this
form first (`canonical`), and what is not legal is refused. Source: ECMA-376 part 1, 18.3.1.4, 18.3.1.73, 18.3.1.80.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from operator import ge

from sync.ooxml.refs import LAST_COLUMN, LAST_ROW, column_letters, column_number

__all__ = ["BadSheet", "Cuts", "SheetXml", "Words", "bounds", "canonical", "is_canonical"]

_OPENING = re.compile(rb"<((?:[\w.\-]+:)?)sheetData\s*(/?)>")
# Possessive, and without a raw `<` in a value: whatever a stranger's file holds, the work stays linear.
_QUOTED = rb"""(?:\s++[\w:.\-]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+"""
_ATTRIBUTE = re.compile(rb"""(?<![\w:.\-])([\w:.\-]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')""")
_UNTIL = rb"([^<]*+(?:<(?!/?%s[\s/>])[^<]*+)*+)"


class BadSheet(ValueError):
    """The rows of a sheet are out of order or cannot be told apart; `row` is near the place."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


class Words:
    """The byte strings and patterns for one namespace prefix (`b""` or `b"x:"`)."""

    def __init__(self, prefix: bytes) -> None:
        p = self.prefix = prefix
        q = re.escape(p)
        self.row, self.row_end = b"<%srow" % p, b"</%srow>" % p
        self.cell, self.cell_end = b"<%sc" % p, b"</%sc>" % p
        self.formula, self.value, self.inline = b"<%sf" % p, b"<%sv" % p, b"<%sis" % p
        self.data_end = b"</%ssheetData>" % p
        self.any_cell = re.compile(rb"<%sc(%s)\s*+(?:/>|>%s</%sc\s*+>)" % (q, _QUOTED, _UNTIL % (q + b"c"), q))
        """A whole cell: its attributes, and its content (None for an empty element)."""
        self.any_row = re.compile(rb"<%srow(%s)\s*+(?:/>|>%s</%srow\s*+>)" % (q, _QUOTED, _UNTIL % (q + b"row"), q))
        self.plain_row = re.compile(rb'<%srow(?! r="[0-9]+"[ />])(?=[\s/>])' % q)
        # Rich text holds elements that begin with the same letters (family, vertAlign).
        self.is_formula = re.compile(rb"<%sf[\s/>]" % q)
        self.is_value = re.compile(rb"<%sv[\s/>]" % q)
        self.held = re.compile(rb"<%sv(?:\s[^<>]*+)?>([^<]*+)</%sv\s*+>" % (q, q))
        self.formula_text = re.compile(rb"<%sf(%s)\s*+(?:/>|>([^<]*+)</%sf\s*+>)" % (q, _QUOTED, q))

    def odd_cell(self, letters: int, digits: int) -> re.Pattern[bytes]:
        """Finds a cell that is not canonical, or whose reference is longer than given."""
        return re.compile(
            rb'<%sc(?! r="[A-Z]{1,%d}[0-9]{1,%d}"(?: [a-z]{1,2}="|/?>))(?=[\s/>])'
            % (re.escape(self.prefix), letters, digits)
        )


words = lru_cache(maxsize=16)(Words)


def bounds(xml: bytes) -> tuple[Words, int, int] | None:
    """The words of the sheet's prefix, and where the content of `sheetData` begins and ends; None without one."""
    opening = _OPENING.search(xml)
    if not opening:
        return None
    known = words(opening[1])
    if opening[2]:
        return known, opening.end(), opening.end()
    end = xml.rfind(known.data_end, opening.end())  # what stands behind the rows is short
    return (known, opening.end(), end) if end >= 0 else None


def is_canonical(xml: bytes, known: Words, start: int, end: int, letters: int = 3, digits: int = 7) -> bool:
    """Whether all rows and cells have the canonical form and no reference has more letters or digits."""
    if known.odd_cell(letters, digits).search(xml, start, end):
        return False
    return not known.plain_row.search(xml, start, end)


def canonical(xml: bytes) -> bytes:
    """The sheet with its rows and cells in canonical form; the very same bytes where they are already.

    Raises:
        BadSheet: rows or cells go back, lie outside the sheet, or hold what does not belong there.
    """
    place = bounds(xml)
    if place is None or is_canonical(xml, *place):
        return xml
    known, start, end = place
    out: list[bytes] = []
    row = 0
    at = start
    for found in known.any_row.finditer(xml, start, end):
        named = _attributes(found[1])
        told = named.pop(b"r", b"")[:8] or b"%d" % (row + 1)  # eight digits are beyond any sheet
        number = int(told) if told.isdigit() else 0
        if number <= row or number > LAST_ROW or xml[at : found.start()].strip():
            raise BadSheet(row + 1)
        row, at = number, found.end()
        out.append(_element(known.row, b"%d" % row, named))
        content = found[2]
        out.append(b"/>" if content is None else b">" + _cells(known, content, row) + known.row_end)
    if xml[at:end].strip():
        raise BadSheet(row + 1)
    return xml[:start] + b"".join(out) + xml[end:]


def _cells(known: Words, content: bytes, row: int) -> bytes:
    out: list[bytes] = []
    column = at = 0
    for found in known.any_cell.finditer(content):
        named = _attributes(found[1])
        reference = named.pop(b"r", b"").decode("ascii", "replace").upper()
        letters = reference.rstrip("0123456789")
        number = column_number(letters[:4]) if letters else column + 1  # four letters are beyond any sheet
        if (reference and reference != f"{letters}{row}") or not column < number <= LAST_COLUMN:
            raise BadSheet(row)
        if content[at : found.start()].strip():
            raise BadSheet(row)
        column, at = number, found.end()
        out.append(_element(known.cell, f"{column_letters(column)}{row}".encode(), named))
        out.append(b"/>" if found[2] is None else b">" + found[2] + known.cell_end)
    return b"".join(out) + content[at:]


def _attributes(raw: bytes) -> dict[bytes, bytes]:
    found = {}
    for m in _ATTRIBUTE.finditer(raw):
        found[m[1]] = m[2] if m[2] is not None else m[3].replace(b'"', b"&quot;")
    return found


def _element(name: bytes, reference: bytes, named: dict[bytes, bytes]) -> bytes:
    return b'%s r="%s"' % (name, reference) + b"".join(b' %s="%s"' % item for item in named.items())


@dataclass(frozen=True, slots=True)
class Cuts:
    """What reading a sheet has proved of its XML: it is canonical and without formulas, its rows have these numbers,
    and they begin at `starts`, which ends with the end of the last one."""

    numbers: Sequence[int]
    starts: Sequence[int]


@dataclass(frozen=True, slots=True)
class SheetXml:
    """A canonical sheet and where its rows stand in it: `head` ends before them, `tail` begins at `</sheetData>`."""

    xml: bytes
    words: Words
    head: bytes
    tail: bytes
    cuts: Cuts

    @classmethod
    def parse(cls, xml: bytes) -> SheetXml:
        """Find the rows of a sheet.

        Raises:
            BadSheet: there is no `sheetData`, or its rows are out of order or not closed.
        """
        place = bounds(xml)
        if place is None:
            raise BadSheet(1)
        starts = _row_starts(xml, place[0].row, *place[1:])
        if not _numbered(xml, place[0].row, starts) or place[0].odd_cell(3, 7).search(xml, *place[1:]):
            xml = canonical(xml)
            place = bounds(xml) or place
            starts = _row_starts(xml, place[0].row, *place[1:])
        known, start, end = place
        head, tail = xml[:start], xml[end:]
        if head.endswith(b"/>"):
            head, tail = head[:-2].rstrip() + b">", known.data_end + tail
        if xml[start : starts[0]].strip():
            raise BadSheet(1)
        skip = len(known.row) + 4
        try:
            numbers = [int(xml[at + skip : xml.index(b'"', at + skip)]) for at in starts[:-1]]
        except ValueError:
            raise BadSheet(1) from None
        if any(map(ge, numbers, islice(numbers, 1, None))):
            raise BadSheet(next(low for low, high in pairwise(numbers) if low >= high))
        ends = (known.row_end, b"/>")
        for number, (at, behind) in zip(numbers, pairwise(starts), strict=True):
            if not xml.endswith(ends, at, behind) and not xml[at:behind].rstrip().endswith(ends):
                raise BadSheet(number)
        return cls(xml, known, head, tail, Cuts(numbers, starts))


def _numbered(xml: bytes, mark: bytes, starts: Sequence[int]) -> bool:
    """Whether each row begins with its number."""
    width = len(mark)
    return all(xml.startswith(b' r="', at + width) for at in starts[:-1])


def _row_starts(xml: bytes, mark: bytes, start: int, end: int) -> list[int]:
    """Where the rows begin, and where the last one ends."""
    starts, find, width = [], xml.find, len(mark)
    at = find(mark, start, end)
    while at >= 0:
        starts.append(at)
        at = find(mark, at + width, end)
    return [*starts, end]
