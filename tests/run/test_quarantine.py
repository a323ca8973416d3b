"""Over real workbooks: what is private is found in no file of the team's folder but its writer's own.

Every part of every file is searched: the hub and its history, the intent, what was judged, logs, mail, other people's
workbooks and their spare copies.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from sync.cli import main
from sync.remarks import leaving_remarks
from tests.run.test_process import DAY, Folder, watched
from tests.sync.team import MANAGER, REP_A, customer, follow_up

CANARIES = ("19900307", "9391827", "幢2单元", "8803071", "8803070976")
NOTES = "张总身份证 33010619900307105X，好说话"
CONTACT = "13800138000，卡号 6222029391827000013"
CONTENT = "样品寄 翠苑小区3幢2单元501室"
NUMBER = 330106198803071000.0


def leaks(folder: Path, *owners: str) -> dict[str, list[str]]:
    """The files with a canary in them; those of the owners are not searched."""
    own = tuple(f"{room}/{owner}/" for room in ("users", "spare") for owner in owners)
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(own):
            parts = [path.read_bytes()]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as package:
                    parts = [package.read(part) for part in package.namelist()]
            hits = [canary for canary in CANARIES if any(canary.encode() in part for part in parts)]
            if hits:
                found[name] = hits
    return found


@pytest.fixture
def team(tmp_path: Path) -> Folder:
    """Two customers that everybody agrees on; then their owner types what does not belong there."""
    folder = tmp_path / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name, "--rep", "李娜"]) == 0
    made = Folder(folder)
    made.type(
        REP_A.name,
        customer("杭州远景科技有限公司", REP_A, Notes="好客户"),
        customer("宁波港通物流有限公司", REP_A, Contact_Info="微信:gangtong"),
    )
    assert made.run() == 0
    made.edit(REP_A.name, 0, "Notes", NOTES)
    made.edit(REP_A.name, 0, "Contact_Info", CONTACT)
    made.edit(REP_A.name, 1, "Contact_Job", NUMBER)
    made.type(REP_A.name, customer("温州三和电子有限公司", REP_A, Contact_Info="微信:sanhe", Notes=NOTES))
    made.type(REP_A.name, follow_up("C20260506001", Content=CONTENT), table="follow_ups")
    return made


def test_it_stands_in_its_writers_files_and_nowhere_else(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for _ in range(2):
        assert team.run() == 3
        assert leaks(team.path, REP_A.name) == {}
    assert set(leaks(team.path)) >= {f"users/{REP_A.name}/{REP_A.name}.xlsm"}  # the control: the search finds it there
    mine, at_manager = team.rows(REP_A.name), team.rows(MANAGER.name)
    assert [row["Notes"] for row in mine] == [NOTES, None, NOTES]
    assert [row["Notes"] for row in at_manager] == ["好客户", None, None]
    assert [row["Contact_Info"] for row in at_manager] == ["电话:0571-8888 6666", "微信:gangtong", "微信:sanhe"]
    assert mine[1]["Contact_Job"] == int(NUMBER)
    assert str(mine[1]["Check"]).startswith("✗ 联系人职位：像是被表格改短的证件号或卡号（330…00）")
    assert team.rows(MANAGER.name, "follow_ups")[0]["Content"] is None
    commands = (
        ["history", "C20260506001"],
        ["blame", "C20260506001", "Notes"],
        ["conflicts"],
        ["check", "--today", "2026-05-06"],
        ["duplicates"],
    )
    for command in commands:
        for more in ([], ["--format", "json"]):
            main([*command, "--config", str(team.config), *more])
    printed = "".join(capsys.readouterr())
    assert "好客户" in printed
    assert "330…5X" in printed
    assert not any(canary in printed for canary in CANARIES)


def test_mending_brings_the_cell_to_everybody(team: Folder) -> None:
    team.run()
    team.edit(REP_A.name, 0, "Notes", "张总好说话")
    team.edit(REP_A.name, 2, "Notes", "新客户")
    team.run()
    assert [row["Notes"] for row in team.rows(MANAGER.name)] == ["张总好说话", None, "新客户"]
    assert leaks(team.path, REP_A.name) == {}


def test_a_row_given_away_takes_the_former_value_along(team: Folder) -> None:
    team.run()
    team.edit(MANAGER.name, 0, "Owner", "李娜")
    team.run("--force")
    team.run("--force")
    assert [row["Notes"] for row in team.rows("李娜")] == ["好客户"]
    assert leaks(team.path, REP_A.name) == {}


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_kill_at_any_write_leaves_it_nowhere(team: Folder, tmp_path: Path, every: int) -> None:
    killed = 0
    for step in range(2, 200, every):
        copy = Folder(tmp_path / f"killed{step}")
        shutil.copytree(team.path, copy.path)
        result = watched("kill", str(copy.path), str(step), "run", "--config", str(copy.config), *DAY)
        assert leaks(copy.path, REP_A.name) == {}
        if result.returncode in (0, 3):
            break
        killed += 1
        assert copy.run() == 3
        assert leaks(copy.path, REP_A.name) == {}
        assert [row["Notes"] for row in copy.rows(REP_A.name)] == [NOTES, None, NOTES]
        assert [row["Notes"] for row in copy.rows(MANAGER.name)] == ["好客户", None, None]
        shutil.rmtree(copy.path)
    assert killed > 1


def test_in_a_list_that_becomes_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An existing list often has a column for it: the workbook made around it keeps it, for its owner alone."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "客户"
    sheet.append(["客户名称", "联系方式", "客户状态", "客户等级", "负责人", "身份证号", "客户备注"])
    sheet.append(["甲公司", "13800138000", "意向客户", "普通客户", "张伟", "33010619900307105X", "好"])
    sheet.append(["乙公司", "13800138001", "意向客户", "普通客户", "李娜", None, CONTENT])
    book.save(tmp_path / "list.xlsx")
    folder = tmp_path / "team"
    people = ["--manager", MANAGER.name, "--rep", REP_A.name, "--rep", "李娜"]
    assert main(["init", str(folder), "--from", str(tmp_path / "list.xlsx"), *people]) == 0
    assert main(["run", "--config", str(folder / "config.toml"), *DAY]) == 3
    assert leaks(folder, MANAGER.name) == {}
    assert len(leaks(folder)) > 0
    printed = "".join(capsys.readouterr())
    assert not any(canary in printed for canary in CANARIES)


def test_a_comment_on_a_row_that_leaves_is_kept_without_it() -> None:
    """What hangs on a row goes into the history when the row leaves; what is private in it does not."""

    class Place:
        def remarks(self, rows: object, version: str) -> dict[tuple[str, int, str], str]:
            return {("customers", 0, "Notes"): f"批注：{NOTES}"}

    class Plan:
        class update:
            removed = (("customers", 0),)

        user, version = REP_A, ""

        @staticmethod
        def leaving() -> dict[tuple[str, int], str]:
            return {("customers", 0): "C20260506001"}

    kept = leaving_remarks(Plan, Place())  # type: ignore[arg-type]
    assert [change.after for change in kept] == ["批注:张总身份证 330…5X,好说话"]
