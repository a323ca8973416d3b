"""The cells of a report sheet as rows of worksheet XML, with their merges, links, row heights and column widths.

This is the hot path of drawing: one pass, one string a cell, each style and each distinct text worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from math import ceil
from operator import lt
from typing import Final

from sync.ooxml.looks import DATE, DATETIME, DECIMAL, HEIGHTS, ROW_HEIGHT, looks
from sync.ooxml.refs import Area, column_letters
from sync.ooxml.styles import StyleSheet
from sync.ooxml.values import escape, inline, serial
from sync.sheet import Put, ReportSheet, Style
from validators.cells import Cell
from validators.fields import Language

__all__ = ["MAX_LINKS", "Body", "body"]

MAX_LINKS: Final = 65_530
"""Hyperlinks a worksheet can hold; Excel calls a file with more damaged."""
_COLUMNS: Final = 1 << 14
_WRAPPED: Final = frozenset({"wrap", "advice", "input", "head", "head_right"})
_WIDE: Final = frozenset({"title", "muted", "section", "advice"})
"""Styles whose text may run on over the empty cells beside it: it does not widen the column."""
_LINE: Final = 15.0
"""Points of one line of 10 pt text in the taller of the two fonts."""
_TALLEST: Final = 409.0
_NARROWEST, _WIDEST = 9.0, 40.0


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


def body(sheet: ReportSheet, styles: StyleSheet, language: Language, titles: Mapping[str, str], date1904: bool) -> Body:
    """All cells in order of their places; of several at one place the last counts."""
    places = [put[0] * _COLUMNS + put[1] for put in sheet.cells]
    by_place = dict(zip(places, sheet.cells, strict=True))
    ordered = all(map(lt, places, islice(places, 1, None)))
    puts = sheet.cells if ordered else [by_place[place] for place in sorted(by_place)]
    made = Body(_widths(sheet, puts))
    if puts:
        columns = made.widths.keys()
        made.box = str(Area(puts[0].row, min(columns), puts[-1].row, max(columns)))
    _write(made, puts, by_place, _Formats(styles, language, date1904), _Links(titles), sheet.heights)
    return made


def _write(
    made: Body,
    puts: Sequence[Put],
    by_place: Mapping[int, Put],
    formats: _Formats,
    links: _Links,
    heights: Mapping[int, float],
) -> None:
    letters, texts, room = _Letters(), dict[str, str](), _Room(made.widths)
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
            if style in _WRAPPED and (needed := room[value, column, span]) > height:
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
        if link is not None and len(made.links) < MAX_LINKS and (target := links.target(link)):
            add_link(f'<hyperlink ref="{at}{number}" location="{target}" display="{target}"/>')
    if line:
        made.rows.append(_row(number, heights.get(current, height), line))


def _row(number: str, height: float, cells: list[str]) -> str:
    tall = f' ht="{height:g}" customHeight="1"' if height != ROW_HEIGHT else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


class _Tags(dict[str, str]):
    """By style, what follows a cell's address."""

    def __init__(self, formats: _Formats, end: str) -> None:
        self.formats = formats
        self.end = end

    def __missing__(self, style: Style) -> str:
        tag = self[style] = f'" s="{self.formats.xf(style)}"{self.end}'
        return tag


class _Formats:
    """Cell formats by style name, added to the styles part when first used."""

    def __init__(self, styles: StyleSheet, language: Language, date1904: bool) -> None:
        self.styles = styles
        self.looks = looks(language)
        self.date1904 = date1904
        self.text_tags = _Tags(self, ' t="inlineStr">')
        self.empty_tags = _Tags(self, "/>")
        self.fitted: dict[tuple[Style, str], int] = {}

    def xf(self, style: Style, number_format: str = "") -> int:
        """The format of a style, with another number format where one is named."""
        key = (style, number_format)
        known = self.fitted.get(key)
        if known is None:
            look = self.looks[style]
            known = self.styles.add(replace(look, number_format=number_format) if number_format else look)
            self.fitted[key] = known
        return known

    def other(self, value: Cell, style: Style) -> str:
        """What follows the address of a cell that holds neither text nor nothing."""
        number = serial(value, self.date1904)
        if number is None:  # a date before the calendar begins, a number that is none, something unreadable
            text = "" if isinstance(value, float) else inline(str(value))
            return f"{self.text_tags[style]}{text}</c>" if text else self.empty_tags[style]
        if isinstance(value, bool):
            return f'" s="{self.xf(style)}" t="b"><v>{number}</v></c>'
        code = ""
        if isinstance(value, date):
            if self.looks[style].number_format not in (DATE, DATETIME):
                code = DATETIME if isinstance(value, datetime) else DATE
        elif style == "kpi_value" and "." in number and abs(float(number)) < 1000:
            code = DECIMAL
        return f'" s="{self.xf(style, code)}"><v>{number}</v></c>'


class _Links:
    """Places in the workbook as locations of hyperlinks; a sheet that is not there has none."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = titles
        self.quoted: dict[str, str] = {}

    def target(self, link: str) -> str:
        title, mark, cell = link.removeprefix("#").rpartition("!")
        if not mark:
            return ""
        known = self.quoted.get(title)
        if known is None:
            plain = title[1:-1].replace("''", "'") if len(title) > 1 and title[0] == title[-1] == "'" else title
            real = self.titles.get(plain.casefold())
            known = self.quoted[title] = "" if real is None else escape("'" + real.replace("'", "''") + "'!")
        return known and known + (cell if cell.isalnum() else escape(cell))


# ---- how much room text takes


def _width(text: str) -> int:
    """Characters a text is wide; Chinese ones count two, as they do in this encoding."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


class _Room(dict[tuple[str, int, int], float]):
    """By wrapped text, column and span: the points it needs there, 0 for a single line."""

    def __init__(self, widths: Mapping[int, float]) -> None:
        self.widths = widths

    def __missing__(self, key: tuple[str, int, int]) -> float:
        text, column, span = key
        room = max(sum(self.widths.get(at, _NARROWEST) for at in range(column, column + span)) - 1.0, 4.0)
        lines = sum(max(1, ceil(_width(part) / room)) for part in text.split("\n"))
        height = self[key] = min(lines * _LINE + 4.0, _TALLEST) if lines > 1 else 0.0
        return height


def _widths(sheet: ReportSheet, puts: Sequence[Put]) -> dict[int, float]:
    """The widths of all used columns: as the sheet says, else from its texts within bounds."""
    widths = dict(sheet.widths)
    missing = {put[1] for put in puts} - widths.keys()
    if missing:
        longest = dict.fromkeys(missing, 0)
        for _, column, value, style, _, span in puts:
            if column in missing and span == 1 and style not in _WIDE and isinstance(value, str):
                longest[column] = max(longest[column], _width(value))
        for column, width in longest.items():
            widths[column] = min(max(width * 1.1 + 2.0, _NARROWEST), _WIDEST)
    return widths
