"""What the rules say of cells that a sheet or a slip has damaged, and of such as only look so, word for word."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import pytest

from tests.validators.test_rules import CUSTOMER, FOLLOW_UP, OPPORTUNITY, table
from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.fields import Language
from validators.finding import Finding
from validators.settings import Settings, User

TODAY = date(2026, 5, 6)
TEAM = Settings(users=(User(name="张伟"), User(name="李娜"), User(name="刘洋", active=False)))
OTHER = CUSTOMER | {"Customer_ID": "C20260501002", "Customer_Name": "乙公司", "Contact_Info": "微信:b"}
PLAN: dict[str, Cell] = {
    "Plan_ID": "P20260501001",
    "Customer_ID": "C20260501001",
    "Due_Date": date(2026, 5, 20),
    "Owner": "张伟",
    "Done_By": None,
}
Row: TypeAlias = dict[str, Cell]
Said: TypeAlias = tuple[str, str, str]
"""Severity, column, message."""


def tables(customer: Row, others: dict[str, list[Row]]) -> dict[str, Table]:
    made = table("customers", CUSTOMER | customer, OTHER)
    for name, rows in others.items():
        right = {"follow_ups": FOLLOW_UP, "opportunities": OPPORTUNITY, "plan": PLAN}[name]
        made |= table(name, *(right | row for row in rows))
    return made


def found(code: str, customer: Row, others: dict[str, list[Row]], language: Language) -> list[Finding]:
    return check(tables(customer, others), Context.of(TEAM, TODAY, language), select=[code])


CASES: list[tuple[str, Row, dict[str, list[Row]], list[Said], list[str], list[tuple[Cell, bool]]]] = [
    (
        "H001",
        {"Customer_Name": " 甲公司"},
        {},
        [("info", "Customer_Name", "客户名称：“甲公司”前后或中间有多余的空格")],
        ["Customer name: blanks too many in “甲公司”"],
        [("甲公司", True)],
    ),
    (
        "H001",
        {"Customer_Name": "甲公司 "},
        {},
        [("info", "Customer_Name", "客户名称：“甲公司”前后或中间有多余的空格")],
        ["Customer name: blanks too many in “甲公司”"],
        [("甲公司", True)],
    ),
    (
        "H001",
        {"Customer_Name": "Northwind  Traders"},
        {},
        [("info", "Customer_Name", "客户名称：“Northwind Traders”前后或中间有多余的空格")],
        ["Customer name: blanks too many in “Northwind Traders”"],
        [("Northwind Traders", True)],
    ),
    (
        "H001",
        {"Customer_Name": "甲\xa0公司"},
        {},
        [("info", "Customer_Name", "客户名称：“甲 公司”前后或中间有多余的空格")],
        ["Customer name: blanks too many in “甲 公司”"],
        [("甲 公司", True)],
    ),
    ("H001", {"Customer_Name": "甲 公司"}, {}, [], [], []),
    ("H001", {"Customer_Name": "  "}, {}, [], [], []),
    (
        "H002",
        {"Customer_Name": "甲\u200b公司"},
        {},
        [("warning", "Customer_Name", "客户名称：“甲 公司”里有看不见的字符")],
        ["Customer name: “甲 公司” holds signs that nobody sees"],
        [("甲公司", True)],
    ),
    (
        "H002",
        {"Customer_Name": "\ufeff甲公司"},
        {},
        [("warning", "Customer_Name", "客户名称：“甲公司”里有看不见的字符")],
        ["Customer name: “甲公司” holds signs that nobody sees"],
        [("甲公司", True)],
    ),
    (
        "H002",
        {"Customer_Name": "甲\xad公司"},
        {},
        [("warning", "Customer_Name", "客户名称：“甲 公司”里有看不见的字符")],
        ["Customer name: “甲 公司” holds signs that nobody sees"],
        [("甲公司", True)],
    ),
    ("H002", {"Customer_Name": "👨\u200d👩\u200d👧 家政公司"}, {}, [], [], []),
    ("H002", {"Customer_Name": "\u200b"}, {}, [], [], []),
    (
        "H010",
        {"Customer_Name": "甲公司\n杭州分公司"},
        {},
        [("info", "Customer_Name", "客户名称：名称里有换行")],
        ["Customer name: a line break in a name"],
        [("甲公司杭州分公司", False)],
    ),
    (
        "H010",
        {"Customer_Name": "Northwind\r\nTraders"},
        {},
        [("info", "Customer_Name", "客户名称：名称里有换行")],
        ["Customer name: a line break in a name"],
        [("Northwind Traders", False)],
    ),
    ("H010", {"Customer_Name": "甲公司\n"}, {}, [], [], []),
    (
        "H011",
        {"Customer_Name": "20240501"},
        {},
        [("warning", "Customer_Name", "客户名称：“20240501”只有数字或符号，不像名称")],
        ["Customer name: “20240501” is digits or signs, not a name"],
        [],
    ),
    ("H011", {"Customer_Name": "？？"}, {}, [], [], []),
    ("H011", {"Customer_Name": "3M公司"}, {}, [], [], []),
    (
        "H011",
        {"Customer_Name": "———"},
        {},
        [("warning", "Customer_Name", "客户名称：“———”只有数字或符号，不像名称")],
        ["Customer name: “———” is digits or signs, not a name"],
        [],
    ),
    (
        "H012",
        {"Customer_Name": "13800138000"},
        {},
        [("warning", "Customer_Name", "客户名称：填的是电话或邮箱，不是名称")],
        ["Customer name: a phone or e-mail address instead of a name"],
        [],
    ),
    (
        "H012",
        {"Customer_Name": "甲公司 138 0013 8000"},
        {},
        [("info", "Customer_Name", "客户名称：名称里带着电话或邮箱")],
        ["Customer name: a phone or e-mail address beside the name"],
        [],
    ),
    (
        "H012",
        {"Customer_Name": "甲公司 0571-88886666"},
        {},
        [("info", "Customer_Name", "客户名称：名称里带着电话或邮箱")],
        ["Customer name: a phone or e-mail address beside the name"],
        [],
    ),
    (
        "H012",
        {"Customer_Name": "li@example.com"},
        {},
        [("warning", "Customer_Name", "客户名称：填的是电话或邮箱，不是名称")],
        ["Customer name: a phone or e-mail address instead of a name"],
        [],
    ),
    ("H012", {"Customer_Name": "甲公司 8888"}, {}, [], [], []),
    (
        "H009",
        {"Customer_Name": "待定"},
        {},
        [("warning", "Customer_Name", "客户名称：“待定”不算内容，这一列必填")],
        ["Customer name: “待定” says nothing, and this is required"],
        [],
    ),
    (
        "H009",
        {"Customer_Name": "test 1"},
        {},
        [("warning", "Customer_Name", "客户名称：“test 1”不算内容，这一列必填")],
        ["Customer name: “test 1” says nothing, and this is required"],
        [],
    ),
    (
        "H009",
        {"Customer_Name": "ＴＢＤ"},
        {},
        [("warning", "Customer_Name", "客户名称：“ＴＢＤ”不算内容，这一列必填")],
        ["Customer name: “ＴＢＤ” says nothing, and this is required"],
        [],
    ),
    ("H009", {"Customer_Name": "待定家居"}, {}, [], [], []),
    (
        "H009",
        {"Customer_Name": "无"},
        {},
        [("warning", "Customer_Name", "客户名称：“无”不算内容，这一列必填")],
        ["Customer name: “无” says nothing, and this is required"],
        [],
    ),
    (
        "H016",
        {"Customer_Name": "锟斤拷公司"},
        {},
        [("warning", "Customer_Name", "客户名称：“锟斤拷公司”是乱码")],
        ["Customer name: “锟斤拷公司” is garbled"],
        [],
    ),
    (
        "H016",
        {"Customer_Name": "æ\x9d\xadå·\x9eæ\x98\x8eè¿\x9c"},
        {},
        [("warning", "Customer_Name", "客户名称：“æ å· æ è¿”是乱码，是不是“杭州明远”？")],
        ["Customer name: “æ å· æ è¿” is garbled; is it “杭州明远”?"],
        [("杭州明远", False)],
    ),
    (
        "H016",
        {"Customer_Name": "CafÃ© Nord"},
        {},
        [("warning", "Customer_Name", "客户名称：“CafÃ© Nord”是乱码，是不是“Café Nord”？")],
        ["Customer name: “CafÃ© Nord” is garbled; is it “Café Nord”?"],
        [("Café Nord", False)],
    ),
    ("H016", {"Customer_Name": "Café Nord"}, {}, [], [], []),
    (
        "H017",
        {"Customer_Name": "#REF!"},
        {},
        [("warning", "Customer_Name", "客户名称：“#REF!”是表格的错误提示，不是内容")],
        ["Customer name: “#REF!” is a sheet's error, not content"],
        [],
    ),
    (
        "H017",
        {"Customer_Name": "######"},
        {},
        [("warning", "Customer_Name", "客户名称：“######”是表格的错误提示，不是内容")],
        ["Customer name: “######” is a sheet's error, not content"],
        [],
    ),
    ("H017", {"Customer_Name": "#1公司"}, {}, [], [], []),
    (
        "H019",
        {"Customer_Name": "合计"},
        {},
        [("warning", "Customer_Name", "客户名称：“合计”是合计行，不是客户")],
        ["Customer name: “合计” is a total, not a record"],
        [],
    ),
    (
        "H019",
        {"Customer_Name": "Total："},
        {},
        [("warning", "Customer_Name", "客户名称：“Total：”是合计行，不是客户")],
        ["Customer name: “Total：” is a total, not a record"],
        [],
    ),
    ("H019", {"Customer_Name": "合计科技"}, {}, [], [], []),
    (
        "H003",
        {"Contact_Info": "１３８００１３８０００"},
        {},
        [("info", "Contact_Info", "联系方式：“１３８００１３８０００”里有全角的数字或字母")],
        ["Contact info: full-width digits or letters in “１３８００１３８０００”"],
        [("13800138000", True)],
    ),
    ("H003", {"Contact_Info": "手机：13800138000"}, {}, [], [], []),
    (
        "H003",
        {"Contact_Info": "ｌｉ＠example.com"},
        {},
        [("info", "Contact_Info", "联系方式：“ｌｉ＠example.com”里有全角的数字或字母")],
        ["Contact info: full-width digits or letters in “ｌｉ＠example.com”"],
        [("li@example.com", True)],
    ),
    (
        "H004",
        {"Contact_Info": 13800138000},
        {},
        [("info", "Contact_Info", "联系方式：电话存成了数字，列窄时显示成 1.38E+10")],
        ["Contact info: a number; in a narrow column it shows as 1.38E+10"],
        [("13800138000", True)],
    ),
    (
        "H004",
        {"Contact_Info": 4008008888.0},
        {},
        [("info", "Contact_Info", "联系方式：电话存成了数字，列窄时显示成 4.01E+09")],
        ["Contact info: a number; in a narrow column it shows as 4.01E+09"],
        [("4008008888", True)],
    ),
    ("H004", {"Contact_Info": 13800138000.5}, {}, [], [], []),
    ("H004", {"Contact_Info": 88886666}, {}, [], [], []),
    (
        "H005",
        {"Notes": 6.22202110012346e18},
        {},
        [("warning", "Notes", "客户备注：622…84 超过 15 位，后面的数字已丢失")],
        ["Notes: 622…84 lost its digits beyond the 15th"],
        [],
    ),
    ("H005", {"Notes": 123456789012345}, {}, [], [], []),
    (
        "H005",
        {"Notes": 1000000000000000.0},
        {},
        [("warning", "Notes", "客户备注：100…00 超过 15 位，后面的数字已丢失")],
        ["Notes: 100…00 lost its digits beyond the 15th"],
        [],
    ),
    (
        "H005",
        {"Notes": "1.23457E+17"},
        {},
        [("warning", "Notes", "客户备注：1.23…E+17 超过 15 位，后面的数字已丢失")],
        ["Notes: 1.23…E+17 lost its digits beyond the 15th"],
        [],
    ),
    ("H005", {"Notes": "1.2E+3"}, {}, [], [], []),
    (
        "H006",
        {"Contact_Job": "10086.0"},
        {},
        [("info", "Contact_Job", "联系人职位：“10086.0”后面多了“.0”")],
        ["Job title: “.0” too much in “10086.0”"],
        [("10086", True)],
    ),
    (
        "H006",
        {"Contact_Job": "10086.00"},
        {},
        [("info", "Contact_Job", "联系人职位：“10086.00”后面多了“.0”")],
        ["Job title: “.0” too much in “10086.00”"],
        [("10086", True)],
    ),
    ("H006", {"Contact_Job": "2.0"}, {}, [], [], []),
    (
        "H008",
        {"Notes": "=VLOOKUP(A3,B:C,2,0)"},
        {},
        [("info", "Notes", "客户备注：“=VLOOKUP(A3,B:C,2,0)”是公式，却按文本存了")],
        ["Notes: “=VLOOKUP(A3,B:C,2,0)” is a formula kept as text"],
        [],
    ),
    (
        "H008",
        {"Notes": "=B7"},
        {},
        [("info", "Notes", "客户备注：“=B7”是公式，却按文本存了")],
        ["Notes: “=B7” is a formula kept as text"],
        [],
    ),
    (
        "H008",
        {"Notes": "=甲!A1"},
        {},
        [("info", "Notes", "客户备注：“=甲!A1”是公式，却按文本存了")],
        ["Notes: “=甲!A1” is a formula kept as text"],
        [],
    ),
    ("H008", {"Notes": "=跟进三次"}, {}, [], [], []),
    ("H008", {"Notes": "=100元"}, {}, [], [], []),
    (
        "H009",
        {"Contact_Job": "无"},
        {},
        [("info", "Contact_Job", "联系人职位：“无”不算内容")],
        ["Job title: “无” says nothing"],
        [],
    ),
    (
        "H009",
        {"Contact_Job": "N/A"},
        {},
        [("info", "Contact_Job", "联系人职位：“N/A”不算内容")],
        ["Job title: “N/A” says nothing"],
        [],
    ),
    ("H009", {"Contact_Job": "无人机工程师"}, {}, [], [], []),
    (
        "H014",
        {"Attachments": "报价单.pdf"},
        {},
        [("info", "Attachments", "附件：“报价单.pdf”要按“客户名+日期+内容”命名")],
        ["Attachments: “报价单.pdf” is not named customer+date+content"],
        [],
    ),
    ("H014", {"Attachments": "甲公司+20260501+报价单.pdf"}, {}, [], [], []),
    (
        "H014",
        {"Attachments": "乙公司+20260501+报价单.pdf"},
        {},
        [("info", "Attachments", "附件：“乙公司+20260501+报价单.pdf”写的不是这家客户")],
        ["Attachments: “乙公司+20260501+报价单.pdf” names another customer"],
        [],
    ),
    (
        "H014",
        {"Attachments": "甲公司+20261301+合同.pdf"},
        {},
        [("info", "Attachments", "附件：“甲公司+20261301+合同.pdf”里没有 20261301 这一天")],
        ["Attachments: “甲公司+20261301+合同.pdf”: there is no day 20261301"],
        [],
    ),
    ("H014", {"Attachments": "https://example.com/1"}, {}, [], [], []),
    (
        "H014",
        {"Attachments": "甲公司＋2026-05-01＋合同；名片.jpg"},
        {},
        [("info", "Attachments", "附件：“名片.jpg”要按“客户名+日期+内容”命名")],
        ["Attachments: “名片.jpg” is not named customer+date+content"],
        [],
    ),
    ("H014", {"Attachments": "D:\\文件\\甲公司+20260501+合同.pdf"}, {}, [], [], []),
    (
        "H015",
        {"Contact_Person": "乙公司"},
        {},
        [("warning", "Contact_Person", "联系人：“乙公司”像公司名称，不像人")],
        ["Contact: “乙公司” looks like a company, not a person"],
        [],
    ),
    (
        "H015",
        {"Contact_Person": "Northwind Traders Ltd."},
        {},
        [("warning", "Contact_Person", "联系人：“Northwind Traders L…”像公司名称，不像人")],
        ["Contact: “Northwind Traders L…” looks like a company, not a person"],
        [],
    ),
    ("H015", {"Contact_Person": "公司前台"}, {}, [], [], []),
    ("H015", {"Contact_Person": "Nico"}, {}, [], [], []),
    (
        "H007",
        {},
        {"follow_ups": [{"Content": 46357}]},
        [("info", "Content", "跟进内容：46357 像是日期变成的数字，是不是 2026-12-01？")],
        ["Content: 46357 may have been a date; is it 2026-12-01?"],
        [("2026-12-01", False)],
    ),
    (
        "H007",
        {},
        {"follow_ups": [{"Next_Plan": "46357"}]},
        [("info", "Next_Plan", "下一步计划：46357 像是日期变成的数字，是不是 2026-12-01？")],
        ["Next plan: 46357 may have been a date; is it 2026-12-01?"],
        [("2026-12-01", False)],
    ),
    ("H007", {}, {"follow_ups": [{"Next_Plan": "12345"}]}, [], [], []),
    (
        "H013",
        {},
        {"follow_ups": [{"Content": "已报价", "Feedback": "已报价", "Next_Plan": "已报价"}]},
        [("warning", "", "这一行有 3 列都是“已报价”")],
        ["this row says “已报价” in 3 columns"],
        [],
    ),
    ("H013", {}, {"follow_ups": [{"Content": "已报价", "Feedback": "已报价", "Next_Plan": "回访"}]}, [], [], []),
    (
        "H013",
        {"Contact_Person": "甲公司", "Contact_Job": "甲公司"},
        {},
        [("warning", "", "这一行有 3 列都是“甲公司”")],
        ["this row says “甲公司” in 3 columns"],
        [],
    ),
    ("H013", {"Contact_Person": "甲公司", "Contact_Job": "采购"}, {}, [], [], []),
    (
        "H018",
        {"Customer_Name": "客户名称*", "Contact_Info": "联系方式*", "Status": "客户状态*"},
        {},
        [("warning", "", "这一行是又贴了一遍的表头")],
        ["this row is the header once more"],
        [],
    ),
    (
        "H018",
        {"Customer_Name": "Customer_Name", "Contact_Info": "Contact_Info", "Contact_Person": "联系人"},
        {},
        [("warning", "", "这一行是又贴了一遍的表头")],
        ["this row is the header once more"],
        [],
    ),
    ("H018", {"Customer_Name": "甲公司", "Contact_Person": "联系人"}, {}, [], [], []),
]


def test_a_number_as_long_as_a_cards_is_not_repeated_in_a_fix() -> None:
    (one,) = found("H001", {"Contact_Job": "证件 110101199003071234 "}, {}, "zh")
    assert one.fix is None
    assert "199003" not in one.message + (one.hint or "")
    (one,) = found("H001", {"Contact_Job": "工号 1234567890 "}, {}, "zh")
    assert one.fix is not None


@pytest.mark.parametrize(("code", "customer", "others", "zh", "en", "fixes"), CASES)
def test_cells_that_were_damaged(
    code: str,
    customer: Row,
    others: dict[str, list[Row]],
    zh: list[Said],
    en: list[str],
    fixes: list[tuple[Cell, bool]],
) -> None:
    said = found(code, customer, others, "zh")
    assert [(one.severity, one.column or "", one.message) for one in said] == zh
    assert [one.message for one in found(code, customer, others, "en")] == en
    assert [(one.fix.value, one.fix.safe) for one in said if one.fix is not None] == fixes
    assert all(one.hint for one in said)
