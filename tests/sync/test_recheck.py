"""Judging again only what a run changed and touched says what judging every row says."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import checked
from sync.answering import part_all
from sync.judge import Judgement, judge
from sync.recheck import known_forms, stamp_of
from sync.store.hub import Hub
from sync.store.records import Added, Change, RunRecord
from sync.unite import carry_out, plan_union
from sync.upkeep.demo_data import Rows, generate
from tests.sync.team import MANAGER, NOW, REP_A, Team, customer
from validators.cells import Cell, Unreadable
from validators.context import Context
from validators.fields import TABLES
from validators.finding import Finding
from validators.settings import Accepted, AmountLimits, LengthLimits, RuleSettings

DAY = date(2026, 5, 6)
_CONTACT = ("Follow_Date", "Customer_ID", "Next_Plan")
Said = dict[tuple[str, str], list[Finding]]


@cache
def team() -> tuple[Hub, Context, Judgement]:
    """A hub of a few dozen rows, faults and customers that are probably one among them, and what is said of it."""
    made = generate(Rows(24, 60, 20, 12, reps=2), 3, "zh", DAY)
    alike = made.tables["customers"].columns
    for column in ("Contact_Info", "Contact_Person"):
        alike[column][1] = alike[column][0]
    alike["Customer_Name"][0], alike["Customer_Name"][1] = "杭州云帆科技有限公司", "云凡科技"
    context, hub = Context.of(made.settings, DAY), Hub(run=1)
    for name, table in made.tables.items():
        key = context.specs[name].key
        keys = [str(cell) for cell in table.get(key)]
        rows = [row for row, cell in enumerate(keys) if keys.index(cell) == row and cell != "None"]
        columns = {column: [cells[row] for row in rows] for column, cells in table.columns.items()}
        hub.tables[name].extend([keys[row] for row in rows], columns, 1)
    _spoil(hub)
    for key in hub.tables["follow_ups"].keys[-6:]:
        hub.entered[key] = ("2026-05-05 08:00:00", "2026-05-05 09:00:00")
    return hub, context, judge(hub, context)


def _spoil(hub: Hub) -> None:
    """Faults that stand between rows: records written down twice, a task done by another customer's follow-up."""
    for name, prefix in (("follow_ups", "F"), ("opportunities", "O")):
        table = hub.tables[name]
        twice = [table.row(key) for key in table.keys[:6:2]]
        keys = [f"{prefix}2026050680{at}" for at in range(len(twice))]
        cells = {column: [row.get(column) for row in twice] for column in table.columns}
        cells[next(iter(cells))] = list(keys)
        table.extend(keys, cells, 1)
    plan, follow_ups = hub.tables["plan"], hub.tables["follow_ups"]
    for at, key in enumerate(plan.keys[:6]):
        plan.set(key, "Done_By", follow_ups.keys[at], 1)


def said(judgement: Judgement) -> Said:
    """What is said of each row; in which order the rows are told of, and their places, say nothing."""
    by_key = judgement.findings.items()
    return {
        (name, key): [one._replace(row=0) for one in told] for name, by in by_key for key, told in by.items() if told
    }


def values(hub: Hub) -> st.SearchStrategy[Cell]:
    customers = hub.tables["customers"]
    names: Sequence[Cell] = [
        *customers.columns["Customer_Name"][:6],
        *customers.columns["Contact_Info"][:4],
        *customers.columns["Contact_Person"][:3],
    ]
    keys: Sequence[Cell] = [
        *customers.keys[:6],
        customers.keys[0].lower(),
        "C20990101001",
        *hub.tables["follow_ups"].keys[:3],
    ]
    plain: Sequence[Cell] = [
        None,
        "",
        "赢单",
        "成交客户",
        "重点客户",
        0,
        60,
        120000,
        True,
        Unreadable("#REF!"),
        "2026.5.6",
        "流失客户",
        "潜在客户",
        "是，成交客户",
        " 无 ",
        "刘洋",
        "身份证 33010619900307105X",
        1.10101199003071e17,
        "翠苑小区3幢2单元501室",
        "5月5日前报价",
        "3天后回访",
    ]
    days: Sequence[Cell] = [DAY - timedelta(days=days) for days in (0, 3, 40, 400)]
    return st.sampled_from([*names, *keys, *plain, *days])


def earlier(parted: bool) -> Hub:
    """The hub before the run; in it people may have said of two pairs that they are not one customer."""
    hub = copy.deepcopy(team()[0])
    for group in team()[2].groups[:2] if parted else ():
        part_all(hub, RunRecord(1, ""), str(group.keys[0]), [str(group.keys[1])], "张伟")
    return hub


@st.composite
def runs(draw: st.DrawFn) -> tuple[Hub, RunRecord, bool]:
    """The hub in the middle of a run that changed, added, removed, merged and parted some rows, the record of that, and
    whether people had parted some before."""
    parted = draw(st.booleans())
    hub = earlier(parted)
    hub.run = 2
    record = RunRecord(2, "")
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(TABLES))
        table = hub.tables[name]
        columns = [column.name for column in team()[1].specs[name].typed if column.name in table.columns]
        kinds = ("edit", "edit", "edit", "remove", "add", "twice", "task", "contact", "merge", "part")
        what = draw(st.sampled_from(kinds))
        if what == "contact":  # what a customer is told of depends on this column more than on any other
            name, table = "follow_ups", hub.tables["follow_ups"]
        if what == "task":
            name, table = "plan", hub.tables["plan"]
        if what == "twice" and not table.keys:
            what = "add"
        customers = hub.tables["customers"].keys
        if what in ("merge", "part"):
            one, other = draw(st.permutations(customers))[:2] if len(customers) > 1 else ("", "")
            if what == "part" and other:
                part_all(hub, record, one, [other], "张伟")
            elif other:
                carry_out(hub, plan_union(hub, one, other, team()[1]), record, "张伟", DAY)
        elif what in ("add", "twice"):
            key = f"{name[0].upper()}2026050690{len(record.added)}"
            cells: dict[str, list[Cell]] = {column: [draw(values(hub))] for column in columns}
            if what == "twice":  # somebody copied a row
                row = table.row(draw(st.sampled_from(table.keys)))
                cells = {column: [row.get(column)] for column in columns}
            cells[team()[1].specs[name].key] = [key]
            table.extend([key], cells, 2)
            if name == "follow_ups":  # it may have come in late
                hub.entered[key] = ("2026-05-05 10:00:00", "2026-05-06 08:00:00")
            record.added.append(Added(name, [key], cells, "张伟", "张伟"))
        elif table.keys:
            key = draw(st.sampled_from(table.keys))
            if what == "remove":
                record.removed.append((name, key, table.row(key), "张伟"))
                table.remove([key])
            else:
                others = [one for one in columns if one != team()[1].specs[name].key]
                chosen = _CONTACT if what == "contact" else ("Done_By",) if what == "task" else others
                column = draw(st.sampled_from(chosen))
                before, after = table.get(key, column), draw(values(hub))
                table.set(key, column, after, 2)
                record.changes.append(Change(name, key, column, before, after, "张伟", "张伟"))
    return hub, record, parted


@cache
def choosy() -> tuple[Context, Judgement]:
    """A team that chose its rules and their limits and accepted every third finding, and what it is told."""
    hub, context, first = team()
    told = [one for by_key in first.findings.values() for found in by_key.values() for one in found][::3]
    rules = RuleSettings(
        select=("R", "S", "F", "K002"),
        ignore=("R006",),
        severity={"S": "info"},
        R008=AmountLimits(warn_from=50_000),
        R011=LengthLimits(longest={"Content": 8, "customers.Notes": 5}),
        accepted=tuple(
            Accepted(rule=one.rule, key=str(one.key), column=one.column or "", until=DAY, by="陈静", why="说好的")
            for one in told
        ),
    )
    chosen = Context.of(context.settings.model_copy(update={"rules": rules}), DAY)
    return chosen, judge(hub, chosen)


@settings(max_examples=150)
@given(runs(), st.booleans())
def test_it_says_what_judging_every_row_says(run: tuple[Hub, RunRecord, bool], own_rules: bool) -> None:
    hub, record, parted = run
    context, first = choosy() if own_rules else team()[1:]
    if parted:
        first = judge(earlier(parted), context)
    before = replace(first.checked(hub, ""), findings={name: dict(by) for name, by in first.findings.items()})
    again, whole = judge(hub, context, before, record), judge(hub, context)
    assert said(again) == said(whole)
    assert again.groups == whole.groups
    assert (again.likely, again.namesakes) == (whole.likely, whole.namesakes)
    assert known_forms(again.forms) == known_forms(whole.forms)
    assert again.customer_of == whole.customer_of


def test_only_the_rows_within_reach_are_judged() -> None:
    """The control: a finding that nobody would make is kept where nothing changed, and gone where something did."""
    hub, context, first = team()
    hub = copy.deepcopy(hub)
    hub.run = 2
    one, two = hub.tables["customers"].keys[:2]
    made_up = Finding("X001", "error", "customers", one, None, None, "不会有这一条")
    findings = {name: {key: list(told) for key, told in by.items()} for name, by in first.findings.items()}
    for key in (one, two):
        findings["customers"].setdefault(key, []).append(made_up._replace(key=key))
    hub.tables["customers"].set(two, "Notes", "改了", 2)
    record = RunRecord(2, "", [Change("customers", two, "Notes", None, "改了", "张伟", "张伟")])
    again = judge(hub, context, replace(first.checked(hub, ""), findings=findings), record)
    kept = {key for key, told in again.findings["customers"].items() if any(f.rule == "X001" for f in told)}
    assert kept == {one}


def test_what_was_said_is_kept_for_the_next_run_of_that_hub_alone(tmp_path: Path) -> None:
    _, context, first = team()
    stamp = stamp_of(context, "1")
    kept = replace(first.checked(team()[0], stamp), run=7, committed=("000001.jsonl", 99))
    checked.save(tmp_path, kept)
    found = checked.load(tmp_path, 7, ("000001.jsonl", 99), stamp)
    assert found is not None
    everything = [one for by in first.findings.values() for told in by.values() for one in told]
    assert [one for by in found.findings.values() for told in by.values() for one in told] == [
        one._replace(row=-1, address=None) for one in everything
    ]
    assert (found.groups, found.likely, found.forms) == (first.groups, first.likely, first.forms)
    assert first.likely
    assert checked.load(tmp_path, 8, ("000001.jsonl", 99), stamp) is None
    assert checked.load(tmp_path, 7, ("000001.jsonl", 98), stamp) is None
    assert checked.load(tmp_path, 7, ("000001.jsonl", 99), stamp_of(context, "2")) is None
    raw = (tmp_path / checked.NAME).read_bytes()
    (tmp_path / checked.NAME).write_bytes(raw.replace(b"error", b"errox", 1))
    assert checked.load(tmp_path, 7, ("000001.jsonl", 99), stamp) is None
    checked.forget(tmp_path)
    assert checked.load(tmp_path, 7, ("000001.jsonl", 99), stamp) is None


@pytest.mark.parametrize("other", ["day", "settings", "language", "known"])
def test_what_decides_besides_the_rows_is_in_the_stamp(other: str) -> None:
    _, context, _ = team()
    changed = {
        "day": Context.of(context.settings, DAY + timedelta(days=1)),
        "settings": Context.of(context.settings.model_copy(update={"users": (MANAGER,)}), DAY),
        "language": Context.of(context.settings, DAY, "en"),
        "known": Context(DAY, context.settings, "zh", context.specs, frozenset({"C1"})),
    }[other]
    assert stamp_of(changed, "1") != stamp_of(context, "1")


def test_a_run_judges_as_the_next_day_would(team: Team) -> None:
    """Over the real cycle: what the second run of a day says is what a run that judges every row says."""
    row = team.add(REP_A, customer("甲公司", REP_A, Level="普通客"))
    team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:other"))
    team.run()
    row["Level"], row["Status"] = "重点客户", "成交客户"
    second = team.run(now=NOW + timedelta(hours=1))
    checked.forget(team.folder / "hub")
    row["Notes"] = "随便"
    third = team.run(now=NOW + timedelta(hours=2))
    assert (second.findings, second.rules) == (third.findings, third.rules)
    assert second.findings["error"] > 0
