"""`salesheet check`: what is wrong in one workbook, or in all of the team's."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from socket import gethostname
from typing import Annotated, Any

import typer

from sync import config as config_file
from sync.cli.accepted import accepted_note
from sync.cli.options import ConfigOption, Format, FormatOption, Lang, TodayOption, parse_day, team_config
from sync.cli.output import finding_json, print_json, progress, say
from sync.errors import ConfigError, UsageError
from validators.fields import TABLES
from validators.settings import Settings

__all__ = ["SHOWN", "codes", "command", "settings_for"]

SHOWN = 200
"""How many findings the text listing shows; JSON has all."""


def command(
    path: Annotated[
        Path | None, typer.Argument(help="一个工作簿；不写则查全团队 / a workbook; without it, all of the team's")
    ] = None,
    format: FormatOption = Format.text,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="只查这些规则或类别 / only these rules or families (R001, S)")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="不查这些 / not these")] = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="把标记和检查结果表写进工作簿 / put flags and the findings sheet into the workbook"
        ),
    ] = False,
    sheet: Annotated[str | None, typer.Option("--sheet", help="只看这个工作表 / only this sheet")] = None,
    config: ConfigOption = None,
    today: TodayOption = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="消息的语言 / language of the messages")] = None,
) -> int:
    """检查一个工作簿或全团队的工作簿。/ Check one workbook, or all of the team's."""
    from sync.check_file import check_workbook, write_flags
    from sync.clock import now as clock
    from sync.holidays_note import holidays_note
    from sync.neighbours import conflict_copies, copy_note
    from validators.cadence import Due, dues
    from validators.context import Context

    if path is None and (write or sheet):
        raise UsageError(
            "--write 和 --sheet 要指定一个工作簿 / --write and --sheet need a workbook",
            remedy="全团队请用 salesheet run / for the whole team use salesheet run",
        )
    team = team_config(config) if path is None else None
    settings = team.settings if team is not None else settings_for(config)
    now = clock(settings.team, parse_day(today))
    context = Context.of(settings, now.date(), lang.value if lang else None)
    if team is not None:
        context = replace(context, distinct=_distinct(team.folder))
    chosen, left = codes(select), codes(ignore)
    paths = [path] if path is not None else [team.place(user) for user in team.workbooks()] if team else []
    findings: list[dict[str, Any]] = []
    seen: set[tuple[Any, ...]] = set()
    summary: dict[str, Any] = {"error": 0, "warning": 0, "info": 0, "rows": {}, "workbooks": [str(p) for p in paths]}
    rows: defaultdict[str, Counter[object]] = defaultdict(Counter)
    nameless: Counter[str] = Counter()
    notes: list[str] = []
    due: list[Due] = []
    with progress(format is Format.json or path is not None) as bars:
        bars.stage("read", len(paths))
        for one in paths:
            checked = check_workbook(one, context, chosen, left, sheet)
            for finding in checked.findings:
                same = (finding.rule, finding.table, finding.key, finding.column, finding.message)
                if finding.key is not None and path is None:
                    if same in seen:
                        continue
                    seen.add(same)
                summary[finding.severity] += 1
                findings.append(finding_json(finding) | ({} if path is not None else {"workbook": str(one)}))
            notes += [note if path is not None else f"{one}: {note}" for note in checked.snapshot.notes]
            if settings.follow_up.calendar == "cn_workdays":
                due += dues(checked.snapshot.tables, context)
            copies = conflict_copies(one, gethostname(), path is None, [other.name for other in paths])
            notes += [copy_note(copy, one.name, context.language) for copy in copies]
            for name, table in checked.snapshot.tables.items():
                keys = Counter(table.get(context.specs[name].key))
                nameless[name] += keys.pop(None, 0)
                rows[name] |= keys  # the same row in another workbook is no other row
            if write:
                write_flags(checked, context, now)
            bars.step()
    summary["rows"] = {name: nameless[name] + rows[name].total() for name in TABLES if name in rows}
    summary["written"] = write
    accepted = accepted_note(settings, context.today, context.language)
    summary["notes"] = notes + holidays_note(due, context) + ([accepted] if accepted is not None else [])
    if format is Format.json:
        print_json({"findings": findings, "summary": summary})
    else:
        _print(findings, summary, context.language)
    return 3 if summary["error"] or summary["warning"] else 0


def _distinct(folder: Path) -> dict[tuple[str, str], str]:
    """The pairs that the team's people parted; none where the hub is not there or cannot be read: others say so."""
    from sync.answers import distinct_of
    from sync.errors import SalesheetError
    from sync.store.tinydb import TinyDBStore

    try:
        return distinct_of(TinyDBStore(folder / "hub").load().decisions)
    except (SalesheetError, OSError):
        return {}


def settings_for(config: Path | None) -> Settings:
    """The settings to judge a single file by: a config where one is given or found, else the defaults."""
    try:
        found = config_file.find(config)
    except ConfigError:
        if config is not None:
            raise
        return Settings()
    return config_file.load(found, team=False).settings


def codes(values: list[str] | None) -> list[str]:
    """The codes that an option names, which may be given several times and hold several, parted by commas."""
    return [code.strip() for value in values or [] for code in value.split(",") if code.strip()]


def _print(findings: list[dict[str, Any]], summary: dict[str, Any], language: str) -> None:
    marks = {"error": "✗", "warning": "⚠", "info": "ℹ"}
    for finding in findings[:SHOWN]:
        where = finding["address"] or finding["key"] or finding["table"]
        book = f"{Path(finding['workbook']).name} " if "workbook" in finding else ""
        say(f"{marks[finding['severity']]} {finding['rule']} {book}{where}  {finding['message']}")
        if finding["hint"]:
            say(f"      → {finding['hint']}")
    zh = language == "zh"
    if len(findings) > SHOWN:
        more = len(findings) - SHOWN
        say(f"…还有 {more} 条，--format json 可看全部" if zh else f"… and {more} more; --format json shows all")
    rows = sum(summary["rows"].values())
    if zh:
        say(f"检查了 {rows:,} 行：错误 {summary['error']}，警告 {summary['warning']}，提示 {summary['info']}")
    else:
        counts = f"{summary['error']} errors, {summary['warning']} warnings, {summary['info']} infos"
        say(f"{rows:,} rows checked: {counts}")
    for note in summary["notes"]:
        say(f"ℹ {note}")
    if summary["written"]:
        say("标记和“检查结果”表已写入工作簿" if zh else "flags and the findings sheet are in the workbook")
