"""When follow-ups came in, as far as it can be proved: for the rule of late entry (`validators.rules.late_entry`).

A row came in late for certain only where its workbook was read, without it, at a time when it should have been there.
So nothing is known of a workbook read for the first time (an adopted list), of times when the agent did not run or
could not read, and of rows that brought their ID along: an import, an older copy, what undo brought back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sync.store.hub import Cursor, Hub
from validators.canon import parse_date
from validators.cells import Cell
from validators.context import Entered
from validators.rules.late_entry import TOLD

__all__ = ["entered_of", "note_entered"]


def note_entered(hub: Hub, user: str, fresh: Sequence[bool], columns: Mapping[str, Sequence[Cell]], at: str) -> None:
    """Note of the follow-ups that come in from a user's place at `at` those that may be late. `fresh` are the rows that
    got their ID now; `columns` as they enter the hub."""
    without = hub.cursors.get(user, Cursor()).read
    days, keys = columns.get("Follow_Date", ()), columns["Follow_ID"]
    if without:
        for is_fresh, key, cell in zip(fresh, keys, days, strict=False):
            day = parse_date(cell) if is_fresh else None
            if day is not None and day < date.fromisoformat(without[:10]):
                hub.entered[str(key)] = (without, at)
    oldest = (date.fromisoformat(at[:10]) - timedelta(2 * TOLD)).isoformat()
    hub.entered = {key: times for key, times in hub.entered.items() if times[1] >= oldest}


def entered_of(hub: Hub) -> dict[str, Entered]:
    """What is known, for the rules."""
    return {key: Entered(*map(datetime.fromisoformat, times)) for key, times in hub.entered.items()}
