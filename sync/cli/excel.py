"""`salesheet excel`: set up this computer's Excel for the workbook's buttons, and look whether it is right."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sync.cli.options import Format, FormatOption
from sync.cli.output import print_json, say
from sync.errors import UsageError
from validators.fields import Label, Language

__all__ = ["app"]

app = typer.Typer(help="Excel 里的按钮和函数。/ The buttons and functions in Excel.", no_args_is_help=True)


class For(StrEnum):
    """A kind of computer."""

    windows = "windows"
    mac = "mac"


@app.callback()
def _group() -> None:
    """Excel 里的按钮和函数。/ The buttons and functions in Excel."""


@app.command("install")
def install(
    workbooks: Annotated[
        list[Path] | None, typer.Argument(help="要用按钮的工作簿 / the workbooks", metavar="[WORKBOOK …]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明要做什么 / only say what would be done")] = False,
    kind: Annotated[
        For | None, typer.Option("--for", help="假定是哪种电脑，只用于 --dry-run / as if on, for --dry-run only")
    ] = None,
) -> int:
    """让工作簿里的按钮找到 Python：设置、受信任位置、Mac 脚本、下载标记。/ Let the buttons find Python: settings,
    trusted location, script on a Mac, mark of a download."""
    from sync.mail_settings import resident_beside
    from sync.upkeep.excel.apply import apply, computer, platform
    from sync.upkeep.excel.doctor import about_workbook, language_of, macros_of
    from sync.upkeep.excel.plan import WriteSettings, plan

    here = platform()
    if kind is not None and not dry_run:
        raise UsageError(
            "--for 只能和 --dry-run 一起用 / --for goes with --dry-run only",
            remedy="加上 --dry-run，或去掉 --for / add --dry-run, or leave out --for",
        )
    if here is None and not dry_run:
        raise UsageError(
            "这台电脑没有 Excel（Excel 只有 Windows 和 Mac 版）/ there is no Excel here (only for Windows and Mac)",
            remedy="在用 Excel 的电脑上运行，或用 --dry-run 看会做什么 / run it where Excel is, or see with --dry-run",
        )
    paths = [_existing(path) for path in workbooks or []]
    without = [path for path in paths if not macros_of(path).there]
    language = language_of(paths[0]) if paths else None
    steps = plan(
        computer(kind.value if kind is not None else here or "windows"),
        paths,
        lambda folder: resident_beside(Path(folder)),
    )
    for step in steps:
        told = step.told()
        if not dry_run:
            apply(step)
        say(_in(_WOULD if dry_run else _DONE, language).format(zh=told.zh, en=told.en))
        if dry_run and isinstance(step, WriteSettings):
            say("\n".join(f'    "{key}","{value}"' for key, value in step.values.items()))
    if any(str(path).startswith("\\\\") for path in paths):
        say(_in(_NETWORK, language))
    for path in without:
        answer = about_workbook(macros_of(path), None)[0]
        say(_in(_NO_BUTTONS, language).format(path=path, zh=answer.what.zh, en=answer.what.en))
        say(f"  → {_in(answer.remedy, language)}")
    if not dry_run:
        say(_in(_OPEN_AGAIN, language))
    return 3 if without else 0


@app.command("doctor")
def doctor(
    workbook: Annotated[Path | None, typer.Argument(help="工作簿 / a workbook", metavar="[WORKBOOK]")] = None,
    format: FormatOption = Format.text,
) -> int:
    """按钮和函数能不能用，不能时怎么办。/ Whether buttons and functions work, and else what to do."""
    from sync.upkeep.excel.apply import computer, installed_xlwings, platform
    from sync.upkeep.excel.doctor import Answer, about_computer, about_helper, about_workbook, language_of, macros_of

    path = _existing(workbook) if workbook is not None else None
    answers: list[Answer] = []
    here = platform()
    if path is not None:
        answers += about_workbook(macros_of(path), installed_xlwings() if here is not None else None)
    if here is not None:
        answers += about_computer(computer(here), path)
    answers.append(about_helper(computer(here) if here is not None else None, path))
    if format is Format.json:
        listed = [{"what": a.what.en, "right": a.right, "remedy": None if a.right else a.remedy.en} for a in answers]
        print_json({"excel": here is not None, "checks": listed})
    else:
        language = language_of(path) if path is not None else None
        if here is None:
            say(_in(_NO_EXCEL, language))
        for answer in answers:
            say(f"{'✓' if answer.right else '✗'} {_in(answer.what, language)}")
            if not answer.right:
                say(f"  → {_in(answer.remedy, language)}")
    return 0 if all(answer.right for answer in answers) else 3


def _in(label: Label, language: Language | None) -> str:
    """A text in the language of the workbook's team; in both where none is named."""
    return label[language] if language is not None else f"{label.zh} / {label.en}"


_WOULD = Label("会{zh}", "would {en}")
_DONE = Label("✓ {zh}", "✓ {en}")
_NETWORK = Label(
    "网络文件夹要由管理员设为受信任位置：docs/excel.zh-CN.md",
    "a network folder has to be trusted by an admin: docs/excel.md",
)
_NO_BUTTONS = Label("⚠ {path}：{zh}，打开也不会有按钮", "⚠ {path}: {en}: no buttons will show")
_OPEN_AGAIN = Label("请重新打开工作簿", "open the workbook again")
_NO_EXCEL = Label("这台电脑没有 Excel，请到用 Excel 的电脑上检查", "there is no Excel here; look where Excel is")


def _existing(path: Path) -> Path:
    found = path.absolute()
    if not found.is_file():
        raise UsageError("没有这个文件 / no such file", where=str(path), remedy="检查路径 / check the path")
    return found
