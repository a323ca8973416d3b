"""A finding: something said about a cell or a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from validators.cells import Cell

__all__ = ["MARKS", "SEVERITIES", "Finding", "Fix", "Severity"]

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
MARKS: dict[Severity, str] = {"error": "✗", "warning": "⚠", "info": "ℹ"}
"""The sign that a Check cell and a findings row begin with: colour is never the only carrier."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A value that would mend the cell. `safe` when it provably means the same as what was typed."""

    value: Cell
    safe: bool


class Finding(NamedTuple):
    """What a rule says. (A tuple: they are made by the ten thousand, and a frozen dataclass takes four times as long.)

    `table` is the table's name (customers, follow_ups, opportunities, plan), `key` the row's ID or None where it has
    none, `column` the standard column name or None for the whole row, `address` the cell as `Sheet!B2` or None where
    the row has no place in a sheet. `message` says what is wrong, `hint` what to type instead; both in the language of
    the context. `row` is the row's index in the table that was checked (0-based), so that a finding about a row
    without a key still finds its way back; it is not part of the published JSON.
    """

    rule: str
    severity: Severity
    table: str
    key: str | None
    column: str | None
    address: str | None
    message: str
    hint: str | None = None
    fix: Fix | None = None
    row: int = -1

    def at(self, row: int, address: str | None) -> Finding:
        """The same about the row of another table."""
        return Finding(
            self.rule, self.severity, self.table, self.key, self.column, address, self.message, self.hint, self.fix, row
        )
