"""Who sees which rows: the scope of a user over a team's rows (SPEC §6). An unknown role sees the least."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from validators.cells import Cell, Table, Tables
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
        self._hanging: dict[str, tuple[Table, dict[str, set[str]]]] = {}
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

    def hanging(self, name: str, table: Table, column: str) -> dict[str, set[str]]:
        """The keys of a table's rows by the user who sees them: who owns the customer, and who is responsible for the
        opportunity or entered a row of an unknown customer (`column` says who)."""
        known = self._hanging.get(name)
        if known is not None and known[0] is table:  # asked for user after user
            return known[1]
        keys = table.columns.get(KEYS[name]) or []
        customers = table.columns.get("Customer_ID") or [None] * len(keys)
        people = table.columns.get(column) or [None] * len(keys)
        users = {person: self.user(person) for person in dict.fromkeys(people)}
        seen: dict[str, set[str]] = defaultdict(set)
        for key, customer, person in zip(keys, customers, people, strict=True):
            owner = self.of.get(customer)  # type: ignore[arg-type]
            if owner is not None:
                seen[owner].add(str(key))
            if owner is None or name == "opportunities":
                seen[users[person]].add(str(key))
        self._hanging[name] = (table, dict(seen))
        return self._hanging[name][1]

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
            scope[name] = owned.hanging(name, table, column).get(user.name, set())
    return scope
