"""`salesheet conflicts`: cells that two people changed differently; neither value is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say
from validators.fields import Label, Language, TableSpec

if TYPE_CHECKING:
    from sync.store.hub import Conflict, Hub
    from validators.cells import Cell

__all__ = ["command"]


def command(config: ConfigOption = None, format: FormatOption = Format.text) -> int:
    """列出未解决的冲突。/ List the open conflicts."""
    from sync.store.tinydb import TinyDBStore
    from validators.models import specs
    from validators.private.find import without_private

    team = team_config(config)
    hub = TinyDBStore(team.folder / "hub").load()
    found, language = hub.conflicts, team.settings.language
    if format is Format.json:
        names = ("table", "key", "column", "kept", "aside", "who", "run", "at")
        listing: list[dict[str, Any]] = [
            {name: without_private(getattr(conflict, name), conflict.column) for name in names} for conflict in found
        ]
        print_json({"conflicts": listing})
    else:
        tables = specs(team.settings)
        for conflict in found:
            say(_line(conflict, hub, tables[conflict.table], language))
        say((_END if found else _NONE)[language].format(count=len(found)))
    return 3 if found else 0


def _line(conflict: Conflict, hub: Hub, spec: TableSpec, language: Language) -> str:
    from sync.cli.told import column_text, row_text, shown
    from sync.picks import in_use
    from validators.canon import choice_of

    def told(value: Cell) -> str:
        if not conflict.column:
            word = _WHOLE.get(str(value))
            return word[language] if word is not None else str(value)
        column = spec.by_name.get(conflict.column)
        choice = choice_of(column, value) if column is not None else None
        return choice.label[language] if choice is not None else shown(value, language, conflict.column)

    table = hub.tables[conflict.table]
    cells = table.row(conflict.key) if conflict.key in table.index else {}
    return _LINE[language].format(
        row=row_text(spec, conflict.key, cells, language),
        column=column_text(spec, conflict.column, language) if conflict.column else _ROW[language],
        now=told(in_use(conflict, hub)),
        other=told(conflict.aside),
        who=conflict.who,
        at=conflict.at[:10],
    )


_LINE = Label(
    "{row} {column}  现在：{now}  另一个值：{other}（{who}，{at}）",
    "{row} {column}  in use: {now}  other: {other} ({who}, {at})",
)
_ROW = Label("整行", "whole row")
_WHOLE = {"edited": Label("被修改", "edited"), "deleted": Label("被删除", "deleted")}
_END = Label(
    "{count} 处未解决的冲突；在任一工作簿的“冲突”表里选", "open conflicts: {count}; pick on the Conflicts sheet"
)
_NONE = Label("没有冲突", "no conflicts")
