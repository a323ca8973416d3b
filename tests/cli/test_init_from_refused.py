"""`salesheet init --from`: lists that are refused, by name and with nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table

from sync.cli import main
from sync.ooxml.package import Package
from tests.cli.lists import plain, tables
from tests.cli.test_init_from import HEADS, PEOPLE, ROW, init


def _no_table(path: Path) -> None:
    plain(path, {"预算": [["项目", "金额"], ["差旅", 3]]})


def _two_lists_on_one_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name, first in (("One", "A"), ("Two", "H")):
        for row, cells in enumerate([HEADS, ROW], 1):
            for column, value in enumerate(cells):
                sheet.cell(row, column + ord(first) - 64, value)
        table = Table(displayName=name, ref=f"{first}1:{chr(ord(first) + 4)}2")
        sheet.add_table(table)
    book.save(path)


def _beside(path: Path) -> None:
    tables(path)
    book = openpyxl.load_workbook(path)
    book["Accounts"]["J3"] = "a note"
    book.save(path)


def _protected(path: Path) -> None:
    plain(path, {"名单": [HEADS, ROW]})
    book = openpyxl.load_workbook(path)
    book["名单"].protection.sheet = True
    book.save(path)


def _locked_structure(path: Path) -> None:
    plain(path, {"名单": [HEADS, ROW]})
    book = openpyxl.load_workbook(path)
    book.security = WorkbookProtection(lockStructure=True)
    book.save(path)


def _shared(path: Path) -> None:
    plain(path, {"名单": [HEADS, ROW]})
    package = Package.open(path)
    package.put("xl/revisions/userNames.xml", b"<users/>", "application/xml")
    path.write_bytes(package.render())


def _agents_content(path: Path) -> None:
    plain(path, {"名单": [[*HEADS, "Check"], [*ROW, "我查过了"]]})


def _old(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 2000)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("a.xlsx", _no_table, ["没有找到", "预算"]),
        ("a.xlsx", _two_lists_on_one_sheet, ["2 处都像“客户”表"]),
        ("a.xlsx", _beside, ["Accounts!J3", "空"]),
        ("a.xlsx", _protected, ["工作表“名单”受保护", "撤销工作表保护"]),
        ("a.xlsx", _locked_structure, ["结构受保护", "审阅"]),
        ("a.xlsx", _shared, ["共享工作簿"]),
        ("a.xlsx", _agents_content, ["名单!F1", "原Check"]),
        ("a.xls", _old, ["旧版 .xls", "另存为 .xlsx"]),
        ("a.et", _old, ["WPS 的 .et", "另存为 .xlsx"]),
        ("a.csv", lambda path: path.write_bytes(b"\xff\xfd\x80 not text \xff"), ["文字编码", ".xlsx"]),
        ("a.csv", lambda path: path.write_bytes(b'name,phone\n"open,1\n'), ["CSV", "引号"]),
        ("a.csv", lambda path: path.write_bytes(b""), ["0 字节"]),
        ("a.xlsx", lambda path: None, ["找不到文件"]),
        ("a.xlsx", lambda path: path.mkdir(), ["文件夹"]),
    ],
)
def test_what_cannot_be_adopted_ends_with_2_says_why_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, make: Callable[[Path], None], words: list[str]
) -> None:
    source, team = tmp_path / name, tmp_path / "team"
    make(source)
    assert main(["init", str(team), "--from", str(source), *PEOPLE]) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in words), said
    assert "→" in said
    assert not team.exists()


def test_options_of_a_list_without_a_list_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "team"), *PEOPLE, "--with-lists"]) == 2
    assert "--from" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "word"), [("zh", "取消合并"), ("en", "unmerge")])
def test_merged_cells_in_the_list_are_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名单"
    for line in ["2026 年客户"], HEADS, ROW, ["乙公司", *ROW[1:4], None], [], ["制表：张伟"]:
        sheet.append(line)
    for area in "A1:E1", "E3:E4", "A6:E6":
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    team = tmp_path / "team"
    assert main(["init", str(team), "--from", str(tmp_path / "a.xlsx"), *PEOPLE, "--lang", language]) == 2
    said = capsys.readouterr().err
    assert "名单!E3:E4" in said
    assert "A1:E1" not in said
    assert "A6:E6" not in said
    assert word in said
    sheet.unmerge_cells("E3:E4")
    book.save(tmp_path / "a.xlsx")
    assert init(capsys, team, tmp_path / "a.xlsx")["tables"][0]["rows"] == 2
