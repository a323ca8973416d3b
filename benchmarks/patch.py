"""What it costs to flag 3 % of the rows of a large workbook, against the least it could cost and against openpyxl.

    python -m benchmarks.patch [--size S|L] [--repeat 3] [--book FILE] [--openpyxl] [--write]

Each measurement is a process of its own, from opening the file to the bytes of the new one. The floor inflates the
sheets that are touched and deflates what the patch made of them, in the same process: with the library that we use at
the level that we use, and with zlib at level 6. Ends with 1 when a bar is missed. Runs in the development environment.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
import zlib
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import openpyxl

from benchmarks.measure import measure
from sync.ooxml.container import Container, deflate, fold
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.read import read_sheets
from sync.ooxml.rows import Cuts
from sync.ooxml.workbook import TableInfo, Workbook
from tests.fidelity.page import replaced

if sys.platform == "win32":
    raise SystemExit("measuring memory needs Linux or macOS")
import resource

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
LEVEL = 2
"""The level of `Package.render`."""
EVERY = 33
FLAG = "R101 逾期未跟进"
CASES = (
    ("all tables, rows known from reading", "run", 0),
    ("all tables, rows not known", "ours", 0),
    ("the last table only, rows not known", "ours", 1),
)
"""What is measured: its name, the kind of process, all tables (0) or the last one. The bars hold for the first: nothing
in Salesheet flags a table that it has not read."""
OF_SAME, OF_ZLIB6, OF_OPENPYXL, MEMORY = 2.5, 0.6, 20, 1200


def flagged(path: Path, tables: int, cuts: Mapping[str, Cuts] | None = None) -> tuple[bytes, Patch]:
    """The workbook with a flag in the column Check of every 33rd row of all its tables, or of its last one."""
    workbook = Workbook(Package.open(path, "en"))
    patch = Patch(workbook, cuts)
    for table in workbook.tables[-tables:] if tables == 1 else workbook.tables:
        column, rows = _flags(table)
        patch.set_many(table.sheet, {(row, column): FLAG for row in rows})
    return patch.render(), patch


def _flags(table: TableInfo) -> tuple[int, range]:
    return table.ref.column + table.columns.index("Check"), range(table.first_row, table.last_row + 1, EVERY)


def known(path: Path) -> dict[str, Cuts]:
    """Where the rows stand, as a run knows it from reading."""
    workbook = Workbook(Package.open(path, "en"))
    grids = read_sheets(workbook, sorted({table.sheet for table in workbook.tables}))
    return {title: grid.cuts for title, grid in grids.items() if grid.cuts}


def ours(path: Path, tables: int, cuts: Mapping[str, Cuts] | None = None) -> dict[str, float]:
    """CPU seconds and memory of the patch; then the floors, over the very parts it touched."""
    start = time.process_time()
    result, patch = flagged(path, tables, cuts)
    spent = {"cpu": time.process_time() - start}
    spent["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1024
    )
    before, after = Package.open(path), Package.from_bytes(result)
    parts = {table.sheet: patch.workbook.sheet(table.sheet).part for table in patch.workbook.tables}
    parts = {sheet: part for sheet, part in parts.items() if before.read(part) != after.read(part)}
    spent["parts"], spent["size"] = len(parts), sum(len(before.read(part)) for part in parts.values()) / 2**20
    fresh = Container(path.read_bytes())
    for part in parts.values():
        content = after.read(part)
        start_cpu = time.process_time()
        fresh.inflate(fresh.names[fold(part)])
        deflate(content, LEVEL)
        spent["same"] = spent.get("same", 0.0) + time.process_time() - start_cpu
        raw = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = raw.compress(before.read(part)) + raw.flush()
        start_cpu = time.process_time()
        zlib.decompress(packed, -15)
        raw = zlib.compressobj(6, zlib.DEFLATED, -15)
        _ = raw.compress(content) + raw.flush()
        spent["zlib6"] = spent.get("zlib6", 0.0) + time.process_time() - start_cpu
    return spent


def by_openpyxl(path: Path) -> dict[str, float]:
    """The same flags by loading and saving."""
    start = time.process_time()
    book = openpyxl.load_workbook(path, keep_vba=True)
    for table in Workbook(Package.open(path, "en")).tables:
        column, rows = _flags(table)
        for row in rows:
            book[table.sheet].cell(row, column, FLAG)
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "out.xlsm")
    return {"cpu": time.process_time() - start}


def child(what: str, path: Path, tables: int = 0) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    cost = measure(
        [sys.executable, "-m", "benchmarks.patch", "--child", what, "--book", path, "--tables", str(tables)], cwd=ROOT
    )
    result: dict[str, float] = json.loads(cost.output.splitlines()[-1])
    return result


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(run[name] for run in runs) for name in runs[0]}


def report(costs: dict[str, dict[str, float]], slow: float | None, name: str) -> tuple[str, bool]:
    """The section of the page, and whether all bars hold."""
    whole = costs[CASES[0][0]]
    held = [
        (whole["cpu"] / whole["same"], OF_SAME, "times inflate + deflate by the same library at the same level"),
        (whole["cpu"] / whole["zlib6"], OF_ZLIB6, "times inflate + deflate by zlib at level 6"),
        (whole["memory"], MEMORY, "MB of memory"),
    ]
    lines = [
        f"{name}; Python {platform.python_version()}, {platform.system()} {platform.machine()}.",
        "",
        "| flags in | XML of the touched sheets MB | CPU s | floor, same library s | floor, zlib 6 s | memory MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {where} | {cost['size']:.0f} | {cost['cpu']:.2f} | {cost['same']:.2f} | {cost['zlib6']:.2f} | "
            f"{cost['memory']:.0f} |"
            for where, cost in costs.items()
        ),
        "",
        *(f"- {'PASS' if got <= most else 'FAIL'} {got:,.4g}, at most {most}: {text}" for got, most, text in held),
    ]
    good = all(got <= most for got, most, _ in held)
    if slow is not None:
        times = slow / whole["cpu"]
        good = good and times >= OF_OPENPYXL
        lines.append(
            f"- {'PASS' if times >= OF_OPENPYXL else 'FAIL'} {times:.0f} × less CPU than openpyxl's load and save "
            f"({slow:.0f} s), at least {OF_OPENPYXL} ×"
        )
    return "\n".join(lines), good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=["S", "L"], default="S")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--book", type=Path, help="a team's workbook; without it one is made")
    parser.add_argument("--openpyxl", action="store_true", help="measure openpyxl too, once (minutes at size L)")
    parser.add_argument("--write", action="store_true", help="write the section in docs/benchmarks.md")
    parser.add_argument("--child", choices=["ours", "run", "openpyxl"], help=argparse.SUPPRESS)
    parser.add_argument("--tables", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        book, tables = arguments.book, arguments.tables
        cuts = known(book) if arguments.child == "run" else None
        print(json.dumps(by_openpyxl(book) if arguments.child == "openpyxl" else ours(book, tables, cuts)))
        return 0
    with tempfile.TemporaryDirectory(prefix="salesheet-patch-") as folder:
        book = arguments.book or made(Path(folder) / "team", arguments.size)
        runs: dict[str, list[dict[str, float]]] = {}
        for _ in range(arguments.repeat):
            for where, what, tables in CASES:
                runs.setdefault(where, []).append(child(what, book, tables))
        slow = child("openpyxl", book)["cpu"] if arguments.openpyxl else None
        name = f"Size {arguments.size}, {book.stat().st_size / 2**20:.0f} MB, median of {arguments.repeat}"
    text, good = report({where: medians(costs) for where, costs in runs.items()}, slow, name)
    print(text)
    if arguments.write:
        PAGE.write_text(replaced(PAGE.read_text("utf-8"), "patch", text), "utf-8", newline="\n")
    return 0 if good else 1


def made(folder: Path, size: str) -> Path:
    """The manager's workbook of a demonstration team."""
    options = ["--size", size, "--seed", "1", "--today", "2026-07-15", "--lang", "zh", "--only-make"]
    measure([sys.executable, "-m", "sync", "demo", "--into", folder, *options], cwd=ROOT)
    return max((folder / "users").glob("*/*.xlsm"), key=lambda path: path.stat().st_size)


if __name__ == "__main__":
    sys.exit(main())
