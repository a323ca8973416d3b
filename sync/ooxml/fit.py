"""Which format a cell needs so that its new value shows as what it is. Source: ECMA-376 part 1, 18.8.10, 18.8.30."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Final

from sync.ooxml.styles import StyleSheet
from sync.ooxml.workbook import Workbook
from validators.cells import Cell

__all__ = ["Fit"]

_DATE: Final = "yyyy-mm-dd"
_DATE_TIME: Final = "yyyy-mm-dd hh:mm"
_NUMBER: Final = "General"


class Fit:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._percents = workbook.formats.percents
        self._known: dict[tuple[str, str], str] = {}

    @cached_property
    def styles(self) -> StyleSheet:
        """The style sheet, taken apart only where a format may have to be added."""
        part = self._workbook.styles_part
        return StyleSheet(self._workbook.package.read(part) if part else b"")

    @property
    def changed(self) -> bool:
        """Whether a format was added."""
        return "styles" in self.__dict__ and self.styles.changed

    def of(self, value: Cell, style: str, percent: bool) -> tuple[Cell, str]:
        """The value as the cell is to hold it, and the index of its format ('' for none), given the cell's own.

        A date gets a date format where the cell has none, a number another one where it would show as a date.
        `percent`: the value goes from 0 to 100; a cell that shows its number times 100 gets the hundredth part.
        """
        if isinstance(value, date):
            return value, self._fitting(style, _DATE_TIME if isinstance(value, datetime) else _DATE)
        if style and isinstance(value, int | float):
            if percent and not isinstance(value, bool) and int(style) in self._percents:
                value = value / 100
            return value, self._fitting(style, _NUMBER)
        return value, style

    def _fitting(self, style: str, wanted: str) -> str:
        known = self._known.get((style, wanted))
        if known is None:
            index, styles = int(style or "0"), self.styles
            if styles.is_date(index) == (wanted == _NUMBER):
                index = styles.derive(index, number_format=wanted)
            known = self._known[style, wanted] = str(index) if index or style else ""
        return known
