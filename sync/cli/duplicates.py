"""`salesheet duplicates`: customers that stand twice, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from sync.cli.check import settings_for
from sync.cli.options import ConfigOption, Format, FormatOption, Lang, TodayOption, parse_day, team_config
from sync.cli.output import print_json, say
from validators.fields import Label

__all__ = ["command"]


def command(
    path: Annotated[
        Path | None, typer.Argument(help="一个工作簿；不写则查全团队 / a workbook; without it, the whole team")
    ] = None,
    format: FormatOption = Format.text,
    config: ConfigOption = None,
    today: TodayOption = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="消息的语言 / language of the messages")] = None,
) -> int:
    """找出重复的客户，并说明为什么。/ Find customers that stand twice, and say why."""
    from sync.answers import distinct_of
    from sync.check_file import read_workbook
    from sync.cli.told import shown
    from sync.clock import now as clock
    from sync.store.tinydb import TinyDBStore
    from validators.cells import Table
    from validators.context import Context
    from validators.distinct import without_distinct
    from validators.duplicate_groups import all_groups
    from validators.rules.certain_duplicate import KEEP_ONE

    team = team_config(config) if path is None else None
    settings = team.settings if team is not None else settings_for(config)
    day = clock(settings.team, parse_day(today)).date()
    context = Context.of(settings, day, lang.value if lang else None)
    if team is not None:
        hub = TinyDBStore(team.folder / "hub").load()
        customers = hub.tables["customers"].table()
        context = replace(context, distinct=distinct_of(hub.decisions))
    else:
        assert path is not None
        customers = read_workbook(path, context)[1].tables.get("customers", Table("customers", {}))
    found = all_groups(customers, context) if len(customers) else []
    found = without_distinct(found, customers, context, customers.get("Customer_ID"))
    listing: list[dict[str, Any]] = []
    for group in found:
        entry = {
            "keys": list(group.keys),
            "certainty": group.certainty,
            "score": round(group.score, 4),
            "why": list(group.why),
        }
        if customers.places:
            entry["addresses"] = [customers.address(row, "Customer_Name") for row in group.rows]
        listing.append(entry)
    if format is Format.json:
        print_json({"groups": listing})
    else:
        language = context.language
        for group in found:
            say(
                _HEAD[group.certainty][language].format(
                    why=_BECAUSE[language].join(group.why), percent=round(group.score * 100)
                )
            )
            for row in group.rows:
                told = [shown(customers.get(column)[row], language, column) for column in _TOLD]
                say("    " + "  ".join([*told, customers.address(row, "Customer_Name") or ""]).rstrip())
        say(_COUNT[language].format(count=len(found)))
        if found:
            say(f"    → {(KEEP_ONE if team is None else _ANSWER)[language]}")
    return 3 if found else 0


_ANSWER = Label(
    "在工作簿的“疑似重复”表里回答，或者：salesheet merge 要并掉的编号 要留下的编号；不是重复：salesheet "
    "not-duplicate 编号 编号",
    "answer on the Duplicates sheet of a workbook, or: salesheet merge THE-ONE-THAT-GOES THE-ONE-TO-KEEP; salesheet "
    "not-duplicate A B",
)
_TOLD = ("Customer_ID", "Customer_Name", "Owner", "Contact_Info")
_BECAUSE = Label("；", "; ")
_HEAD = {
    "certain": Label("{why}", "{why}"),
    "probable": Label("可能（{percent}%）：{why}", "probably ({percent}%): {why}"),
}
_COUNT = Label("{count} 组疑似重复", "groups of duplicates: {count}")
