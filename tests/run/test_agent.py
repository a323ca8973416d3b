"""The loop as a process: it runs by itself, sees edits, outlives a broken config, and stops when told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.cli import main
from tests.run.test_process import ROOT, Folder
from tests.sync.team import MANAGER, REP_A, customer

EVERY = "0.02"  # minutes: a cycle a second


@pytest.fixture
def team(tmp_path: Path) -> Folder:
    folder = tmp_path / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name]) == 0
    return Folder(folder)


def _start(team: Folder, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sync", "agent", "--config", str(team.config), "--every", EVERY, *more]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )


def _wait(done: Callable[[], bool]) -> None:
    for _ in range(200):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within 20 seconds")


def test_it_brings_an_edit_over_by_itself_and_stops_on_a_signal(team: Folder) -> None:
    process = _start(team)
    try:
        _wait(lambda: (team.path / "logs" / "runs.jsonl").exists())
        team.type(REP_A.name, customer("杭州远景科技有限公司", REP_A))
        _wait(lambda: len(team.rows(MANAGER.name)) == 1)
        assert main(["agent", "status", "--config", str(team.config)]) == 0
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "已停止" in said
    status = json.loads((team.path / "logs" / "agent.json").read_text("utf-8"))
    assert status["state"] == "stopped"


def test_a_broken_config_is_told_and_does_not_end_the_loop(team: Folder) -> None:
    good = team.config.read_text("utf-8")
    process = _start(team)
    try:
        _wait(lambda: (team.path / "logs" / "runs.jsonl").exists())
        team.config.write_text("[team", "utf-8")
        _wait(lambda: "TOML" in (team.path / "logs" / "agent.json").read_text("utf-8"))
        team.config.write_text(good, "utf-8")
        _wait(lambda: "TOML" not in (team.path / "logs" / "agent.json").read_text("utf-8"))
        assert process.poll() is None
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_it_stops_after_so_many_runs(team: Folder) -> None:
    process = _start(team, "--times", "2")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert said.count("没有新变化") == 1


def test_two_agents_on_one_hub_do_not_overlap(team: Folder) -> None:
    from sync.errors import Locked
    from sync.lock import hub_lock

    with hub_lock(team.path / "hub"):
        assert main(["run", "--config", str(team.config)]) == 1
        with pytest.raises(Locked, match="pid"), hub_lock(team.path / "hub"):
            pass
    assert main(["run", "--config", str(team.config)]) in (0, 3)


def test_it_answers_requests_between_two_runs(team: Folder) -> None:
    mail = team.path / "users" / REP_A.name / "mail"
    process = _start(team, "--every", "600")
    try:
        _wait(lambda: (team.path / "logs" / "runs.jsonl").exists())
        (mail / "in" / "a.tmp").write_text('{"format": 1, "ask": "taken", "name": "杭州远景科技"}', "utf-8")
        (mail / "in" / "a.tmp").replace(mail / "in" / "a.json")
        _wait(lambda: (mail / "out" / "a.json").exists())
        assert json.loads((mail / "out" / "a.json").read_bytes())["taken"] is False
        assert list((mail / "in").iterdir()) == []
    finally:
        process.terminate()
        process.communicate(timeout=30)
