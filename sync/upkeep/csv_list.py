"""A CSV list as a workbook, so that it can be adopted like one: every value as it was typed.

Everything stays text, but dates and numbers in columns that are ours and hold dates or numbers: 2024-05-01 typed into a
spreadsheet would be a date, and 00123 in a column of phones would lose its zeros.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from sync.errors import SalesheetError, UsageError
from sync.ooxml.cell_pieces import width as text_width
from sync.ooxml.looks import COLORS, FONTS
from sync.ooxml.sniff import not_a_zip
from validators.cells import Cell
from validators.context import Context
from validators.fields import Column
from validators.headers import match
from validators.parse import parse_moment, parse_number

__all__ = ["is_csv", "workbook_of_csv"]

ENDINGS = (".csv", ".tsv", ".txt")
_ENCODINGS = ("utf-8-sig", "gb18030")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_CREATED = datetime(2026, 1, 1)
_WIDEST, _ROWS_LOOKED_AT = 40, 200
_Rows = list[list[str]]


def is_csv(path: Path) -> bool:
    """Whether a file is text with an ending that lists have."""
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        return False
    with path.open("rb") as file:
        return not_a_zip(file.read(4096)) == "csv"


def workbook_of_csv(path: Path, context: Context) -> bytes:
    """The list as an .xlsx of one sheet, named for the file.

    Raises:
        UsageError: its encoding is unknown, or it cannot be taken apart.
        SalesheetError: it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SalesheetError(str(error.strerror), where=str(path), remedy=_READ[context.language]) from error
    rows = _rows(_decoded(raw, path, context), path, context)
    kinds = _kinds(rows, context)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet(_title(path))
    font = {"font_name": FONTS[context.language], "font_size": 10}
    text = book.add_format({**font, "num_format": "@"})
    day = book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left"})
    number = book.add_format({**font, "num_format": "General"})
    head = book.add_format({**font, "bold": True, "font_color": "#FFFFFF", "bg_color": f"#{COLORS['accent']}"})
    header = kinds[0]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            cell = _typed(value, kinds[1].get(column)) if at > header else value
            if isinstance(cell, datetime):
                sheet.write_datetime(at, column, cell, day)
            elif isinstance(cell, int | float):
                sheet.write_number(at, column, cell, number)
            elif value:
                sheet.write_string(at, column, value, head if at == header else text)
    for column in range(max(map(len, rows), default=0)):
        lengths = [text_width(row[column]) for row in rows[:_ROWS_LOOKED_AT] if column < len(row)]
        sheet.set_column(column, column, min(max(lengths, default=8) + 3, _WIDEST))
    if header >= 0:
        sheet.freeze_panes(header + 1, 0)
    book.close()
    return buffer.getvalue()


def _decoded(raw: bytes, path: Path, context: Context) -> str:
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    zh = context.language == "zh"
    raise UsageError(
        "认不出文字编码（试过 UTF-8 和 GB18030）" if zh else "the encoding is unknown (UTF-8 and GB18030 were tried)",
        where=path.name,
        remedy="用 Excel 或 WPS 打开，另存为 .xlsx" if zh else "open it in Excel or WPS and save it as .xlsx",
    )


def _rows(text: str, path: Path, context: Context) -> _Rows:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;,", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        zh = context.language == "zh"
        raise UsageError(
            f"CSV 格式有误（{error}）" if zh else f"the CSV cannot be taken apart ({error})",
            where=path.name,
            remedy="检查引号是否成对，或另存为 .xlsx"
            if zh
            else "look for an unpaired quotation mark, or save it as .xlsx",
        ) from error


def _kinds(rows: _Rows, context: Context) -> tuple[int, dict[int, Column]]:
    """The header's row (-1 for none) and by position the columns that are ours."""
    best: tuple[float, int, dict[int, Column]] = (0.0, -1, {})
    for at, row in enumerate(rows[:20]):
        for fit in match([cell or None for cell in row], context.specs)[:1]:
            if fit.score > best[0]:
                spec = context.specs[fit.table]
                best = (fit.score, at, {index: spec.by_name[name] for index, name in fit.columns.items()})
    return best[1], best[2]


def _typed(value: str, column: Column | None) -> Cell:
    if column is None or not value.strip():
        return value
    if column.kind == "date":
        day = parse_moment(value)
        plain = isinstance(day, date) and not isinstance(day, datetime)
        return datetime(day.year, day.month, day.day) if plain and day is not None else value
    if column.kind in ("money", "number", "percent") and _NUMBER.fullmatch(value.strip()):
        number = parse_number(value)
        return number if number is not None else value
    return value


def _title(path: Path) -> str:
    kept = "".join("_" if char in "[]:*?/\\'" else char for char in path.stem).strip()
    return kept[:31] or "Sheet1"


_READ = {"zh": "检查路径和权限后再试", "en": "check the path and the permissions, then try again"}
