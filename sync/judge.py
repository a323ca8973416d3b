"""Judges the team's rows once, and says what each endpoint may hear of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.answers import DISTINCT, distinct_of, part
from sync.entered import entered_of
from sync.recheck import ByKey, Checked, Forms, kept_forms, known_forms, recheck
from sync.reports.facts import Facts, prepare
from sync.store.hub import Hub
from sync.store.records import RunRecord
from sync.timings import Stopwatch
from validators import ids
from validators.cells import Cell, Table
from validators.check import as_set, check, check_rows, chosen_rules, severities_named
from validators.context import Context
from validators.distinct import without_distinct
from validators.duplicates import DuplicateGroup, groups, namesakes, same_name
from validators.fields import Language
from validators.finding import MARKS, SEVERITIES, Finding, Severity
from validators.probable import Form, Link, Links, forms_of, links, links_again
from validators.roles import Scope
from validators.rules.certain_duplicate import duplicate_findings
from validators.rules.probable_duplicate import PROBABLE_DUPLICATE, probable_findings, without_certain
from validators.rules.rows import Rows

__all__ = ["CHECK_LENGTH", "Judgement", "check_text", "groups_within", "judge", "visible"]

CHECK_LENGTH = 60
"""How long the text of a Check cell may be; the findings sheet has the whole message."""

_OTHERS_CUSTOMER = frozenset({"K006", "S004", "S007", "S012", "S015"})
"""Rules whose message says something about the customer behind an opportunity, who may be somebody else's, or about
another opportunity of that customer."""
_OTHERS_FOLLOW_UP = frozenset({"K004"})
"""Rules whose message says something about a follow-up that a task names, which may be somebody else's."""

_ANEW = frozenset({"K002", "R002"})
"""Rules whose answer depends on which customers the reader sees."""
_MORE: Mapping[Language, str] = {"zh": "（另 {count} 处）", "en": " ({count} more)"}


@dataclass(slots=True)
class Judgement:
    """What is to be said about the team's rows: findings by table and key (duplicates apart), duplicate groups, and
    what the reports reckon with. `customer_of` gives the customer of the opportunities that something is said about,
    `dated` by column what the agent's cells of each customer show."""

    findings: ByKey
    groups: list[DuplicateGroup]
    facts: Facts
    customer_of: dict[str, str]
    dated: dict[str, dict[str, Cell]]
    namesakes: list[tuple[str, ...]]
    """The IDs of customers that share a name, however it is spelled."""
    likely: dict[tuple[str, str], Link]
    """The pairs of customers that are probably one, by their IDs; certain ones may be among them."""
    forms: Forms
    likely_severity: Severity
    parted: set[tuple[str, str]]
    """Those of the pairs that a person said are two."""

    def likely_rows(self) -> int:
        """How many customers are probably another one and not certainly."""
        told = {pair: link for pair, link in self.likely.items() if pair not in self.parted}
        keys = {key: at for at, key in enumerate({key for pair in told for key in pair})}
        certain = [[keys[key] for key in group.keys if key in keys] for group in self.groups]
        found = without_certain({(keys[a], keys[b]): link for (a, b), link in told.items()}, certain)
        return len({row for pair in found for row in pair})

    def checked(self, hub: Hub, stamp: str) -> Checked:
        """What the next run needs to judge only what changes."""
        return Checked(
            hub.run, hub.committed, stamp, self.findings, self.groups, self.namesakes, self.likely, self.forms
        )


def judge(
    hub: Hub,
    context: Context,
    before: Checked | None = None,
    record: RunRecord | None = None,
    watch: Stopwatch | None = None,
) -> Judgement:
    """All rules over all rows of the hub. Where it is known what they said `before`, only the rows are judged again
    that `record`, which has all changes since, changed or touched."""
    watch = watch or Stopwatch()
    context = replace(context, entered=entered_of(hub))
    tables = hub.rows()
    rows = Rows(tables, context)
    customers = tables["customers"]
    with watch("check"):
        again = before is None or record is None
        if before is not None and record is not None:
            by_key, again = recheck(hub, rows, context, before, record)
        else:
            by_key = {name: defaultdict(list) for name in tables}
            for finding in check_rows(rows, ignore=["D001", "D002"]):
                by_key[finding.table][finding.key or ""].append(finding)
        keys = hub.tables["customers"].keys
        distinct = distinct_of(hub.decisions)
        answered = record is not None and any(made.kind == DISTINCT for made in record.decisions)
        if before is not None and not again and not answered:
            found, named, likely, forms = before.groups, before.namesakes, before.likely, before.forms
        else:
            same, likely, forms = _alike(hub, rows, context, before)
            named = [tuple(keys[row] for row in those) for those in same]
            found = groups(customers, context, rows.canonical, same) if same else []
            found = without_distinct(found, customers, replace(context, distinct=distinct), keys)
    deals = hub.tables["opportunities"]
    customer_of = {key: str(deals.get(key, "Customer_ID")) for key in by_key["opportunities"] if key in deals.index}
    with watch("figures"):
        facts = prepare(tables, context, rows)
        dated: dict[str, dict[str, Cell]] = {
            "Update_Date": dict(zip(keys, customers.get("Update_Date"), strict=True)),
            "Next_Due": {key: due.next_due for key, due in zip(keys, facts.dues, strict=True)},
        }
    severity = severities_named(context.settings.rules.severity).get(PROBABLE_DUPLICATE.code)
    parted = {pair for pair in likely if _parted(hub, pair, distinct)}
    return Judgement(
        by_key, found, facts, customer_of, dated, named, likely, forms, severity or PROBABLE_DUPLICATE.severity, parted
    )


def _parted(hub: Hub, pair: tuple[str, str], distinct: Mapping[tuple[str, str], str]) -> bool:
    """Whether a person said that these two are not one, and neither changed since in what matters."""
    keys = min(pair), max(pair)
    return keys in distinct and part(hub, *pair) == (keys, distinct[keys])


def _alike(
    hub: Hub, rows: Rows, context: Context, before: Checked | None
) -> tuple[list[list[int]], dict[tuple[str, str], Link], Forms]:
    """The customers that share a name, the pairs that are probably one, and what they were found by. Where that is
    known from `before`, only rows that changed since are looked at again."""
    if PROBABLE_DUPLICATE.code not in chosen_rules(context):
        return namesakes(rows.canonical("customers", "Customer_Name")), {}, ([], [], [], [])
    keys = hub.tables["customers"].keys
    known = known_forms(before.forms) if before is not None else {}
    forms = _forms(hub, rows, known)
    found = links_again(forms, keys, known, before.likely) if before is not None and known else links(forms)
    same = same_name([form.name for form in forms])
    return same, {(keys[a], keys[b]): link for (a, b), link in found.items()}, kept_forms(keys, forms)


def _forms(hub: Hub, rows: Rows, known: Mapping[str, Form]) -> list[Form]:
    customers, table = rows.tables["customers"], hub.tables["customers"]
    if not known:
        return forms_of(customers, rows.canonical)
    forms = [
        known.get(key) if version != hub.run else None for key, version in zip(table.keys, table.versions, strict=True)
    ]
    fresh = [row for row, form in enumerate(forms) if form is None]
    changed = customers.take(fresh)
    made = iter(forms_of(changed, Rows({"customers": changed}, rows.context).canonical))
    return [form if form is not None else next(made) for form in forms]


def visible(
    judgement: Judgement,
    scope: Scope,
    tables: Mapping[str, Table],
    context: Context,
    claims: Collection[str] = (),
    shown: Sequence[DuplicateGroup] | None = None,
) -> dict[str, dict[str, list[Finding]]]:
    """The findings about the rows in scope; nothing in them tells of a row outside it.

    `tables` are the rows in scope, as the endpoint shows them; `claims` opportunities whose customer might as well not
    exist for this reader; `shown` the `groups_within` scope, where they are known.
    """
    mine, customers = scope["customers"], tables["customers"]
    result: dict[str, dict[str, list[Finding]]] = {}
    for name, by_key in judgement.findings.items():
        keys = scope.get(name)
        if keys is None and mine is None:
            result[name] = dict(by_key)
            continue
        chosen = by_key if keys is None else {key: by_key[key] for key in by_key if key in keys}
        if name == "opportunities" and mine is not None:
            chosen = {
                key: told
                for key, findings in chosen.items()
                if (told := findings if judgement.customer_of.get(key) in mine else _without_secrets(findings))
            }
        if name == "plan" and mine is not None:
            chosen = _without_others_follow_ups(chosen, tables)
        result[name] = chosen if mine is None else _by_own_rows(name, chosen, tables, context, claims)
    if shown is None:
        shown = groups_within(judgement, mine, customers, context)
    about = result["customers"]
    said = duplicate_findings(shown, customers, context) if "D001" in chosen_rules(context) else []
    for finding in as_set(said, context):
        about[finding.key or ""] = [*about.get(finding.key or "", ()), finding]
    if judgement.likely and PROBABLE_DUPLICATE.code in chosen_rules(context):
        for finding in _likely(judgement, shown, mine, customers, context):
            about[finding.key or ""] = [*about.get(finding.key or "", ()), finding]
    return result


def _likely(
    judgement: Judgement,
    certain: Sequence[DuplicateGroup],
    mine: Collection[str] | None,
    customers: Table,
    context: Context,
) -> list[Finding]:
    """What is said of pairs that are probably one, both of which the reader sees."""
    rows = {str(key): row for row, key in enumerate(customers.get("Customer_ID")) if mine is None or key in mine}
    found: Links = {}
    for (one, other), link in judgement.likely.items():
        if one in rows and other in rows and (one, other) not in judgement.parted:
            found[min(rows[one], rows[other]), max(rows[one], rows[other])] = link
    same = [[rows[key] for key in group.keys if key in rows] for group in certain]
    return as_set(probable_findings(found, same, customers, context), context)


def _without_secrets(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule not in _OTHERS_CUSTOMER]


def _without_others_follow_ups(
    findings: dict[str, list[Finding]], tables: Mapping[str, Table]
) -> dict[str, list[Finding]]:
    """The findings about tasks, but for those that tell of a follow-up which this reader does not see."""
    told = {key for key, found in findings.items() if any(one.rule in _OTHERS_FOLLOW_UP for one in found)}
    if not told:
        return findings
    plan, own = tables["plan"], set(tables["follow_ups"].get("Follow_ID"))
    done = dict(zip(plan.get("Plan_ID"), plan.get("Done_By"), strict=True))
    secret = {key for key in told if done.get(key) not in own}
    return {
        key: [one for one in found if one.rule not in _OTHERS_FOLLOW_UP] if key in secret else found
        for key, found in findings.items()
    }


def _by_own_rows(
    name: str,
    findings: dict[str, list[Finding]],
    tables: Mapping[str, Table],
    context: Context,
    claims: Collection[str],
) -> dict[str, list[Finding]]:
    """The findings with names typed for an ID, and IDs that are mere claims, judged anew by the customers in scope
    alone: whether somebody else has a customer of that name or ID is not told."""
    unknown = {(key, f.column) for key, found in findings.items() for f in found if f.rule == "K002" and f.column}
    claims = claims if name == "opportunities" else ()
    if not unknown and not claims:
        return findings
    table, own = tables[name], set(tables["customers"].get("Customer_ID"))
    places = {str(key): row for row, key in enumerate(table.get(context.specs[name].key))}
    anew = {(key, column) for key, column in unknown if ids.parse(str(table.get(column)[places[key]])) is None}
    anew |= {(k, "Customer_ID") for k in claims if k in places and table.get("Customer_ID")[places[k]] not in own}
    customers = tables["customers"]
    if not len(customers):  # rules take a table without rows for one that was not given
        customers = Table("customers", {"Customer_ID": [None], "Customer_Name": [None]})
    rows = {name: table.take([places[key] for key in dict(anew)]), "customers": customers}
    told: dict[str, list[Finding]] = defaultdict(list)
    select = sorted(_ANEW & chosen_rules(context))
    for finding in check(rows, context, select) if anew and select else ():
        key = str(finding.key)
        if finding.table == name and (key, finding.column) in anew:
            told[key].append(finding._replace(row=findings.get(key, [finding])[0].row))
    return findings | {
        key: [f for f in findings.get(key, ()) if f.rule not in _ANEW or (key, f.column) not in anew] + found
        for key, found in told.items()
    }


def groups_within(
    judgement: Judgement, mine: Collection[str] | None, customers: Table, context: Context
) -> list[DuplicateGroup]:
    """The groups among the customers in scope (None: all); `customers` are the rows there. What only a row outside it
    ties together is no group: that would tell of it."""
    if mine is None:
        return judgement.groups
    rows = {str(key): row for row, key in enumerate(customers.get("Customer_ID"))}
    result = []
    for group in judgement.groups:
        at = [rows[key] for key in group.keys if key in mine and key in rows]
        if len(at) == len(group.keys):
            result.append(group)
        elif len(at) > 1:
            result += groups(customers.take(sorted(at)), context)
    return result


def check_text(findings: list[Finding], language: Language) -> str | None:
    """What stands in a row's Check cell: the sign of the worst finding, its message, and how many more there are."""
    if not findings:
        return None
    worst = min(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    more = _MORE[language].format(count=len(findings) - 1) if len(findings) > 1 else ""
    text = f"{MARKS[worst.severity]} {worst.message}"
    room = CHECK_LENGTH - len(more)
    return (text if len(text) <= room else text[: room - 1] + "…") + more
