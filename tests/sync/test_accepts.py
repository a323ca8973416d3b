"""A suggestion accepted on the Findings sheet is an edit by the person who accepted it, once, whatever happens."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest

from sync.accepts import HEAD, Suggestion, is_accept, suggestion
from sync.outcome import RunReport
from tests.sync.kills import killed_after
from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer
from validators.cells import Cell
from validators.settings import Columns, Settings, User
from validators.settings import Team as TeamSettings

KEY = "C20260506001"
BOTH = (REP_A, REP_B, MANAGER)


def offered(team: Team, who: User = REP_A) -> dict[str, Cell]:
    """A row of the rep's whose level is nearly one of the list; the sheets offer the right one."""
    row = team.add(who, customer("甲公司", who, Level="普通客"))
    assert team.run().findings["error"] == 1
    return row


def changes(team: Team, column: str = "Level") -> list[tuple[Cell, Cell, str]]:
    records = team.store.changes_since(team.store.load(), 0)
    return [(c.before, c.after, c.who) for record in records for c in record.changes if c.column == column]


def shown(team: Team, who: User) -> list[Cell]:
    sheet = next(sheet for sheet in team.places[who.name].shown if sheet.id == "findings")
    return [put.value for put in sheet.cells]


def notes(report: RunReport, user: User) -> list[str]:
    return [note for place in report.places if place.user == user.name for note in place.notes]


def settled(team: Team) -> None:
    before = team.writes()
    team.run()
    assert team.writes() == before


@pytest.mark.parametrize("word", ["采纳", "Accept", " 是 ", "x"])
@pytest.mark.parametrize("who", [REP_A, MANAGER])
def test_what_is_accepted_stands_everywhere_in_the_name_of_who_accepted(team: Team, who: User, word: str) -> None:
    row = offered(team)
    team.places[who.name].accept(word, KEY, "普通客户")
    report = team.run()
    assert report.findings["error"] == 0
    assert [place.counts.edits_in for place in report.places if place.user == who.name] == [1]
    other = team.row(MANAGER, KEY)
    assert other is not None
    assert (row["Level"], other["Level"]) == ("普通客户", "普通客户")
    assert changes(team) == [("普通客", "普通客户", who.name)]
    assert HEAD.zh not in shown(team, who)
    settled(team)


def test_an_accepted_value_is_taken_back_by_undo(team: Team) -> None:
    row = offered(team)
    team.places[REP_A.name].accept("采纳", KEY)
    report = team.run()
    team.undo(report.run)
    team.run()
    assert row["Level"] == "普通客"
    assert HEAD.zh in shown(team, REP_A)


def test_a_suggestion_that_means_the_same_reaches_every_place_and_undo_takes_it_back(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, First_Date="2026.5.1"))
    team.run()
    other = team.row(MANAGER, KEY)
    assert other is not None
    team.places[REP_A.name].accept("采纳", KEY)
    report = team.run()
    assert row["First_Date"] == other["First_Date"] == date(2026, 5, 1)
    settled(team)
    team.undo(report.run)
    team.run()
    assert row["First_Date"] == other["First_Date"] == "2026.5.1"
    settled(team)


@pytest.mark.parametrize("undone", [False, True])
def test_what_is_accepted_in_a_workbook_that_stays_open_is_done_once(team: Team, undone: bool) -> None:
    row = offered(team)
    team.places[REP_A.name].accept("采纳", KEY)
    team.places[REP_A.name].locked = True
    report = team.run()
    if undone:
        team.undo(report.run)
    team.run()
    team.places[REP_A.name].locked = False
    team.run()
    assert row["Level"] == ("普通客" if undone else "普通客户")
    assert (HEAD.zh in shown(team, REP_A)) is undone
    settled(team)
    if undone:
        team.places[REP_A.name].accept("采纳", KEY)
        team.run()
        assert row["Level"] == "普通客户"


@pytest.mark.parametrize("at", range(9))
def test_what_is_accepted_survives_a_run_that_is_killed(team: Team, at: int) -> None:
    row = offered(team)
    team.places[MANAGER.name].accept("采纳", KEY)
    killed_after(team, at)
    team.run()
    other = team.row(MANAGER, KEY)
    assert other is not None
    assert (row["Level"], other["Level"]) == ("普通客户", "普通客户")
    assert [(before, after) for before, after, _ in changes(team)] == [("普通客", "普通客户")]
    settled(team)


def test_of_two_who_accept_the_same_nobody_is_bothered(team: Team) -> None:
    row = offered(team)
    team.places[REP_A.name].accept("采纳", KEY)
    team.places[MANAGER.name].accept("采纳", KEY)
    report = team.run()
    assert row["Level"] == "普通客户"
    assert changes(team) == [("普通客", "普通客户", REP_A.name)]
    assert notes(report, REP_A) == notes(report, MANAGER) == []


@pytest.mark.parametrize("by", [REP_A, MANAGER])
def test_where_the_cell_changed_meanwhile_nothing_is_done_and_that_is_said(team: Team, by: User) -> None:
    row = offered(team)
    other = team.row(MANAGER, KEY)
    assert other is not None
    (row if by is REP_A else other)["Level"] = "重点客户"
    team.places[REP_A.name].accept("采纳", KEY)
    report = team.run()
    assert row["Level"] == other["Level"] == "重点客户"
    (note,) = notes(report, REP_A)
    assert note.startswith(f"{KEY} 客户等级：没有采纳建议，因为那个单元格后来又改过")
    assert note in shown(team, REP_A)
    assert note not in shown(team, MANAGER)
    settled(team)


def test_an_unknown_word_changes_nothing_and_the_cell_is_empty_again(team: Team) -> None:
    row = offered(team)
    team.places[REP_A.name].accept("随便", KEY)
    report = team.run()
    assert row["Level"] == "普通客"
    assert "随便" in notes(report, REP_A)[0]
    assert "随便" not in shown(team, REP_A)
    team.places[REP_A.name].accept("采纳", KEY)
    team.run()
    assert row["Level"] == "普通客户"


def test_who_may_not_change_the_column_is_not_asked_and_may_not_accept_either(tmp_path: Path) -> None:
    team = Team(tmp_path, Settings(users=BOTH, columns=Columns(manager_only=("customers.Level",))))
    row = offered(team)
    assert HEAD.zh not in shown(team, REP_A)
    place = team.places[REP_A.name]
    other = next(sheet for sheet in team.places[MANAGER.name].shown if sheet.id == "findings")
    place.shown = [
        copy.deepcopy(other) if sheet.id == "findings" else sheet for sheet in place.shown
    ]  # a line that somebody copied
    place.accept("采纳", KEY)
    report = team.run()
    assert row["Level"] == "普通客"
    assert "只有主管能改" in notes(report, REP_A)[0]
    team.places[MANAGER.name].accept("采纳", KEY)
    team.run()
    assert row["Level"] == "普通客户"


def test_a_manager_who_does_not_edit_is_not_asked(tmp_path: Path) -> None:
    team = Team(tmp_path, Settings(users=BOTH, team=TeamSettings(manager_edits=False)))
    offered(team)
    assert HEAD.zh in shown(team, REP_A)
    assert HEAD.zh not in shown(team, MANAGER)


def test_a_row_that_left_is_not_changed_by_its_former_owner(team: Team) -> None:
    row = offered(team)
    other = team.row(MANAGER, KEY)
    assert other is not None
    other["Owner"] = REP_B.name
    team.places[REP_A.name].locked = True
    team.run()
    team.places[REP_A.name].locked = False
    team.places[REP_A.name].accept("采纳", KEY)
    report = team.run()
    assert row["Level"] == "普通客" or row.get("Level") is None
    assert changes(team) == []
    assert "这一行现在不归您" in notes(report, REP_A)[0]


@pytest.mark.parametrize("value", ["采纳", "", None, 5, 1.5, True, date(2026, 5, 6), 10**25, "\x01d"])
def test_a_mark_carries_its_suggestion(value: Cell) -> None:
    made = Suggestion.of("customers", KEY, "Level", "普通客", value)
    assert suggestion(made.mark) == made
    assert is_accept(made.mark)


@pytest.mark.parametrize(
    "mark", ["", "[", "[]", '["a"]', "[1,2,3,4,5,6]", "5", "null", '["customers","x","Nope","y","z"]']
)
def test_a_mark_that_somebody_changed_does_no_harm(team: Team, mark: str) -> None:
    row = offered(team)
    altered(team, mark)
    report = team.run()
    assert row["Level"] == "普通客"
    assert changes(team) == []
    assert len(notes(report, REP_A)) == 1


def altered(team: Team, mark: str) -> None:
    """The rep writes another mark beside their finding, and accepts it."""
    for sheet in team.places[REP_A.name].shown:
        if sheet.id == "findings":
            at = sheet.drop_downs[0].at[0]
            sheet.listings = [
                one._replace(lanes=(*one.lanes[:-1], one.lanes[-1]._replace(values=[mark]))) for one in sheet.listings
            ]
            sheet.put(at.row, at.column, "采纳")


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [("First_Date", "2026.4.3", date(2026, 4, 3)), ("Contract_Amount", "10.1万", 101000)],
)
@pytest.mark.parametrize("how", ["accept", "mend"])
def test_what_was_typed_as_text_is_mended_in_every_sheet(
    team: Team, column: str, typed: str, value: Cell, how: str
) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, **{column: typed}))
    assert sum(team.run().findings.values()) > 0
    other = team.row(MANAGER, KEY)
    assert other is not None and other[column] == typed
    team.places[MANAGER.name].locked = True
    if how == "accept":
        team.places[REP_A.name].accept("采纳", KEY, value)
    else:
        row[column] = value
    team.run()
    assert row[column] == value
    team.places[MANAGER.name].locked = False
    report = team.run()
    assert other[column] == value
    assert changes(team, column) == [(typed, value, REP_A.name)]
    assert not any(rule in report.rules for rule in ("R004", "R007"))
    settled(team)


def test_the_same_value_in_other_words_stays_as_it_was_typed(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["First_Date"], row["Status"] = "2026.5.6", "interested"
    team.run()
    assert (row["First_Date"], row["Status"]) == ("2026.5.6", "interested")
    assert changes(team, "First_Date") == changes(team, "Status") == []


def test_an_undone_acceptance_does_not_come_back_when_the_workbook_is_saved_once_more(team: Team) -> None:
    row = offered(team)
    team.places[REP_A.name].accept("采纳", KEY)
    team.places[REP_A.name].locked = True
    report = team.run()
    team.undo(report.run)
    row["Notes"] = "又存了一次"
    team.run()
    team.places[REP_A.name].locked = False
    team.run()
    assert row["Level"] == "普通客"
