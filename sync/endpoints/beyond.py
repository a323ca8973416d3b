"""What stands below an Excel Table, parted from it by a blank row: its rows, keys that only stand there, or none of it.

Most programs other than Excel do not grow a table as one types below it, so that a blank line, whoever made it, parts
rows from their table. What is a row beyond doubt counts as one. What may be another list is left alone; yet a row of
the team whose key stands there was not deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from validators.canon import canonical
from validators.cells import Cell
from validators.fields import Column, TableSpec
from validators.headers import match
from validators.ids import is_placeholder
from validators.ids import parse as parse_id

__all__ = ["Beyond", "look_beyond"]

_TELLING = 2
"""So many filled cells in required columns make a line worth telling of."""


@dataclass(slots=True)
class Beyond:
    """`rows` are the lines that are rows of the table, by index in its columns; `strays` those that look like rows and
    are not read, `standing` the keys in lines that are not read."""

    rows: list[int] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    standing: set[str] = field(default_factory=set)


def look_beyond(
    spec: TableSpec,
    columns: Mapping[str, Sequence[Cell]],
    filled: Collection[int],
    above: Collection[int],
    closed: int,
    totals: Collection[str],
) -> Beyond:
    """Look through the lines below a table, `filled` ones alone, in their order; `above` are its rows so far.

    From the line `closed` on another table begins. A second header, or a line of `totals`, ends the table as well;
    after any other line that is no row only those count that carry an ID besides.
    """
    found = Beyond()
    keys = columns.get(spec.key)
    taken = {keys[at] for at in above} if keys is not None else set()
    required = {name: cells for name, cells in columns.items() if (c := spec.by_name.get(name)) and c.required}
    doubt = ended = False
    for at in filled:
        line = [cells[at] for cells in columns.values()]
        key = keys[at] if keys is not None else None
        known = _is_key(key, spec)
        ends = not known and _ends(line, spec, totals)
        ended = ended or ends or at >= closed
        named = [(spec.by_name[name], cells[at]) for name, cells in required.items() if cells[at] is not None]
        whole = 2 * len(named) >= len(required) and any(_telling(column, cell) for column, cell in named)
        own = known and key not in taken
        if not ended and ((own and whole) if doubt else whole or (own and len(named) >= _TELLING)):
            found.rows.append(at)
            taken.add(key)
            continue
        doubt = True
        if isinstance(key, str):
            found.standing.add(key.strip())
        if own or (len(named) >= _TELLING and not ends):
            found.strays.append(at)
    return found


def _is_key(cell: Cell, spec: TableSpec) -> bool:
    parsed = parse_id(cell)
    return is_placeholder(cell) or (parsed is not None and parsed[0] == spec.prefix)


def _ends(line: Sequence[Cell], spec: TableSpec, totals: Collection[str]) -> bool:
    """Whether a line begins something else: the headers of a list, or the sum of this one."""
    return bool(match(line, {spec.name: spec})) or any(isinstance(cell, str) and cell in totals for cell in line)


def _telling(column: Column, cell: Cell) -> bool:
    """Whether a cell says what only this kind of column says."""
    if column.kind == "date":
        return isinstance(cell, date)
    if column.kind == "ref":
        return parse_id(cell) is not None or is_placeholder(cell)
    if column.kind in ("choice", "status_change"):
        return canonical(column, cell) in {choice.id for choice in column.choices}
    return False
