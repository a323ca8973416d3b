"""Cells just on the line, and as many rows as are named."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.headers import match
from validators.models import specs
from validators.rule import shown
from validators.settings import Settings

CONTEXT = Context.of(Settings(), date(2026, 5, 6))


def said(table: str, select: list[str], **columns: list[Cell]) -> list[tuple[int, str]]:
    rows = Table(table, columns)
    return [(one.row, one.message) for one in check({table: rows}, CONTEXT, select=select)]


def test_days_from_1990_to_ten_years_ahead_can_be() -> None:
    days: list[Cell] = [date(1990, 1, 1), date(1989, 12, 31), date(2036, 5, 6), date(2036, 5, 7)]
    assert said("opportunities", ["R005"], Expected_Date=days) == [
        (1, "预计成交日期：1989-12-31 不像真的，请核对年份"),
        (3, "预计成交日期：2036-05-07 不像真的，请核对年份"),
    ]


def test_0_and_1_percent_are_no_shares() -> None:
    assert said("opportunities", ["R007", "R009"], Probability=["0", "1", 0, 1, 0.99]) == [
        (0, "成交概率：“0”是文本，请写成 0"),
        (1, "成交概率：“1”是文本，请写成 1"),
        (4, "成交概率：0.99 是不是想写 99（即 99%）？"),
    ]


@pytest.mark.parametrize(("stage", "probability", "right"), [("赢单", 0, 100), ("赢单", 1, 100), ("输单", 1, 0)])
def test_a_closed_stage_leaves_one_probability(stage: str, probability: int, right: int) -> None:
    assert said("opportunities", ["S005"], Stage=[stage], Probability=[probability]) == [
        (0, f"成交概率：阶段是“{stage}”，应为 {right}，这里是 {probability}")
    ]


@pytest.mark.parametrize(("digits", "counts"), [(8, False), (9, True), (10, True), (12, True), (13, True), (14, False)])
def test_nearly_eleven_digits_were_meant_as_a_mobile(digits: int, counts: bool) -> None:
    number = "13800138000138"[:digits]
    expected = [(0, f"联系方式：手机号应是 11 位，这里是 {digits} 位")] if counts else []
    assert said("customers", ["R010"], Contact_Info=[number]) == expected


def test_values_are_cut_at_20_characters() -> None:
    assert shown("一" * 20) == "一" * 20
    assert shown("一" * 21) == "一" * 19 + "…"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a\x00\nb\u3000\u200bc\ud800", "a b c"),
        ("  a   b ", "a b"),
        ("11010119900307", "11010119900307"),
        ("110101199003071", "110…71"),
        (110101199003070000, "110…00"),
        (1.1e17, "110…00"),
        (110101199003071230.0, "110…32"),
        ("1.10101199003071E+17", "1.10…E+17"),
        ("身份证 1.1010119900307e17", "身份证 1.10…e17"),
        (12345678901234.0, "12345678901234"),
        (0.1 + 0.2, "0.3"),
        (float("inf"), "inf"),
        (True, "TRUE"),
        (datetime(2024, 5, 1, 10, 30, 59), "2024-05-01 10:30"),
        (None, ""),
    ],
)
def test_values_are_shown_in_one_line_and_never_a_whole_card_number(cell: Cell, text: str) -> None:
    assert shown(cell) == text


def test_two_other_rows_are_named_and_more_are_counted() -> None:
    def ids(count: int) -> list[str]:
        rows = Table("customers", {"Customer_ID": ["C20260501001"] * count}, "客户", list(range(3, 3 + count)))
        rows.letters = {"Customer_ID": "A"}
        return [one.message for one in check({"customers": rows}, CONTEXT, select=["K001"])]

    assert ids(3)[1] == "客户编号：C20260501001 也用在 客户!A3、客户!A5"
    assert ids(4)[1] == "客户编号：C20260501001 还用在另外 3 行"

    def names(count: int) -> str:
        keys: list[Cell] = [f"C2026050100{number}" for number in range(count)]
        same: dict[str, list[Cell]] = {"Customer_Name": ["甲公司"] * count, "Contact_Info": ["13800138000"] * count}
        return said("customers", ["D001"], Customer_ID=keys, **same)[0][1]

    assert names(3) == "客户名称：和 C20260501001、C20260501002 是同一家客户"
    assert names(4) == "客户名称：和 C20260501001、C20260501002 等 3 行是同一家客户"


def test_the_first_of_two_equal_headers_is_taken() -> None:
    found = match(["电话", "手机", "公司名称", "客户状态"], specs())[0]
    assert found.columns[0] == "Contact_Info"
    assert found.doubled == ("手机",)
