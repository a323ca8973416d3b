"""A team's own stages: several may win, and what they do counts, not what they are called."""

from __future__ import annotations

from datetime import date

from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.settings import Choices, Settings, StageSetting

STAGES = (
    StageSetting(name="洽谈", probability=40),
    StageSetting(name="签约", probability=100, closes="won"),
    StageSetting(name="续约", probability=100, closes="won"),
    StageSetting(name="放弃", closes="lost"),
)
CONTEXT = Context.of(Settings(choices=Choices(Stage=STAGES)), date(2026, 5, 6))


def said(stage: Cell, probability: Cell, expected: Cell = None, status: str = "意向客户") -> list[tuple[str, str]]:
    tables = {
        "customers": Table("customers", {"Customer_ID": ["C20260501001"], "Status": [status]}),
        "opportunities": Table(
            "opportunities",
            {
                "Customer_ID": ["C20260501001"],
                "Stage": [stage],
                "Probability": [probability],
                "Expected_Date": [expected],
            },
        ),
    }
    return [(one.rule, one.message) for one in check(tables, CONTEXT, select=["S", "R006"])]


def test_each_winning_stage_wins() -> None:
    for stage in ("签约", "续约"):
        assert said(stage, 70) == [
            ("S007", "当前阶段：机会已赢单，客户状态还是“意向客户”"),
            ("S005", f"成交概率：阶段是“{stage}”，应为 100，这里是 70"),
        ]
    assert said("放弃", 30) == [("S005", "成交概率：阶段是“放弃”，应为 0，这里是 30")]


def test_an_open_stage_may_have_any_probability_until_its_day_has_passed() -> None:
    assert said("洽谈", 90, date(2026, 5, 6)) == []
    assert said("洽谈", 90, date(2026, 5, 5)) == [("S006", "预计成交日期：2026-05-05 已过 1 天，还没有结果")]
    assert said("续约", 100, date(2026, 5, 5), "流失客户") == [("S007", "当前阶段：机会已赢单，客户状态还是“流失客户”")]


def test_stages_that_the_team_does_not_have_are_not_listed() -> None:
    assert said("方案报价", 50) == [("R006", "当前阶段：“方案报价”不在列表里，请从下拉里选")]
