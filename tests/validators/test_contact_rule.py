"""R010: lenient, but a number that cannot be dialled is pointed out."""

from __future__ import annotations

from datetime import date

import pytest

from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.fields import Language
from validators.finding import Finding
from validators.settings import Settings, Team

TODAY = date(2026, 5, 6)


def found(cell: Cell, language: Language = "zh") -> list[Finding]:
    """What is said in a team of that language."""
    team = Settings(team=Team(language=language))
    return check({"customers": Table("customers", {"Contact_Info": [cell]})}, Context.of(team, TODAY), select=["R010"])


@pytest.mark.parametrize(
    "cell",
    [
        *("13800138000", "138-0013-8000", "+86 138 0013 8000", "013800138000", 13800138000),
        *("0571-88886666", "0571-8888-6666", "(021)6888 8888", "02168888888", "0991-8888666", "010-8888 6666"),
        *("0571-88886666-801", "0571-88886666转801", "0571-88886666/7", "+86 10 8888 6666"),
        *("2168888888", 4008208820, 95588, 99912345678),
        *("8888666", "400 820 8820", "95588", "+852 2345 6789", "00852 2345 6789", "0044 20 7946 0958"),
        *("13800138000 13900139000", "1380013800 / 13800138000", "13800138000/0571-888"),
        *("微信:abc", "wang@acme.com", "钉钉 张三", "手机138 0013 8000微信同号"),
    ],
)
def test_whatever_may_reach_somebody_passes(cell: Cell) -> None:
    assert found(cell) == []


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1380013800", "联系方式：手机号应是 11 位，这里是 10 位"),
        ("手机：138001380001", "联系方式：手机号应是 11 位，这里是 12 位"),
        ("027-4630 457", "联系方式：号码位数不对，请核对"),
        ("021-6888888", "联系方式：号码位数不对，请核对"),
        ("0571-8888666", "联系方式：号码位数不对，请核对"),
        ("0991-888866", "联系方式：号码位数不对，请核对"),
        ("1.38E+10", "联系方式：号码变成了 1.38E+10，末几位已丢失，请重新填写"),
        (57188886666, "联系方式：区号像是丢了开头的 0，是不是 057188886666？"),
        ("57188886666", "联系方式：区号像是丢了开头的 0，是不是 057188886666？"),
        (2168888888, "联系方式：区号像是丢了开头的 0，是不是 02168888888？"),
        ("1380013800.0", "联系方式：手机号应是 11 位，这里是 10 位"),
        ("见名片", "联系方式：看不出怎么联系，请补充号码"),
    ],
)
def test_what_cannot_be_dialled(cell: Cell, message: str) -> None:
    assert [one.message for one in found(cell)] == [message]


@pytest.mark.parametrize("cell", ["021 123 4567", "02 9876 5432", "020 7946 0958", "0571-8888666"])
def test_outside_a_chinese_team_a_0_may_begin_any_countrys_number(cell: str) -> None:
    assert found(cell, "en") == []


@pytest.mark.parametrize("cell", ["13800138000.0", "１３８００１３８０００．０", "057188886666.00"])
def test_a_tail_that_a_program_left_can_be_taken_off_safely(cell: str) -> None:
    (one,) = found(cell)
    assert one.message == f"联系方式：号码后面多了“.0”，请写成 {one.fix.value}" if one.fix else None
    assert one.fix is not None and one.fix.safe
    assert one.fix.value in ("13800138000", "057188886666")
    assert found(one.fix.value) == []


def test_the_0_of_an_area_code_is_given_back_only_where_somebody_says_so() -> None:
    (one,) = found(57188886666)
    assert one.fix is not None and (one.fix.value, one.fix.safe) == ("057188886666", False)
    assert found(one.fix.value) == [] and found(57188886666, "en") == []
