"""What time it is for a team: the one place that looks at the computer's clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from validators.settings import Team

__all__ = ["local_zone", "now"]

_LINK = Path("/etc/localtime")


def now(team: Team, today: date | None = None) -> datetime:
    """The time in the team's zone, without zone mark; 08:00 of `today` where a day is given."""
    if today is not None:
        return datetime.combine(today, time(8))
    return datetime.now(team.zone).replace(microsecond=0, tzinfo=None)


def local_zone() -> str:
    """The name of the computer's time zone; where it does not tell, that of its present distance from UTC."""
    target = _LINK.readlink().as_posix() if _LINK.is_symlink() else ""
    for name in (os.environ.get("TZ", ""), target.partition("zoneinfo/")[2]):
        try:
            if name:
                return ZoneInfo(name).key
        except (OSError, ValueError, ZoneInfoNotFoundError):
            continue
    offset = datetime.now(UTC).astimezone().utcoffset()
    hours = round(offset.total_seconds() / 3600) if offset is not None else 0
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"
