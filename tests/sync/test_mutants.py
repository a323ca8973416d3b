"""The machine is no ornament: mistakes that a merge may well have do not survive it, each in a copy of the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = {
    "the wrong one of two values stands": (
        "merge.py",
        "result.clashes.append(Clash(key, name, theirs, mine, policy))",
        "result.edits.append(HubEdit(key, name, theirs, mine))\n"
        "                result.clashes.append(Clash(key, name, mine, theirs, policy))",
    ),
    "a deletion beats an edit": (
        "merge.py",
        'result.clashes.append(Clash(key, "", "edited", "deleted"))',
        "result.gone.append(key)",
    ),
    "what was decided is not written back": (
        "merge.py",
        "result.edits.append(CellEdit(spec.name, row, name, cells[at], held[at]))",
        "pass",
    ),
    "a pick is read and not followed": (
        "picking.py",
        "ingestion.set_cell(conflict.table, conflict.key, conflict.column, conflict.aside, user)",
        "pass",
    ),
}


def played(folder: Path, file: str, old: str, new: str) -> subprocess.CompletedProcess[str]:
    """The machine, played in a copy of the program in which `new` stands for `old`."""
    for package in ("sync", "validators"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("__init__.py", "sync/__init__.py", "sync/team.py"):
        target = folder / "tests" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / part, target)
    shutil.copytree(ROOT / "tests/sync/machine", folder / "tests/sync/machine")
    source = folder / "sync" / file
    text = source.read_text("utf-8")
    assert text.count(old) == 1, f"sync/{file} no longer holds {old!r}: write the mutant anew"
    source.write_text(text.replace(old, new), "utf-8")
    command = [sys.executable, "-m", "tests.sync.machine.play", "--sequences", "60", "--seeds", "1", "2"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("mistake", MUTANTS)
def test_the_machine_finds(tmp_path: Path, mistake: str) -> None:
    done = played(tmp_path, *MUTANTS[mistake])
    assert done.returncode == 1, done.stdout
    assert "AssertionError" in done.stderr
    assert str(tmp_path) in done.stderr  # it was the copy that was played
