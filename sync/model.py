"""The central types of the sync core, and its words.

*endpoint*: a place where tables live. *snapshot*: what it held at one version. *hub*: the team's rows as the agent
knows them. *base*: what an endpoint and the hub last agreed on. *version* of an endpoint: opaque, compared only for
equality. *run*: one cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from sync.sheet import ReportSheet
from validators.cells import Cell, Table

__all__ = ["Asked", "CellEdit", "Endpoint", "NewRow", "Pick", "Places", "SheetMaker", "Snapshot", "Update", "differing"]


@dataclass(frozen=True, slots=True)
class Pick:
    """What somebody chose on a sheet of the agent's: `said` is the text of the cell at `address`, `key` and `column`
    as shown."""

    mark: str
    said: str
    address: str
    key: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the requests sheet: the company asked for, a way of contact, and the agent's answer and its time."""

    name: str = ""
    contact: str = ""
    answer: str = ""
    at: str = ""


class Note(str):
    """A note of an endpoint on itself, in full; `brief` is enough for whoever read it before."""

    __slots__ = ("brief",)
    brief: str

    def __new__(cls, full: str, brief: str) -> Note:
        """A note that is known by its full text."""
        made = super().__new__(cls, full)
        made.brief = brief
        return made


@dataclass(slots=True)
class Snapshot:
    """What an endpoint held at `version`.

    `tables` holds the standard tables found, with physical places. `formulas` names the cells that hold a formula, as
    (table, row index, column): they are never overwritten. `missing` are sentences about required columns that a table
    lacks: a run stops at them. `sheets` are the titles of all sheets of the place, `known` customers of others whose ID
    may be used there. `notes` are things a person should know about the place itself, already worded. `owner` is whose
    the place says it is, empty where it names nobody, None where the mark is missing that says so. `picks` are what
    people chose on the Conflicts sheet, `asked` the lines of the requests sheet. `standing` are by table the keys in
    lines that stand near the table and are not read: such a row was not deleted. `strays` are lines that look like rows
    of a table and are not read, as (table, sheet, first row, last row).
    """

    endpoint: str
    version: str
    tables: dict[str, Table]
    formulas: frozenset[tuple[str, int, str]] = frozenset()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    known: frozenset[str] = frozenset()
    owner: str | None = ""
    asked: tuple[Asked, ...] = ()
    standing: Mapping[str, Collection[str]] = field(default_factory=dict)
    strays: tuple[tuple[str, str, int, int], ...] = ()

    def formulas_of(self, table: str) -> set[tuple[int, str]]:
        """The cells of a table that hold a formula, as (row index, column)."""
        return {(row, column) for name, row, column in self.formulas if name == table}


@dataclass(frozen=True, slots=True)
class CellEdit:
    """Set one cell of an existing row. `row` is the row's index in the snapshot's table."""

    table: str
    row: int
    column: str
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class NewRow:
    """Append a row; `cells` by column name, agent columns included."""

    table: str
    cells: Mapping[str, Cell]


def differing(stands: Sequence[Cell], wanted: Sequence[Cell], kept: Collection[int]) -> dict[int, Cell]:
    """The cells of an agent column to write, by row index: where it shows something else. Rows of `kept` are left."""
    both = enumerate(zip(stands, wanted, strict=True))
    return {row: new for row, (old, new) in both if old != new and row not in kept}


Places: TypeAlias = Mapping[str, Mapping[str, int]]
"""By table and row key, the physical 1-based row."""
SheetMaker: TypeAlias = Callable[[Places], Sequence[ReportSheet]]


@dataclass(slots=True)
class Update:
    """All that one replacement of an endpoint's content is to change.

    `edits` and `new` come from the merge. `removed` are row indexes whose row leaves this place. `agent` gives, by
    table and agent column, the cells of the snapshot's rows (by row index) that differ from what stands there. `sheets`
    makes the agent-owned sheets, which are rewritten whole, once it is known where every row stands. `heartbeat` is the
    date-time for the heartbeat cell, None for unchanged.
    """

    edits: list[CellEdit] = field(default_factory=list)
    new: list[NewRow] = field(default_factory=list)
    removed: list[tuple[str, int]] = field(default_factory=list)
    agent: dict[str, dict[str, dict[int, Cell]]] = field(default_factory=dict)
    sheets: SheetMaker | None = None
    heartbeat: Cell = None

    def __bool__(self) -> bool:
        return bool(self.edits or self.new or self.removed or self.agent or self.sheets or self.heartbeat)

    @property
    def touched(self) -> set[str]:
        """The tables of which more changes than the agent's own columns."""
        changed = {edit.table for edit in self.edits} | {new.table for new in self.new}
        return changed | {table for table, _ in self.removed}


class Endpoint(Protocol):
    """A place where tables live.

    `probe` asks whether it could be written now. `read` gives a stable copy. `apply` writes an update onto the version
    it was planned on and returns the new version; it raises `StaleSnapshot` when the place changed since, `Locked` when
    somebody has it open, and in both cases has written nothing. After an update of cells alone another may follow on
    the new version without reading again. A text that looks like a formula is written as text.
    """

    name: str

    def probe(self) -> None:
        """Raises `Locked` when somebody has the place open."""
        ...

    def read(self) -> Snapshot:
        """What the place holds now."""
        ...

    def remarks(self, rows: Collection[tuple[str, int]], if_version: str) -> Mapping[tuple[str, int, str], str]:
        """What hangs on these rows (table, row index) and no column carries: comments, links, formulas of the row's
        own. By (table, row index, column). Such things leave with their row."""
        ...

    def apply(self, update: Update, if_version: str) -> str:
        """Write the update in one step; the new version."""
        ...
