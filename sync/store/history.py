"""The log of changes: append-only, one line a run, each with its own checksum.

One log serves as merge base, change history, undo and audit. A line is `CRC32 in hex, space, JSON, newline`. The hub
remembers how many bytes are committed: what stands behind them is the trace of a run that was killed before its
commit, and is cut off when the next run appends.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from sync.atomic import PRIVATE, sync_folder
from sync.errors import Damaged
from sync.store.encode import decode_cell, encode_cell
from sync.store.records import Change, RunRecord

__all__ = ["History"]


class History:
    """The files `000001.jsonl` … in one folder, a new one begun when the last is over `limit` bytes."""

    def __init__(self, folder: Path, limit: int = 64_000_000) -> None:
        self.folder = folder
        self.limit = limit

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*.jsonl"))

    def append(self, record: RunRecord, committed: tuple[str, int]) -> tuple[str, int]:
        """Write the record behind the committed bytes; returns the new committed place (file name, length)."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name, length = committed
        name = name or "000001.jsonl"
        for later in self._files():
            if later.name > name:
                later.unlink()  # begun by a run that was killed before its commit
        if length > self.limit:
            name, length = f"{int(name[:6]) + 1:06d}.jsonl", 0
        path = self.folder / name
        fresh = not path.exists()
        if length and (fresh or path.stat().st_size < length):
            raise _cut_short(path)
        line = _dump(record)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE)
        with os.fdopen(handle, "r+b") as file:
            file.truncate(length)
            file.seek(length)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        if fresh:
            sync_folder(self.folder)
        return name, length + len(line)

    def records(self, committed: tuple[str, int], since: int = 0) -> Iterator[RunRecord]:
        """The committed records of runs after `since`, newest first."""
        last, length = committed
        if length and not (self.folder / last).exists():
            raise _cut_short(self.folder / last)
        for path in reversed(self._files()):
            if path.name > last:
                continue
            raw = path.read_bytes()
            if path.name == last:
                if len(raw) < length:
                    raise _cut_short(path)
                raw = raw[:length]
            for line in reversed(raw.splitlines(keepends=True)):
                record = _load(line, str(path))
                if record.run <= since:
                    return
                yield record


def _cut_short(path: Path) -> Damaged:
    return Damaged(
        "历史记录不完整 / the history is cut short",
        where=str(path),
        remedy="从备份恢复 hub 文件夹 / restore the hub folder from a backup",
    )


def _dump(record: RunRecord) -> bytes:
    """The record's line."""
    body = orjson.dumps(
        {
            "run": record.run,
            "at": record.at,
            "changes": [_values(change) for change in record.changes],
            "aside": [_values(change) for change in record.aside],
            "remarks": [_values(change) for change in record.remarks],
            "added": record.added,
            "removed": [
                [table, key, {name: encode_cell(value) for name, value in row.items()}, who]
                for table, key, row, who in record.removed
            ],
        }
    )
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _load(line: bytes, where: str) -> RunRecord:
    """The record of a line; raises `Damaged` where the checksum does not hold."""
    digest, _, body = line.rstrip(b"\n").partition(b" ")
    if digest != b"%08x" % zlib.crc32(body):
        raise Damaged(
            "历史记录有一行已损坏 / a line of the history is damaged",
            where=where,
            remedy="从 backups 恢复 hub 目录 / restore the hub folder from backups",
        )
    data: dict[str, Any] = orjson.loads(body)
    return RunRecord(
        data["run"],
        data["at"],
        [_change(values) for values in data["changes"]],
        data["added"],
        [(t, k, {n: decode_cell(v) for n, v in row.items()}, who) for t, k, row, who in data["removed"]],
        [_change(values) for values in data["aside"]],
        [_change(values) for values in data.get("remarks", ())],  # lines written before there were any lack them
    )


def _values(c: Change) -> list[Any]:
    return [c.table, c.key, c.column, encode_cell(c.before), encode_cell(c.after), c.who, c.source]


def _change(v: list[Any]) -> Change:
    return Change(v[0], v[1], v[2], decode_cell(v[3]), decode_cell(v[4]), v[5], v[6])
