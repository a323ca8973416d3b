"""Builds the workbook of a team from its settings: the same settings give the same parts every time."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from addin.template.checks import CUSTOMER_IDS, LAST_ROW
from addin.template.functions import functions, lambda_names
from addin.template.guide import PLACEHOLDER, TITLE
from addin.template.hidden import Cells, list_cells, list_range
from addin.template.lists import Lists, gather
from addin.template.look import MUTED, Look, theme
from addin.template.macros import HIDDEN_CODES, XLWINGS
from addin.template.package import finish
from addin.template.sheets import AGENT_SHEETS, LISTS, MARKER, START_SHEET, TABLE_SHEETS, TEXTS_SHEET, SheetText
from addin.template.start import HEARTBEAT_CELL, add_start, owner_line
from addin.template.tables import HEADER_ROW, add_table
from addin.template.texts import text_cells
from sync.endpoints.marker import HEARTBEAT, RIBBON, RUNTIME, marker_cells
from sync.ooxml.looks import FONTS, TAB_COLORS
from validators.cells import column_letters
from validators.fields import Language, TableSpec
from validators.models import specs
from validators.settings import Settings

__all__ = ["build"]

_CREATED = datetime(2026, 1, 1)
"""Fixed for good, so that builds can be compared."""
_A4 = 9
_ROW_PIXELS = 24  # 18 points


def build(settings: Settings, language: Language | None = None, team: str = "", user: str = "") -> bytes:
    """The workbook, macro-enabled, as bytes; `language` is the team's unless given; `team` and `user` its owner."""
    language = language or settings.language
    tables = specs(settings)
    lists = gather(tables, settings, language)
    buffer = BytesIO()
    book = _new(buffer, language)
    look = Look(book)
    titles = {entry.id: entry.title[language] for entry in (START_SHEET, *TABLE_SHEETS, *AGENT_SHEETS)}
    start = _sheet(book, START_SHEET, language)
    for entry in TABLE_SHEETS:
        sheet = _sheet(book, entry, language)
        add_table(sheet, look, tables[entry.id], lists, language, settings.follow_up.due_soon)
    for entry in AGENT_SHEETS:
        _placeholder(_sheet(book, entry, language), look, entry, language)
    add_start(start, look, language, titles, owner_line(team, user))
    _hidden(book, LISTS, list_cells(lists.lists))
    agent_titles = [entry.title[language] for entry in AGENT_SHEETS]
    _hidden(book, TEXTS_SHEET, text_cells(functions()))
    _hidden(book, MARKER, marker_cells(language, agent_titles, team, user, {RIBBON: 1, RUNTIME: XLWINGS}))
    _names(book, lists, tables["customers"], titles)
    start.activate()
    start.set_first_sheet()
    book.close()
    return finish(buffer.getvalue())


def _new(buffer: BytesIO, language: Language) -> Any:
    options = {
        "in_memory": True,
        "default_row_height": _ROW_PIXELS,
        "default_format_properties": {"font_name": FONTS[language], "font_size": 10},
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.use_custom_theme(theme(language))
    book.set_properties({"title": TITLE[language], "author": "Salesheet", "company": "", "created": _CREATED})
    book.set_vba_name("ThisWorkbook")
    book.set_size(1600, 1000)
    return book


def _sheet(book: Any, entry: SheetText, language: Language) -> Any:
    sheet = book.add_worksheet(entry.title[language])
    sheet.set_vba_name(entry.code)
    sheet.set_tab_color(f"#{TAB_COLORS[entry.kind]}")
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&F · &A&C&8&P / &N&R&8&D &T")
    return sheet


def _placeholder(sheet: Any, look: Look, entry: SheetText, language: Language) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 80)
    sheet.set_row(0, 30)
    sheet.write_string(0, 1, entry.title[language], look(font_size=16, bold=True))
    sheet.write_string(1, 1, entry.purpose[language], look(font_size=9, font_color=MUTED))
    sheet.write_string(3, 1, PLACEHOLDER[language], look(font_color=MUTED))


def _hidden(book: Any, title: str, cells: Cells) -> None:
    sheet = book.add_worksheet(title)
    sheet.set_vba_name(HIDDEN_CODES[title])
    sheet.hide()
    text = book.add_format({"num_format": "@"})
    for (row, column), value in cells.items():
        if isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value, text)
        else:
            sheet.write_number(row - 1, column - 1, value)


def _names(book: Any, lists: Lists, customers: TableSpec, titles: dict[str, str]) -> None:
    for at, drop in enumerate(lists.lists):
        book.define_name(drop.name, list_range(lists, LISTS, at))
    sheet = f"'{titles['customers']}'"
    letters = {column.name: column_letters(at) for at, column in enumerate(customers.columns, 1)}
    ids, names = letters["Customer_ID"], letters["Customer_Name"]
    first = HEADER_ROW + 1
    ids_room, names_room = (f"{sheet}!${letter}${first}:${letter}${LAST_ROW}" for letter in (ids, names))
    book.define_name(CUSTOMER_IDS, f"={sheet}!${ids}${first}:INDEX({ids_room},MAX(1,COUNTA({names_room})))")
    for name, formula in lambda_names(functions()).items():
        book.define_name(name, formula)
    book.define_name(HEARTBEAT, f"='{titles['start']}'!{HEARTBEAT_CELL}")
