"""The requests sheet of real workbooks: a name typed there is answered beside it once, within the asker's scope."""

from __future__ import annotations

from sync.model import Asked
from sync.ooxml.__main__ import main as ooxml
from sync.reports.requests import FIRST_ROW, read_asked
from tests.requests.people import OTHER, Team
from tests.sync.team import MANAGER, REP_A, customer
from validators.cells import Cell


def _type(team: Team, who: str, **cells: str) -> None:
    book = str(team.path / "users" / who / f"{who}.xlsm")
    assert ooxml(["set", book, *(f"请求!{at}={value}" for at, value in cells.items()), "--out", book, "--force"]) == 0


def _asked(team: Team, who: str) -> list[tuple[str, str]]:
    return [(one.name, one.answer) for one in team.endpoint(who).read().asked]


def _quiet(team: Team) -> None:
    before = team.files()
    assert team.run() in (0, 3)
    assert {name for name, data in team.files().items() if before.get(name) != data} <= {"logs/runs.jsonl"}


FREE = "没有查到叫这个名字的客户；只写简称会查不到，请填公司全称"
TAKEN = "已有这家客户，负责人 张*，还没有跟进记录"


def test_names_are_answered_within_the_askers_scope(team: Team) -> None:
    for who in (OTHER, MANAGER.name, REP_A.name):
        _type(team, who, A6="杭州远景科技", A7="没人认识的公司", A9="=SUM(A1)公司", B9="13800138000")
    assert team.run() in (0, 3)
    rest = [("没人认识的公司", FREE), ("=SUM(A1)公司", FREE)]
    own = "您能看到的客户里有：C20260506001 杭州远景科技有限公司"
    assert _asked(team, OTHER) == [("杭州远景科技", TAKEN), *rest]
    assert _asked(team, MANAGER.name) == _asked(team, REP_A.name) == [("杭州远景科技", own), *rest]
    assert [(line["user"], line["ask"]) for line in team.log()].count((OTHER, "taken")) == 3
    _quiet(team)
    assert team.endpoint(OTHER).read().asked[0].at == "2026-05-06 08:00"


def test_clearing_the_answer_asks_again_and_clearing_the_name_drops_the_line(team: Team) -> None:
    _type(team, OTHER, A6="杭州远景科技", A7="没人认识的公司")
    team.run()
    team.type(REP_A.name, customer("没人认识的公司", REP_A, Contact_Info="微信:meiren"))
    _type(team, OTHER, A6="", C7="")
    team.run()
    assert _asked(team, OTHER) == [("没人认识的公司", TAKEN)]
    _quiet(team)


def test_what_goes_over_the_limit_is_told_so_once(team: Team) -> None:
    team.config.write_text(team.config.read_text("utf-8") + "\n[requests]\nper_hour = 2\n", "utf-8")
    _type(team, OTHER, **{f"A{row}": f"第{row}家公司" for row in range(6, 10)})
    team.run()
    told = "一小时内最多 2 次，请过一会儿再试"
    assert [answer for _, answer in _asked(team, OTHER)] == [FREE] * 2 + [told] * 2
    _quiet(team)
    _type(team, OTHER, C9="")
    team.run()
    assert _asked(team, OTHER)[3][1] == told
    team.ask(OTHER, "a", ask="taken", name="甲乙公司")
    team.work()
    assert team.answer(OTHER, "a")["code"] == "too_many"


def test_a_name_that_is_no_name_is_answered_in_words(team: Team) -> None:
    _type(team, OTHER, A6="甲", A7="长" * 300, A8="2026-05-01", A9="12.5")
    team.run()
    answers = [answer for _, answer in _asked(team, OTHER)]
    assert answers[:2] == ["名称太短，请写公司全称", "名称太长，最多 255 个字"]
    assert set(answers[2:]) == {FREE}
    _quiet(team)


def test_lines_are_read_as_they_stand() -> None:
    cells: dict[tuple[int, int], Cell] = {(FIRST_ROW, 1): 360.0, (FIRST_ROW + 2, 1): " 甲 ", (FIRST_ROW + 2, 3): "好"}
    read = read_asked(lambda row, column: cells.get((row, column)), 10_000)
    assert read == (Asked("360"), Asked("甲", "", "好"))
