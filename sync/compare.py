"""Which cells of an endpoint's table differ from the hub's: what a merge has to look at. Pure.

This is the one part of a merge whose cost grows with the table: every cell is compared, a column at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import cast

from sync.store.hub import HubTable
from validators.canon import canonical
from validators.cells import Cell, Table
from validators.fields import OWN, Column, TableSpec

__all__ = ["Compared", "Same", "compare", "differences", "met", "people_columns", "picker"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A table beside the hub's. `rows` are the row indexes whose key the hub has, `places` where it has them, `others`
    the remaining rows. `differing` gives, by column, the positions in `rows` whose cells are not canonically equal,
    those whose cells are and yet are not the same, what compares them, the endpoint's cells and the hub's."""

    rows: list[int]
    others: list[int]
    places: list[int]
    differing: dict[str, tuple[list[int], list[int], Same, Sequence[Cell], Sequence[Cell]]]


class Same:
    """Canonical comparison with a memo per column."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.memo: dict[tuple[type, Cell], Cell] = {}

    def __call__(self, value: Cell) -> Cell:
        """The cell in its canonical form."""
        try:
            return self.memo[value.__class__, value]
        except KeyError:
            result = self.memo[value.__class__, value] = canonical(self.column, value)
            return result


def people_columns(spec: TableSpec, local: Table) -> list[tuple[str, Column]]:
    """The columns in which people type, but for the key."""
    known = spec.by_name
    return [
        (name, known.get(name, OWN))
        for name in local.columns
        if name != spec.key and not name.startswith("_") and not (name in known and known[name].agent)
    ]


def met(known: list[int | None]) -> tuple[list[int], list[int], list[int]]:
    """The rows that the hub has, those it does not have, and where it has the former."""
    if None not in known:
        return list(range(len(known))), [], cast(list[int], known)
    rows = [row for row, place in enumerate(known) if place is not None]
    others = [row for row, place in enumerate(known) if place is None]
    return rows, others, [place for place in known if place is not None]


def picker(rows: Sequence[int], height: int) -> Callable[[list[Cell]], tuple[Cell, ...]]:
    """Gives the cells of a column of `height` at these rows: for all columns of a table at the speed of C."""
    if len(rows) < 2:
        return lambda cells: tuple(cells[row] for row in rows)
    if rows[0] == 0 and rows[-1] == height - 1 and len(rows) == height and rows == list(range(height)):
        return tuple
    return cast(Callable[[list[Cell]], tuple[Cell, ...]], itemgetter(*rows))


def _woven(held: tuple[Cell, ...], cells: list[Cell], others: Sequence[int]) -> list[Cell]:
    """A column with the hub's own objects for cells that equal its `held`, and its own ones in the `others` rows: half
    the memory, and compared again at no cost."""
    result: list[Cell] = []
    for done, row in enumerate(others):
        result += held[len(result) - done : row - done]
        result.append(cells[row])
    return result + list(held[len(result) - len(others) :])


def differences(
    local: Sequence[Cell], hub: Sequence[Cell], same: Callable[[Cell], Cell]
) -> tuple[list[int], list[int]]:
    """Positions at which the two columns differ canonically, and those at which they say the same in other words."""
    differing: list[int] = []
    reworded: list[int] = []
    if local == hub:
        return differing, reworded
    for at, (a, b) in enumerate(zip(local, hub, strict=True)):
        if a is not b and (a.__class__ is not b.__class__ or a != b):
            (differing if same(a) != same(b) else reworded).append(at)
    return differing, reworded


def compare(spec: TableSpec, local: Table, keys: Sequence[str | None], hub: HubTable) -> Compared:
    """The table beside the hub's; columns that are equal take over the hub's own objects.

    `keys` are the rows' keys after identities were settled, None for a row without one.
    """
    rows, others, places = met(hub.places(keys))
    mine_at, theirs_at = picker(rows, len(keys)), picker(places, len(hub.keys))
    differing: dict[str, tuple[list[int], list[int], Same, Sequence[Cell], Sequence[Cell]]] = {}
    for name, column in people_columns(spec, local):
        cells = mine_at(local.columns[name])
        stored = hub.columns.get(name)
        held = theirs_at(stored) if stored is not None else (None,) * len(places)
        if rows and cells == held:
            local.columns[name] = _woven(held, local.columns[name], others)
            continue
        same = Same(column)
        at, reworded = differences(cells, held, same)
        if at or reworded:
            differing[name] = at, reworded, same, cells, held
    return Compared(rows, others, places, differing)
