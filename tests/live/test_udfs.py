"""Worksheet functions, called with everything Excel can hand over."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin import udfs
from addin.udfs import CRM_CHECK, CRM_DUPLICATE_KEY, CRM_NEXT_DUE, CRM_OVERDUE_DAYS
from sync.judge import check_text
from validators.cadence import dues
from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.duplicates import groups
from validators.settings import Settings

DAY = datetime(2026, 5, 1)
TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(udfs, "now", lambda team, today=None: datetime.combine(today or TODAY, datetime.min.time()))


@pytest.mark.parametrize(
    ("level", "last", "expected"),
    [
        ("重点客户", DAY, datetime(2026, 5, 8)),
        ("key", "2026年5月1日", datetime(2026, 5, 8)),
        ([["普通客户"]], [[DAY]], [[datetime(2026, 5, 15)]]),
        (["重点客户", "潜力客户"], [DAY, DAY], [datetime(2026, 5, 8), datetime(2026, 5, 31)]),
        ([["重点客户"], ["没有这种"], [None]], [[DAY], [DAY], [DAY]], [[datetime(2026, 5, 8)], [""], [""]]),
        ([["重点客户"], ["普通客户"]], DAY, [[datetime(2026, 5, 8)], [datetime(2026, 5, 15)]]),
        ("重点客户", [[DAY], [None]], [[datetime(2026, 5, 8)], [""]]),
        ([["重点客户"], ["普通客户"]], [[DAY, None]], [[datetime(2026, 5, 8), ""], [datetime(2026, 5, 15), ""]]),
        ([["key"], ["key"], ["key"]], [[DAY], [DAY]], [[datetime(2026, 5, 8)], [datetime(2026, 5, 8)], ["#N/A"]]),
        ([["#REF!"], ["key"]], [[DAY], ["#DIV/0!"]], [["#REF!"], ["#DIV/0!"]]),
        (None, None, ""),
        ("key", "明天", ""),
        ("key", datetime(9999, 12, 31), ""),
        ((), (), [[""]]),
    ],
)
def test_next_due_in_every_shape(level: Any, last: Any, expected: Any) -> None:
    assert CRM_NEXT_DUE(level, last) == expected


def test_the_next_due_day_follows_the_teams_calendar_as_the_sheet_does(monkeypatch: pytest.MonkeyPatch) -> None:
    # Labour Day 2026: free from Friday 1 to Tuesday 5 May; Saturday 9 May is worked
    team = Settings.model_validate({"follow_up": {"calendar": "cn_workdays"}})
    monkeypatch.setattr(udfs, "_team", lambda folders: team)
    days = [datetime(2026, 4, 24), datetime(2026, 5, 2), datetime(2026, 5, 3)]
    customers = Table("customers", {"Customer_ID": [None] * 3, "Level": ["重点客户"] * 3, "First_Date": list(days)})
    due = [one.next_due for one in dues({"customers": customers}, Context.of(team, TODAY))]
    assert due == [date(2026, 5, 6), date(2026, 5, 9), date(2026, 5, 11)]
    assert [cell.date() for (cell,) in CRM_NEXT_DUE("重点客户", [[day] for day in days])] == due
    assert CRM_OVERDUE_DAYS("重点客户", [[days[0]]], datetime(2026, 5, 5)) == [[0]]


def test_overdue_days_count_from_today_or_the_day_given() -> None:
    assert CRM_OVERDUE_DAYS("key", DAY) == 12
    assert CRM_OVERDUE_DAYS("key", DAY, datetime(2026, 5, 9)) == 1
    assert CRM_OVERDUE_DAYS("key", DAY, -2147352572) == 12  # left out, as COM hands it over
    assert CRM_OVERDUE_DAYS([["key"], [None]], [[DAY], [DAY]], [["2026-05-08"]]) == [[0], [""]]


def test_check_says_what_the_rules_say() -> None:
    context = Context.of(Settings(), TODAY)
    names = [column.name for column in context.specs["customers"].typed]
    good: dict[str, Cell] = {
        "Customer_ID": "C20260501001", "Customer_Name": "杭州云帆机械有限公司", "Contact_Info": "电话:0571-8888 6666",
        "Status": "意向客户", "Level": "潜力客户", "Create_User": "张伟", "First_Date": date(2026, 5, 1),
    }  # fmt: skip
    rows = [good, good | {"Customer_ID": "C20260501002", "Level": "没有"}, {}, good | {"Customer_ID": "C20260501003"}]
    block = [[row.get(name) for name in names] for row in rows]
    table = Table("customers", {name: [row.get(name) for row in rows] for name in names})
    said: dict[int, list[Any]] = {}
    for finding in check({"customers": table}, context):
        said.setdefault(finding.row, []).append(finding)
    expected = [[check_text(said.get(at, []), "zh") or ""] for at in range(len(rows))]
    assert CRM_CHECK(block) == expected
    assert any(text for (text,) in expected)
    assert CRM_CHECK([block[0]]) == [[""]]
    assert CRM_CHECK(block[0]) == ""
    assert str(CRM_CHECK(block[1])).startswith("✗")
    assert CRM_CHECK([[*row, "✗ 旧的", None, "多余"] for row in block]) == expected
    assert str(CRM_CHECK("杭州云帆")).startswith("✗")
    assert CRM_CHECK(None) == ""


def test_next_due_says_what_the_cadence_says() -> None:
    levels: list[Cell] = ["重点客户", "normal", "潜力客户", None, "x"]
    days: list[Cell] = [date(2026, 5, 1), "2026/4/30", None, date(2026, 5, 2), date(2026, 6, 1)]
    table = Table("customers", {"Customer_ID": [None] * 5, "Level": levels, "First_Date": days})
    expected = [due.next_due for due in dues({"customers": table}, Context.of(Settings(), TODAY))]
    given = CRM_NEXT_DUE([[level] for level in levels], [[day] for day in days])
    assert [value.date() if value else None for (value,) in given] == expected


def test_keys_are_equal_for_what_the_rules_call_duplicates() -> None:
    pairs = [
        ("杭州云帆机械有限公司", "0571-88886666"),
        ("杭州雲帆機械", "电话：(0571) 8888 6666"),
        ("ACME Co., Ltd.", "a@acme.com"),
        ("acme", "A@ACME.COM"),
        ("别家", "0571-88886666"),
    ]
    keys = CRM_DUPLICATE_KEY([[name] for name, _ in pairs], [[contact] for _, contact in pairs])
    columns: dict[str, list[Cell]] = {
        "Customer_ID": [None] * 5, "Contact_Person": [None] * 5,
        "Customer_Name": [name for name, _ in pairs], "Contact_Info": [contact for _, contact in pairs],
    }  # fmt: skip
    found = {group.rows for group in groups(Table("customers", columns), Context.of(Settings(), TODAY))}
    same = {tuple(at for at, key in enumerate(keys) if key == one) for one in keys}
    assert found == {rows for rows in same if len(rows) > 1} == {(0, 1), (2, 3)}
    assert CRM_DUPLICATE_KEY("云帆") == "云帆"
    assert CRM_DUPLICATE_KEY(None, "0571-88886666") == ""
    assert CRM_DUPLICATE_KEY(12.0, 13800138000.0).endswith("13800138000")


def test_a_whole_column_in_one_call() -> None:
    levels = [["重点客户" if at % 2 else "普通客户"] for at in range(10_000)]
    found = CRM_NEXT_DUE(levels, [[DAY]] * 10_000)
    assert len(found) == 10_000
    assert {tuple(row) for row in found} == {(datetime(2026, 5, 8),), (datetime(2026, 5, 15),)}
    assert len(CRM_CHECK([["x"] * 10] * 1_000)) == 1_000


_CELLS = st.one_of(
    st.none(), st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.datetimes(),
    st.decimals(allow_nan=False), st.sampled_from(["#N/A", "重点客户", "2026年5月1日", -2146826281, Decimal("1.5")]),
)  # fmt: skip
_SHAPES = st.one_of(
    _CELLS,
    st.lists(_CELLS, max_size=4),
    st.lists(st.lists(_CELLS, min_size=1, max_size=3), max_size=4),
    st.just(object()),
)


@pytest.mark.parametrize("function", [CRM_NEXT_DUE, CRM_OVERDUE_DAYS, CRM_DUPLICATE_KEY, lambda one, _: CRM_CHECK(one)])
@given(first=_SHAPES, second=_SHAPES)
def test_nothing_makes_a_function_fail(function: Callable[[Any, Any], Any], first: Any, second: Any) -> None:
    found = function(first, second)
    assert found != "#VALUE!"
    flat = (
        [cell for row in found for cell in (row if isinstance(row, list) else [row])]
        if isinstance(found, list)
        else [found]
    )
    assert all(isinstance(cell, str | int | float | datetime) for cell in flat)


def test_only_the_free_part_of_xlwings_and_no_pandas_is_used() -> None:
    code = (
        "import sys, addin.ribbon, addin.udfs, xlwings; assert not xlwings.__pro__; "
        "import ast, pathlib; files = [*pathlib.Path('addin').rglob('*.py'), *pathlib.Path('sync').rglob('*.py')]; "
        "assert files and not any('xlwings.pro' in path.read_text('utf-8') for path in files); "
        "assert not {'pandas', 'numpy', 'openpyxl', 'typer', 'rich', 'xlsxwriter', 'tinydb'} & set(sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
