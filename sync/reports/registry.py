"""The agent's sheets in the order of their tabs: one line each."""

from __future__ import annotations

from collections.abc import Callable

from sync.reports import conflicts, findings
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Tables

__all__ = ["SHEETS", "build_all"]

SHEETS: dict[str, Callable[[Tables, Scene], ReportSheet]] = {
    "findings": findings.build,
    "conflicts": conflicts.build,
}


def build_all(tables: Tables, scene: Scene) -> list[ReportSheet]:
    """All of the agent's sheets for one reader."""
    return [build(tables, scene) for build in SHEETS.values()]
