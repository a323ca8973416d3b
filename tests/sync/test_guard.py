"""What stops a run: refused with 7, nothing written, what was seen told with counts, places and the way on."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.errors import Refused
from sync.guard import Whose, strange_owners
from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer
from validators.cells import Cell
from validators.settings import GuardSettings, Settings, User

DAY = date(2026, 4, 1)


def _filled(folder: Path, rows: int = 24, settings: Settings | None = None) -> tuple[Team, list[dict[str, Cell]]]:
    team = Team(folder) if settings is None else Team(folder, settings)
    made = [
        team.add(
            REP_A,
            customer(f"公司{n}", REP_A, Contact_Info=f"微信:weixin{n}", First_Date=DAY + timedelta(n), Notes=f"旧{n}"),
        )
        for n in range(rows)
    ]
    team.run()
    return team, made


def _refused(team: Team) -> str:
    hub = {path: path.read_bytes() for path in (team.folder / "hub").rglob("*") if path.is_file()}
    before = team.writes(), hub
    with pytest.raises(Refused) as caught:
        team.run()
    assert caught.value.exit_code == 7
    assert before == (team.writes(), {p: p.read_bytes() for p in (team.folder / "hub").rglob("*") if p.is_file()})
    assert "salesheet run --force" in caught.value.remedy
    return "\n".join(caught.value.problems)


def _goes_on(team: Team) -> None:
    team.run(force=True)
    before = team.writes()
    team.run()
    assert team.writes() == before


def test_deleted_rows_are_counted_and_named(tmp_path: Path) -> None:
    team, _ = _filled(tmp_path)
    del team.places[REP_A.name].rows["customers"][3:6]
    said = _refused(team)
    assert "少了 3 行（C20260506004、C20260506005、C20260506006），占 12%，超过上限 10%" in said
    _goes_on(team)


def test_changed_rows_are_counted_and_shown(tmp_path: Path) -> None:
    team, rows = _filled(tmp_path)
    for row in rows[:8]:
        row["Notes"] = f"新{row['Notes']}"
    said = _refused(team)
    assert "有 8 行被改动（客户!O2、客户!O3、客户!O4…），占 33%" in said
    _goes_on(team)


@pytest.mark.parametrize("share", [0.5, 0.2])
def test_shares_come_from_the_config(tmp_path: Path, share: float) -> None:
    settings = Settings(users=(REP_A, REP_B, MANAGER), guard=GuardSettings(max_changed=share, max_deleted=share))
    team, rows = _filled(tmp_path, 20, settings)
    for row in rows[:6]:
        row["Notes"] = f"新{row['Notes']}"
    if share == 0.5:
        team.run()
    else:
        _refused(team)


@pytest.mark.parametrize(("days", "why"), [(-1, "时区"), (1, "时区"), (1462, "1904"), (30, "不像")])
def test_dates_that_move_together_stop_the_run(tmp_path: Path, days: int, why: str) -> None:
    team, rows = _filled(tmp_path, 12)  # fewer than shares count from
    for row in rows:
        assert isinstance(row["First_Date"], date)
        row["First_Date"] += timedelta(days)
    said = _refused(team)
    assert f"First_Date 列有 12 个日期一起移动了 {days:+d} 天（客户!H2、客户!H3、客户!H4…）" in said
    assert why in said
    _goes_on(team)


def test_dates_that_people_change_do_not(tmp_path: Path) -> None:
    team, rows = _filled(tmp_path, 19)
    for number, row in enumerate(rows[:12]):
        assert isinstance(row["First_Date"], date)
        row["First_Date"] += timedelta(1 if number < 9 else number)
    team.run()


def test_an_old_copy_stops_the_run(tmp_path: Path) -> None:
    team, rows = _filled(tmp_path, 60)
    copy = [dict(row) for row in rows]
    for row in rows[:15]:
        at_manager = team.row(MANAGER, str(row["Customer_ID"]))
        assert at_manager is not None
        at_manager["Notes"] = f"主管改过{row['Notes']}"
    team.run()
    team.add(REP_A, customer("后来才填的", REP_A, Contact_Info="微信:houlai"))
    team.run()
    team.places[REP_A.name].rows["customers"] = copy
    said = _refused(team)
    assert "15 处改动里有 15 处变回了以前的值（客户!O2、客户!O3、客户!O4…），另少了 1 行" in said
    _goes_on(team)


def test_a_few_values_typed_back_do_not(tmp_path: Path) -> None:
    team, rows = _filled(tmp_path, 60)
    for row in rows[:9]:
        row["Notes"] = f"新{row['Notes']}"
    team.run()
    for number, row in enumerate(rows[:9]):
        row["Notes"] = f"旧{number}"
    team.run()


def test_a_copied_file_stops_the_run(tmp_path: Path) -> None:
    team, _ = _filled(tmp_path, 2)
    for who in (REP_A, REP_B, MANAGER):
        team.places[who.name].owner = who.name
    team.run(force=True)
    mine, others = team.places[REP_A.name], team.places[REP_B.name]
    others.rows = {name: [dict(row) for row in rows] for name, rows in mine.rows.items()}
    others.owner = mine.owner
    assert "李娜的工作簿 b 和 a 都写着是张伟的" in _refused(team)
    _goes_on(team)


def _kinds(*places: Whose) -> list[tuple[str, str]]:
    users = [user.name for user in (REP_A, REP_B, MANAGER)]
    return [(alarm.kind, alarm.endpoint) for alarm in strange_owners(places, users, "zh")]


def _whose(user: User, says: str | None, said: str = "") -> Whose:
    return Whose(user.name, user.place, says, said)


def test_whose_a_place_says_it_is() -> None:
    fine = _whose(REP_A, REP_A.name)
    assert _kinds(fine, _whose(REP_B, REP_B.name)) == []
    assert _kinds(fine, _whose(REP_B, "")) == []
    assert _kinds(fine, _whose(REP_B, "李小娜")) == []  # renamed in the config since
    assert _kinds(fine, _whose(REP_B, MANAGER.name)) == [("owner", REP_B.name)]
    assert _kinds(fine, _whose(REP_B, MANAGER.name, MANAGER.name)) == []  # somebody said that it is to be so
    assert _kinds(fine, _whose(REP_B, REP_A.name, REP_B.name)) == [("twice", REP_B.name)]
    assert _kinds(fine, _whose(REP_B, None)) == []
    assert _kinds(fine, _whose(REP_B, None, REP_B.name)) == [("marker", REP_B.name)]
