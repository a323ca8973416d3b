"""`salesheet fix` over real workbooks, alone and of a team: what is shown, written, left, and taken back."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sync.cli import main
from sync.store.tinydb import TinyDBStore
from tests.cli.test_check import GOOD, HEADS, book
from tests.run.test_process import DAY, Folder
from tests.sync.team import MANAGER, REP_A, customer
from validators.cells import Table

OTHER = "李娜"
KEY = "C20260506001"


def fix(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["fix", *map(str, arguments), "--format", "json", *DAY])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else {}


def _list(path: Path, *rows: dict[int, Any]) -> Path:
    """Customers of somebody's own list, the cells given by column index put in."""
    made = []
    for at, cells in enumerate(rows, 1):
        good: list[Any] = [f"C20240501{at:03d}", f"第{'一二三四五'[at]}机械有限公司", f"微信:m{at}", *GOOD[3:]]
        made.append([cells.get(column, value) for column, value in enumerate(good)])
    return book(path, [HEADS, *made], "名单")


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    return _list(tmp_path / "a.xlsx", {6: "2026年5月1日", 2: "13800138000.0"}, {4: "普通客"}, {2: "微信:c"})


def test_one_workbook_is_shown_first_then_mended_and_then_there_is_nothing_to_do(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = alone.read_bytes()
    code, said = fix(capsys, alone, "--dry-run")
    assert (code, alone.read_bytes()) == (3, before)
    assert [(f["address"], f["before"], f["after"], f["rules"], f["safe"]) for f in said["fixes"]] == [
        ("名单!C2", "13800138000.0", "13800138000", ["R010"], True),
        ("名单!G2", "2026年5月1日", "2026-05-01", ["R004"], True),
    ]
    (left,) = said["left"]
    assert (left["address"], left["fix"], left["why"]) == ("名单!E3", {"value": "普通客户", "safe": False}, "unsafe")
    assert said["dry_run"]
    assert not (alone.parent / "spare").exists()
    code, again = fix(capsys, alone)
    assert (code, again["fixes"], again["left"]) == (3, said["fixes"], said["left"])
    (spare,) = (alone.parent / "spare").iterdir()
    assert spare.read_bytes() == before
    written = alone.read_bytes()
    assert fix(capsys, alone)[1]["fixes"] == []
    assert alone.read_bytes() == written
    code, last = fix(capsys, alone, "--unsafe")
    assert (code, [f["after"] for f in last["fixes"]], last["left"]) == (0, ["普通客户"], [])
    capsys.readouterr()
    assert main(["check", str(alone), *DAY]) == 0


def test_the_text_names_cell_change_rule_and_what_was_left(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(alone), *DAY]) == 3
    assert capsys.readouterr().out.splitlines() == [
        "  名单!C2  Contact_Info  13800138000.0 → 13800138000  R010 意思不变",
        "  名单!G2  First_Date  2026年5月1日 → 2026-05-01  R004 意思不变",
        "没有改，请您定：",
        "  名单!E3  Level  普通客 → 普通客户  R006 请核对",
        "      → 意思可能有变；要改就加 --unsafe，或在表里改",
        "改好了 2 处；没有改的建议还有 1 处",
    ]
    assert main(["fix", str(alone), "--lang", "en", *DAY]) == 3
    assert capsys.readouterr().out.splitlines() == [
        "Left for you to decide:",
        "  名单!E3  Level  普通客 → normal  R006 please check",
        "      → it may mean something else: --unsafe, or the sheet",
        "Nothing to mend; suggestions left: 1",
    ]


def test_rules_are_chosen_and_left_out(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [f["rules"] for f in fix(capsys, alone, "--dry-run", "--select", "R004")[1]["fixes"]] == [["R004"]]
    assert [f["rules"] for f in fix(capsys, alone, "--dry-run", "--ignore", "R004,S")[1]["fixes"]] == [["R010"]]
    assert main(["fix", str(alone), "--select", "R04"]) == 2
    assert "R014" in capsys.readouterr().err


def test_several_workbooks_each_on_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [_list(tmp_path / f"{name}.xlsx", {6: "2026.5.1"}) for name in "ab"]
    code, said = fix(capsys, *paths)
    assert (code, [f["workbook"] for f in said["fixes"]]) == (0, [str(path) for path in paths])
    assert fix(capsys, paths[0], "--user", "x")[0] == 2


def test_an_open_workbook_is_refused(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (alone.parent / f".~lock.{alone.name}#").write_text(",有人,pc,06.05.2026 08:00,file:///x;", "utf-8")
    before = alone.read_bytes()
    assert fix(capsys, alone) == (7, {})
    assert alone.read_bytes() == before
    assert fix(capsys, alone, "--dry-run")[0] == 3


def test_flags_that_stand_in_the_workbook_follow(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(alone), "--write", *DAY]) == 3
    fix(capsys, alone)
    from sync.endpoints.workbook import WorkbookEndpoint
    from validators.models import specs

    table = WorkbookEndpoint("a", alone, specs(), "zh").read().tables["customers"]
    assert [str(cell)[:1] if cell else None for cell in table.get("Check")] == [None, "✗", None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "team"
    names = ["--manager", MANAGER.name, "--rep", REP_A.name, "--rep", OTHER]
    assert main(["init", str(folder), *names]) == 0
    team = Folder(folder)
    faulty = {"First_Date": "2026年5月1日", "Contract_Amount": "1.2万", "Level": "普通客"}
    team.type(REP_A.name, customer("杭州远景科技有限公司", REP_A, **faulty))
    team.type(OTHER, customer("宁波港通物流有限公司", None, Create_User=OTHER, Owner=OTHER, First_Date="2026.5.2"))
    team.run()
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Folder:
    shutil.copytree(made, tmp_path / "team")
    return Folder(tmp_path / "team")


def _cells(team: Folder, column: str) -> list[list[Any]]:
    tables: list[Table] = [team.table(name) for name in (REP_A.name, OTHER, MANAGER.name)]
    return [table.get(column) for table in tables]


def _safe(team: Folder, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """The safe fixes that checking all workbooks still claims."""
    capsys.readouterr()
    main(["check", "--config", str(team.config), "--format", "json", *DAY])
    found = json.loads(capsys.readouterr().out)["findings"]
    return [one for one in found if one["fix"] is not None and one["fix"]["safe"]]


def test_a_team_is_mended_in_one_run_with_an_author_and_every_workbook_follows(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    at = "--config", team.config
    before = team.files()
    code, said = fix(capsys, *at, "--dry-run")
    assert (code, said["run"], said["who"]) == (3, None, MANAGER.name)
    assert {name for name, data in team.files().items() if before.get(name) != data} == set()
    code, said = fix(capsys, *at)
    assert (code, said["run"], said["summary"]["fixed"]) == (3, 2, 3)
    assert {f["address"].partition("!")[0] for f in said["fixes"]} == {"客户"}
    assert [(one["column"], one["why"]) for one in said["left"]] == [("Level", "unsafe")]
    assert fix(capsys, *at)[1]["fixes"] == []
    assert _cells(team, "First_Date")[0] == ["2026年5月1日"]
    team.run()
    first, second = date(2026, 5, 1), date(2026, 5, 2)
    assert _cells(team, "First_Date") == [[first], [second], [first, second]]
    assert _cells(team, "Contract_Amount")[0] == [12000]
    assert _safe(team, capsys) == []
    settled = team.files()
    team.run()
    assert team.files() == settled
    capsys.readouterr()
    assert main(["blame", KEY, "First_Date", "--config", str(team.config)]) == 0
    assert f"{MANAGER.name}用 salesheet fix 改的" in capsys.readouterr().out


def test_undo_brings_back_what_was_typed_in_every_workbook(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    fix(capsys, "--config", team.config, "--unsafe")
    team.run()
    assert _cells(team, "Level")[0] == ["普通客户"]
    assert main(["undo", "2", "--by", MANAGER.name, "--config", str(team.config), *DAY]) == 0
    team.run()
    assert _cells(team, "First_Date") == [["2026年5月1日"], ["2026.5.2"], ["2026年5月1日", "2026.5.2"]]
    assert _cells(team, "Level")[0] == ["普通客"]
    settled = team.files()
    team.run()
    assert team.files() == settled
    assert len(fix(capsys, "--config", team.config)[1]["fixes"]) == 3


def test_a_workbook_that_was_open_follows_once_it_is_closed(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    lock = team.path / "users" / OTHER / f".~lock.{OTHER}.xlsm#"
    lock.write_text(",有人,pc,06.05.2026 08:00,file:///x;", "utf-8")
    fix(capsys, "--config", team.config)
    team.run()
    assert _cells(team, "First_Date")[1] == ["2026.5.2"]
    team.run()
    lock.unlink()
    team.run()
    assert _cells(team, "First_Date")[1] == [date(2026, 5, 2)]
    settled = team.files()
    team.run()
    assert team.files() == settled


def test_what_somebody_typed_meanwhile_is_not_lost(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    fix(capsys, "--config", team.config)
    team.edit(REP_A.name, 0, "First_Date", "2026/5/1")
    team.edit(OTHER, 0, "First_Date", date(2026, 4, 30))
    team.run()
    first, second = date(2026, 5, 1), date(2026, 4, 30)
    assert _cells(team, "First_Date") == [["2026/5/1"], [second], [first, second]]
    assert TinyDBStore(team.path / "hub").load().conflicts == []


def test_a_rep_mends_their_own_rows_and_hears_of_no_others(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = fix(capsys, "--config", team.config, "--user", OTHER)
    assert (code, [f["before"] for f in said["fixes"]], said["left"]) == (0, ["2026.5.2"], [])
    assert [run.get("who") for run in TinyDBStore(team.path / "hub").load().runs[-1:]] == [OTHER]
    assert fix(capsys, "--config", team.config, "--user", "谁") == (2, {})


def test_columns_that_only_managers_change_are_left(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    with team.config.open("a", encoding="utf-8") as file:
        file.write('\n[columns]\nmanager_only = ["customers.First_Date"]\n')
    code, said = fix(capsys, "--config", team.config, "--user", OTHER)
    assert (code, said["fixes"], [one["why"] for one in said["left"]]) == (3, [], ["rights"])


def test_a_cell_in_conflict_is_left(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.edit(REP_A.name, 0, "First_Date", "2026年5月3日")
    team.edit(MANAGER.name, 0, "First_Date", "2026年5月4日")
    team.run()
    _, said = fix(capsys, "--config", team.config)
    assert [one["why"] for one in said["left"] if one["column"] == "First_Date"] == ["conflict"]


def test_a_team_without_a_run_has_nothing_to_mend_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "t"), "--manager", MANAGER.name, "--rep", OTHER]) == 0
    assert fix(capsys, "--config", tmp_path / "t" / "config.toml") == (2, {})
