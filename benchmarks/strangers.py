"""Patches workbooks that others made, and counts what was damaged and what was refused.

    python -m benchmarks.strangers FOLDER [--office 60] [--write]

Three patches of each file: two cells set; a row appended to each Excel Table; a sheet of the agent drawn (twice, the
second time over the first). Nothing is written into FOLDER. `--write` keeps names, hashes and outcomes in
docs/strangers.csv and the summary in docs/fidelity.md. Ends with 1 when a workbook was damaged or more than 3 % of the
workbooks were refused.

Needs the development environment (openpyxl, lxml), and LibreOffice for `--office`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import multiprocessing
import random
import re
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, fields
from pathlib import Path
from types import FrameType

from benchmarks.stranger_checks import Result, check
from tests.fidelity.page import replaced
from tests.office import Office

if sys.platform == "win32":
    raise SystemExit("bounds of time need Linux or macOS")

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "strangers.csv"
PAGE = ROOT / "docs" / "fidelity.md"
ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xltm"}
REFUSED_AT_MOST = 0.03
SECONDS = 180


def look(task: tuple[Path, str, Path | None]) -> Result:
    """Check one file in a process of the pool, within bounds of time."""
    path, name, keep = task

    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {SECONDS} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        return check(path, name, keep)
    except TimeoutError as error:
        return _failed(path, name, str(error))
    finally:
        signal.alarm(0)


def _failed(path: Path, name: str, why: str) -> Result:
    data = path.read_bytes()
    return Result(hashlib.sha256(data).hexdigest(), name, len(data), "workbook", "damaged", why)


def run(folder: Path, keep: Path | None) -> list[Result]:
    """Check all workbooks under a folder, each content once."""
    files = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(folder.rglob("*"), reverse=True)
        if path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith("~$")
    }
    tasks = [(path, path.relative_to(folder).as_posix(), keep) for path in files.values()]
    with multiprocessing.Pool(maxtasksperchild=200) as pool:
        results = list(pool.imap_unordered(look, tasks, chunksize=4))
    return sorted(results, key=lambda result: result.name)


def opened_by_office(results: list[Result], folder: Path, keep: Path, count: int) -> list[str]:
    """Patched files of a sample that LibreOffice does not open although it opened the original."""
    chosen = [result for result in results if result.outcome == "ok" and result.size < 200_000]
    random.Random(1).shuffle(chosen)
    waiting = [
        (result, path) for result in chosen[:count] for path in sorted(keep.glob(f"{result.sha256[:16]}-*.xlsx"))
    ]
    failed = []
    while waiting:
        with Office() as office:
            while waiting:
                result, path = waiting.pop()
                if not _opens(office, path):
                    failed.append((result, path))
                    break  # it may be gone: go on with a fresh one
    with Office() as office:
        return [f"{result.name} ({path.stem[17:]})" for result, path in failed if _opens(office, folder / result.name)]


def _opens(office: Office, path: Path) -> bool:
    try:
        office.read(path, [])
    except (RuntimeError, OSError):
        return False
    return True


def summary(results: list[Result], office: int, failed: list[str]) -> str:
    """The outcome in words, for the page."""
    books = [result for result in results if result.kind == "workbook"]
    outcomes = Counter(result.outcome for result in books)
    others = Counter(result.kind.partition(":")[0] for result in results if result.kind != "workbook")
    sources = Counter(result.name.partition("/")[0].replace("+", "/") for result in books)
    tables = Counter(word.partition(":")[0].split()[0] for r in books for word in r.append.split("; ") if word)
    refused = Counter(result.reason for result in books if result.outcome == "refused")
    per_table = Counter(
        re.sub(r"^.*CELL|_xlnm\.\S+", "a place", word.removeprefix("refused: "))
        for result in books
        if result.outcome != "refused"
        for word in result.append.split("; ")
        if word.startswith("refused")
    )
    share = outcomes["refused"] / len(books)
    lines = [
        f"{len(results)} files, {len(books)} of them workbooks: **{outcomes['damaged']} damaged**, "
        f"{outcomes['refused']} refused ({share:.1%}), {outcomes['ok']} patched. "
        f"Seen by calamine before and after: {sum('calamine' in r.witnesses for r in books)}; by openpyxl: "
        f"{sum('openpyxl' in r.witnesses for r in books)}; LibreOffice opened the patched files of a sample of "
        f"{office}, all but {len(failed)}.",
        "",
        f"Rows were appended to the tables of {tables['done']} workbooks; in the others there was no table, or each "
        "was refused by name.",
        "",
        "| what was refused | workbooks |",
        "| --- | ---: |",
        *(f"| the workbook: {text} | {count} |" for text, count in refused.most_common()),
        *(f"| a row for a table: {text} | {count} |" for text, count in per_table.most_common()),
        "",
        "| no workbook | files |",
        "| --- | ---: |",
        *(f"| {kind} | {count} |" for kind, count in others.most_common()),
        "",
        "From " + ", ".join(f"{source} ({count})" for source, count in sources.most_common()) + ".",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--office", type=int, default=0, help="open the patched files of so many with LibreOffice")
    parser.add_argument("--write", action="store_true", help="write docs/strangers.csv and docs/fidelity.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salesheet-strangers-") as name:
        keep = Path(name) if arguments.office else None
        results = run(arguments.folder, keep)
        failed = opened_by_office(results, arguments.folder, keep, arguments.office) if keep else []
    for result in results:
        if result.outcome in ("damaged", "refused"):
            print(f"{result.outcome}: {result.name}: {result.reason}")
    for text in failed:
        print(f"LibreOffice does not open {text}")
    text = summary(results, arguments.office, failed)
    print("\n" + text)
    if arguments.write:
        with LIST.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, [one.name for one in fields(Result)], lineterminator="\n")
            rows.writeheader()
            rows.writerows(asdict(result) for result in results)
        PAGE.write_text(replaced(PAGE.read_text("utf-8"), "strangers", text), "utf-8", newline="\n")
    books = [result for result in results if result.kind == "workbook"]
    refused = sum(result.outcome == "refused" for result in books)
    damaged = any(result.outcome == "damaged" for result in results) or bool(failed)
    return 1 if damaged or refused > REFUSED_AT_MOST * len(books) else 0


if __name__ == "__main__":
    sys.exit(main())
