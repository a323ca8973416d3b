"""Checks workbooks in a process of its own and says what each took.

python -m tests.hostile.child HONEST [--write] FILE … prints one JSON line a file: exit code, the seconds of the check,
the megabytes by which the process grew meanwhile, and what was said. HONEST is checked first, so that all is loaded.
"""

from __future__ import annotations

import io
import json
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from sync.cli import main

_STATUS = Path("/proc/self/status")


def peak(since: str = "VmHWM") -> float:
    """Megabytes this process has held at most; `VmRSS` for those it holds now."""
    if not _STATUS.exists():
        return 0.0 if since == "VmRSS" else _peak_elsewhere()
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith(since))
    return int(line.split()[1]) / 1024


def _peak_elsewhere() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def forget_peak() -> None:
    """From now on, `peak` counts anew (Linux)."""
    if _STATUS.exists():
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def checked(path: str, *more: str) -> dict[str, Any]:
    """What a check of the file says and takes."""
    said = io.StringIO()
    forget_peak()
    before = peak("VmRSS")
    start = time.perf_counter()
    with redirect_stdout(said), redirect_stderr(said):
        code = main(["check", path, "--lang", "en", "--today", "2026-05-06", *more])
    seconds = time.perf_counter() - start
    return {"code": code, "seconds": seconds, "grown": peak() - before, "said": said.getvalue()[:2000]}


if __name__ == "__main__":
    honest, *files = sys.argv[1:]
    more = [files.pop(0)] if files[0] == "--write" else []
    checked(honest, *more)
    for file in files:
        print(json.dumps(checked(file, *more)), flush=True)
