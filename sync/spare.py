"""Spare copies: a workbook as it was before each write, the last few of them."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

from sync.atomic import PRIVATE, atomic_write

__all__ = ["KEPT", "keep_spare", "spare_of"]

KEPT = 5
"""How many spare copies of one workbook are kept."""
_STAMP = r"\d{4}-\d{2}-\d{2}_\d{6}_\d{6}_"
_LONGEST = 200
"""Bytes of a workbook's name that a spare copy bears: file systems allow 255, a Chinese character takes three."""


def keep_spare(path: Path, folder: Path) -> Path:
    """Copy `path` into `folder` under the time of its last change, and let the oldest copies go.

    Raises:
        OSError: the copy cannot be made, for want of space or permission; no half of it stays behind.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.stat()
    changed = datetime.fromtimestamp(found.st_mtime)
    name = _short(path)
    target = folder / f"{changed:%Y-%m-%d_%H%M%S_%f}_{name}"
    atomic_write(target, path.read_bytes(), mode=PRIVATE)
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
    mine = re.compile(_STAMP + re.escape(name))
    for old in sorted(copy for copy in folder.iterdir() if mine.fullmatch(copy.name))[:-KEPT]:
        _let_go(old)
    return target


def spare_of(user: str) -> str:
    """Where in the team's folder a user's spare copies lie."""
    name = "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in user).strip(". ") or "_"
    return f"spare/{name}"


def _short(path: Path) -> str:
    stem = path.stem
    while len(f"{stem}{path.suffix}".encode()) > _LONGEST:
        stem = stem[:-1]
    return stem + path.suffix


def _let_go(copy: Path) -> None:
    try:
        copy.unlink(missing_ok=True)
    except PermissionError:
        # Windows keeps a read-only file, and one that somebody has open; the latter goes with the next rotation.
        try:
            copy.chmod(0o600)
            copy.unlink(missing_ok=True)
        except PermissionError:
            return
