"""Every unusual case of docs/merging.md happens as the page says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sync.errors import Refused
from tests.sync.merge_tables import KEY, unusual
from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer, follow_up
from validators.cells import Cell, Unreadable
from validators.settings import Columns

Row = dict[str, Cell]
Case = Callable[[Team], None]
CASES: dict[str, Case] = {}


def case(name: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        CASES[name] = function
        return function

    return keep


def test_every_case_of_the_page_is_run() -> None:
    assert set(CASES) == set(unusual())


@pytest.mark.parametrize("name", CASES)
def test_case(tmp_path: Path, name: str) -> None:
    team = Team(tmp_path)
    CASES[name](team)
    for place in team.places.values():
        place.locked = False
    team.run(force=True)
    before = team.writes()
    team.run(force=True)
    assert team.writes() == before


def _two(team: Team) -> tuple[Row, Row]:
    """Two customers of the rep's, in step everywhere."""
    rows = (
        team.add(REP_A, customer("甲公司", REP_A)),
        team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:yi")),
    )
    team.run()
    return rows


def _names(team: Team) -> dict[str, Cell]:
    table = team.store.load().tables["customers"]
    return dict(zip(table.keys, table.columns["Customer_Name"], strict=True))


def _edits(team: Team) -> int:
    return sum(place.counts.edits_in for place in team.run(force=True).places)


@case("sorted rows, blank rows, moved columns")
def _sorted(team: Team) -> None:
    _two(team)
    place = team.places[REP_A.name]
    place.rows["customers"].reverse()
    place.rows["customers"].insert(1, {})
    place.columns["customers"].reverse()
    before = team.writes()
    assert _edits(team) == 0
    table = team.store.load().tables["customers"]
    assert (table.keys, set(table.versions)) == ([KEY, "C20260506002"], {1})
    assert team.writes() - before <= 1  # the addresses on that workbook's own report sheets


@case("a row without an ID, or with `NEW-` and eight characters")
def _fresh(team: Team) -> None:
    plain = team.add(REP_A, customer("甲公司", REP_A))
    waits = team.add(REP_A, customer("乙公司", REP_A, Customer_ID="NEW-ab12cd34", Contact_Info="微信:yi"))
    visit = team.add(REP_A, follow_up("NEW-ab12cd34"), "follow_ups")
    team.run()
    assert {plain["Customer_ID"], waits["Customer_ID"]} == {KEY, "C20260506002"}
    assert visit["Customer_ID"] == waits["Customer_ID"]


@case("an ID typed over or emptied in a row that is otherwise as it was")
def _typed_over(team: Team) -> None:
    first, second = _two(team)
    for typed in ("C20991231001", second["Customer_ID"], None, "乱写"):
        first["Customer_ID"] = typed
        report = team.run(force=True)
        assert first["Customer_ID"] == KEY
        assert [KEY in note for place in report.places for note in place.notes] == [True]
        assert _names(team) == {KEY: "甲公司", "C20260506002": "乙公司"}


@case("an ID typed over in a row that was changed besides")
def _typed_over_and_changed(team: Team) -> None:
    first, _ = _two(team)
    first["Customer_ID"], first["Notes"] = "C20991231001", "新"
    team.run(force=True)
    assert _names(team) == {"C20260506002": "乙公司", "C20991231001": "甲公司"}
    hub = team.store.load()
    assert [gone[1] for record in team.store.changes_since(hub, 0) for gone in record.removed] == [KEY]


@case("a row copied together with its ID")
def _copied(team: Team) -> None:
    first, _ = _two(team)
    copy = team.add(REP_A, dict(first) | {"Notes": "副本"})
    team.run()
    assert (first["Customer_ID"], copy["Customer_ID"]) == (KEY, "C20260506003")


@case("several rows of one ID, none of them as it was")
def _waiting(team: Team) -> None:
    first, _ = _two(team)
    copy = team.add(REP_A, dict(first) | {"Notes": "一"})
    first["Notes"] = "二"
    team.run()
    assert (first["Customer_ID"], copy["Customer_ID"], first["Notes"], copy["Notes"]) == (KEY, KEY, "二", "一")
    assert team.store.load().tables["customers"].get(KEY, "Notes") is None
    assert str(first["Check"])[:1] == str(copy["Check"])[:1] == "✗"


@case("two workbooks use one ID for rows that have next to nothing in common")
def _strangers(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A, Customer_ID=KEY))
    other = team.add(
        MANAGER,
        customer(
            "乙公司",
            REP_B,
            Customer_ID=KEY,
            Contact_Info="微信:yi",
            Level="重点客户",
            Status="潜在客户",
            First_Date=None,
        ),
    )
    report = team.run()
    assert other["Customer_ID"] != KEY
    assert [KEY in note for place in report.places for note in place.notes] == [True]
    assert set(_names(team).values()) == {"甲公司", "乙公司"}


@case("the same customer entered in two workbooks")
def _duplicates(team: Team) -> None:
    rows = team.add(REP_A, customer("甲公司", REP_A)), team.add(MANAGER, customer("甲公司", REP_A))
    report = team.run()
    assert report.duplicates == 1
    assert all(row["Duplicate_Of"] for row in rows)
    assert sorted(_names(team).values(), key=str) == ["甲公司", "甲公司"]


@case("a column renamed")
def _renamed(team: Team) -> None:
    first, _ = _two(team)
    first["Region"] = "华东"
    team.run()
    place = team.places[REP_A.name]
    place.columns["customers"][place.columns["customers"].index("Region")] = "大区划"
    for row in place.rows["customers"]:
        row["大区划"] = row.pop("Region", None)
    report = team.run(force=True)
    assert [note for place in report.places for note in place.notes if "Region" in note]
    hub = team.store.load().tables["customers"]
    assert (hub.get(KEY, "Region"), hub.get(KEY, "大区划")) == ("华东", "华东")


@case("a required column dropped")
def _required(team: Team) -> None:
    _two(team)
    team.places[REP_A.name].columns["customers"].remove("Customer_Name")
    writes = team.writes()
    with pytest.raises(Refused):
        team.run(force=True)
    assert team.writes() == writes
    team.places[REP_A.name].columns["customers"].append("Customer_Name")


@case("an error value mended")
def _mended(team: Team) -> None:
    first, _ = _two(team)
    first["Contract_Amount"] = Unreadable("#REF!")
    assert _edits(team) == 0
    first["Contract_Amount"] = 5000
    assert _edits(team) == 1
    assert team.store.load().tables["customers"].get(KEY, "Contract_Amount") == 5000


@case("a changed owner")
def _given(team: Team) -> None:
    first, _ = _two(team)
    first["Owner"] = REP_B.name
    team.run()
    assert (team.keys(REP_A), team.keys(REP_B)) == ({"C20260506002"}, {KEY})


@case("a workbook that is open")
def _open(team: Team) -> None:
    first, _ = _two(team)
    other = team.row(MANAGER, KEY)
    assert other is not None
    team.places[MANAGER.name].locked = True
    first["Notes"] = "新"
    assert [place.user for place in team.run().left_out] == [MANAGER.name]
    assert other.get("Notes") is None
    team.places[MANAGER.name].locked = False
    team.run()
    assert other["Notes"] == "新"


class Killed(BaseException):
    pass


@case("a run killed half-way")
def _killed(team: Team) -> None:
    first, _ = _two(team)
    other = team.row(MANAGER, KEY)
    assert other is not None
    first["Notes"], other["Region"] = "新", "华东"

    def fault(step: str) -> None:
        if step == "applied":
            raise Killed

    team.places[REP_A.name].fault = fault
    with pytest.raises(Killed):
        team.run()
    team.places[REP_A.name].fault = lambda step: None
    assert team.run().conflicts == 0
    assert (first["Region"], other["Notes"]) == ("华东", "新")


@case("who entered a customer, changed")
def _creator(team: Team) -> None:
    first, _ = _two(team)
    first["Create_User"] = REP_B.name
    report = team.run()
    assert first["Create_User"] == REP_A.name
    assert [note for place in report.places for note in place.notes]


@case("an edit that its author may not make")
def _rights(team: Team) -> None:
    first, _ = _two(team)
    team.settings = team.settings.model_copy(update={"columns": Columns(manager_only=("customers.Level",))})
    was = first["Level"]
    first["Level"] = "重点客户"
    report = team.run()
    assert first["Level"] == was != "重点客户"
    assert [note for place in report.places for note in place.notes]
