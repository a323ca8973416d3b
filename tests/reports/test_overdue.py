"""The overdue list against days and orders reckoned by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime

import pytest

from sync.reports import overdue
from sync.reports.facts import prepare
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.settings import Settings, User

TODAY = date(2026, 5, 20)
COLUMNS = ("Customer_ID", "Customer_Name", "Owner", "Level", "First_Date", "Contact_Info", "Status")


def team(customers: Sequence[tuple[Cell, ...]], places: Sequence[int] = ()) -> dict[str, Table]:
    """Customers in the order of `COLUMNS`; cells left off at the end are empty. `places` are their rows in a sheet."""
    cells = {column: [row[at] if at < len(row) else None for row in customers] for at, column in enumerate(COLUMNS)}
    letters = {column: "ABCDEFG"[at] for at, column in enumerate(COLUMNS)}
    return {"customers": Table("customers", cells, "客户", list(places), letters)}


def build(
    tables: Tables, language: Language = "zh", settings: Settings | None = None, viewer: str = "王主管"
) -> ReportSheet:
    context = Context.of(settings or Settings(), TODAY, language)
    scene = Scene(context, datetime(2026, 5, 20, 8, 30), viewer, "全团队", (), ())
    return overdue.build(tables, scene, prepare(tables, context))


def listed(sheet: ReportSheet) -> list[tuple[Cell, ...]]:
    """The rows of the list below its header."""
    if sheet.repeat is None:
        return []
    cells = {(put.row, put.column): put.value for put in sheet.cells}
    last = max(put.row for put in sheet.cells if put.style in ("date", "link"))
    return [tuple(cells.get((row, column)) for column in range(1, 8)) for row in range(sheet.repeat[1] + 1, last + 1)]


def cards(sheet: ReportSheet) -> list[Cell]:
    return [put.value for put in sheet.cells if put.style == "kpi_value"]


def owners(count: int) -> dict[str, Table]:
    """`销售00` has most overdue customers, the last owner one; the first of each is a key customer."""
    rows: list[tuple[Cell, ...]] = []
    for owner in range(count):
        for number in range(count - owner):
            level = "普通客户" if number else "重点客户"
            key = f"C20260101{owner * 100 + number + 1:03d}"
            rows.append((key, f"公司{owner}-{number}", f"销售{owner:02d}", level, date(2026, 1, 1)))
    return team(rows)


@pytest.mark.parametrize(
    ("first", "row"),
    [
        (date(2026, 5, 12), (date(2026, 5, 19), 1)),  # seven days: due yesterday
        (date(2026, 5, 13), (TODAY, "今天")),
        (date(2026, 5, 14), (date(2026, 5, 21), "明天")),
        (date(2026, 5, 15), (date(2026, 5, 22), "2 天后")),
        (date(2026, 5, 16), None),
    ],
)
def test_a_key_customer_day_by_day(first: date, row: tuple[Cell, Cell] | None) -> None:
    sheet = build(team([("C20260501001", "甲公司", "张伟", "重点客户", first, "电话:0571-8888 6666")]))
    expected = [] if row is None else [("甲公司", "张伟", "重点客户", first, *row, "电话:0571-8888 6666")]
    assert listed(sheet) == expected
    late = row is not None and isinstance(row[1], int)
    assert cards(sheet) == [int(late), int(late), int(row is not None and not late), 1 if late else None]
    assert len(sheet.charts) == int(late)
    assert any(put.value == "没有逾期的客户，跟进都在周期之内。" for put in sheet.cells) != late


def test_level_weighs_more_than_days() -> None:
    sheet = build(
        team(
            [
                ("C20260101001", "潜力", "张伟", "潜力客户", date(2026, 1, 1)),
                ("C20260101002", "普通", "张伟", "普通客户", date(2026, 2, 1)),
                ("C20260101003", "重点近", "张伟", "重点客户", date(2026, 5, 10)),
                ("C20260101004", "重点远", "张伟", "重点客户", date(2026, 5, 1)),
                ("C20260101005", "重点今天", "张伟", "重点客户", date(2026, 5, 13)),
            ]
        )
    )
    # Due: January 31, February 15, May 17, May 8, May 20.
    assert [(row[0], row[5]) for row in listed(sheet)] == [
        ("重点远", 12),
        ("重点近", 3),
        ("重点今天", "今天"),
        ("普通", 94),
        ("潜力", 109),
    ]
    assert [put.value for put in sheet.cells if put.style == "advice"] == [
        "重点客户有 2 个逾期，请今天安排跟进。",
        "先联系重点远：重点客户，已超期 12 天，负责人张伟。",
    ]
    assert cards(sheet) == [4, 2, 1, 109]


def test_who_is_left_out_is_said() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("C20260501001", "甲公司", "张伟", "重点客户", date(2026, 5, 1)),
        ("C20260501002", "乙公司", "张伟", Unreadable("#REF!"), date(2026, 5, 1)),
        ("C20260501003", "丙公司", "张伟", "重点客户", date(2026, 5, 1), None, "流失客户"),
        ("老客户", "丁公司", "张伟", "重点客户", Unreadable("#N/A")),
    ]
    sheet = build(team(rows))
    line = next(str(put.value) for put in sheet.cells if put.row == 2)
    assert "1 个有跟进周期的客户，另有 3 个不计（流失、没有等级或日期）" in line
    assert [row[0] for row in listed(sheet)] == ["甲公司"]
    assert "占应跟进的 100%" in {put.value for put in sheet.cells}


def test_a_row_that_stands_nowhere_has_no_link() -> None:
    rows: list[tuple[Cell, ...]] = [
        (f"C2026050100{n}", f"公司{n}", "张伟", "重点客户", date(2026, 5, 1)) for n in (1, 2)
    ]
    links = {put.value: (put.style, put.link) for put in build(team(rows, [9, 0])).cells if put.column == 1}
    assert links["公司1"] == ("link", "客户!B9")
    assert links["公司2"] == ("text", None)


def test_a_customer_without_a_name_is_shown_by_its_id() -> None:
    sheet = build(team([("C20260501001", None, None, "重点客户", date(2026, 5, 1), Unreadable("#REF!"))]))
    assert listed(sheet)[0] == ("C20260501001", None, "重点客户", date(2026, 5, 1), date(2026, 5, 8), 12, "#REF!")
    assert any(str(put.value).startswith("先给C20260501001分配负责人：") for put in sheet.cells)


@pytest.mark.parametrize(("count", "lines"), [(2, 2), (10, 10), (12, 10)])
def test_the_chart_has_a_bar_per_owner_in_a_range_of_fixed_size(count: int, lines: int) -> None:
    sheet = build(owners(count))
    (chart,) = sheet.charts
    places, values = chart.categories, chart.series[0].values
    assert places.last_row - places.row + 1 == 10
    cells = {(put.row, put.column): put.value for put in sheet.cells}
    rows = [row for row in range(places.row, places.last_row + 1) if (row, places.column) in cells]
    table = [tuple(cells[row, column] for column in range(places.column, values.column + 2)) for row in rows]
    assert table[0] == ("销售00", count, 1)
    assert len(table) == lines
    if count == 12:  # the last three owners have 3, 2 and 1
        assert table[-1] == ("其他", 6, 3)
    assert chart.title == f"销售00的逾期客户最多，有 {count} 个"


@pytest.mark.parametrize(("more", "said"), [(0, False), (1, True)])
def test_a_long_list_ends_and_says_so(more: int, said: bool) -> None:
    rows: list[tuple[Cell, ...]] = [
        (f"C20260101{n:04d}", f"公司{n}", "张伟", "普通客户", date(2026, 1, 1)) for n in range(overdue.LIMIT + more)
    ]
    sheet = build(team(rows))
    assert len(listed(sheet)) == 2000
    assert any(put.value == "还有 1 个没有列出。" for put in sheet.cells) == said
    assert sheet.repeat is not None
    assert sheet.filter == (sheet.repeat[0], 1, sheet.repeat[0] + 2000, 7)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "没有逾期的客户，跟进都在周期之内。"),
        ("en", "Nobody is overdue; every follow-up is within its cadence."),
    ],
)
@pytest.mark.parametrize("tables", [{}, team([]), {"customers": Table("customers", {"Customer_ID": ["C20260401001"]})}])
def test_nobody_overdue_is_a_sentence(tables: dict[str, Table], language: Language, words: str) -> None:
    sheet = build(tables, language)
    assert words in {put.value for put in sheet.cells if put.style == "good"}
    assert not sheet.charts
    assert listed(sheet) == []


def test_english_words() -> None:
    sheet = build(
        team(
            [
                ("C20260501001", "A Ltd", None, "key", date(2026, 5, 1)),
                ("C20260501002", "B Ltd", "Ann", "Key", date(2026, 5, 14)),
            ]
        ),
        "en",
    )
    assert [row[:3] + row[5:6] for row in listed(sheet)] == [
        ("A Ltd", None, "key", 12),
        ("B Ltd", "Ann", "key", "tomorrow"),
    ]
    assert [put.value for put in sheet.cells if put.style == "advice"] == [
        "Key customers overdue: 1; please plan their follow-ups today.",
        "Start with an owner for A Ltd: key, 12 days overdue.",
    ]


def test_rows_in_any_order_give_the_same_sheet() -> None:
    table = owners(5)["customers"]
    table.columns["Customer_ID"][1:3] = [None, None]  # two rows that only their names tell apart
    expected = build({"customers": table})
    for seed in range(4):
        order = list(range(len(table)))
        random.Random(seed).shuffle(order)
        assert build({"customers": table.take(order)}) == expected


TEAM = Settings(users=(User(name="张伟"), User(name="刘洋", active=False), User(name="王主管", role="manager")))


def advice(sheet: ReportSheet) -> list[Cell]:
    return [put.value for put in sheet.cells if put.style == "advice"]


def late(*owners: Cell) -> dict[str, Table]:
    """A key customer of each, 12 days overdue."""
    return team([(f"C2026050100{n}", f"公司{n}", o, "重点客户", date(2026, 5, 1)) for n, o in enumerate(owners, 1)])


@pytest.mark.parametrize(
    ("owner", "title", "said"),
    [
        ("张伟", "张伟的逾期客户最多，有 2 个", ["先联系公司1：重点客户，已超期 12 天，负责人张伟。"]),
        (
            "刘洋",
            "刘洋已离职，名下有 2 个逾期客户",
            [
                "先给公司1换负责人：重点客户，已超期 12 天，负责人刘洋已离职。",
                "刘洋已离职，名下 2 个客户逾期，请交接给在职的人。",
            ],
        ),
        (
            "小李",
            "负责人“小李”不在团队里，名下有 2 个逾期客户",
            [
                "先给公司1改正负责人：重点客户，已超期 12 天，“小李”不在团队里。",
                "负责人“小李”不在团队里：2 个客户逾期，请改正负责人。",
            ],
        ),
        (None, "逾期客户里没有负责人的最多，有 2 个", ["先给公司1分配负责人：重点客户，已超期 12 天。"]),
    ],
)
def test_whose_the_overdue_customers_are(owner: Cell, title: str, said: list[str]) -> None:
    sheet = build(late(owner, owner, "张伟")) if owner is None else build(late(owner, owner), settings=TEAM)
    assert sheet.charts[0].title == title
    assert advice(sheet)[1:] == said


def test_a_rep_sees_levels_and_is_not_compared() -> None:
    sheet = build(late("张伟", "张伟"), settings=TEAM, viewer="张伟")
    assert advice(sheet) == ["重点客户有 2 个逾期，请今天安排跟进。", "先联系公司1：重点客户，已超期 12 天。"]
    (chart,) = sheet.charts
    assert chart.title == "您有 2 个逾期客户"
    cells = {(put.row, put.column): put.value for put in sheet.cells}
    at = chart.categories
    assert [cells[at.row, at.column], cells[at.row, at.column + 1]] == ["重点客户", 2]
