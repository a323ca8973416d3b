"""The cells of a report sheet as rows of worksheet XML, with their merges, links, row heights and column widths.

This is the hot path of drawing: one pass, one string a cell, each style and each distinct text worked out once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from operator import itemgetter, lt
from typing import Final

from sync.ooxml.cell_pieces import NARROWEST, WRAPPED, Formats, Links, Room, tall, width
from sync.ooxml.looks import HEIGHTS, ROW_HEIGHT
from sync.ooxml.refs import Area, column_letters
from sync.ooxml.sheet_lists import list_xml
from sync.ooxml.values import inline
from sync.sheet import Listing, Put, ReportSheet

__all__ = ["MAX_LINKS", "Body", "body"]

MAX_LINKS: Final = 65_530
"""Hyperlinks a worksheet can hold; Excel calls a file with more damaged."""
_COLUMNS: Final = 1 << 14
_WIDE: Final = frozenset({"title", "muted", "section", "advice"})
"""Styles whose text may run on over the empty cells beside it: it does not widen the column."""
_WIDEST: Final = 40.0


@dataclass(slots=True)
class Body:
    """The cells as XML: `rows` joined make the sheet data; `widths` has every used column, in characters."""

    widths: dict[int, float]
    rows: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    box: str = "A1"


class _Letters(dict[int, str]):
    def __missing__(self, column: int) -> str:
        letters = self[column] = column_letters(column)
        return letters


def body(sheet: ReportSheet, formats: Formats, titles: Mapping[str, str]) -> Body:
    """All cells in order of their places; of several at one place the last counts."""
    listings = _apart(sheet)
    cells = sheet.singles if listings else sheet.cells
    places = [put[0] * _COLUMNS + put[1] for put in cells]
    by_place = dict(zip(places, cells, strict=True))
    ordered = all(map(lt, places, islice(places, 1, None)))
    puts = cells if ordered else [by_place[place] for place in sorted(by_place)]
    made = Body(_widths(sheet, puts))
    if puts or listings:
        columns = made.widths.keys()
        rows = [puts[0].row, puts[-1].row] if puts else []
        rows += (row for listing in listings for row in (listing.row, listing.end - 1))
        made.box = str(Area(min(rows), min(columns), max(rows), max(columns)))
    links, room = Links(titles), Room(made.widths)
    done = 0
    for listing in listings:
        before = bisect_left(puts, listing.row, key=itemgetter(0))
        _write(made, puts[done:before], by_place, formats, links, room, sheet.heights)
        rows_xml, links_xml = list_xml(listing, formats, links, room, sheet.heights)
        made.rows += rows_xml
        made.links += links_xml
        done = before
    _write(made, puts[done:], by_place, formats, links, room, sheet.heights)
    del made.links[MAX_LINKS:]
    return made


def _apart(sheet: ReportSheet) -> list[Listing]:
    """The sheet's listings from top to bottom, if nothing else stands in their rows and their columns have widths;
    otherwise none: then all is written cell by cell."""
    listings = sorted(sheet.listings, key=itemgetter(0))
    taken = sorted({put[0] for put in sheet.singles})
    if any(upper.end > lower.row for upper, lower in pairwise(listings)):
        return []
    for listing in listings:
        wide = all(column in sheet.widths for column in range(1, len(listing.lanes) + 1))
        if not wide or bisect_left(taken, listing.row) < bisect_left(taken, listing.end):
            return []
    return listings


def _write(
    made: Body,
    puts: Sequence[Put],
    by_place: Mapping[int, Put],
    formats: Formats,
    links: Links,
    room: Room,
    heights: Mapping[int, float],
) -> None:
    letters, texts = _Letters(), dict[str, str]()
    text_tags, empty_tags = formats.text_tags, formats.empty_tags
    line, current, number, height, merged = list[str](), 0, "0", ROW_HEIGHT, 0
    add, add_link = line.append, made.links.append
    for row, column, value, style, link, span in puts:
        if row != current:
            if line:
                made.rows.append(_row(number, heights.get(current, height), line))
                line.clear()
            current, number, height, merged = row, str(row), ROW_HEIGHT, 0
        at = letters[column]
        if value.__class__ is str and value:
            text = texts.get(value)
            if text is None:
                text = texts[value] = inline(value) + "</c>"
            add(f'<c r="{at}{number}{text_tags[style]}{text}')
            if style in WRAPPED and (needed := room[value, column, span]) > height:
                height = needed
        elif value is None or value == "":
            add(f'<c r="{at}{number}{empty_tags[style]}')
        else:
            add(f'<c r="{at}{number}{formats.other(value, style)}')
        if style in HEIGHTS and HEIGHTS[style] > height:
            height = HEIGHTS[style]
        if span > 1 and column > merged:
            merged = column + span - 1
            made.merges.append(f"{at}{row}:{letters[merged]}{row}")
            for beside in range(column + 1, merged + 1):
                if row * _COLUMNS + beside in by_place:
                    break
                add(f'<c r="{letters[beside]}{row}{empty_tags[style]}')
        if link is not None and (xml := links.xml(link, f"{at}{number}")):
            add_link(xml)
    if line:
        made.rows.append(_row(number, heights.get(current, height), line))


def _row(number: str, height: float, cells: list[str]) -> str:
    return f'<row r="{number}"{tall(height)}>{"".join(cells)}</row>'


def _widths(sheet: ReportSheet, puts: Sequence[Put]) -> dict[int, float]:
    """The widths of all used columns: as the sheet says, else from its texts within bounds."""
    widths = dict(sheet.widths)
    missing = {put[1] for put in puts} - widths.keys()
    if missing:
        longest = dict.fromkeys(missing, 0)
        for _, column, value, style, _, span in puts:
            if column in missing and span == 1 and style not in _WIDE and isinstance(value, str):
                longest[column] = max(longest[column], width(value))
        for column, characters in longest.items():
            widths[column] = min(max(characters * 1.1 + 2.0, NARROWEST), _WIDEST)
    return widths
