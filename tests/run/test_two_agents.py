"""Two processes run cycles of one team at the same time while people type: never are two of them at work at once."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from sync.cli import main
from sync.errors import SalesheetError
from sync.store.tinydb import TinyDBStore
from tests.run.test_process import ROOT, Folder
from tests.sync.team import MANAGER, REP_A, customer


@dataclass
class Span:
    """What one process wrote between two looks at the lock."""

    process: int
    first: int
    last: int


def spans(log: str) -> list[Span]:
    """By process, the time from the first write after the lock was opened to the last one before it is opened again."""
    found: list[Span] = []
    at: dict[int, Span | None] = {}
    for line in log.splitlines():
        moment, process, what = line.split(" ", 2)
        if what == "lock":
            at[int(process)] = None
        elif what == "write":
            span = at.get(int(process))
            if span is None:
                span = at[int(process)] = Span(int(process), int(moment), int(moment))
                found.append(span)
            span.last = int(moment)
    return sorted(found, key=lambda span: span.first)


@pytest.mark.parametrize("times", [25, pytest.param(200, marks=pytest.mark.nightly)])
def test_two_processes_never_work_on_one_team_at_once(tmp_path: Path, times: int) -> None:
    folder = tmp_path / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name]) == 0
    team, log = Folder(folder), tmp_path / "log"
    team.type(REP_A.name, customer("远景一", REP_A, Contact_Info="微信:first"))
    team.run()
    command = [sys.executable, "-m", "tests.run.cycling", str(team.config), str(log), str(times)]
    both = [subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) for _ in range(2)]
    typed, stands = 0, None
    while any(process.poll() is None for process in both):
        try:
            team.edit(REP_A.name, 0, "Notes", f"备注{typed}")
            typed, stands = typed + 1, f"备注{typed}"
        except SalesheetError:
            pass  # a run wrote in between: typed again
    assert [process.returncode for process in both] == [0, 0]
    assert team.run() in (0, 3)
    found = spans(log.read_text("utf-8"))
    assert {span.process for span in found} == {process.pid for process in both}
    overlaps = [(one, two) for one, two in pairwise(found) if two.first <= one.last]
    assert overlaps == []
    hub = TinyDBStore(team.path / "hub").load()
    assert hub.tables["customers"].columns["Notes"] == [stands]
    assert team.rows(MANAGER.name)[0]["Notes"] == team.rows(REP_A.name)[0]["Notes"] == stands
    runs = [int(str(run["run"])) for run in hub.runs]
    assert runs == sorted(set(runs))
    before = team.files()
    team.run()
    assert team.files() == before


def test_the_measure_sees_an_overlap() -> None:
    log = "1 7 lock\n2 7 write\n3 8 lock\n4 8 write\n5 7 write\n6 8 write\n"
    assert [(span.process, span.first, span.last) for span in spans(log)] == [(7, 2, 5), (8, 4, 6)]
