"""The contract of a hub's store: one load and one commit a run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sync.store.hub import Hub
from sync.store.records import RunRecord

__all__ = ["Store"]


class Store(Protocol):
    """Where a hub lives. `load` and `commit` happen at most once a run; `commit` is all or nothing."""

    def load(self) -> Hub:
        """The hub as last committed, an empty one where there never was any; raises `Damaged` for a damaged one."""
        ...

    def commit(self, hub: Hub, record: RunRecord) -> None:
        """Make the run's result the state of the hub."""
        ...

    def changes_since(self, hub: Hub, run: int) -> Iterable[RunRecord]:
        """The committed records of runs after `run`, newest first."""
        ...
