"""`salesheet` in a process of its own whose file writes are watched: denied, or the cause of its sudden death.

python watched.py deny FOLDER run --config …         every write under FOLDER raises PermissionError
python watched.py kill FOLDER K run --config …       the process is killed (signal 9) at the K-th write under FOLDER
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "os.chmod",
}


def watch(folder: str, deny: bool, at: int) -> None:
    """From now on, every attempt to change something under `folder` is denied, or the `at`-th one is deadly."""
    count = 0

    def inside(path: Any) -> bool:
        return isinstance(path, str | bytes | os.PathLike) and os.path.realpath(os.fsdecode(path)).startswith(folder)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event == "open":
            path, _, flags = arguments
            if not (flags or 0) & WRITING or not inside(path):
                return
        elif event not in CHANGES or not any(inside(path) for path in arguments[:2]):
            return
        if deny:
            raise PermissionError(f"{event} {arguments[0]!r} is denied here")
        count += 1
        if count == at:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    sys.addaudithook(hook)


if __name__ == "__main__":
    mode, folder, *rest = sys.argv[1:]
    number = int(rest.pop(0)) if mode == "kill" else 0
    from sync.cli import main
    from sync.runner import TeamRun  # noqa: F401  (imports come before the watch begins: they may write bytecode)

    watch(os.path.realpath(folder), mode == "deny", number)
    sys.exit(main(rest))
