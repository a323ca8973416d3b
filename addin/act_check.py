"""Buttons that judge what stands in the workbook: check this sheet, find duplicates, overdue, fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from addin.desk import Desk, Outcome, Place
from sync.flags import flag_cells, no_formula
from sync.model import CellEdit, Update, differing
from sync.ooxml.refs import column_number
from validators.cells import Cell, Table, Tables
from validators.check import check
from validators.fields import Label
from validators.finding import Finding

__all__ = ["NO_CUSTOMERS", "check_sheet", "find_duplicates", "fix", "show_overdue", "whole"]

_CLEAN = Label("检查了 {rows:,} 行，没有发现问题。", "Checked {rows:,} rows: nothing to mend.")
_FOUND = Label(
    "检查了 {rows:,} 行：错误 {error:,}，警告 {warning:,}，提示 {info:,}。已跳到第一处：{first}",
    "Checked {rows:,} rows: errors {error:,}, warnings {warning:,}, infos {info:,}. Went to the first: {first}",
)
NO_CUSTOMERS = Label("这个工作簿里没有客户表。", "This workbook has no table of customers.")
_NO_DOUBLES = Label("查了 {rows:,} 个客户，没有确定重复的。", "Looked at {rows:,} customers: no certain duplicates.")
_DOUBLES = Label(
    "查了 {rows:,} 个客户：{groups:,} 组确定重复，共 {members:,} 行。第一组：{why}",
    "Looked at {rows:,} customers: {groups:,} groups of certain duplicates, {members:,} rows. First: {why}",
)
_OWN_ONLY = Label("（只查了这个工作簿里的客户。）", " (Only customers in this workbook.)")
_IN_TIME = Label(
    "{rows:,} 个客户都没有逾期；{soon:,} 个快到期。", "None of {rows:,} customers overdue; {soon:,} due soon."
)
_OVERDUE = Label(
    "{late:,} 个客户逾期，{soon:,} 个快到期，见本表。",
    "{late:,} customers overdue, {soon:,} due soon: listed here.",
)
_NO_FIX = Label(
    "没有可以放心自动改的地方；另有 {more:,} 处有建议，请看“检查”列自己定。",
    "Nothing that is safe to mend by itself; {more:,} more have a suggestion for you to decide on, see Check.",
)
_LEFT = Label("没有改的第一处：{where} {left}", " First one left: {where} {left}")
_FORMULAS = Label("（其中 {formulas:,} 处是公式，请改公式。）", " ({formulas:,} of them are formulas: mend those.)")
_FIXED = Label(
    "改好了 {fixed:,} 处（意思不变，只是写法）；另有 {more:,} 处有建议，请自己定。第一处：{first}",
    "Mended {fixed:,} cells (the same meaning, written properly); {more:,} more are yours to decide. First: {first}",
)


def check_sheet(desk: Desk) -> Outcome:
    """Flag the rows of the table in view (of all tables where none is), and go to the first finding."""
    only = _chosen(desk)
    findings = [one for one in _check(desk, desk.snapshot.tables) if one.table in only]
    rows = sum(len(desk.snapshot.tables[name]) for name in only)
    update = Update(agent=flag_cells(desk.snapshot, findings, desk.context.language, only))
    if not findings:
        return Outcome(desk.say(_CLEAN, rows=rows), update)
    counts = Counter(finding.severity for finding in findings)
    first = findings[0]
    words = {severity: counts[severity] for severity in ("error", "warning", "info")}
    return Outcome(desk.say(_FOUND, rows=rows, first=first.message, **words), update, _place(first))


def find_duplicates(desk: Desk) -> Outcome:
    """Say beside each customer which other rows are certainly the same one, or probably."""
    from validators.cadence import columns_of
    from validators.duplicates import groups  # the other buttons need not wait for its comparers
    from validators.probable import forms_of, links
    from validators.rules.certain_duplicate import duplicate_findings
    from validators.rules.probable_duplicate import probable_findings

    customers = desk.snapshot.tables.get("customers")
    if customers is None:
        return Outcome(desk.say(NO_CUSTOMERS))
    found = groups(customers, desk.context)
    canonical = columns_of({"customers": customers}, desk.context)
    likely = links(forms_of(customers, canonical))
    certain = [group.rows for group in found]
    said: dict[int, Cell] = {
        one.row: one.message for one in probable_findings(likely, certain, customers, desk.context)
    }
    said |= {one.row: one.message for one in duplicate_findings(found, customers, desk.context)}
    update = Update(agent=_changed(desk, "customers", "Duplicate_Of", [said.get(at) for at in range(len(customers))]))
    if not found:
        return Outcome(desk.say(_NO_DOUBLES, rows=len(customers)) + desk.say(_OWN_ONLY), update)
    why = ("；" if desk.context.language == "zh" else "; ").join(found[0].why)
    members = sum(len(group.rows) for group in found)
    message = desk.say(_DOUBLES, rows=len(customers), groups=len(found), members=members, why=why)
    address = customers.address(found[0].rows[0], "Customer_Name")
    return Outcome(message + desk.say(_OWN_ONLY), update, _cell(address))


def show_overdue(desk: Desk) -> Outcome:
    """Date the next follow-up of each customer, and list whom to contact now."""
    from sync.reports import overdue
    from sync.reports.facts import prepare
    from sync.reports.scene import Scene

    customers = desk.snapshot.tables.get("customers")
    if customers is None:
        return Outcome(desk.say(NO_CUSTOMERS))
    tables = whole(desk)
    facts = prepare(tables, desk.context)
    late, soon = sum(due.overdue_days > 0 for due in facts.dues), sum(due.due_soon for due in facts.dues)
    scene = Scene(desk.context, desk.now, desk.user, desk.user, (), ())
    sheet = overdue.build(tables, scene, facts)
    update = Update(
        agent=_changed(desk, "customers", "Next_Due", [due.next_due for due in facts.dues]), sheets=lambda _: [sheet]
    )
    if not late:
        return Outcome(desk.say(_IN_TIME, rows=len(customers), soon=soon), update)
    return Outcome(desk.say(_OVERDUE, late=late, soon=soon), update, show=sheet)


def fix(desk: Desk) -> Outcome:
    """Write what provably means the same in the proper form, in the table in view; then flag what is left."""
    from validators.mending import mend  # the other buttons need not wait for it

    only = _chosen(desk)

    def kept(finding: Finding) -> str:
        return no_formula(desk.snapshot, finding) if finding.table in only else "elsewhere"

    mending = mend(desk.snapshot.tables, replace(desk.context, known=desk.snapshot.known), kept=kept)
    left = [(finding, why) for finding, why in mending.left if finding.table in only]
    said = "".join(_said_of_left(desk, left))
    if not mending.mends:
        return Outcome(desk.say(_NO_FIX, more=len(left)) + said)
    edits = [CellEdit(one.table, one.row, one.column, one.before, one.after) for one in mending.mends]
    findings = [one for one in mending.findings if one.table in only]
    update = Update(edits, agent=flag_cells(desk.snapshot, findings, desk.context.language, only))
    first = mending.mends[0]
    message = desk.say(_FIXED, fixed=len(edits), more=len(left), first=first.message)
    return Outcome(message + said, update, _cell(first.address))


def _said_of_left(desk: Desk, left: Sequence[tuple[Finding, str]]) -> Iterator[str]:
    formulas = sum(why == "formula" for _, why in left)
    if formulas:
        yield desk.say(_FORMULAS, formulas=formulas)
    if left:
        finding, _ = left[0]
        yield desk.say(_LEFT, where=(finding.address or "").rpartition("!")[2], left=finding.message)


def whole(desk: Desk) -> dict[str, Table]:
    """All standard tables; one that the workbook does not have is empty."""
    return {
        name: desk.snapshot.tables.get(name) or Table(name, {column.name: [] for column in spec.columns})
        for name, spec in desk.context.specs.items()
    }


def _check(desk: Desk, tables: Tables) -> list[Finding]:
    return check(tables, replace(desk.context, known=desk.snapshot.known))


def _chosen(desk: Desk) -> list[str]:
    here = desk.table_here()
    return [here.name] if here is not None else list(desk.snapshot.tables)


def _changed(desk: Desk, table: str, column: str, wanted: Sequence[Cell]) -> dict[str, dict[str, dict[int, Cell]]]:
    """The agent's cells of a column that differ from what stands there; formulas of the user's own are left alone."""
    formulas = {row for row, at in desk.snapshot.formulas_of(table) if at == column}
    cells = differing(desk.snapshot.tables[table].get(column), wanted, formulas)
    return {table: {column: cells}} if cells else {}


def _place(finding: Finding) -> Place | None:
    return _cell(finding.address)


def _cell(address: str | None) -> Place | None:
    if address is None:
        return None
    sheet, _, cell = address.rpartition("!")
    letters = cell.rstrip("0123456789")
    return Place(sheet, int(cell[len(letters) :]), column_number(letters))
