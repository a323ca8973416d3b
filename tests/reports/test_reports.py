"""The figures of the reports against numbers reckoned by hand, and the rules every sheet keeps."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

import pytest

from addin.template.sheets import AGENT_SHEETS
from sync.reports.facts import prepare
from sync.reports.follow_up_rate import kept
from sync.reports.performance import people
from sync.reports.registry import build_all
from sync.reports.scene import ConflictLine, Scene
from sync.reports.titles import TITLES
from sync.sheet import Chart, ReportSheet
from validators.cells import Cell, Table, Unreadable
from validators.check import check
from validators.context import Context
from validators.fields import Language
from validators.periods import month_of
from validators.settings import Settings, Target, Team, User

TODAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 8)


def settings(language: Language = "zh") -> Settings:
    return Settings(
        team=Team(language=language),
        users=(User(name="张伟"), User(name="李娜"), User(name="王主管", role="manager")),
        targets=(Target(user="张伟", month="2026-05", amount=200_000, deals=2),),
    )


def table(name: str, rows: list[dict[str, Cell]]) -> Table:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return Table(
        name, {column: [row.get(column) for row in rows] for column in columns}, "客户", list(range(3, 3 + len(rows)))
    )


def customer(number: int, **more: Cell) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        "Customer_ID": f"C2026040100{number}",
        "Customer_Name": f"公司{number}",
        "Owner": "张伟",
        "Status": "意向客户",
        "Level": "普通客户",
        "Industry": "制造业",
        "First_Date": date(2026, 4, 1),
        "Contact_Info": f"微信:w{number}",
    }
    return row | more


def follow(customer_number: int, day: date, user: str = "张伟") -> dict[str, Cell]:
    return {"Follow_ID": None, "Customer_ID": f"C2026040100{customer_number}", "Follow_Date": day, "Follow_User": user}


def deal(number: int, **more: Cell) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        "Opportunity_ID": f"O2026040100{number}",
        "Customer_ID": "C20260401001",
        "Opportunity_Name": "一期",
        "Stage": "方案报价",
        "Amount": 100_000,
        "Probability": 50,
        "Expected_Date": date(2026, 5, 30),
        "Responsible": "张伟",
    }
    return row | more


def rows() -> dict[str, Table]:
    return {
        "customers": table(
            "customers",
            [
                customer(1),
                customer(2, Owner="李娜", Status="成交客户", Industry="零售业"),
                customer(3, Status="流失客户"),
                customer(4, Level="重点客户", Owner=None, First_Date=date(2026, 5, 3), Industry=None),
                customer(5, Owner="李娜", Status="潜在客户", Level="潜力客户"),
            ],
        ),
        "follow_ups": table(
            "follow_ups",
            [
                follow(1, date(2026, 4, 15)),
                follow(1, date(2026, 4, 29)),
                follow(1, date(2026, 5, 13)),
                follow(2, date(2026, 4, 30), "李娜"),
                follow(4, date(2026, 5, 4)),
            ],
        ),
        "opportunities": table(
            "opportunities",
            [
                deal(1),
                deal(2, Stage="赢单", Close_Date=date(2026, 5, 5), Amount=150_000),
                deal(3, Stage="赢单", Close_Date=date(2026, 4, 30), Amount=70_000),
                deal(4, Stage="输单", Close_Date=date(2026, 5, 6)),
                deal(5, Stage="Negotiation", Responsible="李娜", Amount="12,000", Expected_Date=date(2026, 6, 1)),
                deal(6, Amount=Unreadable("#REF!")),
            ],
        ),
        "plan": Table("plan", {}),
    }


def scene(language: Language = "zh", viewer: str = "王主管", tables: dict[str, Table] | None = None) -> Scene:
    context = Context.of(settings(language), TODAY)
    return Scene(context, NOW, viewer, "全团队", check(tables, context) if tables else (), ())


def built(tables: dict[str, Table], where: Scene) -> list[ReportSheet]:
    return build_all(tables, where, prepare(tables, where.context))


def sheets(tables: dict[str, Table], language: Language = "zh", viewer: str = "王主管") -> dict[str, ReportSheet]:
    return {sheet.id: sheet for sheet in built(tables, scene(language, viewer, tables))}


def value(sheet: ReportSheet, label: str, offset: int = 1) -> Cell:
    """The cell `offset` columns right of the one that says `label`."""
    put = next(
        put for put in sheet.cells if put.value == label and put.style not in ("head", "head_right", "kpi_label")
    )
    return next((p.value for p in sheet.cells if (p.row, p.column) == (put.row, put.column + offset)), None)


def test_follow_up_rate_counts_customers_with_a_follow_up_in_every_window() -> None:
    context = Context.of(settings(), TODAY)
    facts = prepare(rows(), context)
    # 普通客户 from April 1: windows of 14 days end on April 15, 29 and May 13; 重点客户 from May 3: May 10 and 17;
    # 潜力客户 from April 1: 30 days end on May 1.
    assert kept(facts, context.settings, (date(2026, 5, 1), TODAY)) == {0: True, 1: True, 3: False, 4: False}
    assert kept(facts, context.settings, month_of(date(2026, 4, 1))) == {0: True, 1: False}


@pytest.mark.parametrize(("day", "good"), [(29, False), (30, True)])
def test_a_window_begins_the_day_after_the_one_before(day: int, good: bool) -> None:
    # The window that ends on May 13 runs from April 30 to May 13.
    tables = {
        "customers": table("customers", [customer(1)]),
        "follow_ups": table("follow_ups", [follow(1, date(2026, 4, day))]),
    }
    context = Context.of(settings(), TODAY)
    assert kept(prepare(tables, context), context.settings, (date(2026, 5, 1), TODAY)) == {0: good}


def test_follow_up_rate_sheet() -> None:
    sheet = sheets(rows())["follow_up_rate"]
    assert value(sheet, "张伟") == 1.0
    assert value(sheet, "李娜") == 0.5
    assert value(sheet, "重点客户") == 0.0
    assert {put.value for put in sheet.cells if put.style == "percent_bad"} == {0.5, 0.0}
    line = next(series for chart in sheet.charts for series in chart.series if series.kind == "line")
    assert {put.value for put in sheet.cells if put.column == line.values.column and put.style == "percent"} == {0.8}


def test_performance_is_by_closing_day_against_the_target() -> None:
    context = Context.of(settings(), TODAY)
    (first, *_) = people(prepare(rows(), context), context.settings, month_of(TODAY))
    assert (first.name, first.deals, first.won, first.pipeline, first.target) == ("张伟", 1, 150_000, 100_000, 200_000)
    assert first.gap == 50_000
    sheet = sheets(rows())["performance"]
    assert value(sheet, "张伟", 7) == 0.75
    assert any("还差 5 万元" in str(put.value) for put in sheet.cells)


def test_a_rep_sees_only_their_own_performance() -> None:
    sheet = sheets(rows(), viewer="李娜")["performance"]
    assert all("张伟" not in str(put.value) for put in sheet.cells)


def test_overview_figures() -> None:
    sheet = sheets(rows())["overview"]
    cards = {put.value: put for put in sheet.cells if put.style == "kpi_label"}
    figures = {
        label: next(p.value for p in sheet.cells if (p.row, p.column) == (5, put.column))
        for label, put in cards.items()
    }
    # open: 100,000 + 12,000 (the unreadable amount counts as nothing) = 11.2 万; won 2, lost 1; of the won one in May
    assert figures == {"本月成交（万元）": 15.0, "逾期客户": 3, "进行中的机会（万元）": 11.2, "赢单率": 2 / 3}
    assert value(sheet, "制造业", 2) == 3
    assert any("20%" in str(put.value) and "没有填行业" in str(put.value) for put in sheet.cells)


def test_funnel_figures() -> None:
    sheet = sheets(rows())["funnel"]
    assert value(sheet, "全部客户", 2) == 5
    assert value(sheet, "意向和成交", 2) == 3
    assert value(sheet, "意向和成交", 3) == 0.6
    assert value(sheet, "方案报价", 2) == 2
    assert value(sheet, "商务谈判", 3) == 1.2
    assert value(sheet, "赢单", 4) == 2
    assert value(sheet, "方案报价", 4) == 5


def test_overdue_lists_key_customers_first_with_links() -> None:
    sheet = sheets(rows())["overdue"]
    listed = [put for put in sheet.cells if put.style == "link"]
    # 公司4 重点: last May 4, due May 11; 公司5 潜力: due May 1; 公司2 普通: last April 30, due May 14
    assert [put.value for put in listed] == ["公司4", "公司2", "公司5"]
    assert listed[0].link == "客户!A6"
    assert value(sheet, "公司4", 5) == 9


def test_the_order_of_rows_decides_nothing() -> None:
    def shuffled(seed: int) -> list[Any]:
        tables = rows()
        for one in tables.values():
            order = list(range(len(one)))
            random.Random(seed).shuffle(order)
            tables[one.name] = one.take(order)
            tables[one.name].places = []
        return [(sheet.id, sorted(map(str, sheet.cells)), sheet.charts) for sheet in built(tables, scene())]

    assert shuffled(1) == shuffled(2)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [0, 1, 3, 40])
def test_every_sheet_keeps_the_rules_of_layout(language: Language, size: int) -> None:
    people_ = [f"销售{n}" for n in range(size)]
    customers = [customer(n, Customer_ID=f"C20260401{n:03d}", Owner=name) for n, name in enumerate(people_)]
    deals = [deal(n, Responsible=name, Stage="赢单", Close_Date=TODAY) for n, name in enumerate(people_)]
    made = {"customers": table("customers", customers), "opportunities": table("opportunities", deals)}
    tables = rows() if size == 3 else made
    for sheet in built(tables, scene(language, tables=tables)):
        at = [(put.row, put.column + more) for put in sheet.cells for more in range(put.span)]
        assert len(at) == len(set(at)), sheet.id
        filled = {
            place
            for place, put in zip(((p.row, p.column) for p in sheet.cells), sheet.cells, strict=True)
            if put.value is not None
        }
        for chart in sheet.charts:
            _keeps_the_rules(sheet, chart, filled)
        assert (sheet.cells[0].value, sheet.cells[0].style) == (TITLES[sheet.id][language], "title")
        if language == "en":
            text = " ".join(
                str(put.value) for put in sheet.cells if put.style in ("head", "muted", "advice", "kpi_label")
            )
            for name in (*reversed(people_), "公司", "张伟", "李娜", "制造业", "全团队"):
                text = text.replace(name, "")
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in text), (sheet.id, text)


def _keeps_the_rules(sheet: ReportSheet, chart: Chart, filled: set[tuple[int, int]]) -> None:
    covered = {
        (r, c)
        for r in range(chart.at.row, chart.at.last_row + 1)
        for c in range(chart.at.column, chart.at.last_column + 1)
    }
    assert not covered & filled, sheet.id
    heights = {r.last_row - r.row for r in (chart.categories, *(series.values for series in chart.series))}
    assert len(heights) == 1
    assert heights.pop() + 1 in {3, 4, 6, 10, 12}
    below = {(r, chart.categories.column) for r in range(chart.categories.row, chart.categories.last_row + 1)} & filled
    columns = [series.values.column for series in chart.series]
    values = [row for row, _ in below if any((row, column) in filled for column in columns)]
    assert len(values) == len(below), f"{sheet.id}: something else stands in the chart's range"


def test_charts_look_at_the_same_cells_however_much_there_is_to_say() -> None:
    # A button draws the sheets of an open workbook anew, and their charts stay as they are.
    few = rows()
    few["customers"] = table(
        "customers", [customer(1, Level="重点客户", First_Date=date(2026, 5, 1), Status="成交客户")]
    )
    few["opportunities"] = table("opportunities", [deal(1)])
    much = rows()
    late = [customer(n, Level="重点客户", Owner=f"销售{n}", First_Date=date(2026, 4, 1)) for n in range(1, 9)]
    much["customers"] = table(
        "customers", [*late, customer(9, Owner=None), *(customer(0, Status="潜在客户") for _ in late)]
    )
    much["opportunities"] = table("opportunities", [deal(1), deal(2, Expected_Date=date(2026, 5, 1))])
    ranges, said = [], []
    for tables, found in ((few, scene()), (much, scene(tables=much))):
        made = [
            sheet
            for sheet in built(tables, found)
            if sheet.id in ("overview", "follow_up_rate", "funnel", "performance")
        ]
        ranges.append(
            [
                (sheet.id, [(chart.at, chart.categories, chart.series[0].values) for chart in sheet.charts])
                for sheet in made
            ]
        )
        said.append([sum(put.style == "advice" for put in sheet.cells) for sheet in made])
    assert ranges[0] == ranges[1]
    assert said[0] != said[1]
    assert max(said[1]) <= 5


def test_an_empty_team_gets_sentences_not_empty_charts() -> None:
    empty = {name: Table(name, {}) for name in ("customers", "follow_ups", "opportunities", "plan")}
    context = Context.of(Settings(), TODAY)
    for sheet in built(empty, Scene(context, NOW, "王主管", "全团队", (), ())):
        assert not sheet.charts
        assert any(put.style in ("good", "advice") for put in sheet.cells), sheet.id


def test_conflicts_show_both_values_side_by_side() -> None:
    line = ConflictLine(
        "customers", "C20260401001", "Notes", "销售写的", "=主管写的", "王主管", 3, "2026-05-20 08:00:00"
    )
    tables = rows()
    where = scene()
    made = built(tables, Scene(where.context, NOW, "王主管", "全团队", (), [line]))
    sheet = next(sheet for sheet in made if sheet.id == "conflicts")
    found = {put.value for put in sheet.cells}
    assert {"公司1", "客户备注", "销售写的", "=主管写的", "王主管"} <= found


def test_titles_are_those_of_the_template() -> None:
    template = {sheet.id: sheet.title for sheet in AGENT_SHEETS}
    assert {name: title for name, title in TITLES.items() if name != "linked"} == template
