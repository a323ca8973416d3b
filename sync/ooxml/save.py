"""Replaces a workbook on disk: only the version that was read, never while somebody has it open, never by halves.

Left open: a program that opens the file between the last look and the replacement, and holds it without a lock, works
on the old version; its next save then stands beside the new one (or over it, as with any file).
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
from pathlib import Path

from sync.atomic import atomic_write
from sync.errors import Away, Locked, StaleSnapshot
from sync.ooxml.texts import fault
from validators.fields import Language

__all__ = ["guard_writable", "lock_files", "replace_file", "who_has_open"]

_UNKNOWN = {"zh": "有人", "en": "somebody"}
_OWNER_NAME = 55
# Windows: 32 sharing violation, 33 lock violation, 5 access denied while another program maps the file.
_WINDOWS_BUSY = (5, 32, 33)


def replace_file(path: Path, data: bytes, if_sha256: str, language: Language = "zh") -> str:
    """Put `data` in the place of the file whose content has the hash `if_sha256`; its permissions stay. The new hash.

    Raises:
        Locked: somebody has it open (says who), or another program holds it. Nothing was written.
        Away: it is read-only. Nothing was written.
        StaleSnapshot: its content is another by now, or it is gone. Nothing was written.
        OSError: the folder is not writable or full. The file is as it was.
    """

    def guard() -> None:
        _guard_open(path, language)
        guard_writable(path, language)

    def check() -> None:
        guard()
        _guard_content(path, if_sha256, language)

    guard()
    try:
        atomic_write(path, data, check=check)
    except PermissionError as error:
        if getattr(error, "winerror", None) in _WINDOWS_BUSY:
            raise fault(Locked, "busy", language, path.name) from error
        raise
    return hashlib.sha256(data).hexdigest()


def _guard_open(path: Path, language: Language) -> None:
    who = who_has_open(path)
    if who is not None:
        lock = next((name.name for name in lock_files(path) if os.path.lexists(name)), "~$")
        raise fault(Locked, "locked", language, path.name, who=who or _UNKNOWN[language], lock=lock)


def guard_writable(path: Path, language: Language) -> None:
    """The file may be replaced, as far as can be told without trying.

    Raises:
        Away: it or its folder is read-only. On POSIX a file without any write bit counts, whoever asks: somebody
            meant it so.
        Locked: on Windows, another program holds it so that nobody else may write.
    """
    try:
        found = path.stat()
    except OSError:  # what is gone or cannot be reached is told by who reads it
        return
    target = Path(os.path.realpath(path))
    if not found.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target.parent, os.W_OK):
        raise fault(Away, "read_only", language, path.name)
    if sys.platform == "win32":
        try:
            os.close(os.open(path, os.O_RDWR))
        except OSError as error:
            raise fault(Locked, "busy", language, path.name) from error


def _guard_content(path: Path, if_sha256: str, language: Language) -> None:
    try:
        with path.open("rb") as stream:
            now = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise fault(StaleSnapshot, "gone", language, path.name) from None
    except PermissionError as error:
        raise fault(Locked, "busy", language, path.name) from error
    if now != if_sha256:
        raise fault(StaleSnapshot, "changed", language, path.name)


def lock_files(path: Path) -> tuple[Path, Path, Path]:
    """The files that Excel, LibreOffice and WPS put beside a workbook they have open."""
    name = path.name
    return path.with_name(f"~${name}"), path.with_name(f".~lock.{name}#"), path.with_name(f".~{name}")


def who_has_open(path: Path) -> str | None:
    """Who has the workbook open by the lock files beside it: a name, '' for a lock that names nobody, None for nobody.

    Such a file may be left over after a crash, and co-authoring writes none: its absence proves nothing.
    """
    owners = (_excel_owner, _libreoffice_owner, _excel_owner)
    for place in dict.fromkeys((path, Path(os.path.realpath(path)))):  # a link, and the file that it leads to
        for lock, name in zip(lock_files(place), owners, strict=True):
            try:
                return name(lock.read_bytes()[:4096])
            except FileNotFoundError:
                continue
            except OSError as error:
                if error.errno == errno.ENAMETOOLONG:  # then there can be no such file
                    continue
                return ""  # Excel holds its owner file so that nobody else reads it
    return None


def _excel_owner(raw: bytes) -> str:
    """165 bytes: the length of the name and the name in an old encoding, then the same in UTF-16 from byte 55."""
    length = int.from_bytes(raw[_OWNER_NAME : _OWNER_NAME + 2], "little")
    wide = raw[_OWNER_NAME + 2 : _OWNER_NAME + 2 + 2 * length]
    if 0 < length <= 54 and len(wide) == 2 * length:
        return _shown(wide.decode("utf-16-le", "replace"))
    return _shown(raw[1 : 1 + raw[0]].decode("latin-1")) if raw else ""


def _libreoffice_owner(raw: bytes) -> str:
    """`,user,host,DD.MM.YYYY HH:MM,profile;` with commas in a name escaped; the first field is the full name."""
    fields = [re.sub(r"\\(.)", r"\1", item) for item in re.split(r"(?<!\\),", raw.decode("utf-8", "replace"))]
    return _shown(next((field for field in fields[:3] if field.strip()), ""))


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()
