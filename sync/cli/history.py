"""`salesheet history KEY`: what happened to one row."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say
from sync.errors import UsageError

__all__ = ["NAME", "command"]

NAME = "history"


def command(
    key: Annotated[str, typer.Argument(help="一行的编号 / a row's ID", metavar="KEY")],
    config: ConfigOption = None,
    format: FormatOption = Format.text,
) -> int:
    """一行的来历：谁在哪次运行改了什么。/ What happened to a row: who changed what, in which run."""
    from sync.store.tinydb import TinyDBStore

    team = team_config(config)
    store = TinyDBStore(team.folder / "hub")
    hub = store.load()
    zh = team.settings.language == "zh"
    events: list[dict[str, Any]] = []
    for record in store.changes_since(hub, 0):
        base = {"run": record.run, "at": record.at}
        events += [
            {**base, "what": "changed", "column": c.column, "before": c.before, "after": c.after, "who": c.who}
            for c in record.changes
            if c.key == key
        ]
        events += [
            {**base, "what": "set aside", "column": c.column, "before": c.before, "after": c.after, "who": c.who}
            for c in record.aside
            if c.key == key
        ]
        events += [
            {**base, "what": "remark", "column": c.column, "before": None, "after": c.after, "who": c.who}
            for c in record.remarks
            if c.key == key
        ]
        events += [{**base, "what": "archived", "who": who} for _, gone, _, who in record.removed if gone == key]
        if any(key in keys for keys in record.added.values()):
            events.append({**base, "what": "added"})
    if not events:
        raise UsageError(
            f"没有编号为 {key} 的行 / no row with ID {key}",
            where=str(team.folder),
            remedy="编号区分每一位，例如 C20240501001 / IDs look like C20240501001",
        )
    if format is Format.json:
        print_json({"key": key, "events": events})
    else:
        words = {"changed": "改动", "archived": "归档", "added": "加入", "set aside": "冲突中未采用", "remark": "批注"}
        for event in events:
            what = words[event["what"]] if zh else event["what"]
            before = f"{event['before']} → " if event["what"] != "remark" else ""
            detail = f"{event['column']}: {before}{event['after']}" if "column" in event else ""
            say(f"{event['at']}  #{event['run']}  {what}  {detail}  {event.get('who', '')}".rstrip())
    return 0
