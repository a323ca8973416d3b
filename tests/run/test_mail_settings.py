"""The settings beside a workbook follow the team's config."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sync.cli import main
from sync.mail_settings import settings_for
from tests.run.test_process import Folder
from tests.sync.team import MANAGER, REP_A
from validators.settings import Settings, User


@pytest.fixture
def team(tmp_path: Path) -> Folder:
    assert main(["init", str(tmp_path / "team"), "--manager", MANAGER.name, "--rep", REP_A.name]) == 0
    made = Folder(tmp_path / "team")
    assert made.run() == 0
    return made


def _file(team: Folder) -> Path:
    return team.path / "users" / REP_A.name / "mail" / "settings.json"


def _due_soon(team: Folder) -> int:
    days: int = json.loads(_file(team).read_bytes())["settings"]["follow_up"]["due_soon"]
    return days


def test_a_changed_rule_reaches_the_ribbon_with_the_next_run(team: Folder) -> None:
    before = _file(team).stat().st_mtime_ns
    team.run("--force")
    assert _file(team).stat().st_mtime_ns == before
    team.config.write_text(team.config.read_text("utf-8") + "\n[follow_up]\ndue_soon = 9\n", "utf-8")
    team.run()
    assert _due_soon(team) == 9


def test_who_left_is_told_to_a_manager_alone_and_of_roles_ones_own() -> None:
    gone = User(name="刘洋", active=False)
    settings = Settings(users=(MANAGER, REP_A, gone))
    for user, known in ((MANAGER, [MANAGER, REP_A, gone]), (REP_A, [MANAGER, REP_A])):
        told = json.loads(settings_for(user, settings))["settings"]["users"]
        assert [(one["name"], one["active"]) for one in told] == [(one.name, one.active) for one in known]
        assert {one["name"]: one["role"] for one in told}[user.name] == user.role
        assert {one["place"] for one in told} == {""}
        others = {one["role"] for one in told if one["name"] != user.name}
        assert others == {"rep"}  # as everybody is unless it is said


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a right there")
def test_a_link_in_its_place_is_replaced_and_not_followed(team: Folder, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_bytes(b"{}")
    _file(team).unlink()
    _file(team).symlink_to(other)
    team.run("--force")
    assert other.read_bytes() == b"{}"
    assert _due_soon(team) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a right there")
def test_a_link_in_place_of_the_folder_is_told(
    team: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = _file(team).parent
    mail.rename(tmp_path / "elsewhere")
    mail.symlink_to(tmp_path / "elsewhere")
    team.run("--force")
    assert f"{REP_A.name} 的 mail/settings.json 写不进去" in capsys.readouterr().out
