"""Dates as the numbers a workbook keeps, in both date systems. Source: ECMA-376 part 1, 18.17.4.1."""

from __future__ import annotations

from datetime import date, datetime, timedelta

__all__ = ["from_serial", "to_serial"]

_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LEAP_BUG = 60
_DAYS_TO_1904 = 1462


def to_serial(day: date, date1904: bool) -> int | float | None:
    """The number of a date or date-time; None for one that the date system does not reach."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    moment = moment.replace(tzinfo=None)
    since = moment - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    # Excel's 1900 counts a 29 February that never was: before 1 March all numbers are one less.
    days = since.days - (1 if not date1904 and since.days <= _LEAP_BUG else 0)
    if days < 0 or (not date1904 and days < 1):
        return None
    parts = since.seconds + since.microseconds / 1e6
    return days + parts / 86400 if parts else days


def from_serial(number: float, date1904: bool) -> date | datetime | float:
    """The date (or date-time, to the millisecond) of a number; the number itself where it is no date."""
    days = number + _DAYS_TO_1904 if date1904 else number
    if not 1 <= days < 2_958_466:
        return number
    if days < _LEAP_BUG + 1:
        days += 1 if days < _LEAP_BUG else 0
    moment = _EPOCH_1900 + timedelta(milliseconds=round(days * 86_400_000))
    return whole(moment)


def whole(moment: datetime) -> date | datetime:
    """A date for a midnight; and a time that misses a whole second by a rounding of the number, made whole."""
    rest = moment.microsecond
    if rest and (rest <= 1000 or rest >= 999_000):
        moment = moment.replace(microsecond=0) + timedelta(seconds=rest >= 999_000)
    return moment if moment.hour or moment.minute or moment.second or moment.microsecond else moment.date()
