"""Every line of the decision tables in docs/merging.md is what the merge does, pure and in a whole cycle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync import merge
from sync.merge import Base, Clash, HubEdit, absorb, project
from sync.store.hub import HubTable
from tests.sync.merge_tables import KEY, SPEC, WORDS, Row, Words, decisions, merged, policies
from tests.sync.team import MANAGER, REP_A, Team, customer
from validators.cells import Cell, Table, Unreadable
from validators.settings import Policy

Columns = dict[str, list[Cell]]
CASES = {row[0]: row[1:] for row in decisions()}


def ask(_: str) -> Policy:
    return "ask"


def reads(words: Words, written: str, row: Row | None) -> bool:
    """Whether a row is what the table says; a column that is not there holds nothing."""
    wanted, _, _ = words.cells(written)
    if wanted is None or row is None:
        return wanted is row
    return all(row.get(column) == value for column, value in wanted.items())


def test_the_docstring_and_the_page_hold_the_same_table() -> None:
    lines = [line for line in (merge.__doc__ or "").splitlines() if line.startswith("|")][2:]
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert told == decisions()
    assert len(CASES) == len(told) >= 40


@pytest.mark.parametrize("column", WORDS)
@pytest.mark.parametrize("case", CASES)
def test_every_line_of_the_decision_table(case: str, column: str) -> None:
    base, workbook, hub, to_hub, to_workbook, aside = CASES[case]
    words = WORDS[column]
    in_hub, in_workbook, found = merged(words, base, workbook, hub, ask)
    assert reads(words, to_hub, in_hub)
    assert reads(words, to_workbook, in_workbook)
    wanted = [("deleted" if aside == "deleted" else words.value(aside))] if aside else []
    assert [clash.aside for clash in found.clashes] == wanted
    assert {clash.policy for clash in found.clashes} <= {"ask"}
    assert {clash.kept for clash in found.clashes if not clash.column} == ({"edited"} if aside == "deleted" else set())
    if aside and aside != "deleted":
        assert in_hub is not None
        assert [in_hub[clash.column] for clash in found.clashes] == [clash.kept for clash in found.clashes]


@pytest.mark.parametrize("column", WORDS)
@pytest.mark.parametrize("line", policies(), ids=" ".join)
def test_every_line_of_the_policies(line: list[str], column: str) -> None:
    name, base, workbook, hub, to_hub, to_workbook, on_sheet, in_history = line
    words = WORDS[column]
    asked: list[str] = []

    def policy(of: str) -> Policy:
        asked.append(of)
        return name  # type: ignore[return-value]

    in_hub, in_workbook, found = merged(words, base, workbook, hub, policy)
    assert reads(words, to_hub, in_hub)
    assert reads(words, to_workbook, in_workbook)
    told = [clash.aside for clash in found.clashes if clash.policy == "ask"]
    kept = [clash.aside for clash in found.clashes if clash.policy != "ask"]
    assert told == ([on_sheet if on_sheet == "deleted" else words.value(on_sheet)] if on_sheet else [])
    assert kept == ([words.value(in_history)] if in_history else [])
    assert set(asked) <= {words.first}


def _cycled(folder: Path, base: str, workbook: str, hub: str) -> tuple[Team, Words]:
    """The hub's side is what the rep types, the workbook is the manager's, which comes second."""
    words = Words("Notes", WORDS["Notes"].values, "区域标签")
    team = Team(folder)
    places = {REP_A: hub, MANAGER: workbook}

    def lay(who: object, written: str) -> None:
        _, absent, _ = words.cells(written)
        columns = team.places[who.name].columns["customers"]  # type: ignore[attr-defined]
        columns[:] = [column for column in columns if column != words.second]
        if len(written.split()) > 1 and words.second not in absent:
            columns.append(words.second)

    was, _, _ = words.cells(base)
    if was is not None:
        for who in places:
            lay(who, base)
        team.add(REP_A, customer("甲公司", REP_A, Customer_ID=KEY) | was)
    team.run()
    for who, written in places.items():
        row, _, _ = words.cells(written)
        lay(who, written)
        held = team.row(who, KEY)
        if row is None and held is not None:
            team.places[who.name].rows["customers"].remove(held)
        elif row is not None and held is None:
            team.add(who, customer("甲公司", REP_A, Customer_ID=KEY) | row)
        elif row is not None and held is not None:
            held.update(row)
    return team, words


@pytest.mark.parametrize("case", [case for case, line in CASES.items() if "=" not in " ".join(line)])
def test_every_line_of_the_decision_table_in_a_whole_cycle(tmp_path: Path, case: str) -> None:
    base, workbook, hub, to_hub, to_workbook, aside = CASES[case]
    team, words = _cycled(tmp_path, base, workbook, hub)
    report = team.run(force=True)
    stored = team.store.load()
    table = stored.tables["customers"]
    assert reads(words, to_hub, table.row(KEY) if KEY in table.index else None)
    assert reads(words, to_workbook, team.row(MANAGER, KEY))
    wanted = [("deleted" if aside == "deleted" else words.value(aside))] if aside else []
    assert [conflict.aside for conflict in stored.conflicts] == wanted
    assert report.conflicts == len(wanted)
    before = team.writes()
    team.run(force=True)
    assert team.writes() == before


# What the tables cannot say


def _hub(**columns: list[Cell]) -> HubTable:
    table = HubTable("customers")
    keys = [f"C2026050600{number}" for number in range(1, 1 + len(next(iter(columns.values()))))]
    table.extend(keys, {"Customer_ID": list(keys), **columns}, 1)
    return table


def _local(table: HubTable, **columns: list[Cell]) -> Table:
    return Table("customers", {"Customer_ID": list(table.keys), **columns})


def test_a_row_of_somebody_else_under_a_known_id_is_a_stranger() -> None:
    shared: Columns = {"Customer_Name": ["甲"], "Region": ["东"], "Notes": ["一"], "Industry": ["制造业"]}
    hub = _hub(**shared)
    other: Columns = {
        "Customer_Name": ["乙"],
        "Region": ["西"],
        "Notes": ["二"],
        "Industry": ["制造业"],
        "Contact_Job": ["总"],
    }
    found = absorb(SPEC, Base(), _local(hub, **other), [KEY], hub)
    assert (found.strangers, found.edits, found.clashes) == ([0], [], [])
    # As many shared as different: the same row, with conflicts.
    both: Columns = other | {"Notes": ["一"], "Region": ["东"], "Customer_Name": ["丙"]}
    found = absorb(SPEC, Base(), _local(hub, **both), [KEY], hub)
    assert (found.strangers, [clash.column for clash in found.clashes]) == ([], ["Customer_Name"])
    assert found.edits == [HubEdit(KEY, "Contact_Job", None, "总")]
    three: Columns = other | {"Notes": ["二"], "Source": ["展会"], "Contact_Person": ["王"]}
    wide = _hub(**shared, Source=["展会"], Contact_Person=["王"])
    found = absorb(SPEC, Base(), _local(wide, **three), [KEY], wide)
    assert (found.strangers, len(found.clashes)) == ([], 3)
    # A row that was agreed on is never a stranger, however much of it changed.
    agreed = Base({KEY: 0}, {KEY: dict.fromkeys(shared)}, columns=set(other))
    assert absorb(SPEC, agreed, _local(hub, **other), [KEY], hub).strangers == []


def test_a_strangers_values_touch_no_other_row() -> None:
    names: Columns = {"Customer_Name": ["甲", "乙"], "Region": ["东", "东"], "Notes": ["一", "一"]}
    hub = _hub(**names)
    local = _local(
        hub, Customer_Name=["丙", "乙"], Region=["西", "东"], Notes=["二", "三"], Industry=["制造业", "零售业"]
    )
    base = Base({hub.keys[1]: 1}, columns={"Customer_Name", "Region", "Notes"})
    found = absorb(SPEC, base, local, list(hub.keys), hub)
    assert found.strangers == [0]
    assert found.edits == [
        HubEdit(hub.keys[1], "Notes", "一", "三"),
        HubEdit(hub.keys[1], "Industry", None, "零售业"),
    ]
    assert found.clashes == []


def test_rows_without_a_key_and_rows_out_of_scope_take_no_part() -> None:
    hub = _hub(Notes=["一", "二", "三"])
    local = Table("customers", {"Customer_ID": [None, *hub.keys[:2]], "Notes": ["无", "一", "改"]})
    keys: list[str | None] = [None, *hub.keys[:2]]
    base = Base(dict.fromkeys(hub.keys, 1), columns={"Notes"})
    found = absorb(SPEC, base, local, keys, hub)
    assert found.edits == [HubEdit(hub.keys[1], "Notes", "二", "改")]
    assert (found.gone, found.new, found.back) == ([hub.keys[2]], [], [])
    planned = project(SPEC, local, keys, hub, {hub.keys[1], hub.keys[2]})
    assert (planned.removed, planned.new) == ([1], [hub.keys[2]])
    assert [edit.row for edit in planned.edits] == [2]
    assert project(SPEC, local, keys, hub, None, absent={hub.keys[2]}).new == []


def test_a_row_that_came_back_is_compared_with_what_it_was() -> None:
    """An edit of a row that others deleted is told as a row that returns; an untouched one leaves."""
    hub = _hub(Notes=["一"])
    gone = "C20260506009"
    base = Base({hub.keys[0]: 1, gone: 1}, removed={gone: {"Notes": "旧"}}, columns={"Notes"})
    for note, back in (("旧", []), ("新", [gone]), (None, [gone])):
        local = Table("customers", {"Customer_ID": [hub.keys[0], gone], "Notes": ["一", note]})
        found = absorb(SPEC, base, local, [hub.keys[0], gone], hub)
        assert (found.back, found.new) == (back, [1] if back else [])
        assert found.clashes == [Clash(gone, "", "edited", "deleted")] * len(back)


def test_exceptions_are_what_a_cell_really_held() -> None:
    hub = _hub(Notes=["一"])
    key = hub.keys[0]
    for held, mine, edits in (
        ("旧", "旧", []),  # it could not be written then: no edit
        ("旧", "新", ["conflict"]),
        (Unreadable("#REF!"), "新", ["edit"]),  # an error value was never agreed on
        ("旧", "一", []),
    ):
        base = Base({key: 1}, columns={"Notes"}, exceptions={(key, "Notes"): held})
        found = absorb(SPEC, base, _local(hub, Notes=[mine]), [key], hub)
        assert ["edit"] * len(found.edits) + ["conflict"] * len(found.clashes) == edits


def test_a_row_deleted_and_put_back_elsewhere_is_compared_with_what_was_agreed() -> None:
    hub = _hub(Notes=["新"])
    key = hub.keys[0]
    hub.versions[0] = 5
    base = Base({key: 1}, removed={key: {"Notes": "旧"}}, columns={"Notes"})
    found = absorb(SPEC, base, _local(hub, Notes=["旧"]), [key], hub)
    assert (found.edits, found.clashes) == ([], [])
    found = absorb(SPEC, base, _local(hub, Notes=["别的"]), [key], hub)
    assert found.clashes == [Clash(key, "Notes", "新", "别的", "ask")]


def test_agents_columns_and_hidden_ones_take_no_part() -> None:
    hub = _hub(Notes=["一"], Check=["好"], _hidden=["内"], Update_Date=["今天"])
    local = _local(hub, Notes=["一"], Check=["乱写"], _hidden=["乱写"], Update_Date=["乱写"])
    base = Base({KEY: 1}, columns=set(local.columns))
    found = absorb(SPEC, base, local, [KEY], hub)
    assert (found.edits, found.clashes) == ([], [])
    assert project(SPEC, local, [KEY], hub, None).edits == []


def test_cells_that_cannot_be_written_are_exceptions() -> None:
    hub = _hub(Notes=["一", "二", "三"], Region=["东", "西", "南"])
    local = _local(hub, Notes=[Unreadable("#N/A"), "公式", "改"], Region=["东", "西", "南"])
    planned = project(SPEC, local, list(hub.keys), hub, None, {(1, "Notes"), (2, "Region")})
    assert planned.exceptions == {(hub.keys[0], "Notes"): Unreadable("#N/A"), (hub.keys[1], "Notes"): "公式"}
    assert [(edit.row, edit.column, edit.before, edit.after) for edit in planned.edits] == [(2, "Notes", "改", "三")]


def test_cells_of_other_types_that_python_takes_for_equal_are_edits() -> None:
    hub = _hub(Notes=[1, "一"])
    base = Base(dict.fromkeys(hub.keys, 1), columns={"Notes"})
    found = absorb(SPEC, base, _local(hub, Notes=[True, "二"]), list(hub.keys), hub)
    assert [edit.after for edit in found.edits] == [True, "二"]


def test_equal_columns_share_their_cells_whatever_rows_stand_between() -> None:
    hub = _hub(Notes=["一号", "二号", "三号"], Region=["东", "西", "南"])
    for order in ([0, 1, 2], [2, 0], [None, 0, None, None, 1, 2], [2, None, 0], [1], [None]):
        keys = [None if at is None else hub.keys[at] for at in order]
        typed: list[Cell] = ["新的" if at is None else bytes(f"{'一二三'[at]}号", "utf-8").decode() for at in order]
        local = Table("customers", {"Customer_ID": list(keys), "Notes": list(typed), "Region": ["北"] * len(order)})
        absorb(SPEC, Base(), local, keys, hub)
        assert local.columns["Notes"] == typed
        assert local.columns["Region"] == ["北"] * len(order)
        for at, cell in zip(order, local.columns["Notes"], strict=True):
            assert at is None or cell is hub.columns["Notes"][at]


def test_a_tidy_name_for_a_case() -> None:
    assert [case for case in CASES if not re.fullmatch(r"[A-Za-z ,]+", case)] == []
