"""How cells, rows and where a change came from are told on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sync.fills import AGENT
from sync.store.records import FIX, MERGE
from sync.upkeep.past import Event
from validators.cells import Cell, Unreadable
from validators.fields import Language, TableSpec
from validators.private.find import without_private

__all__ = ["by_whom", "cell_text", "column_text", "row_text", "sentence", "shown"]

NAME_LENGTH = 30
"""How much of a row's name is told beside its ID."""


def shown(value: Cell, language: Language, header: str = "") -> str:
    """A cell under `header` on one line; an empty one shows as such, and of what is private no more than the ends."""
    value = without_private(value, header)
    if value is None:
        return "（空）" if language == "zh" else "(empty)"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Unreadable):
        return value.raw
    return str(value).replace("\n", " ")


def column_text(spec: TableSpec, column: str, language: Language) -> str:
    """A column's label, or the name of a column of somebody's own."""
    known = spec.by_name.get(column)
    return known.label[language] if known is not None else column


def cell_text(column: str, value: str, language: Language) -> str:
    """A cell as its column and what stands there."""
    return f"{column}：{value}" if language == "zh" else f"{column}: {value}"


def row_text(spec: TableSpec, key: str, cells: Mapping[str, Cell], language: Language) -> str:
    """A row by its table, its ID, and the text that tells it from others."""
    named = next((c.name for c in spec.typed if c.kind in ("text", "long")), "")  # its name, or what was talked about
    name = shown(cells[named], language) if cells.get(named) is not None else ""
    told = name if len(name) <= NAME_LENGTH else f"{name[:NAME_LENGTH].rstrip()}…"
    return f"{spec.label[language]} {key} {told}".rstrip()


def by_whom(event: Event, language: Language) -> str:
    """Who did it: somebody, somebody who undid a run, the agent; empty where the history does not say."""
    zh = language == "zh"
    if event.source == AGENT:
        return "系统自动填写" if zh else "filled in by the agent"
    if event.undoes:
        return f"{event.who}（撤销第 {event.undoes} 次）" if zh else f"{event.who} (undid run {event.undoes})"
    return event.who


def sentence(event: Event, language: Language) -> str:
    """Who put something into a cell, when, in which run and in whose workbook."""
    undone = "undo" if event.undoes and event.source != AGENT else ""
    key = (undone or _BY_SOURCE.get(event.source, "typed")) if event.who else "unknown"
    text = _SENTENCES["entered" if key == "typed" and event.what == "added" else key][language]
    return text.format(who=event.who, at=event.at, run=event.run, source=event.source, undoes=event.undoes)


_BY_SOURCE = {AGENT: "agent", FIX: "fix", MERGE: "merge"}
_SENTENCES: dict[str, dict[Language, str]] = {
    "typed": {
        "zh": "{who}填的；{at}，第 {run} 次运行，来自{source}的工作簿",
        "en": "typed by {who}; {at}, run {run}, in {source}'s workbook",
    },
    "entered": {
        "zh": "随这一行录入；{who}，{at}，第 {run} 次运行，来自{source}的工作簿",
        "en": "entered with the row by {who}; {at}, run {run}, in {source}'s workbook",
    },
    "agent": {
        "zh": "系统自动填写；{at}，第 {run} 次运行",
        "en": "filled in by the agent; {at}, run {run}",
    },
    "undo": {
        "zh": "{who}撤销第 {undoes} 次运行时恢复的；{at}，第 {run} 次运行",
        "en": "restored by {who}, who undid run {undoes}; {at}, run {run}",
    },
    "fix": {
        "zh": "{who}用 salesheet fix 改的；{at}，第 {run} 次运行",
        "en": "mended by {who} with salesheet fix; {at}, run {run}",
    },
    "merge": {
        "zh": "{who}合并重复客户时带过来的；{at}，第 {run} 次运行",
        "en": "came along when {who} merged two customers; {at}, run {run}",
    },
    "unknown": {
        "zh": "随这一行录入；{at}，第 {run} 次运行；是谁录入的，旧版没有记下",
        "en": "entered with the row; {at}, run {run}; an older version did not record by whom",
    },
}
