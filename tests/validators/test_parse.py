from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.cells import Cell, Unreadable
from validators.parse import parse_date, parse_moment, parse_number

DAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("2024-05-01", "2024-5-1", "2024/5/1", "2024.05.01", " 2024-05-01 ", "20240501", "２０２４／５／１"),
        *("2024年5月1日", "2024年05月01号", "2024 年 5 月 1 日", "2024年5月1"),
        *("2024-05-01 00:00:00", "2024/5/1 0:00", "2024-05-01T00:00:00.000"),
        *("May 1, 2024", "1 May 2024", "1-May-2024", "1st May 2024", "may 1st, 2024"),
    ],
)
def test_a_day_beyond_doubt(text: str) -> None:
    assert parse_moment(text) == DAY
    assert type(parse_moment(text)) is date
    assert parse_date(text) == DAY


@pytest.mark.parametrize("text", ["2024-05-01 10:30", "2024/5/1 10:30:00", "2024-05-01T10:30", "2024年5月1日 10:30"])
def test_a_day_with_its_time(text: str) -> None:
    assert parse_moment(text) == datetime(2024, 5, 1, 10, 30)
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        *("", "下周", "2024", "2024-05", "5月1日", "3/4/24", "05/01/2024", "24-05-01", "1 May 24", "45413"),
        *("2024-02-30", "2024-13-01", "20241301", "30 February 2024", "1 Foo 2024", "2024-05-01 25:00"),
        *("1024-05-01", "9999-05-01", "2024-05-01Z", "2024-05-01T16:00:00Z", "2024-05-01 周三", "٢٠٢٤-٠٥-٠١"),
    ],
)
def test_what_may_be_read_in_two_ways_or_none_is_no_day(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("word", ["Jan", "january", "SEPT", "Sep", "December", "Dec."])
def test_months_have_their_names_and_short_names(word: str) -> None:
    assert parse_date(f"{word} 1, 2024") is not None


@pytest.mark.parametrize("value", [None, 45413, 1.5, True, Unreadable("2024-05-01")])
def test_only_days_and_texts_hold_days(value: Cell) -> None:
    assert parse_date(value) is None


def test_cells_that_are_days() -> None:
    assert parse_date(DAY) == DAY
    assert parse_date(datetime(2024, 5, 1, 23, 59)) == DAY


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_spelling(day: date) -> None:
    spellings = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%B %d, %Y", "%d %b %Y")
    assert {parse_date(day.strftime(spelling)) for spelling in spellings} == {day}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("12000", 12_000),
            ("12,000", 12_000),
            ("1,200,000.50", 1_200_000.5),
            (" 12000 ", 12_000),
            ("１２，０００", 12_000),
        ),
        *(
            ("¥12000", 12_000),
            ("￥12,000.00", 12_000),
            ("12000元", 12_000),
            ("人民币 12000", 12_000),
            ("RMB12000", 12_000),
        ),
        *(("1.2万", 12_000), ("12万元", 120_000), ("0.5亿", 50_000_000), ("-500", -500), ("+3", 3), ("0.6", 0.6)),
    ],
)
def test_a_number_beyond_doubt(text: str, number: float) -> None:
    assert parse_number(text) == number
    assert isinstance(parse_number(text), int) == (number == int(number))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "很多",
        "120k",
        "1.2w",
        "约12000",
        "12 000",
        "1,2000",
        "$12000",
        "USD 500",
        "€5",
        "60%",
        "1e5",
        "(500)",
        "9" * 16,
    ],
)
def test_no_number_beyond_doubt(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("60%", 60), ("60 %", 60), ("60％", 60), ("0.5%", 0.5), ("60", 60)])
def test_percent_is_meant_where_one_is_expected(text: str, number: float) -> None:
    assert parse_number(text, percent=True) == number


@pytest.mark.parametrize("unit", ["1", "1,", "1 ", "1,000", "2024-", "2024 ", "¥", "May ", "0.", "年"])
def test_a_full_cell_of_noise_is_worked_off(unit: str) -> None:
    text = (unit * 32_767)[:32_767]
    assert parse_date(text) is None
    assert parse_number(text) is None


@given(st.text() | st.text(alphabet="0123456789-/.年月日 :T,万%¥adMy", max_size=24))
def test_anything_may_stand_there(text: str) -> None:
    day, number = parse_date(text), parse_number(text)
    assert day is None or 1900 <= day.year <= 2199
    assert number is None or abs(number) < 1e15
