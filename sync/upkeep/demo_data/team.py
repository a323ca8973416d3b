"""What a demo team is: settings, tables, and the list of what was put in wrong on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from validators.cells import Cell, Table
from validators.roles import OWN_COLUMN, Owners, owners
from validators.settings import Settings, User

__all__ = ["SIZES", "DemoTeam", "Fault", "Rows", "Size", "rows_for"]

Size: TypeAlias = Literal["tiny", "S", "L"]


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of each table a team has, and how many reps (one more has left).

    `admin_workbook`: whether the admin has a workbook too; without, the team has one for the manager and one a rep.
    """

    customers: int
    follow_ups: int
    opportunities: int
    plan: int
    reps: int
    admin_workbook: bool = False


SIZES: dict[Size, Rows] = {
    "tiny": Rows(120, 420, 110, 40, reps=2, admin_workbook=True),
    "S": Rows(10_000, 50_000, 10_000, 1_000, reps=19),
    "L": Rows(100_000, 500_000, 100_000, 10_000, reps=19),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was made wrong on purpose.

    `key` is what stands in the row's key column (for a duplicated ID: that ID), `row` its index in the table (0-based),
    `kind` a language-free name such as `missing_contact`, `text` what is wrong in the team's language.
    """

    table: str
    key: str
    column: str
    kind: str
    text: str
    row: int


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A whole team: `config_toml`, the text of its config.toml, reads as `settings`; `tables` holds all rows."""

    settings: Settings
    config_toml: str
    tables: dict[str, Table]
    faults: list[Fault]


def rows_for(team: DemoTeam, user: User) -> dict[str, Table]:
    """The rows that stand in a user's workbook, rows without an ID included.

    A manager and an admin get all rows. A rep gets the customers they own with what hangs on them, the opportunities
    they are responsible for, and rows of their own whose customer is unknown (`validators.roles`, row by row instead
    of key by key). A person who left gets none.
    """
    if user.active and user.role in ("manager", "admin"):
        return team.tables
    owned = owners(team.tables, team.settings)
    return {name: table.take(_mine(table, user, owned) if user.active else []) for name, table in team.tables.items()}


def _mine(table: Table, user: User, owned: Owners) -> list[int]:
    names: dict[Cell, str] = {}

    def person(cell: Cell) -> str:
        if cell not in names:
            names[cell] = owned.user(cell)
        return names[cell]

    if table.name == "customers":
        pairs = zip(table.get("Owner"), table.get("Create_User"), strict=True)
        return [
            i for i, (owner, creator) in enumerate(pairs) if owner and (person(owner) or person(creator)) == user.name
        ]
    pairs = zip(table.get("Customer_ID"), table.get(OWN_COLUMN[table.name]), strict=True)
    responsible = table.name == "opportunities"
    of = owned.of
    return [
        i
        for i, (customer, mine) in enumerate(pairs)
        if of.get(str(customer)) == user.name
        or ((responsible or str(customer) not in of) and person(mine) == user.name)
    ]
