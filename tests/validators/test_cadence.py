from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from validators.cadence import Due, dues, missing_years
from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.settings import Settings

TODAY = date(2024, 5, 20)


def context(today: date = TODAY, **follow_up: Any) -> Context:
    return Context.of(Settings.model_validate({"follow_up": follow_up}), today)


def customers(*rows: tuple[Cell, Cell, Cell, Cell]) -> Table:
    """Rows of ID, first date, status, level."""
    names = ("Customer_ID", "First_Date", "Status", "Level")
    return Table("customers", {name: [row[i] for row in rows] for i, name in enumerate(names)})


def follow_ups(*rows: tuple[Cell, Cell]) -> Table:
    """Rows of customer ID and date."""
    return Table("follow_ups", {"Customer_ID": [row[0] for row in rows], "Follow_Date": [row[1] for row in rows]})


def one(status: Cell, level: Cell, *days: Cell, today: date = TODAY, first: Cell = None, **follow_up: Any) -> Due:
    tables = {
        "customers": customers(("C20240501001", first, status, level)),
        "follow_ups": follow_ups(*(("C20240501001", day) for day in days)),
    }
    (due,) = dues(tables, context(today, **follow_up))
    return due


@pytest.mark.parametrize(
    ("level", "due"),
    [("重点客户", date(2024, 5, 17)), ("normal", date(2024, 5, 24)), ("潜力客户", date(2024, 6, 9))],
)
def test_each_level_has_its_cadence_in_either_language(level: str, due: date) -> None:
    assert one("意向客户", level, date(2024, 5, 10)).next_due == due


def test_the_latest_follow_up_counts_wherever_it_stands() -> None:
    due = one("潜在客户", "key", "2024-05-02", datetime(2024, 5, 12, 9, 30), date(2024, 5, 10))
    assert due == Due(date(2024, 5, 12), date(2024, 5, 19), 1, False)


def test_a_day_in_the_future_or_unreadable_is_no_contact() -> None:
    due = one("潜在客户", "key", date(2024, 5, 10), date(2204, 5, 12), "next week", Unreadable("#REF!"), None)
    assert due.last == date(2024, 5, 10)
    assert one("潜在客户", "key", first=date(2204, 5, 3)).last == date(2024, 5, 1)


def test_without_follow_up_the_first_date_counts_and_without_that_the_day_in_the_id() -> None:
    assert one("潜在客户", "key", first="2024/5/8").last == date(2024, 5, 8)
    assert one("潜在客户", "key").last == date(2024, 5, 1)
    table = customers(("NEW-12345678", None, "潜在客户", "重点客户"), (None, None, "潜在客户", "重点客户"))
    assert dues({"customers": table}, context()) == [Due(None, None, 0, False)] * 2


def test_the_cadence_is_the_teams() -> None:
    assert one("won", "key", date(2024, 5, 10), cadence={"key": 3}).next_due == date(2024, 5, 13)


def test_lost_customers_are_never_due_and_won_ones_are() -> None:
    assert one("流失客户", "重点客户", date(2024, 4, 1)) == Due(date(2024, 4, 1), None, 0, False)
    assert one("成交客户", "重点客户", date(2024, 4, 1)).overdue_days == 42


@pytest.mark.parametrize("level", [None, "", "特级", 3, Unreadable("#N/A")])
def test_a_level_is_not_guessed(level: Cell) -> None:
    assert one("潜在客户", level, date(2024, 4, 1)).next_due is None


@pytest.mark.parametrize(
    ("today", "overdue", "soon"),
    [(14, 0, False), (15, 0, True), (17, 0, True), (18, 1, False), (31, 14, False)],
)
def test_due_soon_runs_up_to_the_due_day_and_overdue_from_the_day_after(today: int, overdue: int, soon: bool) -> None:
    due = one("潜在客户", "key", date(2024, 5, 10), today=date(2024, 5, today))
    assert (due.overdue_days, due.due_soon) == (overdue, soon)


def test_working_days_roll_over_holidays_and_stop_at_make_up_days() -> None:
    # Labour Day 2024: free from Wednesday 1 to Sunday 5 May, Sunday 28 April and Saturday 11 May worked
    assert one("won", "key", date(2024, 4, 24), calendar="cn_workdays").next_due == date(2024, 5, 6)
    assert one("won", "key", date(2024, 4, 21), calendar="cn_workdays").next_due == date(2024, 4, 28)
    assert one("won", "key", date(2024, 4, 24)).next_due == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("today", "soon"),
    [(date(2026, 4, 29), False), (date(2026, 4, 30), True), (date(2026, 5, 1), True), (date(2026, 5, 7), True)],
)
def test_due_soon_counts_working_days_where_the_team_does(today: date, soon: bool) -> None:
    # due on Thursday 7 May 2026; Friday 1 to Tuesday 5 May are free, so that Wednesday 6 is the only day between
    assert one("won", "key", date(2026, 4, 27), today=today, cadence={"key": 10}, calendar="cn_workdays") == Due(
        date(2026, 4, 27), date(2026, 5, 7), 0, soon
    )
    assert not one("won", "key", date(2026, 4, 27), today=date(2026, 5, 4), cadence={"key": 10}).due_soon


def test_beyond_the_known_years_monday_to_friday_are_working_days() -> None:
    today = date(2090, 9, 30)
    due = one("won", "key", date(2090, 9, 24), today=today, calendar="cn_workdays")  # + 7 is Sunday 1 October
    assert due.next_due == date(2090, 10, 2)
    assert missing_years(context(calendar="cn_workdays"), [2091, 2024, 2090, 2091]) == (2090, 2091)
    assert missing_years(context(), [2090]) == ()


def test_one_due_for_every_row_in_its_order() -> None:
    table = customers(
        ("C20240501002", None, "潜在客户", "重点客户"),
        ("C20240501001", None, "流失客户", "重点客户"),
        (" C20240501002", None, "潜在客户", "普通客户"),
    )
    found = dues({"customers": table, "follow_ups": follow_ups(("C20240501002 ", date(2024, 5, 9)))}, context())
    assert [due.next_due for due in found] == [date(2024, 5, 16), None, date(2024, 5, 23)]


def test_follow_ups_without_a_customer_are_nobodys() -> None:
    table = customers((None, None, "潜在客户", "重点客户"))
    assert dues({"customers": table, "follow_ups": follow_ups((None, date(2024, 5, 9)))}, context())[0].last is None


def test_tables_and_columns_may_be_missing() -> None:
    assert dues({}, context()) == []
    assert dues({"customers": Table("customers", {"Customer_ID": ["C20240501001"]})}, context())[0].next_due is None
    table = customers(("C20240501001", None, "潜在客户", "重点客户"))
    bare = Table("follow_ups", {"Content": ["called"]})
    assert dues({"customers": table, "follow_ups": bare}, context())[0].last == date(2024, 5, 1)


def test_a_cadence_of_centuries_is_never_due() -> None:
    assert one("won", "key", date(2024, 5, 10), cadence={"key": 10_000_000}).next_due is None
