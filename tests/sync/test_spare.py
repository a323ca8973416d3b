"""Spare copies: whole or not there, the last five, whatever the names and modes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sync.spare import KEPT, keep_spare


def versions(path: Path, folder: Path, count: int) -> list[Path]:
    """Copies of so many versions, the oldest first."""
    made = []
    for number in range(count):
        path.write_bytes(b"%d" % number)
        os.utime(path, (1_000_000 + number, 1_000_000 + number))
        made.append(keep_spare(path, folder))
    return made


def test_the_last_copies_stay_and_keep_their_time(tmp_path: Path) -> None:
    path, folder = tmp_path / "张三.xlsx", tmp_path / "spare"
    made = versions(path, folder, KEPT + 2)
    assert sorted(folder.iterdir()) == sorted(made[2:])
    assert made[-1].read_bytes() == b"%d" % (KEPT + 1)
    assert made[-1].stat().st_mtime == 1_000_000 + KEPT + 1


def test_copies_of_another_workbook_do_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "spare"
    others = versions(tmp_path / "旧_张三.xlsx", folder, 2)
    versions(tmp_path / "张三.xlsx", folder, KEPT + 2)
    assert all(other.exists() for other in others)


def test_read_only_copies_are_rotated_too(tmp_path: Path) -> None:
    path, folder = tmp_path / "张三.xlsx", tmp_path / "spare"
    for old in versions(path, folder, KEPT):
        old.chmod(0o444)
    versions(path, folder, KEPT + 3)
    assert len(list(folder.iterdir())) == KEPT


def test_the_same_version_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "张三.xlsx"
    path.write_bytes(b"x")
    assert keep_spare(path, tmp_path / "spare") == keep_spare(path, tmp_path / "spare")


def test_a_name_as_long_as_a_name_may_be_is_shortened(tmp_path: Path) -> None:
    path = tmp_path / f"{'很' * 83}.xlsx"
    path.write_bytes(b"x")
    kept = keep_spare(path, tmp_path / "spare")
    assert kept.read_bytes() == b"x"
    assert kept.suffix == ".xlsx"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_copy_is_for_the_agent_alone(tmp_path: Path) -> None:
    path = tmp_path / "张三.xlsx"
    path.write_bytes(b"x")
    assert keep_spare(path, tmp_path / "spare").stat().st_mode & 0o077 == 0
