"""`logs/requests.jsonl`: who asked for what kind of thing, when, and how it ended. The limits are counted from it, so
that they hold across restarts."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from sync.atomic import PRIVATE

__all__ = ["last_hour", "note"]

LOG = Path("logs") / "requests.jsonl"
_TAIL = 1 << 21
"""How many bytes of the log are looked at for the last hour."""


def note(team: Path, at: datetime, user: str, request: str, ask: str | None, status: str, code: str | None) -> None:
    """Add a line. What a request was about is left out: that may be anything a person typed."""
    path = team / LOG
    path.parent.mkdir(mode=0o700, exist_ok=True)
    line = {
        "at": at.isoformat(sep=" "),
        "user": user,
        "request": request,
        "ask": ask,
        "status": status,
        "code": code,
    }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
    with os.fdopen(handle, "ab") as log:
        log.write(orjson.dumps(line) + b"\n")


def last_hour(team: Path, now: datetime) -> dict[str, Counter[str]]:
    """By user, of the last hour: `all` requests answered, how many of them for `runs`, and how often somebody was
    `told` that it is too many."""
    used: dict[str, Counter[str]] = {}
    try:
        with (team / LOG).open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - _TAIL))
            lines = log.read().splitlines()
    except FileNotFoundError:
        return used
    since, until = ((now - timedelta(hours=hours)).isoformat(sep=" ") for hours in (1, 0))
    for line in lines:
        try:
            entry: dict[str, Any] = orjson.loads(line)
        except orjson.JSONDecodeError:  # the first line may be cut off, the last torn by a kill
            continue
        if since < entry["at"] <= until:
            count = used.setdefault(entry["user"], Counter())
            over = entry["code"] == "too_many"
            count["told"] += over
            count["all"] += not over
            count["runs"] += entry["ask"] in ("run", "report")
    return used
