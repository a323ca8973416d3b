"""What an endpoint's tables turned out to be in the course of a run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sync.identity import Identities
from sync.merge import Absorbed, HubEdit
from sync.model import Snapshot
from validators.cells import Cell
from validators.settings import User

__all__ = ["Ingested"]


@dataclass(slots=True)
class Ingested:
    """`identities` and `absorbed` are by table. `assigned` gives the ID of each fresh row, by table and row index;
    `followed` what stood in cells that named a placeholder and now name its ID, by table, row index and column."""

    user: User
    snapshot: Snapshot
    identities: dict[str, Identities] = field(default_factory=dict)
    absorbed: dict[str, Absorbed] = field(default_factory=dict)
    assigned: dict[str, dict[int, str]] = field(default_factory=dict)
    unread: dict[tuple[str, str, str], Cell] = field(default_factory=dict)
    put_back: dict[str, list[HubEdit]] = field(default_factory=dict)
    """By table, the edits that the person had no right to make."""
    brought: dict[str, list[str]] = field(default_factory=dict)
    """By table, the keys of the rows that are new to the hub."""
    customers: Collection[str] | None = None
    """The customers that the person might see before this run; None for all."""
    renamed: list[tuple[str, str]] = field(default_factory=list)
    """IDs that stood on two rows, and the new one that the other row got."""
    followed: dict[tuple[str, int, str], Cell] = field(default_factory=dict)
    held_back: int = 0
    """How many rows wait for their ID because the place is locked."""
    withheld: int = 0
    """How many cells stay out of the hub because something in them is private."""
    picked: int = 0
    """How many conflicts were decided as its Conflicts sheet says."""
    accepted: int = 0
    """How many suggestions were taken over as its Findings sheet says."""
    answered: int = 0
    """How many questions were settled as its Duplicates sheet says."""
    told: list[str] = field(default_factory=list)
    """What to tell about picks, accepted suggestions and answers that were not followed."""
