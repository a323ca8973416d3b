"""`salesheet history KEY`: what happened to a row, and what was hung on it when it left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.cli import main
from sync.store.records import Change, RunRecord
from sync.store.tinydb import TinyDBStore

KEY = "C20260506001"


@pytest.fixture
def config(tmp_path: Path) -> str:
    """A team whose hub knows of one edit and of one comment that left."""
    path = tmp_path / "config.toml"
    path.write_text('[[users]]\nname = "张伟"\nrole = "rep"\n', "utf-8")
    store = TinyDBStore(tmp_path / "hub")
    hub = store.load()
    hub.run = 1
    record = RunRecord(1, "2026-05-06 08:00:00")
    record.changes.append(Change("customers", KEY, "Notes", "旧", "新", "张伟", "张伟"))
    record.remarks.append(Change("customers", KEY, "Contact_Person", None, "李娜: 周五再打", "张伟", "张伟"))
    record.remarks.append(Change("customers", "C20260506002", "Notes", None, "别的行", "张伟", "张伟"))
    store.commit(hub, record)
    return str(path)


def test_a_comment_that_left_with_its_row_is_told(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", KEY, "--config", config]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-05-06 08:00:00  #1  改动  客户备注：旧 → 新  张伟",
        "2026-05-06 08:00:00  #1  批注  联系人：李娜: 周五再打  张伟",
    ]


def test_as_json_it_is_an_event_of_its_own(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", KEY, "--config", config, "--format", "json"]) == 0
    events = json.loads(capsys.readouterr().out)["events"]
    assert [(event["what"], event["after"]) for event in events] == [("changed", "新"), ("remark", "李娜: 周五再打")]


def test_a_row_nobody_knows_is_told(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "C20260506009", "--config", config]) == 2
    assert "C20260506009" in capsys.readouterr().err
