"""A workbook is read as it stood at one moment, or said to be away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sync.atomic import atomic_write
from sync.errors import Away, UsageError
from sync.ooxml.package import Package
from sync.ooxml.save import guard_writable, lock_files, replace_file, who_has_open
from sync.ooxml.stable import in_the_cloud, read_stable
from sync.seen import hash_file
from tests.ooxml.books import by_hand

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
WRITER = """
import sys, time
data = open(sys.argv[1], "rb").read()
with open(sys.argv[2], "wb") as target:
    print("begun", flush=True)
    for at in range(0, len(data), len(data) // int(sys.argv[3])):
        target.write(data[at : at + len(data) // int(sys.argv[3])])
        target.flush()
        time.sleep(float(sys.argv[4]))
"""


def save_slowly(folder: Path, data: bytes, pieces: int, pause: float) -> tuple[subprocess.Popen[bytes], Path]:
    """A process that saves the bytes piece by piece, once it has begun; and where."""
    (folder / "whole").write_bytes(data)
    path = folder / "张三.xlsx"
    command = [sys.executable, "-c", WRITER, str(folder / "whole"), str(path), str(pieces), str(pause)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"begun\n"
    return writer, path


def test_a_file_that_is_being_saved_is_waited_for(tmp_path: Path) -> None:
    data = by_hand('<row r="1"><c r="A1"><v>5</v></c></row>')
    writer, path = save_slowly(tmp_path, data, 4, 0.02)
    with writer:
        assert read_stable(path, "zh") == data


def test_a_file_that_goes_on_being_saved_is_said_to_be_saved(tmp_path: Path) -> None:
    writer, path = save_slowly(tmp_path, b"PK" + bytes(100_000), 1000, 0.005)
    with writer:
        with pytest.raises(Away, match="being saved right now") as caught:
            Package.open(path, "en")
        writer.kill()
    assert "few seconds" in caught.value.remedy


def test_what_broke_off_is_damaged_not_being_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(by_hand("")[:-60])
    for age in (0, 3600):
        os.utime(path, (path.stat().st_mtime - age,) * 2)
        with pytest.raises(UsageError, match="incomplete or damaged"):
            Package.open(path, "en")


def test_a_file_in_the_cloud_is_named_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "张三.xlsx"
    assert not in_the_cloud(path)
    path.with_name(".张三.xlsx.icloud").write_bytes(b"bplist00")
    with pytest.raises(Away, match="still in the cloud"):
        Package.open(path, "en")
    path.write_bytes(by_hand(""))  # downloaded by now; the mark is a left-over
    assert Package.open(path).size


def test_a_placeholder_of_zero_bytes_is_no_mystery(tmp_path: Path) -> None:
    path = tmp_path / "张三.xlsx"
    with path.open("wb") as file:
        file.truncate(50_000)
    os.utime(path, (0, 0))
    with pytest.raises(UsageError, match="not downloaded yet"):
        Package.open(path, "en")


@posix
def test_a_read_only_file_is_left_alone_whoever_asks(tmp_path: Path) -> None:
    path = tmp_path / "张三.xlsx"
    path.write_bytes(b"x")
    guard_writable(path, "en")
    path.chmod(0o444)
    with pytest.raises(Away, match="read-only") as caught:
        guard_writable(path, "en")
    assert "catches up" in caught.value.remedy


@posix
def test_a_lock_beside_the_file_that_a_link_leads_to_counts(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "张三.xlsx").write_bytes(b"x")
    link = tmp_path / "link.xlsx"
    link.symlink_to(real / "张三.xlsx")
    assert who_has_open(link) is None
    lock_files(real / "张三.xlsx")[0].write_bytes(b"\x05Li Si")
    assert who_has_open(link) == "Li Si"


@posix
def test_a_name_as_long_as_a_name_may_be_is_read_and_nobody_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / ("客" * 83 + ".xlsx")
    path.write_bytes(by_hand(""))
    assert not in_the_cloud(path)
    assert Package.open(path).size
    assert who_has_open(path) is None
    assert replace_file(path, by_hand("<row/>"), hash_file(path)) == hash_file(path)


@posix
def test_a_pipe_or_a_folder_is_named_and_neither_opened_nor_replaced(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe.xlsx", tmp_path / "folder.xlsx"
    if sys.platform != "win32":
        os.mkfifo(pipe)
    folder.mkdir()
    for path, word in ((pipe, "a pipe"), (folder, "a folder"), (Path("/dev/null"), "a device")):
        with pytest.raises(UsageError, match=word):
            Package.open(path, "en")
        assert hash_file(path) == ""
        with pytest.raises(FileExistsError):
            atomic_write(path, b"x")
    link = tmp_path / "link.xlsx"
    link.symlink_to(pipe)
    with pytest.raises(FileExistsError):
        atomic_write(link, b"x")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["folder.xlsx", "link.xlsx", "pipe.xlsx"]
    assert pipe.is_fifo()
