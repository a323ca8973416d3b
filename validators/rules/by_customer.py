"""What rules about a follow-up, an opportunity or a task want to know of the customer that it hangs on."""

from __future__ import annotations

from typing import TypeAlias

from validators.cells import Cell
from validators.rules.rows import Rows

__all__ = ["open_stages", "status_of"]

Statuses: TypeAlias = dict[Cell, str]


def status_of(rows: Rows) -> Statuses:
    """The status of each customer by its ID; an ID in two rows (K001) and a status that is none (R006) tell nothing."""
    if not rows.has("customers", "Customer_ID", "Status"):
        return {}
    known = {choice.id for choice in rows.spec("customers").by_name["Status"].choices}
    found: Statuses = {}
    twice: set[Cell] = set()
    for key, status in zip(rows.cells("customers", "Customer_ID"), rows.cells("customers", "Status"), strict=True):
        if key in found or key is None:
            twice.add(key)
        elif isinstance(status, str):
            found[key] = status
    return {key: status for key, status in found.items() if key not in twice and status in known}


def open_stages(rows: Rows) -> set[str]:
    """The stages that neither win nor lose."""
    return {choice.id for choice in rows.spec("opportunities").by_name["Stage"].choices if choice.closes is None}
