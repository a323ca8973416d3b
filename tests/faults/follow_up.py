"""Faults of following up, as literal rows: (what is wrong or right about it, customer, its follow-ups, what is said).

Today is Wednesday 6 May 2026. A customer is a normal one of 张伟 unless it says otherwise. What is said is
(table, row, column, code); a case with nothing said is one that only looks wrong.
"""

from __future__ import annotations

__all__ = ["CASES", "LATE", "TODAY"]

TODAY = "2026-05-06"

_OVERDUE = [("customers", 0, "Next_Due", "F001")]
_SOON = [("customers", 0, "Next_Due", "F002")]
_NEVER = [("customers", 0, "Next_Due", "F003")]
_SILENT = [("customers", 0, "Status", "F004")]
_BROKEN = [("follow_ups", 0, "Next_Plan", "F006")]

CASES: list[tuple[str, dict[str, str | None], list[dict[str, str | None]], list[tuple[str, int, str, str]]]] = [
    # never followed up
    ("nobody ever called", {"First_Date": "2026-04-10"}, [], _NEVER),
    ("a key customer, eight days", {"First_Date": "2026-04-28", "Level": "重点客户"}, [], _NEVER),
    ("a key customer, within the week", {"First_Date": "2026-05-01", "Level": "重点客户"}, [], _SOON),
    ("without a level, 31 days", {"First_Date": "2026-04-05", "Level": None}, [], _NEVER),
    ("without a level, 30 days", {"First_Date": "2026-04-06", "Level": None}, [], []),
    ("the ID tells the day", {"Customer_ID": "C20260401001", "First_Date": None}, [], _NEVER),
    ("entered yesterday", {"Customer_ID": "C20260505001", "First_Date": None}, [], []),
    (
        "waits in the pool for an owner: overdue, nobody's fault",
        {"First_Date": "2026-04-10", "Owner": None},
        [],
        _OVERDUE,
    ),
    ("lost", {"First_Date": "2026-04-10", "Status": "流失客户"}, [], []),
    ("won and never followed up", {"First_Date": "2026-04-01", "Status": "成交客户"}, [], _NEVER),
    (
        "the only follow-up is another customer's",
        {"First_Date": "2026-04-10"},
        [{"Customer_ID": "C20260401009"}],
        _NEVER,
    ),
    ("the only follow-up lies in the future", {"First_Date": "2026-04-10"}, [{"Follow_Date": "2026-06-06"}], _NEVER),
    ("due tomorrow, not called yet", {"First_Date": "2026-04-23"}, [], _SOON),
    # overdue and due soon, as before
    ("15 days", {}, [{"Follow_Date": "2026-04-21"}], _OVERDUE),
    ("14 days", {}, [{"Follow_Date": "2026-04-22"}], _SOON),
    ("called yesterday", {}, [{"Follow_Date": "2026-05-05"}], []),
    # potential and silent for six months
    ("half a year and a day", {"Status": "潜在客户"}, [{"Follow_Date": "2025-11-05"}], _SILENT),
    ("half a year to the day", {"Status": "潜在客户"}, [{"Follow_Date": "2025-11-06"}], _OVERDUE),
    ("never called since last summer", {"Status": "潜在客户", "First_Date": "2025-07-01"}, [], _SILENT),
    ("without a level", {"Status": "潜在客户", "Level": None}, [{"Follow_Date": "2025-10-01"}], _SILENT),
    ("in the pool", {"Status": "潜在客户", "Owner": None, "First_Date": "2025-07-01"}, [], _SILENT),
    ("interested", {"Status": "意向客户"}, [{"Follow_Date": "2025-11-05"}], _OVERDUE),
    ("lost long ago", {"Status": "流失客户"}, [{"Follow_Date": "2025-01-05"}], []),
    # promises
    ("by a day that is over", {}, [{"Follow_Date": "2026-04-27", "Next_Plan": "5月5日前提供报价"}], _BROKEN),
    ("by today", {}, [{"Follow_Date": "2026-04-27", "Next_Plan": "5月6日前提供报价"}], []),
    ("by tomorrow", {}, [{"Follow_Date": "2026-05-04", "Next_Plan": "3天后回访"}], []),
    ("three days are over", {}, [{"Follow_Date": "2026-05-02", "Next_Plan": "3天后回访"}], _BROKEN),
    ("by Friday, last week", {}, [{"Follow_Date": "2026-04-28", "Next_Plan": "send the offer by Friday"}], _BROKEN),
    ("no day", {}, [{"Follow_Date": "2026-04-28", "Next_Plan": "尽快报价"}], []),
    (
        "kept",
        {},
        [
            {"Follow_Date": "2026-04-24", "Next_Plan": "4月28日前报价"},
            {"Follow_Date": "2026-04-28", "Next_Plan": "等回复"},
        ],
        [],
    ),
    (
        "the follow-up of another customer keeps nothing",
        {},
        [
            {"Follow_Date": "2026-04-27", "Next_Plan": "4月29日前报价"},
            {"Follow_Date": "2026-04-30", "Customer_ID": "C20260401009"},
        ],
        _BROKEN,
    ),
    (
        "called early and promised anew",
        {},
        [
            {"Follow_Date": "2026-04-24", "Next_Plan": "4月30日前报价"},
            {"Follow_Date": "2026-04-29", "Next_Plan": "5月8日前报价"},
        ],
        [],
    ),
    (
        "a follow-up dated in the future is a slip and keeps nothing",
        {},
        [
            {"Follow_Date": "2026-04-27", "Next_Plan": "4月29日前报价"},
            {"Follow_Date": "2062-04-30"},
        ],
        _BROKEN,
    ),
    (
        "lost since",
        {"Status": "流失客户"},
        [{"Follow_Date": "2026-04-27", "Next_Plan": "5月5日前提供报价"}],
        [],
    ),
    (
        "an order number",
        {},
        [{"Follow_Date": "2026-04-27", "Next_Plan": "订单 PO-2026-04-30-003 等确认"}],
        [],
    ),
    (
        "a name for the ID: who knows what was done for that customer",
        {},
        [
            {"Follow_Date": "2026-05-04"},
            {"Follow_Date": "2026-04-27", "Customer_ID": "甲公司", "Next_Plan": "4月30日前报价"},
        ],
        [],
    ),
    (
        "overdue besides",
        {},
        [{"Follow_Date": "2026-04-20", "Next_Plan": "4月24日前报价"}],
        _OVERDUE + _BROKEN,
    ),
    (
        "years ago, which the customer itself says",
        {},
        [{"Follow_Date": "2025-05-20", "Next_Plan": "5月28日前报价"}],
        _OVERDUE,
    ),
]

LATE: list[tuple[str, str, str, str, bool]] = [
    # (what, day of the follow-up, the agent last saw the workbook without the row, first saw the row, late?)
    ("the next morning, the workbook was seen at night", "2026-05-04", "2026-05-05 00:10", "2026-05-05 09:00", True),
    ("the next morning, last seen in the evening", "2026-05-04", "2026-05-04 23:50", "2026-05-05 09:00", False),
    ("the same day", "2026-05-04", "2026-05-04 08:00", "2026-05-04 18:00", False),
    ("the agent could not reach the workbook for a week", "2026-04-28", "2026-04-28 08:00", "2026-05-06 08:00", False),
    ("two days later", "2026-04-28", "2026-04-30 08:00", "2026-04-30 17:00", True),
    ("a visit on Saturday, Monday before work", "2026-04-25", "2026-04-27 08:00", "2026-04-27 08:45", False),
    ("a visit on Saturday, Monday afternoon", "2026-04-25", "2026-04-27 11:00", "2026-04-27 15:00", True),
    ("a visit on Sunday, Monday at nine", "2026-04-26", "2026-04-27 09:00", "2026-04-27 09:15", False),
    ("a visit on Sunday, Tuesday", "2026-04-26", "2026-04-28 08:00", "2026-04-28 10:00", True),
    ("told for two weeks", "2026-04-20", "2026-04-22 08:00", "2026-04-22 09:00", True),
    ("and no longer", "2026-04-20", "2026-04-21 08:00", "2026-04-21 09:00", False),
]
