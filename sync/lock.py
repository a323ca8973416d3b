"""One agent at a time on a hub: a lock of the operating system on `hub/lock`.

The system itself releases it when the process ends, however it ends, so a dead process cannot hold it; and no clock is
asked, so a suspended process cannot lose it. The file's text says who holds it, for people.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.errors import Locked

__all__ = ["file_lock", "hub_lock"]


def _acquire(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            # A byte far behind the text, because Windows would otherwise forbid reading who holds the lock.
            os.lseek(handle, 1 << 20, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    else:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def hub_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of the hub in `folder`.

    Raises:
        Locked: another agent holds it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file_lock(folder / "lock"):
        yield


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold the lock on a file.

    Raises:
        Locked: another process holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _acquire(handle):
            os.lseek(handle, 0, os.SEEK_SET)  # on Windows, trying for the lock has moved it
            holder = os.read(handle, 200).decode("utf-8", "replace").strip()
            raise Locked(
                f"另一个进程正在同步（{holder}）/ another agent is at work ({holder})",
                where=str(path),
                remedy="等它结束后再试 / wait until it has finished, then try again",
            )
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, f"pid {os.getpid()} @ {socket.gethostname()}\n".encode())
        yield
    finally:
        os.close(handle)
