"""What cells of a report sheet are written with: formats by style, places as links, the room that text takes.

Each style and each distinct text is worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from math import ceil
from typing import Final

from sync.ooxml.looks import DATE, DATETIME, DECIMAL, ROW_HEIGHT, looks
from sync.ooxml.styles import StyleSheet
from sync.ooxml.values import escape, inline, serial
from sync.sheet import Style
from validators.cells import Cell
from validators.fields import Language

__all__ = ["NARROWEST", "WRAPPED", "Formats", "Links", "Room", "tall", "width"]

WRAPPED: Final = frozenset({"wrap", "note", "advice", "input", "head", "head_right", "same", "differs"})
"""Styles whose text is broken into lines."""
NARROWEST: Final = 9.0
_LINE: Final = 15.0
"""Points of one line of 10 pt text in the taller of the two fonts."""
_TALLEST: Final = 409.0


class _Tags(dict[str, str]):
    """By style, what follows a cell's address."""

    def __init__(self, formats: Formats, end: str) -> None:
        self.formats = formats
        self.end = end

    def __missing__(self, style: Style) -> str:
        tag = self[style] = f'" s="{self.formats.xf(style)}"{self.end}'
        return tag


class Formats:
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


class Links:
    """Places in the workbook as locations of hyperlinks; a sheet that is not there has none."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = titles
        self.quoted: dict[str, str] = {}

    def xml(self, link: str, cell: str) -> str:
        """The hyperlink of a cell; empty where its place is not there."""
        target = self._target(link)
        return target and f'<hyperlink ref="{cell}" location="{target}" display="{target}"/>'

    def _target(self, link: str) -> str:
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


def tall(height: float) -> str:
    """The attributes of a row of that height in points."""
    return f' ht="{height:g}" customHeight="1"' if height != ROW_HEIGHT else ""


def width(text: str) -> int:
    """Characters a text is wide; Chinese ones count two, as they do in this encoding."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


class Room(dict[tuple[str, int, int], float]):
    """By wrapped text, column and span: the points it needs there, 0 for a single line."""

    def __init__(self, widths: Mapping[int, float]) -> None:
        self.widths = widths

    def __missing__(self, key: tuple[str, int, int]) -> float:
        text, column, span = key
        room = max(sum(self.widths.get(at, NARROWEST) for at in range(column, column + span)) - 1.0, 4.0)
        lines = sum(max(1, ceil(width(part) / room)) for part in text.split("\n"))
        height = self[key] = min(lines * _LINE + 4.0, _TALLEST) if lines > 1 else 0.0
        return height
