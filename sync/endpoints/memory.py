"""An endpoint in memory: the same contract as the others, for trying out and for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from sync.errors import Locked, StaleSnapshot
from sync.model import Pick, Snapshot, Update
from sync.picks import HEADS, read_picks
from sync.reports.titles import PICKED, TITLES
from sync.sheet import ReportSheet
from validators.cells import Cell, Table, column_letters
from validators.fields import TableSpec

__all__ = ["MemoryEndpoint"]

Row = dict[str, Cell]


def _no_fault(step: str) -> None:
    """The default fault point: nothing happens."""


@dataclass
class MemoryEndpoint:
    """Tables in memory. `fault` is called with the name of each step before it is done and may raise.

    `rows` holds each table as a list of dictionaries, which a test edits as a person would edit a sheet; an empty
    dictionary is a blank line. `columns` are each table's headers in order: the standard ones, and what people make of
    them. A value under no header is not there.
    """

    name: str
    specs: dict[str, TableSpec]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    shown: list[ReportSheet] = field(default_factory=list)
    heartbeat: Cell = None
    writes: int = 0
    locked: bool = False
    owner: str | None = ""
    fault: Callable[[str], None] = _no_fault

    def __post_init__(self) -> None:
        for name, spec in self.specs.items():
            self.columns.setdefault(name, [column.name for column in spec.columns])

    def read(self) -> Snapshot:
        """A copy of what the tables hold; blank rows are left out, as in a sheet."""
        self.fault("read")
        tables = {}
        missing = []
        for name, spec in self.specs.items():
            if name not in self.rows:
                continue
            columns = self.columns[name]
            rows = self._filled(name)
            places = [at for at, row in enumerate(self.rows[name], 2) if _is_filled(row)]
            letters = {column: column_letters(at) for at, column in enumerate(columns, 1)}
            cells = {column: [row.get(column) for row in rows] for column in columns}
            tables[name] = Table(name, cells, spec.label.zh, places, letters)
            missing += [f"{name}: {c.name}" for c in spec.columns if c.required and c.name not in columns]
        return Snapshot(
            self.name, self._version(), tables, missing=tuple(missing), picks=self._picks(), owner=self.owner
        )

    def probe(self) -> None:
        """Whether it is locked, as `Endpoint.probe` says."""
        if self.locked:
            raise Locked(f"{self.name} is locked")

    def remarks(self, rows: Collection[tuple[str, int]], if_version: str) -> Mapping[tuple[str, int, str], str]:
        """Nothing can be hung on a row in memory."""
        return {}

    def lines(self) -> int:
        """How many conflicts its Conflicts sheet shows."""
        sheet = self._conflicts()
        blocks = [block for one in sheet.drop_downs for block in one.at] if sheet is not None else []
        return sum(block.last_row - block.row + 1 for block in blocks)

    def line_of(self, *values: Cell) -> int:
        """The first line of its Conflicts sheet, counted from 0, in which all these values stand."""
        sheet, head = self._pick_head()
        for line in range(self.lines()):
            if set(values) <= {put.value for put in sheet.cells if put.row == head[0] + 1 + line}:
                return line
        raise LookupError(f"{self.name} shows no conflict with {values}")

    def pick(self, line: int, word: str) -> None:
        """Type into the pick cell of the Conflicts sheet's `line`, counted from 0 below its headers."""
        sheet, head = self._pick_head()
        sheet.put(head[0] + 1 + line, head[1], word, "input")

    def accept(self, word: str, *values: Cell) -> None:
        """Type into the accept cell of the first line of the Findings sheet in which all these values stand.

        Raises:
            LookupError: no such line offers a value.
        """
        self._choose("findings", word, values)

    def answer(self, word: str, *values: Cell) -> None:
        """Type into the answer cell of the first line of the Duplicates sheet in which all these values stand.

        Raises:
            LookupError: no such line asks anything.
        """
        self._choose("duplicates", word, values)

    def _choose(self, name: str, word: str, values: Collection[Cell]) -> None:
        for sheet in (sheet for sheet in self.shown if sheet.id == name):
            offered = {row for one in sheet.drop_downs for at in one.at for row in range(at.row, at.last_row + 1)}
            for row in sorted(offered):
                if set(values) <= {put.value for put in sheet.cells if put.row == row}:
                    return sheet.put(row, sheet.drop_downs[0].at[0].column, word, "input")
        raise LookupError(f"{self.name} offers nothing with {values}")

    def apply(self, update: Update, if_version: str) -> str:
        """Change the tables as `Endpoint.apply` says.

        Raises:
            KeyError: the update names a column that the table does not have.
        """
        self.fault("apply")
        self.probe()
        if self._version() != if_version:
            raise StaleSnapshot(f"{self.name} changed since it was read")
        here = {name: self._filled(name) for name in self.rows}
        for edit in update.edits:
            if edit.column not in self.columns[edit.table]:
                raise KeyError(edit.column)
            here[edit.table][edit.row][edit.column] = edit.after
        for name, columns in update.agent.items():
            for column, cells in columns.items():
                if column not in self.columns[name]:
                    if all(value is None for value in cells.values()):
                        continue
                    self.columns[name].append(column)
                for row, value in cells.items():
                    here[name][row][column] = value
        for name, row in update.removed:
            for column in here[name][row]:
                here[name][row][column] = None
        for new in update.new:
            has = self.columns[new.table]
            self.rows.setdefault(new.table, []).append({c: value for c, value in new.cells.items() if c in has})
        if update.sheets is not None:
            self.shown = list(update.sheets({name: self._places(name) for name in self.rows}))
        if update.heartbeat is not None:
            self.heartbeat = update.heartbeat
        self.writes += 1
        self.fault("applied")
        return self._version()

    def _filled(self, name: str) -> list[Row]:
        return [row for row in self.rows[name] if _is_filled(row)]

    def _places(self, name: str) -> dict[str, int]:
        key = self.specs[name].key
        return {str(row[key]): at for at, row in enumerate(self.rows[name], 2) if row.get(key) is not None}

    def _conflicts(self) -> ReportSheet | None:
        return next((sheet for sheet in self.shown if sheet.id == "conflicts"), None)

    def _pick_head(self) -> tuple[ReportSheet, tuple[int, int]]:
        sheet, label = self._conflicts(), HEADS["pick"]
        for put in sheet.cells if sheet is not None else ():
            if put.value in (label.zh, label.en) and sheet is not None:
                return sheet, (put.row, put.column)
        raise LookupError(f"{self.name} shows no {TITLES['conflicts'].en} to pick from")

    def _picks(self) -> tuple[Pick, ...]:
        found: tuple[Pick, ...] = ()
        for sheet in self.shown:
            if sheet.id in PICKED:
                cells = {(put.row, put.column): put.value for put in sheet.cells if put.value is not None}
                high = max((row for row, _ in cells), default=0)
                wide = max((column for _, column in cells), default=0)
                rows = [[cells.get((row, column)) for column in range(1, wide + 1)] for row in range(1, high + 1)]
                found += read_picks(rows, sheet.title)
        return found

    def _version(self) -> str:
        held = repr((self.rows, self.columns, self._picks()))
        return hashlib.sha256(held.encode(errors="surrogatepass")).hexdigest()  # the hub keeps it: no cell may be in it


def _is_filled(row: Row) -> bool:
    return any(value is not None for value in row.values())
