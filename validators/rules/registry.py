"""The rules by code. A new rule is one file and one line here."""

from __future__ import annotations

from validators.rule import Rule
from validators.rules import (
    broken_promise,
    by_agent,
    cells,
    certain_duplicate,
    choice,
    contact,
    date_order,
    dates,
    follow_up,
    identity,
    late_entry,
    numbers,
    references,
    required,
    stage,
    status,
)

__all__ = ["RULES"]

RULES: dict[str, Rule] = {
    "R001": required.REQUIRED,
    "R002": identity.MALFORMED_ID,
    "R003": dates.NOT_A_DATE,
    "R004": dates.TEXT_DATE,
    "R005": dates.DATE_RANGE,
    "R006": choice.CHOICE,
    "R007": numbers.NUMBER,
    "R008": numbers.AMOUNT,
    "R009": numbers.PROBABILITY,
    "R010": contact.CONTACT,
    "R011": cells.TOO_LONG,
    "R012": cells.UNREADABLE,
    "R013": cells.YES_NO,
    "K001": identity.DUPLICATE_ID,
    "K002": references.UNKNOWN_REFERENCE,
    "K003": references.UNKNOWN_USER,
    "S001": status.WON,
    "S002": status.LOST,
    "S003": status.OTHER_REASON,
    "S004": date_order.DATE_ORDER,
    "S005": stage.STAGE_PROBABILITY,
    "S006": stage.EXPECTED_PASSED,
    "S007": stage.CUSTOMER_NOT_WON,
    "F001": follow_up.OVERDUE,
    "F002": follow_up.DUE_SOON,
    "F003": follow_up.NEVER,
    "F004": follow_up.SILENT,
    "F005": late_entry.LATE_ENTRY,
    "F006": broken_promise.BROKEN_PROMISE,
    "D001": certain_duplicate.CERTAIN_DUPLICATE,
    "A001": by_agent.PUT_BACK,
    "A002": by_agent.OUTSIDE,
    "A003": by_agent.ELSEWHERE,
    "A004": by_agent.TAKEN,
}
