"""The drop-down lists of a team: which list a column offers, under which defined name, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from validators.fields import Column, Label, Language, TableSpec
from validators.lists import STATUS
from validators.settings import Settings

__all__ = ["USERS", "DropList", "Lists", "gather"]

USERS = "salesheet_users"
"""Defined name of the users' list. It counts its own length, so a name written below the last one is offered too."""
PREFIX = "list_"
_YES_NO = (Label("是", "Yes"), Label("否", "No"))
_UNCHANGED, _CHANGED = Label("否", "No"), Label("是，{status}", "Yes, {status}")


@dataclass(frozen=True, slots=True)
class DropList:
    """A list: the defined name it is offered by, its heading on the hidden sheet, its values from the first on."""

    name: str
    heading: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists in the order of their columns on the hidden sheet (the users' first), and who uses which."""

    lists: tuple[DropList, ...]
    names: Mapping[tuple[str, str], str]
    """By table and column, the defined name."""


def gather(specs: Mapping[str, TableSpec], settings: Settings, language: Language) -> Lists:
    """The lists that the columns of these tables need. Columns with the same values share one list."""
    users = tuple(user.name for user in settings.users if user.active)
    made = [DropList(USERS, {"zh": "人员", "en": "Users"}[language], users)]
    by_values: dict[tuple[str, ...], str] = {}
    taken: set[str] = {USERS}
    names: dict[tuple[str, str], str] = {}
    for table, spec in specs.items():
        for column in spec.columns:
            if column.kind == "user":
                names[table, column.name] = USERS
                continue
            values = _values(column, language)
            if not values:
                continue
            name = by_values.get(values)
            if name is None:
                name = PREFIX + column.name
                name = name if name.casefold() not in taken else f"{PREFIX}{table}_{column.name}"
                by_values[values] = name
                taken.add(name.casefold())
                made.append(DropList(name, column.label[language], values))
            names[table, column.name] = name
    return Lists(tuple(made), names)


def _values(column: Column, language: Language) -> tuple[str, ...]:
    if column.kind == "yes_no":
        return tuple(label[language] for label in _YES_NO)
    if column.kind == "status_change":
        changed = _CHANGED[language]
        return (_UNCHANGED[language], *(changed.format(status=choice.label[language]) for choice in STATUS))
    return tuple(choice.label[language] for choice in column.choices)
