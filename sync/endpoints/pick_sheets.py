"""Reads what people picked, accepted and answered on the Conflicts, Findings and Duplicates sheets of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sync.endpoints.own_sheets import is_agents, plain_title
from sync.model import Pick
from sync.ooxml.read import Grid
from sync.picks import read_picks
from sync.reports.titles import PICKED, TITLES

__all__ = ["picks_in"]


def picks_in(read: Callable[[Sequence[str]], Mapping[str, Grid]], titles: Sequence[str]) -> tuple[Pick, ...]:
    """What was picked on all sheets among `titles` that are sheets of the agent's on which people choose; `read` gives
    the cells of sheets.

    Raises:
        UsageError: such a sheet is damaged.
    """
    known = {text for name in PICKED for text in (TITLES[name].zh, TITLES[name].en)}
    wanted = [title for title in titles if plain_title(title) in known]
    found: list[Pick] = []
    for title, grid in read(wanted).items():
        if is_agents(title, grid.cell(1, 1), grid.cell(2, 1)):
            found += read_picks(grid.rows, title)
    return tuple(found)
