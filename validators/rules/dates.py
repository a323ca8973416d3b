"""R003-R005: cells of date columns: no date, a date typed as text, a date that cannot be right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding, Fix
from validators.parse import parse_date, parse_moment
from validators.rule import Rule, Saying, both
from validators.rules.rows import Rows

__all__ = ["DATE_RANGE", "NOT_A_DATE", "TEXT_DATE", "is_ambiguous"]

_TYPE_IT = Label("写成 {today} 这样的日期", "type a date such as {today}")
_NO_DATE = Saying("R003", "error", Label("{label}：“{value}”不是日期", "{label}: “{value}” is not a date"), _TYPE_IT)
_NO_SUCH_DAY = Saying(
    "R003", "error", Label("{label}：没有 {value} 这一天", "{label}: there is no day {value}"), _TYPE_IT
)
_SERIAL = Saying(
    "R003",
    "error",
    Label("{label}：{value} 是数字，是不是 {day}？", "{label}: {value} is a number; is it {day}?"),
    Label("写成 {day}", "type {day}"),
)
_MEANT = Saying(
    "R003",
    "error",
    Label("{label}：“{value}”不是日期，是不是 {day}？", "{label}: “{value}” is not a date; is it {day}?"),
    Label("写成 {day}", "type {day}"),
)
_AS_TEXT = Saying(
    "R004",
    "warning",
    Label("{label}：“{value}”是文本，请写成 {day}", "{label}: “{value}” is text; please type {day}"),
    Label("写成 {day}", "type {day}"),
)
_AMBIGUOUS = Saying(
    "R004",
    "warning",
    Label("{label}：“{value}”看不准年月日，请确认", "{label}: which day is “{value}”? please say"),
    Label("年在前，写成 {today} 这样的日期", "year first: type a date such as {today}"),
)
_WHICH_MONTH = Saying(
    "R004",
    "warning",
    Label("{label}：“{value}”分不清哪个是月、哪个是日", "{label}: which is the month in “{value}”?"),
    Label("年在前，写成 {today} 这样的日期", "year first: type a date such as {today}"),
)
_LACKS_YEAR = Saying(
    "R004",
    "warning",
    Label("{label}：“{value}”没有写年份", "{label}: “{value}” lacks the year"),
    Label("写成 {today} 这样的日期", "type a date such as {today}"),
)
_WITH_TIME = Saying(
    "R004",
    "info",
    Label("{label}：只需要日期，不用写时间", "{label}: the day is enough, without the time"),
    Label("写成 {day}", "type {day}"),
)
_FUTURE = Saying(
    "R005",
    "warning",
    Label("{label}：{day} 还没到，请核对", "{label}: {day} is yet to come; please check"),
    Label("写实际发生的日期，不晚于 {today}", "type the day it happened, {today} at the latest"),
)
_ABSURD = Saying(
    "R005",
    "warning",
    Label("{label}：{day} 不像真的，请核对年份", "{label}: {day} looks wrong; please check it"),
    Label("写成 {today} 这样的日期", "type a date such as {today}"),
)

_HAPPENED = frozenset({"First_Date", "Follow_Date", "Sign_Date", "Close_Date"})
_SHORT = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})$")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$")
_DAY_LIKE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?$|\d{8}$")
_ROUGHLY = re.compile(r"(20|19)?(\d{2})\s*[-/.年、。, ]\s*(\d{1,2})\s*[-/.月、。, ]\s*(\d{1,2})(?!\d)", re.A)
"""A day that something else stands behind, or between whose parts unusual signs stand: 2024-05-01 周三, 24年5月1日."""
_SERIALS = range(32_874, 73_051)  # 1990-01-01 to 2099-12-31 as Excel counts days (1900 date system)


def is_ambiguous(text: str) -> bool:
    """Whether the text names a day, but not which: `3/4/24`, `5月1日`."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _SHORT.match(text)
    if found is not None:
        a, b, c = (int(part) for part in found.groups())
        if len(found[1]) > 2 or len(found[3]) == 3:
            return False
        year = c if c > 99 else 2000 + c
        return any(_exists(*ymd) for ymd in ((year, b, a), (year, a, b), (2000 + a, b, c)))
    found = _NO_YEAR.match(text)
    return found is not None and _exists(2024, int(found[1]), int(found[2]))


def _asking(text: str) -> Saying:
    """What to ask about a text that is ambiguous."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _SHORT.match(text)
    if found is None:
        return _LACKS_YEAR
    a, b, c = (int(part) for part in found.groups())
    return _WHICH_MONTH if c > 99 and _exists(c, a, b) and _exists(c, b, a) else _AMBIGUOUS


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _from_number(value: Cell) -> date | None:
    """The day that a number in a date column probably means: 45413 and 20240501 are both 2024-05-01."""
    if not isinstance(value, int | float) or not 0 < value < 1e8 or value != int(value):
        return None
    if int(value) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(value))
    return parse_date(str(int(value)))


def _from_text(text: str) -> date | None:
    """The day that a text in a date column probably means."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isascii() and text.isdecimal():
        return _from_number(int(text)) if len(text) < 9 else None
    found = _ROUGHLY.match(text)
    if found is None or not (found[1] or "年" in text):
        return None
    try:
        return date(int((found[1] or "20") + found[2]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def _not_a_date(rows: Rows, context: Context) -> Iterator[Finding]:
    today = context.today.isoformat()
    for table, column in rows.columns("date"):
        wrong = {
            value
            for value in rows.faults(table.name, column)
            if not isinstance(value, datetime) and not (isinstance(value, str) and is_ambiguous(value))
        }
        if not wrong:
            continue
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            value = cells[row]
            day = _from_number(value)
            if day is not None:
                yield rows.find(_SERIAL, table, row, column, Fix(day, False), day=day)
            elif isinstance(value, str) and (day := _from_text(value)) is not None:
                yield rows.find(_MEANT, table, row, column, Fix(day, False), day=day)
            elif isinstance(value, str) and _DAY_LIKE.match(unicodedata.normalize("NFKC", value)):
                yield rows.find(_NO_SUCH_DAY, table, row, column, today=today)
            else:
                yield rows.find(_NO_DATE, table, row, column, today=today)


def _text_date(rows: Rows, context: Context) -> Iterator[Finding]:
    today = context.today.isoformat()
    for table, column in rows.columns("date"):
        texts = {text: parse_moment(text) for text in rows.texts(table.name, column.name) if text.strip()}
        asked = {text for text, day in texts.items() if day is None and is_ambiguous(text)}
        if asked or any(texts.values()):
            for row, cell in enumerate(table.columns[column.name]):
                if not isinstance(cell, str):
                    continue
                day = texts.get(cell)
                if isinstance(day, datetime):
                    continue  # its time is spoken of below
                if day is not None:
                    yield rows.find(_AS_TEXT, table, row, column, Fix(day, True), day=day)
                elif cell in asked:
                    yield rows.find(_asking(cell), table, row, column, today=today)
        cells = rows.cells(table.name, column.name)
        timed = {value for value in rows.faults(table.name, column) if isinstance(value, datetime)}
        for row in rows.where(table.name, column.name, timed) if timed else ():
            day = parse_date(cells[row])
            yield rows.find(_WITH_TIME, table, row, column, Fix(day, False), day=day)


def _date_range(rows: Rows, context: Context) -> Iterator[Finding]:
    today, limits = context.today, context.settings.rules.R005
    far = min(today.toordinal() + limits.days_ahead, date.max.toordinal())
    far_ahead = date.fromordinal(far)
    for table, column in rows.columns("date"):
        latest = today if column.name in _HAPPENED else far_ahead
        days = (value for value in rows.values(table.name, column.name) if isinstance(value, date))
        wrong = {value for value in days if not limits.earliest <= (parse_date(value) or today) <= latest}
        if not wrong:
            continue
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            day = parse_date(cells[row]) or today
            saying = _FUTURE if today < day <= far_ahead else _ABSURD
            yield rows.find(saying, table, row, column, day=day, today=today.isoformat())


NOT_A_DATE = Rule(
    "R003",
    Label("不是日期", "Not a date"),
    Label(
        "这样的内容排不了序，也算不出下次跟进日期。",
        "Such a cell can neither be sorted nor tell when to follow up.",
    ),
    both("First_Date = 2024-02-30"),
    both("First_Date = 2024-02-29"),
    "error",
    _not_a_date,
    "guess",
)
TEXT_DATE = Rule(
    "R004",
    Label("日期写成了文本", "A date typed as text"),
    Label(
        "表格不把 2024.3.5 当日期；3/4/24 可能是三月四日，也可能是四月三日，系统不猜。",
        "A sheet does not take 2024.3.5 for a date; 3/4/24 may be in March or April, and is never guessed.",
    ),
    both("Follow_Date = 2024.3.5"),
    both("Follow_Date = 2024-03-05"),
    "warning",
    _text_date,
    "both",
)
DATE_RANGE = Rule(
    "R005",
    Label("日期不合理", "A date that cannot be right"),
    Label(
        "已经发生的事不会在将来；1990 年以前或十年以后的日期多半是年份写错了。",
        "What has happened is not in the future; a day before 1990 or ten years ahead is mostly a wrong year.",
    ),
    both("Follow_Date = 2042-05-01"),
    both("Follow_Date = 2024-05-01"),
    "warning",
    _date_range,
)
