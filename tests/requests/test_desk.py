"""Requests in real mail folders: answered, limited, logged; hostile ones put aside; nothing followed, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.config import load
from sync.desk import answer_mail
from sync.lock import hub_lock
from sync.mailbox import AT_ONCE
from sync.model import NewRow, Update
from sync.safe_folder import SafeFolder
from tests.requests.people import OTHER, TODAY, Team
from tests.sync.team import MANAGER, REP_A, customer


def test_a_run_answers_and_the_request_is_gone(team: Team) -> None:
    team.ask(OTHER, "a-1", ask="taken", name="杭州远景科技")
    team.ask(MANAGER.name, "a-1", ask="taken", name="杭州远景科技")
    assert team.run() in (0, 3)
    assert team.answer(OTHER, "a-1")["others"] == [{"owner": "张*", "last_contact_days": None}]
    assert team.answer(MANAGER.name, "a-1")["yours"][0]["owner"] == REP_A.name
    assert team.waiting(OTHER) == []
    assert [(line["user"], line["ask"], line["status"]) for line in team.log()] == [
        (MANAGER.name, "taken", "done"),
        (OTHER, "taken", "done"),
    ]
    assert "远景" not in (team.path / "logs" / "requests.jsonl").read_text("utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE((team.path / "logs" / "requests.jsonl").stat().st_mode) == 0o600
        assert stat.S_IMODE((team.mail(OTHER) / "out" / "a-1.json").stat().st_mode) & 0o007 == 0


def test_without_requests_nothing_is_read_or_written(team: Team) -> None:
    shutil.rmtree(team.path / "hub")
    before = team.files()
    assert team.work() == 0
    assert team.files() == before


def test_sync_now_runs_once_for_all_and_brings_the_edit_over(team: Team) -> None:
    team.edit(REP_A.name, 0, "Notes", "刚写的")
    for name in (REP_A.name, OTHER):
        team.ask(name, "now", ask="run")
    before = len((team.path / "logs" / "runs.jsonl").read_text("utf-8").splitlines())
    assert team.work() == 2
    assert len((team.path / "logs" / "runs.jsonl").read_text("utf-8").splitlines()) == before + 1
    assert team.rows(MANAGER.name)[0]["Notes"] == "刚写的"
    assert team.answer(REP_A.name, "now")["run"] == team.answer(OTHER, "now")["run"] == 2


def test_ids_are_reserved_before_they_are_told_and_the_row_keeps_its_own(team: Team) -> None:
    team.ask(OTHER, "id", ask="id", table="customers", count=2)
    team.work()
    ids = team.answer(OTHER, "id")["ids"]
    assert ids == ["C20260506002", "C20260506003"]
    team.type(REP_A.name, customer("没有编号的一家", REP_A, Contact_Info="微信:meiyou"))
    endpoint = team.endpoint(OTHER)
    row = customer("用预留编号的一家", None, Contact_Info="微信:yuliu", Owner=OTHER, Create_User=OTHER)
    endpoint.apply(Update(new=[NewRow("customers", {"Customer_ID": ids[0]} | row)]), endpoint.read().version)
    assert team.run() in (0, 3)
    assert {row["Customer_ID"]: row["Customer_Name"] for row in team.rows(MANAGER.name)} == {
        "C20260506001": "杭州远景科技有限公司",
        "C20260506002": "用预留编号的一家",
        "C20260506004": "没有编号的一家",
    }


def test_too_many_are_told_so_and_counted_across_restarts(team: Team) -> None:
    team.config.write_text(team.config.read_text("utf-8") + "\n[requests]\nper_hour = 3\nruns_per_hour = 1\n", "utf-8")
    for number in range(2):
        team.ask(OTHER, f"r{number}", ask="run")
    team.work()
    codes = [team.answer(OTHER, f"r{number}").get("code") for number in range(2)]
    assert codes == [None, "too_many"]
    for number in range(4):
        team.ask(OTHER, f"t{number}", ask="taken", name="甲乙公司")
        team.ask(REP_A.name, f"t{number}", ask="taken", name="甲乙公司")
        team.work()
    assert [team.answer(OTHER, f"t{number}").get("code") for number in range(4)] == [None, None, "too_many", "too_many"]
    assert [line["code"] for line in team.log() if line["user"] == OTHER].count("too_many") == 1
    assert team.waiting(OTHER) == []


def test_a_request_that_waits_behind_many_is_answered_next_time(team: Team) -> None:
    for number in range(AT_ONCE + 5):
        team.ask(OTHER, f"r{number:03}", raw=b"nonsense")
    assert (team.work(), team.work(), team.work()) == (AT_ONCE, 5, 0)


def test_half_written_ones_are_left_until_they_are_whole(team: Team) -> None:
    path = team.ask(OTHER, "slow", raw=b'{"format":1,"ask":"ta')
    path.touch()
    assert team.work() == 0
    path.write_bytes(json.dumps({"format": 1, "ask": "taken", "name": "甲乙公司"}).encode())
    assert team.work() == 1
    assert team.answer(OTHER, "slow")["status"] == "done"


def test_an_agent_at_work_is_left_to_answer(team: Team) -> None:
    team.ask(OTHER, "a", ask="taken", name="甲乙公司")
    with hub_lock(team.path / "hub"):
        assert team.work() == 0
    assert team.waiting(OTHER) == ["a.json"]
    assert team.work() == 1


def test_who_left_is_not_answered(team: Team) -> None:
    text = team.config.read_text("utf-8")
    at = text.index(f'name = "{OTHER}"')
    team.config.write_text(text[:at] + "active = false\n" + text[at:], "utf-8")
    team.ask(OTHER, "a", ask="taken", name="杭州远景科技")
    assert team.work() == 0
    assert team.waiting(OTHER) == ["a.json"]


def test_one_folder_for_two_people_is_nobodys(team: Team) -> None:
    text = team.config.read_text("utf-8").replace(f"users/{OTHER}/{OTHER}.xlsm", f"users/{REP_A.name}/{OTHER}.xlsm")
    team.config.write_text(text, "utf-8")
    team.ask(REP_A.name, "a", ask="taken", name="杭州远景科技")
    assert team.work() == 0


# What somebody may put there to do harm


def _huge(team: Team) -> str:
    with team.ask(OTHER, "bad", raw=b"").open("r+b") as file:
        file.truncate(1 << 34)
    os.utime(team.mail(OTHER) / "in" / "bad.json", (1, 1))
    return "too_large"


def _link(team: Team) -> str:
    (team.mail(OTHER) / "in" / "bad.json").symlink_to(team.path / "hub" / "hub.json")
    return "not_a_file"


def _dangling(team: Team) -> str:
    (team.mail(OTHER) / "in" / "bad.json").symlink_to(team.path / "nowhere.json")
    return "not_a_file"


def _folder(team: Team) -> str:
    (team.mail(OTHER) / "in" / "bad.json" / "deep").mkdir(parents=True)
    return "not_a_file"


def _pipe(team: Team) -> str:
    if sys.platform != "win32":
        os.mkfifo(team.mail(OTHER) / "in" / "bad.json")
    return "not_a_file"


def _in_anothers_name(team: Team) -> str:
    team.ask(OTHER, "bad", ask="taken", name="杭州远景科技", user=MANAGER.name)
    return "wrong_user"


def _nested(team: Team) -> str:
    team.ask(OTHER, "bad", raw=b"[" * 10_000)
    return "not_json"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links need rights there")
@pytest.mark.parametrize("attack", [_huge, _link, _dangling, _folder, _pipe, _in_anothers_name, _nested])
def test_hostile_requests_are_refused_and_put_aside(team: Team, attack: Callable[[Team], str]) -> None:
    code = attack(team)
    team.ask(OTHER, "good", ask="taken", name="杭州远景科技")
    hub = (team.path / "hub" / "hub.json").read_bytes()
    assert team.work() == 2
    answer = team.answer(OTHER, "bad")
    assert (answer["status"], answer["code"]) == ("refused", code)
    assert answer["message"]
    assert team.answer(OTHER, "good")["taken"] is True
    assert team.waiting(OTHER) == []
    assert [path.name[13:] for path in (team.mail(OTHER) / "refused").iterdir()] == ["bad.json"]
    assert (team.path / "hub" / "hub.json").read_bytes() == hub
    assert team.work() == 0


@pytest.mark.parametrize("name", ["CON.json", "..json", "a b.json", "客户.json", "x" * 90 + ".json", "a;rm -rf.json"])
def test_names_that_are_no_plain_names_reach_no_file(team: Team, name: str) -> None:
    path = team.mail(OTHER) / "in" / name
    path.write_bytes(b'{"format":1,"ask":"run"}')
    if name.startswith("."):
        assert team.work() == 0
        return
    assert team.work() == 1
    answers = [json.loads(file.read_bytes()) for file in (team.mail(OTHER) / "out").iterdir()]
    assert [answer["code"] for answer in answers] == ["bad_name"]
    assert team.waiting(OTHER) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("part", ["mail", "mail/in", "mail/out"])
def test_a_link_in_place_of_a_folder_leads_nowhere(team: Team, part: str) -> None:
    """Somebody makes `mail/out` a link to the hub, and asks for an answer named hub.json."""
    team.ask(OTHER, "hub", ask="taken", name="杭州远景科技")
    spot = team.path / "users" / OTHER / part
    moved = spot.with_name(f"{spot.name}-real")
    spot.rename(moved)
    spot.symlink_to(team.path / "hub" if part != "mail" else moved)
    hub = (team.path / "hub" / "hub.json").read_bytes()
    said: list[str] = []
    assert answer_mail(load(team.config), TODAY, tell=said.append) == 0
    assert said == [f"✗ {OTHER}: mail/ (NotPlain)"]
    assert (team.path / "hub" / "hub.json").read_bytes() == hub


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_an_answer_replaces_a_link_and_does_not_follow_it(team: Team) -> None:
    target = team.path / "config.toml"
    before = target.read_bytes()
    (team.mail(OTHER) / "out" / "a.json").symlink_to(target)
    (team.mail(OTHER) / "refused").symlink_to(team.path / "hub")
    team.ask(OTHER, "a", ask="taken", name="杭州远景科技")
    team.ask(OTHER, "b", raw=b"nonsense")
    files = sorted((team.path / "hub").iterdir())
    assert team.work() == 2
    assert target.read_bytes() == before
    assert team.answer(OTHER, "a")["taken"] is True
    assert sorted((team.path / "hub").iterdir()) == files


@pytest.mark.skipif(sys.platform == "win32", reason="no handles to count there")
def test_refusing_a_folder_leaves_no_handle_open(team: Team) -> None:
    shutil.rmtree(team.mail(OTHER) / "out")
    (team.mail(OTHER) / "out").symlink_to(team.path / "hub")
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(5):
        team.work()
    assert len(list(Path("/dev/fd").iterdir())) == before


# Kills


class Killed(BaseException):
    """The end of the process, at that point."""


@pytest.mark.parametrize("method", ["publish", "remove", "move"])
@pytest.mark.parametrize("after", [False, True])
def test_a_kill_while_answering_leaves_request_or_answer_whole(
    team: Team, method: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.ask(OTHER, "a", ask="id", table="customers")
    team.ask(OTHER, "b", raw=b"nonsense")
    real = getattr(SafeFolder, method)

    def dying(self: SafeFolder, *arguments: Any) -> Any:
        if after:
            real(self, *arguments)
        raise Killed

    monkeypatch.setattr(SafeFolder, method, dying)
    with pytest.raises(Killed):
        team.work()
    monkeypatch.undo()
    told = {path.name: json.loads(path.read_bytes()) for path in (team.mail(OTHER) / "out").iterdir()}
    assert set(team.waiting(OTHER)) | set(told) == {"a.json", "b.json"}
    team.work()
    assert team.waiting(OTHER) == []
    assert sorted(path.name for path in (team.mail(OTHER) / "out").iterdir()) == ["a.json", "b.json"]
    if "a.json" in told:  # what was told once stays told
        assert team.answer(OTHER, "a") == told["a.json"]
    team.ask(OTHER, "c", ask="id", table="customers")
    team.work()
    assert team.answer(OTHER, "c")["ids"] > team.answer(OTHER, "a")["ids"]


def test_what_nobody_foresaw_ends_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("杭州远景科技")

    monkeypatch.setattr("sync.requests.collision", broken)
    team.ask(OTHER, "a", ask="taken", name="杭州远景科技")
    team.ask(OTHER, "b", ask="id", table="customers")
    said: list[str] = []
    assert answer_mail(load(team.config), TODAY, tell=said.append) == 2
    assert (team.answer(OTHER, "a")["status"], team.answer(OTHER, "b")["status"]) == ("failed", "done")
    assert said == [f"✗ {OTHER}: taken (ZeroDivisionError)"]


def test_old_answers_go(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.mailbox.ANSWERS_KEPT", 3)
    for number in range(5):
        team.ask(OTHER, f"r{number}", ask="taken", name="甲乙公司")
        team.work()
        os.utime(team.mail(OTHER) / "out" / f"r{number}.json", (number + 1, number + 1))
    assert len(list((team.mail(OTHER) / "out").iterdir())) <= 4


def test_the_same_request_put_there_again_is_answered_anew(team: Team) -> None:
    ids = []
    for _ in range(2):
        team.ask(OTHER, "a", ask="id", table="customers")
        team.work()
        ids += team.answer(OTHER, "a")["ids"]
    assert ids == ["C20260506002", "C20260506003"]


def test_ids_wait_until_a_killed_run_is_carried_through(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed run gave only its intent knows; a leftover of a run that was committed holds nothing up."""

    def dying(*_: object) -> None:
        raise Killed

    team.type(REP_A.name, customer("没有编号的一家", REP_A, Contact_Info="微信:meiyou"))
    monkeypatch.setattr("sync.store.tinydb.TinyDBStore.commit", dying)
    with pytest.raises(Killed):
        team.run()
    monkeypatch.undo()
    assert (team.path / "hub" / "intent.json").exists()
    team.ask(OTHER, "a", ask="id", table="customers")
    team.work()
    assert team.answer(OTHER, "a")["ids"] == ["C20260506003"]
    monkeypatch.setattr("sync.intent.clear", lambda folder: None)
    team.edit(REP_A.name, 0, "Notes", "再跑一次")
    team.run()
    monkeypatch.undo()
    assert (team.path / "hub" / "intent.json").exists()
    team.ask(OTHER, "b", ask="id", table="customers")
    team.work()
    assert team.answer(OTHER, "b")["ids"] == ["C20260506004"]
