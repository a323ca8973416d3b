"""What finding duplicate customers costs and how good it is, beside other tools, over the same rows in the same run.

    python -m benchmarks.duplicates [--customers 100000] [--seed 20261126] [--curve 10000 100000 1000000] [--write]

The rows are `benchmarks.duplicates_data`'s. splink and recordlinkage are measured where they are installed in the
benchmark environment (`pip install pandas splink recordlinkage`); nothing of the product needs them. CPU seconds are of
finding alone: rows are in memory, imports are done. Rivals get the threshold that is best for them, which nobody knows
beforehand. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import gc
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from itertools import combinations
from pathlib import Path

from benchmarks.duplicates_data import CITIES, TRADES, Row, make
from validators.cadence import columns_of
from validators.cells import Cell, Table
from validators.context import Context
from validators.duplicates import groups, same_name
from validators.probable import MOST, Form, forms_of, links
from validators.settings import Settings

DOC = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
Pairs = set[tuple[int, int]]
PRECISION, RECALL, SECONDS = 0.998, 0.985, 3.0


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs found against pairs that are there, and the CPU seconds that took."""

    name: str
    precision: float
    recall: float
    cpu: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairs_of(groups_found: Iterable[Iterable[int]]) -> Pairs:
    return {pair for rows in groups_found for pair in combinations(sorted(rows), 2)}


def truth(rows: list[Row]) -> Pairs:
    same: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        same.setdefault(row.who, []).append(at)
    return pairs_of(same.values())


def scored(name: str, found: Pairs, true: Pairs, cpu: float) -> Score:
    right = len(found & true)
    score = Score(name, right / len(found) if found else 1.0, right / len(true), cpu)
    print(f"  {name:<44}P {score.precision:.4f}  R {score.recall:.4f}  F1 {score.f1:.4f}  {cpu:7.2f} s", flush=True)
    return score


def timed(find: Callable[[], Pairs]) -> tuple[Pairs, float]:
    gc.collect()
    gc.disable()  # as the product's own runs do, and to nobody's harm
    began = time.process_time()
    found = find()
    cpu = time.process_time() - began
    gc.enable()
    return found, cpu


def table_of(rows: list[Row]) -> Table:
    columns: dict[str, list[Cell]] = {
        "Customer_ID": [f"C20240501{at:07d}" for at in range(len(rows))],
        "Customer_Name": [row.name for row in rows],
        "Contact_Person": [row.person for row in rows],
        "Contact_Info": [row.phone for row in rows],
    }
    return Table("customers", columns)


def salesheet(rows: list[Row]) -> tuple[Pairs, Pairs]:
    """What is certain, and what is certain or probable."""
    table, context = table_of(rows), Context.of(Settings(), date(2026, 7, 15))
    canonical = columns_of({"customers": table}, context)
    forms = forms_of(table, canonical)
    certain = groups(table, context, canonical, same_name([form.name for form in forms]))
    sure = pairs_of(group.rows for group in certain)
    return sure, sure | links(forms).keys()


def same_text(rows: list[Row]) -> Pairs:
    """name == name."""
    held: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        held.setdefault(row.name.strip(), []).append(at)
    return pairs_of(held.values())


def frame(rows: list[Row], normal: bool) -> object:
    """The rows for the rivals: raw, or with names, phones and people as we normalise them."""
    import pandas

    data: dict[str, object] = {"unique_id": range(len(rows))}
    if normal:
        table = table_of(rows)
        forms = forms_of(table, columns_of({"customers": table}, Context.of(Settings(), date(2026, 7, 15))))
        data |= {
            "name": [form.name for form in forms],
            "person": [form.people[0] if form.people else "" for form in forms],
            "phone": [form.contacts[0] if form.contacts else "" for form in forms],
        }
    else:
        data |= {column: [getattr(row, column) for row in rows] for column in ("name", "person", "phone")}
    return pandas.DataFrame(data)


def best(pairs: Iterable[tuple[tuple[int, int], float]], true: Pairs) -> Pairs:
    """The pairs above the threshold that gives the best F1."""
    ordered = sorted(pairs, key=lambda one: -one[1])
    right, most, cut = 0, -1.0, 0
    for at, (pair, weight) in enumerate(ordered, 1):
        right += pair in true
        last = at == len(ordered) or ordered[at][1] != weight
        if last and 2 * right / (at + len(true)) > most:
            most, cut = 2 * right / (at + len(true)), at
    return {pair for pair, _ in ordered[:cut]}


def splink(data: object) -> list[tuple[tuple[int, int], float]]:
    import logging

    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.7]),
            compare.JaroWinklerAtThresholds("person", [0.9, 0.6]),
            compare.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("name"),
            block_on("person", "substr(name, 1, 3)"),
            block_on("person", "substr(name, 3, 2)"),
        ],
    )
    linker = Linker(DuckDBAPI().register(data), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("phone")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("person"))
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    pairs = zip(found["unique_id_l"], found["unique_id_r"], found["match_weight"], strict=True)
    return [((min(a, b), max(a, b)), weight) for a, b, weight in pairs]


def recordlinkage(data: object) -> list[tuple[tuple[int, int], float]]:
    import recordlinkage as linkage

    index = linkage.Index()
    index.block("phone")
    index.block("name")
    index.block("person")
    pairs = index.index(data)
    compare = linkage.Compare()
    compare.string("name", "name", method="jarowinkler")
    compare.string("person", "person", method="jarowinkler")
    compare.exact("phone", "phone")
    weights = compare.compute(pairs, data).sum(axis=1)
    return [((min(a, b), max(a, b)), weight) for (a, b), weight in weights.items()]


def beside(rows: list[Row], true: Pairs) -> list[Score]:
    """The rivals that are installed, at their best threshold."""
    result = []
    rivals = (
        ("splink 5, DuckDB", splink, ("pandas", "duckdb", "splink.comparison_library")),
        ("recordlinkage", recordlinkage, ("pandas", "recordlinkage")),
    )
    for name, find, modules in rivals:
        for normal in (False, True):
            label = f"{name}, {'our normal forms' if normal else 'raw fields'}, best threshold"
            try:
                for module in modules:
                    import_module(module)
                data = frame(rows, normal)
                weighted: list[tuple[tuple[int, int], float]] = []
                _, cpu = timed(lambda find=find, data=data, into=weighted: into.extend(find(data)) or set())  # type: ignore[misc]
            except ImportError as error:
                print(f"  {label}: not installed ({error.name})")
                continue
            result.append(scored(label, best(weighted, true), true, cpu))
    return result


def adversarial(rows: int) -> list[tuple[str, int, float]]:
    """Blocks made to explode: how many pairs are told, and the CPU seconds."""
    cores = [f"{a}{b}" for a in "恒瑞信鑫盛宏天金泰远" for b in "达通源隆丰康成和利亿"]
    made = {
        "one switchboard for all": [Form(f"{cores[i % 100]}{i}", ("057188886666",), ()) for i in range(rows)],
        "one person's name for all": [Form(f"{cores[i % 100]}{i}科技", (f"{i:011d}",), ("张伟",)) for i in range(rows)],
        "numbered 人民医院, 50 to a contact person": [
            Form(f"杭州第{i}人民医院", (f"{i:011d}",), (f"张{chr(0x4E00 + i // 50)}",)) for i in range(rows)
        ],
        "建设 of many cities and trades, 50 to a contact person": [
            Form(
                f"{CITIES[i % len(CITIES)]}建设{TRADES[i // len(CITIES) % len(TRADES)]}",
                (f"{i:011d}",),
                (f"张{chr(0x4E00 + i // 50)}",),
            )
            for i in range(rows)
        ],
        f"blocks of {MOST}, as large as counts, none alike": [
            Form(f"{chr(0x4E00 + i % 9000)}{chr(0x5E00 + i // 9000)}{cores[i % 100]}", (f"1{i // MOST:010d}",), ())
            for i in range(rows)
        ],
    }
    result = []
    for name, forms in made.items():
        found, cpu = timed(lambda forms=forms: set(links(forms)))  # type: ignore[misc]
        result.append((name, len(found), cpu))
        print(f"  {name:<60}{len(found):>8} pairs {cpu:7.2f} s", flush=True)
    return result


def one_size(customers: int, seed: int) -> None:
    """Print CPU seconds and peak memory in MB of finding alone, for a process of its own."""
    rows = make(customers, seed)
    before = _peak()
    _, cpu = timed(lambda: salesheet(rows)[1])
    print(cpu, before, _peak())


def _peak() -> float:
    """The most memory this process has had, in MB (getrusage tells that of its parent before it too)."""
    status = Path("/proc/self/status").read_text()
    return float(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


def curve(sizes: list[int], seed: int) -> list[tuple[int, float, float, float]]:
    result = []
    for size in sizes:
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks.duplicates", "--one", str(size), "--seed", str(seed)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        spent, before, most = map(float, said[:3])
        result.append((size, spent, before, most))
        print(f"  {size:>9,} customers {float(said[0]):8.2f} s {float(said[2]):7.0f} MB", flush=True)
    return result


def page(
    customers: int,
    seed: int,
    scores: list[Score],
    sizes: list[tuple[int, float, float, float]],
    hostile: list[tuple[str, int, float]],
) -> str:
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    lines = [
        f"{customers:,} customers, seed {seed}, {machine}; CPU seconds of finding alone.",
        "",
        "| | precision | recall | F1 | CPU s |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {s.name} | {s.precision:.4f} | {s.recall:.4f} | {s.f1:.4f} | {s.cpu:.2f} |" for s in scores),
        "",
        "| customers | CPU s | memory before, MB | at most, MB |",
        "| ---: | ---: | ---: | ---: |",
        *(f"| {size:,} | {cpu:.2f} | {before:.0f} | {after:.0f} |" for size, cpu, before, after in sizes),
        "",
        "| hostile rows | pairs told | CPU s |",
        "| --- | ---: | ---: |",
        *(f"| {name} | {pairs:,} | {cpu:.2f} |" for name, pairs, cpu in hostile),
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--curve", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--one", type=int)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    given = parser.parse_args()
    if given.one:
        one_size(given.one, given.seed)
        return 0
    rows = make(given.customers, given.seed)
    true = truth(rows)
    kept: list[Pairs] = []

    def find() -> Pairs:
        kept.extend(salesheet(rows))
        return kept[1]

    both, cpu = timed(find)
    ours = scored("Salesheet, certain + probable", both, true, cpu)
    scores = [ours, scored("Salesheet, certain alone", kept[0], true, cpu)]
    plain, cpu = timed(lambda: same_text(rows))
    scores += [scored("`name == name`", plain, true, cpu), *beside(rows, true)]
    sizes = curve(given.curve, given.seed)
    hostile = adversarial(given.customers)
    bars = {
        f"precision {ours.precision:.4f}, at least {PRECISION}": ours.precision >= PRECISION,
        f"recall {ours.recall:.4f}, at least {RECALL}": ours.recall >= RECALL,
        f"{ours.cpu:.2f} s, at most {SECONDS} s": ours.cpu <= SECONDS,
    }
    for text, met in bars.items():
        print("PASS" if met else "FAIL", text)
    if given.write:
        told = page(given.customers, given.seed, scores, sizes, hostile)
        told += "\n\n" + "\n".join(f"- {'PASS' if met else 'FAIL'} {text}" for text, met in bars.items())
        text = DOC.read_text(encoding="utf-8")
        whole = r"(<!-- duplicates -->\n).*?(<!-- duplicates end -->)"
        DOC.write_text(re.sub(whole, lambda m: m[1] + told + "\n" + m[2], text, flags=re.S), encoding="utf-8")
    return 0 if all(bars.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
