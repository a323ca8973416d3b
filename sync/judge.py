"""Judges the team's rows once, and says what each endpoint may hear of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from sync.store.hub import Hub
from validators.cadence import Due, dues
from validators.cells import Table
from validators.check import check
from validators.context import Context
from validators.duplicates import DuplicateGroup, groups
from validators.finding import MARKS, SEVERITIES, Finding
from validators.roles import Scope
from validators.rules.certain_duplicate import duplicate_findings

__all__ = ["CHECK_LENGTH", "Judgement", "check_text", "judge", "visible"]

CHECK_LENGTH = 60
"""How long the text of a Check cell may be; the findings sheet has the whole message."""

_OTHERS_CUSTOMER = frozenset({"S004", "S007"})
"""Rules whose message says something about the customer behind an opportunity, who may be somebody else's."""


@dataclass(slots=True)
class Judgement:
    """What is to be said about the team's rows: findings by table and key (duplicates apart), duplicate groups, and
    each customer's due date. `customer_of` gives the customer of the opportunities that something is said about."""

    findings: dict[str, dict[str, list[Finding]]]
    groups: list[DuplicateGroup]
    dues: dict[str, Due]
    customer_of: dict[str, str]


def judge(hub: Hub, context: Context) -> Judgement:
    """All rules over all rows of the hub."""
    tables = hub.rows()
    by_key: dict[str, dict[str, list[Finding]]] = {name: defaultdict(list) for name in tables}
    for finding in check(tables, context, ignore=["D001"]):
        by_key[finding.table][finding.key or ""].append(finding)
    customers = tables["customers"]
    found = groups(customers, context) if len(customers) else []
    keys = hub.tables["customers"].keys
    deals = hub.tables["opportunities"]
    customer_of = {key: str(deals.get(key, "Customer_ID")) for key in by_key["opportunities"] if key in deals.index}
    return Judgement(by_key, found, dict(zip(keys, dues(tables, context), strict=True)), customer_of)


def visible(
    judgement: Judgement, scope: Scope, customers: Table, context: Context
) -> dict[str, dict[str, list[Finding]]]:
    """The findings about the rows in scope; nothing in them tells of a row outside it.

    `customers` are the customers in scope, as the endpoint shows them.
    """
    mine = scope["customers"]
    result: dict[str, dict[str, list[Finding]]] = {}
    for name, by_key in judgement.findings.items():
        keys = scope.get(name)
        if keys is None and mine is None:
            result[name] = dict(by_key)
            continue
        chosen: dict[str, list[Finding]] = {}
        for key, findings in by_key.items():
            if keys is None or key in keys:
                secret = name == "opportunities" and mine is not None and judgement.customer_of.get(key) not in mine
                told = [finding for finding in findings if not (secret and finding.rule in _OTHERS_CUSTOMER)]
                kept = [_masked(finding, mine) for finding in told]
                if kept:
                    chosen[key] = kept
        result[name] = chosen
    shown = [group for group in judgement.groups if mine is None or sum(key in mine for key in group.keys) > 1]
    if mine is not None:
        shown = [_within(group, mine) for group in shown]
    about = result["customers"]
    for finding in duplicate_findings(shown, customers, context):
        about[finding.key or ""] = [*about.get(finding.key or "", ()), finding]
    return result


def _masked(finding: Finding, mine: set[str] | None) -> Finding:
    """A suggestion that names a row outside the scope is left out."""
    if mine is None or finding.rule != "K002" or finding.fix is None or finding.fix.value in mine:
        return finding
    message = finding.message.replace(str(finding.fix.value), "…")
    return replace(finding, message=message, fix=None, hint=None)


def _within(group: DuplicateGroup, mine: set[str]) -> DuplicateGroup:
    at = [i for i, key in enumerate(group.keys) if key in mine]
    return replace(group, rows=tuple(group.rows[i] for i in at), keys=tuple(group.keys[i] for i in at))


def check_text(findings: list[Finding]) -> str | None:
    """What stands in a row's Check cell: the sign of the worst finding, its message, and how many more there are."""
    if not findings:
        return None
    worst = min(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    more = f" (+{len(findings) - 1})" if len(findings) > 1 else ""
    text = f"{MARKS[worst.severity]} {worst.message}"
    room = CHECK_LENGTH - len(more)
    return (text if len(text) <= room else text[: room - 1] + "…") + more
