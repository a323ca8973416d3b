"""Numbers of a workbook as the dates they stand for, in both date systems (the way back is `values.serial`).

Source: ECMA-376 part 1, 18.17.4.1.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

__all__ = ["from_serial", "whole"]

_EPOCH_1900 = datetime(1899, 12, 30)
_LEAP_BUG = 60
_DAYS_TO_1904 = 1462


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
