"""The counts of a run, for its report. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sync.judge import Judgement
from sync.outcome import RunReport
from sync.place import PlacePlan
from sync.store.hub import Hub

__all__ = ["tally"]


def tally(
    hub: Hub, judgement: Judgement, plans: Sequence[PlacePlan], places: Mapping[str, str], today: date
) -> RunReport:
    """What was found in the hub and in each place; `places` says by user where their tables live."""
    report = RunReport(hub.run, today.isoformat())
    report.places = [plan.report(places[plan.user.name]) for plan in plans]
    for by_key in judgement.findings.values():
        for findings in by_key.values():
            report.findings.update(finding.severity for finding in findings)
            report.rules.update(finding.rule for finding in findings)
    apart = {(f.rule, f.severity, f.table, f.key, f.column, f.message) for plan in plans for f in plan.apart}
    report.findings.update(severity for _, severity, *_ in apart)
    report.rules.update(rule for rule, *_ in apart)
    report.duplicates = len(judgement.groups)
    if judgement.groups:
        rows = sum(len(group.keys) for group in judgement.groups)
        report.findings["warning"] += rows
        report.rules["D001"] += rows
    likely = judgement.likely_rows()
    if likely:
        report.findings[judgement.likely_severity] += likely
        report.rules["D002"] += likely
    report.overdue = sum(due.overdue_days > 0 for due in judgement.facts.dues)
    report.conflicts = len(hub.conflicts)
    return report
