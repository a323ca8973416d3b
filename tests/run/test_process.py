"""Runs as real processes over real workbooks: nothing new writes nothing, a kill at any write loses nothing."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sync.cli import main
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import CellEdit, NewRow, Update
from sync.ooxml.package import Package
from sync.store.tinydb import TinyDBStore
from tests.sync.team import MANAGER, REP_A, customer
from validators.cells import Cell, Table
from validators.models import specs

WATCHED = Path(__file__).with_name("watched.py")
ROOT = WATCHED.parent.parent.parent
DAY = ["--today", "2026-05-06"]


def watched(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(WATCHED), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=_environment(),
        check=False,
    )


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


class Folder:
    """A team's folder with real workbooks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config = path / "config.toml"

    def endpoint(self, name: str) -> WorkbookEndpoint:
        return WorkbookEndpoint(name, self.path / "users" / name / f"{name}.xlsm", specs(), "zh")

    def table(self, name: str, table: str = "customers") -> Table:
        return self.endpoint(name).read().tables[table]

    def rows(self, name: str, table: str = "customers") -> list[dict[str, Cell]]:
        return list(self.table(name, table).rows())

    def type(self, name: str, *rows: dict[str, Cell], table: str = "customers") -> None:
        """Rows as a person types them: below the table's last row."""
        endpoint = self.endpoint(name)
        version = endpoint.read().version
        key = specs()[table].key
        endpoint.apply(Update(new=[NewRow(table, {key: None} | row) for row in rows]), version)

    def edit(self, name: str, row: int, column: str, value: Cell, table: str = "customers") -> None:
        endpoint = self.endpoint(name)
        snapshot = endpoint.read()
        before = snapshot.tables[table].columns[column][row]
        endpoint.apply(Update(edits=[CellEdit(table, row, column, before, value)]), snapshot.version)

    def run(self, *more: str) -> int:
        return main(["run", "--config", str(self.config), *DAY, *more])

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.path)): path.read_bytes() for path in self.path.rglob("*") if path.is_file()}


@pytest.fixture
def team(tmp_path: Path) -> Folder:
    folder = tmp_path / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name, "--rep", "李娜"]) == 0
    made = Folder(folder)
    made.type(
        REP_A.name,
        customer("杭州远景科技有限公司", REP_A),
        customer("=宁波港通物流有限公司", REP_A, Contact_Info="微信:gangtong", Notes="@王总 说=再看看"),
    )
    return made


def test_a_second_run_writes_nothing_and_one_edit_trips_the_control(team: Folder) -> None:
    assert team.run() in (0, 3)
    before = team.files()
    again = watched("deny", str(team.path), "run", "--config", str(team.config), *DAY)
    assert again.returncode in (0, 3), again.stderr
    assert "没有新变化" in again.stdout
    assert team.files() == before
    team.edit(REP_A.name, 0, "Notes", "一处修改")
    denied = watched("deny", str(team.path), "run", "--config", str(team.config), *DAY)
    assert denied.returncode == 1
    assert "没有新变化" not in denied.stdout


def test_what_a_rep_types_reaches_the_manager_and_back(team: Folder) -> None:
    team.run()
    at_manager = team.rows(MANAGER.name)
    assert [row["Customer_ID"] for row in at_manager] == ["C20260506001", "C20260506002"]
    assert at_manager[1]["Customer_Name"] == "=宁波港通物流有限公司"
    assert at_manager[1]["Notes"] == "@王总 说=再看看"
    assert [row["Customer_ID"] for row in team.rows(REP_A.name)] == ["C20260506001", "C20260506002"]
    assert team.rows("李娜") == []
    team.edit(MANAGER.name, 0, "Level", "重点客户")
    team.run()
    assert team.rows(REP_A.name)[0]["Level"] == "重点客户"
    team.edit(MANAGER.name, 1, "Owner", "李娜")
    team.run("--force")
    assert len(team.rows(REP_A.name)) == 1
    assert [row["Customer_Name"] for row in team.rows("李娜")] == ["=宁波港通物流有限公司"]
    raw = (team.path / "users" / REP_A.name / f"{REP_A.name}.xlsm").read_bytes()
    assert "宁波港通" not in _everything(raw)


def _everything(raw: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_an_open_workbook_waits_for_the_next_run(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.run()
    team.edit(REP_A.name, 0, "Notes", "新备注")
    lock = team.path / "users" / MANAGER.name / f".~lock.{MANAGER.name}.xlsm#"
    lock.write_text(",王主管，pc,06.05.2026 08:00,file:///x;", "utf-8")
    before = team.endpoint(MANAGER.name).path.read_bytes()
    assert team.run() == 3
    assert "王主管" in capsys.readouterr().out
    assert team.endpoint(MANAGER.name).path.read_bytes() == before
    lock.unlink()
    team.run()
    assert team.rows(MANAGER.name)[0]["Notes"] == "新备注"


def test_a_renamed_header_stops_the_run_with_7_and_writes_nothing(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    team.run()
    endpoint = team.endpoint(REP_A.name)
    package_path = endpoint.path
    import openpyxl

    book = openpyxl.load_workbook(package_path, keep_vba=True)
    sheet = book["客户"]
    header = next(cell for cell in sheet[2] if cell.value == "Customer_Name*")
    header.value = "Customer_Nmae"
    book.save(package_path)
    before = team.files()
    assert team.run() == 7
    said = capsys.readouterr().err
    assert "Customer_Nmae" in said
    changed = {name for name, data in team.files().items() if before.get(name) != data}
    assert changed <= {"hub/lock"}


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format":1}'])
def test_a_damaged_hub_is_an_error_never_a_first_run(team: Folder, damage: bytes) -> None:
    team.run()
    (team.path / "hub" / "hub.json").write_bytes(damage)
    (team.path / "hub" / "seen.json").unlink()
    before = team.files()
    assert team.run() == 1
    changed = {name for name, data in team.files().items() if before.get(name) != data}
    assert changed <= {"hub/lock"}


def _converged(team: Folder) -> tuple[list[str], list[str], list[str], list[str]]:
    """After one more run: the hub's IDs, the manager's and the rep's, and the manager's notes, each sorted."""
    assert team.run() in (0, 3)
    hub = sorted(TinyDBStore(team.path / "hub").load().tables["customers"].keys)
    manager, rep = team.rows(MANAGER.name), team.rows(REP_A.name)
    return (
        hub,
        sorted(str(row["Customer_ID"]) for row in manager),
        sorted(str(row["Customer_ID"]) for row in rep),
        sorted(str(row["Notes"]) for row in manager),
    )


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_kill_at_any_write_loses_and_doubles_nothing(team: Folder, tmp_path: Path, every: int) -> None:
    team.run()
    team.edit(MANAGER.name, 0, "Notes", "主管的备注")
    team.type(REP_A.name, customer("第三家公司", REP_A, Contact_Info="微信:third"))
    survived = False
    for step in range(1, 60, every):
        copy = Folder(tmp_path / f"killed{step}")
        shutil.copytree(team.path, copy.path)
        result = watched("kill", str(copy.path), str(step), "run", "--config", str(copy.config), *DAY)
        survived = result.returncode in (0, 3)
        hub, manager, rep, notes = _converged(copy)
        assert len(set(hub)) == 3
        assert hub == manager == rep
        assert notes == ["@王总 说=再看看", "None", "主管的备注"]
        assert len(list(copy.path.rglob("*.tmp"))) <= 1
        before = copy.files()
        copy.run()
        assert copy.files() == before
        shutil.rmtree(copy.path)
        if survived:
            break
    assert survived, "the run has more write steps than were tried"


def test_json_output_and_the_log(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    code = team.run("--format", "json")
    said = json.loads(capsys.readouterr().out)
    assert said["exit_code"] == code
    assert said["run"] == 1
    assert {place["user"] for place in said["workbooks"]} == {"张伟", "李娜", "王主管"}
    logged = [json.loads(line) for line in (team.path / "logs" / "runs.jsonl").read_text("utf-8").splitlines()]
    assert [entry["run"] for entry in logged] == [1]


def test_a_lost_hub_is_no_first_run(team: Folder) -> None:
    team.run()
    (team.path / "hub" / "hub.json").unlink()
    before = team.files()
    assert team.run() == 1
    assert {name for name, data in team.files().items() if before.get(name) != data} <= {"hub/lock"}


def test_a_workbook_made_anew_is_filled_again(team: Folder) -> None:
    team.run()
    path = team.endpoint(REP_A.name).path
    path.unlink()
    assert team.run() == 1
    assert main(["init", str(team.path)]) == 0
    assert team.run() in (0, 3)
    assert len(team.rows(REP_A.name)) == 2
    assert len(team.rows(MANAGER.name)) == 2


def test_what_a_workbook_took_is_free_again_without_the_garbage_collector(team: Folder) -> None:
    """A run does without it: what a cycle of references holds would stay, workbook after workbook."""
    endpoint = team.endpoint(REP_A.name)
    gc.collect()
    gc.disable()
    try:
        snapshot = endpoint.read()
        before = snapshot.tables["customers"].columns["First_Date"][0]
        update = Update(edits=[CellEdit("customers", 0, "First_Date", before, date(2026, 5, 2))])
        update.new.append(NewRow("customers", {"Customer_ID": "C20260506009", "First_Date": date(2026, 5, 3)}))
        endpoint.apply(update, snapshot.version)
        left = [held for held in gc.get_objects() if isinstance(held, Package)]
    finally:
        gc.enable()
    assert left == []
