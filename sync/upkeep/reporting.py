"""The reports outside a cycle: as they are now, for one user or the team, and in a workbook of their own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from sync.atomic import atomic_write
from sync.clock import now as clock
from sync.config import Config
from sync.errors import UsageError
from sync.judge import judge
from sync.ooxml.draw import draw_sheets
from sync.ooxml.package import Package
from sync.ooxml.workbook import Workbook
from sync.sheet import ReportSheet
from sync.store.tinydb import TinyDBStore
from sync.view import View
from validators.context import Context
from validators.fields import Label, Language, listed
from validators.roles import owners, scope_of
from validators.settings import User

__all__ = ["reports_now", "write_reports"]


def reports_now(config: Config, today: date | None, user: str | None) -> list[ReportSheet]:
    """All report sheets from the hub as it stands, in the scope of `user`, else of the whole team.

    Raises:
        UsageError: nobody has that name, or there was no run yet.
    """
    settings, language = config.settings, config.settings.language
    hub = TinyDBStore(config.folder / "hub").load()
    if not hub.run:
        raise UsageError(_NO_RUN[language], where=str(config.folder), remedy=_RUN_FIRST[language])
    viewer = settings.user(user) if user else User(name=settings.team.name, role="manager")
    if viewer is None:
        names = listed((one.name for one in settings.users), language)
        raise UsageError(_NO_USER[language].format(user=user), remedy=_ONE_OF[language].format(names=names))
    now = clock(settings.team, today)
    context = Context.of(settings, now.date())
    rows = hub.rows()
    owned = owners(rows, settings)
    view = View.of(viewer, hub, judge(hub, context), scope_of(viewer, rows, owned), owned, context)
    return view.sheets({}, now)


def write_reports(sheets: Sequence[ReportSheet], path: Path, language: Language) -> None:
    """Write the sheets into a new workbook; an existing file of that name is refused.

    Raises:
        UsageError: there is a file of that name, or the name does not end in .xlsx.
    """
    if path.suffix.lower() != ".xlsx" or path.exists():
        raise UsageError(_NAME[language], where=str(path), remedy=_ANOTHER[language])
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for sheet in sheets:
            book.add_worksheet(sheet.title)
    package = Package.from_bytes(buffer.getvalue())
    draw_sheets(package, Workbook(package), sheets, language)
    atomic_write(path, package.render())


_NO_RUN = Label("还没有同步过，没有可报的数据", "there was no run yet, so nothing to report")
_RUN_FIRST = Label("先运行 salesheet run", "run salesheet run first")
_NO_USER = Label("团队里没有“{user}”", "nobody of the team is called “{user}”")
_ONE_OF = Label("可选：{names}", "one of: {names}")
_NAME = Label("文件名要以 .xlsx 结尾，且不能已存在", "the name must end in .xlsx and be new")
_ANOTHER = Label("换一个文件名", "choose another name")
