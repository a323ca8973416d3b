"""Days and numbers that texts name beyond doubt. What can be read in two ways is left to a person."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time

from validators.cells import Cell

__all__ = ["parse_date", "parse_moment", "parse_number"]

_TIME = r"(?:(?:\s+|T)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.0+)?)?)?"
_DAYS = tuple(
    re.compile(day + _TIME + "$", re.A | re.I)
    for day in (
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})",
        r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    )
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBER = re.compile(
    r"(?:¥|人民币|RMB|CNY)?\s*([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(万|亿|元|万元|亿元)?\s*(?:元|CNY|RMB)?",
    re.A | re.I,
)
_TIMES = {"万": 10_000, "万元": 10_000, "亿": 100_000_000, "亿元": 100_000_000}


def _narrow(text: str) -> str:
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def parse_moment(text: str) -> date | datetime | None:
    """The day that a text names beyond doubt, with its time where it names one other than midnight.

    The year comes first (2024-05-01, 2024/5/1, 2024年5月1日, 20240501) or the month is an English word (May 1, 2024).
    """
    text = _narrow(text)
    if not text[:1].isascii() or not text[:1].isalnum():
        return None
    found = next((match for pattern in _DAYS if (match := pattern.match(text)) is not None), None)
    if found is None:
        return None
    month = int(found["month"]) if found["month"].isdecimal() else _month(found["month"].lower())
    try:
        day = date(int(found["year"]), month, int(found["day"]))
        at = time(int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:  # 30 February, 25:00
        return None
    if not 1900 <= day.year <= 2199:
        return None
    return datetime.combine(day, at) if at != time() else day


def _month(word: str) -> int:
    """The number of a month, 0 for a word that is none."""
    return next((at for at, month in enumerate(_MONTHS, 1) if month.startswith(word)), 0)


def parse_date(value: Cell) -> date | None:
    """The day that a cell holds, or that its text names beyond doubt (see `parse_moment`)."""
    if isinstance(value, str):
        value = parse_moment(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def parse_number(text: str, percent: bool = False) -> int | float | None:
    """The number that a text names beyond doubt: `12,000`, `¥12000`, `1.2万`; None for anything else.

    `60%` is 60 where a `percent` is expected, and in doubt elsewhere, as an amount in another currency is.
    """
    text = _narrow(text)
    if percent:
        text = text.removesuffix("%").rstrip()
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    value = round(float(found[1].replace(",", "")) * _TIMES.get(found[2] or "", 1), 6)
    if not math.isfinite(value) or abs(value) >= 1e15:
        return None
    return int(value) if value == int(value) else value
