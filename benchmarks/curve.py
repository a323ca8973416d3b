"""What a run costs as the hub grows, when as much changes as ever: python -m benchmarks.curve [--repeat 3] [--write].

For hubs of 1,000, 10,000 and 100,000 rows: a team of 19 reps and a manager; 10 cells are typed into each of the 20
workbooks, then `salesheet run` runs as a process of its own and says what its stages cost in CPU seconds. Merging and
checking are what the bar is about; reading, loading, saving and deflating are shown apart. The best of the repetitions
counts: the machine is shared, and what is measured does the same each time.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from sync.config import Config
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import CellEdit, Update
from sync.progress import Silent
from sync.runner import TeamRun
from sync.store.tinydb import TinyDBStore
from sync.upkeep.demo import make_demo
from sync.upkeep.demo_data import Rows
from validators.models import specs

DAY = date(2026, 5, 6)
SIZES = (1_000, 10_000, 100_000)
EDITS = {"follow_ups": ("Next_Plan", 7), "customers": ("Notes", 3)}
"""By table, the column typed into and how many of its cells, in each workbook."""
DOC = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
SHOWN = {
    "merge": ("merge",),
    "compare": ("compare",),
    "check": ("check",),
    "figures, views": ("figures", "scope", "project", "flags", "reports"),
    "read": ("hash", "read"),
    "load": ("load",),
    "write": ("patch", "draw", "save"),
    "deflate": ("deflate",),
    "save hub": ("save hub",),
}
"""The lines of the table, and the stages each one adds up."""


def rows_of(size: int) -> Rows:
    """A team of about `size` rows in all tables."""
    return Rows(size * 14 // 100, size * 70 // 100, size * 14 // 100, size // 100, reps=19)


def edit(config: Config, mark: str) -> int:
    """Type into the workbooks, always something new; returns how many cells."""
    tables, count = specs(config.settings), 0
    for user in config.workbooks():
        endpoint = WorkbookEndpoint(user.name, config.place(user), tables, config.settings.language)
        snapshot, edits = endpoint.read(), []
        for name, (column, cells) in EDITS.items():
            held = snapshot.tables[name].get(column)
            for row in range(min(cells, len(held))):
                edits.append(CellEdit(name, row, column, held[row], f"{mark} {user.name} {row}"))
        endpoint.apply(Update(edits=edits), snapshot.version)
        count += len(edits)
    return count


def measured(config: Config, timings: Path) -> dict[str, float]:
    """The CPU seconds of one run by line of the table."""
    command = [sys.executable, "-m", "sync", "run", "--config", str(config.path), "--today", DAY.isoformat()]
    done = subprocess.run([*command, "--timings", str(timings)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"not measured: {done.stdout}{done.stderr}")
    spent = json.loads(timings.read_bytes())
    return {line: sum(spent.get(stage, 0.0) for stage in stages) for line, stages in SHOWN.items()}


def curve(repeat: int) -> dict[int, dict[str, float]]:
    """By rows in the hub, the CPU seconds of each line."""
    found: dict[int, dict[str, float]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            config = make_demo(Path(folder) / "team", rows_of(size), 1, "zh", DAY, Silent())
            TeamRun(config, DAY).run()
            rows = sum(len(table.keys) for table in TinyDBStore(config.folder / "hub").load().tables.values())
            best: dict[str, float] = {}
            for turn in range(repeat):
                count = edit(config, f"第{turn}次")
                spent = measured(config, Path(folder) / "timings.json")
                best = {line: min(seconds, best.get(line, seconds)) for line, seconds in spent.items()}
            found[rows] = best
            print(f"{rows:>8,} rows, {count} cells typed: {best}", flush=True)
    return found


def table(found: dict[int, dict[str, float]], repeat: int) -> str:
    """The curve as Markdown."""
    sizes = list(found)
    lines = [
        f"200 cells typed into 20 workbooks, best of {repeat}; Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}; CPU ms by rows in the hub.",
        "",
        f"| | {' | '.join(f'{size:,}' for size in sizes)} | growth |",
        f"| --- |{' ---: |' * (len(sizes) + 1)}",
    ]
    for line in SHOWN:
        spent = [found[size][line] * 1000 for size in sizes]
        lines.append(f"| {line} | {' | '.join(f'{ms:.0f}' for ms in spent)} | {spent[-1] / max(spent[0], 0.1):.1f}x |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the table into docs/benchmarks.md")
    options = parser.parse_args()
    text = table(curve(options.repeat), options.repeat)
    print("\n" + text)
    if options.write:
        old = DOC.read_text("utf-8")
        pattern = r"(<!-- curve -->\n).*?(<!-- curve end -->)"
        new, found = re.subn(pattern, lambda m: f"{m[1]}{text}\n{m[2]}", old, flags=re.DOTALL)
        if found != 1:
            raise SystemExit(f"{DOC}: the markers <!-- curve --> and <!-- curve end --> must stand there once")
        DOC.write_text(new, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
