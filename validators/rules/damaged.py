"""H004-H007, H016 and H017: what a sheet or an export made of a value: a phone turned into a number, digits lost, `.0`,
a day turned into a number, letters read in the wrong encoding, error values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from validators.cells import Cell
from validators.context import Context
from validators.fields import Column, Label
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying, both, shown
from validators.rules.rows import Rows
from validators.rules.texts import Texts, Told, tell, told

__all__ = ["DAY_NUMBER", "ERROR_TEXT", "GARBLED", "LOST_DIGITS", "PHONE_NUMBER", "TAIL"]

_PHONE = Saying(
    "H004",
    "info",
    Label(
        "{label}：电话存成了数字，列窄时显示成 {narrow}", "{label}: a number; in a narrow column it shows as {narrow}"
    ),
    Label("把这一列设为文本格式，再写 {number}", "format the column as text, then type {number}"),
)
_LOST = Saying(
    "H005",
    "warning",
    Label("{label}：{value} 超过 15 位，后面的数字已丢失", "{label}: {value} lost its digits beyond the 15th"),
    Label(
        "找不回来了：先把单元格设为文本，再重新填写；证件号和银行卡号不要写进表里",
        "they cannot be recovered: make the cell text and type it again; no card or passport numbers here",
    ),
)
_TAIL = Saying(
    "H006",
    "info",
    Label("{label}：“{value}”后面多了“.0”", "{label}: “.0” too much in “{value}”"),
    Label("写成 {number}", "type {number}"),
)
_DAY = Saying(
    "H007",
    "info",
    Label("{label}：{value} 像是日期变成的数字，是不是 {day}？", "{label}: {value} may have been a date; is it {day}?"),
    Label("写成 {day}，或写清楚是什么数", "type {day}, or say what number this is"),
)
_GARBLED = Saying(
    "H016",
    "warning",
    Label("{label}：“{value}”是乱码", "{label}: “{value}” is garbled"),
    Label(
        "重新输入；整列都这样，就按 UTF-8 或 GBK 编码重新导入",
        "type it again; if the whole column is like this, import the file as UTF-8 (or GBK)",
    ),
)
_MEANT = Saying(
    "H016",
    "warning",
    Label("{label}：“{value}”是乱码，是不是“{meant}”？", "{label}: “{value}” is garbled; is it “{meant}”?"),
    Label("写成“{meant}”", "type “{meant}”"),
)
_ERROR = Saying(
    "H017",
    "warning",
    Label("{label}：“{value}”是表格的错误提示，不是内容", "{label}: “{value}” is a sheet's error, not content"),
    Label("填写真正的内容；还不知道就留空", "type what belongs here, or leave it empty"),
)

_SERVICE_OR_MOBILE = re.compile(r"1[3-9]\d{9}|[48]00\d{7}")
_SCIENTIFIC = re.compile(r"\s*\d(?:\.\d+)?[eE]\+(?:1[5-9]|[2-9]\d)\s*", re.A)
_DOT_ZERO = re.compile(r"\s*(\d{5,15})\.0+\s*", re.A)
_DAYS = range(40_179, 54_789)
"""2010-01-01 to 2049-12-31 as Excel counts days (1900 date system)."""
_NO_LETTERS = re.compile(
    r"\ufffd|锟斤拷|烫烫烫|屯屯屯|锘匡豢"  # UTF-8 and GBK taken for each other; empty memory as GBK
    r"|[ÂÃ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï¼|[äåæçèé][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}"
)
_SIGNS = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯", "锘匡豢", "Â", "Ã", "â€", "ï¼", "ä", "å", "æ", "ç", "è", "é")
_CELL_ERROR = re.compile(r"\s*(?:#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{4,})\s*", re.I)


def _phone(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns("contact"):
        found: dict[Cell, Told] = {}
        for value in set(table.columns[column.name]):
            if isinstance(value, bool) or not isinstance(value, int | float) or not 1e9 < value < 1e11:
                continue
            number = str(int(value))
            if value == int(value) and _SERVICE_OR_MOBILE.fullmatch(number) is not None:
                narrow = f"{value:.2E}"
                found[value] = _PHONE, Fix(number, True), {"number": number, "narrow": narrow}, None
        yield from told(rows, table, column, found)


def _lost(rows: Rows, context: Context) -> Iterator[Finding]:
    texts = rows.once(Texts)
    for table, column in rows.columns("text", "long"):
        found: dict[Cell, Told] = {
            value: (_LOST, None, {}, None)
            for value in _numbers(table.columns[column.name])
            if 1e15 <= abs(value) < 1e30
        }
        typed, joined = texts.of(table.name, column.name)
        if "E+" in joined or "e+" in joined:
            found |= {text: (_LOST, None, {}, None) for text in typed if _SCIENTIFIC.fullmatch(text) is not None}
        yield from told(rows, table, column, found)


def _numbers(cells: list[Cell]) -> set[int | float]:
    """The distinct numbers of a column of texts: mostly there are none."""
    if {int, float}.isdisjoint(map(type, cells)):
        return set()
    return {cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)}


def _tail(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _with_tail, "text")


def _with_tail(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    if ".0" not in joined:
        return {}
    return {
        text: (_TAIL, Fix(number[1], True), {"number": number[1]}, None)
        for text in texts
        if (number := _DOT_ZERO.fullmatch(text)) is not None
    }


def _day(rows: Rows, context: Context) -> Iterator[Finding]:
    texts = rows.once(Texts)
    for table, column in rows.columns("long"):
        values: set[Cell] = {number for number in _numbers(table.columns[column.name]) if number in _DAYS}
        values |= {t for t in texts.of(table.name, column.name)[0] if len(t) == 5 and t.isascii() and t.isdecimal()}
        found: dict[Cell, Told] = {}
        for value in values:
            number = int(str(value).partition(".")[0])
            if number in _DAYS:
                day = date(1899, 12, 30) + timedelta(days=number)
                found[value] = _DAY, Fix(day.isoformat(), False), {"day": day}, None
        yield from told(rows, table, column, found)


def _garbled(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _not_letters, "text", "long", "choice", "user")


def _not_letters(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    found: dict[Cell, Told] = {}
    if joined.isascii() or not any(sign in joined for sign in _SIGNS):
        return found
    for text in texts:
        if not text.isascii() and _NO_LETTERS.search(text) is not None:
            meant = _decoded(text)
            if meant is None:
                found[text] = _GARBLED, None, {}, None
            else:
                found[text] = _MEANT, Fix(meant, False), {"meant": shown(meant)}, None
    return found


def _decoded(text: str) -> str | None:
    """The UTF-8 text that was read as Western European, None where that does not explain it."""
    for encoding in ("latin-1", "cp1252"):
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if meant != text and meant.isprintable():
            return meant
    return None


def _error(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _errors, "text", "long")


def _errors(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    if "#" not in joined:
        return {}
    return {text: (_ERROR, None, {}, None) for text in texts if "#" in text and _CELL_ERROR.fullmatch(text) is not None}


PHONE_NUMBER = Rule(
    "H004",
    Label("电话存成了数字", "A phone that is a number"),
    Label(
        "表格把电话当数字，列窄时显示成 1.38E+10，再导出一次就真的丢了位数。存成文本就没事。",
        "A sheet that takes a phone for a number shows 1.38E+10 in a narrow column, and the next export loses digits. "
        "As text it is safe.",
    ),
    Label("Contact_Info = 13800138000（数字）", "Contact_Info = 13800138000 (a number)"),
    Label("Contact_Info = 13800138000（文本）", "Contact_Info = 13800138000 (text)"),
    "info",
    _phone,
    "safe",
)
LOST_DIGITS = Rule(
    "H005",
    Label("数字超过 15 位，已损坏", "A number beyond 15 digits is damaged"),
    Label(
        "表格的数字只保留 15 位，后面都变成 0。丢掉的找不回来，只能设为文本再填一次。",
        "A sheet keeps 15 digits of a number and makes the rest 0. They are gone; the cell must be text, and typed "
        "again.",
    ),
    both("Notes = 1.23457E+17"),
    Label("Notes = 订单号 123456789012345678（文本）", "Notes = order 123456789012345678 (text)"),
    "warning",
    _lost,
)
TAIL = Rule(
    "H006",
    Label("号码后面多了“.0”", "“.0” at the end of a number"),
    Label(
        "别的程序把号码当数字读过一遍，就多了 .0，搜索和比对都对不上。",
        "Another program has read the number as an amount; with .0 behind it, searches no longer find it.",
    ),
    both("Contact_Job = 10086.0"),
    both("Contact_Job = 10086"),
    "info",
    _tail,
    "safe",
)
DAY_NUMBER = Rule(
    "H007",
    Label("日期变成了数字", "A date that became a number"),
    Label(
        "表格把日期记成天数：文字列里的 46357 多半是 2026-12-01。",
        "Sheets count days: 46357 in a column of texts is mostly 2026-12-01.",
    ),
    both("Next_Plan = 46357"),
    Label("Next_Plan = 2026-12-01 前回访", "Next_Plan = call by 2026-12-01"),
    "info",
    _day,
    "guess",
)
GARBLED = Rule(
    "H016",
    Label("乱码", "Garbled text"),
    Label(
        "导入时编码选错，中文就成了乱码：没人看得懂，也查不出重复。",
        "A file imported in the wrong encoding leaves text that nobody can read and no duplicate check understands.",
    ),
    Label("Customer_Name = 锟斤拷有限公司", "Customer_Name = CafÃ© Oldcrest"),
    Label("Customer_Name = 杭州明远科技有限公司", "Customer_Name = Café Oldcrest"),
    "warning",
    _garbled,
    "guess",
)
ERROR_TEXT = Rule(
    "H017",
    Label("把错误提示当成了内容", "An error typed as content"),
    Label(
        "#N/A、####### 是从别的表粘贴来的错误提示，真正的内容没有过来。",
        "#N/A or ####### came along when cells were pasted; what belongs here did not.",
    ),
    both("Contact_Job = #N/A"),
    Label("Contact_Job = 采购经理", "Contact_Job = Buyer"),
    "warning",
    _error,
)
