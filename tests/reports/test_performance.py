"""Performance of a month by person, against numbers reckoned by hand."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from sync.reports import performance
from sync.reports.facts import prepare
from sync.reports.people import Person, people, together
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.periods import month_of
from validators.settings import Settings, Target, User

TODAY = date(2026, 5, 20)
SETTINGS = Settings(
    users=(
        User(name="张伟"),
        User(name="李娜"),
        User(name="刘洋"),
        User(name="赵离职", active=False),
        User(name="王主管", role="manager"),
    ),
    targets=(
        Target(user="张伟", month="2026-05", amount=200_000, deals=2, new_customers=4),
        Target(user="李娜", month="2026-05", amount=50_000),
        Target(user="刘洋", month="2026-04", amount=90_000),
    ),
)


def deals(*rows: tuple[Cell, ...]) -> Table:
    """Opportunities as (person, stage, amount, expected, closed, probability); the last may be left off."""
    names = ("Responsible", "Stage", "Amount", "Expected_Date", "Close_Date", "Probability")
    columns: dict[str, list[Cell]] = {"Opportunity_ID": [f"O20260401{n:03d}" for n in range(len(rows))]}
    for at, name in enumerate(names):
        columns[name] = [row[at] if at < len(row) else None for row in rows]
    return Table("opportunities", columns)


def customers(*rows: tuple[Cell, Cell]) -> Table:
    """Customers as (owner, first day)."""
    columns: dict[str, list[Cell]] = {"Customer_ID": [f"C20260401{n:03d}" for n in range(len(rows))]}
    return Table("customers", columns | {"Owner": [r[0] for r in rows], "First_Date": [r[1] for r in rows]})


def follow_ups(*rows: tuple[Cell, Cell]) -> Table:
    """Follow-ups as (person, day)."""
    return Table("follow_ups", {"Follow_User": [r[0] for r in rows], "Follow_Date": [r[1] for r in rows]})


def may(*tables: Table, settings: Settings = SETTINGS) -> dict[str, Person]:
    facts = prepare({table.name: table for table in tables}, Context.of(settings, TODAY))
    return {person.name: person for person in people(facts, settings, month_of(TODAY))}


def build(
    tables: Tables, viewer: str = "王主管", settings: Settings = SETTINGS, language: Language = "zh"
) -> ReportSheet:
    context = Context.of(settings, TODAY, language)
    scene = Scene(context, datetime(2026, 5, 20, 8, 30), viewer, "全团队", (), ())
    return performance.build(tables, scene, prepare(tables, context))


def row_of(sheet: ReportSheet, name: str) -> list[Cell]:
    first = next(put for put in sheet.cells if put.value == name and put.style == "text" and put.column == 1)
    cells = {put.column: put.value for put in sheet.cells if put.row == first.row}
    return [cells.get(column) for column in range(2, 14)]


def advice(sheet: ReportSheet) -> list[Cell]:
    return [put.value for put in sheet.cells if put.style == "advice"]


def line(sheet: ReportSheet, row: int) -> Cell:
    return next((put.value for put in sheet.cells if put.row == row), None)


WON = deals(
    ("张伟", "赢单", 100_000, None, date(2026, 5, 1)),
    ("张伟", "Won", "5万", None, TODAY),
    ("张伟", "赢单", 900_000, None, date(2026, 4, 30)),
    ("张伟", "输单", 900_000, date(2026, 5, 30), date(2026, 5, 10)),
    ("张伟", "方案报价", 30_000, date(2026, 5, 31), None, 40),
    ("张伟", "方案报价", 900_000, date(2026, 6, 1), None),
    ("张伟", "方案报价", 900_000, None, None),
    ("李娜", "商务谈判", 60_000, date(2026, 5, 1), None, "90%"),
)


def test_won_by_closing_day_and_the_pipeline_by_expected_day() -> None:
    found = may(WON)
    assert found["张伟"] == Person(
        "张伟", deals=2, won=150_000, pipeline=30_000, target=200_000, target_deals=2, target_new=4, weighted=12_000
    )
    assert found["张伟"].gap == 50_000
    assert found["李娜"] == Person("李娜", pipeline=60_000, target=50_000, weighted=54_000)


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (date(2026, 4, 30), 0),
        (date(2026, 5, 1), 1),
        (TODAY, 1),
        (date(2026, 5, 21), 0),  # a day to come is a slip of the pen
        (None, 0),
        ("2026年5月2日", 1),
        ("月初", 0),
    ],
)
def test_a_month_begins_on_its_first_day_and_ends_today(day: Cell, counted: int) -> None:
    found = may(customers(("刘洋", day)), follow_ups(("刘洋", day)), deals(("刘洋", "赢单", 10, None, day)))
    assert found["刘洋"] == Person("刘洋", new=counted, follow_ups=counted, deals=counted, won=10 * counted)


def test_every_active_rep_is_there_and_others_who_did_something() -> None:
    assert list(may()) == ["刘洋", "张伟", "李娜"]
    busy = may(follow_ups(("王主管", TODAY), ("赵离职", TODAY), (None, TODAY)))
    assert set(busy) == {"张伟", "李娜", "刘洋", "王主管", "赵离职", ""}


def test_the_table() -> None:
    sheet = build(
        {
            "opportunities": WON,
            "customers": customers(("张伟", TODAY), ("张伟", date(2026, 5, 2)), (None, TODAY)),
            "follow_ups": follow_ups(("张伟", TODAY), ("李娜", TODAY), ("李娜", TODAY)),
        }
    )
    # new, target, deals, target, won, target, attained, gap, open, weighted, enough, follow-ups; amounts in 万元
    assert row_of(sheet, "张伟") == [2, 4, 2, 2, 15.0, 20.0, 0.75, 5.0, 3.0, 1.2, "不够", 1]
    assert row_of(sheet, "李娜") == [0, None, 0, None, 0.0, 5.0, 0.0, 5.0, 6.0, 5.4, "够", 2]
    assert row_of(sheet, "刘洋") == [0, None, 0, None, 0.0, None, None, None, 0.0, 0.0, None, 0]
    assert row_of(sheet, "没有负责人（公海）") == [1, None, 0, None, 0.0, None, None, None, 0.0, 0.0, None, 0]
    assert row_of(sheet, "合计") == [3, 4, 2, 2, 15.0, 25.0, 0.6, 10.0, 9.0, 6.6, "不够", 3]
    assert "3 人" in str(line(sheet, 2))
    assert advice(sheet) == [
        "张伟离目标还差 5 万元，本月待成交 3 万元，按概率算 1 万元，机会不够，要找新的。",
        "李娜离目标还差 5 万元，本月待成交 6 万元，按概率算 5 万元，抓紧跟进就能补上。",
        "新客户还差：张伟 2 个。",
    ]


@pytest.mark.parametrize(("won", "style"), [(199_999, "percent"), (200_000, "percent_good"), (120_000, "percent_bad")])
def test_attainment_behind_the_month_stands_out(won: int, style: str) -> None:
    sheet = build({"opportunities": deals(("张伟", "赢单", won, None, TODAY))})  # 20 of 31 days: 64.5 %
    assert [p.style for p in sheet.cells if p.column == 8 and p.value == won / 200_000] == [style]


def test_what_is_left_out_is_named() -> None:
    tables = {
        "opportunities": deals(
            ("张伟", "赢单", 10, None, None),
            ("李娜", "赢单", Unreadable("#REF!"), None, TODAY),
            ("李娜", "赢单", None, None, date(2026, 4, 1)),
        )
    }
    assert line(build(tables), 3) == "数据不全：1 个赢单没有结束日期，不计入；1 个本月赢单没有金额，只计单数。"
    assert line(build(tables, "张伟"), 3) == "数据不全：1 个赢单没有结束日期，不计入。"
    assert line(build(tables, "刘洋"), 3) is None
    assert str(line(build(tables, language="en"), 3)).startswith(
        "Missing data: won opportunities without a closing day"
    )


def test_a_rep_reads_their_own_line_alone() -> None:
    sheet = build({"opportunities": WON, "follow_ups": follow_ups(("张伟", TODAY))}, "李娜")
    assert row_of(sheet, "李娜") == [0, None, 0, None, 0.0, 5.0, 0.0, 5.0, 6.0, 5.4, "够", 0]
    assert not any("张伟" in str(put.value) or put.value == "合计" for put in sheet.cells)
    assert advice(sheet) == ["您离目标还差 5 万元，本月待成交 6 万元，按概率算 5 万元，抓紧跟进就能补上。"]
    (chart,) = sheet.charts
    assert chart.title == "您本月成交 0 万元"
    charted = {put.row: put.value for put in sheet.cells if put.column == 1}
    assert charted[chart.categories.row] == "李娜"
    assert "1 人" in str(line(sheet, 2))


@pytest.mark.parametrize("count", [2, 12, 14])
def test_the_chart_keeps_its_range(count: int) -> None:
    rows = [(f"销售{n:02d}", "赢单", 10_000 * (count - n), None, TODAY) for n in range(count)]
    sheet = build({"opportunities": deals(*rows)}, settings=Settings())
    (chart,) = sheet.charts
    assert chart.title == f"销售00成交最多：{count} 万元"
    assert chart.categories.last_row - chart.categories.row + 1 == performance.PEOPLE
    names = [
        put.value for put in sheet.cells if put.column == 1 and chart.categories.row <= put.row and put.style == "text"
    ]
    shown = count if count <= 12 else 11
    assert names == [f"销售{n:02d}" for n in range(shown)] + ["其他"] * (count > 12)
    if count > 12:
        assert row_of(sheet, "其他")[2:5] == [3, None, 6.0]  # 3 + 2 + 1
    assert row_of(sheet, "合计")[2] == count


@pytest.mark.parametrize(("language", "words"), [("zh", "本月还没有新客户、跟进"), ("en", "No new customers")])
@pytest.mark.parametrize("users", [(), (User(name="张伟"),)])
def test_nothing_is_a_sentence(users: tuple[User, ...], language: Language, words: str) -> None:
    sheet = build({}, settings=Settings(users=users), language=language)
    assert not sheet.charts
    assert [words in str(text) for text in advice(sheet)] == [True]


def test_without_targets_it_says_where_to_write_them() -> None:
    sheet = build({"follow_ups": follow_ups(("张伟", TODAY))}, settings=Settings(users=(User(name="张伟"),)))
    assert "config.toml" in str(advice(sheet)[0])
    assert len(sheet.charts[0].series) == 1


def test_all_targets_reached() -> None:
    won = [("张伟", "赢单", 100_000, None, TODAY)] * 2 + [("李娜", "赢单", 50_000, None, TODAY)]
    tables = {"opportunities": deals(*won), "customers": customers(*[("张伟", TODAY)] * 4)}
    assert advice(build(tables)) == ["设了目标的在职人员都已完成。"]
    assert advice(build(tables, "张伟")) == ["本月目标您都已完成。"]


def test_reached_amounts_hide_no_other_target() -> None:
    won = deals(("张伟", "赢单", 200_000, None, TODAY), ("李娜", "赢单", 50_000, None, TODAY))
    tables = {"opportunities": won, "customers": customers(*[("张伟", TODAY)] * 2)}
    assert advice(build(tables)) == ["金额目标都已完成。", "成交单数还差：张伟 1 单。", "新客户还差：张伟 2 个。"]
    assert advice(build(tables, "张伟"))[1:] == ["成交单数还差：1 单。", "新客户还差：2 个。"]
    english = advice(build(tables, language="en"))
    assert english == ["All amounts are reached.", "Deals still short: 张伟 1.", "New customers still short: 张伟 2."]


def test_who_left_is_marked_and_not_asked_for_more() -> None:
    target = Target(user="赵离职", month="2026-05", amount=90_000, new_customers=3)
    settings = SETTINGS.model_copy(update={"targets": (target,)})
    sheet = build({"follow_ups": follow_ups(("赵离职", TODAY))}, settings=settings)
    assert row_of(sheet, "赵离职（已离职）")[-1] == 1
    assert not any("赵离职" in str(sentence) for sentence in advice(sheet))


def test_the_card_has_the_plain_sum_that_the_table_has() -> None:
    sheet = build({"opportunities": deals(("张伟", "赢单", 1_135_500, None, TODAY))})
    card = next(put for put in sheet.cells if put.style == "kpi_value")
    assert card.value == row_of(sheet, "合计")[4] == 113.55
    english = build({"opportunities": deals(("张伟", "赢单", 1_135_500, None, TODAY))}, language="en")
    assert next(put.value for put in english.cells if put.style == "kpi_value") == 1135.5
    assert {"Won (CNY k)", "张伟 won most: CNY 1,136k"} <= {
        *(put.value for put in english.cells),
        *(chart.title for chart in english.charts),
    }


def test_together_adds_every_figure() -> None:
    one = Person("a", 1, 2, 3, 4, 5, 6, 7, 8, 9)
    assert together("b", [one, one]) == Person("b", 2, 4, 6, 8, 10, 12, 14, 16, 18)


def test_rows_in_any_order_give_the_same_sheet() -> None:
    amounts = (0.1, 0.2, 0.3, 1e9, 0.7, 1234.56, 0.1)
    rows: list[tuple[Cell, ...]] = [("张伟", "赢单", amount, None, TODAY) for amount in amounts]
    rows += [("李娜", "方案报价", amount, TODAY, None, 33) for amount in amounts]
    expected = build({"opportunities": deals(*rows)})
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert build({"opportunities": deals(*rows)}) == expected


@pytest.mark.parametrize(
    ("expected", "probability", "word"),
    [(80_000, 100, "够"), (79_999, 100, "不够"), (160_000, 50, "够"), (159_999, 50, "不够"), (160_000, None, "不够")],
)
def test_what_is_open_covers_a_gap_by_its_probability(expected: int, probability: Cell, word: str) -> None:
    won: tuple[Cell, ...] = ("张伟", "赢单", 120_000, None, TODAY)
    going_on: tuple[Cell, ...] = ("张伟", "方案报价", expected, date(2026, 5, 31), None, probability)
    assert row_of(build({"opportunities": deals(won, going_on)}), "张伟")[10] == word


@pytest.mark.parametrize(("day", "said"), [(TODAY, True), (date(2026, 5, 21), False), (date(2026, 4, 30), False)])
def test_only_deals_that_count_are_missed_for_their_amount(day: date, said: bool) -> None:
    sheet = build({"opportunities": deals(("张伟", "赢单", None, None, day))})
    assert line(sheet, 3) == ("数据不全：1 个本月赢单没有金额，只计单数。" if said else None)
