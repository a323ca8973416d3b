"""H001-H003 and H010: blanks too many, signs that nobody sees, full-width digits, and line breaks in names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from validators.cells import Cell
from validators.context import Context
from validators.fields import Column, Label
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying, shown
from validators.rules.rows import Rows
from validators.rules.texts import Told, tell

__all__ = ["BLANKS", "INVISIBLE", "LINE_BREAK", "WIDE"]

_BLANKS = Saying(
    "H001",
    "info",
    Label("{label}：“{value}”前后或中间有多余的空格", "{label}: blanks too many in “{value}”"),
    Label("写成“{clean}”", "type “{clean}”"),
)
_INVISIBLE = Saying(
    "H002",
    "warning",
    Label("{label}：“{value}”里有看不见的字符", "{label}: “{value}” holds signs that nobody sees"),
    Label("重新输入，不要从网页粘贴：{clean}", "type it again instead of pasting it: {clean}"),
)
_WIDE = Saying(
    "H003",
    "info",
    Label("{label}：“{value}”里有全角的数字或字母", "{label}: full-width digits or letters in “{value}”"),
    Label("写成半角：{clean}", "type {clean}"),
)
_BROKEN = Saying(
    "H010",
    "info",
    Label("{label}：名称里有换行", "{label}: a line break in a name"),
    Label("写成一行：{clean}", "in one line: {clean}"),
)
_OUTER = " \t\u00a0\u3000\u2002\u2003\u2009\u202f"
_DOUBLED = re.compile(rf"[{_OUTER}]{{2,}}")
_OTHER_BLANK = re.compile(r"[\t\u00a0\u2002\u2003\u2009\u202f]")
"""Blanks that look like the usual one and are not it; the full-width one is what a Chinese keyboard types."""
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
)
_NOT_SEEN = re.compile(rf"[{_UNSEEN}]|(?<![\u0590-\u0dff\u2600-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?=[|\w\s]|$)")
"""Signs without width or effect. Joiners belong into emoji and into scripts from Arabic to Sinhala."""
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ＠＋]")
_HALF = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_HALF |= {ord("＠"): "@", ord("＋"): "+"}
_CHINESE = r"[\u3400-\u9fff\uff08\uff09]"
_BREAK = re.compile(r"[ \t\u3000]*[\r\n\u2028\u2029]+[ \t\u3000]*")
_CHINESE_BREAK = re.compile(rf"(?<={_CHINESE})\n(?={_CHINESE})")


def _blanks(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    found: dict[Cell, Told] = {}
    # Every blank but the plain one (and the full-width one) is no printable sign; so are line breaks, which are fine.
    odd = not joined.isprintable() or "  " in joined
    for text in texts if odd else [one for one in texts if one != one.strip(_OUTER)]:
        if not text.isascii() or not text.isprintable() or "  " in text or text != text.strip(" "):
            clean = _DOUBLED.sub(" ", _OTHER_BLANK.sub(" ", text)).strip(_OUTER)
            if clean != text and clean:
                found[text] = _BLANKS, Fix(clean, True), {"clean": shown(clean)}, None
    return found


def _invisible(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    found: dict[Cell, Told] = {}
    if joined.isprintable():
        return found
    for text in texts:
        if text.isprintable() or _NOT_SEEN.search(text) is None or _RIGHT_TO_LEFT.search(text) is not None:
            continue
        clean = _NOT_SEEN.sub("", text)
        if clean.strip():
            found[text] = _INVISIBLE, Fix(clean, True), {"clean": shown(clean)}, None
    return found


def _wide(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    found: dict[Cell, Told] = {}
    if joined.isascii() or _FULL_WIDTH.search(joined) is None:
        return found
    for text in texts:
        if (clean := text.translate(_HALF)) != text:
            found[text] = _WIDE, Fix(clean, True), {"clean": shown(clean)}, None
    return found


def _line_break(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    found: dict[Cell, Told] = {}
    if joined.isprintable():
        return found
    for text in texts:
        if not text.isprintable() and _BREAK.search(text.strip()) is not None:
            clean = _CHINESE_BREAK.sub("", _BREAK.sub("\n", text.strip())).replace("\n", " ")
            found[text] = _BROKEN, Fix(clean, False), {"clean": shown(clean, 40)}, None
    return found


def _check_blanks(rows: Rows, context: Context) -> Iterator[Finding]:
    # Not in dates and numbers, which compare by what they mean, nor in long texts, where blanks set things apart.
    yield from tell(rows, _blanks, "id", "ref", "text", "contact", "choice", "status_change", "user")


def _check_invisible(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _invisible, "id", "ref", "text", "long", "contact", "choice", "status_change", "user")


def _check_wide(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _wide, "id", "ref", "contact")


def _check_line_break(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _line_break, "text", named=True)


BLANKS = Rule(
    "H001",
    Label("多余的空格", "Blanks too many"),
    Label(
        "空格看不出来，可是表格会把“甲公司 ”和“甲公司”当成两家：筛选、VLOOKUP、COUNTIF 都对不上。",
        "Nobody sees them, yet a sheet takes “Northwind ” and “Northwind” for two: filters, VLOOKUP and COUNTIF miss "
        "one of them.",
    ),
    Label("Customer_Name = “杭州明远科技有限公司 ”", "Customer_Name = “Northwind  Traders Ltd ”"),
    Label("Customer_Name = “杭州明远科技有限公司”", "Customer_Name = “Northwind Traders Ltd”"),
    "info",
    _check_blanks,
    "safe",
)
INVISIBLE = Rule(
    "H002",
    Label("看不见的字符", "Signs that nobody sees"),
    Label(
        "从网页或微信粘贴会带来零宽字符：看着一样，却搜不到，也查不出重复。",
        "Pasting from web pages and chats brings along zero-width signs: it looks the same, but is neither found by a "
        "search nor as a duplicate.",
    ),
    Label("Customer_Name = 杭州明远⟨U+200B⟩科技", "Customer_Name = North⟨U+200B⟩wind Traders Ltd"),
    Label("Customer_Name = 杭州明远科技", "Customer_Name = Northwind Traders Ltd"),
    "warning",
    _check_invisible,
    "safe",
)
WIDE = Rule(
    "H003",
    Label("号码里有全角字符", "Full-width digits in a number"),
    Label(
        "全角数字拨不出去，表格也搜不到。编号、电话、邮箱用半角。",
        "Full-width digits cannot be dialled or searched for. IDs, phones and e-mail addresses have plain ones.",
    ),
    Label("Contact_Info = １３８００１３８０００", "Contact_Info = (full-width) 13800138000"),
    Label("Contact_Info = 13800138000", "Contact_Info = 13800138000"),
    "info",
    _check_wide,
    "safe",
)
LINE_BREAK = Rule(
    "H010",
    Label("名称里有换行", "A line break in a name"),
    Label(
        "带换行的名称在列表和报表里会断开，也不容易搜到。",
        "A name with a line break is torn apart in lists and reports, and hard to find.",
    ),
    Label("Customer_Name = 杭州明远科技↵有限公司", "Customer_Name = Northwind↵Traders Ltd"),
    Label("Customer_Name = 杭州明远科技有限公司", "Customer_Name = Northwind Traders Ltd"),
    "info",
    _check_line_break,
    "guess",
)
