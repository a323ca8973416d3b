"""`salesheet report [NAME …]`: the team's reports now, on the terminal, as JSON, or as a workbook of their own."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Any

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, TodayOption, parse_day, team_config
from sync.cli.output import print_json, say
from sync.errors import UsageError
from validators.fields import Label, listed

__all__ = ["command"]


def command(
    names: Annotated[
        list[str] | None, typer.Argument(help="报表名，不写则全部 / names of reports; all without", metavar="[NAME]...")
    ] = None,
    config: ConfigOption = None,
    today: TodayOption = None,
    format: FormatOption = Format.text,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="写成单独的工作簿 / write a workbook of its own (.xlsx)", metavar="FILE"),
    ] = None,
    user: Annotated[str | None, typer.Option("--for", help="某个人能看到的范围 / within this user's scope")] = None,
) -> int:
    """现在的报表：在终端看、JSON 或单独的工作簿。/ The reports now: on the terminal, as JSON, or as a workbook."""
    from sync.cli.plain import lines
    from sync.upkeep.reporting import reports_now, write_reports

    team = team_config(config)
    language = team.settings.language
    sheets = reports_now(team, parse_day(today), user)
    known = {sheet.id: sheet for sheet in sheets} | {sheet.title: sheet for sheet in sheets}
    for name in names or []:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.6)
            listing = listed((f"{sheet.id} {sheet.title}" for sheet in sheets), language)
            remedy = (_NEAR if near else _ONE_OF)[language].format(near=near[0] if near else "", listing=listing)
            raise UsageError(_NO_REPORT[language].format(name=name), remedy=remedy)
    chosen = [known[name] for name in names] if names else sheets
    if out is not None:
        write_reports(chosen, out, language)
        say(f"{out}")
    elif format is Format.json:
        listing_json: list[dict[str, Any]] = [
            {
                "id": sheet.id,
                "title": sheet.title,
                "cells": [{"row": put.row, "column": put.column, "value": put.value} for put in sheet.cells],
                "charts": [{"kind": chart.kind, "title": chart.title} for chart in sheet.charts],
            }
            for sheet in chosen
        ]
        print_json({"reports": listing_json})
    else:
        for sheet in chosen:
            say(f"\n■ {sheet.title}")
            for line in lines(sheet):
                say(line)
    return 0


_NO_REPORT = Label("没有报表“{name}”", "there is no report “{name}”")
_NEAR = Label("您是不是想要 {near}？可选：{listing}", "did you mean {near}? One of: {listing}")
_ONE_OF = Label("可选：{listing}", "one of: {listing}")
