"""The demo is made anew over an untouched one, and never over what somebody typed; its day is that of its own zone."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from sync.cli import main
from sync.config import load

DAY = ["--today", "2026-05-06"]


def test_an_untouched_demo_is_made_anew(tmp_path: Path) -> None:
    for _ in range(2):
        assert main(["demo", "--into", str(tmp_path / "demo"), *DAY]) == 0


@pytest.mark.parametrize("run", [False, True])
def test_a_demo_that_somebody_typed_into_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], run: bool
) -> None:
    folder = tmp_path / "demo"
    assert main(["demo", "--into", str(folder), *DAY]) == 0
    team = load(folder / "config.toml")
    path = team.place(team.workbooks()[0])
    book = openpyxl.load_workbook(path, keep_vba=True)
    book["客户"]["E3"].value = "我改的"
    book.save(path)
    if run:
        assert main(["run", "--config", str(team.path), *DAY]) in (0, 3)
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["demo", "--into", str(folder), "--lang", "en", *DAY]) == 2
    assert "--into" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_nothing_is_yet_to_come_in_a_demo_made_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    assert main(["demo", "--into", str(folder), "--lang", "en"]) == 0
    capsys.readouterr()
    main(["run", "--config", str(folder / "config.toml"), "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    assert said["today"] == datetime.now(ZoneInfo("America/New_York")).date().isoformat()
    assert said["nothing_new"] and said["overdue"] > 0 and said["duplicate_groups"] > 0
