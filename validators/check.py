"""All rules over a set of tables."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from validators.accepted import without_accepted
from validators.cells import Tables
from validators.context import Context
from validators.fields import TABLES
from validators.finding import SEVERITIES, Finding, Severity
from validators.models import specs
from validators.rules.registry import RULES
from validators.rules.rows import Rows

__all__ = [
    "UnknownRule",
    "as_set",
    "check",
    "check_rows",
    "chosen_rules",
    "in_order",
    "rules_named",
    "severities_named",
]


class UnknownRule(ValueError):
    """A code that is neither a rule's nor a family's. `nearest` is the rule or family that was probably meant."""

    def __init__(self, code: str, nearest: str) -> None:
        super().__init__(f"没有规则 {code}，最接近的是 {nearest} / there is no rule {code}; the nearest is {nearest}")
        self.code = code
        self.nearest = nearest


def check(tables: Tables, context: Context, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Finding]:
    """What the rules say about these tables, by table, row, column and severity.

    `select` and `ignore` take codes (R001) and families (R). Selected rules are judged even where the settings ignore
    them; `ignore` always wins. Without a selection the settings' `rules.select` and `rules.ignore` hold. The settings'
    `rules.severity` overrides what a rule says, a code's entry before its family's. What `rules.accepted` names is not
    said.

    Raises:
        UnknownRule: a code in `select`, `ignore` or the settings that no rule has.
    """
    if not context.specs:
        context = replace(context, specs=specs(context.settings))
    return check_rows(Rows(tables, context), select, ignore)


def check_rows(rows: Rows, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Finding]:
    """`check` over rows of which something may be worked out already."""
    context = rows.context
    chosen = (rules_named(select) if select else chosen_rules(context)) - rules_named(ignore)
    findings: list[Finding] = []
    for code, rule in RULES.items():
        if code in chosen:
            findings += rule.check(rows, context)
    return in_order(as_set(findings, context), context)


def as_set(findings: list[Finding], context: Context) -> list[Finding]:
    """The findings as the team wants them told: with the severity that it set, without what was accepted."""
    severities = severities_named(context.settings.rules.severity)
    if severities:
        findings = [one._replace(severity=severities[one.rule]) if one.rule in severities else one for one in findings]
    return without_accepted(findings, context)


def chosen_rules(context: Context) -> set[str]:
    """The codes of the rules that the settings have judged. What the agent tells of its own work is not chosen: it is
    told unless it is ignored.

    Raises:
        UnknownRule: a code in the settings that no rule has.
    """
    rules = context.settings.rules
    return (rules_named([*rules.select, "A"]) if rules.select else set(RULES)) - rules_named(rules.ignore)


def in_order(findings: Iterable[Finding], context: Context) -> list[Finding]:
    """Findings by table, row, column and severity."""
    tables_at = {name: at for at, name in enumerate(TABLES)}
    columns_at = {(name, column.name): at for name in TABLES for at, column in enumerate(context.specs[name].columns)}
    severity_at = {severity: at for at, severity in enumerate(SEVERITIES)}
    return sorted(
        findings,
        key=lambda f: (
            tables_at[f.table],
            f.row,
            columns_at.get((f.table, f.column or ""), -1),
            severity_at[f.severity],
            f.rule,
        ),
    )


def rules_named(named: Iterable[str]) -> set[str]:
    """The codes of the rules that codes and families name.

    Raises:
        UnknownRule: a code that no rule has.
    """
    result: set[str] = set()
    for code in named:
        result.update(_rules_of(code))
    return result


def _rules_of(code: str) -> list[str]:
    wanted = code.strip().upper()
    if wanted in RULES:
        return [wanted]
    family = [rule for rule in RULES if rule.rstrip("0123456789") == wanted]
    if not family:
        names = [*RULES, *{rule.rstrip("0123456789") for rule in RULES}]
        raise UnknownRule(code, difflib.get_close_matches(wanted, sorted(names), 1, 0)[0])
    return family


def severities_named(named: Mapping[str, Severity]) -> dict[str, Severity]:
    """The severity of each rule that the settings speak of; a code's own entry wins over its family's.

    Raises:
        UnknownRule: a code that no rule has.
    """
    result: dict[str, Severity] = {}
    for code, severity in sorted(named.items(), key=lambda item: len(item[0].strip())):
        for rule in _rules_of(code):
            result[rule] = severity
    return result
