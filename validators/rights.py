"""Who may change what (SPEC §6); who may see what is told in `validators.roles`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from validators.cells import Cell, Tables
from validators.roles import Owners, Scope, scope_of
from validators.settings import Settings, User

__all__ = ["NEVER", "Rights", "rights_of"]

NEVER: Mapping[str, frozenset[str]] = {"customers": frozenset({"Create_User"})}
"""Columns whose filled cells nobody may change: who entered a row is a fact."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What one user may change. `rows`: by table the keys of rows known before; a table that is not named, or None, is
    open to them. `fixed`: by table, columns whose cells they may not change."""

    rows: Scope = field(default_factory=dict)
    fixed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def allows(self, table: str, key: str, column: str, before: Cell) -> bool:
        """Whether a cell of an existing row that held `before` may be changed; an empty column is the whole row."""
        rows = self.rows.get(table)
        if rows is not None and key not in rows:
            return False
        if column in self.fixed.get(table, ()):
            return False
        return before is None or column not in NEVER.get(table, ())

    def limited(self, table: str, column: str) -> bool:
        """Whether there are cells of that column that may not be changed."""
        if self.rows.get(table) is not None:
            return True
        return column in self.fixed.get(table, ()) or column in NEVER.get(table, ())


def rights_of(user: User, settings: Settings, tables: Tables, owned: Owners) -> Rights:
    """The rights of a user over rows that are there already. New rows are everybody's to add, with all their cells.

    A rep may change what they see, but for the columns of `[columns] manager_only`; somebody of an unknown role, and
    one who left, nothing. With `manager_edits = false` a manager may change only what they own or answer for, like a
    rep. A workbook that the team shares (`mode = "shared"`) is everybody's.
    """
    if not user.active or user.role not in ("rep", "manager", "admin"):
        return Rights({name: set() for name in tables})
    if user.role == "admin" or settings.team.mode == "shared":
        return Rights()
    if user.role == "manager":
        if settings.team.manager_edits:
            return Rights()
        return Rights(scope_of(user.model_copy(update={"role": "rep"}), tables, owned))
    fixed: dict[str, set[str]] = {}
    for name in settings.columns.manager_only:
        table, _, column = name.partition(".")
        fixed.setdefault(table, set()).add(column)
    return Rights({}, {table: frozenset(columns) for table, columns in fixed.items()})
