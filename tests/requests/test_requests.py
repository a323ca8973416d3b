"""What may be asked and what is answered, from one state of the hub: within the asker's scope, or refused in words."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.errors import Refused
from sync.judge import judge
from sync.outcome import LeftOut, RunReport
from sync.requests import LARGEST, BadRequest, Office, parse
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.context import Context
from validators.settings import Settings, User
from validators.settings import Team as TeamSettings


@pytest.fixture
def team(tmp_path: Path) -> Team:
    team = Team(tmp_path)
    team.add(REP_A, customer("杭州远景科技有限公司", REP_A, Contact_Info="13800138000"))
    team.add(MANAGER, customer("没人管的线索有限公司", None, Contact_Info="微信:xiansuo"))
    team.run()
    day = NOW.date() - timedelta(12)
    team.add(REP_A, follow_up("C20260506001", Follow_Date=day, Content="机密内容"), "follow_ups")
    team.add(REP_A, follow_up("C20260506001", Follow_Date=day + timedelta(40), Content="以后"), "follow_ups")
    team.run()
    return team


def _office(team: Team, settings: Settings | None = None, **more: Any) -> Office:
    hub = team.store.load()
    context = Context.of(settings or team.settings, NOW.date())
    return Office(hub, context, NOW, lambda: judge(hub, context), **more)


def _ask(office: Office, user: User, **fields: object) -> dict[str, Any]:
    return office.answer(parse(json.dumps({"format": 1, **fields}).encode(), user.name), user)


@pytest.mark.parametrize("name", ["杭州远景科技有限公司", "杭州远景科技", "杭州遠景科技", "杭州 远景科技 CO., LTD."])
def test_a_rep_learns_that_a_customer_is_taken_and_nothing_more(team: Team, name: str) -> None:
    answer = _ask(_office(team), REP_B, ask="taken", name=name)
    assert answer == {
        "status": "done",
        "message": "已有这家客户，负责人 张*，12 天前跟进过",
        "taken": True,
        "certain": False,
        "yours": [],
        "others": [{"owner": "张*", "last_contact_days": 12}],
    }


def test_whose_it_is_comes_from_the_config_and_the_role(team: Team) -> None:
    named = Settings(users=team.settings.users, team=TeamSettings(collision_owner="name"))
    ask = {"ask": "taken", "name": "杭州远景科技有限公司", "contact": "+86 138-0013-8000"}
    told = _ask(_office(team, named), REP_B, **ask)
    assert told["others"] == [{"owner": "张伟", "last_contact_days": 12}]
    assert told["certain"] is True
    for user in (REP_A, MANAGER):
        own = _ask(_office(team), user, **ask)
        assert own["yours"] == [{"id": "C20260506001", "name": "杭州远景科技有限公司", "owner": "张伟"}]
        assert own["others"] == []


def test_a_lead_in_the_pool_has_no_owner(team: Team) -> None:
    answer = _ask(_office(team), REP_B, ask="taken", name="没人管的线索")
    assert answer["others"] == [{"owner": None, "last_contact_days": None}]
    assert answer["message"] == "已有这家客户，没有负责人（公海），还没有跟进记录"


@pytest.mark.parametrize("user", [REP_B.model_copy(update={"active": False}), REP_A.model_copy(update={"role": "x"})])
def test_who_may_see_nothing_learns_no_more_than_a_rep(team: Team, user: User) -> None:
    answer = _ask(_office(team), user, ask="taken", name="杭州远景科技有限公司")
    assert (answer["yours"], answer["others"]) == ([], [{"owner": "张*", "last_contact_days": 12}])


@pytest.mark.parametrize("name", ["。", "A", " "])
def test_a_name_that_says_too_little_is_not_asked_for(team: Team, name: str) -> None:
    assert _ask(_office(team), REP_B, ask="taken", name=name)["code"] == "too_short"


def test_ids_are_new_each_time_and_known_to_the_hub(team: Team) -> None:
    office = _office(team)
    first = _ask(office, REP_B, ask="id", table="customers", count=2)["ids"]
    second = _ask(office, REP_A, ask="id", table="customers")["ids"]
    assert first + second == ["C20260506003", "C20260506004", "C20260506005"]
    assert office.gave
    assert office.hub.ids["C20260506"] == 5
    assert _ask(office, REP_B, ask="id", table="follow_ups")["ids"] == ["F20260506003"]


def test_a_report_holds_the_askers_rows(team: Team) -> None:
    cells = {
        user.name: str(_ask(_office(team), user, ask="report", name="overdue")["report"]["cells"])
        for user in (REP_A, REP_B, MANAGER)
    }
    assert "杭州远景科技有限公司" not in cells[REP_B.name]
    hub_free = _ask(_office(team), REP_A, ask="report", name="overview")["report"]
    assert hub_free["title"] == "总览"
    assert hub_free["cells"][0][:3] == [1, 1, "总览"]
    json.dumps(cells)


def test_a_run_is_told_as_far_as_the_asker_may_know(team: Team) -> None:
    report = team.run()
    assert _ask(_office(team, ran=report), REP_A, ask="run")["run"] == report.run
    report.left_out = [LeftOut(REP_A.name, "a", "正被打开", False), LeftOut(REP_B.name, "b", "秘密", False)]
    told = _ask(_office(team, ran=report), REP_A, ask="run")
    assert told["left_out"] == "正被打开"
    assert "秘密" not in str(told)
    assert _ask(_office(team, ran=RunReport(3, "2026-05-06", nothing_new=True)), REP_A, ask="run")["nothing_new"]


def test_why_a_run_was_stopped_is_for_who_sees_the_team(team: Team) -> None:
    office = _office(team, failed=Refused("停", problems=["李娜 的表少了 9 行"]))
    at_rep, at_manager = (_ask(office, user, ask="run") for user in (REP_A, MANAGER))
    assert (at_rep["status"], at_rep["code"]) == ("failed", "guard")
    assert "李娜" not in str(at_rep)
    assert "李娜 的表少了 9 行" in at_manager["reason"]


def test_before_the_first_run_nothing_is_claimed(tmp_path: Path) -> None:
    assert _ask(_office(Team(tmp_path)), REP_A, ask="taken", name="甲公司")["code"] == "no_run"


BAD: list[tuple[bytes, str]] = [
    (b"", "not_json"),
    (b"{", "not_json"),
    (b"\xff\xfe{\x00}\x00", "not_json"),
    (b"[" * 10_000, "not_json"),
    (b'{"format":1,"ask":"run","x":' + b"9" * 5000 + b"}", "not_json"),
    (b"null", "not_a_request"),
    (b"[]", "not_a_request"),
    (b"{}", "not_a_request"),
    (b'{"format":1}', "not_a_request"),
    (b'{"format":2,"ask":"run"}', "not_a_request"),
    (b'{"ask":"run"}', "not_a_request"),
    (b'{"format":1,"ask":"erase"}', "not_a_request"),
    (b'{"format":1,"ask":"run","force":true}', "not_a_request"),
    (b'{"format":1,"ask":"taken"}', "not_a_request"),
    (b'{"format":1,"ask":"taken","name":7}', "not_a_request"),
    (b'{"format":1,"ask":"taken","name":""}', "not_a_request"),
    (b'{"format":1,"ask":"taken","name":"' + b"x" * 256 + b'"}', "not_a_request"),
    (b'{"format":1,"ask":"id","table":"users"}', "not_a_request"),
    (b'{"format":1,"ask":"id","table":"customers","count":21}', "not_a_request"),
    (b'{"format":1,"ask":"id","table":"customers","count":-1}', "not_a_request"),
    (b'{"format":1,"ask":"id","table":"customers","count":"2"}', "not_a_request"),
    ('{"format":1,"ask":"run","user":"王主管"}'.encode(), "wrong_user"),
    (b'{"format":1,"ask":"run"}' + b" " * LARGEST, "too_large"),
]


@pytest.mark.parametrize(("raw", "code"), BAD, ids=[str(raw[:40]) for raw, _ in BAD])
def test_what_is_no_request_is_refused_in_words(raw: bytes, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse(raw, REP_A.name)
    assert caught.value.code == code
    for language in ("zh", "en"):
        answer = caught.value.answer(language)
        assert answer["status"] == "refused"
        assert "{" not in answer["message"]


def test_a_byte_order_mark_and_ones_own_name_are_fine() -> None:
    assert parse('\ufeff{"format":1,"ask":"run","user":" 张伟"}'.encode(), REP_A.name).ask == "run"
