"""The funnel's figures against numbers reckoned by hand."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from sync.reports import funnel
from sync.reports.facts import prepare
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.settings import Settings

TODAY = date(2026, 5, 20)


def team(statuses: list[Cell], deals: list[tuple[Cell, Cell]]) -> dict[str, Table]:
    """Customers by status, opportunities as (stage, amount)."""
    return {
        "customers": Table(
            "customers",
            {"Customer_ID": [f"C20260401{n:03d}" for n in range(1, len(statuses) + 1)], "Status": list(statuses)},
        ),
        "opportunities": Table(
            "opportunities",
            {
                "Opportunity_ID": [f"O20260401{n:03d}" for n in range(1, len(deals) + 1)],
                "Stage": [stage for stage, _ in deals],
                "Amount": [amount for _, amount in deals],
            },
        ),
    }


def build(tables: Tables, language: Language = "zh", settings: Settings | None = None) -> ReportSheet:
    context = Context.of(settings or Settings(), TODAY, language)
    scene = Scene(context, datetime(2026, 5, 20, 8, 30), "王主管", "全团队", (), ())
    return funnel.build(tables, scene, prepare(tables, context))


def row_of(sheet: ReportSheet, name: str) -> list[Cell]:
    """What stands in the figures' columns of the table row that begins with `name`."""
    first = next(put for put in sheet.cells if put.value == name and put.style == "text")
    cells = {put.column: put.value for put in sheet.cells if put.row == first.row}
    return [cells.get(column) for column in (range(3, 6) if first.column == 1 else range(9, 13))]


def line(sheet: ReportSheet, row: int) -> Cell:
    return next((put.value for put in sheet.cells if put.row == row), None)


CUSTOMERS: list[Cell] = [*["潜在客户"] * 4, *["意向客户"] * 3, *["成交客户"] * 2, "流失客户"]
DEALS: list[tuple[Cell, Cell]] = [
    ("初步接触", 10_000),
    ("需求确认", 20_000),
    ("Needs confirmed", "3万"),
    ("商务谈判", 44_000),
    ("赢单", 100_000),
    ("赢单", 50_000),
    ("输单", 70_000),
]


def test_customers_from_lead_to_won() -> None:
    sheet = build(team(CUSTOMERS, []))
    assert row_of(sheet, "全部客户") == [10, None, 1.0]
    assert row_of(sheet, "意向和成交") == [5, 0.5, 0.5]
    assert row_of(sheet, "已成交") == [2, 0.4, 0.2]
    assert any(put.value == "另有 1 个流失客户计入“全部客户”。" for put in sheet.cells)
    assert [chart.title for chart in sheet.charts] == ["每 100 个客户有 20 个成交"]


def test_opportunities_by_stage() -> None:
    sheet = build(team([], DEALS))
    # Got this far: 6 without the lost one, then what is at the stage or beyond it.
    assert row_of(sheet, "初步接触") == [1, 1.0, 6, None]
    assert row_of(sheet, "需求确认") == [2, 5.0, 5, 5 / 6]
    assert row_of(sheet, "方案报价") == [0, 0.0, 3, 3 / 5]
    assert row_of(sheet, "商务谈判") == [1, 4.4, 3, 1.0]
    assert row_of(sheet, "赢单") == [2, 15.0, 2, 2 / 3]
    assert row_of(sheet, "输单") == [1, 7.0, None, None]
    assert [chart.title for chart in sheet.charts] == ["进行中的机会，“需求确认”最多：2 个"]


def test_it_says_that_it_is_a_snapshot() -> None:
    assert "快照" in str(line(build(team(CUSTOMERS, DEALS)), 2))
    assert "Snapshot of 2026-05-20" in str(line(build(team(CUSTOMERS, DEALS), "en"), 2))


def test_what_is_left_out_is_named() -> None:
    tables = team(["意向客户", None, "？"], [("谈判中", 10_000), ("方案报价", None), ("方案报价", Unreadable("#N/A"))])
    sheet = build(tables)
    assert line(sheet, 3) == (
        "数据不全：2 个客户没有状态，只计入“全部客户”；1 个机会没有阶段，不计入各阶段；2 个机会没有金额，只计个数。"
    )
    assert row_of(sheet, "方案报价")[:2] == [2, 0.0]
    assert row_of(sheet, "全部客户")[0] == 3
    english = build(tables, "en")
    assert str(line(english, 3)).startswith("Missing data: customers without a status: 2 (")
    assert line(build(team(CUSTOMERS, DEALS)), 3) is None


def test_a_teams_own_stages_in_any_order() -> None:
    stages = [
        {"name": "丢了", "closes": "lost"},
        {"name": "报价"},
        {"name": "停", "closes": "lost"},
        {"name": "拿下", "closes": "won"},
    ]
    settings = Settings.model_validate({"choices": {"Stage": stages}})
    sheet = build(team([], [("报价", 1), ("报价", 1), ("停", 1), ("拿下", 1), ("拿下", 1)]), settings=settings)
    assert row_of(sheet, "报价")[2:] == [4, None]
    assert row_of(sheet, "停")[2:] == [None, None]
    assert row_of(sheet, "拿下")[2:] == [2, 0.5]


def test_more_stages_than_usual_are_all_there() -> None:
    stages = [{"name": f"第{n}步"} for n in range(11)]
    stages += [{"name": "拿下", "closes": "won"}, {"name": "丢了", "closes": "lost"}]
    settings = Settings.model_validate({"choices": {"Stage": stages}})
    sheet = build(team([], [("第0步", 1), ("拿下", 1)]), settings=settings)
    assert row_of(sheet, "拿下") == [1, 0.0001, 1, 1.0]
    values = sheet.charts[0].series[0].values
    assert values.last_row - values.row + 1 == 11


def test_the_chart_of_stages_keeps_its_range() -> None:
    for deals in (DEALS, DEALS[:1]):
        values = build(team([], deals)).charts[0].series[0].values
        assert values.last_row - values.row + 1 == 4  # the stages that go on


def test_advice_names_the_stage_that_holds_most_money() -> None:
    act = [put.value for put in build(team(CUSTOMERS, DEALS)).cells if put.style == "advice"]
    assert act == [
        "意向客户里成交的占 40%，还有 3 个意向客户可以推进。",
        "金额最多的是“需求确认”：2 个机会、5 万元。",
    ]
    few = [put.value for put in build(team(CUSTOMERS[:5], [])).cells if put.style == "advice"]
    assert few[0] == "现在有 20% 的客户是意向或成交，先看看线索来源和首次沟通。"


@pytest.mark.parametrize(("language", "words"), [("zh", "还没有客户，也没有机会。"), ("en", "No customers and no")])
@pytest.mark.parametrize("tables", [{}, team([], [])])
def test_nothing_is_a_sentence(tables: dict[str, Table], language: Language, words: str) -> None:
    sheet = build(tables, language)
    assert not sheet.charts
    assert [words in str(put.value) for put in sheet.cells if put.style == "advice"] == [True]


def test_missing_columns_count_as_empty() -> None:
    tables = {
        "customers": Table("customers", {"Customer_ID": ["C20260401001"]}),
        "opportunities": Table("opportunities", {"Opportunity_ID": ["O20260401001"]}),
    }
    sheet = build(tables)
    assert row_of(sheet, "全部客户") == [1, None, 1.0]
    assert row_of(sheet, "已成交") == [0, None, 0.0]
    assert row_of(sheet, "赢单") == [0, 0.0, 0, None]


def test_amounts_add_up_alike_in_any_order() -> None:
    deals: list[tuple[Cell, Cell]] = [("赢单", amount) for amount in (0.1, 0.2, 0.3, 1e9, 0.7, -1e9, 1234.56)]
    tables = team(CUSTOMERS, deals + DEALS)
    expected = build(tables)
    for seed in range(5):
        mixed = {}
        for name, table in tables.items():
            order = list(range(len(table)))
            random.Random(seed).shuffle(order)
            mixed[name] = table.take(order)
        assert build(mixed) == expected


def test_lost_customers_are_not_said_to_have_never_been_interested() -> None:
    act = [
        put.value for put in build(team([*CUSTOMERS[:5], "流失客户", "流失客户"], [])).cells if put.style == "advice"
    ]
    assert act[0] == "现在有 14% 的客户是意向或成交（另有 2 个已流失），先看看线索来源和首次沟通。"


def test_the_chart_shows_what_goes_on_and_lost_deals_are_said_to_be_left_out() -> None:
    sheet = build(team([], DEALS))
    cells = {(put.row, put.column): put.value for put in sheet.cells}
    places = sheet.charts[0].categories
    charted = [cells[row, places.column] for row in range(places.row, places.last_row + 1)]
    assert charted == ["初步接触", "需求确认", "方案报价", "商务谈判"]
    assert cells[places.last_row + 3, places.column] == "1 个输单不计入“到过此阶段”。"
    assert not any("输单" in str(put.value) for put in build(team([], DEALS[:6])).cells if put.style == "muted")


def test_english_money_is_counted_by_the_thousand() -> None:
    sheet = build(team([], [("初步接触", 232_400)]), "en", Settings.model_validate({"team": {"currency": "USD"}}))
    words = {put.value for put in sheet.cells}
    assert {"“First contact” holds most money: USD 232k in open opportunities (1).", "Amount (USD k)"} <= words
    assert row_of(sheet, "First contact")[1] == 232.4
