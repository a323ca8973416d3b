"""The one durable writer: after a crash at any moment the file holds the old bytes or the new ones, whole.

Temp file in the same folder, fsync, `os.replace`, fsync of the folder. Not promised: that the new bytes are there after
a power cut on a disk that lies about fsync, or that two writers at once are ordered (that is what locks are for).
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["PRIVATE", "atomic_write", "sweep", "sync_folder"]

PRIVATE = 0o600
"""Nobody but the account that writes it may read it (where the system knows such modes)."""

_PREFIX, _SUFFIX = ".~", ".tmp"
# Virus scanners on Windows hold a fresh file for a moment; waiting longer would only delay the message.
_WINDOWS_TRIES = 6
_WINDOWS_PAUSE = 0.05


def atomic_write(path: Path, *data: bytes, check: Callable[[], None] | None = None, mode: int = 0o666) -> None:
    """Put `data`, in pieces that follow one another, at `path` in one step, keeping the permissions and the owner of
    the file that stands there.

    A new file gets `mode` less the umask; `PRIVATE` is for what only the agent's account may read.

    `check` runs when the new bytes are safely on disk and the old file still stands: what it raises stops the
    replacement. A symbolic link is followed, not replaced. No temp file is left behind on failure.

    Raises:
        OSError: the folder is missing, not writable or full, or another program holds the file (Windows).
        FileExistsError: a folder, a pipe or a device stands there: only files are replaced.
    """
    target = Path(os.path.realpath(path))
    if os.path.lexists(target) and not target.is_file():
        raise FileExistsError(errno.EEXIST, "no regular file", str(path))
    temp = target.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(data)
            stream.flush()
            _keep_access(target, temp)
            os.fsync(stream.fileno())
        if check is not None:
            check()
        _replace(temp, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sweep(folder: Path) -> list[Path]:
    """Remove the temp files that a killed writer left in `folder`; call it only while no writer is at work there."""
    left = [path for path in folder.glob(f"{_PREFIX}*{_SUFFIX}") if len(path.name) == len(_PREFIX + _SUFFIX) + 16]
    for path in left:
        path.unlink(missing_ok=True)
    return left


def _keep_access(target: Path, temp: Path) -> None:
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    if sys.platform != "win32":
        # Only root may give files away; elsewhere the writer stays the owner, and the permission bits still hold.
        with contextlib.suppress(OSError):
            os.chown(temp, old.st_uid, old.st_gid)
    # A network drive or a memory stick without modes of its own refuses; there, all files have the same ones.
    with contextlib.suppress(PermissionError):
        temp.chmod(stat.S_IMODE(old.st_mode))
    if sys.platform == "linux":  # access lists live in extended attributes
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                os.setxattr(temp, name, os.getxattr(target, name))


def _replace(temp: Path, target: Path) -> None:
    tries = _WINDOWS_TRIES if sys.platform == "win32" else 1
    for left in reversed(range(tries)):
        try:
            temp.replace(target)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_WINDOWS_PAUSE)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder last through a power cut, where the system can."""
    if sys.platform == "win32":  # a folder cannot be opened there; the file system journals the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:  # some network file systems know no fsync of folders
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)
