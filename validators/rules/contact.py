"""R010: contact info that nobody can be reached by.

Lenient: whatever may be a way to reach somebody passes. Only a mainland mobile with a wrong number of digits, a number
the sheet has damaged, and text that names no way at all are pointed out; in a Chinese team also a landline with a wrong
number of digits (elsewhere such a number may be another country's, written without its code), and one that has lost the
0 of its area code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

from validators.cells import Cell, Table, Unreadable
from validators.contacts import contact_keys
from validators.context import Context
from validators.fields import Column, Label
from validators.finding import Finding, Fix
from validators.landlines import is_landline, with_zero
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = ["CONTACT", "trouble"]

Trouble: TypeAlias = Literal["damaged", "tail", "zero", "mobile", "digits", "none"]
_HINT = Label(
    "写成 手机：13800138000、电话：0571-8888 6666 或 微信：账号",
    "type for example phone: 0571-8888 6666, or an e-mail address",
)
_SAYINGS: dict[Trouble, Saying] = {
    "damaged": Saying(
        "R010",
        "error",
        Label(
            "{label}：号码变成了 {value}，末几位已丢失，请重新填写",
            "{label}: became {value}, digits are lost; retype it",
        ),
        _HINT,
    ),
    "tail": Saying(
        "R010",
        "warning",
        Label("{label}：号码后面多了“.0”，请写成 {number}", "{label}: “.0” too much; please type {number}"),
        Label("写成 {number}", "type {number}"),
    ),
    "zero": Saying(
        "R010",
        "warning",
        Label(
            "{label}：区号像是丢了开头的 0，是不是 {number}？", "{label}: the area code's 0 is lost; is it {number}?"
        ),
        Label("写成 {number}", "type {number}"),
    ),
    "mobile": Saying(
        "R010",
        "warning",
        Label("{label}：手机号应是 11 位，这里是 {digits} 位", "{label}: a mobile has 11 digits, this one {digits}"),
        _HINT,
    ),
    "digits": Saying(
        "R010",
        "warning",
        Label("{label}：号码位数不对，请核对", "{label}: wrong number of digits; please check"),
        _HINT,
    ),
    "none": Saying(
        "R010",
        "warning",
        Label("{label}：看不出怎么联系，请补充号码", "{label}: no number or address in it; please add one"),
        _HINT,
    ),
}
_CHANNEL = re.compile(
    r"微信|企微|公众号|视频号|钉钉|飞书|旺旺|抖音|快手|小红书|微博|领英|网站|官网|wechat|weixin|whatsapp|telegram|signal"
    r"|skype|teams|linkedin|facebook|messenger|viber|dingtalk|lark|feishu|slack|zoom|https?:|www\.|\b(?:wx|vx|qq|tg|line)\b",
    re.I,
)
_DAMAGED = re.compile(r"[+-]?\d(?:\.\d+)?E\+?\d{1,3}", re.I)
_TAIL = re.compile(r"(\d{7,13})\.0+", re.A)
"""A phone that a program took for a number and wrote as text."""
_PLAIN = re.compile(r"(?:(?:电话|手机|座机|tel|phone|mobile)\s*:?\s*)?(\+?\(?\d[\d \-()]{5,20}\d)", re.A | re.I)
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|extension|(?<=[\d ])x|#)\s*[:.]?\s*\d{1,6}", re.I)
_NUMBER = re.compile(r"\+?\(?\d(?:[\s\-.()‐‑–—·]{0,3}\d)*", re.A)
_NOT_DIGIT = re.compile(r"\D+", re.A)
_LEAST, _MOST = 5, 15
"""Digits of a phone number: from service numbers (12345) to the most that E.164 allows."""


def trouble(value: Cell, mainland: bool = False) -> Trouble | None:
    """What keeps a contact from being used, None where it may well be usable.

    `mainland`: a number that begins with 0 and names no country is a Chinese landline.
    """
    if isinstance(value, str) and len(value) == 11 and value.isascii() and value.isdecimal() and value[0] == "1":
        return None
    if isinstance(value, date):
        return "none"
    text = str(value)
    text = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    if _DAMAGED.fullmatch(text) is not None:
        return "damaged"
    tail = _TAIL.fullmatch(text)
    if tail is not None:
        return trouble(tail[1], mainland) or "tail"
    plain = _PLAIN.fullmatch(text)  # most cells are one number, and looking for channels takes time
    if plain is None and ("@" in text or _CHANNEL.search(text) is not None):
        return None
    numbers = _NUMBER.findall(plain[1] if plain is not None else _EXTENSION.sub(";", text))
    if not numbers:
        return "none"
    judged = [_number_trouble(number, mainland) for number in numbers]
    if None in judged or any(_is_whole(key, mainland) for key in contact_keys(value)):
        return None
    return judged[0]


def _is_whole(key: str, mainland: bool) -> bool:
    """Whether a way of contact found among other digits (a second number, an extension) is as long as it should be."""
    return not key.startswith("+") and (not mainland or not key.startswith("0") or is_landline(key))


def _number_trouble(number: str, mainland: bool) -> Trouble | None:
    digits = _NOT_DIGIT.sub("", number)
    national, abroad = _national(number, digits)
    if abroad:
        if digits.startswith("1"):  # the North American plan: 1 and ten digits
            return None if len(digits) == 11 else "digits"
        return None if 7 <= len(digits) <= _MOST else "digits"
    if _is_mobile(national):
        return None if len(national) == 11 else "mobile"
    if mainland and national.startswith("0"):
        return None if is_landline(national) else "digits"
    if national.startswith(("010", "02")) and number.lstrip("(").startswith("0"):
        # Area codes of three digits have lines of eight; abroad, trunk numbers starting with 02 have 10 or 11 digits.
        return None if len(national) in (10, 11) else "digits"
    return None if _LEAST <= len(national) <= _MOST else "digits"


def _national(number: str, digits: str) -> tuple[str, bool]:
    """The digits without China's country code, and whether they belong to another country."""
    if number.startswith(("+", "(+")) or digits.startswith("00"):
        plain = digits.removeprefix("00")
        return (plain[2:], False) if plain.startswith("86") else (plain, True)
    if digits.startswith("86") and len(digits) > 11:
        return digits[2:], False
    return digits, False


def _is_mobile(digits: str) -> bool:
    """Whether this was meant as a mainland mobile number: 13… to 19…, of nearly eleven digits."""
    return 9 <= len(digits) <= 13 and digits[0] == "1" and digits[1] in "3456789"


def mobile_digits(value: Cell) -> int:
    """How many digits the first number of a contact has, without a country code."""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    tail = _TAIL.fullmatch(text)
    found = _NUMBER.search(tail[1] if tail is not None else _EXTENSION.sub(";", text))
    return len(_national(found[0], _NOT_DIGIT.sub("", found[0]))[0]) if found is not None else 0


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    mainland = context.settings.language == "zh"
    for table, column in rows.columns("contact"):
        # A number is its digits by now; a date is no way to reach anybody, an unreadable cell is R012's.
        values = (value for value in rows.values(table.name, column.name) if value.__class__ is not Unreadable)
        wrong = {value: found for value in values if (found := trouble(value, mainland)) is not None}
        cells = rows.cells(table.name, column.name)
        if mainland:
            yield from _zero_lost(rows, table, column, rows.values(table.name, column.name) - set(wrong))
        if not wrong:
            continue
        for row in rows.where(table.name, column.name, wrong):
            value, saying = cells[row], _SAYINGS[wrong[cells[row]]]
            if wrong[value] == "tail":
                number = unicodedata.normalize("NFKC", str(value)).strip().partition(".")[0]
                yield rows.find(saying, table, row, column, Fix(number, True), number=number)
            else:
                yield rows.find(saying, table, row, column, digits=mobile_digits(value))


def _zero_lost(rows: Rows, table: Table, column: Column, values: set[Cell]) -> Iterator[Finding]:
    numbers = {value: number for value in values if (number := with_zero(value)) is not None}
    cells, typed = rows.cells(table.name, column.name), table.columns[column.name]
    for row in rows.where(table.name, column.name, numbers) if numbers else ():
        number = numbers[cells[row]]
        # Ten digits that are text may as well be another country's: nothing shows that there was a 0.
        if len(number) == 12 or not isinstance(typed[row], str):
            yield rows.find(_SAYINGS["zero"], table, row, column, Fix(number, False), number=number)


CONTACT = Rule(
    "R010",
    Label("联系方式用不了", "Contact info that cannot be used"),
    Label(
        "手机号少一位、被表格改成 1.38E+10，电话就打不通，也查不出重复。微信、邮箱、座机、国外号码都可以。",
        "With a digit missing, or turned into 1.38E+10, nobody can be reached and no duplicate found. E-mail, chat "
        "accounts, landlines and numbers abroad are all fine.",
    ),
    Label("Contact_Info = 手机：1380013800", "Contact_Info = mobile: 1380013800"),
    Label("Contact_Info = 手机：13800138000", "Contact_Info = mobile: 13800138000"),
    "warning",
    _check,
    "both",
)
