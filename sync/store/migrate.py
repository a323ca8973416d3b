"""How older files of a hub are read: one step a format, from the oldest one met to the current one. Pure.

Format 1 → 2: decisions, and where compaction left off, in the hub; in the history the cells and the author of rows that
entered, placeholders that became IDs, the author of a commanded run and what it undid. The checksum of a file covers
its format number from 2 on, and the lines of the history are chained.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

__all__ = ["HUB_STEPS", "LINE_STEPS", "Steps", "step_by_step"]

Steps: TypeAlias = Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]
"""By format, what makes data of that format into data of the next one."""


def step_by_step(steps: Steps, format: int, data: dict[str, Any]) -> dict[str, Any]:
    """`data` of that format as data of the current one."""
    while format in steps:
        data, format = steps[format](data), format + 1
    return data


def _hub_1(data: dict[str, Any]) -> dict[str, Any]:
    state = data["state"]["1"] | {
        "decisions": [],
        "notices": [],
        "first": "",
        "compacted": 0,
        "kept_since": "",
    }
    return data | {"state": {"1": state}}


def _line_1(data: dict[str, Any]) -> dict[str, Any]:
    added = [[table, keys, {}, "", "", {}] for table, keys in data["added"].items()]
    return {"who": "", "undoes": 0, "aliases": {}, "decisions": [], "remarks": []} | data | {"added": added}


HUB_STEPS: Steps = {1: _hub_1}
LINE_STEPS: Steps = {1: _line_1}
