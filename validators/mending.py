"""What the findings' fixes make of the rows: decided for all cells at once, for commands and buttons alike. Pure.

A cell may need more than one step (a fix may bring to light what another rule can mend), and two rules may want the
same cell: the safe fix goes first, then the one of the worse finding, then that of the lower code. So the outcome hangs
neither on the order of the rows nor on that of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from validators.cells import Cell, Table, Tables
from validators.check import check
from validators.context import Context
from validators.finding import SEVERITIES, Finding

__all__ = ["Mend", "Mending", "Why", "mend"]

STEPS = 4
"""So many fixes may follow each other in one cell; a cell that never comes to rest is left as it was typed."""
Why = str
"""Why a suggestion was left: `unsafe` (it was not asked for), `restless` (fixes that undo each other), `taken` (the ID
stands in another row), or a word of the caller's own."""
_At = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Mend:
    """One cell that changes: `row` is its index in the table (from 0), `rules` whose fixes led from `before` to
    `after`, `safe` whether both provably mean the same, `message` what was found wrong first."""

    table: str
    row: int
    key: str | None
    column: str
    address: str | None
    before: Cell
    after: Cell
    rules: tuple[str, ...]
    safe: bool
    message: str


@dataclass(frozen=True, slots=True)
class Mending:
    """What would change, in the order of the findings; the `tables` as they would be; what the rules say of these
    (`findings`), and which of their suggestions are `left`, with the reason."""

    mends: list[Mend]
    tables: dict[str, Table]
    findings: list[Finding]
    left: list[tuple[Finding, Why]]


def _no(finding: Finding) -> Why:
    return ""


def mend(
    tables: Tables,
    context: Context,
    unsafe: bool = False,
    kept: Callable[[Finding], Why] = _no,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Mending:
    """Follow the fixes of all findings until none is left that may be followed; the tables given are not changed.

    `unsafe`: also those that may mean something else than what was typed. `kept` says in a word why a finding's cell is
    not to be touched, empty where it may be. `select` and `ignore` as `check` takes them: they choose whose fixes are
    followed, and what is said of the tables afterwards.

    Raises:
        UnknownRule: a code that no rule has.
    """
    return _Mending(tables, context, unsafe, kept, select, ignore).run()


class _Mending:
    def __init__(
        self,
        tables: Tables,
        context: Context,
        unsafe: bool,
        kept: Callable[[Finding], Why],
        select: Sequence[str],
        ignore: Sequence[str],
    ) -> None:
        self.given = tables
        self.tables = dict(tables)
        self.context = context
        self.unsafe = unsafe
        self.kept = kept
        self.select, self.ignore = select, ignore
        self.steps: dict[_At, list[Finding]] = {}
        self.restless: set[_At] = set()
        self.fresh: set[tuple[str, str]] = set()

    def run(self) -> Mending:
        findings = self._check()
        while chosen := self._chosen(findings):
            for at, finding in chosen.items():
                self._step(at, finding)
            findings = self._check()
        left = [(one, why) for one in findings if one.fix is not None and (why := self._why_not(one))]
        return Mending(self._mends(), self.tables, findings, left)

    def _check(self) -> list[Finding]:
        return check(self.tables, self.context, self.select, self.ignore)

    def _chosen(self, findings: list[Finding]) -> dict[_At, Finding]:
        """By cell, the fix to follow next."""
        chosen: dict[_At, Finding] = {}
        for one in findings:
            if one.fix is None or self._why_not(one):
                continue
            at = _at(one)
            if at not in chosen or _rank(one) < _rank(chosen[at]):
                chosen[at] = one
        ids: dict[tuple[str, Cell], _At] = {}
        for at, one in list(chosen.items()):  # of two rows that would get the same ID neither does
            if one.fix is not None and at[2] == self.context.specs[at[0]].key:
                other = ids.setdefault((at[0], one.fix.value), at)
                if other != at:
                    self.restless |= {at, other}
                    chosen.pop(at)
                    chosen.pop(other, None)
        return chosen

    def _why_not(self, finding: Finding) -> Why:
        assert finding.fix is not None
        at = _at(finding)
        if finding.column is None or finding.column not in self.tables[finding.table].columns:
            return "unsafe"
        if why := self.kept(finding):
            return why
        if not finding.fix.safe and not self.unsafe:
            return "unsafe"
        if at in self.restless:
            return "restless"
        column = self.tables[finding.table].columns[finding.column]
        if finding.column == self.context.specs[finding.table].key and finding.fix.value in column:
            return "taken"
        return ""

    def _step(self, at: _At, finding: Finding) -> None:
        assert finding.fix is not None
        name, row, column = at
        cells = self._own(name, column)
        steps = self.steps.setdefault(at, [])
        held = [self.given[name].columns[column][row], *(step.fix.value for step in steps if step.fix is not None)]
        if len(steps) >= STEPS or any(_identical(finding.fix.value, one) for one in held):
            self.restless.add(at)
            del self.steps[at]
            cells[row] = held[0]
        else:
            steps.append(finding)
            cells[row] = finding.fix.value

    def _own(self, name: str, column: str) -> list[Cell]:
        """The cells of a column, made ours: what was given stays as it is."""
        if (name, column) not in self.fresh:
            self.fresh.add((name, column))
            table = self.tables[name]
            self.tables[name] = replace(table, columns={**table.columns, column: list(table.columns[column])})
        return self.tables[name].columns[column]

    def _mends(self) -> list[Mend]:
        at_column = {
            (name, column.name): at
            for name, spec in self.context.specs.items()
            for at, column in enumerate(spec.columns)
        }
        at_table = {name: at for at, name in enumerate(self.context.specs)}
        made = []
        for (name, row, column), steps in self.steps.items():
            first, last = steps[0].fix, steps[-1].fix
            assert first is not None
            assert last is not None
            made.append(
                Mend(
                    name,
                    row,
                    steps[0].key,
                    column,
                    self.tables[name].address(row, column),
                    self.given[name].columns[column][row],
                    last.value,
                    tuple(step.rule for step in steps),
                    all(step.fix is not None and step.fix.safe for step in steps),
                    steps[0].message,
                )
            )
        return sorted(made, key=lambda one: (at_table[one.table], one.row, at_column[one.table, one.column]))


def _at(finding: Finding) -> _At:
    return finding.table, finding.row, finding.column or ""


def _rank(finding: Finding) -> tuple[bool, int, str]:
    return finding.fix is None or not finding.fix.safe, SEVERITIES.index(finding.severity), finding.rule


def _identical(a: Cell, b: Cell) -> bool:
    return a.__class__ is b.__class__ and a == b
