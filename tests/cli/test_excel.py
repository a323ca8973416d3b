"""Setting up Excel: what would be done on Windows and on a Mac, what is told on a computer without Excel."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import openpyxl
import orjson
import pytest

from addin.template.macros import XLWINGS
from sync.cli import main
from sync.errors import UsageError
from sync.upkeep.excel.apply import apply, read_settings, with_settings
from sync.upkeep.excel.doctor import Macros, about_computer, about_workbook, macros_of
from sync.upkeep.excel.plan import (
    Computer,
    CopyScript,
    TrustFolder,
    Unblock,
    WriteSettings,
    free_location,
    plan,
    settings_values,
)

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"
HOME = PureWindowsPath(r"C:\Users\张伟")
WINDOWS = Computer("windows", HOME, HOME / "sales" / "Scripts" / "python.exe", PureWindowsPath(r"D:\sales"), XLWINGS)
MAC_HOME = PurePosixPath("/Users/zw")
MAC = Computer(
    "mac", MAC_HOME, MAC_HOME / "v/bin/python", MAC_HOME / "v/lib", XLWINGS, PurePosixPath("/x/a.applescript")
)


def test_windows_gets_settings_beside_each_workbook_and_trust_for_its_folder_alone() -> None:
    books = [HOME / "crm" / "a.xlsm", HOME / "crm" / "b.xlsm", PureWindowsPath(r"\\server\crm\c.xlsm")]
    steps = plan(WINDOWS, books)
    assert [step.path for step in steps if isinstance(step, WriteSettings)] == [
        HOME / "crm" / "xlwings.conf",
        PureWindowsPath(r"\\server\crm\xlwings.conf"),
    ]
    assert [step for step in steps if isinstance(step, TrustFolder)] == [TrustFolder(HOME / "crm")]
    assert [step.path for step in steps if isinstance(step, Unblock)] == books
    assert settings_values(WINDOWS) == {
        "INTERPRETER_WIN": r"%USERPROFILE%\sales\Scripts\python.exe",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "UDF MODULES": "addin.udfs",
        "SALESHEET HOME": r"D:\sales",
        "SALESHEET XLWINGS": XLWINGS,
        "SALESHEET RESIDENT": "False",
    }
    wanted = plan(WINDOWS, books, lambda folder: folder.name == "crm" and folder.is_relative_to(HOME))
    on = [step.values["SALESHEET RESIDENT"] for step in wanted if isinstance(step, WriteSettings)]
    assert on == ["True", "False"]
    only = plan(WINDOWS, [])
    assert [step.path for step in only if isinstance(step, WriteSettings)] == [HOME / ".xlwings" / "xlwings.conf"]
    assert len(only) == 1


@pytest.mark.parametrize("folder", [HOME, HOME / "Downloads", HOME / "Desktop", PureWindowsPath("C:\\")])
def test_a_folder_where_anything_may_land_is_not_trusted(folder: PureWindowsPath) -> None:
    with pytest.raises(UsageError) as caught:
        plan(WINDOWS, [folder / "a.xlsm"])
    assert "a folder of its own" in caught.value.remedy


def test_a_mac_gets_settings_and_script_where_excel_may_read_them() -> None:
    steps = plan(MAC, [MAC_HOME / "crm" / "a.xlsm"])
    assert isinstance(steps[0], WriteSettings) and isinstance(steps[1], CopyScript)
    assert str(steps[0].path) == "/Users/zw/Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
    assert "SALESHEET RESIDENT" not in steps[0].values  # it starts no program by itself
    assert steps[0].values["INTERPRETER_MAC"] == "$HOME/v/bin/python"
    assert str(steps[1].target).endswith(f"com.microsoft.Excel/xlwings-{XLWINGS}.applescript")
    assert len(steps) == 3 and all(step.told().zh and step.told().en for step in steps)


def test_a_trusted_folder_is_not_trusted_twice() -> None:
    known = {"Location0": "", "Location100": r"C:\Crm" + "\\"}
    assert free_location(known, PureWindowsPath(r"c:\crm\team")) is None
    assert free_location(known, PureWindowsPath(r"c:\other")) == "Location101"


def test_settings_are_changed_and_other_lines_kept() -> None:
    old = '"SHOW CONSOLE","True"\r\n"interpreter_win","C:\\old, and ""odd"".exe"\r\n"名","值"\r\n'.encode("gbk")
    new = with_settings(old, settings_values(WINDOWS), "gbk")
    assert new.startswith('"SHOW CONSOLE","True"\r\n"名","值"\r\n'.encode("gbk"))
    assert {key: read_settings(new)[key] for key in settings_values(WINDOWS)} == settings_values(WINDOWS)
    assert with_settings(new, settings_values(WINDOWS), "gbk") == new
    with pytest.raises(UsageError) as caught:
        with_settings(b"", {"INTERPRETER_MAC": "/软件/python"}, "ascii")
    assert caught.value.remedy


@pytest.mark.skipif(sys.platform == "win32", reason="does the steps of a Mac")
def test_the_steps_of_a_mac_are_done_and_then_right(tmp_path: Path) -> None:
    script = tmp_path / "xlwings.applescript"
    script.write_text("on VbaHandler\n", "utf-8")
    mac = Computer("mac", tmp_path, Path(sys.executable), Path("/opt/sales"), XLWINGS, script)
    assert [answer.right for answer in about_computer(mac, None)] == [False, True, False]
    for step in plan(mac, []):
        apply(step)
    assert [answer.right for answer in about_computer(mac, None)] == [True, True, True]
    moved = replace(mac, python=tmp_path / "gone")
    assert [answer.right for answer in about_computer(moved, None)] == [False, False, True]


def test_the_doctor_compares_the_macros_with_the_installed_version(tmp_path: Path) -> None:
    macros = macros_of(TEMPLATE)
    assert macros == Macros(True, True, XLWINGS)
    assert [answer.right for answer in about_workbook(macros, XLWINGS)] == [True]
    [answer] = about_workbook(macros, "0.1.0")
    assert not answer.right and answer.remedy.en == f"pip install xlwings=={XLWINGS}"
    assert about_workbook(macros, None)[0].right
    book = openpyxl.load_workbook(TEMPLATE)
    book.save(tmp_path / "lost.xlsx")
    [answer] = about_workbook(macros_of(tmp_path / "lost.xlsx"), XLWINGS)
    assert not answer.right and "salesheet init" in answer.remedy.en
    openpyxl.Workbook().save(tmp_path / "own.xlsx")
    assert [answer.right for answer in about_workbook(macros_of(tmp_path / "own.xlsx"), XLWINGS)] == [True]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a computer without Excel")
def test_a_computer_without_excel_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["excel", "install", str(TEMPLATE)]) == 2
    assert "--dry-run" in capsys.readouterr().err
    assert main(["excel", "install", str(TEMPLATE), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "xlwings.conf" in said and "Trusted Locations" in said and '"SALESHEET XLWINGS"' in said
    assert not TEMPLATE.with_name("xlwings.conf").exists()
    assert main(["excel", "install", "--for", "mac"]) == 2
    assert main(["excel", "install", "--dry-run", "--for", "mac"]) == 0
    assert "applescript" in capsys.readouterr().out
    openpyxl.Workbook().save(tmp_path / "own.xlsx")
    assert main(["excel", "install", str(tmp_path / "own.xlsx"), "--dry-run"]) == 3
    said = capsys.readouterr().out
    assert "没有功能区（不是由模板生成的），打开也不会有按钮" in said and "会 " not in said
    assert main(["excel", "install", "gone.xlsm", "--dry-run"]) == 2
    capsys.readouterr()
    assert main(["excel", "doctor", str(TEMPLATE), "--format", "json"]) == 0
    answer = orjson.loads(capsys.readouterr().out)
    assert main(["excel", "doctor", str(TEMPLATE)]) == 0
    assert " / " not in capsys.readouterr().out.replace(str(TEMPLATE), ""), "the workbook says its team's language"
    assert main(["excel", "doctor", str(tmp_path / "own.xlsx")]) == 0
    assert "（不是由模板生成的） / no ribbon" in capsys.readouterr().out
    assert answer["excel"] is False and answer["checks"][0]["right"] is True
