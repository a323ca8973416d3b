"""The contract of a hub's store: one load and one commit a run.

What a store keeps: the team's rows with their versions; for every change of a cell who, when, in which run, from where,
before and after; whole rows that entered and left; cursors with their sparse exceptions; open conflicts, decisions,
placeholders, the runs. `tests/store/conformance.py` says it in tests, for every backend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sync.store.hub import Hub
from sync.store.records import RunRecord

__all__ = ["Damage", "Rebuilt", "Store"]


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong with a hub: where (a file), and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How a hub was made whole again.

    `source` is what it was made from, `run` its last run, `carried` how many runs were carried through from the
    history. `missing` rows are known by their ID only and come back from the workbooks with the next run. `lost` is the
    number of runs whose changes are not known any more (the rows themselves are there); `aside` are damaged files, kept
    under new names.
    """

    source: str
    run: int
    carried: int
    missing: int
    lost: int
    aside: tuple[str, ...]


class Store(Protocol):
    """Where a hub lives. `load` happens once a run, `commit` at most twice; `commit` is all or nothing."""

    def load(self) -> Hub:
        """The hub as last committed, an empty one where there never was any.

        Raises:
            Damaged: it is not what was written; it is never taken for an empty one.
            UsageError: a newer program wrote it.
        """
        ...

    def commit(self, hub: Hub, record: RunRecord) -> None:
        """Make the run's result the state of the hub. What an older program wrote is kept as a copy.

        Raises:
            OSError: it cannot be written; the hub is as it was.
        """
        ...

    def changes_since(self, hub: Hub, run: int) -> Iterable[RunRecord]:
        """The committed records of runs after `run`, newest first."""
        ...

    def edits_since(self, hub: Hub, run: int) -> Iterable[RunRecord]:
        """Of the same records the changed cells alone; those without any may be left out."""
        ...

    def compact(self, hub: Hub, before: date, at_most: int) -> bool:
        """Thin out the runs up to run `at_most` that were before a day: they can be blamed, but no more undone. Counts
        with the next commit. Returns whether there were any."""
        ...

    def verify(self) -> list[Damage]:
        """What is wrong, empty where all is sound; writes nothing."""
        ...

    def rebuild(self) -> Rebuilt:
        """Make the hub whole again out of what is sound.

        Raises:
            Damaged: too little is left; a backup has to be restored.
        """
        ...
