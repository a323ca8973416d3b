"""Checks one workbook alone: no hub, no IDs. With `write`, puts flags and the findings sheet into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import Away, Locked, Refused, UsageError
from sync.flags import flag_cells
from sync.model import Places, Snapshot, Update
from sync.reports.findings import build as findings_sheet
from sync.reports.scene import Scene
from sync.sheet import ReportSheet
from validators.cells import Table
from validators.check import UnknownRule, check
from validators.context import Context
from validators.fields import TABLES, Label, Language, listed
from validators.finding import Finding

__all__ = ["Checked", "check_workbook", "no_tables", "read_workbook", "rows_of", "write_flags"]


@dataclass(slots=True)
class Checked:
    """A workbook's findings, with what they were found in."""

    path: Path
    endpoint: WorkbookEndpoint
    snapshot: Snapshot
    findings: list[Finding]


def read_workbook(path: Path, context: Context, sheet: str | None = None) -> tuple[WorkbookEndpoint, Snapshot]:
    """Open a workbook that holds at least one of the standard tables.

    Raises:
        UsageError: it is no workbook, holds no standard table, or lacks a required column.
    """
    endpoint = WorkbookEndpoint(path.stem, path, context.specs, context.language, only_sheet=sheet)
    snapshot = endpoint.read()
    if not snapshot.tables:
        raise no_tables(path, context, snapshot.sheets)
    if snapshot.missing:
        zh = context.language == "zh"
        raise UsageError(
            "表头不完整，没有检查" if zh else "a header is incomplete; nothing was checked",
            where=str(path),
            problems=snapshot.missing,
            remedy=_INCOMPLETE["ours" if snapshot.owner is not None else "theirs"][context.language].format(path=path),
        )
    return endpoint, snapshot


def check_workbook(
    path: Path, context: Context, select: Sequence[str] = (), ignore: Sequence[str] = (), sheet: str | None = None
) -> Checked:
    """All findings of one workbook; see `read_workbook` for the errors."""
    endpoint, snapshot = read_workbook(path, context, sheet)
    try:
        found = check(snapshot.tables, replace(context, known=snapshot.known), select, ignore)
    except UnknownRule as error:
        raise UsageError(str(error), remedy="salesheet rules 列出全部规则 / salesheet rules lists them all") from error
    return Checked(path, endpoint, snapshot, found)


def write_flags(checked: Checked, context: Context, now: datetime) -> None:
    """Put the Check column and the findings sheet into the workbook.

    Raises:
        Refused: somebody has it open, or it is read-only; nothing was written.
        StaleSnapshot: it changed since it was checked.
    """
    update = Update(agent=flag_cells(checked.snapshot, checked.findings, context.language))
    scene = Scene(
        context=context,
        made_at=now,
        viewer=checked.path.name,
        scope=checked.path.name,
        findings=checked.findings,
        conflicts=(),
        may_pick=False,  # no agent comes by to do what is accepted there
    )

    title = checked.endpoint.free_title(findings_sheet({}, scene).title)

    def sheets(places: Places) -> list[ReportSheet]:
        sheet = findings_sheet(checked.snapshot.tables, scene)
        sheet.title = title
        return [sheet]

    update.sheets = sheets
    try:
        checked.endpoint.apply(update, checked.snapshot.version)
    except Locked as error:
        remedy = error.remedy if isinstance(error, Away) else _CLOSE[context.language]
        raise Refused(error.what, where=error.where, remedy=remedy) from error


_INCOMPLETE = {
    "ours": Label(
        "把表头改回标准名称（如 Customer_Name* 或 客户名称）再试",
        "put the standard header back (such as Customer_Name* or Customer name) and try again",
    ),
    "theirs": Label(
        "在名单里加上缺少的列；或者用 salesheet init DIR --from {path}，它会补上",
        "add the missing columns to the list, or use salesheet init DIR --from {path}, which adds them",
    ),
}
"""What to do about a header, in a team's workbook and in a list from elsewhere."""
_CLOSE = {"zh": "先关闭这个工作簿，再运行一次", "en": "close the workbook, then run again"}


def no_tables(path: Path, context: Context, titles: Sequence[str]) -> UsageError:
    """What to say of a workbook in which no standard table was found."""
    language: Language = context.language
    examples = listed(
        (column.label[language] for column in context.specs["customers"].columns if column.required), language
    )
    if language == "zh":
        return UsageError(
            f"没有找到客户、跟进、机会、计划中的任何一张表（看过的工作表：{'、'.join(titles) or '无'}）",
            where=str(path),
            remedy=f"前 {20} 行里要有一行表头，例如：{examples}",
        )
    return UsageError(
        f"no table of customers, follow-ups, opportunities or plan found (sheets: {', '.join(titles) or 'none'})",
        where=str(path),
        remedy=f"one of the first {20} rows must be a header, for example: {examples}",
    )


def rows_of(tables: dict[str, Table]) -> dict[str, int]:
    """How many rows each table has."""
    return {name: len(tables[name]) for name in TABLES if name in tables}
