"""One JSON file that is either the old one or the new one, whole, at every moment; and knows when it is damaged.

File: `{"format":1,"sha256":"<64 hex digits>","data":` + payload + `}`. The hash is over the payload's bytes. An empty,
torn or altered file raises `Damaged`; it is never taken for "nothing there yet". The copy before the last write stays
beside it as `NAME.prev.json`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from sync.atomic import PRIVATE, atomic_write
from sync.errors import Damaged, UsageError

__all__ = ["FORMAT", "DurableStorage", "pack", "unpack"]

FORMAT = 1
_HEAD = b'{"format":%d,"sha256":"%s","data":'
_HEAD_LENGTH = len(_HEAD % (FORMAT, b"0" * 64))


def pack(data: Any) -> bytes:
    """The bytes of a state file holding `data`."""
    payload = orjson.dumps(data)
    digest = hashlib.sha256(payload).hexdigest().encode()
    return b"".join((_HEAD % (FORMAT, digest), payload, b"}"))


def unpack(raw: bytes, where: str) -> Any:
    """What `pack` was given.

    Raises:
        Damaged: the bytes are not exactly what was written.
        UsageError: a newer program wrote them.
    """
    head, payload = raw[:_HEAD_LENGTH], memoryview(raw)[_HEAD_LENGTH:-1]
    digest = hashlib.sha256(payload).hexdigest().encode()
    if head != _HEAD % (FORMAT, digest) or raw[-1:] != b"}":
        if head[:11] == b'{"format":' + b"%d" % (FORMAT + 1):
            raise UsageError(
                f"the file has format {FORMAT + 1}, this program knows {FORMAT}",
                where=where,
                remedy="install the current version of Salesheet",
            )
        raise Damaged(
            "状态文件已损坏，校验和不符 / state file is damaged (checksum)",
            where=where,
            remedy=f"把同目录的 {Path(where).stem}.prev.json 复制回来，或从 backups 恢复 / "
            f"copy {Path(where).stem}.prev.json over it, or restore from backups",
        )
    return orjson.loads(payload)


class DurableStorage(Storage):
    """TinyDB's storage contract over such a file: one load and one write a run."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.previous = self.path.with_name(f"{self.path.stem}.prev.json")

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The data, or None where no file was ever written (neither it nor its previous copy exists)."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            if self.previous.exists():
                raise Damaged(
                    "状态文件不见了 / state file is missing",
                    where=str(self.path),
                    remedy=f"把 {self.previous.name} 复制为 {self.path.name} / "
                    f"copy {self.previous.name} to {self.path.name}",
                ) from None
            return None
        return unpack(raw, str(self.path))  # type: ignore[no-any-return]

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file; the one before stays as the previous copy."""
        content = pack(data)
        if self.path.exists():
            self._keep()
        atomic_write(self.path, content, mode=PRIVATE)

    def _keep(self) -> None:
        # A hard link keeps the old bytes without a moment in which neither name exists.
        spare = self.previous.with_suffix(".tmp")
        spare.unlink(missing_ok=True)
        try:
            os.link(self.path, spare)
        except OSError:  # a file system without hard links
            shutil.copy(self.path, spare)  # the mode as well
        spare.replace(self.previous)
