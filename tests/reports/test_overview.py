"""The overview's figures and sentences against numbers reckoned by hand, each case with the rows it needs."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest

from sync.reports import overview, performance
from sync.reports.facts import prepare
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.finding import Finding
from validators.settings import Settings, Target, User

TODAY = date(2026, 5, 20)
CUSTOMER = ("Customer_ID", "Customer_Name", "Owner", "Status", "Level", "Industry", "First_Date")
DEAL = ("Opportunity_ID", "Stage", "Amount", "Probability", "Expected_Date", "Close_Date", "Responsible")
TEAM = Settings(
    users=(User(name="张伟"), User(name="李娜"), User(name="刘洋", active=False), User(name="王主管", role="manager")),
    targets=(
        Target(user="张伟", month="2026-05", amount=200_000),
        Target(user="李娜", month="2026-05", amount=50_000),
        Target(user="李娜", month="2026-04", amount=70_000),
    ),
)


def team(customers: Sequence[tuple[Cell, ...]] = (), deals: Sequence[tuple[Cell, ...]] = ()) -> dict[str, Table]:
    """Rows in the order of `CUSTOMER` and `DEAL`; cells left off at the end are empty."""

    def table(name: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Table:
        cells = {column: [row[at] if at < len(row) else None for row in rows] for at, column in enumerate(columns)}
        return Table(name, cells)

    return {"customers": table("customers", CUSTOMER, customers), "opportunities": table("opportunities", DEAL, deals)}


def build(
    tables: Tables,
    language: Language = "zh",
    today: date = TODAY,
    findings: Sequence[Finding] = (),
    settings: Settings | None = None,
    viewer: str = "王主管",
    waiting: Mapping[str, int] | None = None,
) -> ReportSheet:
    context = Context.of(settings or Settings(), today, language)
    made = datetime(2026, 5, 20, 8, 30)
    scene = Scene(context, made, viewer, "全团队", findings, (), waiting=waiting or {})
    return overview.build(tables, scene, prepare(tables, context))


def card(sheet: ReportSheet, label: str) -> tuple[Cell, Cell]:
    """Figure and note of a KPI card."""
    column = next(put.column for put in sheet.cells if put.style == "kpi_label" and put.value == label)
    below = {put.row: put.value for put in sheet.cells if put.column == column}
    return below[5], below[6]


def sentences(sheet: ReportSheet) -> list[str]:
    return [str(put.value) for put in sheet.cells if put.style == "advice"]


def line(sheet: ReportSheet, row: int) -> str:
    return next(str(put.value) for put in sheet.cells if put.row == row)


def industries(names: Sequence[Cell]) -> dict[str, Table]:
    return team(
        [(f"C20260501{n:03d}", f"公司{n}", "张伟", "意向客户", "普通客户", name) for n, name in enumerate(names, 1)]
    )


def slices(sheet: ReportSheet) -> list[tuple[Cell, Cell, Cell]]:
    """Name, number and share of each line of the pie's table."""
    cells = {(put.row, put.column): put.value for put in sheet.cells}
    places = next(chart.categories for chart in sheet.charts if chart.kind == "pie")
    rows = range(places.row, places.last_row + 1)
    return [(cells[row, 1], cells[row, 3], cells[row, 4]) for row in rows if cells[row, 1] is not None]


@pytest.mark.parametrize(
    ("first", "new"),
    [
        (date(2026, 4, 30), 0),
        (date(2026, 5, 1), 1),
        (TODAY, 1),
        (date(2026, 5, 21), 0),  # a slip of the pen: the performance sheet does not count it either
        (date(2025, 5, 10), 0),
    ],
)
def test_new_customers_are_those_of_this_month_up_to_today(first: date, new: int) -> None:
    sheet = build(team([("C20260101001", "甲公司", "张伟", "意向客户", "普通客户", None, first)]))
    assert f"客户 1 个（本月新增 {new} 个）" in line(sheet, 2)


def test_pipeline_counts_open_opportunities_and_weighs_them() -> None:
    deals: list[tuple[Cell, ...]] = [
        ("O1", "方案报价", 200_000, 50),
        ("O2", "Negotiation", "4万", "70%"),
        ("O3", "初步接触", 60_000, 150),  # a probability that cannot be weighs nothing
        ("O4", "需求确认", None, 30),
        ("O5", "赢单", 990_000, 100, None, TODAY),
        ("O6", None, 880_000, 100),
    ]
    sheet = build(team((), deals))
    # 20 + 4 + 6 = 30; 20 x 50 % + 4 x 70 % = 12.8
    assert card(sheet, "进行中的机会（万元）") == (30, "4 个机会，加权 13 万元")
    assert line(sheet, 3) == ("数据不全：1 个机会没有阶段，不计入进行中；1 个进行中的机会没有金额，只计个数。")


@pytest.mark.parametrize(
    ("closed", "rate"),
    [
        (date(2025, 5, 20), 1.0),  # a year ago to the day is out
        (date(2025, 5, 21), 0.5),
        (TODAY, 0.5),
        (date(2026, 5, 21), 1.0),
        (None, 1.0),
    ],
)
def test_win_rate_is_by_closing_day_within_twelve_months(closed: date | None, rate: float) -> None:
    deals: list[tuple[Cell, ...]] = [
        ("O1", "赢单", 1, 100, None, date(2026, 1, 5)),
        ("O2", "输单", 1, 0, None, closed),
    ]
    sheet = build(team((), deals))
    assert card(sheet, "赢单率")[0] == rate
    assert any("没有结束日期，不计入赢单率" in str(put.value) for put in sheet.cells) == (closed is None)


@pytest.mark.parametrize(
    ("today", "closed", "counted"),
    [
        (date(2026, 5, 31), date(2025, 5, 31), False),
        (date(2026, 5, 31), date(2025, 6, 1), True),
        (date(2028, 2, 29), date(2027, 2, 28), False),
        (date(2028, 2, 29), date(2027, 3, 1), True),
    ],
)
def test_twelve_months_at_the_end_of_a_month(today: date, closed: date, counted: bool) -> None:
    sheet = build(team((), [("O1", "赢单", 1, 100, None, closed)]), today=today)
    assert card(sheet, "赢单率")[0] == (1.0 if counted else None)


def test_overdue_is_a_share_of_those_with_a_cadence() -> None:
    def one(number: int, first: date, status: str = "意向客户", level: Cell = "重点客户") -> tuple[Cell, ...]:
        return f"C2026050100{number}", f"公司{number}", "张伟", status, level, None, first

    customers = [
        one(1, date(2026, 5, 12)),  # due on May 19: yesterday
        one(2, date(2026, 5, 13)),  # due today
        one(3, date(2026, 5, 1), "流失客户"),
        one(4, date(2026, 5, 1), level=None),
    ]
    assert card(build(team(customers)), "逾期客户") == (1, "占应跟进的 50%")


def test_up_to_six_industries_have_a_slice_each_largest_first() -> None:
    names = [*["金融"] * 3, *["零售业"] * 2, "制造业", "航天", "教育培训", "Retail"]
    sheet = build(industries([*names, None]))
    # 航天 is no choice of the list, Retail is 零售业, one of ten is empty
    assert slices(sheet) == [
        ("金融", 3, 3 / 9),
        ("零售业", 3, 3 / 9),
        ("制造业", 1, 1 / 9),
        ("教育培训", 1, 1 / 9),
        ("航天", 1, 1 / 9),
    ]
    assert any(put.value == "10% 的客户（1 个）没有填行业，未计入饼图。" for put in sheet.cells)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_more_industries_and_the_choice_other_are_one_grey_slice(language: Language) -> None:
    names = [name for n in range(7) for name in [f"I{n}"] * (8 - n)]  # 8, 7, 6, 5, 4 and 3, 2
    sheet = build(industries([*names, *["其他"] * 20]), language)
    other = "其他" if language == "zh" else "Other"
    assert [name for name, _, _ in slices(sheet)] == ["I0", "I1", "I2", "I3", "I4", other]
    assert slices(sheet)[-1] == (other, 25, 25 / 55)
    pie = next(chart for chart in sheet.charts if chart.kind == "pie")
    assert not pie.legend  # its slices are labelled
    assert (len(pie.colors), pie.colors[-1]) == (6, "BCCCDC")
    assert pie.categories.last_row - pie.categories.row + 1 == 6


def test_without_any_industry_a_sentence_stands_in_place_of_the_pie() -> None:
    sheet = build(industries([None, Unreadable("#REF!")]))
    assert [chart.kind for chart in sheet.charts] == ["column"]
    assert "还没有填写行业的客户。" in sentences(sheet)
    assert line(sheet, 3) == "数据不全：1 个单元格读不出来，按空白处理。"


def test_who_has_no_status_is_said() -> None:
    sheet = build(team([("C20260501001", "甲公司", "张伟", None), ("C20260501002", "乙公司", "张伟", "成交客户")]))
    assert line(sheet, 3) == "数据不全：1 个客户没有状态，不在状态图里。"
    bars = next(chart for chart in sheet.charts if chart.kind == "column")
    cells = {(put.row, put.column): put.value for put in sheet.cells}
    column = bars.series[0].values
    assert [cells[row, column.column] for row in range(column.row, column.last_row + 1)] == [0, 0, 1, 0]


def late() -> list[tuple[Cell, ...]]:
    """Days overdue today: 5, 5 and 8 (key), 105 (normal)."""
    return [
        ("C20260508001", "乙公司", "张伟", "意向客户", "重点客户", "金融"),
        ("C20260508002", "甲公司", "张伟", "意向客户", "重点客户", "金融"),
        ("C20260505001", "丙公司", None, "意向客户", "重点客户", "金融"),
        ("C20260121001", "丁公司", "李娜", "意向客户", "普通客户", "金融"),
    ]


def test_what_to_act_on_names_the_longest_overdue_key_customer_and_the_owner_with_most() -> None:
    deals: list[tuple[Cell, ...]] = [
        ("O1", "方案报价", 120_000, 50, date(2026, 5, 19)),
        ("O2", "方案报价", 70_000, 50, TODAY),  # still in time
        ("O3", "赢单", 500_000, 100, date(2026, 5, 1), TODAY),
    ]
    found = Finding("R001", "error", "customers", "C20260508001", "Contact_Info", None, "请补充联系方式")
    assert sentences(build(team(late(), deals), findings=[found])) == [
        "重点客户有 3 个逾期，最久的是丙公司（8 天，没有负责人）。",
        "在职的人里，张伟名下逾期最多：2 个，占全部逾期的 50%。",
        "1 个机会的预计成交日期已过，合计 12 万元，请更新。",
        "没有负责人（公海）的客户有 1 个，请分配。",
        "检查结果里有 1 处错误要改，见“检查结果”。",
    ]


def test_a_rep_is_not_compared_with_themselves() -> None:
    customers = [row for row in late() if row[2] == "张伟"]
    said = ["您有 2 个重点客户逾期，最久的是乙公司（5 天）。"]
    assert sentences(build(team(customers), settings=TEAM, viewer="张伟")) == said


def test_without_key_customers_all_overdue_are_named() -> None:
    assert sentences(build(team(late()[3:]), "en")) == ["Customers overdue: 1; longest: 丁公司 (105 days, owner 李娜)."]


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "没有需要马上处理的事。"), ("en", "Nothing needs attention right now.")]
)
def test_nothing_to_act_on_is_said(language: Language, words: str) -> None:
    assert words in sentences(build(team([("C20260520001", "甲公司", "张伟", "意向客户", "重点客户")]), language))


@pytest.mark.parametrize("tables", [{}, team(), {"customers": Table("customers", {})}])
def test_an_empty_team_gets_a_sentence(tables: dict[str, Table]) -> None:
    sheet = build(tables)
    assert not sheet.charts
    assert sentences(sheet) == ["还没有客户。在“客户”表里录入第一个，下次同步后这里就有数字。"]
    assert card(sheet, "赢单率") == (None, "近 12 个月没有结束的机会")


def test_when_it_was_made_stands_in_one_place() -> None:
    sheet = build(team(late()))
    assert [put.row for put in sheet.cells if "08:30" in str(put.value)] == [2]


def test_rows_in_any_order_give_the_same_sheet() -> None:
    amounts = [50_000, 1e20, -1e20, 70_000]  # added in turn, the small ones get lost
    deals: list[tuple[Cell, ...]] = [(f"O{n}", "方案报价", amount, 33) for n, amount in enumerate(amounts)]
    tables = team(late(), deals)
    expected = build(tables)
    assert card(expected, "进行中的机会（万元）")[0] == 12
    for seed in range(4):
        mixed = {}
        for name, table in tables.items():
            order = list(range(len(table)))
            random.Random(seed).shuffle(order)
            mixed[name] = table.take(order)
        assert build(mixed) == expected


DEALS: list[tuple[Cell, ...]] = [
    ("O1", "赢单", 100_000, 100, None, date(2026, 5, 1), "张伟"),
    ("O2", "赢单", 35_500, 100, None, TODAY, "李娜"),
    ("O3", "赢单", 900_000, 100, None, date(2026, 4, 30), "张伟"),
    ("O4", "赢单", 900_000, 100, None, date(2026, 5, 21), "张伟"),
    ("O5", "方案报价", 60_000, 50, date(2026, 5, 31), None, "张伟"),
    ("O6", "方案报价", 900_000, 50, date(2026, 6, 1), None, "张伟"),
    ("O7", "输单", 900_000, 0, date(2026, 5, 31), date(2026, 5, 2), "张伟"),
]


def test_won_this_month_comes_first_against_target_and_forecast() -> None:
    sheet = build(team((), DEALS), settings=TEAM)
    # 13.55 of 25; 13.55 + 6 x 50 %
    assert card(sheet, "本月成交（万元）") == (13.55, "目标 25，完成 54%；月底预计 17")
    assert next(put.value for put in sheet.cells if put.style == "kpi_label") == "本月成交（万元）"
    assert card(build(team((), DEALS)), "本月成交（万元）") == (13.55, "没有设目标；月底预计 17")
    english = build(team((), DEALS), "en", settings=TEAM)
    assert card(english, "Won this month (CNY k)") == (135.5, "target 250, 54% reached; forecast 166")


def test_a_rep_reads_what_they_won_themselves() -> None:
    sheet = build(team((), DEALS), settings=TEAM, viewer="李娜")
    assert card(sheet, "本月成交（万元）") == (3.55, "目标 5，完成 71%；月底预计 4")


def test_the_overview_and_the_performance_sheet_count_alike() -> None:
    tables = team((), DEALS)
    context = Context.of(TEAM, TODAY)
    facts = prepare(tables, context)
    for viewer in ("王主管", "张伟"):
        scene = Scene(context, datetime(2026, 5, 20, 8, 30), viewer, "全团队", (), ())
        first = [
            next(put.value for put in made.build(tables, scene, facts).cells if put.style == "kpi_value")
            for made in (overview, performance)
        ]
        assert first[0] == first[1]


def test_rows_that_wait_for_their_id_are_said_to_be_missing() -> None:
    waiting = {"customers": 2, "follow_ups": 1}
    assert line(build(team(late()), waiting=waiting), 3) == (
        "数据不全：“客户”有 2 行编号重复，未计入；“跟进”有 1 行编号重复，未计入。"
    )
    assert "rows of Customers with a doubled ID: 2 (not counted)" in line(build(team(late()), "en", waiting=waiting), 3)


def gone() -> list[tuple[Cell, ...]]:
    """Of 刘洋, who left, a key customer 19 days overdue, one in time and a lost one; of 小李, who is nobody, two."""
    return [
        ("C20260424001", "甲公司", "刘洋", "意向客户", "重点客户", "金融"),
        ("C20260519001", "乙公司", "刘洋", "意向客户", "重点客户", "金融"),
        ("C20260101001", "丙公司", "刘洋", "流失客户", "重点客户", "金融"),
        ("C20260519002", "丁公司", "小李", "意向客户", "重点客户", "金融"),
        ("C20260519003", "戊公司", "小李", "意向客户", "重点客户", "金融"),
    ]


def test_customers_of_who_left_are_to_be_handed_over() -> None:
    assert sentences(build(team(gone()), settings=TEAM)) == [
        "重点客户有 1 个逾期，最久的是甲公司（19 天，负责人刘洋已离职）。",
        "刘洋已离职，名下还有 2 个客户（1 个逾期），请交接给在职的人。",
        "负责人“小李”不在团队里：2 个客户，请改正。",
    ]
    assert "Owner “小李” is nobody of the team; customers: 2, please correct." in sentences(
        build(team(gone()), "en", settings=TEAM)
    )


def test_of_more_than_five_sentences_the_comparison_gives_way() -> None:
    found = Finding("R001", "error", "customers", "C20260508001", "Contact_Info", None, "请补充联系方式")
    overdue: list[tuple[Cell, ...]] = [("O1", "方案报价", 120_000, 50, date(2026, 5, 19))]
    said = sentences(build(team([*late(), *gone()], overdue), findings=[found], settings=TEAM))
    assert [sentence[:4] for sentence in said] == ["重点客户", "刘洋已离", "1 个机", "没有负责", "检查结果"]


def test_what_to_act_on_stands_above_the_tables_on_a_single_page() -> None:
    sheet = build(team(late()))
    advice = [put.row for put in sheet.cells if put.style == "advice"]
    heads = [put.row for put in sheet.cells if put.style == "head"]
    assert sheet.one_page
    assert max(advice) < min(heads)
    assert min(advice) > max(chart.at.last_row for chart in sheet.charts)
