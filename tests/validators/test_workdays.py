"""Working days in China: the table of holidays against another one, and what the table is made of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chinese_calendar import constants

from validators.holidays import HOLIDAYS
from validators.workdays import after_workdays, is_workday, known, next_weekday, next_workday


@pytest.mark.parametrize("year", sorted(HOLIDAYS))
def test_every_day_of_every_known_year_is_as_another_table_says(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        theirs = day in constants.workdays or (day.weekday() < 5 and day not in constants.holidays)
        assert is_workday(day) == theirs, day
        day += timedelta(1)


def test_days_off_are_spans_in_order_and_worked_days_lie_on_weekends() -> None:
    for year, (off, worked) in HOLIDAYS.items():
        ends = [text for span in off.split() for text in span.split("/")]
        assert ends == sorted(ends) and worked.split() == sorted(worked.split())
        assert all(date.fromisoformat(f"{year}-{text}").weekday() >= 5 for text in worked.split())
    assert list(HOLIDAYS) == list(range(min(HOLIDAYS), max(HOLIDAYS) + 1))


def test_the_next_working_day() -> None:
    # Labour Day 2026: free from Friday 1 to Tuesday 5 May, Saturday 9 May is worked
    assert next_workday(date(2026, 4, 30)) == date(2026, 4, 30)
    assert next_workday(date(2026, 5, 1)) == date(2026, 5, 6)
    assert next_workday(date(2026, 5, 9)) == date(2026, 5, 9)
    assert next_workday(date(2026, 5, 10)) == date(2026, 5, 11)
    assert next_weekday(date(2026, 5, 9)) == next_weekday(date(2026, 5, 10)) == date(2026, 5, 11)
    assert next_weekday(date(2026, 5, 8)) == date(2026, 5, 8)


def test_counting_working_days() -> None:
    assert after_workdays(date(2026, 5, 6), 3) == date(2026, 5, 9)
    assert after_workdays(date(2026, 4, 30), 1) == date(2026, 5, 6)
    assert after_workdays(date(2026, 5, 8), 0) == date(2026, 5, 8)


def test_of_a_year_that_is_not_known_only_weekends_are_free() -> None:
    assert known(2026) and not known(2090) and not known(1999)
    assert next_workday(date(2090, 10, 1)) == date(2090, 10, 2)  # a Sunday
    assert is_workday(date(2090, 10, 2))
    with pytest.raises(OverflowError):
        after_workdays(date(9999, 12, 31), 1)
