"""Says once a run which years' holidays are not known yet where the team counts working days. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from validators.cadence import Due, missing_years
from validators.context import Context
from validators.fields import Label, listed

__all__ = ["holidays_note"]

_MISSING = Label(
    "{years} 年的节假日安排程序里还没有：到期日只避开周末，请在安排公布后更新 Salesheet",
    "the holidays of {years} are not known yet: due days keep off weekends alone; update Salesheet once they are out",
)


def holidays_note(dues: Iterable[Due], context: Context) -> list[str]:
    """What is to be told of the calendar: nothing, or that something is due in a year whose holidays are not known."""
    missing = missing_years(context, {due.next_due.year for due in dues if due.next_due is not None})
    years = listed(map(str, missing), context.language)
    return [_MISSING[context.language].format(years=years)] if missing else []
