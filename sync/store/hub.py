"""The hub: the team's rows as the agent knows them, and what each endpoint last agreed on.

*version* of a row: the number of the run that last changed it. *cursor* of an endpoint: for every row key it held, the
version agreed on, plus sparse exceptions (a cell that really holds something else). So the hub's rows and the history
together are the merge base of every endpoint; there is no second copy of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from sync.store.records import Decision
from validators.cells import Cell, Table
from validators.fields import TABLES

__all__ = ["Claim", "Conflict", "Cursor", "Hub", "HubTable", "Moved", "Notice", "PutBack"]


@dataclass(slots=True)
class HubTable:
    """One table's rows as columns. `index` finds a row by key."""

    name: str
    keys: list[str] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    columns: dict[str, list[Cell]] = field(default_factory=dict)
    index: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.index) != len(self.keys):
            self.index = {key: row for row, key in enumerate(self.keys)}

    def get(self, key: str, column: str) -> Cell:
        """One cell; empty where the hub has no such column."""
        cells = self.columns.get(column)
        return cells[self.index[key]] if cells is not None else None

    def places(self, keys: Iterable[str | None]) -> list[int | None]:
        """The rows with these keys, None for a key that the hub does not have."""
        return list(map(cast(Mapping[str | None, int], self.index).get, keys))

    def versions_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The versions of these rows by key."""
        if self.versions and self.versions.count(self.versions[0]) == len(self.versions):  # as after a first run
            return dict.fromkeys(keys, self.versions[0])
        keys = list(keys)
        return dict(zip(keys, map(self.versions.__getitem__, map(self.index.__getitem__, keys)), strict=True))

    def row(self, key: str) -> dict[str, Cell]:
        """One row, its empty cells left out."""
        at = self.index[key]
        return {name: cells[at] for name, cells in self.columns.items() if cells[at] is not None}

    def set(self, key: str, column: str, value: Cell, run: int) -> None:
        """Change one cell; the row's version becomes `run`."""
        row = self.index[key]
        self._column(column)[row] = value
        self.versions[row] = run

    def extend(self, keys: list[str], columns: dict[str, list[Cell]], run: int) -> None:
        """Add rows; columns that are missing on one side are empty there."""
        before = len(self.keys)
        for name in columns:
            self._column(name)
        for name, cells in self.columns.items():
            cells.extend(columns[name] if name in columns else [None] * len(keys))
        self.keys.extend(keys)
        self.versions.extend([run] * len(keys))
        self.index.update(zip(keys, range(before, before + len(keys)), strict=True))

    def remove(self, keys: Iterable[str]) -> None:
        """Take rows out."""
        gone = {self.index[key] for key in keys if key in self.index}
        if not gone:
            return
        keep = [row for row in range(len(self.keys)) if row not in gone]
        self.keys = [self.keys[row] for row in keep]
        self.versions = [self.versions[row] for row in keep]
        self.columns = {name: [cells[row] for row in keep] for name, cells in self.columns.items()}
        self.index = {key: row for row, key in enumerate(self.keys)}

    def table(self) -> Table:
        """The rows as rules and reports see them (the lists are shared, not copied)."""
        return Table(self.name, self.columns)

    def _column(self, name: str) -> list[Cell]:
        cells = self.columns.get(name)
        if cells is None:
            cells = self.columns[name] = [None] * len(self.keys)
        return cells


@dataclass(slots=True)
class Cursor:
    """What an endpoint and the hub last agreed on.

    `shown` is a digest of the agent's sheets as last written, `stamped` the day of the last heartbeat, `owner` whose
    the place said it was; empty where it said nothing. `read` is when the place was last read and the hub knew every
    follow-up in it; empty where that was not so.
    """

    version: str = ""
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    exceptions: dict[tuple[str, str, str], Cell] = field(default_factory=dict)
    shown: str = ""
    stamped: str = ""
    owner: str = ""
    read: str = ""
    drawn: int = 0
    """The run that last drew the agent's sheets there."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """An edit that `who` had no right to make in run `run`: `kept` stands again, `typed` is what they had typed. An
    empty `column` is a row they had deleted."""

    table: str
    key: str
    column: str
    kept: Cell
    typed: Cell
    who: str
    run: int
    at: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A row that `who` typed on day `day` and that did not stay in their workbook, because it is somebody else's.
    `what` it said then, which `customer` it named and which `person`."""

    table: str
    key: str
    who: str
    day: str
    what: str = ""
    customer: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """An opportunity's customer as named in run `run` by somebody who may not see that customer."""

    customer: str
    run: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values for one cell: `kept` stands everywhere, `aside` is what `who` typed in `source` in run `run`."""

    table: str
    key: str
    column: str
    kept: Cell
    aside: Cell
    who: str
    source: str
    run: int
    at: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a user is told on `day` about their pick `said` on the line `mark` of an agent's sheet."""

    user: str
    day: str
    mark: str
    said: str
    text: str


@dataclass(slots=True)
class Hub:
    """All that is known of a team. `ids` is the highest daily number handed out, by prefix and day (`C20240501`).

    `aliases` maps a `NEW-…` placeholder to the ID it became, for ever. `committed` is how far the history is valid,
    `first` the file it begins with (empty: the first one). Runs up to `compacted` are no longer kept whole; the oldest
    one that is was on the day `kept_since` (empty: not known yet). `decisions` has the
    last picks, and which customers are one and which are not. `put_back` are the latest edits that did not count,
    `moved` the latest rows that did not stay with who typed them, `claims` by opportunity the customers that nobody
    vouched for. `entered` gives by the key of a follow-up that may have come in late when its place was last read
    without it, and when it came in.
    """

    run: int = 0
    tables: dict[str, HubTable] = field(default_factory=lambda: {name: HubTable(name) for name in TABLES})
    cursors: dict[str, Cursor] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    put_back: list[PutBack] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)
    entered: dict[str, tuple[str, str]] = field(default_factory=dict)
    runs: list[dict[str, Cell]] = field(default_factory=list)
    committed: tuple[str, int] = ("", 0)
    first: str = ""
    compacted: int = 0
    kept_since: str = ""

    def rows(self) -> dict[str, Table]:
        """All tables as rules and reports see them."""
        return {name: table.table() for name, table in self.tables.items()}
