"""Hands a click to the resident helper (`addin/resident.py`): the light side, a script of its own.

    python -S -E -B sync/resident.py BUTTON --wb=… --from_xl=1 …

Nothing is imported here but what the interpreter has in it, and little of that: this file is what a click waits for.
Where no helper answers, the click is done in an interpreter as without one, and a helper is started for the next.

The helper listens on this computer alone, at a port that it writes, with a random token, into a file that only this
person may read. Either side proves that it knows the token (HMAC over both sides' random words) before the other tells
or does anything; the token itself is never sent. A helper of another version or another Python ends instead.
"""

from __future__ import annotations

import os
import sys
from _operator import _compare_digest as same

__all__ = ["FILE", "LOCK", "Ended", "ask", "fingerprint", "main", "prove", "same", "start", "state_folder"]

FILE, LOCK = "helper", "helper.lock"
"""In the state folder: where the helper listens, and the lock that only one helper holds."""
MOST = 1 << 16
"""Bytes of one message."""
PATIENCE = 2.0
"""Seconds to wait for a helper that does not say who it is: it may be busy with another workbook."""
_HERE = os.path.dirname(os.path.abspath(__file__))
_HOME = os.path.dirname(_HERE)
_PROGRAM = ("sync/resident.py", "addin/resident.py", "addin/ribbon.py", "addin/actions.py", "validators/check.py")
"""Files that change when the program does."""
_ENDED = (
    "常驻助手中途结束了，这次点击可能只做了一半：请看一下表格，再点一次。\n"
    "The resident helper ended in the middle and may have done half of it: look at the sheet, then click again."
)


class Ended(Exception):
    """The helper took the click and ended before it said how it went."""


def state_folder() -> str:
    """Where what this computer keeps for this person lies."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "Salesheet")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "Salesheet")
    return os.path.join(os.environ.get("XDG_STATE_HOME") or os.path.join(home, ".local", "state"), "salesheet")


def fingerprint() -> str:
    """What a helper must share with who asks it: the Python and the program's files."""
    said = [
        ".".join(map(str, sys.version_info[:3])),
        os.path.normcase(os.path.dirname(os.path.abspath(sys.executable))),
    ]
    for name in _PROGRAM:
        try:
            found = os.stat(os.path.join(_HOME, name))
            said.append(f"{found.st_mtime_ns}:{found.st_size}")
        except OSError:
            said.append("-")
    return "|".join([*said, _HOME])


def prove(token: bytes, *words: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104) of the words, in hex; the module `hmac` would take longer to import than to use."""
    try:
        from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # Python 3.11
    except ImportError:
        try:
            from _sha2 import sha256  # type: ignore[import-not-found,no-redef,unused-ignore]  # Python 3.12 and later
        except ImportError:
            from hashlib import sha256  # type: ignore[assignment,no-redef,unused-ignore]
    key = token.ljust(64, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in key) + b"\n".join(words)).digest()
    outer: str = sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()
    return outer.encode()


def known(folder: str) -> tuple[int, bytes] | None:
    """Port and token of the helper; None where there is none, or others might have written or read the file."""
    try:
        handle = os.open(os.path.join(folder, FILE), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            found = os.fstat(handle)
            text = os.read(handle, 200).split()
        finally:
            os.close(handle)
        if sys.platform != "win32" and (found.st_mode & 0o077 or found.st_uid != os.getuid()):
            return None
        return (int(text[0]), text[1]) if len(text) == 2 and len(text[1]) == 64 else None
    except (OSError, ValueError):
        return None


def ask(folder: str, command: str, arguments: list[str]) -> tuple[int, str] | None:
    """Let the helper run a button (or `ping`, `stop`): its exit code and what it says. None where no helper took it.

    Raises:
        Ended: it took it, and ended in the middle.
    """
    place = known(folder)
    if place is None:
        return None
    import _socket

    port, token = place
    line = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    taken, over = False, bytearray()
    try:
        line.settimeout(PATIENCE)
        line.connect(("127.0.0.1", port))
        mine = os.urandom(16).hex().encode()
        line.sendall(b"salesheet " + mine + b"\n")
        theirs, proof = _line(line, over).split(b" ")
        if not same(proof, prove(token, b"helper", mine, theirs)):
            return None
        body = "\x1f".join([fingerprint(), command, *arguments]).encode("utf-8", "surrogatepass")
        line.sendall(body + b"\n" + prove(token, b"click", mine, theirs, body) + b"\n")
        if _line(line, over) != b"taken":
            return None
        taken = True
        line.settimeout(None)  # as long as a click takes: Excel waits as well
        code, _, text = _line(line, over).partition(b" ")
        return int(code), text.replace(b"\x1f", b"\n").decode("utf-8", "replace")
    except (OSError, ValueError):
        if taken:
            raise Ended from None
        return None
    finally:
        line.close()


def _line(line: object, over: bytearray) -> bytes:
    """One line from a socket; what came with it of the next one is kept in `over`.

    Raises:
        ValueError: the other side ended before, or says too much.
    """
    while b"\n" not in over:
        piece: bytes = line.recv(4096)  # type: ignore[attr-defined]  # a _socket.socket
        over += piece
        if not piece or len(over) > 2 * MOST:
            raise ValueError
    found, _, rest = bytes(over).partition(b"\n")
    over[:] = rest
    return found


def start() -> None:
    """Start a helper that outlives this process; one that finds another at work ends at once."""
    import subprocess

    python = sys.executable
    quiet = os.path.join(os.path.dirname(python), "pythonw.exe")
    code = f"import sys; sys.path.insert(0, {_HOME!r}); from addin.resident import main; main()"
    command = [quiet if os.path.exists(quiet) else python, "-B", "-c", code]
    if sys.platform == "win32":
        apart = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        subprocess.Popen(command, creationflags=apart, cwd=_HOME, stdin=-3, stdout=-3, stderr=-3)  # -3: nowhere
    else:
        subprocess.Popen(command, start_new_session=True, cwd=_HOME, stdin=-3, stdout=-3, stderr=-3)


def _without(command: str, arguments: list[str]) -> int:
    """The click in an interpreter of its own."""
    import subprocess

    code = f"import sys; sys.path.insert(0, {_HOME!r}); import addin.ribbon; addin.ribbon.{command}()"
    return subprocess.run([sys.executable, "-B", "-c", code, *arguments], check=False).returncode


def main(arguments: list[str]) -> int:
    """The script."""
    command = arguments[0] if arguments else ""
    if not command.isidentifier():
        return 2
    try:
        answer = ask(state_folder(), command, arguments[1:])
    except Ended:
        sys.stderr.write(_ENDED + "\n")
        return 1
    if answer is None:
        start()
        return _without(command, arguments[1:])
    code, text = answer
    if text:
        sys.stderr.write(text + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
