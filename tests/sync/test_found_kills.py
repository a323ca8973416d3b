"""What was found about rows that move while workbooks are open or runs are killed, as a person would tell it."""

from __future__ import annotations

from sync import intent
from sync.errors import Away
from tests.sync.kills import killed_at, names
from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer
from validators.cells import Cell


def test_a_customer_given_to_a_colleague_who_has_excel_open_is_not_archived(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Owner"] = REP_B.name
    team.places[REP_B.name].locked = True
    team.run()
    team.places[REP_B.name].locked = False
    team.run()
    assert team.keys(REP_B) == team.keys(MANAGER) == {"C20260506001"}


def test_a_customer_given_away_in_a_run_that_is_killed_is_not_archived(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Owner"] = REP_B.name
    killed_at(team, REP_A.name, "applied")
    team.run(force=True)
    assert team.keys(REP_B) == team.keys(MANAGER) == {"C20260506001"}


def test_a_row_typed_for_a_colleague_who_has_excel_open_is_not_lost(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_B))
    team.places[REP_B.name].locked = True
    team.run()
    team.places[REP_B.name].locked = False
    team.run()
    assert names(team) == ["甲公司"]


def test_a_manager_with_excel_open_does_not_double_the_row_typed_for_a_rep(team: Team) -> None:
    team.add(MANAGER, customer("甲公司", REP_A))
    team.places[MANAGER.name].locked = True
    team.run()
    team.places[MANAGER.name].locked = False
    team.run()
    assert names(team) == ["甲公司"]


def test_a_row_of_an_open_workbook_is_not_doubled_in_every_run(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.add(MANAGER, customer("乙公司", REP_A, Contact_Info="微信:yi"))
    team.places[MANAGER.name].locked = True
    for _ in range(3):
        team.run()
    assert names(team).count("乙公司") <= 1


def test_a_killed_hand_over_of_many_customers_is_carried_through(team: Team) -> None:
    for number in range(25):
        team.add(REP_A, customer(f"公司{number}", REP_A, Contact_Info=f"微信:w{number}"))
    team.run()
    for row in team.places[MANAGER.name].rows["customers"][:7]:
        row["Owner"] = REP_B.name
    killed_at(team, REP_A.name, "applied")
    assert team.run().conflicts == 0
    assert len(team.keys(REP_B)) == 7


def test_a_customer_of_a_colleague_who_is_away_given_in_a_run_that_is_killed_is_not_doubled(team: Team) -> None:
    """The new owner's place showed a row of which the hub did not know yet that it is theirs."""
    team.add(REP_B, customer("甲公司", REP_B))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    other["Owner"] = REP_A.name

    def away(step: str) -> None:
        if step == "read":
            raise Away("away")

    team.places[REP_B.name].fault = away
    killed_at(team, REP_A.name, "applied")
    team.places[REP_B.name].fault = lambda step: None
    team.run()
    assert names(team) == ["甲公司"]
    assert (team.keys(REP_A), team.keys(REP_B)) == ({"C20260506001"}, set())


def test_a_customer_given_away_and_deleted_at_once_in_a_run_that_is_killed_is_not_doubled(team: Team) -> None:
    """It leaves the hub and comes back in one run: for the new owner's place it is a row that the hub had."""
    row = team.add(REP_B, customer("甲公司", REP_B))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    other["Owner"] = REP_A.name
    team.places[REP_B.name].rows["customers"].remove(row)
    killed_at(team, REP_A.name, "applied")
    team.run(force=True)
    assert names(team) == ["甲公司"]
    assert (team.keys(REP_A), team.keys(REP_B)) == ({"C20260506001"}, set())


def test_a_hand_over_that_was_killed_is_carried_through_before_it_is_undone(team: Team) -> None:
    """The hub was saved before the row left its place; undone then, the row of the new owner's place was doubled."""
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Owner"] = REP_B.name
    killed_at(team, REP_B.name, "applied")
    hub = team.store.load()
    assert intent.pending(team.folder / "hub", hub)
    team.run()
    hub = team.store.load()
    assert not intent.pending(team.folder / "hub", hub)
    team.undo(2)
    team.run()
    assert team.keys(REP_A) == team.keys(MANAGER) == {"C20260506001"}
    assert names(team) == ["甲公司"]


def _undone_value_typed_by_hand(team: Team) -> tuple[dict[str, Cell], dict[str, Cell]]:
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="旧"))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    row["Notes"] = "新"
    team.run()
    team.undo(2)
    return row, other


def test_an_edit_after_a_killed_run_was_carried_through_is_no_conflict(team: Team) -> None:
    """The killed run had written everything; the next one found nothing to write, and did not save that all agree."""
    row, _ = _undone_value_typed_by_hand(team)
    killed_at(team, MANAGER.name, "applied")
    team.run()
    assert row["Notes"] == "旧"
    row["Notes"] = "更新"
    assert team.run().conflicts == 0
    assert row["Notes"] == "更新"


def test_an_edit_after_somebody_typed_what_the_hub_has_is_no_conflict(team: Team) -> None:
    row, other = _undone_value_typed_by_hand(team)
    row["Notes"] = other["Notes"] = "旧"
    team.run()
    row["Notes"] = "更新"
    assert team.run().conflicts == 0
    assert row["Notes"] == other["Notes"] == "更新"
