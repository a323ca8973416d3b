"""H008, H009, H011, H012 and H015: texts that stand where something else belongs: a formula shown as text, a word that
says nothing, digits or a phone for a name, a company for a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from validators.cells import Cell
from validators.context import Context
from validators.fields import Column, Label
from validators.finding import Finding
from validators.rule import Rule, Saying, both
from validators.rules.rows import Rows
from validators.rules.texts import Told, tell

__all__ = ["COMPANY_FOR_PERSON", "DIGITS_FOR_NAME", "FORMULA", "PHONE_IN_NAME", "PLACEHOLDER", "is_placeholder"]

_FORMULA = Saying(
    "H008",
    "info",
    Label("{label}：“{value}”是公式，却按文本存了", "{label}: “{value}” is a formula kept as text"),
    Label("填写公式算出来的结果", "type what the formula should have shown"),
)
_PLACEHOLDER = Saying(
    "H009",
    "info",
    Label("{label}：“{value}”不算内容", "{label}: “{value}” says nothing"),
    Label("还不知道就留空，知道了再补", "leave it empty until you know"),
)
_PLACEHOLDER_REQUIRED = Saying(
    "H009",
    "warning",
    Label("{label}：“{value}”不算内容，这一列必填", "{label}: “{value}” says nothing, and this is required"),
    Label("填写真正的{label}；测试用的行请删掉", "type what belongs here; delete the row if it was a test"),
)
_DIGITS = Saying(
    "H011",
    "warning",
    Label("{label}：“{value}”只有数字或符号，不像名称", "{label}: “{value}” is digits or signs, not a name"),
    Label("写全称；编号写到自己的列里", "type the full name; numbers have columns of their own"),
)
_PHONE = Saying(
    "H012",
    "warning",
    Label("{label}：填的是电话或邮箱，不是名称", "{label}: a phone or e-mail address instead of a name"),
    Label("移到“联系方式”，这里写名称", "move it to Contact info and type the name here"),
)
_PHONE_TOO = Saying(
    "H012",
    "info",
    Label("{label}：名称里带着电话或邮箱", "{label}: a phone or e-mail address beside the name"),
    Label("把它移到“联系方式”", "move it to Contact info"),
)
_COMPANY = Saying(
    "H015",
    "warning",
    Label("{label}：“{value}”像公司名称，不像人", "{label}: “{value}” looks like a company, not a person"),
    Label("这里写联系人的姓名，公司写到客户名称", "type the person's name; companies belong in Customer name"),
)

_IS_FORMULA = re.compile(
    r"\s*[=＝]\s*(?:[A-Z][A-Z.]+\(|[$]?[A-Z]{1,3}[$]?\d+\b|'?[^=|]{1,60}'?![$]?[A-Z])", re.I | re.A
)
_WORDS = frozenset(
    re.findall(
        r"\S+",
        r"无 没有 暂无 暂缺 待定 待补 待补充 待填 待确认 未知 不详 不清楚 不知道 同上 略 空 测试客户 测试数据 "
        r"n/a na n.a. none null nil tbd tba tbc todo unknown testing xxx xx xxxx asdf qwer ditto x 0 "
        r"- -- --- — —— / // \ . .. ... … 。 ? ?? ??? * ** ***",
    )
)
_LONGEST = 12
"""No placeholder is longer, without blanks around it."""
_TEST = re.compile(r"(?:test|测试)[-_ ]?\d{0,3}", re.A)
_OPTIONAL = frozenset({"Contact_Person", "Contact_Job"})
"""The columns that may stay empty and are read by others; in notes and plans 无 is an answer."""
_MOBILE_OR_MAIL = re.compile(
    r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.A
)
_MAYBE_CONTACT = re.compile(r"@|\d{3}[ -]?\d{4}", re.A)
"""What every phone and address has, looked for in all names at once."""
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[ -]?[2-9]\d{2,3}[ -]?\d{4}(?!\d)", re.A)
_COMPANY_END = re.compile(
    r"(?:有限公司|股份公司|公司|集团|事务所|合作社|(?<![a-z])(?:ltd|inc|llc|gmbh|corp|plc|co)\.?)\s*$", re.I
)


def is_placeholder(text: str) -> bool:
    """Whether a text only says that nothing is known: 无, N/A, -, 待定, test."""
    text = text.strip()
    if len(text) > _LONGEST:
        return False
    word = (text if text.isascii() else unicodedata.normalize("NFKC", text).strip()).casefold()
    return word in _WORDS or _TEST.fullmatch(word) is not None


def _formula(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _formulas, "text", "long", "contact", "choice", "user")


def _formulas(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    if "=" not in joined and "＝" not in joined:
        return {}
    return {text: (_FORMULA, None, {}, None) for text in texts if _IS_FORMULA.match(text) is not None}


def _placeholder(rows: Rows, context: Context) -> Iterator[Finding]:
    # Elsewhere such a word is no choice, date, number, person or way to reach anybody, and said to be none already.
    yield from tell(rows, _placeholders, "text", "long")


def _placeholders(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    if not column.required and column.name not in _OPTIONAL:
        return {}
    saying = _PLACEHOLDER_REQUIRED if column.required else _PLACEHOLDER
    return {text: (saying, None, {}, None) for text in texts if len(text) < 16 and is_placeholder(text)}


def _digits(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _digits_only, "text", named=True)


def _digits_only(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    if column.name == "Contact_Job":  # a grade may be a number
        return {}
    return {
        text: (_DIGITS, None, {}, None)
        for text in texts
        if not any(map(str.isalpha, text)) and text.strip() and not is_placeholder(text) and not _is_contact(text)
    }


def _is_contact(text: str) -> bool:
    return _MOBILE_OR_MAIL.search(text) is not None or _LANDLINE.search(text) is not None


def _phone(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _phones, "text", named=True)


def _phones(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    if _MAYBE_CONTACT.search(joined) is None:
        return {}
    found: dict[Cell, Told] = {}
    for text in texts:
        if _is_contact(text):
            rest = _LANDLINE.sub("", _MOBILE_OR_MAIL.sub("", text))
            found[text] = _PHONE_TOO if any(map(str.isalpha, rest)) else _PHONE, None, {}, None
    return found


def _company(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from tell(rows, _companies, "text", named=True)


def _companies(column: Column, texts: set[str], joined: str) -> Mapping[Cell, Told]:
    if column.name != "Contact_Person":
        return {}
    return {text: (_COMPANY, None, {}, None) for text in texts if _COMPANY_END.search(text) is not None}


FORMULA = Rule(
    "H008",
    Label("公式存成了文本", "A formula kept as text"),
    Label(
        "单元格是文本格式时，公式不会计算，大家看到的是公式本身。",
        "In a cell that is formatted as text a formula is not worked out: everybody sees the formula itself.",
    ),
    both("Notes = =VLOOKUP(A3,Sheet2!A:B,2,0)"),
    Label("Notes = 老客户，对账期敏感", "Notes = old customer, pays late"),
    "info",
    _formula,
)
PLACEHOLDER = Rule(
    "H009",
    Label("用“无”“待定”之类占位", "A word that stands for nothing"),
    Label(
        "“无”“N/A”“test”会被当成真的名称和内容去统计、查重；不知道就留空，系统会提醒补。",
        "“N/A” or “test” counts as a real name or text in reports and duplicate checks. Leave the cell empty instead: "
        "you will be reminded.",
    ),
    Label("Customer_Name = 待定", "Customer_Name = TBD"),
    Label("Customer_Name = 杭州明远科技有限公司", "Customer_Name = Northwind Traders Ltd"),
    "warning",
    _placeholder,
)
DIGITS_FOR_NAME = Rule(
    "H011",
    Label("名称只有数字", "A name of digits alone"),
    Label(
        "只有数字的名称，别人认不出是谁，查重也对不上；多半是列贴错了。",
        "Nobody knows who 20240501 is, and no duplicate is found by it; mostly a column was pasted into the wrong one.",
    ),
    both("Customer_Name = 20240501"),
    Label("Customer_Name = 杭州明远科技有限公司", "Customer_Name = Northwind Traders Ltd"),
    "warning",
    _digits,
)
PHONE_IN_NAME = Rule(
    "H012",
    Label("名称里有电话或邮箱", "A phone or address in a name"),
    Label(
        "电话写在名称里，查重和撞单都找不到它。请移到联系方式。",
        "A phone inside a name is not found by duplicate checks. It belongs in Contact info.",
    ),
    Label("Contact_Person = 王小明 13800138000", "Contact_Person = Ann Lee ann@example.com"),
    Label("Contact_Person = 王小明", "Contact_Person = Ann Lee"),
    "warning",
    _phone,
)
COMPANY_FOR_PERSON = Rule(
    "H015",
    Label("联系人填了公司", "A company for a person"),
    Label(
        "打电话时要知道找谁；公司名称写在客户名称里。",
        "Whoever calls must know whom to ask for; the company stands in Customer name.",
    ),
    Label("Contact_Person = 杭州明远科技有限公司", "Contact_Person = Northwind Traders Ltd"),
    Label("Contact_Person = 王小明", "Contact_Person = Ann Lee"),
    "warning",
    _company,
)
