"""The agent's sheets in the order of their tabs: one line each."""

from __future__ import annotations

from collections.abc import Callable

from sync.reports import conflicts, duplicates, findings, follow_up_rate, funnel, overdue, overview, performance
from sync.reports.facts import Facts
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Tables

__all__ = ["LISTS", "REPORTS", "build_all"]

LISTS: dict[str, Callable[[Tables, Scene], ReportSheet]] = {
    "findings": findings.build,
    "duplicates": duplicates.build,
    "conflicts": conflicts.build,
}
"""Work lists: they say what was found."""
REPORTS: dict[str, Callable[[Tables, Scene, Facts], ReportSheet]] = {
    "overview": overview.build,
    "follow_up_rate": follow_up_rate.build,
    "funnel": funnel.build,
    "performance": performance.build,
    "overdue": overdue.build,
}
"""Reports: they reckon over all rows, with the same facts."""


def build_all(tables: Tables, scene: Scene, facts: Facts) -> list[ReportSheet]:
    """All of the agent's sheets for one reader; `facts` are those of the tables."""
    lists = [build(tables, scene) for build in LISTS.values()]
    return lists + [build(tables, scene, facts) for build in REPORTS.values()]
