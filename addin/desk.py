"""What a button knows when it is clicked, and what it wants done. Pure data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sync.identity import PLACEHOLDER
from sync.model import Snapshot, Update
from sync.sheet import ReportSheet
from validators.cells import Table
from validators.context import Context
from validators.fields import Label

__all__ = ["Action", "Answer", "Ask", "Desk", "Outcome", "Place"]


class Place(NamedTuple):
    """A cell: the sheet's title, row and column from 1."""

    sheet: str
    row: int
    column: int


Answer: TypeAlias = Mapping[str, Any]
"""What the agent said: `message`, and more by what was asked (docs/requests.md)."""
Ask: TypeAlias = Callable[[Mapping[str, Any]], Answer | None]
"""Hands the agent a request and gives its answer, None where none came in time."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The open workbook at the moment of a click.

    `user` is whose workbook it is, empty where it does not say. `here` is the cell in view. `token` are eight random
    characters for a row that has no ID yet. `team` says whether the team's own settings are known, and `ask` reaches
    the agent, None where this workbook has none. `name` and `contact` are what a form has asked for already.
    """

    snapshot: Snapshot
    context: Context
    user: str
    now: datetime
    here: Place
    token: str
    team: bool = False
    ask: Ask | None = None
    name: str = ""
    contact: str = ""

    def say(self, label: Label, **words: object) -> str:
        """A sentence in the language of the workbook."""
        return label[self.context.language].format(**words)

    @property
    def placeholder(self) -> str:
        """What stands for a new row's ID until the hub gives one."""
        return PLACEHOLDER + self.token

    def table_here(self) -> Table | None:
        """The standard table on the sheet in view."""
        return next((table for table in self.snapshot.tables.values() if table.sheet == self.here.sheet), None)

    def row_here(self, table: Table) -> int | None:
        """The index of the table's row in which the cell in view stands."""
        if table.sheet != self.here.sheet or self.here.row not in table.places:
            return None
        return table.places.index(self.here.row)


@dataclass(slots=True)
class Outcome:
    """What a button wants: the sentence for the status bar, what to write, and where to move to.

    `show` is a sheet of the update to move to once it is drawn; `new_row` the table, and the column in it, of the last
    row that the update adds.
    """

    message: str
    update: Update = field(default_factory=Update)
    goto: Place | None = None
    show: ReportSheet | None = None
    new_row: tuple[str, str] | None = None


Action: TypeAlias = Callable[[Desk], Outcome]
