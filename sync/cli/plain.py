"""A sheet as lines of text for a terminal: sentences as they are, tables in columns (a Chinese sign takes two)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from sync.sheet import Put, ReportSheet

__all__ = ["lines"]

SENTENCES = frozenset({"title", "muted", "note", "section", "advice", "good"})
WIDEST = 48
"""Columns are cut at this width."""


def lines(sheet: ReportSheet) -> Iterator[str]:
    """The sheet row by row, without columns that are hidden, or that have nothing to say here but their head."""
    cells = [put for put in sheet.cells if put.value is not None]
    silent = {put.column for put in cells} - {put.column for put in cells if not put.style.startswith("head")}
    cells = [put for put in cells if put.column not in silent and put.column not in sheet.hidden_columns]
    cards = _widths([put for put in cells if put.style.startswith("kpi")])
    widths = _widths([put for put in cells if put.style not in SENTENCES and not put.style.startswith("kpi")])
    for _, row in groupby(sorted(cells, key=lambda put: (put.row, put.column)), key=lambda put: put.row):
        puts = list(row)
        if puts[0].style in SENTENCES:
            yield "   ".join(_shown(put) for put in puts)
        else:
            yield _in_columns(puts, cards if puts[0].style.startswith("kpi") else widths)


def _widths(cells: Iterable[Put]) -> dict[int, int]:
    widths: dict[int, int] = {}
    for put in cells:
        widths[put.column] = max(widths.get(put.column, 0), min(_width(_shown(put)), WIDEST))
    return widths


def _in_columns(puts: Iterable[Put], widths: dict[int, int]) -> str:
    at = {put.column: _shown(put) for put in puts}
    return "  ".join(_padded(at.get(column, ""), widths[column]) for column in sorted(widths)).rstrip()


def _shown(put: Put) -> str:
    value, style = put.value, put.style
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = value.isoformat() if isinstance(value, date) else str(value)
        return text.replace("\n", " ")
    if "percent" in style:
        return f"{value:.0%}"
    return f"{value:,.1f}" if style == "wan" else f"{value:,.0f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    while _width(text) > width:
        text = text[:-2] + "…"
    return text + " " * (width - _width(text))
