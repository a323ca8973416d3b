"""A folder that somebody else may write into, used without being led astray by what they put there.

Names are looked up from an open handle of the folder (POSIX: openat and its like), links are never followed, and only
plain files are read, up to a size. So a link in place of a folder or a file, even one put there in the last moment,
leads nowhere. Windows has no such calls; there, each name is looked at just before it is used, and making links needs a
right that plain users do not have.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from itertools import islice
from pathlib import Path
from typing import Self

__all__ = ["NotPlain", "SafeFolder"]

_MODE = 0o660
_SEEN = 1000
"""How many entries are looked at, so that a folder with a million of them costs no more."""


class NotPlain(Exception):
    """What stands under that name is a link, or no folder or file of the kind that was asked for."""


class SafeFolder:
    """An open folder. Use it as a context manager, or `close` it."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def open(cls, path: Path) -> SafeFolder:
        """The folder at `path`, whose way there nobody else can change.

        Raises:
            NotPlain: it is a link or no folder.
            OSError: it is not there or cannot be opened.
        """
        return cls(path, _open_folder(str(path), None))

    def child(self, name: str, make: bool = False) -> SafeFolder:
        """A folder in this one; see `open`."""
        if make:
            with contextlib.suppress(FileExistsError):
                os.mkdir(self._at(name), 0o770, dir_fd=self._handle)
        return SafeFolder(self._path / name, _open_folder(self._at(name), self._handle))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def names(self) -> list[str]:
        """What stands in it, by name; of very many the first that the system tells."""
        with os.scandir(self._path if self._handle is None else self._handle) as entries:
            return sorted(entry.name for entry in islice(entries, _SEEN))

    def changed(self, name: str) -> float:
        """When the entry was last changed, in seconds; 0 where it is gone."""
        try:
            return os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False).st_mtime
        except OSError:
            return 0.0

    def stamp(self, name: str) -> bytes:
        """What tells this very file from another one of its name and content; empty where it is gone."""
        try:
            found = os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False)
        except OSError:
            return b""
        return f"{found.st_mtime_ns} {found.st_ctime_ns}".encode()

    def read(self, name: str, most: int) -> bytes:
        """The first `most` + 1 bytes of a plain file.

        Raises:
            NotPlain: it is none.
            OSError: it is gone or cannot be read.
        """
        if not stat.S_ISREG(os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False).st_mode):
            raise NotPlain(name)
        # Non-blocking: what became a pipe meanwhile must not hold the agent up.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(self._at(name), flags, dir_fd=self._handle)
        except OSError as error:
            if self._is_link(name):
                raise NotPlain(name) from error
            raise
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise NotPlain(name)
            return file.read(most + 1)

    def publish(self, name: str, data: bytes) -> None:
        """Put a file there in one step: whoever looks sees the old one or the new one, whole. A link of that name is
        replaced, not followed; `sync.atomic` follows it, and knows no handle of a folder."""
        temp = f".~{secrets.token_hex(8)}.tmp"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(self._at(temp), flags, _MODE, dir_fd=self._handle)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(handle)
            os.replace(self._at(temp), self._at(name), src_dir_fd=self._handle, dst_dir_fd=self._handle)
        except BaseException:
            self.remove(temp)
            raise

    def remove(self, name: str) -> bool:
        """Take a file or link away; False where that cannot be done."""
        try:
            os.unlink(self._at(name), dir_fd=self._handle)
        except OSError:
            return False
        return True

    def move(self, name: str, into: SafeFolder, new_name: str) -> bool:
        """Move an entry, whatever it is, into another folder; False where that cannot be done."""
        try:
            os.replace(self._at(name), into._at(new_name), src_dir_fd=self._handle, dst_dir_fd=into._handle)
        except OSError:
            return False
        return True

    def keep_newest(self, most: int) -> None:
        """Let the oldest plain files go where there are more than `most`."""
        names = self.names()
        if len(names) > most:
            for name in sorted(names, key=self.changed)[:-most]:
                self.remove(name)

    def _at(self, name: str) -> str:
        return str(self._path / name) if self._handle is None else name

    def _is_link(self, name: str) -> bool:
        try:
            return stat.S_ISLNK(os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False).st_mode)
        except OSError:
            return False

    def sweep(self) -> None:
        """Remove what a killed `publish` left."""
        for name in self.names():
            if name.startswith(".~") and name.endswith(".tmp"):
                self.remove(name)


def _open_folder(path: str, parent: int | None) -> int | None:
    found = os.stat(path, dir_fd=parent, follow_symlinks=False)
    if sys.platform == "win32":
        if found.st_file_attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT or not stat.S_ISDIR(found.st_mode):
            raise NotPlain(path)
        return None
    else:
        if not stat.S_ISDIR(found.st_mode):
            raise NotPlain(path)
        try:
            return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
        except OSError as error:
            if not stat.S_ISDIR(os.stat(path, dir_fd=parent, follow_symlinks=False).st_mode):
                raise NotPlain(path) from error
            raise
