from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.company import split_name
from validators.names import normal_name


@pytest.mark.parametrize(
    ("text", "city", "core", "trade", "form", "branch"),
    [
        ("杭州远景科技有限公司", "杭州", "远景", "科技", "有限公司", ""),
        ("浙江省杭州市远景科技股份有限公司", "杭州", "远景", "科技", "股份有限公司", ""),
        ("杭州市余杭区远景科技", "杭州", "远景", "科技", "", ""),
        ("苏州工业园区同泰精密机械有限公司", "苏州", "同泰", "精密机械", "有限公司", ""),
        ("云帆科技（上海）有限公司", "上海", "云帆", "科技", "有限公司", ""),
        ("雲帆科技(上海)有限公司", "上海", "云帆", "科技", "有限公司", ""),
        ("义乌小商品贸易", "金华", "小商品", "贸易", "", ""),
        ("远景科技", "", "远景", "科技", "", ""),
        ("海底捞", "", "海底捞", "", "", ""),
        # A place or a trade that is all there is names the company.
        ("上海贸易有限公司", "", "上海", "贸易", "有限公司", ""),
        ("杭州银行", "", "杭州", "银行", "", ""),
        ("德宏帆食品", "", "德宏帆", "食品", "", ""),
        ("杭州市场开发有限公司", "杭州", "市场", "开发", "有限公司", ""),
        # Branches.
        ("杭州远景科技有限公司宁波分公司", "杭州", "远景", "科技", "", "宁波分公司"),
        ("远景科技宁波分公司", "", "远景", "科技", "", "宁波分公司"),
        ("中国工商银行股份有限公司杭州西湖支行", "", "中国工商", "银行", "", "杭州西湖支行"),
        ("海底捞（西湖店）", "", "海底捞西湖", "", "", "店"),
        # English, and what is no name.
        ("Acme Tools Co., Ltd.", "", "acmetools", "", "co ltd", ""),
        ("有限公司", "", "有限公司", "", "", ""),
        ("", "", "", "", "", ""),
    ],
)
def test_the_parts_of_a_name(text: str, city: str, core: str, trade: str, form: str, branch: str) -> None:
    found = split_name(text)
    assert (found.region.city, found.core, found.trade, found.form, found.branch) == (city, core, trade, form, branch)
    assert found.key == normal_name(text)


@pytest.mark.parametrize("text", ["温州锐顺美电子公司", "温州锐顺美电子有限 公司", "温州锐顺美电子 有限责任公司"])
def test_forms_that_blanks_or_neighbours_hide(text: str) -> None:
    assert normal_name(text) == "温州锐顺美电子"


@pytest.mark.parametrize("text", ["远景子公司", "远景分公司", "远景 分公司", "子公司"])
def test_a_subsidiary_is_no_legal_form(text: str) -> None:
    assert normal_name(text) == text.replace(" ", "")


PIECES = [
    "杭州",
    "省",
    "市",
    "远景",
    "科技",
    "机械",
    "有限公司",
    "分公司",
    "支行",
    "店",
    "（",
    "）",
    "上海",
    "银行",
    "a",
    " ",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=8))
def test_anything_has_a_core_unless_it_is_nothing(pieces: list[str]) -> None:
    found = split_name("".join(pieces))
    assert bool(found.core) == bool(found.key)
    assert found.core in found.key and found.stem in found.key
