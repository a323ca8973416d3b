"""Undo and blame from the command line, over real workbooks: exit codes, what is said, and the runs after."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sync.cli import main
from sync.model import Update
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from tests.run.test_process import DAY, Folder, watched
from tests.sync.team import MANAGER, REP_A, customer

KEY = "C20260506001"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team after one run: two customers of one rep."""
    folder = tmp_path_factory.mktemp("made") / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name, "--rep", "李娜"]) == 0
    team = Folder(folder)
    rows = [customer("杭州远景科技有限公司", REP_A, Notes="原来的"), customer("乙公司", REP_A, Contact_Info="微信:yi")]
    team.type(REP_A.name, *rows)
    team.run()
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Folder:
    shutil.copytree(made, tmp_path / "team")
    return Folder(tmp_path / "team")


def _command(team: Folder, *arguments: str) -> int:
    return main([*arguments, "--config", str(team.config)])


def _undo(team: Folder, *arguments: str) -> int:
    return _command(team, "undo", *arguments, *DAY, "--by", MANAGER.name)


def _said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def _notes(team: Folder, *names: str) -> list[object]:
    return [row["Notes"] for name in names for row in team.rows(name) if row["Customer_ID"] == KEY]


def test_an_edit_undone_leaves_every_workbook_with_the_next_run(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    team.edit(REP_A.name, 0, "Notes", "改错了")
    team.run()
    before = team.files()
    assert _undo(team, "2", "--dry-run") == 0
    assert {name for name, data in team.files().items() if before.get(name) != data} == set()
    said = capsys.readouterr().out
    assert "    - 客户备注：改错了\n    + 客户备注：原来的" in said
    assert _undo(team, "2") == 0
    assert "salesheet undo 3" in capsys.readouterr().out
    team.run()
    assert _notes(team, REP_A.name, MANAGER.name) == ["原来的", "原来的"]
    assert TinyDBStore(team.path / "hub").load().conflicts == []
    settled = team.files()
    team.run()
    assert team.files() == settled
    assert _undo(team, "2") == 7
    assert _undo(team, "3") == 0
    team.run()
    assert _notes(team, REP_A.name, MANAGER.name) == ["改错了", "改错了"]


def test_a_conflict_that_an_undo_leaves_open_is_told(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.edit(REP_A.name, 0, "Notes", "改错了")
    team.edit(MANAGER.name, 0, "Notes", "也改了")
    team.run()
    capsys.readouterr()
    assert _undo(team, "2") == 0
    assert "那次运行里还有 1 处冲突待处理" in capsys.readouterr().out


@pytest.mark.parametrize("locked", [REP_A.name, MANAGER.name])
def test_a_workbook_open_since_before_the_edit_comes_into_line_once_it_is_closed(team: Folder, locked: str) -> None:
    team.edit(REP_A.name, 0, "Notes", "改错了")
    lock = team.path / "users" / locked / f".~lock.{locked}.xlsm#"
    lock.write_text(",有人,pc,06.05.2026 08:00,file:///x;", "utf-8")
    team.run()
    assert _undo(team, KEY) == 0
    team.run()
    lock.unlink()
    team.run()
    assert _notes(team, REP_A.name, MANAGER.name) == ["原来的", "原来的"]
    assert TinyDBStore(team.path / "hub").load().conflicts == []
    settled = team.files()
    team.run()
    assert team.files() == settled


def test_a_row_deleted_in_a_workbook_comes_back_into_both(team: Folder) -> None:
    before = {name: team.rows(name) for name in (REP_A.name, MANAGER.name)}
    endpoint = team.endpoint(REP_A.name)
    endpoint.apply(Update(removed=[("customers", 0)]), endpoint.read().version)
    team.run("--force")
    assert [row["Customer_ID"] for row in team.rows(MANAGER.name)] == ["C20260506002"]
    assert _undo(team, KEY.lower()) == 0
    team.run("--force")
    for name, rows in before.items():
        assert sorted(map(str, team.rows(name))) == sorted(map(str, rows))


def test_what_a_person_changed_since_is_told_with_exit_code_3(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.edit(REP_A.name, 0, "Notes", "改错了")
    team.edit(REP_A.name, 0, "Region", "华东")
    team.run()
    team.edit(MANAGER.name, 0, "Region", "华南")
    team.run()
    capsys.readouterr()
    assert _undo(team, "2", "--format", "json") == 3
    said = _said(capsys)
    assert [(c["column"], c["before"], c["after"]) for c in said["changes"]] == [("Notes", "改错了", "原来的")]
    (refused,) = said["refused"]
    assert (refused["column"], refused["stands"], refused["who"], refused["run"]) == ("Region", "华南", "王主管", 3)
    assert (said["undoes"], said["run"], said["who"], said["exit_code"]) == (2, 4, "王主管", 3)
    assert _undo(team, "2") == 7
    told = capsys.readouterr()
    assert "华南" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("target", "code", "told"),
    [
        ("9", 2, "最近一次是第 1 次"),
        ("C20260506003", 2, "C2026050600"),
        ("随便", 2, "随便"),
        (KEY, 7, "当初录入"),
    ],
)
def test_unknown_and_nothing(
    team: Folder, capsys: pytest.CaptureFixture[str], target: str, code: int, told: str
) -> None:
    before = TinyDBStore(team.path / "hub").load()
    assert _undo(team, target) == code
    assert told in capsys.readouterr().err
    assert TinyDBStore(team.path / "hub").load() == before


def test_who_undoes_must_be_of_the_team(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert _command(team, "undo", "1", "--by", "路人") == 2
    assert "王主管" in capsys.readouterr().err


def test_an_undo_waits_until_a_broken_off_run_was_carried_through(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    from sync import intent

    hub = TinyDBStore(team.path / "hub").load()
    hub.run += 1
    intent.write(team.path / "hub", hub, (), RunRecord(hub.run, ""))
    assert _undo(team, "1", "--force") == 1
    assert "salesheet run" in capsys.readouterr().err


@pytest.mark.parametrize("column", ["Notes", "客户备注", "Customer notes", "notes"])
def test_blame_tells_who_typed_what_stands_there(team: Folder, capsys: pytest.CaptureFixture[str], column: str) -> None:
    if column == "Customer notes":
        from validators.models import specs

        column = specs()["customers"].by_name["Notes"].label.en
    team.edit(MANAGER.name, 0, "Notes", "主管改的")
    team.run()
    capsys.readouterr()
    assert _command(team, "blame", KEY, column, "--format", "json") == 0
    assert _said(capsys) == {
        "table": "customers",
        "key": KEY,
        "column": "Notes",
        "value": "主管改的",
        "who": "王主管",
        "at": "2026-05-06 08:00:00",
        "source": "王主管",
        "run": 2,
        "before": "原来的",
        "entered": False,
        "undoes": None,
        "archived": None,
    }


def test_blame_of_what_came_with_the_row_of_fills_and_of_undone_cells(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert _command(team, "blame", KEY, "客户名称") == 0
    assert "随这一行录入；张伟" in capsys.readouterr().out
    team.edit(MANAGER.name, 0, "Notes", "主管改的")
    team.run()
    _undo(team, "2")
    capsys.readouterr()
    _command(team, "blame", KEY, "客户备注")
    assert "王主管撤销第 2 次运行时恢复的" in capsys.readouterr().out
    for wrong in ("没有这列", "Check", "Customer_ID"):
        assert _command(team, "blame", KEY, wrong) == 2
    assert _command(team, "blame", "C1", "Notes") == 2


def test_verify_and_rebuild_after_damage_and_the_next_run_is_quiet(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    team.edit(REP_A.name, 0, "Notes", "第二版")
    team.type(REP_A.name, customer("丙公司", REP_A, Contact_Info="微信:bing"))
    team.run()
    rows = {name: team.rows(name) for name in (REP_A.name, MANAGER.name)}
    assert _command(team, "hub", "verify") == 0
    path = team.path / "hub" / "hub.json"
    path.write_bytes(path.read_bytes()[:-1])
    assert team.run() in (0, 3), "nothing new: the hub is not even read"
    assert _command(team, "hub", "verify") == 1
    assert _command(team, "doctor", "--format", "json") == 1
    capsys.readouterr()
    assert _command(team, "hub", "rebuild", "--format", "json") == 0
    done = _said(capsys)["rebuilt"]
    assert (done["source"], done["run"], done["carried"], done["lost"]) == ("hub.prev.json", 2, 1, 0)
    assert team.run() in (0, 3)
    assert {name: team.rows(name) for name in rows} == rows
    assert TinyDBStore(team.path / "hub").load().conflicts == []
    assert _command(team, "hub", "rebuild") == 0


def test_the_doctor_looks_at_everything(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert _command(team, "doctor", "--format", "json") == 0
    said = _said(capsys)
    assert [check["about"] for check in said["checks"]] == ["config", "hub", "workbook", "workbook", "workbook"]
    team.endpoint("李娜").path.unlink()
    (team.path / "users" / MANAGER.name / f".~lock.{MANAGER.name}.xlsm#").write_text(",x,pc,1,f;", "utf-8")
    assert _command(team, "doctor") == 1
    told = capsys.readouterr().out
    assert "✗ 李娜" in told
    assert "⚠ 王主管" in told


def test_the_doctor_says_when_one_file_is_not_enough_any_more(
    team: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.upkeep import doctor

    monkeypatch.setattr(doctor, "ENOUGH", 1)
    capsys.readouterr()
    assert _command(team, "doctor") == 3
    assert "超过单个文件适合的 1 行" in capsys.readouterr().out


@pytest.mark.nightly
def test_an_undo_killed_at_any_write_is_done_or_not_done(team: Folder, tmp_path: Path) -> None:
    team.edit(REP_A.name, 0, "Notes", "改错了")
    team.run()
    seen = set()
    for step in range(1, 40):
        copy = Folder(tmp_path / f"killed{step}")
        shutil.copytree(team.path, copy.path)
        command = ["undo", "2", "--config", str(copy.config), *DAY, "--by", MANAGER.name]
        killed = watched("kill", str(copy.path), str(step), *command)
        store = TinyDBStore(copy.path / "hub")
        if store.verify():  # killed when the copy was kept and the hub not written yet: the history has the undo
            assert _command(copy, "hub", "rebuild") == 0
        assert copy.run() in (0, 3)
        notes = _notes(copy, REP_A.name, MANAGER.name)
        assert notes in (["改错了"] * 2, ["原来的"] * 2)
        assert (store.verify(), store.load().conflicts) == ([], [])
        seen.add(str(notes[0]))
        if killed.returncode == 0:
            break
    assert seen == {"改错了", "原来的"}
    assert killed.returncode == 0
