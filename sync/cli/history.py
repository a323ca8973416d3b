"""`salesheet history KEY`: what happened to one row."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say
from sync.cli.told import by_whom, cell_text, column_text, shown
from sync.errors import UsageError
from validators.fields import Label

__all__ = ["command"]


def command(
    key: Annotated[str, typer.Argument(help="一行的编号 / a row's ID", metavar="KEY")],
    config: ConfigOption = None,
    format: FormatOption = Format.text,
) -> int:
    """一行的来历：谁在哪次运行改了什么。/ What happened to a row: who changed what, in which run."""
    from sync.store.tinydb import TinyDBStore
    from sync.upkeep.past import events, known_key
    from validators.models import specs
    from validators.private.find import without_private

    team = team_config(config)
    store = TinyDBStore(team.folder / "hub")
    hub = store.load()
    language = team.settings.language
    records = list(store.changes_since(hub, 0))
    key = known_key(key, hub, records, language)
    tables = specs(team.settings)
    agents = {column.name for spec in tables.values() for column in spec.columns if column.agent}
    told = [event for event in events(records, key) if event.column not in agents]
    if not told:
        raise UsageError(_NOTHING[language].format(key=key), where=str(team.folder), remedy=_TOO_LONG_AGO[language])
    if format is Format.json:
        listing: list[dict[str, Any]] = []
        for event in told:
            entry: dict[str, Any] = {"run": event.run, "at": event.at, "what": event.what}
            if event.column or event.what in ("merged", "parted"):
                before, after = (without_private(cell, event.column) for cell in (event.before, event.after))
                entry |= {"column": event.column, "before": before, "after": after}
            listing.append(entry | {"who": event.who, "source": event.source, "undoes": event.undoes or None})
        print_json({"key": key, "events": listing})
        return 0
    for event in told:
        what = _WORDS[event.what][language == "en"]
        before = f"{shown(event.before, language, event.column)} → " if event.what not in ("remark", "decided") else ""
        after = shown(event.after, language, event.column)
        if event.what == "decided":
            after = _ANSWERS[str(event.after)][language == "en"]
        label = column_text(tables[event.table], event.column, language)
        detail = cell_text(label, f"{before}{after}", language) if event.column else ""
        detail = f"{before}{after}" if event.what in ("merged", "parted") else detail
        parts = [event.at, f"#{event.run}", what, detail, by_whom(event, language)]
        say("  ".join(part for part in parts if part))
    return 0


_NOTHING = Label("历史里没有 {key}", "the history has nothing of {key}")
_TOO_LONG_AGO = Label("太久以前的不再保留；见 docs/history.md", "what is too long ago is not kept; see docs/history.md")
_WORDS = {
    "changed": ("改动", "changed"),
    "archived": ("归档", "archived"),
    "added": ("录入", "added"),
    "restored": ("恢复", "restored"),
    "set aside": ("冲突中未采用", "set aside"),
    "decided": ("已定", "decided"),
    "remark": ("批注", "remark"),
    "merged": ("合并客户", "customers merged"),
    "parted": ("不是重复", "not duplicates"),
}
_ANSWERS = {
    "keep": ("保留当时的值", "value in use kept"),
    "take": ("改用另一个值", "other value taken"),
    "hub": ("按设置用团队的值", "the team's value, by policy"),
    "endpoint": ("按设置用工作簿的值", "the workbook's value, by policy"),
    "put back": ("改回，没有权限", "put back, no right to change it"),
}
