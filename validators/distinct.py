"""Customers that a person said are not the same one: they are no duplicates until one of the two changes in what
duplicates are told by, its name, its contact info or its contact person."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.duplicates import DuplicateGroup, groups

__all__ = ["MATTERS", "Rows", "matters", "without_distinct"]

MATTERS = ("Customer_Name", "Contact_Info", "Contact_Person")
"""The customers' columns that duplicates are told by."""
Rows: TypeAlias = frozenset[int]
_MOST = 64
"""So many ways to part one group are looked at; who answers row by row stays far below."""


def matters(cells: Mapping[str, Cell]) -> str:
    """A short text that differs where two customers differ in what duplicates are told by; width, case and blanks do
    not matter. `cells` are a customer's, by column."""
    said = "\0".join(_plain(cells.get(column)) for column in MATTERS)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def without_distinct(
    found: Sequence[DuplicateGroup], customers: Table, context: Context, ids: Sequence[Cell]
) -> list[DuplicateGroup]:
    """The groups without pairs that `context.distinct` parts. The rest of such a group is looked at again: what only a
    parted row tied together is no group; a row may then be in two groups.

    `ids` are the canonical Customer_IDs of the rows of `customers`.
    """
    distinct = context.distinct
    if not distinct:
        return list(found)
    result: list[DuplicateGroup] = []
    for group in found:
        parted = _parted(group, customers, distinct)
        if not parted:
            result.append(group)
            continue
        for rows in _split(frozenset(group.rows), parted):
            at = sorted(rows)
            for again in groups(customers.take(at), replace(context, distinct={})):
                rows_again = tuple(at[row] for row in again.rows)
                keys = tuple(key if isinstance(key := ids[row], str) else None for row in rows_again)
                result.append(replace(again, rows=rows_again, keys=keys))
    return sorted({(one.rows, one.keys): one for one in result}.values(), key=lambda one: one.rows)


def _parted(group: DuplicateGroup, customers: Table, distinct: Mapping[tuple[str, str], str]) -> set[Rows]:
    """The pairs of rows of a group that a person parted and that are still what they were then."""
    keyed = sorted((key, row) for key, row in zip(group.keys, group.rows, strict=True) if key is not None)
    known = {key for pair in distinct for key in pair}
    keyed = [(key, row) for key, row in keyed if key in known]
    now = {row: matters({column: customers.get(column)[row] for column in MATTERS}) for _, row in keyed}
    return {
        frozenset((row, other))
        for at, (key, row) in enumerate(keyed)
        for beside, other in keyed[at + 1 :]
        if row != other and distinct.get((key, beside)) == f"{now[row]}-{now[other]}"
    }


def _split(rows: Rows, parted: set[Rows]) -> list[Rows]:
    """The largest sets of at least two rows none of which are parted."""
    alone = {row for row in rows if all(frozenset((row, other)) in parted for other in rows if other != row)}
    todo, whole = [rows - alone], list[Rows]()
    for some in todo:  # grows while it is walked
        pair = next((pair for pair in sorted(map(sorted, parted)) if some.issuperset(pair)), None)
        if pair is None:
            whole.append(some)
        elif len(todo) < _MOST:
            todo += [less for row in pair if (less := some - {row}) not in todo]
        else:
            todo.append(some - {pair[1]})
    whole = [some for some in dict.fromkeys(whole) if len(some) > 1]
    return [some for some in whole if not any(some < other for other in whole)]


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    text = cell.raw if isinstance(cell, Unreadable) else str(cell)
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
