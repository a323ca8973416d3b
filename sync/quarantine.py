"""Keeps what is private out of the hub. Pure.

Before an endpoint's cells are merged, those in which a privacy rule catches something become unreadable ones: such a
cell is no edit, it is never overwritten, and the hub keeps what it had. So the value stands in the workbook in which
it was typed and nowhere else: not in the history, in no report, in nobody else's workbook; what is kept of it are the
ends that a finding shows. Once the cell is mended it is an edit like any other.

Only cells that differ from the hub's, and rows that the hub does not have, are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sync.compare import Compared, people_columns
from sync.store.hub import HubTable
from validators.cells import Cell, Table, Unreadable
from validators.check import rules_named
from validators.context import Context
from validators.fields import TableSpec
from validators.private.find import ends, private_in, suspicious, text_of
from validators.private.words import plain
from validators.rules.privacy import header_of

__all__ = ["PRIVATE", "Quarantine"]

PRIVATE = tuple(sorted(rules_named(["P"])))
"""The codes of the privacy rules."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Takes private cells out of what a place brings; rules that the team ignores let theirs pass."""

    today: date
    codes: Collection[str]

    @classmethod
    def of(cls, context: Context) -> Quarantine:
        """As the team's settings want it."""
        return cls(context.today, rules_named(["P"]) - rules_named(context.settings.rules.ignore))

    def keys(self, spec: TableSpec, local: Table, hub: HubTable) -> None:
        """Private cells in the column of the IDs. Their rows wait, as all rows whose ID cannot be read."""
        cells = local.get(spec.key)
        private = self._found(spec, spec.key, {cell for cell in cells if cell not in hub.index})
        if private:
            _replace(local, spec.key, range(len(cells)), private)

    def cells(self, spec: TableSpec, local: Table, compared: Compared) -> int:
        """Private cells elsewhere, in `local` and in what was `compared`; how many there are."""
        count = 0
        names = [name for name, _ in people_columns(spec, local)]
        # A new row's day of last change is taken over although later only the agent writes it.
        names += [name for name in ("Update_Date",) if name in local.columns and name in spec.by_name]
        for name in names:
            differing, reworded, same, cells, held = compared.differing.get(name, ([], [], None, (), ()))
            rows = [compared.rows[at] for at in (*differing, *reworded)] + compared.others
            column = local.columns[name]
            private = self._found(spec, name, {column[row] for row in rows}) if rows else {}
            if private:
                count += _replace(local, name, rows, private)
                if same is not None:
                    left = [private.get(cell, cell) for cell in cells]
                    compared.differing[name] = differing, reworded, same, left, held
        return count

    def _found(self, spec: TableSpec, name: str, values: Collection[Cell]) -> dict[Cell, Unreadable]:
        """By value, what is to stand for it."""
        header = header_of(spec.by_name.get(name), name)
        found: dict[Cell, Unreadable] = {}
        for value in suspicious(header, values):
            for one in private_in(value, header, self.today):
                if one.code in self.codes and value not in found:
                    text = plain(text_of(value))[one.start : one.end]
                    found[value] = Unreadable(ends(text), one.code)
        return found


def _replace(local: Table, name: str, rows: Sequence[int], private: dict[Cell, Unreadable]) -> int:
    """Put what stands for private values into these rows; how many cells that are."""
    cells, count = list(local.columns[name]), 0
    for row in rows:
        if (shown := private.get(cells[row])) is not None:
            cells[row] = shown
            count += 1
    local.columns[name], local.readable = cells, False
    return count
