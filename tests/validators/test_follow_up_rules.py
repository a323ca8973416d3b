"""What the rules of following up say, of literal rows; word for word in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.faults.follow_up import CASES, LATE, TODAY
from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context, Entered
from validators.fields import Language
from validators.finding import Finding
from validators.settings import Settings

DAY = date.fromisoformat(TODAY)
CUSTOMER: dict[str, Cell] = {
    "Customer_ID": "C20260401001",
    "Customer_Name": "甲公司",
    "First_Date": "2026-04-01",
    "Status": "意向客户",
    "Level": "普通客户",
    "Owner": "张伟",
}
FOLLOW_UP: dict[str, Cell] = {
    "Follow_ID": "F20260401001",
    "Customer_ID": "C20260401001",
    "Follow_Date": "2026-05-05",
    "Next_Plan": None,
}


def typed(name: str, rows: list[dict[str, Any]], usual: dict[str, Cell]) -> Table:
    """Rows as a sheet holds them: days are days."""
    cells = [usual | row for row in rows]
    columns = {
        column: [date.fromisoformat(str(c[column])) if "Date" in column and c[column] else c[column] for c in cells]
        for column in usual
    }
    return Table(name, columns)


def found(
    customer: dict[str, Any],
    follow_ups: list[dict[str, Any]],
    language: Language = "zh",
    entered: dict[str, Entered] | None = None,
    today: date = DAY,
    **follow_up: Any,
) -> list[Finding]:
    numbered = [{"Follow_ID": f"F2026040100{at}"} | row for at, row in enumerate(follow_ups, 1)]
    tables = {
        "customers": typed("customers", [customer], CUSTOMER),
        "follow_ups": typed("follow_ups", numbered, FOLLOW_UP),
    }
    context = Context.of(Settings.model_validate({"follow_up": follow_up}), today, language)
    return check(tables, replace(context, entered=entered or {}), select=["F"])


@pytest.mark.parametrize(("what", "customer", "follow_ups", "said"), CASES, ids=[case[0] for case in CASES])
def test_literal_rows(
    what: str, customer: dict[str, Any], follow_ups: list[dict[str, Any]], said: list[tuple[str, int, str, str]]
) -> None:
    assert [(one.table, one.row, one.column, one.rule) for one in found(customer, follow_ups)] == said


@pytest.mark.parametrize(
    ("customer", "follow_ups", "zh", "en"),
    [
        (
            {"First_Date": "2026-04-10"},
            [],
            ("下次跟进：2026-04-10 以来还没有跟进过", "尽快联系客户，并记第一条跟进"),
            ("Next due: nobody followed up since 2026-04-10", "get in touch soon, and write the first follow-up"),
        ),
        (
            {"Status": "潜在客户"},
            [{"Follow_Date": "2025-11-05"}],
            (
                "客户状态：潜在客户，2025-11-05 以来超过半年没有跟进",
                "还有希望就联系一次并记跟进；没有希望就把状态改成流失客户并写明原因",
            ),
            (
                "Status: potential, and silent since 2025-11-05",
                "if there is hope, get in touch and write a follow-up; else make the status lost and say why",
            ),
        ),
        (
            {},
            [{"Follow_Date": "2026-04-27", "Next_Plan": "5月5日前提供报价"}],
            (
                "下一步计划：答应的 2026-05-05 已过，之后没有跟进",
                "做到了就补记一条跟进；要改期就联系客户，在新的跟进里写明日期",
            ),
            (
                "Next plan: due on 2026-05-05, and no follow-up since",
                "if it was done, write the follow-up; else call the customer, and promise a new day in a new follow-up",
            ),
        ),
    ],
)
def test_what_is_said_and_what_to_do(
    customer: dict[str, Any], follow_ups: list[dict[str, Any]], zh: tuple[str, str], en: tuple[str, str]
) -> None:
    (one,) = found(customer, follow_ups)
    assert (one.message, one.hint) == zh
    (one,) = found(customer, follow_ups, "en")
    assert (one.message, one.hint) == en


def test_a_promise_is_no_second_warning_about_a_customer_that_is_overdue() -> None:
    plan = {"Next_Plan": "4月24日前报价"}
    assert [(one.rule, one.severity) for one in found({}, [{"Follow_Date": "2026-04-20", **plan}])] == [
        ("F001", "warning"),
        ("F006", "info"),
    ]
    assert [(one.rule, one.severity) for one in found({}, [{"Follow_Date": "2026-04-23", **plan}])] == [
        ("F002", "info"),
        ("F006", "warning"),
    ]


def late(day: str, without: str, seen: str, language: Language = "zh", **follow_up: Any) -> list[Finding]:
    entered = {"F20260401001": Entered(datetime.fromisoformat(without), datetime.fromisoformat(seen))}
    told = found({"Level": "潜力客户"}, [{"Follow_Date": day}], language, entered, **follow_up)
    return [one for one in told if one.rule == "F005"]


@pytest.mark.parametrize(("what", "day", "without", "seen", "is_late"), LATE, ids=[case[0] for case in LATE])
def test_late_entries(what: str, day: str, without: str, seen: str, is_late: bool) -> None:
    assert bool(late(day, without, seen)) == is_late


def test_what_is_said_of_late_entries() -> None:
    weekday, weekend = (
        ("2026-04-28", "2026-04-30 08:00", "2026-04-30 17:00"),
        ("2026-04-25", "2026-04-28", "2026-04-28 09:30"),
    )
    (one,) = late(*weekday)
    assert (one.severity, one.column) == ("info", "Follow_Date")
    assert one.message == "跟进日期：应在 2026-04-28 当天录入，2026-04-30 17:00 才见到"
    assert one.hint == "日期写错了就改成真实日期；以后当天录入"
    (one,) = late(*weekend)
    assert one.message == "跟进日期：应在 2026-04-27 09:00 前录入，2026-04-28 09:30 才见到"
    assert one.hint == "日期写错了就改成真实日期；以后在下一个工作日上班前录入"
    (one,) = late(*weekday, "en")
    assert one.message == "Date: was to be entered on 2026-04-28; came in on 2026-04-30 17:00"
    assert one.hint == "if the day is wrong, type the real one; from now on enter it the same day"
    (one,) = late(*weekend, "en")
    assert one.message == "Date: was to be entered by 2026-04-27 09:00; came in on 2026-04-28 09:30"
    assert one.hint == "if the day is wrong, type the real one; from now on enter it before the next working day begins"


def test_a_visit_on_a_holiday_belongs_in_the_sheet_before_the_next_working_day() -> None:
    # Labour Day 2026: free from Friday 1 to Tuesday 5 May
    visit = ("2026-05-01", "2026-05-04 10:00", "2026-05-06 08:30")
    assert late(*visit)
    assert not late(*visit, calendar="cn_workdays")
    assert late("2026-04-26", "2026-04-27 10:00", "2026-04-27 11:00", calendar="cn_workdays")


def test_a_promise_for_a_day_off_is_due_on_the_next_working_day() -> None:
    plan = [{"Follow_Date": "2026-04-30", "Next_Plan": "5月2日前报价"}]
    assert [one.rule for one in found({}, plan, today=date(2026, 5, 6))] == ["F006"]
    assert found({}, plan, today=date(2026, 5, 6), calendar="cn_workdays") == []
    (one,) = found({}, plan, today=date(2026, 5, 7), calendar="cn_workdays")
    assert one.message == "下一步计划：答应的 2026-05-06 已过，之后没有跟进"


def test_what_is_not_known_is_not_judged() -> None:
    lonely = {
        "follow_ups": typed("follow_ups", [{"Next_Plan": "5月5日前报价", "Follow_Date": "2026-04-27"}], FOLLOW_UP)
    }
    assert [one.rule for one in check(lonely, Context.of(Settings(), DAY), select=["F"])] == ["F006"]
    customers = {"customers": typed("customers", [{"Status": "潜在客户", "First_Date": "2025-01-01"}], CUSTOMER)}
    assert check(customers, Context.of(Settings(), DAY), select=["F"]) == []
    assert found({"Customer_ID": None, "First_Date": None}, []) == []
