"""Draws a table sheet: captions, headers, the Excel Table, formats, checks and marks."""

from __future__ import annotations

from typing import Any

from addin.template.checks import LAST_ROW, add_checks
from addin.template.lists import Lists
from addin.template.look import BAND, MUTED, TABLE_STYLE, Look, column_properties
from addin.template.marks import add_marks
from addin.template.sheets import TABLE_NAMES
from sync.errors import UsageError
from validators.fields import Column, Language, TableSpec

__all__ = ["HEADER_ROW", "add_table"]

HEADER_ROW = 2
"""The header's row; the captions stand above it, the first data row below."""
_NAMES = {"customers": "Customer_Name", "opportunities": "Opportunity_Name"}
"""The column up to which a table stays in view; Customer_ID where it has no name of its own."""


def add_table(sheet: Any, look: Look, spec: TableSpec, lists: Lists, language: Language, due_soon: int) -> None:
    """Fill a new worksheet with a table that has one empty row.

    Raises:
        UsageError: two columns' names differ in case only, which no Excel Table can hold.
    """
    _distinct(spec)
    count = len(spec.columns)
    for at, column in enumerate(spec.columns):
        sheet.set_column(at, at, _width(column), look(**column_properties(column)))
    sheet.set_row_pixels(0, 22)
    sheet.set_row_pixels(1, 30)
    caption = look(font_size=9, font_color=MUTED, bg_color=BAND)
    for at, column in enumerate(spec.columns):
        sheet.write_string(0, at, column.label[language], caption)
    columns = [{"header": column.header, "header_format": look.header(column)} for column in spec.columns]
    options = {"name": TABLE_NAMES[spec.name], "style": TABLE_STYLE, "columns": columns}
    sheet.add_table(HEADER_ROW - 1, 0, HEADER_ROW, count - 1, options)
    stays = [column.name for column in spec.columns].index(_NAMES.get(spec.name, "Customer_ID")) + 1
    sheet.freeze_panes(HEADER_ROW, stays)
    add_checks(sheet, spec, lists, HEADER_ROW + 1, language)
    add_marks(sheet, look, spec, HEADER_ROW + 1, due_soon)
    sheet.ignore_errors({"number_stored_as_text": f"A{HEADER_ROW + 1}:XFD{LAST_ROW}"})
    sheet.repeat_rows(0, HEADER_ROW - 1)


def _width(column: Column) -> float:
    """Wide enough for the header with its filter button; the model's width where that is more."""
    return max(column.width, min(len(column.header) * 1.15 + 3.5, 24))


def _distinct(spec: TableSpec) -> None:
    seen: dict[str, str] = {}
    for column in spec.columns:
        other = seen.setdefault(column.name.casefold(), column.name)
        if other != column.name:
            raise UsageError(
                f"列名只差大小写：{other}、{column.name} / column names differ in case only: {other}, {column.name}",
                where=spec.name,
                remedy="在 config.toml 里给自己加的列换个名字 / rename your own column in config.toml",
            )
