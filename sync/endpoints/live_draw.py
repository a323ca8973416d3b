"""Draws a report sheet into an open workbook.

Charts stay as the agent drew them into the file: they stand over fixed ranges, whose cells are written here.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import Any

from sync.endpoints.live_calls import Calls
from sync.endpoints.live_grid import as_typed
from sync.ooxml.looks import looks
from sync.sheet import Put, ReportSheet, Style
from validators.cells import Unreadable
from validators.fields import Language

__all__ = ["draw"]


def draw(sheet: Any, report: ReportSheet, calls: Calls) -> None:
    """Replace all cells of `sheet` (of xlwings) by those of the report."""
    title = report.title
    calls(sheet.clear, where=title)
    if not report.cells:
        return
    height, width = max(put.row for put in report.cells), max(put.column for put in report.cells)
    rows: list[list[Any]] = [[None] * width for _ in range(height)]
    for put in report.cells:
        value = str(put.value) if isinstance(put.value, Unreadable) else put.value
        rows[put.row - 1][put.column - 1] = as_typed(value) if put.link is None else _link(put)
    for style, blocks in _blocks(report.cells).items():
        for first, last, column in blocks:
            cells = sheet.range((first, column), (last, column))
            calls(_dress, cells, style, calls.language, where=title)
    calls(setattr, sheet.range((1, 1), (height, width)), "value", rows, where=title)
    for put in report.cells:
        if put.span > 1:
            cells = sheet.range((put.row, put.column), (put.row, put.column + put.span - 1))
            calls(cells.merge, where=title)
    for drop in report.drop_downs:
        for at in drop.at:
            cells = sheet.range((at.row, at.column), (at.last_row, at.last_column))
            calls(cells.data_validation.set_list, drop.words, where=title)
    for column in report.hidden_columns:
        calls(setattr, sheet.range((1, column)), "column_hidden", True, where=title)
    for column, characters in report.widths.items():
        calls(setattr, sheet.range((1, column)), "column_width", characters, where=title)


def _link(put: Put) -> str:
    """A formula that leads to a cell; the texts in it are quoted, so that none of them is computed."""
    place, _, cell = (put.link or "").rpartition("!")
    target = "#'" + place.replace("'", "''") + "'!" + cell
    return f'=HYPERLINK("{_quoted(target)}","{_quoted(str(put.value or cell))}")'


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _blocks(puts: list[Put]) -> dict[Style, list[tuple[int, int, int]]]:
    """By style, the unbroken pieces of columns that have it: first row, last row, column."""
    found: dict[Style, list[tuple[int, int, int]]] = defaultdict(list)
    ordered = sorted(puts, key=lambda put: (put.style, put.column, put.row))
    for (style, column, _), group in groupby(
        enumerate(ordered), key=lambda item: (item[1].style, item[1].column, item[1].row - item[0])
    ):
        rows = [put.row for _, put in group]
        found[style].append((rows[0], rows[-1], column))
    return found


def _dress(cells: Any, style: Style, language: Language) -> None:
    """What tells styles apart; lines and alignment come with the agent's next run."""
    look = looks(language)[style]
    cells.font.name, cells.font.size, cells.font.color = look.font, look.size, f"#{look.color}"
    if look.bold:
        cells.font.bold = True
    if look.fill:
        cells.color = f"#{look.fill}"
    if look.wrap:
        cells.wrap_text = True
    if look.number_format and look.number_format != "General":
        cells.number_format = look.number_format
