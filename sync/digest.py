"""Whether an endpoint's sheets have to be drawn again: what they say as a hash, and the stamp of the morning. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import orjson

from sync.sheet import ReportSheet
from sync.store.encode import encode
from sync.store.hub import Cursor

__all__ = ["NEVER", "digest", "morning"]

NEVER = datetime(1900, 1, 1)
"""Stands for "made when" while it is found out whether anything else on the report sheets changed."""
MOMENT = "%Y-%m-%d %H:%M"
"""How the line under a report sheet's title says when it was made."""


def morning(cursor: Cursor, now: datetime) -> bool:
    """Whether the heartbeat is due although nothing changed: once every working day."""
    return now.weekday() < 5 and cursor.stamped != now.date().isoformat()


def digest(sheets: Sequence[ReportSheet], made_at: datetime) -> str:
    """What a set of sheets says, as a hash: equal content, equal digest, whenever they were made."""
    found = hashlib.sha256()
    moment = f"{made_at:{MOMENT}}"
    for sheet in sheets:
        rows, columns, values, *looks = zip(*sheet.singles, strict=True) if sheet.singles else ((), (), ())
        told = list(encode(values))
        if 2 in rows:  # the line under the title
            at = rows.index(2)
            told[at] = str(told[at]).replace(moment, "")
        listings = [
            [at, *([encode(lane.values), lane.style, lane.links] for lane in lanes)] for at, lanes in sheet.listings
        ]
        more = [repr(sheet.charts), repr(sheet.widths), repr(sheet.drop_downs), repr(sheet.hidden_columns)]
        says = [sheet.id, sheet.title, [rows, columns, told, *looks], listings, *more]
        found.update(orjson.dumps(says))
    return found.hexdigest()
