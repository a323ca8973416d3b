"""Runs over a team's folder in which other programs and people have left things: they wait, or are told."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from sync.cli import main
from tests.run.test_process import Folder
from tests.sync.team import MANAGER, REP_A, customer

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


@pytest.fixture
def team(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    folder = tmp_path / "一个团队"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name]) == 0
    made = Folder(folder)
    made.type(REP_A.name, customer("杭州远景科技有限公司", REP_A))
    assert made.run() in (0, 3)
    capsys.readouterr()
    return made


@posix
def test_a_read_only_workbook_is_named_waits_and_catches_up(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.edit(REP_A.name, 0, "Notes", "新备注")
    path = team.endpoint(MANAGER.name).path
    before = path.read_bytes()
    path.chmod(0o444)
    assert team.run() == 3
    said = capsys.readouterr().out
    assert "只读" in said
    assert f"{MANAGER.name}.xlsm" in said
    assert path.read_bytes() == before
    path.chmod(0o644)
    assert team.run() in (0, 3)
    assert team.rows(MANAGER.name)[0]["Notes"] == "新备注"


@posix
def test_a_row_typed_into_a_read_only_workbook_waits_for_its_id(team: Folder) -> None:
    team.type(REP_A.name, customer("宁波港通物流有限公司", REP_A, Contact_Info="微信:gangtong"))
    path = team.endpoint(REP_A.name).path
    path.chmod(0o444)
    team.run()
    assert len(team.rows(MANAGER.name)) == 1
    path.chmod(0o644)
    team.run()
    assert len(team.rows(MANAGER.name)) == 2
    assert all(row["Customer_ID"] for row in team.rows(REP_A.name))


def test_a_conflict_copy_is_told_each_time_and_never_read(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    path = team.endpoint(REP_A.name).path
    copy = path.with_name(f"{REP_A.name}-DESKTOP-4F2K9QX.xlsm")
    copy.write_bytes(b"not even a workbook")
    for _ in range(2):
        team.run()
        said = capsys.readouterr().out
        assert copy.name in said
        assert "删除副本" in said
    team.edit(REP_A.name, 0, "Notes", "一处修改")
    team.run("--format", "json")
    assert [copy.name in note for note in json.loads(capsys.readouterr().out)["notes"]] == [True]
    assert copy.read_bytes() == b"not even a workbook"
    main(["check", str(path), "--format", "json"])
    assert copy.name in json.loads(capsys.readouterr().out)["summary"]["notes"][0]


@posix
def test_two_users_on_one_file_through_a_link_end_with_2(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    rep, manager = team.endpoint(REP_A.name).path, team.endpoint(MANAGER.name).path
    rep.unlink()
    rep.symlink_to(manager)
    before = manager.read_bytes()
    assert team.run() == 2
    assert "同一个文件" in capsys.readouterr().err
    assert manager.read_bytes() == before


def test_two_places_that_differ_in_case_alone_end_with_2(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    text = team.config.read_text("utf-8")
    place = f"users/{REP_A.name}/{REP_A.name}.xlsm"
    assert place in text
    other = f"users/{MANAGER.name}/{MANAGER.name}.xlsm"
    spelled = place.replace("users/", "./Users//").replace(".xlsm", ".XLSM")
    team.config.write_text(text.replace(other, spelled), "utf-8")
    assert team.run() == 2
    said = capsys.readouterr().err
    assert place in said
    assert spelled in said


def test_a_workbook_still_in_the_cloud_waits(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    path = team.endpoint(REP_A.name).path
    data = path.read_bytes()
    path.rename(path.with_name(f".{path.name}.icloud"))
    assert team.run() == 3
    assert "还在云端" in capsys.readouterr().out
    path.with_name(f".{path.name}.icloud").unlink()
    path.write_bytes(data)
    assert team.run() in (0, 3)
    assert len(team.rows(MANAGER.name)) == 1


def test_a_damaged_workbook_is_left_out_and_the_others_go_on(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.edit(MANAGER.name, 0, "Level", "重点客户")
    path = team.endpoint(REP_A.name).path
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    os.utime(path, (0, 0))
    assert team.run() == 1
    assert "不完整或已损坏" in capsys.readouterr().out
    path.write_bytes(whole)
    assert team.run() in (0, 3)
    assert team.rows(REP_A.name)[0]["Level"] == "重点客户"


def test_a_row_typed_into_an_open_workbook_is_not_forgotten(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.type(REP_A.name, customer("宁波港通物流有限公司", REP_A, Contact_Info="微信:gangtong"))
    lock = team.endpoint(REP_A.name).path.with_name(f"~${REP_A.name}.xlsm")
    lock.write_bytes(b"\x05Li Si")
    for _ in range(2):
        before = {name: data for name, data in team.files().items() if not name.startswith(("logs", "hub/lock"))}
        assert team.run() == 3
        assert f"{REP_A.name}.xlsm" in capsys.readouterr().out
        assert before == {name: data for name, data in team.files().items() if name in before}
    lock.unlink()
    assert team.run() in (0, 3)
    assert len(team.rows(MANAGER.name)) == 2
