"""Somebody who left the team: what they last saw asks for nothing any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sync.cycle import Cycle, Member
from sync.store.hub import Hub
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer


@dataclass
class Watched(TinyDBStore):
    """The store, and from which run on history was asked for."""

    folder: Path
    asked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.folder)

    def changes_since(self, hub: Hub, since: int) -> Iterable[RunRecord]:
        self.asked.append(since)
        return super().changes_since(hub, since)


def test_history_is_not_read_for_people_who_left(tmp_path: Path) -> None:
    team = Team(tmp_path)
    row = team.add(REP_B, customer("杭州远景科技有限公司", REP_B))
    team.run()
    members = [Member(user, team.places[user.name], user.place) for user in (REP_A, MANAGER)]
    manager = team.row(MANAGER, str(row["Customer_ID"]))
    assert manager is not None
    manager["Notes"] = "李娜走后才改的"
    asked = []
    for _ in range(3):
        store = Watched(tmp_path / "hub")
        Cycle(team.settings, store, tmp_path / "hub", members, NOW, force=True).run()
        asked.append(store.asked)
    assert [since for runs in asked[1:] for since in runs if since] == []
