"""The duplicates sheet: the rows of a group below one another, what agrees, what differs, and what may be answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from sync.answers import HEAD, Asking
from sync.reports import duplicates
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.duplicates import DuplicateGroup
from validators.fields import Language
from validators.settings import Settings

A, B, C = "C20260501001", "C20260501002", "C20260501003"


def team(**more: Sequence[Cell]) -> dict[str, Table]:
    columns: dict[str, list[Cell]] = {
        "Customer_ID": [A, B, C],
        "Customer_Name": ["杭州远景科技有限公司", "杭州远景科技", "乙公司"],
        "Contact_Info": ["13800138000", "电话:138 0013 8000；微信:yuanjing", None],
        "Owner": ["张伟", "张伟", "李娜"],
        "Status": ["意向客户", "interested", None],
        "First_Date": [date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 1)],
    }
    return {
        "customers": Table(
            "customers",
            columns | {name: list(cells) for name, cells in more.items()},
            "客户",
            [3, 4, 5],
            {"Customer_ID": "A", "Customer_Name": "B"},
        ),
        "follow_ups": Table("follow_ups", {"Follow_ID": ["F1", "F2"], "Customer_ID": [A, A]}),
        "opportunities": Table("opportunities", {"Opportunity_ID": ["O1"], "Customer_ID": [B]}),
    }


PAIR = DuplicateGroup((0, 1), (A, B), "certain", 1.0, ("名称相同：杭州远景科技有限公司", "电话相同：13800138000"))


def build(
    groups: Sequence[DuplicateGroup], language: Language = "zh", may_pick: bool = True, **more: Sequence[Cell]
) -> ReportSheet:
    context = Context.of(Settings(), date(2026, 5, 20), language)
    made = datetime(2026, 5, 20, 8, 30)
    scene = Scene(context, made, "王主管", "全团队", (), (), groups=groups, may_pick=may_pick, unanswered=("没有照做",))
    return duplicates.build(team(**more), scene)


def lines(sheet: ReportSheet) -> dict[int, list[tuple[Cell, str]]]:
    """What stands in each row, and how it looks."""
    found: dict[int, list[tuple[Cell, str]]] = {}
    for put in sorted(sheet.cells, key=lambda put: (put.row, put.column)):
        found.setdefault(put.row, []).append((put.value, put.style))
    return found


def test_what_agrees_and_what_differs_is_told_cell_by_cell() -> None:
    said = lines(build([PAIR]))
    assert said[2] == [("范围：全团队 · 1 组 2 行 · 2026-05-20 08:30", "muted")]
    assert said[5] == [("没有照做", "advice")]
    assert [head for head, _ in said[6]] == [
        *("单元格", "编号", "客户名称", "联系方式", "负责人", "客户状态", "首次接触日期"),
        *("跟进数", "机会数", "您的回答", "记号"),
    ]
    assert said[7] == [("第 1 组 · 确定重复 100% · 名称相同：杭州远景科技有限公司；电话相同：13800138000", "section")]
    one, other = said[8], said[9]
    assert one[:-1] == [
        ("B3", "link"),
        (A, "text"),
        ("杭州远景科技有限公司", "same"),
        ("13800138000", "same"),
        ("张伟", "same"),
        ("意向客户", "same"),
        (date(2026, 5, 1), "differs_date"),
        (2, "number"),
        (0, "number"),
        (None, "input"),
    ]
    assert other[3:6] == [("电话:138 0013 8000；微信:yuanjing", "same"), ("张伟", "same"), ("意向客户", "same")]
    asking = Asking.read(str(one[-1][0]))
    assert asking is not None and (asking.key, asking.others) == (A, (B,))


def test_each_line_offers_the_other_rows_of_its_group_and_that_it_is_none() -> None:
    zh, en = build([PAIR]), build([PAIR], "en")
    assert [(drop.at[0].row, drop.words) for drop in zh.drop_downs] == [
        (8, (f"合并到 {B}", "不是重复")),
        (9, (f"合并到 {A}", "不是重复")),
    ]
    assert [drop.words for drop in en.drop_downs] == [
        (f"Merge into {B}", "Not a duplicate"),
        (f"Merge into {A}", "Not a duplicate"),
    ]
    assert lines(en)[7][0][0] == "Group 1 · certain 100% · 名称相同：杭州远景科技有限公司; 电话相同：13800138000"


def test_who_may_not_answer_is_not_asked() -> None:
    sheet = build([PAIR], may_pick=False)
    values = [put.value for put in sheet.cells]
    assert HEAD.zh not in values and not sheet.drop_downs and not sheet.hidden_columns
    assert A in values


def test_the_surest_groups_come_first_and_rows_out_of_sight_are_no_group() -> None:
    probable = DuplicateGroup((0, 2), (A, C), "probable", 0.92, ("名称相近",))
    away = DuplicateGroup((0, 9), (A, "C20260501009"), "certain", 1.0, ("别人的",))
    said = lines(build([probable, away, PAIR]))
    heads = [str(cells[0][0]) for cells in said.values() if cells[0][1] == "section"]
    assert [head.split(" · ")[1] for head in heads] == ["确定重复 100%", "很可能重复 92%"]
    assert "别人的" not in str(said) and "C20260501009" not in str(said)


def test_no_group_is_said_and_draws_no_table() -> None:
    said = lines(build([]))
    assert said[3] == [("没有疑似重复的客户。", "good")]
    assert max(said) == 5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_large_group_offers_what_a_list_can_hold(language: Language) -> None:
    keys = [f"C2026050100{at}" if at < 10 else f"C202605010{at}" for at in range(1, 31)]
    group = DuplicateGroup(tuple(range(30)), tuple(keys), "certain", 1.0, ("名称相同",))
    context = Context.of(Settings(), date(2026, 5, 20), language)
    tables = {
        "customers": Table("customers", {"Customer_ID": list(keys), "Customer_Name": ["甲公司"] * 30}),
        "follow_ups": Table("follow_ups", {}),
        "opportunities": Table("opportunities", {}),
    }
    scene = Scene(context, datetime(2026, 5, 20), "王主管", "全团队", (), (), groups=[group])
    sheet = duplicates.build(tables, scene)
    assert len(sheet.drop_downs) == duplicates.MOST
    assert all(len(",".join(drop.words)) <= 255 for drop in sheet.drop_downs)
    assert ("还有 10 行没有列出" if language == "zh" else "rows not listed: 10") in str(lines(sheet)[6])


def test_what_cannot_be_read_is_shown_as_it_stands() -> None:
    said = lines(build([PAIR], Notes=[None] * 3, Region=["浙江", Unreadable("#REF!"), None]))
    assert ("#REF!", "differs") in said[9]
    assert ("浙江", "differs") in said[8]
