"""Looks whether the buttons of a workbook can reach Python on this computer: one line a question, with the remedy."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sync.endpoints.marker import MARKER_SHEET, RIBBON, RUNTIME, read_marker
from sync.endpoints.notes import has_ribbon
from sync.mail_settings import resident_beside
from sync.ooxml.package import Package
from sync.ooxml.read import read_sheets
from sync.ooxml.workbook import Workbook
from sync.resident import Ended, ask, state_folder
from sync.upkeep.excel.apply import read_settings, trusted
from sync.upkeep.excel.plan import Computer, free_location, script_place, settings_place, settings_values
from validators.cells import Cell
from validators.fields import Label, Language

__all__ = ["Answer", "Macros", "about_computer", "about_helper", "about_workbook", "language_of", "macros_of"]

_INSTALL = Label("salesheet excel install 工作簿", "salesheet excel install WORKBOOK")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was looked at, whether it is right, and else what to do."""

    what: Label
    right: bool
    remedy: Label


@dataclass(frozen=True, slots=True)
class Macros:
    """What a workbook says of its macros: whether it was handed out with them, has them, and their xlwings version."""

    promised: bool
    there: bool
    xlwings: str


def macros_of(path: Path) -> Macros:
    """The macros of a workbook.

    Raises:
        UsageError: it is not a workbook.
    """
    package = Package.open(path)
    values = _marker(package)
    return Macros(bool(values.get(RIBBON)), has_ribbon(package), str(values.get(RUNTIME) or ""))


def language_of(path: Path) -> Language | None:
    """The language of the team that a workbook belongs to; None where it does not say.

    Raises:
        UsageError: it is not a workbook.
    """
    said = _marker(Package.open(path)).get("language")
    return "zh" if said == "zh" else "en" if said == "en" else None


def _marker(package: Package) -> Mapping[str, Cell]:
    workbook = Workbook(package)
    hidden = [sheet.title for sheet in workbook.sheets if sheet.title.casefold() == MARKER_SHEET]
    return read_marker(read_sheets(workbook, hidden)[hidden[0]]).values if hidden else {}


def about_workbook(macros: Macros, installed: str | None) -> list[Answer]:
    """Whether a workbook's macros are there and fit the installed xlwings: empty for none, None where no Excel is."""
    if not macros.there:
        lost = Label("功能区按钮没有了", "the ribbon is gone")
        none = Label("没有功能区（不是由模板生成的）", "no ribbon (not made from the template)")
        remedy = Label(
            "把文件改名留底，运行 salesheet init，再运行一次同步",
            "rename the file, run salesheet init, then run once",
        )
        return [Answer(lost if macros.promised else none, not macros.promised, remedy)]
    wanted = macros.xlwings or "?"
    what = Label(f"宏要求 xlwings {wanted}", f"the macros need xlwings {wanted}")
    if installed is not None:
        what = Label(f"{what.zh}，已安装 {installed or '无'}", f"{what.en}, installed is {installed or 'none'}")
    return [Answer(what, installed in (None, wanted), Label(*2 * (f"pip install xlwings=={macros.xlwings}",)))]


def about_helper(computer: Computer | None, workbook: Path | None) -> Answer:
    """Whether clicks go to the resident helper here, and whether it runs. Neither is a fault: all works without it."""
    values: Mapping[str, str] = {}
    if computer is not None:
        for folder in (workbook.parent if workbook is not None else None, None):
            place = Path(settings_place(computer, folder))
            values = values or (read_settings(place.read_bytes()) if place.exists() else {})
    wanted = values.get("SALESHEET RESIDENT") == "True"
    try:
        found = ask(state_folder(), "ping", [])
    except Ended:
        found = None
    zh, en = ("已启用", "on") if wanted else ("未启用", "off")
    if found is not None:
        return Answer(
            Label(f"常驻助手：{zh}，在运行（进程 {found[1]}）", f"resident helper: {en}, runs (process {found[1]})"),
            True,
            _INSTALL,
        )
    return Answer(Label(f"常驻助手：{zh}，没有在运行", f"resident helper: {en}, does not run"), True, _INSTALL)


def about_computer(computer: Computer, workbook: Path | None) -> list[Answer]:
    """Whether settings, trust and files on this computer are as `salesheet excel install` leaves them."""
    place = Path(settings_place(computer, workbook.parent if workbook is not None else None))
    found = read_settings(place.read_bytes()) if place.exists() else {}
    wanted = settings_values(computer, workbook is not None and resident_beside(workbook.parent))
    wrong = sorted(key for key, value in wanted.items() if found.get(key) != value)
    answers = [
        Answer(
            Label(f"设置 {place}：{', '.join(wrong) or '正确'}", f"settings {place}: {', '.join(wrong) or 'right'}"),
            not wrong,
            _INSTALL,
        ),
        Answer(Label(*2 * (f"Python {computer.python}",)), Path(computer.python).exists(), _INSTALL),
    ]
    if computer.platform == "mac":
        script = Path(script_place(computer))
        answers.append(Answer(Label(f"脚本 {script}", f"script {script}"), script.exists(), _INSTALL))
        return answers
    for bits in ("32", "64"):  # of Excel, not of Python
        name = f"xlwings{bits}-{computer.xlwings}.dll"
        there = any(
            (Path(folder) / name).exists() for folder in (computer.python.parent, computer.python.parent.parent)
        )
        reinstall = Label(*2 * (f"pip install --force-reinstall xlwings=={computer.xlwings}",))
        answers.append(Answer(Label(f"{name}（函数用）", f"{name} (for functions)"), there, reinstall))
    if workbook is not None:
        known = free_location(trusted(), workbook.parent) is None
        answers.append(
            Answer(Label(f"受信任位置 {workbook.parent}", f"trusted location {workbook.parent}"), known, _INSTALL)
        )
        marked = Path(f"{workbook}:Zone.Identifier").exists() if sys.platform == "win32" else False
        answers.append(Answer(Label("没有“来自互联网”标记", "not marked as a download"), not marked, _INSTALL))
    answers += _policy()
    return answers


def _policy() -> list[Answer]:
    """Whether the company's policy forbids macros (administrative templates of Office, Excel security)."""
    if sys.platform != "win32":
        return []
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Policies\Microsoft\Office\16.0\Excel\Security") as key:
            setting = int(winreg.QueryValueEx(key, "VBAWarnings")[0])
    except FileNotFoundError:
        return []
    forbidden = Label("公司策略限制宏", "the company's policy restricts macros")
    ask = Label(
        "请管理员见 docs/excel.zh-CN.md“宏策略”；不开宏时由系统检查和标记",
        "see docs/excel.md, macro policy, with your admin; without macros the agent checks and flags",
    )
    return [Answer(forbidden, setting not in (3, 4), ask)]
