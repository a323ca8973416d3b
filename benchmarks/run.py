"""Salesheet against the naive script, over the same workbooks, in the same run.

    python -m benchmarks.run [--size tiny|S|L] [--seed 1] [--repeat 1] [--write]

Runs in the benchmark environment (pandas, openpyxl, pydantic, rapidfuzz); the environment variable SALESHEET_PYTHON
names the Python that has the product. Ends with 1 when a bar is missed, which bars the smallest team is not held to.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.measure import Cost, changed_parts, floor, measure, parts

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = Path(os.environ.get("SALESHEET_PYTHON", ROOT / ".venv" / "bin" / "python"))
HERE = Path(__file__).parent
DOC = ROOT / "docs" / "benchmarks.md"
TODAY = "2026-07-15"
BARS = {"empty hub": 15, "nothing new": 40}
"""How many times less CPU time than the naive script, at least."""
EDITS = 200


@dataclass
class Results:
    """All measurements: by what was run, one cost a repetition; by stage, CPU seconds; floors in CPU seconds."""

    costs: dict[str, list[Cost]] = field(default_factory=dict)
    stages: list[dict[str, float]] = field(default_factory=list)
    floors: list[tuple[float, float]] = field(default_factory=list)

    def add(self, name: str, cost: Cost) -> None:
        self.costs.setdefault(name, []).append(cost)
        print(f"  {name:<24}{cost.cpu:8.2f} s CPU {cost.wall:8.2f} s wall {cost.rss:7.0f} MB", flush=True)

    def cpu(self, name: str) -> float:
        return median(cost.cpu for cost in self.costs[name])

    def rss(self, name: str) -> float:
        return median(cost.rss for cost in self.costs[name])

    def ratio(self, name: str) -> float:
        """Against the naive script, pairwise: what ran in the same repetition is compared."""
        return median(n.cpu / o.cpu for n, o in zip(self.costs["naive"], self.costs[name], strict=True))


def product(*arguments: str | Path) -> list[str | Path]:
    return [PRODUCT, "-m", "sync", *arguments]


def make_team(folder: Path, size: str, seed: int) -> None:
    command = product(
        "demo", "--into", folder, "--size", size, "--seed", str(seed), "--today", TODAY, "--lang", "zh", "--only-make"
    )
    cost = measure(command, cwd=ROOT)
    print(f"  team of size {size}, seed {seed}, made in {cost.cpu:.1f} s CPU", flush=True)


def workbooks(team: Path) -> list[Path]:
    return sorted((team / "users").glob("*/*.xlsm"))


def naive(team: Path, engine: str) -> Cost:
    return measure([sys.executable, HERE / "naive.py", "--engine", engine, "--today", TODAY, *workbooks(team)])


def ours(team: Path, timings: Path) -> tuple[Cost, dict[str, float]]:
    command = product("run", "--config", team / "config.toml", "--today", TODAY, "--timings", timings)
    cost = measure(command, allowed=(0, 3), cwd=ROOT)
    return cost, json.loads(timings.read_bytes())


def repetition(made: Path, scratch: Path, results: Results) -> None:
    """One round: both naive variants and our three situations, on copies of the same team."""
    for name, engine in (("naive", "openpyxl"), ("naive, calamine", "calamine")):
        team = Path(shutil.copytree(made, scratch / engine))
        results.add(name, naive(team, engine))
        shutil.rmtree(team)
    team, timings = Path(shutil.copytree(made, scratch / "ours")), scratch / "timings.json"
    cost, stages = ours(team, timings)
    results.add("empty hub", cost)
    results.stages.append(stages)
    before, after = workbooks(made), workbooks(team)
    read = [content for path in before for content in parts(path).values()]
    written = [changed_parts(old, new) for old, new in zip(before, after, strict=True)]
    demand(all(written), "the run on an empty hub left a workbook as it was")
    results.floors.append(floor(read, [content for changed in written for content in changed]))
    measure([PRODUCT, HERE / "edit_cells.py", team / "config.toml", str(EDITS)], cwd=ROOT)
    edited = contents(team)
    results.add(f"{EDITS} edits", ours(team, timings)[0])
    settled = contents(team)
    demand(settled != edited, "the run after the edits changed no workbook")
    results.add("nothing new", ours(team, timings)[0])
    demand(contents(team) == settled, "the run with nothing new changed a workbook")
    shutil.rmtree(team)


def contents(team: Path) -> list[bytes]:
    return [path.read_bytes() for path in workbooks(team)]


def demand(done: bool, otherwise: str) -> None:
    """A run that did not do its work is not a quick one."""
    if not done:
        raise SystemExit(f"not measured: {otherwise}")


def bars(results: Results) -> list[tuple[str, bool]]:
    """What is held against the naive script, and whether it holds."""
    naive_rss = results.rss("naive")
    found = [
        (f"{name}: {results.ratio(name):.1f}× less CPU, at least {bar}×", results.ratio(name) >= bar)
        for name, bar in BARS.items()
    ]
    worst = max(results.rss(name) for name in ("empty hub", f"{EDITS} edits", "nothing new"))
    found.append((f"memory: {worst:.0f} MB, at most {naive_rss:.0f} MB", worst <= naive_rss))
    return found


def report(results: Results, size: str, seed: int) -> str:
    """The result tables as Markdown."""
    repeats = len(results.costs["naive"])
    lines = [
        f"Size {size}, seed {seed}, median of {repeats}; Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores.",
        "",
        "| | CPU s | naive ÷ this | peak memory MB |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name in results.costs:
        label = name if name.startswith("naive") else f"`salesheet run`, {name}"
        lines.append(f"| {label} | {results.cpu(name):.2f} | {results.ratio(name):.1f} | {results.rss(name):.0f} |")
    spent = {stage: median(run.get(stage, 0.0) for run in results.stages) for stage in results.stages[0]}
    lines += ["", "Stages of the run on an empty hub:", "", "| stage | CPU s |", "| --- | ---: |"]
    lines += [f"| {stage} | {seconds:.2f} |" for stage, seconds in spent.items()]
    lines.append(f"| start, imports, rest | {results.cpu('empty hub') - sum(spent.values()):.2f} |")
    inflate, deflate = (median(pair[i] for pair in results.floors) for i in (0, 1))
    lines += ["", f"Floor, zlib alone on the same parts: inflate {inflate:.2f} s, deflate {deflate:.2f} s.", ""]
    lines += [f"- {'PASS' if passed else 'FAIL'} {text}" for text, passed in bars(results)]
    return "\n".join(lines)


def write_doc(text: str) -> None:
    """Put the tables between the markers of docs/benchmarks.md."""
    old = DOC.read_text(encoding="utf-8")
    new, found = re.subn(
        r"(<!-- results -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{text}\n{m[2]}", old, flags=re.DOTALL
    )
    if found != 1:
        raise SystemExit(f"{DOC}: the markers <!-- results --> and <!-- end --> must stand there once")
    DOC.write_text(new, encoding="utf-8", newline="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=["tiny", "S", "L"], default="S")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    arguments = parser.parse_args()
    results = Results()
    with tempfile.TemporaryDirectory(prefix="salesheet-bench-") as name:
        scratch = Path(name)
        made = scratch / "made"
        make_team(made, arguments.size, arguments.seed)
        for _ in range(arguments.repeat):
            repetition(made, scratch, results)
    text = report(results, arguments.size, arguments.seed)
    print("\n" + text)
    if arguments.write:
        write_doc(text)
    return 0 if arguments.size == "tiny" or all(passed for _, passed in bars(results)) else 1


if __name__ == "__main__":
    sys.exit(main())
