"""`salesheet check` on workbooks that strangers made, good and bad, as a process would see it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.protection import WorkbookProtection

from sync.cli import main

GOOD = ["C20240501001", "杭州远景科技有限公司", "0571-88886666", "意向客户", "普通客户", "张伟", date(2026, 5, 1)]
HEADS = ["客户编号", "客户名称", "联系方式", "客户状态", "客户等级", "创建人", "首次接触日期"]
ENGLISH = ["Customer ID", "Company name", "Phone", "Status", "Level", "Created by", "First contact"]
TODAY = ["--today", "2026-05-06"]


def book(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as made:
        target = made.add_worksheet(sheet)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    target.write_datetime(at, column, value)
                elif isinstance(value, str):
                    target.write_string(at, column, value)
                elif value is not None:
                    target.write(at, column, value)
    return path


def check(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> tuple[int, dict[str, Any]]:
    code = main(["check", str(path), "--format", "json", *TODAY, *more])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else {}


def test_a_good_list_has_nothing_to_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = check(capsys, book(tmp_path / "a.xlsx", [HEADS, GOOD]))
    assert (code, said["findings"]) == (0, [])
    assert said["summary"]["rows"] == {"customers": 1}


def test_title_line_blank_rows_other_order_extra_columns_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = [3, 1, 0, 2, 6, 5, 4]
    bad = [*GOOD]
    bad[0], bad[1], bad[3], bad[2] = "C20240501002", "另一家公司", "interestd", "微信:abc"
    rows: list[list[Any]] = [
        ["Our customers 2026"],
        [],
        ["Colour", *(ENGLISH[i] for i in order)],
        ["red", *(GOOD[i] for i in order)],
        [],
        ["blue", *(bad[i] for i in order)],
    ]
    code, said = check(capsys, book(tmp_path / "list.xlsx", rows, "Liste"), "--lang", "en")
    assert code == 3
    (found,) = said["findings"]
    assert (found["rule"], found["column"], found["address"], found["key"]) == (
        "R006", "Status", "Liste!B6", "C20240501002",
    )  # fmt: skip
    assert set(found) == {"rule", "severity", "table", "key", "column", "address", "message", "hint", "fix"}
    assert found["table"] == "customers"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = [*HEADS, "客户备注"]
    notes = ["=SUM(A1:A9)", "+86 138", "-价格太高", "@王总"]
    rows = [[f"C2024050100{n}", f"公司{n}", f"微信:w{n}", *GOOD[3:], note] for n, note in enumerate(notes, 1)]
    path = book(tmp_path / "notes.xlsx", [heads, *rows])
    assert check(capsys, path, "--write")[0] == 0
    sheet = openpyxl.load_workbook(path)["Sheet1"]
    cells = [sheet.cell(row, 8) for row in range(2, 6)]
    assert [cell.value for cell in cells] == notes
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


def test_writing_adds_a_check_column_and_the_findings_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[Any]] = [HEADS, GOOD, ["C20240501002", None, "微信:x", *GOOD[3:]]]
    path = book(tmp_path / "list.xlsx", rows)
    before = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    assert check(capsys, path, "--write")[0] == 3
    made = openpyxl.load_workbook(path)
    sheet = made["Sheet1"]
    assert sheet["H1"].value == "Check"
    assert sheet["H2"].value is None
    assert str(sheet["H3"].value).startswith("✗ 客户名称")
    assert [sheet.cell(2, column).value for column in range(1, 6)] == GOOD[:5]
    assert "检查结果" in made.sheetnames
    link = next(cell for row in made["检查结果"].iter_rows() for cell in row if cell.hyperlink)
    assert link.hyperlink is not None
    assert link.hyperlink.location == "'Sheet1'!B3"
    after = zipfile.ZipFile(path)
    untouched = {"xl/theme/theme1.xml", "docProps/core.xml", "docProps/app.xml", "xl/sharedStrings.xml"} & set(before)
    assert all(after.read(name) == before[name] for name in untouched)
    again = path.read_bytes()
    assert check(capsys, path)[0] == 3
    assert path.read_bytes() == again


def test_an_open_workbook_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "list.xlsx", [HEADS, ["x", *GOOD[1:]]])
    before = path.read_bytes()
    (tmp_path / ".~lock.list.xlsx#").write_text(",王丽，pc,06.05.2026 08:00,file:///x;", "utf-8")
    assert check(capsys, path, "--write")[0] == 7
    assert path.read_bytes() == before


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("客户，电话\n甲，123\n", "utf-8")


def _old_excel(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 2000)


def _cut(path: Path) -> None:
    book(path, [HEADS, GOOD])
    path.write_bytes(path.read_bytes()[:-400])


def _renamed(path: Path) -> None:
    book(path, [["客户编号", "客户名（全称）字段", *HEADS[2:]], GOOD])


def _no_table(path: Path) -> None:
    book(path, [["预算", 1, 2], ["人员", 3, 4]])


def _twice(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as made:
        for name in ("一月", "二月"):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            sheet.write_row(1, 0, GOOD[:6])


def _torn(path: Path) -> None:
    book(path, [["客户ID", "日期", "销售", "金额"], ["C20240501001", date(2026, 5, 1), "张伟", 3]])


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (_torn, "既像“跟进”表，又像“机会”表"),
        (_empty, "空"),
        (_text, "工作簿"),
        (_old_excel, "xls"),
        (_cut, ""),
        (_renamed, "客户名"),
        (_no_table, "没有找到"),
        (_twice, "二月"),
        (lambda path: path.mkdir(), "文件夹"),
        (lambda path: None, "找不到"),
    ],
)
def test_bad_input_ends_with_2_says_why_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None], word: str
) -> None:
    path = tmp_path / "input.xlsx"
    make(path)
    before = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    for more in ([], ["--write"]):
        assert main(["check", str(path), *more]) == 2
        said = capsys.readouterr().err
        assert word in said
        assert "→" in said
        assert "input.xlsx" in said
    assert (hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None) == before


def test_no_such_sheet_lists_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "a.xlsx", [HEADS, GOOD], "客户")
    assert main(["check", str(path), "--sheet", "顾客"]) == 2
    assert "客户" in capsys.readouterr().err


def test_select_ignore_and_unknown_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "a.xlsx", [HEADS, ["x", *GOOD[1:3], "没听过", *GOOD[4:]]])
    assert {f["rule"] for f in check(capsys, path)[1]["findings"]} == {"R002", "R006"}
    assert {f["rule"] for f in check(capsys, path, "--select", "R002")[1]["findings"]} == {"R002"}
    assert {f["rule"] for f in check(capsys, path, "--ignore", "R002,F")[1]["findings"]} == {"R006"}
    assert main(["check", str(path), "--select", "R999"]) == 2
    assert "R00" in capsys.readouterr().err


def test_a_sheet_of_that_name_that_is_not_ours_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("客户名单")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["x", *GOOD[1:6]])
        made.add_worksheet("检查结果").write("A1", "我自己的笔记")
    for _ in range(2):
        assert check(capsys, path, "--write")[0] == 3
        book_now = openpyxl.load_workbook(path)
        assert book_now.sheetnames == ["客户名单", "检查结果", "检查结果 2"]
        assert book_now["检查结果"]["A1"].value == "我自己的笔记"


def test_a_column_called_check_that_is_not_ours_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "own.xlsx", [[*HEADS, "检查"], ["x", *GOOD[1:], "我自己查过了"]])
    for _ in range(2):
        assert check(capsys, path, "--write")[0] == 3
        sheet = openpyxl.load_workbook(path)["Sheet1"]
        assert sheet["H2"].value == "我自己查过了"
        assert sheet["I1"].value == "Check 2"
        assert str(sheet["I2"].value).startswith("✗")
        assert sheet["J1"].value is None


@pytest.mark.parametrize("mark", ["（必填）", "(必填)", "*", " ＊", "：", "\n"])
def test_marks_on_headers_do_not_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str], mark: str) -> None:
    path = book(tmp_path / "a.xlsx", [[f"{head}{mark}" for head in HEADS], GOOD])
    assert check(capsys, path)[0] == 0


def test_a_second_header_line_and_remarks_under_the_list_are_no_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[Any]] = [ENGLISH, HEADS, GOOD, [], ["制表：张伟"], ["注：金额单位为元"]]
    code, said = check(capsys, book(tmp_path / "a.xlsx", rows))
    assert (code, said["findings"], said["summary"]["rows"]) == (0, [], {"customers": 1})
    code, said = check(capsys, book(tmp_path / "b.xlsx", [HEADS, ENGLISH, GOOD]))
    assert (code, said["summary"]["rows"]) == (0, {"customers": 1})


def test_no_sheet_is_added_to_a_workbook_whose_structure_is_protected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def lock(path: Path) -> bytes:
        made = openpyxl.load_workbook(path)
        made.security = WorkbookProtection(lockStructure=True)
        made.save(path)
        return path.read_bytes()

    path = book(tmp_path / "a.xlsx", [HEADS, GOOD])
    before = lock(path)
    assert check(capsys, path, "--lang", "en")[0] == 0
    assert main(["check", str(path), "--write", "--lang", "en", *TODAY]) == 7
    assert "structure is protected" in capsys.readouterr().err
    assert path.read_bytes() == before
    other = book(tmp_path / "b.xlsx", [HEADS, GOOD])
    assert main(["check", str(other), "--write", *TODAY]) == 0
    lock(other)
    assert main(["check", str(other), "--write", *TODAY]) == 0  # the sheet stands there already
