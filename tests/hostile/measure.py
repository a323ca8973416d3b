"""Prints the table of docs/hostile.md: python -m tests.hostile.measure [--write] [PART OF A NAME …]."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.hostile.attacks import ATTACKS, honest

ROOT = Path(__file__).resolve().parents[2]


def measured(data: bytes, folder: Path, more: list[str]) -> dict[str, object]:
    """What one check, in a process of its own, says and takes."""
    base, path = folder / "honest.xlsx", folder / "a.xlsx"
    base.write_bytes(honest())
    path.write_bytes(data)
    os.utime(path, (0, 0))
    command = [sys.executable, "-m", "tests.hostile.child", str(base), *more, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(arguments: list[str]) -> None:
    """Print one line an attack."""
    more = [argument for argument in arguments if argument == "--write"]
    wanted = [argument for argument in arguments if argument not in more]
    print("| attack | file, kB | exit | what we say | seconds | MB |\n|---|---:|---:|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, attack in ATTACKS.items():
            if wanted and not any(part in name for part in wanted):
                continue
            data = attack.make()
            found = measured(data, Path(folder), more)
            first = str(found["said"]).splitlines()[0]
            said = first.partition(".xlsx: ")[2] if found["code"] in (2, 7) else "read"
            row = (name, f"{len(data) / 1024:,.0f}", found["code"], said.replace("|", "\\|"))
            print("| {} | {} | {} | {} |".format(*row), f"{found['seconds']:.2f} | {found['grown']:.0f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
