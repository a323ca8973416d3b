"""What the agent fills in once, into an empty cell of a new row or at a change of stage. Pure.

A person's emptying stands: nothing is filled into a row that the hub knew before, but `Close_Date` and `Probability`
when the stage changes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from validators.canon import choice_of
from validators.cells import Cell
from validators.context import Context
from validators.fields import Choice, Column
from validators.settings import User

__all__ = ["AGENT", "fill_new", "fill_stage"]

AGENT = "agent"
"""Who the history names as author of a fill."""


def _stage(context: Context, value: Cell) -> Choice | None:
    return _choice(context.specs["opportunities"].by_name["Stage"], value)


@lru_cache(maxsize=256)
def _choice(column: Column, value: Cell) -> Choice | None:
    return choice_of(column, value)


def fill_new(table: str, row: dict[str, Cell], user: User, context: Context, typed: bool) -> dict[str, Cell]:
    """Cells to fill into a row that is new to the hub. `typed`: a person just typed it (it had no ID yet)."""
    fills: dict[str, Cell] = {}
    if table == "customers":
        if row.get("Create_User") is None and context.settings.team.mode == "split":
            fills["Create_User"] = user.name
        if row.get("Owner") is None and user.role == "rep":
            fills["Owner"] = row.get("Create_User") or user.name
    if table == "opportunities":
        stage = _stage(context, row.get("Stage"))
        if stage is not None:
            if row.get("Probability") is None and stage.probability is not None:
                fills["Probability"] = _whole(stage.probability)
            if typed and stage.closes and row.get("Close_Date") is None:
                fills["Close_Date"] = context.today
    return fills


def fill_stage(row: dict[str, Cell], context: Context, today: date) -> dict[str, Cell]:
    """Cells to fill into an opportunity whose stage a person just changed."""
    stage = _stage(context, row.get("Stage"))
    fills: dict[str, Cell] = {}
    if stage is not None and stage.closes:
        if row.get("Close_Date") is None:
            fills["Close_Date"] = today
        if row.get("Probability") is None and stage.probability is not None:
            fills["Probability"] = _whole(stage.probability)
    return fills


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number
