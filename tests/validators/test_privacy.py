"""What the privacy rules catch and let be, what they say of it, and that no whole value is ever said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.faults.privacy import CASES, LATER, MISSED
from validators.cells import Cell, Table, Unreadable
from validators.check import check
from validators.context import Context
from validators.fields import Language
from validators.private.find import masked, private_in, suspicious, text_of
from validators.private.identity_cards import is_credit_code, is_hong_kong, is_identity
from validators.private.words import plain
from validators.rule import shown
from validators.rules.registry import RULES
from validators.settings import Columns, ExtraColumn, LabelSetting, Settings, User

TODAY = date(2026, 5, 6)
EXTRA = (ExtraColumn(table="customers", name="Papers", label=LabelSetting(zh="护照号")),)
SETTINGS = Settings(users=(User(name="张伟"),), columns=Columns(extra=EXTRA))
LANGUAGES: tuple[Language, Language] = ("zh", "en")
MISTAKEN = {"330106710123456"}
"""What is flagged although it is a tax number: nothing in the cell or beside it says so."""


def told(table: str, cells: dict[str, Any], language: Language = "zh") -> list[tuple[str, str, str, str, str | None]]:
    context = Context.of(SETTINGS, TODAY, language)
    found = check({table: Table(table, {name: [cell] for name, cell in cells.items()})}, context, select=["P"])
    return [(one.rule, one.severity, one.column or "", one.message, one.hint) for one in found]


@pytest.mark.parametrize(("table", "column", "cell", "code"), CASES + LATER)
def test_each_case(table: str, column: str, cell: Cell, code: str) -> None:
    expected = {code} if code else {"P002"} if cell in MISTAKEN else set()
    found = told(table, {column: cell})
    assert {one[0] for one in found} == expected
    assert all(one[2] == column for one in found)


def test_precision_and_recall() -> None:
    """The figures that the documentation gives: 255 of 255 caught, one of 197 others flagged."""
    caught = [bool(told(table, {column: cell})) for table, column, cell, _ in CASES]
    private = [bool(code) for *_, code in CASES]
    right = sum(map(lambda a, b: a and b, caught, private))
    assert (right, sum(private), sum(caught) - right) == (255, 255, 1)


@pytest.mark.parametrize(("table", "column", "cell"), MISSED)
def test_what_is_known_to_be_missed(table: str, column: str, cell: Cell) -> None:
    """Not a promise: whoever teaches the rules one of these moves it to the cases."""
    assert told(table, {column: cell}) == []


@pytest.mark.parametrize(("table", "column", "cell", "code"), [case for case in CASES if case[3]])
def test_no_message_and_no_masked_text_holds_the_value(table: str, column: str, cell: Cell, code: str) -> None:
    messages = [one[3] for language in LANGUAGES for one in told(table, {column: cell}, language)]
    for said in (masked(cell, column), shown(cell, 200, column), *messages):
        for one in private_in(cell, column, TODAY):
            value = plain(text_of(cell))[one.start : one.end]
            assert value not in said
            digits = "".join(filter(str.isdecimal, value))
            assert len(digits) < 9 or digits[3:-2] not in "".join(filter(str.isdecimal, said))


SAID: list[tuple[str, Cell, tuple[str, str, str], tuple[str, str], tuple[str, str]]] = [
    (
        "Notes",
        "张总 33010619900307105x",
        ("P001", "error", "Notes"),
        (
            "客户备注：像是身份证号（330…5x），不能写在表里",
            "Notes: looks like an ID-card number (330…5x)",
        ),
        ("请从这个单元格里删掉；表里只写工作上的信息", "delete it from this cell; the sheet is for work matters alone"),
    ),
    (
        "Notes",
        "330106 710815 123",
        ("P002", "error", "Notes"),
        (
            "客户备注：像是 15 位的旧身份证号（330…23），不能写在表里",
            "Notes: looks like an old ID-card number (330…23)",
        ),
        ("请从这个单元格里删掉；表里只写工作上的信息", "delete it from this cell; the sheet is for work matters alone"),
    ),
    (
        "Contact_Info",
        1.10101199003071e17,
        ("P003", "error", "Contact_Info"),
        (
            "联系方式：像是被表格改短的证件号或卡号（1.10…e+17）",
            "Contact info: what a sheet left of a card's number (1.10…e+17)",
        ),
        (
            "请从这个单元格里删掉，不用重新填写；表里只写工作上的信息",
            "delete it and do not retype it; the sheet is for work matters alone",
        ),
    ),
    (
        "备用",
        "6222 0212 0204 1700 122",
        ("P004", "error", "备用"),
        ("备用：像是银行卡号（622…22），不能写在表里", "备用: looks like a bank-card number (622…22)"),
        ("请从这个单元格里删掉；付款信息交给财务", "delete it from this cell; payment details go to accounting"),
    ),
    (
        "Papers",
        "E73920518",
        ("P005", "error", "Papers"),
        (
            "护照号：像是护照或通行证号码（E73…18），不能写在表里",
            "护照号: looks like a passport or permit number (E73…18)",
        ),
        ("请从这个单元格里删掉；表里只写工作上的信息", "delete it from this cell; the sheet is for work matters alone"),
    ),
    (
        "Notes",
        "礼品寄：翠苑小区3幢2单元501室",
        ("P006", "error", "Notes"),
        (
            "客户备注：像是住家的详细地址（礼品寄…1室），不能写在表里",
            "Notes: looks like somebody's home address (礼品寄…1室)",
        ),
        ("请从这个单元格里删掉；只写公司地址", "delete it from this cell; only a company's address belongs here"),
    ),
    (
        "Contact_Info",
        "私人手机 13800138000",
        ("P007", "warning", "Contact_Info"),
        (
            "联系方式：写明是私人的（私人手…00），只能写工作渠道",
            "Contact info: is said to be private (私人手…00); work channels only",
        ),
        ("换成工作手机、办公电话或企业微信", "type a work phone or a work e-mail address instead"),
    ),
]


@pytest.mark.parametrize(("column", "cell", "head", "messages", "hints"), SAID)
def test_what_is_said(
    column: str, cell: Cell, head: tuple[str, str, str], messages: tuple[str, str], hints: tuple[str, str]
) -> None:
    assert told("customers", {column: cell}) == [(*head, messages[0], hints[0])]
    assert told("customers", {column: cell}, "en") == [(*head, messages[1], hints[1])]


def test_a_value_left_out_of_the_teams_data_is_told_of_in_the_same_words() -> None:
    cell = Unreadable("330…5X", "P001")
    said = ("P001", "error", "备用", "备用：像是身份证号（330…5X），不能写在表里")
    assert [one[:4] for one in told("customers", {"备用": cell})] == [said]
    context = Context.of(SETTINGS, TODAY)
    assert check({"customers": Table("customers", {"Notes": [cell]})}, context, select=["R012"]) == []


def test_one_cell_with_two_things_has_a_finding_for_each_kind() -> None:
    cell = "33010619900307105X、44030519880512303X，卡 6222021202041700122"
    assert [one[0] for one in told("follow_ups", {"Content": cell})] == ["P001", "P004"]
    assert masked(cell) == "330…5X、440…3X，卡 622…22".replace("，", ",")


def test_other_messages_do_not_show_it_either() -> None:
    context = Context.of(SETTINGS, TODAY)
    cells: dict[str, list[Cell]] = {
        "Level": ["330106 19900307 105X"],
        "Contact_Info": ["王总 翠苑小区3幢2单元501室"],
        "Papers": ["E73920518"],
    }
    for one in check({"customers": Table("customers", cells)}, context):
        assert "19900307" not in one.message + (one.hint or "")
        assert "单元" not in one.message


def test_it_is_no_fix_either() -> None:
    context = Context.of(SETTINGS, TODAY)
    found = check({"customers": Table("customers", {"Contract_Amount": ["330,106,199,003,071,033"]})}, context)
    assert "R007" in [one.rule for one in found]
    assert [one.fix for one in found] == [None] * len(found)


@pytest.mark.parametrize(
    ("text", "today", "is_one"),
    [
        ("33010619900307105X", TODAY, True),
        ("330106199003071050", TODAY, False),  # another check character
        ("330106202405010016", None, False),
        ("990106199003071053", None, False),
        ("33010619900307105", TODAY, False),
        ("810000197908080120", None, True),
        ("810000197908080121", None, False),
    ],
)
def test_identity_cards(text: str, today: date | None, is_one: bool) -> None:
    assert is_identity(text, today) is is_one


def test_people_too_young_to_sign_are_contract_numbers_unless_it_is_said() -> None:
    child = next(f"33010620240501{n:04d}" for n in range(10, 100) if is_identity(f"33010620240501{n:04d}", None))
    assert not private_in(child, "", TODAY)
    assert [one.code for one in private_in("身份证 " + child, "", TODAY)] == ["P001"]


def test_credit_codes() -> None:
    assert is_credit_code("91350100M000100Y43")  # the example of GB 32100-2015
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("33010619900307105X")


def test_hong_kong_cards() -> None:
    assert is_hong_kong("G123456A")
    assert not is_hong_kong("G1234567")
    assert is_hong_kong("AB9876543")


@pytest.mark.parametrize("cell", [None, True, 0, -1, 1e300, float("nan"), float("inf"), 10**400, date(1990, 3, 7), ""])
def test_odd_cells_are_nothing_private(cell: Cell) -> None:
    assert private_in(cell, "身份证号", TODAY) == []


@pytest.mark.parametrize("code", [code for code in RULES if code.startswith("P")])
def test_the_examples_of_the_catalogue(code: str) -> None:
    for language in LANGUAGES:
        for example, expected in ((RULES[code].bad, [code]), (RULES[code].good, [])):
            column, _, value = example[language].partition(" = ")
            assert [one[0] for one in told("customers", {column: value})] == expected


def test_nothing_is_found_that_was_not_suspected() -> None:
    """The quick look may suspect too much; it must not miss anything that the close one finds."""
    missed = [cell for _, column, cell, code in CASES if code and not suspicious(column, [cell])]
    assert missed == []


@pytest.mark.parametrize(
    ("value", "code", "shows"),
    [
        (3.30106199003071e17, "P003", "330…00"),
        (int(3.30106199003071e17), "P003", "330…00"),  # as readers give it: 330106199003070976
        (330106199003071033, "P001", "330…33"),  # exact: no float could hold it
        (6222021202041700000, "P003", "622…00"),
        (4111111111111111, "P004", "411…11"),
    ],
)
def test_numbers_as_a_sheet_keeps_them(value: Cell, code: str, shows: str) -> None:
    assert [one.code for one in private_in(value, "", TODAY)] == [code]
    assert masked(value) == shows
