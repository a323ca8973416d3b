"""The log of changes: append-only files, one line a run (`sync.store.lines`).

One log serves as merge base, change history, undo and audit. The hub remembers the file it begins with and how many
bytes are committed: what stands behind them is the trace of a run that was killed before its commit, and is cut off
when the next run appends.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sync.atomic import PRIVATE, atomic_write, sync_folder
from sync.errors import Damaged
from sync.store import lines
from sync.store.records import RunRecord

__all__ = ["History", "Place"]

Place = tuple[str, int]
"""How far the log is valid: the name of its last file, and how many bytes of it."""
_BLOCK = 1 << 16


class History:
    """The files `000001.jsonl` … in one folder, a new one begun when the last is over `limit` bytes."""

    def __init__(self, folder: Path, limit: int = 64_000_000) -> None:
        self.folder = folder
        self.limit = limit

    def files(self) -> list[Path]:
        """All files, oldest first, whether they still count or not."""
        return sorted(self.folder.glob("[0-9]*.jsonl"))

    def append(self, record: RunRecord, committed: Place) -> Place:
        """Write the record behind the committed bytes; returns the new committed place.

        Raises:
            Damaged: committed bytes are missing, or others tell of later runs: the hub is older than the history.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name, length = committed
        name = name or "000001.jsonl"
        if self.latest((name, length)) > record.run:
            raise Damaged(
                "hub.json 比历史记录旧 / hub.json is older than the history",
                where=str(self.folder),
                remedy="运行 salesheet hub rebuild，由历史记录补齐 / salesheet hub rebuild brings it up to the history",
            )
        for later in self.files():
            if later.name > name:
                later.unlink()  # begun by a run that was killed before its commit
        digest = 0
        if length:
            digest = _last_digest(self.folder / name, length)
        if length > self.limit:
            name, length = _after(name), 0
        path = self.folder / name
        fresh = not path.exists()
        line = lines.pieces(record, digest)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE)
        with os.fdopen(handle, "r+b") as file:
            file.truncate(length)
            file.seek(length)
            file.writelines(line)
            file.flush()
            os.fsync(file.fileno())
        if fresh:
            sync_folder(self.folder)
        return name, length + sum(map(len, line))

    def cut(self, committed: Place) -> None:
        """Take away what stands behind the committed bytes."""
        name, length = committed
        for path in self.files():
            if path.name > name:
                path.unlink()
            elif path.name == name:
                os.truncate(path, length)

    def latest(self, committed: Place) -> int:
        """The latest run that whole lines behind the committed ones tell of; 0 where there are none."""
        name, length = committed
        parts = [_tail(path, length if path.name == name else 0) for path in self.files() if path.name >= name]
        whole = [line for part in parts for line in part.splitlines(keepends=True) if line[-1:] == b"\n"]
        return max(map(lines.run_of, whole), default=0)

    def records(self, committed: Place, since: int = 0, first: str = "") -> Iterator[RunRecord]:
        """The committed records of runs after `since`, newest first; the log begins with the file `first`.

        Raises:
            Damaged: a line fails its checksum, or one is missing.
        """
        yield from map(lines.load, self._lines(committed, since, first))

    def edits(self, committed: Place, since: int = 0, first: str = "") -> Iterator[RunRecord]:
        """Of the same records the changed cells alone; those without any are left out.

        Raises:
            Damaged: a line fails its checksum, or one is missing.
        """
        yield from filter(None, map(lines.edits, self._lines(committed, since, first)))

    def _lines(self, committed: Place, since: int, first: str) -> Iterator[bytes]:
        for path, line, before in self._backwards(committed, first):
            lines.check(line, before, str(path))
            if lines.run_of(line) <= since:
                return
            yield line

    def _backwards(self, committed: Place, first: str) -> Iterator[tuple[Path, bytes, int]]:
        """Each committed line with its file and the digest of the line before it, newest first."""
        last, length = committed
        held = [path for path in self.files() if first <= path.name <= last]
        if length and (not held or held[-1].name != last or (first and held[0].name != first)):
            raise _cut_short(self.folder / last)
        later: tuple[Path, bytes] | None = None
        for path in reversed(held):
            raw = path.read_bytes()
            if path.name == last:
                if len(raw) < length:
                    raise _cut_short(path)
                raw = raw[:length]
            for line in reversed(raw.splitlines(keepends=True)):
                if later is not None:
                    yield *later, lines.digest_of(line)
                later = path, line
        if later is not None:
            yield *later, 0

    def rewrite(self, records: Iterable[RunRecord], committed: Place) -> Place:
        """A new log beside the one that counts: these records, oldest first, in one file. It counts once the hub says
        so; returns its place."""
        name, digest, parts = _after(committed[0]), 0, []
        for record in records:
            parts.append(lines.dump(record, digest))
            digest = lines.digest_of(parts[-1])
        data = b"".join(parts)
        atomic_write(self.folder / name, data, mode=PRIVATE)
        return name, len(data)

    def drop_before(self, first: str) -> None:
        """Remove the files that no longer count."""
        for path in self.files():
            if path.name < first:
                path.unlink()


def _after(name: str) -> str:
    return f"{int(name[:6]) + 1:06d}.jsonl"


def _tail(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(length)
        return file.read()


def _last_digest(path: Path, length: int) -> int:
    """The digest that the last line before `length` bears."""
    if not path.exists() or path.stat().st_size < length:
        raise _cut_short(path)
    with path.open("rb") as file:
        end = length - 1
        while end > 0:
            size = min(_BLOCK, end)
            file.seek(end - size)
            at = file.read(size).rfind(b"\n")
            if at >= 0:
                end = end - size + at + 1
                break
            end -= size
        file.seek(end)
        return lines.digest_of(file.read(8))


def _cut_short(path: Path) -> Damaged:
    return Damaged(
        "历史记录不完整 / the history is cut short",
        where=str(path),
        remedy="运行 salesheet hub verify 看哪些还完好 / salesheet hub verify says what is still sound",
    )
