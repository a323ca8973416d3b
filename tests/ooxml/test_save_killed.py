"""A workbook's save, killed at every step for real and on disks that are full for real: old or new, whole, always."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from sync.atomic import sweep
from sync.check_file import read_workbook
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import SalesheetError
from sync.model import CellEdit, Update
from tests.hostile.attacks import honest
from validators.context import Context
from validators.models import specs
from validators.settings import Settings

if sys.platform == "win32":
    pytest.skip("fork, signals and limits of POSIX", allow_module_level=True)

import resource

BOOK = "张三.xlsx"
CONTEXT = Context.of(Settings(), date(2026, 5, 6), "en")
CALLS = {
    "open",
    "write",
    "flush",
    "fsync",
    "replace",
    "rename",
    "unlink",
    "chmod",
    "chown",
    "utime",
    "mkdir",
    "__exit__",
}


def edit(folder: Path, spare: Path | None = None, before: Callable[[], object] = lambda: None) -> str:
    """Change one cell of the workbook with a spare copy before it: all that a run does to the disk for one."""
    endpoint = WorkbookEndpoint("张三", folder / BOOK, specs(), "en", spare=spare or folder / "spare")
    snapshot = endpoint.read()
    names = snapshot.tables["customers"].get("Customer_Name")
    change = CellEdit("customers", 0, "Customer_Name", names[0], "宁波港通物流有限公司")
    before()
    return endpoint.apply(Update(edits=[change]), snapshot.version)


def fresh(folder: Path) -> bytes:
    """The folder with the old workbook alone; its bytes."""
    for left in (*folder.glob("spare/*"), *(item for item in folder.iterdir() if item.is_file())):
        left.unlink()
    (folder / BOOK).write_bytes(honest())
    return (folder / BOOK).read_bytes()


def forked(work: Callable[[], object]) -> int:
    """Do the work in a process of its own: what `os.waitpid` says of its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except SalesheetError:
            os._exit(7)
        except BaseException:
            os._exit(1)
    return os.waitpid(child, 0)[1]


def kill_at(step: int) -> Callable[[], None]:
    """From now on, the process is killed just before its `step`-th call that touches a file."""

    def begin() -> None:
        count = 0

        def watch(frame: FrameType, event: str, function: Any) -> None:
            nonlocal count
            if event == "c_call" and function.__name__ in CALLS:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(watch)

    return begin


def limit(size: int, deadly: bool) -> Callable[[], None]:
    """From now on, no file may grow beyond `size` bytes: a write that does breaks off there and fails, or kills."""

    def begin() -> None:
        if deadly:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return begin


def check(folder: Path, old: bytes, new: bytes) -> bool:
    """The workbook and its spare copies are whole; whether the new one stands there."""
    data = (folder / BOOK).read_bytes()
    assert data in (old, new)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
    read_workbook(folder / BOOK, CONTEXT)
    spare = folder / "spare"
    copies = [copy for copy in spare.glob("*") if not copy.name.startswith(".~")] if spare.exists() else []
    assert all(copy.read_bytes() == old for copy in copies)
    if data == new:
        assert copies, "the old version is kept before the new one comes"
    assert len(sweep(folder)) + len(sweep(spare)) <= 2
    return data == new


def outcomes(folder: Path, harms: Iterator[Callable[[], None]], ends: Callable[[int], bool]) -> list[bool]:
    """Do the edit under one harm after the other until one does none; for each, whether the new version stands."""
    old = fresh(folder)
    assert forked(lambda: edit(folder)) == 0
    new = (folder / BOOK).read_bytes()
    assert new != old
    found = []
    for harm in harms:
        fresh(folder)
        status = forked(partial(edit, folder, before=harm))
        found.append(check(folder, old, new))
        if status == 0:
            assert found[-1]
            return found
        assert ends(status), status
        assert forked(lambda: edit(folder)) in (0, 7 << 8)  # what was left over is in nobody's way
    raise AssertionError("there are more steps than were tried")


def test_a_kill_at_some_steps_leaves_one_whole_workbook(tmp_path: Path) -> None:
    killed(tmp_path, range(2, 500, 5))


@pytest.mark.nightly
def test_a_kill_at_any_step_leaves_one_whole_workbook(tmp_path: Path) -> None:
    assert killed(tmp_path, range(1, 500)).count(True) > 1, "some steps come after the replacement"


def killed(folder: Path, steps: range) -> list[bool]:
    found = outcomes(folder, map(kill_at, steps), lambda status: os.WTERMSIG(status) == signal.SIGKILL)
    assert found == sorted(found), "once the new version stands, it stays"
    assert found.count(False) > 3
    return found


@pytest.mark.parametrize("deadly", [False, True], ids=["fails", "kills"])
def test_a_write_that_breaks_off_leaves_one_whole_workbook(deadly: bool, tmp_path: Path) -> None:
    size = len(fresh(tmp_path))
    sizes = [0, 1, 29, size // 3, size - 1, size, size + 1, size * 2]
    expected = signal.SIGXFSZ if deadly else 7 << 8
    found = outcomes(tmp_path, (limit(size, deadly) for size in sizes), lambda status: status == expected)
    assert found[:5] == [False] * 5


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 kB, where this process may make one."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(place)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("only root may mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path) -> None:
    """Leave no room at all."""
    with pytest.raises(OSError, match="No space left"), (disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


def test_a_disk_full_of_spare_copies_leaves_the_workbook_alone(tmp_path: Path, small_disk: Path) -> None:
    fill(small_disk)
    folder = tmp_path / "team"
    folder.mkdir()
    old = fresh(folder)
    with pytest.raises(SalesheetError, match="spare copy cannot be written") as caught:
        edit(folder, spare=small_disk / "spare")
    assert str(small_disk / "spare") in str(caught.value)
    assert (folder / BOOK).read_bytes() == old
    assert list(small_disk.glob("spare/*")) == []


def test_a_disk_full_where_the_workbook_is_leaves_it_alone(tmp_path: Path, small_disk: Path) -> None:
    old = fresh(small_disk)
    fill(small_disk)
    with pytest.raises(SalesheetError, match="the file is as it was") as caught:
        edit(small_disk, spare=tmp_path / "spare")
    assert "free space" in caught.value.remedy
    assert (small_disk / BOOK).read_bytes() == old
    assert {item.name for item in small_disk.iterdir()} == {BOOK, "filler"}
