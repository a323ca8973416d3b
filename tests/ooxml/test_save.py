from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from sync.atomic import atomic_write, sweep
from sync.errors import Locked, StaleSnapshot
from sync.ooxml.save import lock_files, replace_file, who_has_open

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "张三.xlsx"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_file_is_replaced_and_its_new_hash_told(book: Path) -> None:
    assert replace_file(book, b"new", digest(b"old")) == digest(b"new")
    assert book.read_bytes() == b"new"
    assert names(book.parent) == {book.name}


def test_another_version_is_never_overwritten(book: Path) -> None:
    with pytest.raises(StaleSnapshot) as caught:
        replace_file(book, b"new", digest(b"older"), "en")
    assert "run again" in str(caught.value)
    assert book.read_bytes() == b"old"
    book.unlink()
    with pytest.raises(StaleSnapshot):
        replace_file(book, b"new", digest(b"old"))
    assert names(book.parent) == set()


def owner_file(name: str) -> bytes:
    """165 bytes as Excel writes them."""
    narrow = name.encode("latin-1", "replace")
    wide = name.encode("utf-16-le")
    data = bytes([len(narrow)]) + narrow.ljust(54, b" ") + len(name).to_bytes(2, "little") + wide
    return data + b" \0" * ((165 - len(data)) // 2) + b" " * ((165 - len(data)) % 2)


@pytest.mark.parametrize(
    ("kind", "content", "who"),
    [
        (0, owner_file("王经理"), "王经理"),
        (0, owner_file("Li Si"), "Li Si"),
        (0, owner_file("Li Si")[:55], "Li Si"),
        (0, b"", ""),
        (1, b",lisi,desk-7,24.11.2026 09:00,file:///home/lisi/.config;", "lisi"),
        (1, "王经理,wang,desk-7,24.11.2026 09:00,file:///x;".encode(), "王经理"),
        (1, rb"Li\, Si,lisi,desk,24.11.2026 09:00,file:///x;", "Li, Si"),
    ],
)
def test_who_has_it_open(book: Path, kind: int, content: bytes, who: str) -> None:
    assert who_has_open(book) is None
    lock = lock_files(book)[kind]
    lock.write_bytes(content)
    assert who_has_open(book) == who
    with pytest.raises(Locked) as caught:
        replace_file(book, b"new", digest(b"old"))
    assert (who or "有人") in caught.value.what
    assert lock.name in caught.value.remedy
    assert book.read_bytes() == b"old"
    lock.unlink()
    replace_file(book, b"new", digest(b"old"))


def test_a_check_that_fails_leaves_the_old_file_and_no_temp_file(book: Path) -> None:
    def check() -> None:
        assert len(names(book.parent)) == 2  # the new bytes are on disk already
        raise StaleSnapshot("no")

    with pytest.raises(StaleSnapshot):
        atomic_write(book, b"new", check=check)
    assert book.read_bytes() == b"old"
    assert names(book.parent) == {book.name}


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        atomic_write(tmp_path / "none" / "a.json", b"x")


@posix
def test_permissions_and_links_stay(book: Path) -> None:
    book.chmod(0o640)
    link = book.with_name("link.xlsx")
    link.symlink_to(book)
    atomic_write(link, b"new")
    assert link.is_symlink()
    assert book.read_bytes() == b"new"
    assert book.stat().st_mode & 0o777 == 0o640


@posix
def test_a_disk_that_is_full_leaves_the_old_file(book: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path; from sync.atomic import atomic_write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: atomic_write(Path(sys.argv[1]), b'x' * 5000)\n"
        "except OSError: sys.exit(5)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(book)], check=False, timeout=60)
    assert done.returncode == 5
    assert book.read_bytes() == b"old"
    assert names(book.parent) == {book.name}


@posix
def test_a_kill_at_any_moment_leaves_one_whole_file(book: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sync.atomic import atomic_write\n"
        "print('ready', flush=True)\n"
        "for i in range(10**6): atomic_write(Path(sys.argv[1]), (b'%d' % (i % 2)) * 300_000)\n"
    )
    for wait in range(6):
        with subprocess.Popen([sys.executable, "-c", code, str(book)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            while wait and book.read_bytes() == b"old":
                pass
            for _ in range(wait * 3):
                book.read_bytes()
            writer.kill()
        content = book.read_bytes()
        assert content == b"old" or (len(content) == 300_000 and len(set(content)) == 1)
    assert len(sweep(book.parent)) <= 6
    assert names(book.parent) == {book.name}


def test_sweeping_takes_only_what_the_writer_left(tmp_path: Path) -> None:
    (tmp_path / ".~0123456789abcdef.tmp").write_bytes(b"")
    (tmp_path / ".~mine.tmp").write_bytes(b"")
    (tmp_path / "report.tmp").write_bytes(b"")
    assert [path.name for path in sweep(tmp_path)] == [".~0123456789abcdef.tmp"]
    assert names(tmp_path) == {".~mine.tmp", "report.tmp"}
