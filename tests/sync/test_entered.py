"""Late entry over the real cycle: flagged only where it is proved that the row was not there in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sync.judge import judge
from sync.store.hub import Hub
from tests.sync.team import NOW, REP_A, REP_B, Team, customer
from validators.cells import Cell
from validators.context import Context

THURSDAY = NOW + timedelta(days=1)


def contact(day: date, **cells: Cell) -> dict[str, Cell]:
    return {
        "Customer_ID": "C20260506001",
        "Follow_Date": day,
        "Follow_User": REP_A.name,
        "Follow_Method": "电话",
        "Content": "谈了报价",
        **cells,
    }


def told(team: Team, at: datetime) -> list[str]:
    """What is said of late entries, told to whom it concerns."""
    found = judge(team.store.load(), Context.of(team.settings, at.date())).findings["follow_ups"]
    return [one.message for findings in found.values() for one in findings if one.rule == "F005"]


def begun(team: Team) -> Team:
    """A team whose workbooks were read on Wednesday and Thursday, at 8."""
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.run(now=THURSDAY)
    return team


def test_a_row_of_wednesday_that_was_not_there_on_thursday_is_late(team: Team) -> None:
    begun(team).add(REP_A, contact(NOW.date()), "follow_ups")
    report = team.run(now=THURSDAY + timedelta(hours=4))
    assert report.rules["F005"] == 1
    assert told(team, THURSDAY) == ["跟进日期：应在 2026-05-06 当天录入，2026-05-07 12:00 才见到"]
    again = team.run(now=THURSDAY + timedelta(hours=5))
    assert again.rules["F005"] == 1 and not any(place.written for place in again.places)
    assert told(team, THURSDAY + timedelta(days=20)) == []


def test_a_row_of_the_same_day_is_not(team: Team) -> None:
    begun(team).add(REP_A, contact(THURSDAY.date()), "follow_ups")
    assert team.run(now=THURSDAY + timedelta(hours=4)).rules["F005"] == 0
    assert team.store.load().entered == {}


def test_what_was_typed_while_nobody_looked_is_not(team: Team) -> None:
    begun(team).add(REP_A, contact(THURSDAY.date()), "follow_ups")
    assert team.run(now=THURSDAY + timedelta(days=6)).rules["F005"] == 0


def test_a_workbook_read_for_the_first_time_tells_nothing(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.add(REP_A, contact(NOW.date() - timedelta(days=60)), "follow_ups")
    assert team.run().rules["F005"] == 0


def test_a_row_that_brings_its_id_was_entered_somewhere_else(team: Team) -> None:
    begun(team).add(REP_A, contact(NOW.date(), Follow_ID="F20260506007"), "follow_ups")
    assert team.run(now=THURSDAY + timedelta(hours=4)).rules["F005"] == 0


def test_a_row_that_had_to_wait_for_its_id_was_there_before(team: Team) -> None:
    begun(team)
    team.add(REP_A, contact(THURSDAY.date()), "follow_ups")
    team.run(now=THURSDAY + timedelta(hours=1))
    key = team.places[REP_A.name].rows["follow_ups"][0]["Follow_ID"]
    assert isinstance(key, str)
    # Two rows under one ID that both differ from the hub's wait until somebody mends them.
    row = team.places[REP_A.name].rows["follow_ups"][0]
    row["Content"] = "改过"
    team.add(REP_A, contact(THURSDAY.date(), Follow_ID=key, Content="另一次"), "follow_ups")
    team.run(now=THURSDAY + timedelta(hours=2))
    team.run(now=THURSDAY + timedelta(days=1))
    assert team.store.load().cursors[REP_A.name].read == ""
    rows = team.places[REP_A.name].rows["follow_ups"]
    next(one for one in rows if one["Content"] == "另一次").pop("Follow_ID")
    assert team.run(now=THURSDAY + timedelta(days=1, hours=2)).rules["F005"] == 0


def test_a_mended_day_is_judged_anew(team: Team) -> None:
    begun(team).add(REP_A, contact(NOW.date()), "follow_ups")
    team.run(now=THURSDAY + timedelta(hours=4))
    row = team.places[REP_A.name].rows["follow_ups"][0]
    row["Follow_Date"] = THURSDAY.date()
    assert team.run(now=THURSDAY + timedelta(hours=5)).rules["F005"] == 0


def test_only_who_sees_the_row_is_told(team: Team) -> None:
    begun(team).add(REP_A, contact(NOW.date()), "follow_ups")
    team.add(REP_B, customer("乙公司", REP_B))
    report = team.run(now=THURSDAY + timedelta(hours=4))
    own = {place.user: place.findings["info"] for place in report.places}
    assert own[REP_A.name] > 0 and own[REP_B.name] == 0


def test_what_is_old_is_forgotten(team: Team) -> None:
    begun(team).add(REP_A, contact(NOW.date()), "follow_ups")
    team.run(now=THURSDAY + timedelta(hours=4))
    assert len(team.store.load().entered) == 1
    later = THURSDAY + timedelta(days=40)
    team.run(now=later)
    team.add(REP_A, contact(later.date()), "follow_ups")
    team.run(now=later + timedelta(hours=1))
    assert team.store.load().entered == {}


def test_a_hub_of_an_earlier_version_knows_nothing() -> None:
    assert Hub().entered == {}
