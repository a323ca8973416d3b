"""What has to be set so that the buttons in a workbook reach Python: decided here, done elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath
from typing import Literal, TypeAlias

from sync.errors import UsageError
from validators.fields import Label

__all__ = [
    "Computer",
    "CopyScript",
    "Platform",
    "Step",
    "TrustFolder",
    "Unblock",
    "WriteSettings",
    "free_location",
    "plan",
    "script_place",
    "settings_place",
    "settings_values",
]

Platform: TypeAlias = Literal["windows", "mac"]
CONTAINER = "Library/Containers/com.microsoft.Excel/Data"
"""Where Excel for Mac may read without asking the person."""
SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"
"""The only folder from which Excel for Mac may start a script."""
LOCATIONS = r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
"""In HKEY_CURRENT_USER; 16.0 is Excel 2016 and all later ones."""


@dataclass(frozen=True, slots=True)
class Computer:
    """A person's computer. `program` is the folder that holds the package `addin`, `script` xlwings' own for Macs."""

    platform: Platform
    home: PurePath
    python: PurePath
    program: PurePath
    xlwings: str
    script: PurePath | None = None


@dataclass(frozen=True, slots=True)
class WriteSettings:
    """Put these keys into a settings file of xlwings; other keys in it stay."""

    path: PurePath
    values: Mapping[str, str]

    def told(self) -> Label:
        """What the step does, for people."""
        return Label(f"写入设置 {self.path}", f"write settings to {self.path}")


@dataclass(frozen=True, slots=True)
class TrustFolder:
    """Make a folder a trusted location of Excel: macros in its workbooks run without a question."""

    folder: PurePath

    def told(self) -> Label:
        """What the step does, for people."""
        key = rf"HKEY_CURRENT_USER\{LOCATIONS}"
        return Label(
            f"把 {self.folder} 设为 Excel 的受信任位置（{key}）", f"trust the folder {self.folder} in Excel ({key})"
        )


@dataclass(frozen=True, slots=True)
class CopyScript:
    """Put xlwings' script where Excel for Mac may start it."""

    source: PurePath
    target: PurePath

    def told(self) -> Label:
        """What the step does, for people."""
        return Label(f"复制脚本到 {self.target}", f"copy the script to {self.target}")


@dataclass(frozen=True, slots=True)
class Unblock:
    """Take away the mark that says that a workbook was downloaded: Excel refuses macros in such files."""

    path: PurePath

    def told(self) -> Label:
        """What the step does, for people."""
        return Label(f"去掉“来自互联网”标记 {self.path}", f"take the mark of a download off {self.path}")


Step: TypeAlias = WriteSettings | TrustFolder | CopyScript | Unblock


def plan(
    computer: Computer, workbooks: Sequence[PurePath], resident: Callable[[PurePath], bool] = lambda _: False
) -> list[Step]:
    """The steps for these workbooks; without any, those for every workbook this person opens. `resident` says whether
    the team wants the resident helper for the workbooks in a folder.

    Raises:
        UsageError: a workbook stands in a folder that must not be trusted, because anything may land there.

    On Windows the settings stand beside the workbook, so that no other workbook that uses xlwings changes its Python.
    On a Mac Excel may read them only in its own container.
    """
    folders = list(dict.fromkeys(workbook.parent for workbook in workbooks))
    steps: list[Step] = []
    if computer.platform == "mac":
        steps.append(WriteSettings(settings_place(computer, None), settings_values(computer)))
        if computer.script is not None:
            steps.append(CopyScript(computer.script, script_place(computer)))
    else:
        for folder in folders:
            steps.append(WriteSettings(settings_place(computer, folder), settings_values(computer, resident(folder))))
        if not folders:
            steps.append(WriteSettings(settings_place(computer, None), settings_values(computer)))
        steps += [TrustFolder(_own(computer, folder)) for folder in folders if not str(folder).startswith(r"\\")]
    return [*steps, *(Unblock(workbook) for workbook in workbooks)]


def _own(computer: Computer, folder: PurePath) -> PurePath:
    busy = [computer.home, *(computer.home / name for name in ("Downloads", "Desktop", "Documents"))]
    if folder in busy or folder.parent == folder:
        raise UsageError(
            "这个文件夹不能设为受信任位置：别的文件也会放进来 / other files land in this folder too, so it must not be "
            "trusted",
            where=str(folder),
            remedy="把工作簿移到它自己的文件夹 / move the workbook into a folder of its own",
        )
    return folder


def settings_values(computer: Computer, resident: bool = False) -> dict[str, str]:
    """The keys that xlwings and our macros read (addin/vba/SalesheetSetup.bas). A Mac's Excel starts no program by
    itself, so there is no resident helper for it."""
    values = {
        f"INTERPRETER_{'MAC' if computer.platform == 'mac' else 'WIN'}": _from_home(computer, computer.python),
        # A file beside the workbook must not be able to take the place of the program.
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "UDF MODULES": "addin.udfs",
        "SALESHEET HOME": _from_home(computer, computer.program),
        "SALESHEET XLWINGS": computer.xlwings,
    }
    return values | ({"SALESHEET RESIDENT": str(resident)} if computer.platform == "windows" else {})


def settings_place(computer: Computer, folder: PurePath | None) -> PurePath:
    """The settings file that counts for the workbooks of a folder; for None, for this person."""
    if computer.platform == "mac":
        return computer.home / CONTAINER / "xlwings.conf"
    return (folder or computer.home / ".xlwings") / "xlwings.conf"


def script_place(computer: Computer) -> PurePath:
    """Where Excel for Mac looks for the script of this version."""
    return computer.home / SCRIPTS / f"xlwings-{computer.xlwings}.applescript"


def _from_home(computer: Computer, path: PurePath) -> str:
    """The path by way of the home folder where it lies there: the same on a person's other computer, and ASCII even
    where their account's name is not."""
    if not path.is_relative_to(computer.home):
        return str(path)
    variable = "$HOME" if computer.platform == "mac" else "%USERPROFILE%"
    return f"{variable}{'/' if computer.platform == 'mac' else chr(92)}{path.relative_to(computer.home)}"


def free_location(known: Mapping[str, str], folder: PurePath) -> str | None:
    """The name under which to trust a folder; None where it, or a folder above it, is trusted already.

    `known` are the trusted locations' paths by name.
    """
    wanted = PureWindowsPath(folder)
    if any(path and wanted.is_relative_to(PureWindowsPath(path)) for path in known.values()):
        return None
    number = next(number for number in range(100, 10_000) if f"Location{number}" not in known)
    return f"Location{number}"
