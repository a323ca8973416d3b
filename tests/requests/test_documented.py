"""The examples in docs/requests.md are what really happens."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from sync.reports.registry import REPORTS
from sync.request_words import _TEXT
from tests.requests.people import OTHER, Team

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "requests.md").read_text("utf-8")
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
PAIRS = list(zip(BLOCKS[::2], BLOCKS[1::2], strict=True))


@pytest.fixture(scope="module")
def team(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Team:
    """One for all examples: they follow one another."""
    folder = tmp_path_factory.mktemp("documented") / "team"
    shutil.copytree(made, folder)
    return Team(folder)


@pytest.mark.parametrize(("asked", "documented"), PAIRS, ids=[str(number) for number in range(len(PAIRS))])
def test_every_example_is_true(team: Team, asked: dict[str, Any], documented: dict[str, Any]) -> None:
    team.ask(OTHER, "example", raw=json.dumps(asked).encode())
    team.work()
    answer = team.answer(OTHER, "example")
    assert len(answer.pop("of")) == 64
    assert documented.pop("of") == "…"
    if "report" in answer:
        shown = documented["report"]["cells"]
        answer["report"]["cells"] = answer["report"]["cells"][: len(shown)]
    assert answer == documented


def test_every_code_and_report_is_documented() -> None:
    assert len(PAIRS) == 6
    told = {"ids", "ran", "nothing_new", "left_out", "report"}
    assert {code for code in _TEXT if code not in told and f"`{code}`" not in PAGE} == set()
    assert {name for name in REPORTS if f"`{name}`" not in PAGE} == set()
