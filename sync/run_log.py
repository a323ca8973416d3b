"""`logs/runs.jsonl`: one line a run, as its JSON says it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import orjson

from sync.atomic import PRIVATE
from sync.outcome import RunReport

__all__ = ["add_line", "told_last"]

_LOG = Path("logs") / "runs.jsonl"
_TAIL = 1 << 20
"""How many bytes at its end are looked at for the last line."""


def add_line(team: Path, now: datetime, report: RunReport) -> None:
    """Put a run on record."""
    path = team / _LOG
    path.parent.mkdir(mode=0o700, exist_ok=True)
    line = orjson.dumps({"at": now.isoformat(sep=" "), "seconds": round(report.seconds, 2), **report.summary()})
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
    with os.fdopen(handle, "ab") as log:
        log.write(line + b"\n")


def told_last(team: Path) -> frozenset[tuple[str, str]]:
    """What the last run noted, as (user, note); nothing where that cannot be read."""
    try:
        with (team / _LOG).open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - _TAIL))
            last = log.read().splitlines()[-1]
        places = orjson.loads(last)["workbooks"]
        return frozenset((str(place["user"]), str(note)) for place in places for note in place["notes"])
    except (OSError, IndexError, KeyError, TypeError, orjson.JSONDecodeError):
        return frozenset()
