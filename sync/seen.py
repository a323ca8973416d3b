"""Whether anything is new at all: the small file that answers before the hub is parsed, and writes nothing.

Nothing is new when every workbook's bytes, the day, the config and the program's version are those of the last run.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from sync.atomic import PRIVATE, atomic_write
from sync.errors import SalesheetError
from sync.ooxml.stable import in_the_cloud
from sync.store.durable import FORMAT, pack, unpack

__all__ = ["Seen", "forget", "hash_file", "load", "save"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last run saw and ended with. `files` maps a user to the SHA-256 of the workbook."""

    files: dict[str, str]
    today: str
    config: str
    program: str
    exit_code: int
    summary: dict[str, Any]

    def same(self, other: Seen) -> bool:
        """Whether a run now would find what the last one left."""
        mine = (self.files, self.today, self.config, self.program)
        return mine == (other.files, other.today, other.config, other.program)


def hash_file(path: Path) -> str:
    """SHA-256 of a file; the empty string where it cannot be read now, is no file (a pipe would wait for ever), or is
    in the cloud: asking would fetch it."""
    try:
        if not path.is_file() or in_the_cloud(path):
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def load(folder: Path) -> Seen | None:
    """What the last run saw; None where that is not known, which only means that a run has to look."""
    try:
        format, data = unpack((folder / "seen.json").read_bytes(), "seen.json")
    except (OSError, SalesheetError, orjson.JSONDecodeError):
        return None
    return Seen(**data) if format == FORMAT else None


def forget(folder: Path) -> None:
    """The next run has to look: the hub changed without a run over the workbooks."""
    (folder / "seen.json").unlink(missing_ok=True)


def save(folder: Path, seen: Seen) -> None:
    """Remember what a run saw and left."""
    atomic_write(folder / "seen.json", pack(asdict(seen)), mode=PRIVATE)
