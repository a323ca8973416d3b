from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.cells import Cell, Unreadable
from validators.contacts import contact_keys


@pytest.mark.parametrize(
    "value",
    [
        "13800138000",
        " 138-0013-8000 ",
        "138 0013 8000",
        "１３８００１３８０００",
        "+86 138 0013 8000",
        "0086-13800138000",
        "8613800138000",
        "(+86)13800138000",
        "013800138000",
        "电话：13800138000（微信同号）",
        "手机:138 0013 8000",
        "微信:13800138000",
        13800138000,
        13800138000.0,
    ],
)
def test_spellings_of_one_mobile(value: Cell) -> None:
    assert contact_keys(value) == {"13800138000"}


@pytest.mark.parametrize(
    "value",
    [
        "0571-88886666",
        "057188886666",
        "(0571) 8888 6666",
        "0571—88886666",
        "+86 571 88886666",
        "+86 (0)571-8888-6666",
        "0571-88886666-801",
        "0571-88886666转801",
        "0571-88886666 ext. 801",
        "座机:0571-88886666#801",
        57188886666,
    ],
)
def test_spellings_of_one_landline_whatever_the_extension(value: Cell) -> None:
    assert contact_keys(value) == {"057188886666"}


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("010-62345678", {"01062345678"}),
        ("0574-8765432", {"05748765432"}),
        ("400-820-8820", {"4008208820"}),
        (4008208820, {"4008208820"}),
        ("88886666", {"88886666"}),
        ("Tel: 8888 6666", {"88886666"}),
        ("+1 (415) 555-2671", {"+14155552671"}),
        ("Sales@Acme.COM", {"sales@acme.com"}),
        ("邮箱wang.li@acme.com.cn。", {"wang.li@acme.com.cn"}),
        ("微信：abc", {"wechat:abc"}),
        ("wechat: ABC", {"wechat:abc"}),
        ("微信号 wang_li88", {"wechat:wang_li88"}),
        ("企业微信：wangli", {"wechat:wangli"}),
        ("QQ:28886666", {"qq:28886666"}),
        ("QQ 13800138", {"qq:13800138"}),
    ],
)
def test_other_ways_of_contact(value: Cell, keys: set[str]) -> None:
    assert contact_keys(value) == keys


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("13800138000/13900139000", {"13800138000", "13900139000"}),
        ("13800138000 13900139000", {"13800138000", "13900139000"}),
        ("13800138000-13900139000", {"13800138000", "13900139000"}),
        ("0571-8888 6666 / 8888 7777", {"057188886666", "057188887777"}),
        ("0571-88886666/138-0013-8000", {"057188886666", "13800138000"}),
        ("0571-88886666/88887777", {"057188886666", "057188887777"}),
        ("0571-88886666，13800138000", {"057188886666", "13800138000"}),
        (
            "王丽 13800138000;wang13900139000@acme.com\n微信:wang-li,QQ:123456",
            {"13800138000", "wang13900139000@acme.com", "wechat:wang-li", "qq:123456"},
        ),
    ],
)
def test_several_in_one_cell(value: str, keys: set[str]) -> None:
    assert contact_keys(value) == keys


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "无",
        "见名片",
        "微信同号",
        "12345",
        "330106199001011234",
        "6222021234567890123",
        "2024-05-01 10:30",
        "1.38E+10",
        True,
        0,
        -13800138000,
        1.5,
        float("nan"),
        float("inf"),
        10**400,
        date(2024, 5, 1),
        Unreadable("13800138000"),
    ],
)
def test_what_is_no_contact(value: Cell) -> None:
    assert contact_keys(value) == frozenset()


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="0138+-() @.微信:qa/,", max_size=60),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.dates(),
    )
)
def test_anything_can_stand_in_a_cell(value: Cell) -> None:
    assert all(key and key == key.strip().casefold() for key in contact_keys(value))


@pytest.mark.parametrize("unit", ["1", "1 ", "a", "a@", "0571-", "微信", "微信:a", "+1(", "a."])
def test_a_full_cell_of_noise_is_worked_off(unit: str) -> None:
    contact_keys((unit * 32_767)[:32_767])
