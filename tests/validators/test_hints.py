"""What findings tell a person to do: something that can be done, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.fields import Language
from validators.settings import Settings, User

TODAY = date(2026, 5, 6)
USERS = (User(name="系统管理员", role="admin"), User(name="刘洋", active=False), User(name="张伟"))


def hints(rule: str, language: Language, columns: dict[str, list[Cell]], table: str = "customers") -> list[str | None]:
    """The hints of one rule about a table of these columns."""
    context = Context.of(Settings(users=USERS), TODAY, language)
    return [finding.hint for finding in check({table: Table(table, columns)}, context, select=[rule])]


def test_the_example_of_a_person_is_a_rep_who_is_still_there() -> None:
    row: dict[str, list[Cell]] = {"Customer_Name": ["甲公司"], "Create_User": [None]}
    assert hints("R001", "zh", row) == ["填写创建人，例如 张伟"]
    assert hints("R001", "en", row) == ["type it, for example 张伟"]


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("zh", "写正数，例如 120000；还不知道就写估计值"),
        ("en", "type a positive number, for example 120000; an estimate will do"),
    ],
)
def test_a_required_amount_is_not_to_be_left_empty(language: Language, hint: str) -> None:
    deal: dict[str, list[Cell]] = {"Opportunity_ID": ["O20260501001"], "Amount": [-5]}
    assert hints("R008", language, deal, "opportunities") == [hint]


def test_a_duplicate_can_be_answered_or_mended_by_hand() -> None:
    twice: dict[str, list[Cell]] = {
        "Customer_ID": ["C20260501001", "C20260501002"],
        "Customer_Name": ["杭州明远科技有限公司", "杭州明远科技有限公司"],
        "Contact_Info": ["13800138000", "13800138000"],
    }
    zh, en = hints("D001", "zh", twice)[0] or "", hints("D001", "en", twice)[0] or ""
    assert "改成留下的编号，再删掉那一行" in zh and "“合并到…”或“不是重复”" in zh and "salesheet merge" in zh
    assert "then delete the other row" in en and "“Merge into …” or “Not a duplicate”" in en and "salesheet merge" in en


def test_whose_id_is_emptied_gets_a_new_one() -> None:
    twice: dict[str, list[Cell]] = {"Customer_ID": ["C20260501001", "C20260501001"], "Customer_Name": ["甲", "乙"]}
    assert set(hints("K001", "zh", twice)) == {"保留原来的一行，其他行清空编号，系统会给新的"}
    assert all(hint and hint.endswith("they get new ones") for hint in hints("K001", "en", twice))


def test_a_word_in_place_of_an_id_is_answered_with_an_id() -> None:
    context = Context.of(Settings(users=USERS), TODAY, "zh")
    plan = Table("plan", {"Plan_ID": ["P20260501001"], "Due_Date": [TODAY], "Done_By": ["完成"]})
    (finding,) = check({"plan": plan}, context, select=["R002"])
    assert finding.message.endswith("“完成”不是编号，要填 F20240501001 这样的")
