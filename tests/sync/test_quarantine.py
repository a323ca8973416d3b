"""What is private stays in the workbook in which it was typed: not in the hub, its history, or at anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sync.store.encode import decode_cell, encode_cell
from tests.sync.kills import killed_at
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.cells import Cell, Unreadable
from validators.settings import RuleSettings

CARD = "33010619900307105X"
CANARY = "19900307"
"""What of the card must be nowhere else."""
HOME = "翠苑小区3幢2单元501室"
ONE = "C20260506001"


def leaks(team: Team, canary: str = CANARY) -> list[str]:
    """Where the canary stands, but in the rows of Rep A's own place."""
    found = [str(path.relative_to(team.folder)) for path in team.folder.rglob("*") if path.is_file()]
    found = [name for name in found if canary in (team.folder / name).read_text("utf-8", "replace")]
    for name, place in team.places.items():
        if canary in repr(place.shown):
            found.append(f"sheets of {name}")
        if name != REP_A.name and canary in repr(place.rows):
            found.append(f"rows of {name}")
    return found


def held(team: Team, column: str, key: str = ONE, table: str = "customers") -> Cell:
    return team.store.load().tables[table].get(key, column)


def findings(team: Team, name: str = REP_A.name) -> list[str]:
    sheet = next(sheet for sheet in team.places[name].shown if sheet.id == "findings")
    texts = [str(put.value) for put in sheet.cells]
    return [text for text in texts if "不能写在表里" in text or "只能写工作渠道" in text or "改短的" in text]


@pytest.fixture
def row(team: Team) -> dict[str, Cell]:
    """A row of Rep A that everybody agrees on."""
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="好客户"))
    team.run()
    return row


def test_typed_into_a_cell_it_stays_there_and_the_hub_keeps_its_value(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = f"张总身份证 {CARD}"
    report = team.run()
    assert row["Notes"] == f"张总身份证 {CARD}"
    assert held(team, "Notes") == "好客户"
    assert team.row(MANAGER, ONE)["Notes"] == "好客户"  # type: ignore[index]
    assert leaks(team) == []
    assert row["Check"] == "✗ 客户备注：像是身份证号（330…5X），不能写在表里"
    assert findings(team) == ["客户备注：像是身份证号（330…5X），不能写在表里"]
    assert findings(team, MANAGER.name) == []
    place = next(place for place in report.places if place.user == REP_A.name)
    assert place.notes == ["1 处像是私人信息（证件号、银行卡、住址等），没有同步，只留在本人的工作簿里"]
    assert report.exit_code == 3


def test_nothing_is_written_again_as_long_as_it_stands_there(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = CARD
    team.run()
    before, run = team.writes(), team.store.load().run
    team.run(now=NOW + timedelta(hours=1))
    assert (team.writes(), team.store.load().run) == (before, run)
    assert leaks(team) == []


def test_the_mended_cell_is_an_edit_and_so_is_the_emptied_one(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = CARD
    team.run()
    row["Notes"] = "张总负责采购"
    team.run()
    assert held(team, "Notes") == "张总负责采购"
    assert team.row(MANAGER, ONE)["Notes"] == "张总负责采购"  # type: ignore[index]
    assert row["Check"] is None
    row["Notes"] = CARD
    team.run()
    row["Notes"] = None
    team.run()
    assert held(team, "Notes") is None


def test_the_former_value_typed_again_settles_it(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = CARD
    team.run()
    row["Notes"] = "好客户"
    report = team.run()
    assert held(team, "Notes") == "好客户"
    assert report.exit_code == 0
    assert not team.store.load().conflicts


def test_what_others_type_into_that_cell_meanwhile_does_not_overwrite_it(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = CARD
    team.run()
    team.row(MANAGER, ONE)["Notes"] = "主管写的"  # type: ignore[index]
    team.run()
    assert (row["Notes"], held(team, "Notes")) == (CARD, "主管写的")
    assert leaks(team) == []
    row["Notes"] = "改好了"
    team.run()
    assert held(team, "Notes") == "改好了"


@pytest.mark.parametrize(
    ("column", "value", "canary"),
    [
        ("Customer_Name", f"甲公司 {CARD}", CANARY),
        ("Contact_Info", f"手机 13800138000，{CARD}", CANARY),
        ("Contact_Info", "私人手机 13700137000", "13700137000"),
        ("Contact_Person", "王小明 E19305728", "9305728"),
        ("Contact_Info", 3.30106199003071e17, "30106199003071"),
        ("Notes", "身份证 33010619900307109", "3010619900307109"),
        ("Notes", "6222 0212 0204 1700 122", "0212 0204 1700"),
        ("Notes", f"礼品寄 {HOME}", "2单元"),
        ("Owner", CARD, CANARY),
        ("Status", CARD, CANARY),
        ("First_Date", CARD, CANARY),
        ("Contact_Job", int(3.30106199003071e17), "30106199003071"),
        ("Contract_Amount", "330,106,199,003,071,033", "330,106"),
        ("Contract_Amount", 3.30106199003071e17, "30106199003071"),
    ],
)
@pytest.mark.parametrize("fresh", [True, False])
def test_in_any_column_of_an_old_row_and_of_a_new_one(
    team: Team, row: dict[str, Cell], column: str, value: Cell, canary: str, fresh: bool
) -> None:
    before = held(team, column)
    if fresh:
        row = team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:yi") | {column: value})
    else:
        row[column] = value
    for hours in range(3):
        team.run(now=NOW + timedelta(hours=hours))
    assert row[column] == value
    assert row["Customer_ID"] == ("C20260506002" if fresh else ONE)
    assert leaks(team, canary) == []
    if not fresh:
        assert held(team, column) == before
    elif column == "Owner":
        assert held(team, column, "C20260506002") == REP_A.name  # whom it was found with
    else:
        assert held(team, column, "C20260506002") is None
    assert "（" in str(row["Check"])
    assert "还没填" not in str(row["Check"])


def test_a_new_row_says_what_is_private_and_not_that_it_is_empty(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Contact_Info=CARD))
    team.run()
    assert row["Check"] == "✗ 联系方式：像是身份证号（330…5X），不能写在表里"
    assert str(team.row(MANAGER, ONE)["Check"]) == "✗ 联系方式：还没填"  # type: ignore[index]
    row["Contact_Info"] = "13800138000"
    team.run()
    assert held(team, "Contact_Info") == "13800138000"
    assert row["Check"] is None


@pytest.mark.parametrize("header", ["身份证号", "备用"])
def test_in_a_column_of_ones_own(team: Team, row: dict[str, Cell], header: str) -> None:
    team.places[REP_A.name].columns["customers"].append(header)
    row[header] = CARD
    new = team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:yi") | {header: CARD})
    team.run()
    team.run(now=NOW + timedelta(hours=1))
    assert leaks(team) == []
    assert (row[header], new[header]) == (CARD, CARD)
    assert row["Check"] == new["Check"] == f"✗ {header}：像是身份证号（330…5X），不能写在表里"
    row[header] = "没有了"
    team.run()
    assert held(team, header) == "没有了"


def test_in_free_text_of_other_tables_the_whole_cell_stays(team: Team, row: dict[str, Cell]) -> None:
    talk = team.add(REP_A, follow_up(ONE, Content=f"ZQ谈得不错ZQ，样品寄 {HOME}"), "follow_ups")
    team.run()
    assert talk["Follow_ID"] == "F20260506001"
    assert held(team, "Content", "F20260506001", "follow_ups") is None
    assert leaks(team, "2单元") == leaks(team, "ZQ谈得不错ZQ") == []
    talk["Content"] = "谈得不错"
    team.run()
    assert held(team, "Content", "F20260506001", "follow_ups") == "谈得不错"


def test_copied_to_other_rows(team: Team, row: dict[str, Cell]) -> None:
    other = team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:yi"))
    team.run()
    row["Notes"] = CARD
    team.run()
    other["Notes"] = row["Notes"]  # the cell alone
    copy = team.add(REP_A, row)  # and the whole row, with its ID
    fresh = team.add(REP_A, row | {"Customer_ID": None, "Customer_Name": "丙公司", "Contact_Info": "微信:bing"})
    team.run()
    team.run(now=NOW + timedelta(hours=1))
    assert leaks(team) == []
    assert [one["Notes"] for one in (row, other, copy, fresh)] == [CARD] * 4
    assert held(team, "Notes") == "好客户"
    assert held(team, "Notes", str(fresh["Customer_ID"])) is None


def test_typed_over_the_id(team: Team, row: dict[str, Cell]) -> None:
    team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:yi"))
    team.run()
    row["Customer_ID"] = CARD
    team.run()
    assert leaks(team) == []
    assert row["Customer_ID"] == CARD
    assert team.store.load().tables["customers"].keys == [ONE, "C20260506002"]  # nothing counts as deleted
    row["Customer_ID"] = ONE
    assert team.run().exit_code == 0
    assert team.keys(REP_A) == {ONE, "C20260506002"}


def test_a_row_that_leaves_takes_the_hubs_value_along(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = CARD
    team.run()
    team.row(MANAGER, ONE)["Owner"] = REP_B.name  # type: ignore[index]
    team.run(force=True)
    team.run(force=True, now=NOW + timedelta(hours=1))
    assert team.keys(REP_B) == {ONE}
    assert team.row(REP_B, ONE)["Notes"] == "好客户"  # type: ignore[index]
    assert leaks(team) == []


def test_in_the_managers_workbook(team: Team, row: dict[str, Cell]) -> None:
    at_manager = team.row(MANAGER, ONE)
    assert at_manager is not None
    at_manager["Notes"] = CARD
    team.run()
    assert (row["Notes"], at_manager["Notes"], held(team, "Notes")) == ("好客户", CARD, "好客户")
    assert at_manager["Check"] == "✗ 客户备注：像是身份证号（330…5X），不能写在表里"
    assert row.get("Check") is None


@pytest.mark.parametrize("step", ["read", "apply", "applied"])
@pytest.mark.parametrize("who", [REP_A.name, MANAGER.name])
def test_a_kill_in_the_middle_leaves_nothing_of_it_behind(
    team: Team, row: dict[str, Cell], who: str, step: str
) -> None:
    row["Notes"] = CARD
    new = team.add(REP_A, customer("乙公司", REP_A, Contact_Info=CARD))
    killed_at(team, who, step)
    assert leaks(team) == []
    team.run()
    team.run(now=NOW + timedelta(hours=1))
    assert leaks(team) == []
    assert (row["Notes"], new["Contact_Info"]) == (CARD, CARD)
    assert len(team.store.load().tables["customers"].keys) == 2
    assert held(team, "Notes") == "好客户"


def test_a_locked_place(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = CARD
    team.places[REP_A.name].locked = True
    team.run()
    assert (leaks(team), held(team, "Notes")) == ([], "好客户")
    team.places[REP_A.name].locked = False
    team.run()
    assert (leaks(team), row["Notes"]) == ([], CARD)
    assert row["Check"] == "✗ 客户备注：像是身份证号（330…5X），不能写在表里"


def test_a_rule_that_the_team_ignores_lets_it_pass(team: Team, row: dict[str, Cell]) -> None:
    team.settings = team.settings.model_copy(update={"rules": RuleSettings(ignore=("P001",))})
    row["Notes"] = CARD
    team.run()
    assert held(team, "Notes") == CARD
    assert leaks(team) != []  # the control: the search finds what is there


def test_a_dry_run_says_it_too(team: Team, row: dict[str, Cell]) -> None:
    row["Notes"] = CARD
    report = team.run(dry_run=True)
    assert report.exit_code == 3
    assert CANARY not in repr(report)


def test_what_stands_for_it_is_kept_as_such() -> None:
    cell = Unreadable("330…5 X", "P001")
    assert decode_cell(encode_cell(cell)) == cell
    assert decode_cell(encode_cell(Unreadable("#REF!"))) == Unreadable("#REF!")
