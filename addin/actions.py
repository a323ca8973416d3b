"""The ribbon's buttons: one line each. A later capability joins with its function and a line here."""

from __future__ import annotations

from addin.act_check import check_sheet, find_duplicates, fix, show_overdue
from addin.act_rows import new_customer, new_follow_up
from addin.act_team import help_, refresh_reports, settings, sync_now
from addin.desk import Action

__all__ = ["ACTIONS"]

ACTIONS: dict[str, Action] = {
    "check_sheet": check_sheet,
    "find_duplicates": find_duplicates,
    "show_overdue": show_overdue,
    "fix": fix,
    "new_customer": new_customer,
    "new_follow_up": new_follow_up,
    "refresh_reports": refresh_reports,
    "sync_now": sync_now,
    "settings": settings,
    "help": help_,
}
