"""Runs that end in the middle, and what is there afterwards."""

from __future__ import annotations

import pytest

from tests.sync.team import Team
from validators.cells import Cell

__all__ = ["Killed", "killed_at", "names"]


def names(team: Team) -> list[Cell]:
    """The customers' names in the hub."""
    return team.store.load().tables["customers"].columns.get("Customer_Name", [])


class Killed(BaseException):
    pass


def killed_at(team: Team, who: str, step: str) -> None:
    def fault(name: str) -> None:
        if name == step:
            raise Killed

    place = team.places[who]
    place.fault = fault
    with pytest.raises(Killed):
        team.run()
    place.fault = lambda name: None
