"""Who sees which rows: the scope of a user over a team's rows (SPEC §6). An unknown role sees the least."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from validators.cells import Cell, Tables
from validators.settings import Settings, User

__all__ = ["Owners", "Scope", "owners", "scope_of"]

Scope = dict[str, set[str] | None]
"""By table, the keys a user may see; None for every key."""

OWN_COLUMN = {"follow_ups": "Follow_User", "opportunities": "Responsible", "plan": "Owner"}
"""Whose a row is when the customer it names is not known."""
KEYS = {"follow_ups": "Follow_ID", "opportunities": "Opportunity_ID", "plan": "Plan_ID"}


class Owners:
    """Whose each customer is. The owner is `Owner`; a name that is no user's falls back to who entered the row; an
    empty owner is nobody's: a lead in the team's pool."""

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self._users = {normal(user.name): user.name for user in settings.users}
        customers = tables.get("customers")
        self.of: dict[str, str] = {}
        if customers is None:
            return
        memo: dict[tuple[Cell, Cell], str] = {}
        keys, owner, creator = (customers.get(name) for name in ("Customer_ID", "Owner", "Create_User"))
        for key, name, entered in zip(keys, owner, creator, strict=True):
            pair = (name, entered)
            if pair not in memo:
                memo[pair] = self._effective(name, entered)
            self.of[str(key)] = memo[pair]

    def user(self, name: Cell) -> str:
        """The user a cell names, or the empty string."""
        return self._users.get(normal(name), "")

    def _effective(self, owner: Cell, creator: Cell) -> str:
        if owner is None or normal(owner) == "":
            return ""
        return self.user(owner) or self.user(creator)


def normal(name: Cell) -> str:
    """A person's name as it compares."""
    return unicodedata.normalize("NFKC", str(name)).strip().casefold() if name is not None else ""


def owners(tables: Tables, settings: Settings) -> Owners:
    """Whose each customer is."""
    return Owners(tables, settings)


def scope_of(user: User, tables: Tables, owned: Owners) -> Scope:
    """The keys of each table that the user may see.

    A manager and an admin see all rows. A rep sees the customers they own with everything that hangs on them, the
    opportunities they are responsible for, and rows of their own whose customer is unknown. Everybody else, and a
    person who left, sees nothing.
    """
    if not user.active:
        return {name: set() for name in tables}
    if user.role in ("manager", "admin"):
        return dict.fromkeys(tables)
    if user.role != "rep":
        return {name: set() for name in tables}
    mine = {key for key, owner in owned.of.items() if owner == user.name}
    scope: Scope = {"customers": mine}
    for name, column in OWN_COLUMN.items():
        table = tables.get(name)
        if table is not None:
            scope[name] = _hanging(table.columns, name, column, user, mine, owned)
    return scope


def _hanging(
    columns: dict[str, list[Cell]], name: str, column: str, user: User, mine: set[str], owned: Owners
) -> set[str]:
    keys = columns.get(KEYS[name]) or []
    customers = columns.get("Customer_ID") or [None] * len(keys)
    people = columns.get(column) or [None] * len(keys)
    known = owned.of
    is_me = _memo(lambda cell: owned.user(cell) == user.name)
    them = {person for person in dict.fromkeys(people) if is_me(person)}
    # Most rows are neither of the user's customers nor the user's own.
    candidates = [
        (key, customer, person)
        for key, customer, person in zip(keys, customers, people, strict=True)
        if customer in mine or person in them
    ]
    if name == "opportunities":
        return {str(key) for key, _, _ in candidates}
    return {str(key) for key, customer, _ in candidates if customer in mine or customer not in known}


def _memo(function: Callable[[Cell], bool]) -> Callable[[Cell], bool]:
    memo: dict[Cell, bool] = {}

    def remembered(cell: Cell) -> bool:
        if cell not in memo:
            memo[cell] = function(cell)
        return memo[cell]

    return remembered
