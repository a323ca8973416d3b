"""The conflicts sheet: neither value is lost, and what they differ in is to be seen."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime

import pytest

from sync.reports import conflicts
from sync.reports.scene import ConflictLine, Scene
from sync.sheet import Put, ReportSheet
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.settings import Settings


def team() -> dict[str, Table]:
    """The ID is not the first column, as in many a list that was there before."""
    return {
        "customers": Table(
            "customers",
            {
                "Customer_Name": ["甲公司", "乙公司"],
                "Customer_ID": ["C20260501001", "C20260501002"],
                "Notes": [None] * 2,
            },
            "客户",
            [3, 0],
            {"Customer_Name": "A", "Customer_ID": "B", "Notes": "C"},
        ),
        "follow_ups": Table(
            "follow_ups",
            {"Customer_ID": ["C20260501002", None], "Follow_ID": ["F20260501001", "F20260501002"]},
            "跟进",
            [7, 8],
            {"Customer_ID": "A", "Follow_ID": "B"},
        ),
    }


def line(
    key: str = "C20260501001",
    column: str = "Notes",
    kept: Cell = "先报价",
    aside: Cell = "=先试用",
    table: str = "customers",
    run: int = 3,
) -> ConflictLine:
    return ConflictLine(table, key, column, kept, aside, "李娜", run, "2026-05-20 08:00:00")


def build(found: Sequence[ConflictLine], language: Language = "zh", tables: Tables | None = None) -> ReportSheet:
    context = Context.of(Settings(), date(2026, 5, 20), language)
    scene = Scene(context, datetime(2026, 5, 20, 8, 30), "王主管", "全团队", (), found)
    return conflicts.build(team() if tables is None else tables, scene)


def row(sheet: ReportSheet, number: int = 0) -> list[Put]:
    return [put for put in sheet.cells if put.row == conflicts.FIRST_ROW + number]


def test_both_values_side_by_side_with_the_way_to_the_cell() -> None:
    cells = row(build([line()]))
    assert [put.value for put in cells] == [
        "客户",
        "C3",
        "C20260501001",
        "甲公司",
        "客户备注",
        "先报价",
        "=先试用",
        None,
        "李娜",
        "2026-05-20 08:00:00",
        "",
    ]
    assert (cells[1].style, cells[1].link) == ("link", "客户!C3")


def test_a_follow_up_is_shown_with_its_customer() -> None:
    cells = row(build([line("F20260501001", "Content", table="follow_ups")]))
    # The sheet has no such column: the link goes to the row's first cell.
    assert [put.value for put in cells[:5]] == ["跟进", "A7", "F20260501001", "乙公司", "跟进内容"]


def test_a_follow_up_of_nobody_has_no_customer() -> None:
    tables = team()
    tables["customers"].columns["Customer_ID"][0] = None
    assert row(build([line("F20260501002", "Content", table="follow_ups")], tables=tables))[3].value is None


@pytest.mark.parametrize("tables", [{}, team()])
def test_a_row_that_stands_nowhere_has_no_link(tables: dict[str, Table]) -> None:
    cells = row(build([line("C20260501002")], tables=tables))
    assert [(put.value, put.link) for put in cells[:3]] == [("客户", None), (None, None), ("C20260501002", None)]


@pytest.mark.parametrize(
    ("value", "shown", "style"),
    [
        (120_000, 120_000, "text"),
        (120_000.4, 120_000.4, "text"),  # an amount's format would show 120,000 for both
        (True, True, "text"),
        (date(2026, 5, 1), date(2026, 5, 1), "date"),
        (datetime(2026, 5, 1, 9, 30), datetime(2026, 5, 1, 9, 30), "datetime"),
        (Unreadable("#REF!"), "#REF!", "wrap"),
        ("@导入", "@导入", "wrap"),
        (None, "（空）", "muted"),
    ],
)
def test_what_two_values_differ_in_is_seen(value: Cell, shown: Cell, style: str) -> None:
    for at, found in ((5, line(kept=value)), (6, line(aside=value))):
        put = row(build([found]))[at]
        assert (put.value, put.style) == (shown, style)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ["整行", "被修改", "被删除"]), ("en", ["whole row", "edited", "deleted"])]
)
def test_an_edit_that_met_a_deletion(language: Language, words: list[str]) -> None:
    cells = row(build([line(column="", kept="edited", aside="deleted")], language))
    assert [put.value for put in cells[4:7]] == words


def test_a_column_of_the_team_keeps_its_own_name() -> None:
    assert row(build([line(column="微信群")]))[4].value == "微信群"


def test_newest_first_in_whatever_order_they_come() -> None:
    found = [line(run=run, column=column, aside=aside) for run, column, aside in _MANY]
    expected = build(found)
    assert [row(expected, at)[6].value for at in range(4)] == ["a", "b", "c", "d"]
    for seed in range(4):
        random.Random(seed).shuffle(found)
        assert build(found) == expected


_MANY = ((9, "Notes", "a"), (3, "Industry", "b"), (3, "Notes", "c"), (3, "Notes", "d"))


@pytest.mark.parametrize(("language", "words"), [("zh", "没有冲突。"), ("en", "No conflicts.")])
def test_no_conflict_is_a_sentence(language: Language, words: str) -> None:
    sheet = build([], language)
    assert [put.value for put in sheet.cells if put.style == "good"] == [words]
    assert row(sheet) == []
