"""Runs that end in the middle, and what is there afterwards."""

from __future__ import annotations

import pytest

from tests.sync.team import Team
from validators.cells import Cell

__all__ = ["Killed", "killed_after", "killed_at", "names"]


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


def killed_after(team: Team, steps: int) -> None:
    """A run that dies at the step of a place that comes after so many; with fewer steps it ends well."""
    left = iter(range(steps))

    def fault(step: str) -> None:
        if next(left, None) is None:
            raise Killed(step)

    for place in team.places.values():
        place.fault = fault
    try:
        team.run()
    except Killed:
        pass
    finally:
        for place in team.places.values():
            place.fault = lambda step: None
