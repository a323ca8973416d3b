from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.periods import follow_up_windows, month_of, quarter_of, week_of, year_of

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def test_windows_that_end_in_the_period_count_although_they_began_before_it() -> None:
    windows = follow_up_windows(date(2024, 4, 26), 7, date(2024, 5, 1), date(2024, 5, 16))
    assert windows == [(date(2024, 4, 27), date(2024, 5, 3)), (date(2024, 5, 4), date(2024, 5, 10))]


def test_a_window_may_end_on_the_first_and_on_the_last_day() -> None:
    assert follow_up_windows(date(2024, 4, 24), 7, date(2024, 5, 1), date(2024, 5, 8)) == [
        (date(2024, 4, 25), date(2024, 5, 1)),
        (date(2024, 5, 2), date(2024, 5, 8)),
    ]


@pytest.mark.parametrize("base", [date(2024, 5, 25), date(2024, 5, 31), date(2024, 7, 1)])
def test_a_customer_met_too_late_has_no_window_in_the_period(base: date) -> None:
    assert follow_up_windows(base, 7, date(2024, 5, 1), date(2024, 5, 31)) == []


@given(DAYS, st.integers(1, 60), DAYS, st.integers(0, 120))
def test_windows_are_those_that_counting_one_by_one_finds(base: date, days: int, start: date, length: int) -> None:
    end = start + timedelta(length)
    expected, first = [], base + timedelta(1)
    while (last := first + timedelta(days - 1)) <= end:
        if last >= start:
            expected.append((first, last))
        first = last + timedelta(1)
    assert follow_up_windows(base, days, start, end) == expected


def test_a_cadence_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day, not 0"):
        follow_up_windows(date(2024, 5, 1), 0, date(2024, 5, 1), date(2024, 5, 31))


def test_the_week_begins_where_the_team_says() -> None:
    sunday = date(2024, 5, 5)
    assert week_of(sunday) == (date(2024, 4, 29), sunday)
    assert week_of(sunday, "sunday") == (sunday, date(2024, 5, 11))
    assert week_of(date(2024, 5, 6)) == (date(2024, 5, 6), date(2024, 5, 12))


@pytest.mark.parametrize(("day", "last"), [(date(2024, 2, 10), 29), (date(2023, 2, 28), 28), (date(2024, 12, 31), 31)])
def test_a_month_ends_on_its_last_day(day: date, last: int) -> None:
    assert month_of(day) == (day.replace(day=1), day.replace(day=last))


@pytest.mark.parametrize(
    ("day", "first_month", "quarter", "year"),
    [
        (date(2024, 5, 1), 1, ("2024-04-01", "2024-06-30"), ("2024-01-01", "2024-12-31")),
        (date(2024, 3, 31), 4, ("2024-01-01", "2024-03-31"), ("2023-04-01", "2024-03-31")),
        (date(2024, 4, 1), 4, ("2024-04-01", "2024-06-30"), ("2024-04-01", "2025-03-31")),
        (date(2024, 1, 15), 12, ("2023-12-01", "2024-02-29"), ("2023-12-01", "2024-11-30")),
        (date(2024, 12, 1), 2, ("2024-11-01", "2025-01-31"), ("2024-02-01", "2025-01-31")),
    ],
)
def test_quarters_and_years_follow_the_fiscal_year(
    day: date, first_month: int, quarter: tuple[str, str], year: tuple[str, str]
) -> None:
    assert tuple(map(str, quarter_of(day, first_month))) == quarter
    assert tuple(map(str, year_of(day, first_month))) == year


@given(DAYS, st.integers(1, 12))
def test_periods_join_without_gap_or_overlap(day: date, first_month: int) -> None:
    for start, end in (quarter_of(day, first_month), year_of(day, first_month)):
        assert start <= day <= end
    start, end = quarter_of(day, first_month)
    assert quarter_of(end + timedelta(1), first_month)[0] == end + timedelta(1)
    assert quarter_of(start, first_month) == quarter_of(end, first_month) == (start, end)


def test_a_month_that_does_not_exist_starts_no_year() -> None:
    with pytest.raises(ValueError, match="from 1 to 12, not 13"):
        year_of(date(2024, 5, 1), 13)
