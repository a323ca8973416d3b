"""What hangs on rows that leave an endpoint, put on the run's record before it goes: no column carries it."""

from __future__ import annotations

from sync.model import Endpoint
from sync.place import PlacePlan
from sync.store.records import Change
from validators.fields import Language, listed
from validators.private.find import masked

__all__ = ["leaving_remarks", "remarks_note"]


def leaving_remarks(plan: PlacePlan, endpoint: Endpoint) -> list[Change]:
    """Comments, links and formulas of the rows that leave with a plan, what is private in them masked; the user is
    whose workbook they stood in.

    Raises:
        SalesheetError: the endpoint cannot be read, or changed since it was.
    """
    if not plan.update.removed:
        return []
    keys, who = plan.leaving(), plan.user.name
    found = endpoint.remarks(plan.update.removed, plan.version)
    return [
        Change(name, keys[name, row], column, None, masked(text, column), who, who)
        for (name, row, column), text in found.items()
    ]


def remarks_note(remarks: list[Change], language: Language) -> str:
    """The run report's sentence about them."""
    keys = listed(sorted({change.key for change in remarks}), language, 5)
    return _NOTE[language].format(count=len(remarks), keys=keys)


_NOTE: dict[Language, str] = {
    "zh": "{count} 处批注、链接或公式随行移走，内容记在历史里，可用 salesheet history 查看：{keys}",
    "en": "comments, links and formulas that moved away with rows: {count}; salesheet history tells them: {keys}",
}
