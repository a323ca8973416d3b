"""How well each rule finds what it is for, and nothing else: python -m benchmarks.rules [--write].

A clean team is made (the demo's generator; its own faults, repeated customers and what a leaver owned are taken out).
For each rule, cells from `tests/faults/*.py` are put into rows of it, one fault a row and one row a customer, beside
cells that only look wrong; then the rule judges the whole team. *Recall* is the share of faults that it speaks of, in
the right column; *precision* the share of what it says that is about a fault. What it says of other rows of a customer
whose row was spoilt on purpose counts neither way: a lost customer has other open deals.
"""

from __future__ import annotations

import argparse
import platform
import re
import runpy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from sync.upkeep.demo_data import Rows, generate
from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.fields import TABLES, Language
from validators.finding import Finding
from validators.rules.registry import RULES

__all__ = ["Outcome", "Team", "clean_team", "faults", "judge_rule", "mechanical"]

DAY = date(2026, 11, 24)
ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs" / "benchmarks.md"
CUSTOMERS, SEEDS_PER_RULE = 10_800, 60
"""Of so many customers some 10,000 are left when the demo's own faults are taken out."""

Fault: TypeAlias = tuple[str, str, Any, str]
Place: TypeAlias = tuple[str, int]
"""A table and the index of one of its rows."""
_OWNERS = {"customers": "Owner", "opportunities": "Responsible", "plan": "Owner"}


@dataclass(frozen=True, slots=True)
class Team:
    """A team with nothing wrong: what rules know of it, and its rows."""

    context: Context
    tables: dict[str, Table]

    def family(self, at: Place) -> Cell:
        """The customer that a row is, or hangs on."""
        return self.tables[at[0]].get("Customer_ID")[at[1]]


@dataclass(slots=True)
class Outcome:
    """What a rule said: of `seeded` faults it spoke of `found`; `missed` are the others, `false` are findings about
    rows that are right. `fixes`: whether those offered are safe; `unmended`: what is said again once they are made."""

    seeded: int = 0
    found: int = 0
    missed: list[Fault] = field(default_factory=list)
    false: list[Finding] = field(default_factory=list)
    fixes: set[bool] = field(default_factory=set)
    unmended: list[Finding] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of faults that were found."""
        return self.found / self.seeded if self.seeded else 0.0

    @property
    def precision(self) -> float:
        """The share of findings that are about a fault."""
        said = self.found + len(self.false)
        return self.found / said if said else 0.0


def mechanical(code: str) -> bool:
    """Whether a rule decides by what stands there alone, so that neither a miss nor a false alarm can be excused."""
    return code[0] in "RKSUH"


def faults() -> tuple[dict[str, list[Fault]], dict[str, list[Fault]]]:
    """By code, the faults of all families, and cells that only look like one."""
    wrong: dict[str, list[Fault]] = {}
    fine: dict[str, list[Fault]] = {}
    for path in sorted((ROOT / "tests" / "faults").glob("*.py")):
        named = {name: value for name, value in runpy.run_path(str(path)).items() if name.isupper()}
        of_file: set[str] = set()
        quiet: list[Fault] = []
        for name, rows in named.items():
            for row in rows if isinstance(rows, list | tuple) else ():
                if not isinstance(row, tuple) or len(row) != 4 or row[0] not in TABLES:
                    continue
                table, column, cell, code = row
                if not code:
                    quiet.append((table, column, cell, ""))
                elif name == "FINE":
                    fine.setdefault(code, []).append((table, column, cell, code))
                else:
                    of_file.add(code)
                    wrong.setdefault(code, []).append((table, column, cell, code))
        for code in of_file:
            fine.setdefault(code, []).extend(quiet)
    return wrong, fine


def clean_team(customers: int, seed: int, language: Language) -> Team:
    """A team of about so many customers with nothing wrong."""
    made = generate(Rows(customers, customers * 5, customers, customers // 10, reps=19), seed, language, DAY)
    wrong: dict[str, set[int]] = {name: set() for name in TABLES}
    for one in made.faults:
        wrong[one.table].add(one.row)
    tables = dict(made.tables)
    silent = _whose_report_goes(tables, wrong["follow_ups"], language)
    wrong["customers"] |= {row for row, key in enumerate(tables["customers"].get("Customer_ID")) if key in silent}
    for name, table in tables.items():
        key = next(iter(table.columns))
        wrong[name] |= {row for row, cell in enumerate(table.get(key)) if cell is None}  # not entered yet
        tables[name] = _kept(table, wrong[name])
    keys = set(tables["customers"].get("Customer_ID"))
    for name in ("follow_ups", "opportunities", "plan"):
        table = tables[name]
        tables[name] = _kept(table, {row for row, key in enumerate(table.get("Customer_ID")) if key not in keys})
    done = set(tables["follow_ups"].get("Follow_ID")) | {None}
    plan = tables["plan"]
    tables["plan"] = _kept(plan, {row for row, key in enumerate(plan.get("Done_By")) if key not in done})
    left = {user.name for user in made.settings.users if not user.active}
    heir = next(user.name for user in made.settings.users if user.active and user.role == "rep")
    for name, column in _OWNERS.items():
        tables[name].columns[column] = [heir if cell in left else cell for cell in tables[name].get(column)]
    return Team(Context.of(made.settings, DAY, language), tables)


def _whose_report_goes(tables: Mapping[str, Table], without: set[int], language: Language) -> set[Cell]:
    """The customers of whose new status a follow-up tells that is taken out."""
    follow_ups, unchanged = tables["follow_ups"], {"zh": "否", "en": "No"}[language]
    told = follow_ups.get("Status_Change")
    without = without | {row for row, key in enumerate(follow_ups.get("Follow_ID")) if key is None}
    return {follow_ups.get("Customer_ID")[row] for row in without if told[row] != unchanged}


def _kept(table: Table, without: set[int]) -> Table:
    return table.take([row for row in range(len(table)) if row not in without])


def judge_rule(team: Team, code: str, wrong: Sequence[Fault], fine: Sequence[Fault], count: int) -> Outcome:
    """Seed about `count` faults of a rule and all its look-alikes, and see what it says."""
    seeding = _Seeding(team)
    expected: list[tuple[Fault, list[Place]]] = []
    for at in range(max(count, len(wrong))):
        fault = wrong[at % len(wrong)]
        expected.append((fault, seeding.put(fault)))
    quiet = [(fault, seeding.put(fault)) for fault in fine]
    found = check(seeding.tables, team.context, select=[code])
    said: dict[Place, list[Finding]] = {}
    for finding in found:
        said.setdefault((finding.table, finding.row), []).append(finding)
    outcome = Outcome()
    for fault, places in expected:
        for place in places:
            outcome.seeded += 1
            if any((one.column or "") == fault[1] for one in said.get(place, ())):
                outcome.found += 1
            else:
                outcome.missed.append(fault)
    for fault, places in quiet:
        outcome.false += [one for one in said.get(places[0], ()) if (one.column or "") == fault[1]]
    outcome.false += [one for one in found if seeding.family((one.table, one.row)) not in seeding.used]
    outcome.unmended = _after_fixes(seeding, team.context, code, found, outcome.fixes)
    return outcome


def _after_fixes(
    seeding: _Seeding, context: Context, code: str, found: Sequence[Finding], safe: set[bool]
) -> list[Finding]:
    """What the rule says of the cells that its own fixes were put into; `safe` is told which kinds there were."""
    mended: set[tuple[str, int, str | None]] = set()
    for one in found:
        if one.fix is not None and one.column is not None:
            safe.add(one.fix.safe)
            seeding.set((one.table, one.row), one.column, one.fix.value)
            mended.add((one.table, one.row, one.column))
    again = check(seeding.tables, context, select=[code]) if mended else []
    return [one for one in again if (one.table, one.row, one.column) in mended]


class _Seeding:
    """The team's tables with faults put in, each into the rows of a customer that was not touched yet."""

    def __init__(self, team: Team) -> None:
        self._team = team
        # Only what is written to is copied.
        self.tables = {
            name: Table(name, dict(table.columns), table.sheet, [], table.letters)
            for name, table in team.tables.items()
        }
        self.used: set[Cell] = set()
        self._free = {name: self._rows(name) for name in TABLES}
        self._copied: set[tuple[str, str]] = set()
        self._place: dict[Cell, int] = {key: row for row, key in enumerate(team.tables["customers"].get("Customer_ID"))}
        self._contacts: dict[Cell, int] = {
            key: row for row, key in enumerate(team.tables["follow_ups"].get("Customer_ID"))
        }

    def family(self, at: Place) -> Cell:
        """The customer of a row before anything was changed."""
        return self._team.family(at)

    def put(self, fault: Fault) -> list[Place]:
        """Put a fault in; the rows that are wrong now."""
        table, column, cell, _ = fault
        cells: Mapping[str, Any] = cell if isinstance(cell, dict) else {column: cell}
        contacts = any(name.startswith("follow_ups.") for name in cells) and table == "customers"
        row = self._next(table, contacts)
        places = [(table, row)]
        if any(name.startswith("next.") for name in cells):
            places.append((table, self._next(table, False)))
        for name, value in cells.items():
            where, _, named = name.rpartition(".")
            if where == "next":
                at, value = places[1], self.tables[table].get(named)[row] if value == "same" else value
            elif where == "customers":
                at = "customers", self._place[self.family((table, row))]
            elif where == "follow_ups":
                at = "follow_ups", self._contacts[self.family((table, row))]
            else:
                at = table, row
            self.set(at, named, self._meant(at, value))
        return places

    def _meant(self, at: Place, value: Any) -> Cell:
        users = self._team.context.settings.users
        if value == "gone":
            return next(user.name for user in users if not user.active)
        if value == "two":
            return "/".join([user.name for user in users if user.active][:2])
        if value == "other":
            row = self._next("follow_ups", False)
            return self.tables["follow_ups"].get("Follow_ID")[row]
        result: Cell = value
        return result

    def set(self, at: Place, column: str, value: Cell) -> None:
        """Write a cell."""
        table = self.tables[at[0]]
        if (at[0], column) not in self._copied:
            table.columns[column] = list(table.get(column))
            self._copied.add((at[0], column))
        table.columns[column][at[1]] = value

    def _rows(self, name: str) -> Iterator[int]:
        """The rows of a table, far from each other first."""
        length = len(self._team.tables[name])
        step = next(step for step in (7919, 7907, 7901) if length % step)
        return iter([at * step % length for at in range(length)])

    def _next(self, table: str, contacts: bool) -> int:
        """A row whose customer was not touched yet and, with `contacts`, has follow-ups."""
        for row in self._free[table]:
            family = self.family((table, row))
            if family not in self.used and (not contacts or family in self._contacts):
                self.used.add(family)
                return row
        raise SystemExit(f"the team has too few {table} for so many faults")


def _report(team: Team, outcomes: Mapping[str, Outcome]) -> str:
    rows = {name: f"{len(table):,}" for name, table in team.tables.items()}
    lines = [
        f"{rows['customers']} customers, {rows['follow_ups']} follow-ups, {rows['opportunities']} opportunities, "
        f"{rows['plan']} tasks, seed 1; Python {platform.python_version()}.",
        "",
        "| rule | | faults | found | false alarms | recall | precision |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for code, one in outcomes.items():
        lines.append(
            f"| {code} | {RULES[code].title.en} | {one.seeded} | {one.found} | {len(one.false)} | {one.recall:.3f} | "
            f"{one.precision:.3f} |"
        )
    without = [code for code in RULES if code not in outcomes]
    lines += ["", f"Without faults of single cells in `tests/faults`: {', '.join(without) or 'none'}."]
    return "\n".join(lines)


def main() -> int:
    """Judge every rule that has faults; 1 where a mechanical rule is not perfect."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--write", action="store_true", help="keep the table in docs/benchmarks.md")
    options = parser.parse_args()
    team, (wrong, fine) = clean_team(options.customers, 1, "zh"), faults()
    outcomes = {
        code: judge_rule(team, code, wrong[code], fine.get(code, ()), SEEDS_PER_RULE) for code in RULES if code in wrong
    }
    text = _report(team, outcomes)
    print(text)
    poor = [code for code, one in outcomes.items() if mechanical(code) and (one.missed or one.false)]
    for code in poor:
        print(f"{code}: missed {outcomes[code].missed[:5]}, false {outcomes[code].false[:5]}")
    if options.write:
        pattern = r"(<!-- rules -->\n).*?(<!-- rules end -->)"
        new, found = re.subn(pattern, lambda m: f"{m[1]}{text}\n{m[2]}", DOC.read_text("utf-8"), flags=re.DOTALL)
        if found != 1:
            raise SystemExit(f"{DOC}: the markers <!-- rules --> and <!-- rules end --> must stand there once")
        DOC.write_text(new, "utf-8", newline="\n")
    return 1 if poor else 0


if __name__ == "__main__":
    raise SystemExit(main())
