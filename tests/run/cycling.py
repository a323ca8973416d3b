"""Cycles of one team as fast as they go, in a process of its own that writes down when it touched what.

python cycling.py CONFIG LOG TIMES      run until TIMES cycles went through; whoever finds the lock held tries again

LOG gets a line per event: the system's monotonic clock in ns, the process, and what it did: `lock` (it opens the lock),
`write` (a file of the hub or of a user is opened to be written, renamed, removed), `done N` (run N went through).
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from tests.run.watched import CHANGES, WRITING


def main(config: Path, log: Path, times: int) -> None:
    """Run the cycles."""
    from sync.config import load
    from sync.errors import Locked
    from sync.runner import TeamRun

    folder = os.path.realpath(config.parent)
    kept = [f"{folder}{os.sep}{name}{os.sep}" for name in ("hub", "users")]
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(what: str) -> None:
        os.write(handle, f"{time.monotonic_ns()} {os.getpid()} {what}\n".encode())

    def inside(path: Any) -> bool:
        return isinstance(path, str | bytes | os.PathLike) and os.path.realpath(os.fsdecode(path)).startswith(
            tuple(kept)
        )

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if (flags or 0) & WRITING and inside(path):
                say("lock" if Path(os.fsdecode(path)).name == "lock" else "write")
        elif event in CHANGES and any(inside(path) for path in arguments[:2]):
            say("write")

    sys.addaudithook(hook)
    done, chance = 0, random.Random(os.getpid())
    while done < times:
        try:
            report = TeamRun(load(config)).run()
        except Locked:
            time.sleep(chance.random() * 0.01)
            continue
        done += 1
        say(f"done {report.run}")
        time.sleep(chance.random() * 0.02)  # people type between two runs


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
