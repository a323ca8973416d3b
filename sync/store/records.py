"""What one run changed in the hub, as data."""

from __future__ import annotations

from dataclasses import dataclass, field

from validators.cells import Cell

__all__ = ["Change", "RunRecord"]


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


@dataclass(slots=True)
class RunRecord:
    """All that one run changed in the hub. `added` are row keys by table; `removed` whole rows as they were."""

    run: int
    at: str
    changes: list[Change] = field(default_factory=list)
    added: dict[str, list[str]] = field(default_factory=dict)
    removed: list[tuple[str, str, dict[str, Cell], str]] = field(default_factory=list)
    aside: list[Change] = field(default_factory=list)
    """Values that lost a conflict: `before` is what stands, `after` what was set aside."""
    remarks: list[Change] = field(default_factory=list)
    """Comments, links and formulas of cells whose row left an endpoint: `after` is what they said."""

    def __bool__(self) -> bool:
        return bool(self.changes or self.added or self.removed or self.aside or self.remarks)
