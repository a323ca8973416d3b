"""What one run changed in the hub, as data.

The records of all runs, oldest first, are the whole truth about the team's rows: `sync.store.replay` makes the hub's
tables out of them again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from validators.cells import Cell

__all__ = ["FIX", "MERGE", "Added", "Change", "Decision", "RunRecord"]

MERGE: Final = "merge"
"""Where the history says that a change comes from which made two customers one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that changed: its value before and after, whose change it was, and from which endpoint it came."""

    table: str
    key: str
    column: str
    before: Cell
    after: Cell
    who: str
    source: str


@dataclass(frozen=True, slots=True)
class Added:
    """Rows that entered the hub together, as columns; `who` brought them, from endpoint `source`.

    `filled` names by column the keys whose cell nobody typed: the agent filled it in. `columns` is empty where the
    cells are not known: a program before format 2 did not keep them.
    """

    table: str
    keys: list[str]
    columns: dict[str, list[Cell]]
    who: str
    source: str
    filled: dict[str, list[str]] = field(default_factory=dict)


FIX: Final = "fix"
"""Where the history says that a change comes from which `salesheet fix` made."""
SETTLED: Final = ("pick", "policy", "put back")
"""Kinds of decisions that settle a conflict: by a person, by the team's policy, because somebody had no right. Their
keys are the conflict's name, table, row key and column."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided and is not asked again: `kind` of question, the `keys` it is about, the answer."""

    kind: str
    keys: tuple[str, ...]
    answer: str
    who: str
    run: int
    at: str


@dataclass(slots=True)
class RunRecord:
    """All that one run changed in the hub. `removed` are whole rows as they were, and who took them out.

    What it did is to be read in this order: rows left, rows entered, cells changed. `who` is the author of a run that
    a person commanded, `undoes` the run that it took back (0: none).
    """

    run: int
    at: str
    changes: list[Change] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    removed: list[tuple[str, str, dict[str, Cell], str]] = field(default_factory=list)
    aside: list[Change] = field(default_factory=list)
    """Values that lost a conflict: `before` is what stands, `after` what was set aside."""
    remarks: list[Change] = field(default_factory=list)
    """Comments, links and formulas of cells whose row left an endpoint: `after` is what they said."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Placeholders that became IDs."""
    decisions: list[Decision] = field(default_factory=list)
    who: str = ""
    undoes: int = 0
    claims: dict[str, str] = field(default_factory=dict)
    """By opportunity, the customer that somebody named who may not see it (`sync.claims`); empty where one vouched."""

    def __bool__(self) -> bool:
        rows = self.changes or self.added or self.removed or self.aside
        return bool(rows or self.remarks or self.aliases or self.decisions or self.claims)
