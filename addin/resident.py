"""The resident helper: has everything imported and does the clicks that `sync/resident.py` hands it.

Off by default (`[excel] resident`). Started by the first click; ends by itself after a quarter of an hour without one,
when its file is taken away, or when a click comes from another version or another Python. One for each person: the
operating system's lock on a file says so, and goes with the process however it ends.

It runs the ribbon's buttons and nothing else, one at a time, for whoever proves to know the token in its file.
"""

from __future__ import annotations

import gc
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from sync.atomic import PRIVATE, atomic_write
from sync.errors import Locked
from sync.lock import file_lock
from sync.resident import FILE, LOCK, MOST, fingerprint, prove, same, state_folder

__all__ = ["IDLE", "Run", "main", "serve"]

IDLE = 15 * 60.0
"""Seconds without a click after which it ends."""
HANDSHAKE = 1.0
"""Seconds that somebody who connects may take to say who it is: others wait meanwhile."""
_LOOK = 2.0
"""Seconds between looks whether its file is still there."""
_TRIES, _PAUSE = 10, 0.2
_FROM_XLWINGS = ("--wb=", "--from_xl=", "--app=", "--hwnd=")
_LATER = ("addin.ribbon", "sync.reports.overdue", "validators.duplicates", "validators.rules.certain_duplicate")

Run: TypeAlias = Callable[[str, Sequence[str]], tuple[int, str]]
"""Runs a button with the arguments that xlwings gives: exit code, and what goes to stderr."""


def main() -> None:
    """Serve this person until there is nothing more to do."""
    for _ in range(_TRIES):
        try:
            serve(Path(state_folder()), click, warm=_warm)
            return
        except Locked:  # by one that ends just now, or by one that serves
            time.sleep(_PAUSE)


def click(button: str, arguments: Sequence[str]) -> tuple[int, str]:
    """Run a button as a fresh interpreter would."""
    from addin import ribbon

    before, sys.argv = sys.argv, ["salesheet", *arguments]
    try:
        getattr(ribbon, button)()
    except SystemExit as end:
        return (0, "") if not end.code else (1, str(end.code))
    finally:
        sys.argv = before
        gc.collect()  # an Excel that somebody holds on to does not end
    return 0, ""


def serve(folder: Path, run: Run, idle: float = IDLE, warm: Callable[[], None] = lambda: None) -> None:
    """Be the helper whose file and lock lie in `folder`.

    Raises:
        Locked: there is one already.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file_lock(folder / LOCK), socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        mine = fingerprint()  # before anything more is imported: what is loaded later may be newer
        warm()
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        listening.settimeout(_LOOK)
        token = secrets.token_hex(32)
        told = f"{listening.getsockname()[1]} {token}\n".encode()
        with suppress(FileNotFoundError):
            (folder / FILE).unlink()  # the writer would keep the rights of an old one
        atomic_write(folder / FILE, told, mode=PRIVATE)
        try:
            _listen(listening, Helper(token.encode(), mine, run), folder / FILE, told, idle)
        finally:
            with suppress(OSError):
                if (folder / FILE).read_bytes() == told:
                    (folder / FILE).unlink()


def _listen(listening: socket.socket, helper: Helper, file: Path, told: bytes, idle: float) -> None:
    last = time.monotonic()
    listening.settimeout(min(_LOOK, idle))
    while not helper.ended and time.monotonic() - last < idle:
        try:
            line, _ = listening.accept()
        except TimeoutError:
            try:
                if file.read_bytes() != told:
                    return
            except OSError:
                return
            continue
        with line, suppress(OSError, ValueError):
            if helper.answer(line):
                last = time.monotonic()


class Helper:
    """Answers one connection after the other."""

    def __init__(self, token: bytes, mine: str, run: Run) -> None:
        self._token = token
        self._mine = mine
        self._run = run
        self.ended = False

    def answer(self, line: socket.socket) -> bool:
        """Answer who has connected; whether that keeps the helper at work.

        Raises:
            OSError, ValueError: it ends or says what nobody who may ask says.
        """
        line.settimeout(HANDSHAKE)
        until = time.monotonic() + HANDSHAKE
        hello, theirs = _line(line, until).split(b" ")
        if hello != b"salesheet" or len(theirs) != 32:
            return False
        mine = secrets.token_hex(16).encode()
        line.sendall(mine + b" " + prove(self._token, b"helper", theirs, mine) + b"\n")
        body, proof = _line(line, until), _line(line, until)
        if not same(proof, prove(self._token, b"click", theirs, mine, body)):
            line.sendall(b"no\n")
            return False
        wanted, button, *arguments = body.decode("utf-8", "surrogatepass").split("\x1f")
        if wanted != self._mine or fingerprint() != self._mine:
            self.ended = True
            line.sendall(b"again\n")
            return True
        if button not in ("ping", "stop") and (
            button not in _buttons() or not all(argument.startswith(_FROM_XLWINGS) for argument in arguments)
        ):
            line.sendall(b"no\n")
            return True
        line.settimeout(None)
        line.sendall(b"taken\n")
        code, text = (0, str(os.getpid())) if button in ("ping", "stop") else self._run(button, arguments)
        self.ended = button == "stop"
        line.sendall(str(code).encode() + b" " + text.replace("\n", "\x1f").encode("utf-8", "replace")[:MOST] + b"\n")
        return button != "ping"


def _buttons() -> list[str]:
    from addin import ribbon

    return ribbon.__all__


def _line(line: socket.socket, until: float) -> bytes:
    """A line, a byte at a time so that nothing of the next one is taken."""
    data = b""
    while not data.endswith(b"\n"):
        piece = line.recv(1)
        data += piece
        if not piece or len(data) > MOST or time.monotonic() > until:
            raise ValueError
    return data[:-1]


def _warm() -> None:
    """Load what clicks load only when they need it."""
    from datetime import date
    from importlib import import_module

    for name in _LATER:
        import_module(name)
    from validators.cells import Table
    from validators.check import check
    from validators.context import Context
    from validators.models import specs
    from validators.settings import Settings

    context = Context.of(Settings(), date(2026, 1, 1))
    check({name: Table(name, {c.name: [] for c in spec.columns}) for name, spec in specs(Settings()).items()}, context)
