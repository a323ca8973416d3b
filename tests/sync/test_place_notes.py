"""What a run notes of rows that wait: which they are, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer
from validators.cells import Unreadable
from validators.fields import Language
from validators.settings import Settings
from validators.settings import Team as TeamSettings


@pytest.mark.parametrize(
    ("language", "doubled", "unread"),
    [
        ("zh", "“客户”A3、A4 的编号重复", "“客户”A2 的编号读不出"),
        ("en", "“客户” A3, A4 share an ID", "“客户” A2: the ID cannot be read"),
    ],
)
def test_rows_that_wait_are_named(tmp_path: Path, language: Language, doubled: str, unread: str) -> None:
    team = Team(tmp_path, Settings(users=(REP_A, REP_B, MANAGER), team=TeamSettings(language=language)))
    row = team.add(REP_A, customer("甲公司", REP_A))
    twin = team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:yi123"))
    team.add(REP_A, dict(twin, Customer_ID="C20260506009", Notes="一"))
    team.add(REP_A, dict(twin, Customer_ID="C20260506009", Notes="二"))
    team.places[REP_A.name].rows["customers"].remove(twin)
    row["Customer_ID"] = Unreadable("#REF!")
    for _ in range(2):
        (told,) = [place.notes for place in team.run().places if place.user == REP_A.name]
        assert [text.startswith(start) for text, start in zip(told, (unread, doubled), strict=True)] == [True, True]
