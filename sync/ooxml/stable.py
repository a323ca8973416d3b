"""The bytes of a workbook as they stood at one moment, while other programs save, sync and hold the file.

Asked before anything is read: whether the bytes are on this computer at all. Reading a file that a cloud folder only
shows would fetch it over the network, or stall. Sources: Windows file attribute constants (winnt.h); iCloud Drive
shows a file that is not there as `.NAME.icloud`.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

from sync.errors import Away, Locked, SalesheetError, UsageError
from sync.ooxml.texts import fault
from validators.fields import Language

__all__ = ["guard_regular", "in_the_cloud", "read_stable"]

# Offline, recall on open, recall on data access.
_NOT_HERE = 0x1000 | 0x40000 | 0x400000
# Sharing and lock violations of Windows: another program holds the file so that nobody reads it.
_HELD = (32, 33)
_TRIES, _PAUSE = 5, 0.1
_FRESH_SECONDS = 5
_END = b"PK\x05\x06"


def in_the_cloud(path: Path) -> bool:
    """Whether the file is only shown here by OneDrive, iCloud or the like, and its bytes are elsewhere."""
    # A name for which the mark would be too long has none: this says so, where `Path.exists` raises.
    if os.path.lexists(path.with_name(f".{path.name}.icloud")) and not os.path.lexists(path):
        return True
    try:
        found = path.stat()
    except OSError:
        return False
    return bool(getattr(found, "st_file_attributes", 0) & _NOT_HERE)


def read_stable(path: Path, language: Language) -> bytes:
    """The file's bytes, all of one version. A file that has no end yet is looked at again for half a second: what has
    not grown by then broke off for good, and is told by who looks into it.

    Raises:
        UsageError: it is missing, a folder, a pipe or a device, or not allowed to be read.
        Away: it is being saved right now, or its bytes are in the cloud.
        Locked: another program holds it.
        SalesheetError: the disk or the network failed.
    """
    guard_regular(path, language)
    if in_the_cloud(path):
        raise fault(Away, "cloud", language, path.name)
    looks = []
    for left in reversed(range(_TRIES)):
        try:
            look = _look(path)
        except OSError as error:
            raise _unreadable(error, path, language) from error
        if look.whole:
            return look.data
        looks.append(look.version)
        if left:
            time.sleep(_PAUSE)
    if None in looks or len(set(looks)) > 1:
        raise fault(Away, "saving", language, path.name)
    return look.data


def guard_regular(path: Path, language: Language) -> None:
    """What stands there, if anything does, is a file. Opening a pipe would wait for ever, and a device may act on it.

    Raises:
        UsageError: it is a folder, a pipe, a device or the like.
    """
    if path.is_dir():
        raise fault(UsageError, "folder", language, str(path))
    if path.exists() and not path.is_file():
        raise fault(UsageError, "device", language, str(path))


class _Look(NamedTuple):
    """One reading: the bytes, their size and time (None where they changed meanwhile), and whether they can be all."""

    data: bytes
    version: tuple[int, int] | None
    whole: bool


def _look(path: Path) -> _Look:
    with path.open("rb") as stream:
        before = os.fstat(stream.fileno())
        data = stream.read()
        after = os.fstat(stream.fileno())
    version = (after.st_size, after.st_mtime_ns)
    if version != (before.st_size, before.st_mtime_ns) or len(data) != after.st_size:
        return _Look(data, None, False)
    fresh = abs(time.time() - after.st_mtime) < _FRESH_SECONDS
    open_end = data[:2] in (b"PK", b"") and data.rfind(_END) < 0
    return _Look(data, version, not (fresh and open_end))


def _unreadable(error: OSError, path: Path, language: Language) -> SalesheetError:
    if isinstance(error, FileNotFoundError):
        return fault(UsageError, "missing", language, str(path))
    if getattr(error, "winerror", None) in _HELD:
        return fault(Locked, "busy", language, path.name)
    if isinstance(error, PermissionError):
        return fault(UsageError, "denied", language, path.name)
    return fault(SalesheetError, "unreadable", language, path.name, reason=error.strerror or "")
