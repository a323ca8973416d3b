"""What VBA calls: one function for each button, over the workbook from which it was clicked.

A sentence for the person goes to the status bar. What goes wrong ends the interpreter with a message and its remedy on
stderr, which VBA shows; never with a traceback.
"""

from __future__ import annotations

import secrets
import string
from pathlib import Path
from typing import Any

import xlwings

from addin.actions import ACTIONS
from addin.desk import Desk, Outcome, Place
from addin.mail import Mail, team_settings
from sync.clock import now
from sync.endpoints.layout import marker_in
from sync.endpoints.live_calls import Calls
from sync.endpoints.live_excel import LiveExcelEndpoint
from sync.endpoints.live_source import LiveSource
from sync.endpoints.marker import Marker
from sync.errors import SalesheetError
from validators.context import Context
from validators.fields import Label, Language

__all__ = [
    "check_sheet", "find_duplicates", "fix", "help", "new_customer", "new_follow_up", "refresh_reports", "settings",
    "show_overdue", "sync_now",
]  # fmt: skip

_LETTERS = string.ascii_uppercase + string.digits
_KEPT = Label("（{cells} 是公式，没有覆盖。）", " (Not written, because a formula stands there: {cells}.)")
_LONGEST = 255
"""Characters that Excel's status bar takes."""


def check_sheet() -> None:
    """Check this sheet."""
    _click("check_sheet")


def find_duplicates() -> None:
    """Find duplicates."""
    _click("find_duplicates")


def show_overdue() -> None:
    """Overdue customers."""
    _click("show_overdue")


def fix() -> None:
    """Fix what can safely be fixed."""
    _click("fix")


def new_customer(name: str = "", contact: str = "") -> None:
    """New customer; `name` and `contact` where a form has asked for them."""
    _click("new_customer", name.strip(), contact.strip())


def new_follow_up() -> None:
    """New follow-up for this row."""
    _click("new_follow_up")


def refresh_reports() -> None:
    """Refresh the reports."""
    _click("refresh_reports")


def sync_now() -> None:
    """Sync now."""
    _click("sync_now")


def settings() -> None:
    """Settings."""
    _click("settings")


def help() -> None:
    """Help."""
    _click("help")


def _click(command: str, name: str = "", contact: str = "") -> None:
    """Run a button. Raises SystemExit with message and remedy where it fails."""
    try:
        _run(xlwings.Book.caller(), command, name, contact)
    except SalesheetError as error:
        raise SystemExit(str(error)) from None
    except Exception as error:
        # Its text may hold a customer's data; its kind and place do not.
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        at = f"{Path(trace.tb_frame.f_code.co_filename).stem}:{trace.tb_lineno}" if trace is not None else "?"
        raise SystemExit(_UNEXPECTED.format(command=command, kind=type(error).__name__, at=at)) from None


_UNEXPECTED = (
    "程序出错：{command}，{kind}，{at}。工作簿请先保存，再点一次；还不行就把这句话告诉管理员。\n"
    "Something went wrong: {command}, {kind}, {at}. Save the workbook, click again; if it stays, tell the admin."
)


def _run(book: Any, command: str, name: str, contact: str) -> None:
    path = Path(book.fullname)
    told = _marker(book).values
    language: Language = "en" if told.get("language") == "en" else "zh"
    team, own = team_settings(path, language)
    context = Context.of(team, (moment := now(team.team)).date())
    endpoint = LiveExcelEndpoint(path.stem, book, context.specs, context.language)
    snapshot = endpoint.read()
    mail = Mail.beside(path)
    desk = Desk(
        snapshot,
        context,
        str(told.get("user") or ""),
        moment,
        endpoint.calls(_here, book),
        "".join(secrets.choice(_LETTERS) for _ in range(8)),
        own,
        mail.ask if mail is not None else None,
        name,
        contact,
    )
    outcome = ACTIONS[command](desk)
    if outcome.update:
        endpoint.apply(outcome.update, snapshot.version)
    message = outcome.message
    if endpoint.kept:
        message += desk.say(_KEPT, cells="、".join(endpoint.kept) if language == "zh" else ", ".join(endpoint.kept))
    target = _target(outcome, endpoint, desk.placeholder)
    if target is not None:
        sheet = endpoint.calls.sheet(target.sheet)
        endpoint.calls(sheet.activate)
        endpoint.calls(sheet.range((target.row, target.column)).select)
    endpoint.calls(setattr, book.app, "status_bar", message[:_LONGEST])


def _marker(book: Any) -> Marker:
    """What the hidden sheet of the workbook says of it."""
    return marker_in(LiveSource(Calls(book, "zh", xlwings.conversion.read)))


def _here(book: Any) -> Place:
    cell = book.app.selection
    sheet = book.sheets.active
    return Place(sheet.name, cell.row, cell.column) if cell is not None else Place(sheet.name, 1, 1)


def _target(outcome: Outcome, endpoint: LiveExcelEndpoint, placeholder: str) -> Place | None:
    """Where to move to, once all is written."""
    if outcome.show is not None:
        return Place(outcome.show.title, 1, 1)
    if outcome.new_row is not None and endpoint.layout is not None:
        table, column = outcome.new_row
        place, read = endpoint.layout.places[table], endpoint.layout.tables[table]
        # A blank row in the middle is filled before the table grows: the new row need not be the last one.
        keys = read.get(endpoint.specs[table].key)
        row = read.places[keys.index(placeholder)] if placeholder in keys else read.places[-1]
        return Place(place.sheet, row, place.columns.get(column, place.first_column))
    return outcome.goto
