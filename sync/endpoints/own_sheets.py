"""Which sheets of a workbook are the agent's, and under which titles it may draw.

A person may have a sheet of their own under a title that the agent uses (`业绩`, `Overview`): it is never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sync.ooxml.peek import peek
from sync.ooxml.tabs import tabs
from sync.ooxml.workbook import Workbook
from sync.reports.titles import TITLES
from validators.cells import Cell

__all__ = ["free_title", "is_agents", "plain_title"]

_TITLES = {title for label in TITLES.values() for title in (label.zh, label.en)}
_NUMBERED = re.compile(r" \d+$")
_LINES = ("范围：", "scope: ", "您负责的机会所属", "customers of your opportunities")
"""What the line under the title of an agent's sheet holds."""


def plain_title(title: str) -> str:
    """The title without the number that parts a sheet of the agent's from a person's own of the same title."""
    return title if title in _TITLES else _NUMBERED.sub("", title)


def is_agents(title: str, first: Cell, line: Cell) -> bool:
    """Whether a sheet of this title is the agent's, from its first cell and the one below it."""
    name = plain_title(title)
    return (
        name in _TITLES and first == name and isinstance(line, str) and any(word in line.casefold() for word in _LINES)
    )


def free_title(workbook: Workbook, title: str, known: Collection[str] = ()) -> str:
    """A title under which the agent may draw the sheet `title`: this one, unless somebody else's sheet has it already.

    `known` are the folded titles of sheets that are the agent's.
    """
    taken = {tab.title.casefold() for tab in tabs(workbook.package.read(workbook.main_part))}
    readable = {sheet.title.casefold() for sheet in workbook.sheets}
    number, chosen = 1, title
    while chosen.casefold() in taken and chosen.casefold() not in known:
        if chosen.casefold() in readable:
            rows = peek(workbook, chosen, 2).rows
            first, line = (rows[at][0] if at < len(rows) and rows[at] else None for at in (0, 1))
            if is_agents(chosen, first, line):
                break
        number += 1
        chosen = f"{title} {number}"
    return chosen
