"""Findings that the team's manager accepted until a day (`[[rules.accepted]]`): exactly these are not said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from validators.context import Context
from validators.finding import Finding
from validators.settings import Accepted, Settings

__all__ = ["in_force", "without_accepted"]


def in_force(settings: Settings, today: date) -> Sequence[Accepted]:
    """The exceptions that hold today; their last day is one of them."""
    return [one for one in settings.rules.accepted if today <= one.until]


def without_accepted(findings: list[Finding], context: Context) -> list[Finding]:
    """The findings that nobody accepted. An exception without a column is for the finding about the whole row, and for
    those about any of its cells."""
    accepted = in_force(context.settings, context.today)
    if not accepted:
        return findings
    known = {(one.rule.strip().upper(), one.key.strip(), one.column) for one in accepted}
    return [
        one
        for one in findings
        if (one.rule, one.key, one.column or "") not in known and (one.rule, one.key, "") not in known
    ]
