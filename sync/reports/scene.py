"""What a report sheet may know besides the rows: for whom it is made, when, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from validators.cells import Cell
from validators.context import Context
from validators.duplicates import DuplicateGroup
from validators.finding import Finding

__all__ = ["ConflictLine", "Scene"]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Two values for one cell: `kept` stands everywhere, `aside` is what `who` had typed. An empty `column` is an edit
    that met a deletion."""

    table: str
    key: str
    column: str
    kept: Cell
    aside: Cell
    who: str
    run: int
    at: str
    mark: str = ""
    """What its line carries so that a pick on it can be read (`sync.picks`)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The reader of a set of sheets. `findings` carry this reader's addresses. Everything in here lies within the
    reader's scope."""

    context: Context
    made_at: datetime
    viewer: str
    scope: str
    findings: Sequence[Finding]
    conflicts: Sequence[ConflictLine]
    notices: Sequence[str] = ()
    """What the reader is told about picks of theirs that were not followed."""
    refused: Sequence[str] = ()
    """What the reader is told about suggestions they accepted that were not taken over."""
    may_accept: Callable[[str, str, str], bool] = lambda table, key, column: True
    """Whether the reader may change a cell (table, key, column), so that a value can be offered to accept."""
    unanswered: Sequence[str] = ()
    """What the reader is told about answers of theirs on the Duplicates sheet that were not followed."""
    groups: Sequence[DuplicateGroup] = ()
    """The groups of duplicates whose rows the reader sees all; a group's keys name them."""
    may_pick: bool = True
    waiting: Mapping[str, int] = field(default_factory=dict)
    """By table, how many rows of the reader's workbook wait until their doubled ID is mended: no figure has them."""

    @property
    def own(self) -> bool:
        """Whether the reader is a rep, who reads of nobody but themselves."""
        user = self.context.settings.user(self.viewer)
        return user is not None and user.role == "rep"
