"""`salesheet blame KEY COLUMN`: who typed what stands in a cell."""

from __future__ import annotations

from typing import Annotated

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say
from sync.cli.told import cell_text, column_text, row_text, sentence, shown
from sync.errors import UsageError
from validators.fields import Label, listed

__all__ = ["command"]


def command(
    key: Annotated[str, typer.Argument(help="一行的编号 / a row's ID", metavar="KEY")],
    column: Annotated[
        str, typer.Argument(help="列名，标准名或中英文名 / a column: standard name or label", metavar="COLUMN")
    ],
    config: ConfigOption = None,
    format: FormatOption = Format.text,
) -> int:
    """一个单元格现在的内容是谁、何时、在哪里填的。/ Who typed what stands in a cell, when and where."""
    from sync.store.tinydb import TinyDBStore
    from sync.upkeep.past import blame, find_column, find_row, known_key, nearest
    from validators.models import specs
    from validators.private.find import without_private

    team = team_config(config)
    language = team.settings.language
    store = TinyDBStore(team.folder / "hub")
    hub = store.load()
    records = list(store.changes_since(hub, 0))
    key = known_key(key, hub, records, language)
    found = find_row(hub, records, key)
    if found is None:
        raise UsageError(_NOT_KEPT[language].format(key=key))
    table, cells, left = found
    spec = specs(team.settings)[table]
    own = [name for name in hub.tables[table].columns if name not in spec.by_name]
    name = find_column(column, spec, own)
    if name is None or name == spec.key or (name in spec.by_name and spec.by_name[name].agent):
        labels = [c.label[language] for c in spec.typed if c.name != spec.key]
        near = nearest(column, [*labels, *own], 1) or labels[:1]
        reason = (_NO_COLUMN if name is None else _AGENTS)[language].format(table=spec.label[language], column=column)
        remedy = _FOR_INSTANCE[language].format(column=near[0])
        raise UsageError(reason, remedy=remedy, problems=[listed([*labels, *own], language)])
    event = blame(records, key, name)
    value = cells.get(name)
    typed = event is not None and (event.what == "changed" or value is not None)
    if format is Format.json:
        told = event if typed and event is not None else None
        print_json(
            {
                "table": table,
                "key": key,
                "column": name,
                "value": without_private(value, name),
                "who": (told.who or None) if told else None,
                "at": told.at if told else None,
                "source": (told.source or None) if told else None,
                "run": told.run if told else None,
                "before": without_private(told.before, name) if told else None,
                "entered": told is not None and told.what == "added",
                "undoes": (told.undoes or None) if told else None,
                "archived": {"run": left.run, "at": left.at, "who": left.who} if left else None,
            }
        )
        return 0
    zh = language == "zh"
    stands = cell_text(column_text(spec, name, language), shown(value, language, name), language)
    say(f"{row_text(spec, key, cells, language)}  {stands}")
    if not typed or event is None:
        say("  历史里没有人填过这个单元格" if zh else "  nobody in the history typed here")
    else:
        say(f"  {sentence(event, language)}")
        if event.what == "changed":
            say(f"  {cell_text('之前是' if zh else 'before that', shown(event.before, language, name), language)}")
    if left is not None:
        say(
            f"  这一行已由{left.who}在第 {left.run} 次运行（{left.at}）归档；找回：salesheet undo {key}"
            if zh
            else f"  the row was archived by {left.who} in run {left.run} ({left.at}); back with: salesheet undo {key}"
        )
    return 0


_NOT_KEPT = Label("{key} 的内容已不再保留", "the cells of {key} are not kept any more")
_NO_COLUMN = Label("“{table}”表没有“{column}”列", "the table “{table}” has no column “{column}”")
_AGENTS = Label("“{column}”列由系统填写", "the column “{column}” is the agent's own")
_FOR_INSTANCE = Label("例如 {column}", "for instance {column}")
