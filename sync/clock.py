"""What time it is for a team: the one place that looks at the computer's clock."""

from __future__ import annotations

from datetime import date, datetime, time

from validators.settings import Team

__all__ = ["now"]


def now(team: Team, today: date | None = None) -> datetime:
    """The time in the team's zone, without zone mark; 08:00 of `today` where a day is given."""
    if today is not None:
        return datetime.combine(today, time(8))
    return datetime.now(team.zone).replace(microsecond=0, tzinfo=None)
