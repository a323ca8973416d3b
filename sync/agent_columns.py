"""What the agent's columns are to show beside each row, and the cells in which they differ from it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from sync.ingested import Ingested
from sync.judge import Judgement, check_text
from sync.model import Update, differing
from validators.cells import Cell
from validators.fields import Language
from validators.finding import MARKS, Finding
from validators.rules.by_agent import TAKEN
from validators.rules.certain_duplicate import CERTAIN_DUPLICATE
from validators.rules.probable_duplicate import PROBABLE_DUPLICATE

__all__ = ["Flags", "agent_cells", "flags_of", "row_flags"]

Flags: TypeAlias = dict[str, dict[str, dict[str, Cell]]]
"""By table and agent column, the value each key is to show; a key that is not named shows nothing."""


def flags_of(judgement: Judgement, said: Mapping[str, Mapping[str, list[Finding]]], language: Language) -> Flags:
    """What the columns of a reader are to show; `said` is what that reader may hear, by table and key."""
    flags: Flags = {}
    for name, by_key in said.items():
        flags[name] = {"Check": {key: check_text(found, language) for key, found in by_key.items() if found}}
    flags["customers"] |= judgement.dated
    same: dict[str, Cell] = {}
    # The later wins: a row of one's own is told rather than a colleague's, what is certain rather than what is likely.
    for rule in (TAKEN.code, PROBABLE_DUPLICATE.code, CERTAIN_DUPLICATE.code):
        same |= {key: one.message for key, said_of in said["customers"].items() for one in said_of if one.rule == rule}
    flags["customers"]["Duplicate_Of"] = same
    return flags


def row_flags(flags: Flags, name: str, key: str) -> dict[str, Cell]:
    """What one row is to show, by column."""
    return {column: values[key] for column, values in flags.get(name, {}).items() if values.get(key) is not None}


def agent_cells(
    update: Update,
    one: Ingested,
    keys: Mapping[str, Sequence[str | None]],
    flags: Flags,
    said: Mapping[str, Mapping[str, list[Finding]]],
    apart: Sequence[Finding],
    language: Language,
) -> int:
    """Put into `update` the agent's cells that differ from what stands there. Rows that leave are blanked anyway.

    Returns how many texts that a person typed into the Check column are overwritten.
    """
    own: dict[tuple[str, int], list[Finding]] = {}
    for finding in apart:
        own.setdefault((finding.table, finding.row), []).append(finding)
    overwritten = 0
    for name, local in one.snapshot.tables.items():
        away = {row for table, row in update.removed if table == name}
        formulas = one.snapshot.formulas_of(name)
        for column, values in flags.get(name, {}).items():
            stands = local.get(column)
            wanted = list(map(cast(Mapping[str | None, Cell], values).get, keys[name]))
            if column == "Check":
                for (table, row), found in own.items():
                    if table == name:
                        known = said[name].get(keys[name][row] or "", ())
                        wanted[row] = check_text([*known, *found], language)
                overwritten += sum(str(old)[:1] not in MARKS.values() for old in stands if old is not None)
            if stands != wanted:
                cells = differing(stands, wanted, away | {row for row, at in formulas if at == column})
                update.agent.setdefault(name, {})[column] = cells
    return overwritten
