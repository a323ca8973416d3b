"""What a run did, as one value: for people, for JSON, and as an exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Counts", "LeftOut", "PlaceReport", "RunReport"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What one run did to one endpoint, in rows and cells: `in` from there to the hub, `out` the other way."""

    rows: int = 0
    edits_in: int = 0
    rows_in: int = 0
    archived: int = 0
    edits_out: int = 0
    rows_out: int = 0
    rows_away: int = 0


@dataclass(slots=True)
class PlaceReport:
    """One endpoint's part of a run. `written`: its content was replaced; `asked`: requests answered in it."""

    user: str
    place: str
    counts: Counts
    findings: Counter[str] = field(default_factory=Counter)
    written: bool = False
    notes: list[str] = field(default_factory=list)
    asked: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An endpoint that took no part. `failed`: it could not be read; else somebody has it open."""

    user: str
    place: str
    why: str
    failed: bool


@dataclass(slots=True)
class RunReport:
    """The outcome of one cycle.

    `findings` counts by severity over the team. Exit code: 1 when an endpoint could not be read, 3 when there is an
    open conflict, a finding of error or warning, or a workbook left out; else 0.
    """

    run: int
    today: str
    nothing_new: bool = False
    dry_run: bool = False
    places: list[PlaceReport] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0
    overdue: int = 0
    duplicates: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    """By user, the version of each endpoint that the run left behind."""
    remembered_exit: int | None = None

    @property
    def exit_code(self) -> int:
        """The process's exit code."""
        if self.remembered_exit is not None:
            return self.remembered_exit
        if any(place.failed for place in self.left_out):
            return 1
        if self.conflicts or self.left_out or self.findings["error"] or self.findings["warning"]:
            return 3
        return 0

    def summary(self) -> dict[str, Any]:
        """What JSON output and the run log say."""
        return {
            "run": self.run,
            "today": self.today,
            "nothing_new": self.nothing_new,
            "dry_run": self.dry_run,
            "findings": {name: self.findings[name] for name in ("error", "warning", "info")},
            "rules": dict(sorted(self.rules.items())),
            "conflicts": self.conflicts,
            "overdue": self.overdue,
            "duplicate_groups": self.duplicates,
            "workbooks": [
                {
                    "user": place.user,
                    "place": place.place,
                    **asdict(place.counts),
                    "written": place.written,
                    "notes": place.notes,
                }
                for place in self.places
            ],
            "left_out": [
                {"user": place.user, "place": place.place, "why": place.why, "failed": place.failed}
                for place in self.left_out
            ],
            "notes": self.notes,
            "exit_code": self.exit_code,
        }
