"""The guards over real workbooks: every byte stays, exit code 7, and the command that is told goes on."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from sync.cli import main
from sync.model import CellEdit, NewRow, Update
from tests.run.test_process import Folder
from tests.sync.team import MANAGER, REP_A, customer
from validators.models import specs

OTHER = "李娜"
ROWS = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team after a run, and a second one in which the manager changed half of a rep's rows."""
    folder = tmp_path_factory.mktemp("guards") / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name, "--rep", OTHER]) == 0
    team = Folder(folder)
    first = date(2026, 4, 1)
    team.type(
        REP_A.name,
        *(
            customer(f"公司{n}", REP_A, Contact_Info=f"微信:weixin{n}", First_Date=first + timedelta(n), Notes=f"旧{n}")
            for n in range(ROWS)
        ),
    )
    team.run()
    shutil.copy(_book(team, REP_A.name), folder / "old.xlsm")
    _edit_all(team, MANAGER.name, "Notes", lambda value: f"主管改过{value}", 12)
    team.run("--force")
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Folder:
    shutil.copytree(made, tmp_path / "team")
    return Folder(tmp_path / "team")


def _book(team: Folder, name: str) -> Path:
    return team.path / "users" / name / f"{name}.xlsm"


def _edit_all(team: Folder, name: str, column: str, change: Callable[..., object], rows: int) -> None:
    endpoint = team.endpoint(name)
    snapshot = endpoint.read()
    cells = snapshot.tables["customers"].columns[column]
    edits = [CellEdit("customers", n, column, cells[n], change(cells[n])) for n in range(rows)]  # type: ignore[arg-type]
    endpoint.apply(Update(edits=edits), snapshot.version)


def _delete(team: Folder) -> str:
    endpoint = team.endpoint(REP_A.name)
    version = endpoint.read().version
    endpoint.apply(Update(removed=[("customers", n) for n in range(4)]), version)
    return r"少了 4 行（C20260506001、C20260506002、C20260506003…）"


def _empty(team: Folder) -> str:
    endpoint = team.endpoint(REP_A.name)
    version = endpoint.read().version
    endpoint.apply(Update(removed=[("customers", n) for n in range(ROWS)]), version)
    return r"变空了，上次有 24 行"


def _change(team: Folder) -> str:
    _edit_all(team, REP_A.name, "Notes", lambda value: f"{value}!", 8)
    return r"有 8 行被改动（客户![A-Z]+\d+、客户![A-Z]+\d+、客户![A-Z]+\d+…）"


def _shift(team: Folder) -> str:
    _edit_all(team, REP_A.name, "First_Date", lambda value: value - timedelta(1), ROWS)
    return r"First_Date 列有 24 个日期一起移动了 -1 天（客户![A-Z]+\d+、"


def _restore(team: Folder) -> str:
    shutil.copy(team.path / "old.xlsm", _book(team, REP_A.name))
    return r"12 处改动里有 12 处变回了以前的值（客户![A-Z]+\d+、"


def _copy(team: Folder) -> str:
    shutil.copy(_book(team, REP_A.name), _book(team, OTHER))
    return rf"{OTHER}的工作簿 .* 和 .* 都写着是{REP_A.name}的"


def _unmark(team: Folder) -> str:
    book = openpyxl.load_workbook(_book(team, REP_A.name), keep_vba=True)
    del book["_salesheet"]
    book.save(_book(team, REP_A.name))
    return r"没有隐藏表 _salesheet 了"


def _header(team: Folder) -> str:
    endpoint = team.endpoint(REP_A.name)
    version = endpoint.read().version
    key = specs()["customers"].key
    endpoint.apply(Update(new=[NewRow("customers", {key: None} | customer("又一家", REP_A))]), version)
    book = openpyxl.load_workbook(_book(team, REP_A.name), keep_vba=True)
    sheet = book["客户"]
    cell = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "Level*")
    cell.value = "别的"
    for table in sheet.tables.values():
        for column in table.tableColumns:
            column.name = "别的" if column.name == "Level*" else column.name
    book.save(_book(team, REP_A.name))
    return r"Level"


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("accident", [_delete, _empty, _change, _shift, _restore, _copy, _unmark, _header])
def test_nothing_is_written_and_the_command_told_goes_on(
    team: Folder, accident: Callable[[Folder], str], capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = accident(team)
    before = team.files()
    assert team.run() == 7
    said = capsys.readouterr().err
    assert re.search(wanted, said), said
    after = team.files()
    assert {name: after[name] for name in before if not name.endswith("lock")} == {
        name: data for name, data in before.items() if not name.endswith("lock")
    }
    if accident is _header:
        assert "表头改回" in said
        return
    command = re.search(r"salesheet run --config .*", said)
    assert command is not None
    assert main([*shlex.split(command[0])[1:], "--today", "2026-05-06"]) in (0, 3)
    assert team.run() in (0, 3)
