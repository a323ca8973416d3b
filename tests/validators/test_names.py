from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.names import normal_name

FORMS = ["有限公司", "(集团)股份有限公司", " Co., Ltd.", " GmbH", " Inc", "公司", " L.L.C.", "分公司", "(杭州)"]


@pytest.mark.parametrize(
    "text",
    [
        "杭州远景科技",
        "杭州远景科技有限公司",
        "杭州(远景)科技有限责任公司",
        "杭州（远景）科技股份有限公司 ",
        "杭州遠景科技股份公司",
        "【杭州】远景-科技(集团)有限公司",
        "杭州远景科技 Co.,Ltd.",
        "杭州远景科技公司",
    ],
)
def test_spellings_of_one_chinese_name(text: str) -> None:
    assert normal_name(text) == "杭州远景科技"


@pytest.mark.parametrize(
    "text",
    [
        "ACME Tools",
        "Acme-Tools Co., Ltd.",
        "acme tools inc.",
        "Acme Tools L.L.C.",
        "Acme Tools Limited",
        "Acme & Tools GmbH",
    ],
)
def test_spellings_of_one_english_name(text: str) -> None:
    assert normal_name(text) == "acmetools"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州远景科技有限公司", "杭州远景科技有限公司宁波分公司"),
        ("宁波远景子公司", "宁波远景"),
        ("杭州远景科技有限公司", "杭州远景技术有限公司"),
        ("Costco", "Cost"),
        ("Acme Inc", "Acme Incubator"),
        ("上海控股有限公司", "上海有限公司"),
    ],
)
def test_other_companies_stay_apart(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize("text", ["有限公司", "集团", "co", "gmbh", "公司"])
def test_a_legal_form_alone_stays_itself(text: str) -> None:
    assert normal_name(text) == text


@pytest.mark.parametrize("text", ["", "  ", "-", "()", "……"])
def test_a_name_without_letters_is_empty(text: str) -> None:
    assert normal_name(text) == ""


def test_traditional_characters_of_company_names() -> None:
    assert normal_name("臺灣聯華電子製造股份有限公司") == "台湾联华电子制造"
    assert normal_name("廣東順德機械廠") == "广东顺德机械厂"


@given(st.lists(st.one_of(st.sampled_from([*FORMS, "杭州", "遠景", "acme", " "]), st.text(max_size=8)), max_size=8))
def test_a_normal_name_is_its_own_normal_name(parts: list[str]) -> None:
    once = normal_name("".join(parts))
    assert normal_name(once) == once
    assert not once.startswith(" ") and once == once.strip()


@given(st.sampled_from(["杭州远景", "Acme Tools", "东风"]), st.lists(st.sampled_from(FORMS[:6]), max_size=3))
def test_legal_forms_at_the_end_make_no_difference(name: str, forms: list[str]) -> None:
    assert normal_name(name + "".join(forms)) == normal_name(name)


def test_a_whole_cell_of_legal_forms_is_worked_off() -> None:
    assert normal_name("远景" + "集团公司" * 8000) == "远景"
    assert normal_name("集团公司" * 8000 + "远景").endswith("远景")
