"""P001 to P007: values that are nobody's business but their owner's, in any column, people's own ones included.

The message shows no more than the value's ends. A cell that the agent already left out of the team's data (see
`Unreadable.private`) is told of in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from validators.cells import Cell, Table
from validators.context import Context
from validators.fields import TABLES, Column, Label
from validators.finding import Finding
from validators.private.find import ends, private_in, suspicious, text_of
from validators.private.words import plain
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = [
    "BANK_CARD",
    "CHANNEL",
    "HOME",
    "IDENTITY",
    "OLD_IDENTITY",
    "PASSPORT",
    "ROUNDED",
    "header_of",
    "looked_at",
]

_DELETE = Label(
    "请从这个单元格里删掉；表里只写工作上的信息", "delete it from this cell; the sheet is for work matters alone"
)
_SAYINGS = {
    "P001": Saying(
        "P001",
        "error",
        Label("{label}：像是身份证号（{value}），不能写在表里", "{label}: looks like an ID-card number ({value})"),
        _DELETE,
    ),
    "P002": Saying(
        "P002",
        "error",
        Label(
            "{label}：像是 15 位的旧身份证号（{value}），不能写在表里",
            "{label}: looks like an old ID-card number ({value})",
        ),
        _DELETE,
    ),
    "P003": Saying(
        "P003",
        "error",
        Label(
            "{label}：像是被表格改短的证件号或卡号（{value}）",
            "{label}: what a sheet left of a card's number ({value})",
        ),
        Label(
            "请从这个单元格里删掉，不用重新填写；表里只写工作上的信息",
            "delete it and do not retype it; the sheet is for work matters alone",
        ),
    ),
    "P004": Saying(
        "P004",
        "error",
        Label("{label}：像是银行卡号（{value}），不能写在表里", "{label}: looks like a bank-card number ({value})"),
        Label("请从这个单元格里删掉；付款信息交给财务", "delete it from this cell; payment details go to accounting"),
    ),
    "P005": Saying(
        "P005",
        "error",
        Label(
            "{label}：像是护照或通行证号码（{value}），不能写在表里",
            "{label}: looks like a passport or permit number ({value})",
        ),
        _DELETE,
    ),
    "P006": Saying(
        "P006",
        "error",
        Label(
            "{label}：像是住家的详细地址（{value}），不能写在表里",
            "{label}: looks like somebody's home address ({value})",
        ),
        Label("请从这个单元格里删掉；只写公司地址", "delete it from this cell; only a company's address belongs here"),
    ),
    "P007": Saying(
        "P007",
        "warning",
        Label(
            "{label}：写明是私人的（{value}），只能写工作渠道",
            "{label}: is said to be private ({value}); work channels only",
        ),
        Label("换成工作手机、办公电话或企业微信", "type a work phone or a work e-mail address instead"),
    ),
}


def header_of(column: Column | None, name: str) -> str:
    """What stands above a column, as far as it tells what its cells are: of a standard one the name alone."""
    if column is None or not column.extra:
        return name
    return f"{name} {column.label.zh} {column.label.en}"


def looked_at(rows: Rows) -> Iterator[tuple[Table, Column]]:
    """All columns in which people type, their own ones included."""
    for name in TABLES:
        table = rows.tables.get(name)
        if table is None or not len(table):
            continue
        known = rows.specs[name].by_name
        for header in table.columns:
            column = known.get(header)
            if not header.startswith("_") and not (column is not None and column.agent):
                yield table, column or _own(header)


@cache
def _own(header: str) -> Column:
    return Column("text", Label(header, header), name=header)


def _everything(rows: Rows) -> dict[str, list[tuple[Table, Column, dict[Cell, str]]]]:
    """By code, the columns in which something was found, and by value what to show of it."""
    result: dict[str, list[tuple[Table, Column, dict[Cell, str]]]] = {code: [] for code in _SAYINGS}
    today = rows.context.today
    for table, column in looked_at(rows):
        header = header_of(rows.specs[table.name].by_name.get(column.name), column.name)
        values, withheld = rows.values(table.name, column.name), rows.unreadable(table.name, column.name)
        found: dict[str, dict[Cell, str]] = {}
        for value in suspicious(header, values):
            text = plain(text_of(value))
            for one in private_in(value, header, today):
                found.setdefault(one.code, {}).setdefault(value, ends(text[one.start : one.end]))
        for cell in withheld:
            if cell.private:
                found.setdefault(cell.private, {})[cell] = cell.raw
        for code, shown in found.items():
            result[code].append((table, column, shown))
    return result


def _of(code: str, title: Label, why: Label, bad: Label, good: Label) -> Rule:
    saying = _SAYINGS[code]

    def check(rows: Rows, context: Context) -> Iterator[Finding]:
        for table, column, shown in rows.once(_everything)[code]:
            cells = rows.cells(table.name, column.name)
            for row in rows.where(table.name, column.name, shown):
                yield rows.find(saying, table, row, column, value=shown[cells[row]])

    return Rule(code, title, why, bad, good, saying.severity, check)


_WHY = Label(
    "这类信息只属于本人，销售用不到，泄露了会害人。这样的内容留在您自己的工作簿里，不会同步给任何人；删掉就好。",
    "It belongs to that person alone, selling does not need it, and a leak does harm. Such a cell stays in your own "
    "workbook and is synced to nobody; just delete it.",
)
IDENTITY = _of(
    "P001",
    Label("身份证号", "ID-card number"),
    _WHY,
    Label("Notes = 张总身份证 33010619900307105X", "Notes = ID card 33010619900307105X"),
    Label("Notes = 张总负责采购", "Notes = Mr Zhang is in charge of purchasing"),
)
OLD_IDENTITY = _of(
    "P002",
    Label("15 位旧身份证号", "ID-card number of 15 digits"),
    _WHY,
    Label("Notes = 旧身份证 330106710815123", "Notes = old ID card 330106710815123"),
    Label("Notes = 注册号 330106000012345", "Notes = registration no. 330106000012345"),
)
ROUNDED = _of(
    "P003",
    Label("被表格改短的证件号、卡号", "What a sheet left of a card's number"),
    Label(
        "长数字在表格里会变成 1.1E+17，或末几位变成 0；剩下的仍看得出是谁、哪天生的。",
        "A sheet turns long numbers into 1.1E+17 or ends them in zeros; what is left still tells where and when "
        "somebody was born.",
    ),
    Label("Notes = 1.10101E+17", "Notes = 1.10101E+17"),
    Label("Notes = （空）", "Notes = (empty)"),
)
BANK_CARD = _of(
    "P004",
    Label("银行卡号", "Bank-card number"),
    _WHY,
    Label("Notes = 卡号 6222021202041700122", "Notes = card 6222021202041700122"),
    Label("Notes = 对公账号 1202020209900012345", "Notes = company account 1202020209900012345"),
)
PASSPORT = _of(
    "P005",
    Label("护照、通行证号码", "Passport or permit number"),
    _WHY,
    Label("Notes = 护照号 E73920518", "Notes = passport E73920518"),
    Label("Notes = 5 月去展会，要办签证", "Notes = needs a visa for the fair in May"),
)
HOME = _of(
    "P006",
    Label("住家的详细地址", "Detailed home address"),
    _WHY,
    Label("Notes = 翠苑小区3幢2单元501室", "Notes = Home address: Apt 5B, 123 Maple Street"),
    Label("Notes = 恒鑫大厦18楼1801室", "Notes = Suite 400, Market Tower"),
)
CHANNEL = _of(
    "P007",
    Label("私人的联系方式", "A private way of contact"),
    Label(
        "联系客户只用工作渠道：工作手机、办公电话、企业微信、公司邮箱。",
        "Customers are contacted through work channels only: a work phone, the office, a work e-mail address.",
    ),
    Label("Contact_Info = 私人手机 13800138000", "Contact_Info = private mobile 13800138000"),
    Label("Contact_Info = 手机 13800138000", "Contact_Info = mobile 13800138000"),
)
