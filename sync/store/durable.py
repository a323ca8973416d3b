"""One JSON file that is either the old one or the new one, whole, at every moment; and knows when it is damaged.

File: `{"format":2,"sha256":"<64 hex digits>","data":` + payload + `}`. The hash is over the format number, a colon and
the payload's bytes; in format 1 it is over the payload alone. An empty, torn or altered file raises `Damaged`; it is
never taken for "nothing there yet". The copy before the last write stays beside it as `NAME.prev.json`, the last one
of an older format as `NAME.format1.json`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from sync.atomic import PRIVATE, atomic_write
from sync.errors import Damaged, UsageError
from sync.store.migrate import HUB_STEPS, step_by_step

__all__ = ["FORMAT", "DurableStorage", "newer", "pack", "unpack"]

FORMAT = 2
_HEAD = b'{"format":%d,"sha256":"%s","data":'
_KNOWN = re.compile(rb'\{"format":([1-9]\d{0,3}),"sha256":"([0-9a-f]{64})","data":')


def pack(data: Any) -> bytes:
    """The bytes of a state file holding `data`."""
    return b"".join(_pieces(data))


def _pieces(data: Any) -> tuple[bytes, bytes, bytes]:
    payload = orjson.dumps(data)
    return _HEAD % (FORMAT, _digest(FORMAT, payload)), payload, b"}"


def unpack(raw: bytes, where: str, remedy: str = "") -> tuple[int, Any]:
    """The format of a state file's bytes, and what they hold. `remedy` is what to do where they are damaged.

    Raises:
        Damaged: the bytes are not exactly what was written.
        UsageError: a newer program wrote them.
    """
    head = _KNOWN.match(raw)
    payload = memoryview(raw)[head.end() : -1] if head else memoryview(b"")
    if head is None or raw[-1:] != b"}" or head[2] != _digest(int(head[1]), payload):
        raise Damaged(
            "状态文件已损坏，校验和不符 / state file is damaged (checksum)", where=where, remedy=remedy or _VERIFY
        )
    if int(head[1]) > FORMAT:
        raise newer(int(head[1]), where)
    return int(head[1]), orjson.loads(payload)


def newer(format: int, where: str) -> UsageError:
    """What a newer program wrote is left alone."""
    return UsageError(
        f"格式是 {format}，本程序只认识到 {FORMAT} / it has format {format}, this program knows up to {FORMAT}",
        where=where,
        remedy="请升级 Salesheet / install the current version of Salesheet",
    )


def _digest(format: int, payload: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(b"" if format == 1 else b"%d:" % format)
    digest.update(payload)
    return digest.hexdigest().encode()


_VERIFY = "运行 salesheet hub verify 看哪些还完好 / salesheet hub verify says what is still sound"
_REBUILD = (
    "运行 salesheet hub rebuild，由上一份和历史记录重建，不丢任何值 / "
    "salesheet hub rebuild makes it again from the copy before it and the history, without losing a value"
)


class DurableStorage(Storage):
    """TinyDB's storage contract over such a file: one load and one write a run."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.previous = self.path.with_name(f"{self.path.stem}.prev.json")
        self.format = FORMAT
        """The format of the file as it was last read."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The data as the current format has it, or None where no file was ever written (neither it nor its previous
        copy exists)."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            if self.previous.exists():
                raise Damaged("状态文件不见了 / state file is missing", where=str(self.path), remedy=_REBUILD) from None
            return None
        self.format, data = unpack(raw, str(self.path), _REBUILD)
        return step_by_step(HUB_STEPS, self.format, data)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file; the one before stays as the previous copy."""
        content = _pieces(data)
        if self.path.exists():
            if self.format < FORMAT:
                atomic_write(
                    self.path.with_name(f"{self.path.stem}.format{self.format}.json"),
                    self.path.read_bytes(),
                    mode=PRIVATE,
                )
                self.format = FORMAT
            self._keep()
        atomic_write(self.path, *content, mode=PRIVATE)

    def _keep(self) -> None:
        # A hard link keeps the old bytes without a moment in which neither name exists.
        spare = self.previous.with_suffix(".tmp")
        spare.unlink(missing_ok=True)
        try:
            os.link(self.path, spare)
        except OSError:  # a file system without hard links
            shutil.copy(self.path, spare)  # the mode as well
        spare.replace(self.previous)
