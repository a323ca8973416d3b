"""What a process costs, and what the same bytes cost at least."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "changed_parts", "floor", "measure", "parts"]

DEFLATE_LEVEL = 2
"""The level the product packs changed parts with (`Package.render`)."""


@dataclass(frozen=True)
class Cost:
    """A finished process tree: CPU seconds (user + system), peak memory of its largest process in MB, wall seconds."""

    cpu: float
    rss: float
    wall: float
    output: str


def measure(command: Sequence[str | Path], allowed: Iterable[int] = (0,), cwd: Path | None = None) -> Cost:
    """Run a command to its end. Raises SystemExit with what it printed when its exit code is not an allowed one."""
    if not hasattr(os, "wait4"):
        raise SystemExit("the benchmarks need os.wait4 (Linux, macOS, BSD)")
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, cwd=cwd, env=_environment()
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read().decode(errors="replace")
    if process.returncode not in allowed:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{output}")
    unit = 1024**2 if sys.platform == "darwin" else 1024  # macOS counts bytes, the others kilobytes
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, wall, output)


def _environment() -> dict[str, str]:
    """As a user has it: compiled modules are kept, and installed packages come with them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, inflated."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def changed_parts(before: Path, after: Path) -> list[bytes]:
    """The parts of `after` that `before` does not have, or has otherwise."""
    old = parts(before)
    return [content for name, content in parts(after).items() if old.get(name) != content]


def floor(read: Iterable[bytes], written: Iterable[bytes], level: int = DEFLATE_LEVEL) -> tuple[float, float]:
    """CPU seconds that zlib alone needs to inflate what must be read, and to deflate what must be written."""
    packed = [_deflate(part, level) for part in read]
    start = time.process_time()
    for part in packed:
        zlib.decompress(part, -15)
    middle = time.process_time()
    for part in written:
        _deflate(part, level)
    return middle - start, time.process_time() - middle


def _deflate(data: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()
