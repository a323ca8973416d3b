"""All rules over a generated team, beside a bare pydantic loop and pandera; and what importing `validators` costs.

    python -m benchmarks.rules_speed [--size S] [--repeat 5] [--write]

Each measurement is a process of its own, kept to one core: ours with this interpreter, the others with that of
`.venv-bench` (python tools/dev.py bench makes it). Only the checking counts, not making or reading the rows. The rivals
judge what they can say of single cells and rows (required, type, form of IDs, choices, ranges, length), in words of
their library; ours all rules, references, duplicates and cadence included, worded in the team's language. Ends with 1
when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs" / "benchmarks.md"
BENCH = ROOT / ".venv-bench" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
RATE_BAR, IMPORT_BAR = 60_000, 0.12
"""Rows a second with all rules; CPU seconds that importing the rules may cost beyond pydantic itself."""

MAKE = """
import pickle, sys
from datetime import date
from sync.upkeep.demo_data import generate
made = generate(sys.argv[2], 1, "zh", date(2026, 5, 6))
def plain(cells):  # the others know no cell that cannot be read
    return [str(v) if type(v).__name__ == "Unreadable" else v for v in cells]
tables = {name: {c: plain(cells) for c, cells in t.columns.items()} for name, t in made.tables.items()}
pickle.dump((made.settings.model_dump(mode="json"), tables), open(sys.argv[1], "wb"))
"""
START = """
import gc, json, pickle, sys, time
settings, tables = pickle.load(open(sys.argv[1], "rb"))
rows = sum(len(next(iter(columns.values()))) for columns in tables.values())
"""
OURS = """
from datetime import date
from validators.cells import Table
from validators.check import check
from validators.context import Context
from validators.settings import Settings
context = Context.of(Settings.model_validate(settings), date(2026, 5, 6))
tables = {name: Table(name, columns) for name, columns in tables.items()}
check({name: table.take([0, 1]) for name, table in tables.items()}, context)
gc.collect()
begin = time.process_time()
found = check(tables, context)
print(json.dumps([rows, len(found), time.process_time() - begin]))
"""
PYDANTIC = """
from datetime import date
from typing import Annotated, Literal
from pydantic import BaseModel, Field, ValidationError
Text = Annotated[str, Field(max_length=255)]
Id = lambda letter: Annotated[str, Field(pattern=rf"^{letter}\\d{{11,}}$")]
class Customer(BaseModel):
    Customer_ID: Id("C") | None = None
    Customer_Name: Text
    Contact_Info: Text
    First_Date: date | None = None
    Status: Literal["潜在客户", "意向客户", "成交客户", "流失客户"]
    Level: Literal["重点客户", "普通客户", "潜力客户"]
    Create_User: Text
    Contract_Amount: Annotated[float, Field(gt=0)] | None = None
    Sign_Date: date | None = None
class FollowUp(BaseModel):
    Follow_ID: Id("F") | None = None
    Customer_ID: Id("C")
    Follow_Date: date
    Follow_User: Text
    Follow_Method: Text
    Content: Annotated[str, Field(max_length=32767)]
class Opportunity(BaseModel):
    Opportunity_ID: Id("O") | None = None
    Customer_ID: Id("C")
    Opportunity_Name: Text
    Stage: Literal["初步接触", "需求确认", "方案报价", "商务谈判", "赢单", "输单"]
    Amount: Annotated[float, Field(gt=0)]
    Probability: Annotated[float, Field(ge=0, le=100)] | None = None
    Expected_Date: date | None = None
    Responsible: Text
class Plan(BaseModel):
    Plan_ID: Id("P") | None = None
    Customer_ID: Id("C")
    Due_Date: date
    Owner: Text
models = {"customers": Customer, "follow_ups": FollowUp, "opportunities": Opportunity, "plan": Plan}
records = {name: [dict(zip(columns, cells)) for cells in zip(*columns.values())] for name, columns in tables.items()}
gc.collect()
begin = time.process_time()
found = []
for name, model in models.items():
    validate = model.model_validate
    for number, record in enumerate(records[name]):
        try:
            validate(record)
        except ValidationError as error:
            found += [(name, number, one["loc"], one["msg"]) for one in error.errors()]
print(json.dumps([rows, len(found), time.process_time() - begin]))
"""
PANDERA = """
import pandas as pd
import pandera.pandas as pa
def ids(letter, null=False):
    return pa.Column(object, pa.Check.str_matches(rf"^{letter}\\d{{11,}}$"), nullable=null)
short = pa.Check.str_length(max_value=255)
needed = pa.Column(object, short)
money = pa.Check(lambda one: isinstance(one, (int, float)) and one > 0, element_wise=True)
percent = pa.Check(lambda one: isinstance(one, (int, float)) and 0 <= one <= 100, element_wise=True)
dates = lambda null: pa.Column(object, pa.Check(lambda one: hasattr(one, "year"), element_wise=True), nullable=null)
states, levels = ["潜在客户", "意向客户", "成交客户", "流失客户"], ["重点客户", "普通客户", "潜力客户"]
long = pa.Column(object, pa.Check.str_length(max_value=32767))
schemas = {
    "customers": {"Customer_ID": ids("C", True), "Customer_Name": needed, "Contact_Info": pa.Column(object),
        "First_Date": dates(True), "Status": pa.Column(object, pa.Check.isin(states)),
        "Level": pa.Column(object, pa.Check.isin(levels)), "Create_User": needed,
        "Contract_Amount": pa.Column(object, money, nullable=True), "Sign_Date": dates(True)},
    "follow_ups": {"Follow_ID": ids("F", True), "Customer_ID": ids("C"), "Follow_Date": dates(False),
        "Follow_User": needed, "Follow_Method": needed, "Content": long},
    "opportunities": {"Opportunity_ID": ids("O", True), "Customer_ID": ids("C"), "Opportunity_Name": needed,
        "Stage": pa.Column(object, pa.Check.isin(["初步接触", "需求确认", "方案报价", "商务谈判", "赢单", "输单"])),
        "Amount": pa.Column(object, money), "Probability": pa.Column(object, percent, nullable=True),
        "Expected_Date": dates(True), "Responsible": needed},
    "plan": {"Plan_ID": ids("P", True), "Customer_ID": ids("C"), "Due_Date": dates(False), "Owner": needed},
}
frames = {name: pd.DataFrame(columns, dtype=object) for name, columns in tables.items()}
schemas = {name: pa.DataFrameSchema(columns) for name, columns in schemas.items()}
gc.collect()
begin = time.process_time()
found = 0
for name, schema in schemas.items():
    try:
        schema.validate(frames[name], lazy=True)
    except pa.errors.SchemaErrors as error:
        found += len(error.failure_cases)
print(json.dumps([rows, found, time.process_time() - begin]))
"""
IMPORT = "import sys, time; import {0}; print(time.process_time())"
RULES = "validators.check, validators.context, validators.settings"


def python(code: str, *arguments: object, interpreter: str | Path = sys.executable) -> str:
    """What a process prints. It keeps compiled modules, as a user's does, and to one core where the system can."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    pinned = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
    code = pinned + code if hasattr(os, "sched_setaffinity") else code
    command = [str(interpreter), "-c", code, *map(str, arguments)]
    environment |= {"PYTHONPATH": str(ROOT), "DISABLE_PANDERA_IMPORT_WARNING": "True"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="S", choices=["tiny", "S", "L"])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    options = parser.parse_args()
    if not BENCH.exists():
        raise SystemExit("no .venv-bench; make it with: python tools/dev.py bench --size tiny")
    rivals = {"pydantic, row by row": (PYDANTIC, str(BENCH)), "pandera": (PANDERA, str(BENCH))}
    who = {"salesheet, all rules": (OURS, sys.executable), **rivals}
    rounds: dict[str, list[tuple[int, int, float]]] = {name: [] for name in who}
    imports: dict[str, list[float]] = {"pydantic": [], RULES: []}
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "team.pickle"
        python(MAKE, made, options.size)
        for _ in range(options.repeat):  # side by side, so that a busy machine is busy for all
            for name, (code, interpreter) in who.items():
                rounds[name].append(tuple(json.loads(python(START + code, made, interpreter=interpreter))))
            for modules, times in imports.items():
                times.append(float(python(IMPORT.format(modules))))
    text = report(options, rounds, median(imports[RULES]) - median(imports["pydantic"]), median(imports["pydantic"]))
    print(text)
    if options.write:
        page = DOC.read_text("utf-8")
        section = re.compile(r"(<!-- rules speed -->\n).*?(?=<!-- rules speed end -->)", re.DOTALL)
        DOC.write_text(section.sub(lambda found: found[1] + text, page), "utf-8", newline="\n")
    return "FAIL" in text


def report(
    options: argparse.Namespace, rounds: dict[str, list[tuple[int, int, float]]], extra: float, pydantic: float
) -> str:
    lines = [
        f"Size {options.size}, seed 1, median of {options.repeat}; Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, one core.\n",
        "| | rows | found | CPU s | rows a second |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    rates = {}
    for name, results in rounds.items():
        rows, found, _ = results[0]
        seconds = median(result[2] for result in results)
        rates[name] = rows / seconds
        lines.append(f"| {name} | {rows:,} | {found:,} | {seconds:.2f} | {rates[name]:,.0f} |")
    rate = rates["salesheet, all rules"]
    lines += [
        "",
        f"- {_verdict(rate >= RATE_BAR)} {rate:,.0f} rows a second with all rules, at least {RATE_BAR:,}",
        f"- {_verdict(extra <= IMPORT_BAR)} importing the rules: {extra:.3f} s CPU beyond the {pydantic:.3f} s of "
        f"`import pydantic`, at most {IMPORT_BAR}",
    ]
    return "\n".join(lines) + "\n"


def _verdict(met: bool) -> str:
    return "PASS" if met else "FAIL"


if __name__ == "__main__":
    sys.exit(main())
