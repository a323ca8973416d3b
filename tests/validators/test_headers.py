from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.cells import Cell
from validators.fields import TABLES
from validators.headers import TableMatch, match, normal_header
from validators.models import specs
from validators.settings import Columns, ExtraColumn, LabelSetting, Settings

SPECS = specs()


def best(*headers: Cell) -> TableMatch:
    return match(headers, SPECS)[0]


def named(found: TableMatch) -> list[str]:
    return list(found.columns.values())


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("seed", range(5))
def test_each_table_is_told_from_the_others_by_names_or_labels_in_any_order(table: str, seed: int) -> None:
    columns = list(SPECS[table].columns)
    random.Random(seed).shuffle(columns)
    for headers in (
        [column.header for column in columns],
        [column.label.zh for column in columns],
        [column.label.en for column in columns],
        [column.label.zh for column in columns if column.required],
        [column.label.en for column in columns if column.required],
    ):
        found = match(headers, SPECS)
        assert found[0].table == table
        assert not (found[0].missing or found[0].unknown or found[0].doubled)
        assert len(found) == 1 or found[0].score > found[1].score


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Customer_Name*", "Customer_Name"),
        (" customer name ", "Customer_Name"),
        ("客户名称：", "Customer_Name"),
        ("公司名称", "Customer_Name"),
        ("ＣＵＳＴＯＭＥＲ＿ＮＡＭＥ", "Customer_Name"),
        ("客户名称（全称）", "Customer_Name"),
        ("客户名称【必填】", "Customer_Name"),
    ],
)
def test_spellings_of_one_header(header: str, column: str) -> None:
    assert best(header, "客户状态", "客户等级").columns[0] == column


def test_everyday_words() -> None:
    found = best("序号", "公司名称", "联系人", "电话(必填)", "职务", "客户级别", "业务员", None, 5)
    assert found.table == "customers"
    assert found.columns == {
        1: "Customer_Name",
        2: "Contact_Person",
        3: "Contact_Info",
        4: "Contact_Job",
        5: "Level",
        6: "Owner",
    }
    assert found.unknown == {0: "序号"}
    assert [column.name for column in found.missing] == ["Status", "Create_User"]


def test_one_word_for_two_columns_belongs_to_the_tables_own() -> None:
    customers = best("客户编号", "客户名称", "客户状态", "负责人")
    deals = best("客户编号", "机会名称", "当前阶段", "负责人")
    follow_ups = best("客户编号", "跟进日期", "跟进内容", "跟进人")
    assert (customers.columns[0], customers.columns[3]) == ("Customer_ID", "Owner")
    assert (deals.columns[0], deals.columns[3]) == ("Customer_ID", "Responsible")
    assert (follow_ups.table, follow_ups.columns[0]) == ("follow_ups", "Customer_ID")


def test_the_exact_name_goes_before_an_everyday_word_for_the_same_column() -> None:
    found = best("电话", "客户名称", "Contact_Info", "手机", "客户状态")
    assert found.columns[2] == "Contact_Info"
    assert found.doubled == ("电话", "手机")
    assert found.unknown == {0: "电话", 3: "手机"}


def test_a_missing_column_names_the_unclaimed_header_that_may_be_meant() -> None:
    found = best("客户名称", "联系方法", "客户状况", "客户等级", "创建人", "颜色")
    assert found.near == {"Contact_Info": "联系方法", "Status": "客户状况"}
    assert best("Customer name", "Contact infos", "Status", "Level", "Created by").near == {
        "Contact_Info": "Contact infos"
    }


def test_the_agents_columns_are_known_and_prove_nothing() -> None:
    found = best("客户名称", "客户状态", "客户等级", "检查", "Next_Due", "Duplicate of", "最后更新日期")
    assert named(found)[3:] == ["Check", "Next_Due", "Duplicate_Of", "Update_Date"]
    assert match(["Check", "Next_Due", "Duplicate_Of", "Update_Date"], SPECS) == []


@pytest.mark.parametrize(
    "headers",
    [
        [],
        ["a", "b", "c"],
        [None, 1, 2.5, True],
        ["客户编号", "负责人", "备注"],
        ["客户编号", "客户名称"],
        ["Name", "Amount", "Date"],
        ["客户", "金额", "日期", "合计"],
    ],
)
def test_too_little_is_no_table(headers: list[Cell]) -> None:
    assert match(headers, SPECS) == []


def test_a_row_that_fits_two_tables_equally_well_shows_both() -> None:
    found = match(["客户ID", "日期", "销售", "金额"], SPECS)
    assert {fit.table for fit in found[:2]} == {"follow_ups", "opportunities"}
    assert found[0].score == found[1].score


def test_extra_columns_are_known_by_name_and_label() -> None:
    extra = ExtraColumn(table="customers", name="VAT_No", label=LabelSetting(zh="税号", en="VAT number"))
    own = specs(Settings(columns=Columns(extra=(extra,), off=("Region",))))
    for header in ("vat no", "税号", "VAT number"):
        (found,) = match(["客户名称", "客户状态", "客户等级", header, "所属区域"], own)
        assert found.columns[3] == "VAT_No"
        assert found.unknown == {4: "所属区域"}


def test_normal_headers() -> None:
    assert normal_header("  Customer_Name *") == normal_header("customer name") == "customername"
    assert normal_header(None) == ""


@given(
    st.lists(st.none() | st.text(max_size=8) | st.integers() | st.sampled_from(["客户名称", "电话", "状态", "()", "("]))
)
def test_any_row_may_be_asked(headers: list[Cell]) -> None:
    for found in match(headers, SPECS):
        places = [*found.columns, *found.unknown]
        assert len(places) == len(set(places))
        assert all(headers[at] is not None for at in places)
