"""What commands say, over real workbooks: names and words of the team, in its language and no other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import orjson
import pytest

from sync.cli import main
from sync.model import Update
from tests.run.test_process import DAY, Folder
from tests.sync.team import customer

KEY = "C20260506001"
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team of either language after one run."""
    folder = tmp_path_factory.mktemp("words") / str(request.param)
    people = ["--manager", "Grace", "--rep", "Ann", "--rep", "Bob"]
    assert main(["init", str(folder), *people, "--lang", request.param]) == 0
    team = Folder(folder)
    row = customer("Harbour Trading Ltd", None, Owner="Ann", Create_User="Ann", Contract_Amount=12000, Level="key")
    team.type("Ann", row, {**row, "Customer_Name": "Second Ltd", "Contact_Info": "a@second.com"})
    team.run()
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Folder:
    shutil.copytree(made, tmp_path / made.name)
    return Folder(tmp_path / made.name)


def _command(team: Folder, *arguments: str) -> int:
    return main([*arguments, "--config", str(team.config)])


def _zh(team: Folder) -> bool:
    return team.path.name == "zh"


def _resave(team: Folder, who: str, cells: dict[str, str]) -> None:
    """Another program saves the workbook; these cells of the customers say something else."""
    path = team.endpoint(who).path
    book = openpyxl.load_workbook(path, keep_vba=True)
    for at, value in cells.items():
        book["客户" if _zh(team) else "Customers"][at] = value
    book.save(path)


def test_a_conflict_is_told_in_words(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.edit("Ann", 0, "Level", "normal")
    team.edit("Grace", 0, "Level", "growth")
    team.edit("Ann", 1, "Contract_Amount", 18000)
    team.edit("Grace", 1, "Contract_Amount", None)
    team.run()
    capsys.readouterr()
    assert _command(team, "conflicts") == 3
    if _zh(team):
        assert capsys.readouterr().out.splitlines() == [
            f"客户 {KEY} Harbour Trading Ltd 客户等级  现在：普通客户  另一个值：潜力客户（Grace，2026-05-06）",
            "客户 C20260506002 Second Ltd 合同金额  现在：18000  另一个值：（空）（Grace，2026-05-06）",
            "2 处未解决的冲突；在任一工作簿的“冲突”表里选",
        ]
    else:
        assert capsys.readouterr().out.splitlines() == [
            f"Customers {KEY} Harbour Trading Ltd Level  in use: normal  other: growth (Grace, 2026-05-06)",
            "Customers C20260506002 Second Ltd Contract amount  in use: 18000  other: (empty) (Grace, 2026-05-06)",
            "open conflicts: 2; pick on the Conflicts sheet",
        ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("history", "C9999"),
        ("blame", "C9999", "Notes"),
        ("blame", KEY, "Colour"),
        ("blame", KEY, "Check"),
        ("undo", "C9999", "--by", "Grace"),
        ("undo", "99", "--by", "Grace"),
        ("undo", KEY, "--by", "Grace"),
        ("undo", "1", "--by", "Nobody"),
        ("report", "nope"),
        ("report", "--for", "Nobody"),
        ("report", "--out", "report.csv"),
    ],
)
def test_an_error_speaks_the_teams_language_alone(
    team: Folder, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    capsys.readouterr()
    assert _command(team, *arguments) in (2, 7)
    said = capsys.readouterr().err.replace(str(team.path), "")
    assert bool(_CHINESE.search(said)) is _zh(team)
    assert " / " not in said
    assert "customers" not in said


def test_a_report_that_is_nothing_like_the_name_is_not_suggested(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _command(team, "report", "nope") == 2
    said = capsys.readouterr().err
    assert "funnel" in said
    assert "did you mean" not in said and "是不是想要" not in said


def test_the_doctor_says_what_stops_every_run(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    at = team.table("Ann").letters["Status"]
    _resave(team, "Ann", {f"{at}2": "State"})
    assert team.run() == 7
    capsys.readouterr()
    assert _command(team, "doctor") == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗")]
    assert len(wrong) == 1
    assert wrong[0].startswith("✗ Ann") and "Status" in wrong[0]
    assert wrong[0].count("State") == 1


def test_the_doctor_counts_the_rows_that_wait(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.type("Bob", *[customer(name, None, Customer_ID="C20260506009", Owner="Bob") for name in ("甲", "乙")])
    capsys.readouterr()
    assert _command(team, "doctor") == 0
    told = capsys.readouterr().out
    assert ("✓ Bob：users/Bob/Bob.xlsm，2 行（其中 2 行编号重复，还没同步）" in told) is _zh(team)
    assert ("✓ Bob: users/Bob/Bob.xlsm, 2 rows (2 wait: their ID is doubled)" in told) is not _zh(team)


def test_the_doctor_passes_on_what_a_run_would_note(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    _resave(team, "Bob", {})
    capsys.readouterr()
    assert _command(team, "doctor") == 3
    (told,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("⚠")]
    assert told.startswith("⚠ Bob：" if _zh(team) else "⚠ Bob: ")
    assert ("功能区按钮没有了" if _zh(team) else "the ribbon is gone") in told


def test_duplicates_say_whose_they_are_and_what_to_do(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.type("Bob", customer("Harbour Trading Ltd", None, Owner="Bob", Create_User="Bob"))
    team.run()
    capsys.readouterr()
    assert _command(team, "duplicates") == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == [
        f"    {KEY}  Harbour Trading Ltd  Ann  电话:0571-8888 6666",
        "    C20260506003  Harbour Trading Ltd  Bob  电话:0571-8888 6666",
    ]
    assert "Harbour Trading Lt" in lines[0]
    assert lines[-1].startswith(
        "    → 在工作簿的“疑似重复”表里" if _zh(team) else "    → answer on the Duplicates sheet"
    )
    assert "salesheet merge" in lines[-1] and "salesheet not-duplicate" in lines[-1]


def test_what_stopped_a_run_can_be_fetched_back(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    endpoint = team.endpoint("Ann")
    version = endpoint.read().version
    endpoint.apply(Update(removed=[("customers", 0), ("customers", 1)]), version)
    capsys.readouterr()
    assert team.run() == 7
    assert "spare/Ann/" in capsys.readouterr().err
    assert list((team.path / "spare" / "Ann").iterdir())


def test_a_row_without_a_name_is_told_by_its_id_alone(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.edit("Ann", 0, "Contact_Job", "Buyer")
    team.edit("Ann", 0, "Customer_Name", None)
    team.run()
    capsys.readouterr()
    assert _command(team, "blame", KEY, "Contact_Job") == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.split("  ")[0] == (f"客户 {KEY}" if _zh(team) else f"Customers {KEY}")


def test_each_row_of_the_team_is_counted_once(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    team.type("Bob", *[customer(name, None, Owner="Bob") for name in ("没有编号的", "也没有编号")])
    capsys.readouterr()
    _command(team, "check", "--format", "json", *DAY)
    assert orjson.loads(capsys.readouterr().out)["summary"]["rows"]["customers"] == 2 + 2
    main(["check", str(team.endpoint("Ann").path), "--format", "json", *DAY])
    assert orjson.loads(capsys.readouterr().out)["summary"]["rows"]["customers"] == 2


def test_an_agent_that_was_never_started_is_no_run_that_never_was(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _command(team, "agent", "status") == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("自动同步还没有启动过" if _zh(team) else "the agent has not been started yet")
    assert " / " not in said


def test_what_a_person_was_told_by_the_last_run_is_told_in_brief(
    team: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    full, brief = ("功能区按钮没有了", "功能区按钮仍缺") if _zh(team) else ("the ribbon is gone", "still gone")
    _resave(team, "Bob", {})
    team.run()
    assert full in capsys.readouterr().out
    team.type("Bob", customer("甲", None, Owner="Bob"))
    team.run()
    said = capsys.readouterr().out
    assert brief in said and full not in said
    team.type("Bob", customer("乙", None, Owner="Bob", Contact_Info="b@b.com"))
    team.run("--format", "json")
    (notes,) = [one["notes"] for one in orjson.loads(capsys.readouterr().out)["workbooks"] if one["user"] == "Bob"]
    assert any(full in note for note in notes), "what programs read has it in full"


def test_init_speaks_the_language_of_the_team_that_is_there(team: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for more in (["--rep", "Eve"], ["--dry-run"], ["--rep", "a/b"]):
        assert main(["init", str(team.path), *more]) == 2
        said = capsys.readouterr().err.replace(str(team.path), "")
        assert bool(_CHINESE.search(said)) is _zh(team)
        assert " / " not in said
