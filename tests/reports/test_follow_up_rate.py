"""The follow-up rate, window by window, against numbers reckoned by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from sync.reports import follow_up_rate
from sync.reports.facts import prepare
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.periods import month_of
from validators.settings import Settings, User

TODAY = date(2026, 5, 20)
MAY = date(2026, 5, 1)


def team(customers: Sequence[tuple[Cell, ...]], follow_ups: Sequence[tuple[Cell, ...]] = ()) -> dict[str, Table]:
    """Customers as (ID, owner, level, status, first day), follow-ups as (customer, day)."""
    names = ("Customer_ID", "Owner", "Level", "Status", "First_Date")
    return {
        "customers": Table("customers", {name: [row[at] for row in customers] for at, name in enumerate(names)}),
        "follow_ups": Table(
            "follow_ups",
            {"Customer_ID": [row[0] for row in follow_ups], "Follow_Date": [row[1] for row in follow_ups]},
        ),
    }


def build(
    tables: Tables,
    language: Language = "zh",
    today: date = TODAY,
    settings: Settings | None = None,
    viewer: str = "王主管",
) -> ReportSheet:
    context = Context.of(settings or Settings(), today, language)
    scene = Scene(context, datetime(2026, 5, 20, 8, 30), viewer, "全团队", (), ())
    return follow_up_rate.build(tables, scene, prepare(tables, context))


def row_of(sheet: ReportSheet, name: str) -> list[Cell]:
    """The table row that begins with `name`: its cells up to the next empty column."""
    heads = {put.row for put in sheet.cells if put.style == "head"}
    first = next(put for put in sheet.cells if put.value == name and put.row > min(heads))
    cells = {put.column: put.value for put in sheet.cells if put.row == first.row and put.column >= first.column}
    width = 6 if first.column == 1 else 5
    return [cells.get(first.column + more) for more in range(width)]


@pytest.mark.parametrize(
    ("level", "follow_up", "counted"),
    [
        # A window ends 7 (key), 14 (normal), 30 (growth) days after the first day.
        ("重点客户", date(2026, 5, 13), {0: True}),  # the next window ends tomorrow
        ("普通客户", date(2026, 5, 20), {0: True}),
        ("普通客户", date(2026, 5, 6), {0: False}),  # the first day itself is in no window
        ("潜力客户", date(2026, 5, 10), {}),
    ],
)
def test_windows_by_level(level: str, follow_up: date, counted: dict[int, bool]) -> None:
    today = date(2026, 5, 19) if level == "重点客户" else TODAY
    tables = team([("C20260506001", "张伟", level, "意向客户", date(2026, 5, 6))], [("C20260506001", follow_up)])
    context = Context.of(Settings(), today)
    assert follow_up_rate.kept(prepare(tables, context), context.settings, (MAY, today)) == counted


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        (date(2026, 5, 13), date(2026, 5, 12), {}),  # ends tomorrow
        (date(2026, 5, 13), date(2026, 5, 13), {0: True}),  # ends today, followed up today
        (date(2026, 5, 7), date(2026, 5, 13), {0: True}),  # first day of the window
        (date(2026, 5, 6), date(2026, 5, 13), {0: False}),  # the day before it
        (date(2026, 5, 14), date(2026, 5, 14), {0: False}),  # the day after it
        (date(2026, 5, 14), date(2026, 5, 13), {0: False}),  # not yet happened
    ],
)
def test_the_borders_of_a_window(day: date, today: date, expected: dict[int, bool]) -> None:
    tables = team(
        [("C20260506001", "张伟", "重点客户", "意向客户", date(2026, 5, 6))], [("C20260506001", day)]
    )  # one window: May 7 to 13
    context = Context.of(Settings(), today)
    assert follow_up_rate.kept(prepare(tables, context), context.settings, (MAY, today)) == expected


def test_one_missed_window_of_several_is_a_miss() -> None:
    # Windows in May: April 27-May 3, May 4-10, May 11-17.
    days = [date(2026, 4, 27), date(2026, 5, 10), date(2026, 5, 11)]
    customers: list[tuple[Cell, ...]] = [("C20260419001", "张伟", "重点客户", "意向客户", date(2026, 4, 19))]
    context = Context.of(Settings(), TODAY)
    for missing in (None, *days):
        tables = team(customers, [("C20260419001", day) for day in days if day != missing])
        found = follow_up_rate.kept(prepare(tables, context), context.settings, (MAY, TODAY))
        assert found == {0: missing is None}


def test_who_is_left_out() -> None:
    customers: list[tuple[Cell, ...]] = [
        ("C20260401001", "张伟", "重点客户", "流失客户", date(2026, 4, 1)),
        ("C20260401002", "张伟", None, "意向客户", date(2026, 4, 1)),
        ("老客户", "张伟", "重点客户", "意向客户", None),
        ("C20260401004", "张伟", "重点客户", "意向客户", None),  # the day in the ID counts
        ("C20260519005", "张伟", "重点客户", "意向客户", date(2026, 5, 19)),  # no full window yet
    ]
    sheet = build(team(customers))
    line = next(str(put.value) for put in sheet.cells if put.row == 2)
    assert "统计 1 个客户，4 个不计" in line
    assert "2026-05-01 至 2026-05-20" in line
    assert "2026-04" in line
    assert row_of(sheet, "张伟") == ["张伟", 0.0, 0.8, 0, 1, 0.0]


def twelve_and_more(count: int) -> dict[str, Table]:
    """`销售00` owns most customers, the last owner one; everybody has followed up all but the first."""
    customers: list[tuple[Cell, ...]] = []
    follow_ups: list[tuple[Cell, ...]] = []
    for owner in range(count):
        for number in range(count - owner):
            key = f"C20260505{owner * 100 + number + 1:03d}"
            customers.append((key, f"销售{owner:02d}", "普通客户", "意向客户", date(2026, 5, 5)))
            if number:
                follow_ups.append((key, date(2026, 5, 19)))
    return team(customers, follow_ups)


@pytest.mark.parametrize("count", [2, 12])
def test_up_to_twelve_owners_have_a_line_each(count: int) -> None:
    sheet = build(twelve_and_more(count))
    assert row_of(sheet, "销售00") == ["销售00", (count - 1) / count, 0.8, count - 1, count, None]
    assert not any(put.value == "其他" for put in sheet.cells)
    assert [chart.categories.last_row - chart.categories.row + 1 for chart in sheet.charts] == [12, 3]


def test_more_owners_are_one_line() -> None:
    sheet = build(twelve_and_more(14))
    # 销售11, 销售12 and 销售13 own 3, 2 and 1 customers, of which 2, 1 and 0 were followed up.
    assert row_of(sheet, "其他") == ["其他", 0.5, 0.8, 3, 6, None]
    assert [chart.categories.last_row - chart.categories.row + 1 for chart in sheet.charts] == [12, 3]


def test_last_month_of_the_others_is_theirs_together() -> None:
    def shifted(tables: dict[str, Table], days: int) -> None:
        for table, column in (("customers", "First_Date"), ("follow_ups", "Follow_Date")):
            cells = tables[table].columns[column]
            cells[:] = [cell + timedelta(days) for cell in cells if isinstance(cell, date)]

    tables = twelve_and_more(14)
    shifted(tables, -14)  # first days April 21, windows end May 5 and 19
    shifted(tables, -7)  # April 14: windows end April 28 and May 12; all followed up on April 28
    sheet = build(tables)
    assert row_of(sheet, "其他") == ["其他", 0.0, 0.8, 0, 6, 0.5]


def test_key_customers_under_the_line_stand_out() -> None:
    customers: list[tuple[Cell, ...]] = [
        (f"C202605060{n:02d}", "张伟", "重点客户", "意向客户", date(2026, 5, 6)) for n in range(5)
    ]
    for good, style in ((4, "percent"), (3, "percent_bad")):
        days: list[tuple[Cell, ...]] = [(customers[n][0], date(2026, 5, 8)) for n in range(good)]
        sheet = build(team(customers, days), today=date(2026, 5, 19))
        put = next(p for p in sheet.cells if p.value == good / 5 and p.column == 9 and p.row > 7)
        assert put.style == style
        act = [str(p.value) for p in sheet.cells if p.style == "advice"]
        assert any("请优先安排" in sentence for sentence in act) == (good == 3)


def test_customers_without_owner_are_to_be_assigned() -> None:
    sheet = build(team([("C20260506001", None, "重点客户", "意向客户", date(2026, 5, 6))]))
    act = [str(put.value) for put in sheet.cells if put.style == "advice"]
    assert "1 个没有负责人的客户没有按周期跟进，请先分配负责人。" in act
    assert not any("请了解原因" in sentence for sentence in act)


def test_the_line_is_drawn_at_80_percent() -> None:
    for chart in build(twelve_and_more(2)).charts:
        rate, line = chart.series
        assert (chart.kind, rate.kind, line.kind, line.name) == ("column", "", "line", "80%")
        assert chart.maximum == 1


@pytest.mark.parametrize(("language", "words"), [("zh", "还没有到期的跟进周期"), ("en", "No cadence window")])
@pytest.mark.parametrize("tables", [{}, team([]), {"customers": Table("customers", {"Customer_ID": ["C20260401001"]})}])
def test_nothing_to_count_is_a_sentence(tables: dict[str, Table], language: Language, words: str) -> None:
    sheet = build(tables, language)
    assert not sheet.charts
    assert any(words in str(put.value) for put in sheet.cells if put.style == "advice")


def test_january_looks_back_to_december() -> None:
    customers: list[tuple[Cell, ...]] = [("C20251218001", "张伟", "普通客户", "意向客户", date(2025, 12, 17))]
    days: list[tuple[Cell, ...]] = [("C20251218001", date(2025, 12, 31))]
    context = Context.of(Settings(), date(2026, 1, 14))
    facts = prepare(team(customers, days), context)
    assert follow_up_rate.kept(facts, context.settings, month_of(date(2025, 12, 31))) == {0: True}
    assert follow_up_rate.kept(facts, context.settings, (date(2026, 1, 1), date(2026, 1, 14))) == {0: False}
    assert row_of(build(team(customers, days), today=date(2026, 1, 14)), "张伟")[1:] == [0.0, 0.8, 0, 1, 1.0]


def test_rows_in_any_order_give_the_same_sheet() -> None:
    tables = twelve_and_more(14)
    expected = build(tables)
    for seed in range(3):
        mixed = {}
        for name, table in tables.items():
            order = list(range(len(table)))
            random.Random(seed).shuffle(order)
            mixed[name] = table.take(order)
        assert build(mixed) == expected


@pytest.mark.parametrize(
    ("owners", "title"),
    [
        (["张伟", "李娜", "赵敏"], "在职的 3 位负责人中有 2 位低于 80%"),
        (["张伟", "张伟", None], "在职的 1 位负责人中有 1 位低于 80%"),
        (["张伟", None, None], "在职的负责人都达到 80%"),
        ([None, None, None], "各负责人跟进率"),
    ],
)
def test_the_chart_says_how_many_owners_are_under_the_line(owners: list[str | None], title: str) -> None:
    customers = [
        (f"C2026050600{n}", owner, "重点客户", "意向客户", date(2026, 5, 6)) for n, owner in enumerate(owners, 1)
    ]
    sheet = build(team(customers, [("C20260506001", date(2026, 5, 13))]), today=date(2026, 5, 19))
    assert sheet.charts[0].title == title


def test_follow_ups_without_a_day_that_counts_are_said() -> None:
    customers = [("C20260506001", "张伟", "重点客户", "意向客户", date(2026, 5, 6))]
    days: list[Cell] = [date(2026, 5, 13), None, "月底", Unreadable("#REF!"), date(2026, 5, 20), date(2026, 5, 19)]
    for some, said in ((days, "4 条跟进没有日期、日期读不出来或在今天之后，不计入。"), (days[:1], None)):
        sheet = build(team(customers, [("C20260506001", day) for day in some]), today=date(2026, 5, 19))
        assert [put.value for put in sheet.cells if put.row == 3] == [said]
        assert row_of(sheet, "张伟") == ["张伟", 1.0, 0.8, 1, 1, None]


@pytest.mark.parametrize(
    ("april", "may", "note", "style"),
    [
        (1, 2, "2 / 2 个客户 · 较上月 ▲ 50 个百分点", "kpi_note_good"),
        (2, 1, "1 / 2 个客户 · 较上月 ▼ 50 个百分点", "kpi_note_bad"),
        (1, 1, "1 / 2 个客户 · 与上月持平", "kpi_note"),
    ],
)
def test_the_change_against_last_month(april: int, may: int, note: str, style: str) -> None:
    # Growth customers from March 21: windows end on April 20 and May 20. So many of the two are kept in each.
    keys = ["C20260321001", "C20260321002"]
    customers = [(key, "张伟", "潜力客户", "意向客户", date(2026, 3, 21)) for key in keys]
    days = [(key, date(2026, 4, 20)) for key in keys[:april]] + [(key, date(2026, 5, 20)) for key in keys[:may]]
    sheet = build(team(customers, days))
    puts = {put.column: put for put in sheet.cells if put.row == 6}
    assert (puts[1].value, puts[1].style) == (note, style)
    assert puts[5].value == f"{april} / 2 个客户"


def test_customers_of_one_day_have_the_windows_of_their_own_level() -> None:
    levels = ["重点客户", "普通客户", "潜力客户"]
    customers = [(f"C2026050100{n}", "张伟", level, "意向客户", date(2026, 5, 1)) for n, level in enumerate(levels, 1)]
    # Windows end on May 8 and 15 (key), May 15 (normal), May 31 (growth); one follow-up on May 15.
    days = [(key, date(2026, 5, 15)) for key, *_ in customers]
    context = Context.of(Settings(), TODAY)
    facts = prepare(team(customers, days), context)
    assert follow_up_rate.kept(facts, context.settings, (MAY, TODAY)) == {0: False, 1: True}


TEAM = Settings(
    users=(User(name="张伟"), User(name="李娜"), User(name="刘洋", active=False), User(name="王主管", role="manager"))
)


def advice(sheet: ReportSheet) -> list[Cell]:
    return [put.value for put in sheet.cells if put.style == "advice"]


def missed(*owners: str) -> dict[str, Table]:
    """A key customer of each owner; all but 李娜 missed the only window, May 7 to 13."""
    keys = [f"C2026050600{n}" for n in range(len(owners))]
    customers = [
        (key, owner, "普通客户", "意向客户", date(2026, 5, 6)) for key, owner in zip(keys, owners, strict=True)
    ]
    days = [(key, TODAY) for key, owner in zip(keys, owners, strict=True) if owner == "李娜"]
    return team(customers, days)


def test_nobody_is_asked_why_who_has_left_or_never_was() -> None:
    sheet = build(missed("李娜", "张伟", "刘洋", "刘洋", "小李"), settings=TEAM)
    assert advice(sheet) == [
        "刘洋已离职：名下 2 个客户没有按周期跟进，请交接给在职的人。",
        "负责人“小李”不在团队里：1 个客户没有按周期跟进，请改正负责人。",
        "张伟：1 个客户没有按周期跟进，跟进率 0%，请了解原因。",
    ]
    assert sheet.charts[0].title == "在职的 2 位负责人中有 1 位低于 80%"
    assert row_of(sheet, "刘洋（已离职）")[1] == row_of(sheet, "小李（不在团队）")[1] == 0.0
    assert "Owner “小李” is nobody of the team" in str(advice(build(missed("小李"), "en", settings=TEAM))[0])


def test_a_rep_is_spoken_to() -> None:
    sheet = build(missed("张伟", "张伟"), settings=TEAM, viewer="张伟")
    assert advice(sheet) == ["您有 2 个客户没有按周期跟进，请先联系。"]
    assert sheet.charts[0].title == "您本月的跟进率：0%"
    assert advice(build(missed("李娜"), settings=TEAM, viewer="李娜")) == ["您的跟进率在 80% 以上，请保持。"]


def test_a_low_owner_beyond_the_chart_is_named_too() -> None:
    owners = [name for n in range(12) for name in [f"销售{n:02d}"] * 2] + ["销售99"]
    tables = missed(*owners)
    keys = tables["customers"].columns["Customer_ID"]
    tables["follow_ups"] = Table("follow_ups", {"Customer_ID": keys[:-1], "Follow_Date": [TODAY] * (len(keys) - 1)})
    assert advice(build(tables)) == ["销售99：1 个客户没有按周期跟进，跟进率 0%，请了解原因。"]
