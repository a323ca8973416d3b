"""Reads what people picked on the Conflicts sheet of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sync.endpoints.own_sheets import is_agents, plain_title
from sync.model import Pick
from sync.ooxml.read import Grid
from sync.picks import read_picks
from sync.reports.titles import TITLES

__all__ = ["picks_in"]


def picks_in(read: Callable[[Sequence[str]], Mapping[str, Grid]], titles: Sequence[str]) -> tuple[Pick, ...]:
    """The picks of all sheets among `titles` that are the agent's Conflicts sheet; `read` gives the cells of sheets.

    Raises:
        UsageError: such a sheet is damaged.
    """
    label = TITLES["conflicts"]
    wanted = [title for title in titles if plain_title(title) in (label.zh, label.en)]
    found: list[Pick] = []
    for title, grid in read(wanted).items():
        if is_agents(title, grid.cell(1, 1), grid.cell(2, 1)):
            found += read_picks(grid.rows, title)
    return tuple(found)
