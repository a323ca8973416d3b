"""`check` as a whole: whatever stands in a cell, wherever the row stands, in either language."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validators.cells import Cell, Table, Unreadable
from validators.check import UnknownRule, check
from validators.context import Context
from validators.fields import TABLES, Language
from validators.finding import Finding
from validators.settings import Columns, ExtraColumn, RuleSettings, Settings, User

TODAY = date(2026, 11, 24)
EXTRA = (
    ExtraColumn(table="customers", name="VAT", type="yes_no"),
    ExtraColumn(table="customers", name="Staff", type="number"),
    ExtraColumn(table="customers", name="Class", type="choice", choices=("A", "B")),
    ExtraColumn(table="customers", name="Founded", type="date", required=True),
)
TEAM = Settings(users=(User(name="张伟"), User(name="Li Wei")), columns=Columns(extra=EXTRA))
CARD = "110101199003071234"
ODD: list[Cell] = [
    *(None, "", "  ", True, False, 0, 1, -5, 0.6, 1e300, float("inf"), float("nan"), 45413, 20240501, 10**400, 1.1e17),
    *(date(2024, 5, 1), date(1880, 1, 1), date(2999, 1, 1), datetime(2024, 5, 1), datetime(2024, 5, 1, 10, 30)),
    *("2024-02-30", "2024.3.5", "3/4/24", "5月1日", "99/99/99", "下周", "٢٠٢٤", "²", "①"),
    *("C20240501001", "c20240501001", "F20240501001", "O20240501001", "NEW-abcdefgh", "甲公司", "😀", CARD),
    *("1.2万", "120k", "12,000", "¥1,2", "0.5%", "1²k", "1" * 400 + "k", "x" * 300, "x" * 40_000, "{0}{label}%s"),
    *("微信:abc", "1.38E+10", "13800138000", "1380013800", "+1 404-555-130", "++86", "()", "转 12", "a\x00\nb"),
    *("其他", "won", "流失客户", "赢单", "Lost", "张玮", "li wei", "是", "也许"),
    *(Unreadable("#REF!"), Unreadable("=A1*2")),
]


def context(language: Language = "zh", team: Settings = TEAM) -> Context:
    return Context.of(team, TODAY, language)


@st.composite
def any_tables(draw: st.DrawFn) -> dict[str, Table]:
    """Up to four tables, any of whose columns may be missing, with any cell anywhere."""
    tables = {}
    for name in draw(st.sets(st.sampled_from(TABLES))):
        columns = draw(st.sets(st.sampled_from([column.name for column in context().specs[name].columns])))
        length = draw(st.integers(0, 4))
        cells = st.lists(st.sampled_from(ODD), min_size=length, max_size=length)
        tables[name] = Table(name, {column: draw(cells) for column in [*sorted(columns), "Unknown"]})
    return tables


@settings(max_examples=150, deadline=None)
@given(any_tables(), st.sampled_from(["zh", "en"]))
def test_whatever_stands_there_is_judged_in_one_line_that_gives_no_card_number_away(
    tables: dict[str, Table], language: Language
) -> None:
    for finding in check(tables, context(language)):
        for text in (finding.message, finding.hint or ""):
            assert text.isprintable()
            assert CARD[4:14] not in text
        assert finding.message
        assert len(finding.message) <= 80
        typed = {*context().specs[finding.table].by_name, *(["Unknown"] if finding.rule[0] == "P" else ())}
        assert finding.column is None or finding.column in typed
        assert 0 <= finding.row < len(tables[finding.table])


@settings(max_examples=100, deadline=None)
@given(any_tables())
def test_the_order_of_rows_decides_nothing(tables: dict[str, Table]) -> None:
    turned = {name: table.take(list(reversed(range(len(table))))) for name, table in tables.items()}

    def told(finding: Finding, row: int) -> tuple[str, int, str, str, str, str]:
        return finding.table, row, finding.column or "", finding.rule, finding.message, finding.hint or ""

    straight = [told(f, f.row) for f in check(tables, context())]
    back = [told(f, len(turned[f.table]) - 1 - f.row) for f in check(turned, context())]
    assert sorted(straight) == sorted(back)


@settings(max_examples=50, deadline=None)
@given(any_tables())
def test_findings_come_by_table_row_and_column(tables: dict[str, Table]) -> None:
    places = [
        (TABLES.index(f.table), f.row, [c.name for c in context().specs[f.table].columns].index(f.column or ""))
        for f in check(tables, context())
    ]
    assert places == sorted(places)


def customers(**columns: list[Cell]) -> dict[str, Table]:
    return {"customers": Table("customers", columns)}


@pytest.mark.parametrize(
    ("column", "cell", "message", "fix"),
    [
        ("VAT", "也许", "VAT：请填“是”或“否”，这里是“也许”", None),
        ("Staff", "120k", "Staff：“120k”不是数字，是不是 120000？", 120_000),
        ("Staff", True, "Staff：“TRUE”不是数字", None),
        ("Staff", float("inf"), None, None),
        ("Class", "C", "Class：“C”不在列表里，请从下拉里选", None),
        ("Founded", 45413, "Founded：45413 是数字，是不是 2024-05-01？", date(2024, 5, 1)),
        ("Founded", float("inf"), "Founded：“inf”不是日期", None),
        ("Founded", datetime(2024, 5, 1, 10), "Founded：只需要日期，不用写时间", date(2024, 5, 1)),
        ("Founded", None, "Founded：还没填", None),
        ("Founded", "2024-05-01 10:30", "Founded：只需要日期，不用写时间", date(2024, 5, 1)),
        ("Founded", "24年5月1日", "Founded：“24年5月1日”不是日期，是不是 2024-05-01？", date(2024, 5, 1)),
        ("Founded", "2024-05-01 周三", "Founded：“2024-05-01 周三”不是日期，是不是 2024-05-01？", date(2024, 5, 1)),
        ("Founded", "45413", "Founded：“45413”不是日期，是不是 2024-05-01？", date(2024, 5, 1)),
        ("Founded", "24-05-01 周三", "Founded：“24-05-01 周三”不是日期", None),
        ("Founded", "5月1日", "Founded：“5月1日”没有写年份", None),
        ("Founded", "2024年2月30号", "Founded：没有 2024年2月30号 这一天", None),
        ("Staff", "约12", "Staff：“约12”不是数字，是不是 12？", 12),
        ("Staff", "60%", "Staff：“60%”不是数字", None),
        ("Contract_Amount", "-500", "合同金额：要大于 0，这里是 -500", None),
        ("Contract_Amount", "$12000", "合同金额：“$12000”不是数字", None),
        ("Contract_Amount", "1,2000", "合同金额：“1,2000”不是数字，是不是 12000？", 12_000),
        ("Contact_Info", date(2024, 5, 1), "联系方式：看不出怎么联系，请补充号码", None),
        ("Contact_Info", "1.38E+10", "联系方式：号码变成了 1.38E+10，末几位已丢失，请重新填写", None),
        ("Contact_Info", "+1 404-555-130", "联系方式：号码位数不对，请核对", None),
        ("Contact_Person", "王" * 256, "联系人：太长，256 个字，最多 255 个", None),
        ("Notes", Unreadable("=A1"), "客户备注：公式还没有结果", None),
        ("Customer_ID", "c20240501001", "客户编号：“c20240501001”请写成 C20240501001", "C20240501001"),
        ("Industry", "制造", "所属行业：“制造”不在列表里，是不是“制造业”？", "制造业"),
        ("Owner", "張偉", "负责人：团队里没有“張偉”，是不是“张伟”？", "张伟"),
        ("Owner", "li wei", "负责人：团队里没有“li wei”，是不是“Li Wei”？", "Li Wei"),
        ("Status", CARD, "客户状态：“110…34”不在列表里，请从下拉里选", None),
    ],
)
def test_a_column_by_itself(column: str, cell: Cell, message: str | None, fix: Cell) -> None:
    found = check({"customers": Table("customers", {column: [cell], "Level": ["普通客户"]})}, context())
    assert [one.message for one in found] == ([message] if message else [])
    assert [one.fix.value for one in found if one.fix is not None] == ([fix] if fix is not None else [])
    assert not any(one.fix.safe for one in found if one.fix is not None)


@pytest.mark.parametrize(
    "cell", ["95588", "400-800-8888", "0991-8888666 王总", "(+86) 138 0013 8000", "0086 13800138000"]
)
@pytest.mark.parametrize("more", ["", " ext. 12", "转8001"])
def test_usable_contacts_are_left_alone(cell: str, more: str) -> None:
    assert check(customers(Contact_Info=[cell + more]), context()) == []


def test_true_beside_1_is_judged_by_itself() -> None:
    found = check(customers(Staff=[1, True, 1.0], VAT=[1, True, "否"]), context())
    assert [(one.row, one.rule) for one in found] == [(1, "R007")]


def test_a_share_typed_as_text_is_mended_in_one_way_only() -> None:
    tables = {"opportunities": Table("opportunities", {"Probability": ["0.6", "0.6%", "60%", "120%"]})}
    found = check(tables, context(), select=["R007", "R009"])
    assert [(one.row, one.rule, one.fix and one.fix.value) for one in found] == [
        (0, "R009", 60),
        (1, "R007", 0.6),
        (2, "R007", 60),
        (3, "R009", None),
    ]


def test_rows_that_stand_nowhere_are_told_without_an_address() -> None:
    name, phone = "甲公司", "13800138000"
    tables = customers(Customer_ID=["C20240501001"] * 2, Customer_Name=[name] * 2, Contact_Info=["", "微信:b"])
    assert [one.message for one in check(tables, context(), select=["K001"])] == [
        "客户编号：C20240501001 也用在另外一行"
    ] * 2
    tables = customers(Customer_Name=[name] * 2, Contact_Info=[phone] * 2)
    assert [one.message for one in check(tables, context("en"), select=["D001"])] == [
        "Customer name: another row is the same customer"
    ] * 2


def test_a_blank_row_is_no_row() -> None:
    assert check(customers(Customer_Name=[None, ""], Level=[None, " "], Check=["✗", None]), context()) == []


def test_a_name_that_two_customers_have_is_not_guessed() -> None:
    tables = customers(Customer_ID=["C20240501001", "C20240501002"], Customer_Name=["甲公司", "甲 公司"])
    tables["plan"] = Table("plan", {"Customer_ID": ["甲公司", "c20240501002"]})
    found = check(tables, context(), select=["R002", "K002"])
    assert [(one.rule, one.message, one.fix.value if one.fix else None) for one in found] == [
        ("K002", "客户编号：请写编号，叫“甲公司”的客户有 2 家", None),
        ("R002", "客户编号：“c20240501002”请写成 C20240501002", "C20240501002"),
    ]
    assert [one.message for one in check(tables, context("en"), select=["K002"])] == [
        "Customer ID: type the ID; 2 are called “甲公司”"
    ]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("杭州远景科技有限公司", "C20240501001"),
        ("杭州遠景科技", "C20240501001"),
        ("杭州远景科技（宁波分公司）", "C20240501002"),
        ("远景", None),
        ("有限公司", None),
    ],
)
def test_a_shorter_name_is_known_too_where_it_is_one_customers(typed: str, key: str | None) -> None:
    names: list[Cell] = ["杭州远景科技有限公司", "杭州远景科技有限公司宁波分公司", "杭州远景科技宁波分公司", "海天"]
    keys: list[Cell] = ["C20240501001", "C20240501003", "C20240501002", None]
    tables = customers(Customer_ID=keys, Customer_Name=names)
    tables["plan"] = Table("plan", {"Customer_ID": [typed]})
    (found,) = check(tables, context(), select=["R002", "K002"])
    assert (found.rule, found.fix and found.fix.value) == (("K002", key) if key else ("R002", None))


def test_a_malformed_id_is_not_offered_for_a_name() -> None:
    tables = customers(Customer_ID=["旧-7"], Customer_Name=["甲公司"])
    tables["plan"] = Table("plan", {"Customer_ID": ["甲公司"]})
    assert [(one.table, one.rule) for one in check(tables, context())] == [("customers", "R002"), ("plan", "R002")]


def test_without_follow_ups_nobody_is_overdue() -> None:
    tables = customers(Customer_ID=["C20240501001"], Level=["重点客户"], Status=["意向客户"])
    assert check(tables, context(), select=["F"]) == []
    tables["follow_ups"] = Table("follow_ups", {"Customer_ID": [], "Follow_Date": []})
    assert [one.rule for one in check(tables, context(), select=["F"])] == ["F001"]


def test_a_code_says_more_than_its_family() -> None:
    team = Settings(rules=RuleSettings(severity={"R001": "info", "R": "warning"}))
    found = check(customers(Level=[None], Status=["谁知道"]), context(team=team), select=["R"])
    assert [(one.rule, one.severity) for one in found] == [("R006", "warning"), ("R001", "info")]


@pytest.mark.parametrize(
    ("rules", "code", "nearest"),
    [
        (RuleSettings(ignore=("S06",)), "S06", "S006"),
        (RuleSettings(severity={"K01": "info"}), "K01", "K001"),
        (RuleSettings(ignore=("",)), "", None),
    ],
)
def test_an_unknown_code_in_the_settings_names_the_nearest(rules: RuleSettings, code: str, nearest: str | None) -> None:
    with pytest.raises(UnknownRule) as caught:
        check({}, context(team=Settings(rules=rules)))
    assert caught.value.code == code
    assert nearest is None or caught.value.nearest == nearest
