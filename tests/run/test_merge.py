"""Merging, and saying that two customers are two, from the command line and on the sheet, over real workbooks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sync.answers import HEAD, MERGE_INTO, NOT_A_DUPLICATE
from sync.cli import main
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.read import read_sheet
from sync.ooxml.workbook import Workbook
from sync.reports.titles import TITLES
from sync.store.hub import Hub
from sync.store.tinydb import TinyDBStore
from tests.run.test_process import DAY, Folder
from tests.sync.team import MANAGER, REP_A, REP_B, customer
from validators.cells import Cell

A, B, C = "C20260506001", "C20260506002", "C20260506003"
NAME = "杭州远景科技有限公司"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team after one run: a rep's customer twice, and another rep's."""
    folder = tmp_path_factory.mktemp("made") / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name, "--rep", REP_B.name]) == 0
    team = Folder(folder)
    team.type(REP_A.name, customer(NAME, REP_A, Notes="原来的", Region="浙江"), customer(NAME, REP_A))
    team.run()
    team.type(REP_B.name, customer("乙公司", REP_B, Contact_Info="微信:yibeijing"))
    team.run()
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Folder:
    shutil.copytree(made, tmp_path / "team")
    return Folder(tmp_path / "team")


def _command(team: Folder, *arguments: str) -> int:
    return main([*arguments, "--config", str(team.config)])


def _said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def _hub(team: Folder) -> Hub:
    return TinyDBStore(team.path / "hub").load()


def _cells(team: Folder, who: str) -> dict[str, dict[str, Cell]]:
    """The customers in somebody's workbook by ID, but the agent's columns."""
    agents = {"Check", "Next_Due", "Duplicate_Of", "Update_Date"}
    return {
        str(row["Customer_ID"]): {name: cell for name, cell in row.items() if name not in agents and cell is not None}
        for row in team.rows(who)
    }


def test_a_merge_shows_first_what_it_would_do_and_writes_nothing(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = team.files()
    assert _command(team, "merge", A, B, "--as", REP_A.name, "--dry-run", *DAY) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"试合并，没有写入任何东西：客户 {A} {NAME} → 客户 {B} {NAME}",
        "    - 所属区域：（空）",
        "    + 所属区域：浙江",
        "    - 客户备注：（空）",
        "    + 客户备注：原来的",
        "    没有跟进、机会或计划要移",
    ]
    assert team.files() == before


def test_a_merge_reaches_the_workbooks_with_the_next_run_and_undo_restores_every_cell(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {who: _cells(team, who) for who in (REP_A.name, MANAGER.name)}
    assert _command(team, "merge", A.lower(), f" {B} ", "--as", REP_A.name, "--format", "json", *DAY) == 0
    said = _said(capsys)
    assert (said["gone"], said["stays"], said["run"], said["who"]) == (A, B, 3, REP_A.name)
    assert [change["column"] for change in said["changes"]] == ["Region", "Notes"]
    team.run()
    for who in (REP_A.name, MANAGER.name):
        rows = _cells(team, who)
        assert A not in rows and rows[B]["Notes"] == "原来的" and rows[B]["Region"] == "浙江"
    settled = team.files()
    team.run()
    assert team.files() == settled
    capsys.readouterr()
    assert _command(team, "history", A) == 0
    told = capsys.readouterr().out
    assert f"合并客户  {A} → {B}  {REP_A.name}" in told
    assert _command(team, "undo", "3", *DAY, "--by", MANAGER.name) == 0
    team.run()
    assert {who: _cells(team, who) for who in (REP_A.name, MANAGER.name)} == before
    settled = team.files()
    team.run()
    assert team.files() == settled


def test_it_is_known_who_may_merge_and_whom(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()

    def refused(*arguments: str) -> tuple[int, str]:
        return _command(team, *arguments, *DAY), capsys.readouterr().err

    assert refused("merge", A, C, "--as", REP_A.name) == (
        7,
        f"✗ 客户 {C} 不归张伟\n  → 两个客户都归自己的销售，或主管、管理员，才能合并\n",
    )
    code, said = refused("merge", A, "C20260506009")
    assert code == 2 and "没有编号为 C20260506009 的行" in said and C in said
    code, said = refused("merge", A, A.lower())
    assert code == 2 and f"两次写的是同一个客户 {A}" in said
    code, said = refused("merge", "NEW-abcdefgh", B)
    assert code == 7 and "NEW-abcdefgh 还在等正式编号" in said and "salesheet run" in said
    code, said = refused("merge", A, B, "--as", "没有这人")
    assert code == 2 and "没有这人" in said
    assert _hub(team).run == 2
    assert _command(team, "merge", A, B, *DAY) == 0
    code, said = refused("merge", A, C)
    assert code == 7 and f"{A} 已经并入 {B}" in said


def test_a_pair_that_is_none_is_flagged_nowhere_until_it_is_asked_again(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    def groups() -> int:
        capsys.readouterr()
        code = _command(team, "duplicates", "--format", "json", *DAY)
        found = len(_said(capsys)["groups"])
        assert code == (3 if found else 0)
        assert _command(team, "check", "--select", "D001", "--format", "json", *DAY) == code
        assert len(_said(capsys)["findings"]) == 2 * found
        return found

    assert groups() == 1
    assert _command(team, "not-duplicate", B, A, "--as", REP_A.name) == 0
    assert "不是重复" in capsys.readouterr().out
    assert groups() == 0
    team.run()
    assert all(row.get("Duplicate_Of") is None for row in team.rows(REP_A.name))
    settled = team.files()
    assert _command(team, "not-duplicate", A, B) == 0
    assert "没有变化" in capsys.readouterr().out
    team.run()
    assert team.files() == settled
    capsys.readouterr()
    assert _command(team, "not-duplicate", A, B, "--ask-again", "--format", "json") == 0
    assert _said(capsys)["keys"] == [A, B]
    assert groups() == 1
    team.run()
    assert all(row.get("Duplicate_Of") for row in team.rows(REP_A.name))


def _answer(path: Path, word: str, key: str) -> None:
    """Type into the answer cell of a customer's line, as a person would."""
    package = Package.open(path)
    workbook = Workbook(package)
    title = TITLES["duplicates"].zh
    rows = read_sheet(workbook, title).rows
    head = next(at for at, row in enumerate(rows) if HEAD.zh in row)
    line = next(at for at, row in enumerate(rows) if at > head and len(row) > 1 and row[1] == key)
    patch = Patch(workbook)
    patch.set(title, line + 1, rows[head].index(HEAD.zh) + 1, word)
    patch.apply()
    path.write_bytes(package.render())


@pytest.mark.parametrize("word", [MERGE_INTO.zh.format(key=A), NOT_A_DUPLICATE.en])
@pytest.mark.parametrize("who", [REP_A.name, MANAGER.name])
def test_an_answer_in_a_workbook_is_done_with_the_next_run(team: Folder, who: str, word: str) -> None:
    _answer(team.endpoint(who).path, word, B)
    team.run()
    merged = word != NOT_A_DUPLICATE.en
    assert set(_cells(team, REP_A.name)) == ({A} if merged else {A, B})
    assert set(_cells(team, MANAGER.name)) == {*_cells(team, REP_A.name), C}
    assert all(row.get("Duplicate_Of") is None for row in team.rows(REP_A.name))
    settled = team.files()
    team.run()
    assert team.files() == settled
