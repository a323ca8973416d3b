"""The findings sheet: the worst first, each with its way back to the cell, whatever order they were found in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

import pytest

from sync.accepts import Suggestion
from sync.reports import findings
from sync.reports.scene import Scene
from sync.sheet import Put, Range, ReportSheet
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.finding import Finding, Fix
from validators.settings import Settings


def team() -> dict[str, Table]:
    return {
        "customers": Table(
            "customers",
            {
                "Customer_ID": ["C20260501001", "C20260501002", "C20260501002", "C20260501004"],
                "Customer_Name": ["甲公司", "乙公司", "丙公司", Unreadable("#REF!")],
            },
            "客户",
            [3, 4, 5, 6],
            {"Customer_ID": "A", "Customer_Name": "B"},
        ),
        "follow_ups": Table(
            "follow_ups",
            {"Follow_ID": ["F20260501001", "F20260501002"], "Customer_ID": ["C20260501001", "没有这家"]},
            "跟进",
            [3, 4],
        ),
    }


def found(
    severity: str = "error",
    table: str = "customers",
    row: int = 0,
    address: str | None = "客户!B3",
    column: str | None = "Customer_Name",
    message: str = "请补充",
    fix: Fix | None = None,
    rule: str = "R001",
) -> Finding:
    return Finding(rule, severity, table, "C20260501002", column, address, message, "填上", fix, row)  # type: ignore[arg-type]


def build(said: Sequence[Finding], language: Language = "zh", tables: Tables | None = None) -> ReportSheet:
    context = Context.of(Settings(), date(2026, 5, 20), language)
    scene = Scene(context, datetime(2026, 5, 20, 8, 30), "王主管", "全团队", said, ())
    return findings.build(team() if tables is None else tables, scene)


def lines(sheet: ReportSheet) -> list[list[Put]]:
    below = [put for put in sheet.cells if put.row >= findings.FIRST_ROW]
    return [list(cells) for _, cells in groupby(below, key=lambda put: put.row)]


def top(sheet: ReportSheet) -> list[Cell]:
    return [put.value for put in sheet.cells if put.row < findings.FIRST_ROW - 1]


def test_a_line_says_all_there_is_to_know() -> None:
    (line,) = lines(build([found(fix=Fix("甲有限公司", safe=False))]))
    assert [put.value for put in line] == [
        "✗ 错误",
        "客户",
        "B3",
        "C20260501002",
        "甲公司",
        "请补充",
        "填上",
        "甲有限公司",
        None,
        Suggestion.of("customers", "C20260501002", "Customer_Name", "甲公司", "甲有限公司").mark,
    ]
    assert (line[0].style, line[2].style, line[2].link) == ("error", "link", "客户!B3")


def test_only_lines_with_a_suggestion_and_a_row_offer_to_accept_it() -> None:
    fix = Fix("甲有限公司", safe=False)
    said = [found(fix=fix), found(row=1, address="客户!B4"), found(row=-1, address=None, fix=fix)]
    languages: dict[Language, str] = {"zh": "采纳", "en": "Accept"}
    for language, word in languages.items():
        sheet = build(said, language)
        (drop,) = sheet.drop_downs
        assert (drop.words, drop.at) == ((word,), (Range(6, 9, 6, 9),))
        assert sheet.hidden_columns == (10,)
        assert "采纳" in str(top(sheet)[3]) or "Accept" in str(top(sheet)[3])
    without = build([found(row=1)])
    assert (without.drop_downs, without.hidden_columns, len(lines(without)[0])) == ([], (), 8)


def test_counts_stand_on_top() -> None:
    said = [found("error"), *[found("warning")] * 3, *[found("info")] * 2]
    assert top(build(said))[1:] == [
        "范围：全团队 · 检查了 6 行 · 2026-05-20 08:30",
        "错误 1 · 警告 3 · 提示 2。点“单元格”一列直接跳过去，改好保存，下次同步后这一行会消失。",
    ]
    assert str(top(build(said, "en"))[2]).startswith("Errors 1 · warnings 3 · infos 2. ")


def test_worst_first_then_as_rows_and_columns_stand_in_the_sheets() -> None:
    said = [  # the messages run against the order, so that only what stands before them decides
        found("error", row=1, address="客户!B9", message="7"),
        found("error", row=1, address="客户!F9", column="Contact_Info", message="6"),  # stands right of the name
        found("error", row=0, address="客户!B10", message="5"),
        found("error", row=-1, address=None, message="4"),
        found("error", "follow_ups", 0, "跟进!A3", None, "3"),
        found("warning", row=2, address="客户!B4", message="2"),
        found("info", row=2, address="客户!B3", message="1"),
    ]
    expected = build(said)
    assert [line[5].value for line in lines(expected)] == list("7654321")
    for seed in range(5):
        random.Random(seed).shuffle(said)
        assert build(said) == expected


@pytest.mark.parametrize(("language", "said"), [("zh", "排在最后，名单见“逾期”。"), ("en", "“Overdue” lists them.")])
def test_whom_to_contact_comes_after_what_can_be_mended(language: Language, said: str) -> None:
    due = [found("info", message="4", rule="F002"), found("warning", message="3", rule="F001")]
    sheet = build([*due, found("info", message="2"), found("error", message="1")], language)
    assert [line[5].value for line in lines(sheet)] == list("1234")
    assert str(top(sheet)[-1]).endswith(said)
    assert not any("逾期" in str(text) for text in top(build([found()])))


@pytest.mark.parametrize(
    ("table", "row", "name"),
    [
        ("customers", 0, "甲公司"),
        ("customers", 2, "丙公司"),  # shares its ID with 乙公司
        ("customers", 3, None),  # its name cannot be read
        ("follow_ups", 0, "甲公司"),
        ("follow_ups", 1, None),
        ("follow_ups", -1, None),
        ("opportunities", 0, None),  # a table that is not there
    ],
)
def test_whom_a_finding_is_about(table: str, row: int, name: str | None) -> None:
    (line,) = lines(build([found(table=table, row=row)]))
    assert line[4].value == name


def test_a_row_that_stands_nowhere_has_no_link() -> None:
    (line,) = lines(build([found(address=None)]))
    assert [(put.value, put.link) for put in line[1:3]] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("value", "style"), [("=1+1", "text"), (450_000, "text"), (date(2026, 5, 1), "date"), (None, "text")]
)
def test_a_suggestion_keeps_its_kind(value: Cell, style: str) -> None:
    (line,) = lines(build([found(fix=Fix(value, safe=True))]))
    assert (line[7].value, line[7].style) == (value, style)


@pytest.mark.parametrize(("language", "words"), [("zh", "没有需要处理的问题。"), ("en", "Nothing to mend.")])
@pytest.mark.parametrize("tables", [{}, None])
def test_nothing_found_is_a_sentence(language: Language, words: str, tables: Tables | None) -> None:
    sheet = build([], language, tables)
    assert [put.value for put in sheet.cells if put.style == "good"] == [words]
    assert lines(sheet) == []
    assert sheet.filter is None


@pytest.mark.parametrize(("more", "said"), [(0, None), (1, "还有 1 条没有列出，用 salesheet check 可以看到全部。")])
def test_a_long_list_ends_and_says_so(more: int, said: str | None) -> None:
    sheet = build([found("warning")] * (findings.LIMIT + more - 1) + [found("error")])
    assert lines(sheet)[0][0].value == "✗ 错误"
    assert len(lines(sheet)) == 5000
    assert sheet.filter == (5, 1, 5005, 8)
    assert next((put.value for put in sheet.cells if put.row == 4), None) == said
