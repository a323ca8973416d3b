"""The process of a command: it ends at once, but not before its output is out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def test_all_output_is_out_before_the_process_ends() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "sync", "rules", "--format", "json"], capture_output=True, check=False
    )
    assert (found.returncode, found.stdout[-2:], found.stderr) == (0, b"}\n", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_output_that_cannot_be_written_is_a_failure() -> None:
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            [sys.executable, "-m", "sync", "rules"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert found.returncode == 1


@pytest.mark.parametrize("arguments", [["run", "--help"], ["agent", "status", "--help"]])
def test_a_command_that_is_set_up_alone_is_still_asked_for_by_its_name(arguments: list[str]) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "sync", *arguments], capture_output=True, check=False, encoding="utf-8"
    )
    assert found.returncode == 0
    assert " ".join(arguments[:-1]) in found.stdout.splitlines()[0]
