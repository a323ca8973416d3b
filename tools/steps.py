"""Say what happens, run a program, stop with a sentence that helps."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_started = time.monotonic()


class Stop(Exception):
    """Something must be mended before this can go on; `code` becomes the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def say(step: str) -> None:
    """Print one line that says what happens now, with the seconds since the start."""
    print(f"[{time.monotonic() - _started:4.0f} s] {step}", flush=True)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Run a program in the root of the checkout, its output going to ours.

    Raises Stop, with the program's exit code, when it is missing or fails.
    """
    words = [str(word) for word in command]
    try:
        code = subprocess.run(words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode
    except FileNotFoundError:
        raise Stop(f"{words[0]} does not exist") from None
    if code:
        raise Stop(f"failed with exit code {code}: {' '.join(words)}", code if code > 0 else 1)
