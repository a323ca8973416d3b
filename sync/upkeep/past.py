"""What the log says of one row, and who put into a cell what stands there now. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rapidfuzz import process

from sync.answers import DISTINCT
from sync.errors import UsageError
from sync.fills import AGENT
from sync.store.hub import Hub
from sync.store.records import SETTLED, Change, RunRecord
from sync.unite import UNITED
from validators.cells import Cell
from validators.fields import Label, Language, TableSpec, listed
from validators.headers import named_by

__all__ = ["Event", "blame", "events", "find_column", "find_row", "known_key", "nearest"]


What: TypeAlias = Literal[
    "changed", "set aside", "decided", "remark", "archived", "added", "restored", "merged", "parted"
]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a row. `who` is empty where the log does not say (before format 2). `undoes` is the
    run that this took back, 0 for none; `source` is where it came from: a user's workbook, `agent`, `undo` …
    A conflict that was decided has the answer in `after`: keep or take, or the policy. Customers that were made one, or
    that somebody said are two, are `before` and `after`."""

    what: What
    run: int
    at: str
    who: str
    source: str
    table: str
    column: str = ""
    before: Cell = None
    after: Cell = None
    undoes: int = 0


def events(records: Iterable[RunRecord], key: str) -> Iterator[Event]:
    """What happened to the row with that key; `records` newest first, and so are the events."""
    for record in records:
        when = record.run, record.at
        told: tuple[tuple[What, list[Change]], ...] = (
            ("changed", record.changes),
            ("set aside", record.aside),
            ("remark", record.remarks),
        )
        for what, changes in told:
            for c in reversed(changes):
                if c.key == key:
                    before = None if what == "remark" else c.before
                    yield Event(what, *when, c.who, c.source, c.table, c.column, before, c.after, record.undoes)
        for made in record.decisions:
            if made.kind in SETTLED and made.keys[2] == key:
                yield Event("decided", *when, made.who, made.who, made.keys[1], made.keys[3], None, made.answer)
            elif made.kind in (UNITED, DISTINCT) and key in made.keys and made.answer:
                pair: What = "merged" if made.kind == UNITED else "parted"
                yield Event(pair, *when, made.who, made.who, "customers", "", made.keys[0], made.keys[1], record.undoes)
        for added in record.added:
            if key in added.keys:
                known = {name: cells[added.keys.index(key)] for name, cells in added.columns.items()}
                for column, keys in added.filled.items():
                    if key in keys:
                        yield Event("changed", *when, AGENT, AGENT, added.table, column, None, known.get(column))
                yield Event(
                    "restored" if record.undoes else "added",
                    *when,
                    added.who,
                    added.source,
                    added.table,
                    undoes=record.undoes,
                )
        for table, gone, _, who in record.removed:
            if gone == key:
                yield Event("archived", *when, who, "undo" if record.undoes else who, table, undoes=record.undoes)


def blame(records: Iterable[RunRecord], key: str, column: str) -> Event | None:
    """The last thing that happened to a cell: a change, or the entry of its row; None where the log knows neither.

    A row that was brought back says what it said before: who typed it is told, not who brought it back.
    """
    return next(
        (e for e in events(records, key) if (e.what == "changed" and e.column == column) or e.what == "added"), None
    )


def find_row(hub: Hub, records: Iterable[RunRecord], key: str) -> tuple[str, dict[str, Cell], Event | None] | None:
    """The table and the cells of a row that is there, or that left (with the event of its leaving); else None."""
    for name, table in hub.tables.items():
        if key in table.index:
            return name, table.row(key), None
    for record in records:
        for table_name, gone, row, who in record.removed:
            if gone == key:
                left = Event("archived", record.run, record.at, who, who, table_name, undoes=record.undoes)
                return table_name, row, left
    return None


def find_column(text: str, spec: TableSpec, own: Collection[str]) -> str | None:
    """The column that a person means: a standard name, a label in either language, or a column of their own."""
    if text in own:
        return text
    named = named_by(text, spec)
    return None if named is None else named[0]


def known_key(text: str, hub: Hub, records: Iterable[RunRecord], language: Language) -> str:
    """The ID that a person means: in any case, with blanks around it, or a placeholder that became one.

    Raises:
        UsageError: neither the hub nor the log knows such a row; the nearest are named.
    """
    key = unicodedata.normalize("NFKC", text).strip()
    key = hub.aliases.get(key, key.upper())
    known = {held for table in hub.tables.values() for held in table.keys}
    if key not in known:
        for record in records:
            known.update(gone for _, gone, _, _ in record.removed)
            for changes in (record.changes, record.aside, record.remarks):
                known.update(change.key for change in changes)
    if key in known:
        return key
    near = nearest(key, known)
    remedy = _NEAREST[language].format(near=listed(near, language)) if near else _LOOKS_LIKE[language]
    raise UsageError(_NO_ROW[language].format(key=text), remedy=remedy)


_NO_ROW = Label("没有编号为 {key} 的行", "no row with ID {key}")
_NEAREST = Label("最接近的是 {near}", "nearest: {near}")
_LOOKS_LIKE = Label("编号形如 C20240501001", "IDs look like C20240501001")


def nearest(text: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known words most like `text`, the likest first."""
    return [word for word, _, _ in process.extract(text, sorted(known), limit=count, score_cutoff=60)]
