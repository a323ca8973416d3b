"""`python -m sync.ooxml`: what it tells of a workbook, what it sets, and with which exit code it refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sync.errors import UsageError
from sync.ooxml.__main__ import main
from sync.ooxml.assign import parse
from tests.ooxml.books import changed, followed_table, parts, seen, written
from tests.ooxml.test_resize import pivoted, totalled
from validators.cells import Cell

ROOT = Path(__file__).resolve().parents[2]


def everything(book: Any) -> None:
    """A table, a sheet whose name needs quotes, a hidden one, a chart sheet, merged cells, protection."""
    totalled(book)
    other = book.add_worksheet("It's mine")
    other.merge_range("B2:C3", "wide")
    other.write_formula("A1", "=1+1", None, 2)
    other.protect()
    book.add_worksheet("Away").hide()
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=Data!$D$4:$D$6"})
    book.add_chartsheet("Pie").set_chart(chart)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(written(everything))
    return path


def test_show_tells_parts_sheets_and_tables(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(file), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    held = parts(file.read_bytes())
    assert {part["name"]: part["size"] for part in told["parts"]} == {name: len(raw) for name, raw in held.items()}
    kinds = {part["name"]: part["type"] for part in told["parts"]}
    assert kinds["xl/tables/table1.xml"].endswith("spreadsheetml.table+xml")
    sheets = {sheet["title"]: sheet for sheet in told["sheets"]}
    assert list(sheets) == ["Data", "It's mine", "Away", "Pie"]
    assert sheets["Data"]["tables"] == [
        {
            "name": "T",
            "ref": "A3:D7",
            "header_row": 3,
            "totals": True,
            "headers": ["Key", "Kind", "Half", "Amount"],
        }
    ]
    mine = sheets["It's mine"]
    assert (mine["protected"], mine["merged"], mine["formulas"], mine["dimension"]) == (True, ["B2:C3"], 1, "A1:C3")
    assert (sheets["Away"]["state"], sheets["Pie"]["kind"]) == ("hidden", "chartsheet")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ["受保护", "隐藏", "表格 T"]), ("en", ["protected", "hidden", "table T"])]
)
def test_show_speaks_to_people(lang: str, words: list[str], file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(file), "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert [
        word for word in [*words, "A3:D7", "Key | Kind | Half | Amount", "xl/workbook.xml"] if word not in said
    ] == []


VALUES: list[tuple[str, Cell]] = [
    ("文本", "文本"),
    ("12", 12),
    ("-2.5", -2.5),
    ("1e3", 1000),
    ("007", "007"),
    ("330106199001011234", "330106199001011234"),
    ("2024-05-01", date(2024, 5, 1)),
    ("2024-05-01 10:30", datetime(2024, 5, 1, 10, 30)),
    ("2024-02-30", "2024-02-30"),
    ("TRUE", True),
    ("false", False),
    ("'12", "12"),
    ("''quoted'", "'quoted'"),
    ("=1+1", "=1+1"),
    ("a=b!c", "a=b!c"),
    ("two\nlines", "two\nlines"),
    ("", None),
    ("'", ""),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_values_are_what_they_say(text: str, value: Cell) -> None:
    found = parse(f"S!B2={text}", "en")
    assert (found.sheet, found.row, found.column, found.value) == ("S", 2, 2, value)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    ("text", "sheet", "row", "column"),
    [
        ("'It''s mine'!$C$7=x", "It's mine", 7, 3),
        ("My Sheet!aa10=x", "My Sheet", 10, 27),
        ("客户!B2=x", "客户", 2, 2),
        ("'a!b=c'!A1=x", "a!b=c", 1, 1),
    ],
)
def test_sheet_names_may_be_quoted(text: str, sheet: str, row: int, column: int) -> None:
    assert parse(text, "en")[:3] == (sheet, row, column)


@pytest.mark.parametrize("text", ["B2=x", "S!B2", "S!B=x", "S!B2:C3=x", "!B2=x", "''!B2=x", "S!XFE1=x", "S!A0=x", ""])
def test_what_names_no_cell_is_told_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, "en")
    assert "'My Sheet'!B2=value" in caught.value.remedy


def test_set_writes_the_cells_and_leaves_the_file_and_all_else_alone(file: Path, tmp_path: Path) -> None:
    before, out = file.read_bytes(), tmp_path / "out.xlsx"
    cells = ["Data!A4=文本", "Data!d5=7.5", "'It''s mine'!E9=2024-05-01", "data!A5="]
    assert main(["set", str(file), *cells, "--out", str(out)]) == 0
    assert file.read_bytes() == before
    after = out.read_bytes()
    found = seen(after, "Data")
    assert (found["A4"], found["D5"], "A5" in found) == ("文本", 7.5, False)
    assert seen(after, "It's mine")["E9"] == date(2024, 5, 1)
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    assert changed(before, after) == {*sheets, "xl/styles.xml"}
    assert b'fullCalcOnLoad="1"' in parts(after)["xl/workbook.xml"]


def test_the_file_itself_changes_only_where_it_is_named_as_the_result(file: Path) -> None:
    assert main(["set", str(file), "Data!A4=new", "--out", str(file)]) == 0
    assert seen(file.read_bytes(), "Data")["A4"] == "new"
    (file.parent / f".~lock.{file.name}#").write_text(",Li,host,,;", "utf-8")
    assert main(["set", str(file), "Data!A4=newer", "--out", str(file)]) == 1
    assert seen(file.read_bytes(), "Data")["A4"] == "new"


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        ("Data!C7=1", 7, "Data!C7 is in the header or the totals row of “T”"),
        ("Data!B3=x", 7, "Data!B3"),
        ("'It''s mine'!A1=x", 7, "It's mine!A1 holds a formula"),
        ("'It''s mine'!C3=x", 7, "set It's mine!B2 instead"),
        ("Nowhere!A1=x", 2, "sheets there are: Data, It's mine, Away"),
        ("Pie!A1=x", 2, "no sheet “Pie”"),
        ("A1=x", 2, "does not say which cell"),
    ],
)
def test_what_is_not_safe_is_refused_and_nothing_is_written(
    cell: str, code: int, said: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.xlsx"
    assert main(["set", str(file), "Data!A4=fine", cell, "--out", str(out), "--lang", "en"]) == code
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_cell_named_twice_and_a_file_that_exists_are_refused(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.xlsx"
    assert main(["set", str(file), "Data!A4=x", "data!$A$4=y", "--out", str(out)]) == 2
    assert "写了两次" in capsys.readouterr().err
    out.write_bytes(b"mine")
    assert main(["set", str(file), "Data!A4=x", "--out", str(out)]) == 2
    assert out.read_bytes() == b"mine"
    assert main(["set", str(file), "Data!A4=x", "--out", str(out), "--force", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["cells"] == ["Data!A4"]
    assert seen(out.read_bytes(), "Data")["A4"] == "x"


def test_what_is_no_workbook_ends_with_two_and_a_missing_folder_with_one(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "list.csv"
    text.write_text("a,b\n", "utf-8")
    assert main(["show", str(text), "--lang", "en"]) == 2
    assert "not a workbook" in capsys.readouterr().err
    assert main(["show", str(tmp_path / "none.xlsx")]) == 2
    assert main(["set", str(file), "Data!A4=x", "--out", str(tmp_path / "no" / "out.xlsx")]) == 1


def test_it_runs_as_a_module_of_its_own(file: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "sync.ooxml", "show", str(file)], capture_output=True, cwd=ROOT)
    assert done.returncode == 0
    assert "A3:D7" in done.stdout.decode()


def test_the_page_about_workbooks_names_every_option() -> None:
    page = (ROOT / "docs" / "workbooks.md").read_text("utf-8")
    source = (ROOT / "sync" / "ooxml" / "__main__.py").read_text("utf-8")
    options = set(re.findall(r'"(--[a-z]+)"', source)) | {"python -m sync.ooxml show", "python -m sync.ooxml set"}
    assert {option for option in options if option not in page} == set()


def test_what_a_pivot_table_fills_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pivot.xlsx"
    path.write_bytes(pivoted("C8:F20"))
    assert main(["set", str(path), "Data!D9=1", "--out", str(path), "--lang", "en"]) == 7
    assert "Data!D9 is filled by the pivot table at C8:F20" in capsys.readouterr().err
    assert path.read_bytes() == pivoted("C8:F20")


def test_a_table_of_another_workbook_can_be_set_below_it(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(written(followed_table))
    assert main(["set", str(path), "Data!A9=below", "--out", str(path)]) == 0
    assert seen(path.read_bytes(), "Data")["A9"] == "below"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_what_is_no_file_is_neither_shown_nor_overwritten(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = file.parent / "pipe.xlsx"
    if sys.platform != "win32":
        os.mkfifo(pipe)
    for place in (str(pipe), ".", str(file.parent)):
        assert main(["show", place, "--lang", "en"]) == 2
        assert main(["set", str(file), "Data!B4=z", "--out", place, "--force", "--lang", "en"]) == 2
        assert capsys.readouterr().err.count("not a workbook") == 2
    assert pipe.is_fifo()


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384, "a\x07b", "a\ufffeb"])
def test_a_text_that_no_cell_can_hold_is_refused_not_cut(file: Path, text: str) -> None:
    with pytest.raises(UsageError, match="control characters") as caught:
        parse(f"Data!B4={text}", "en")
    assert caught.value.where == "Data!B4"
    assert main(["set", str(file), f"Data!B4={text}", "--out", str(file.parent / "out.xlsx")]) == 2
    assert not (file.parent / "out.xlsx").exists()


def test_a_text_as_long_as_a_cell_may_be_is_set_whole(file: Path) -> None:
    out = file.parent / "out.xlsx"
    for text in ("x" * 32_767, "two\r\nlines"):
        assert main(["set", str(file), f"Data!B4={text}", "--out", str(out), "--force"]) == 0
        assert seen(out.read_bytes(), "Data")["B4"] == text.replace("\r\n", "\n")


def test_a_cell_so_far_away_that_the_sheet_could_not_be_read_again_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = file.parent / "out.xlsx"
    assert main(["set", str(file), "Data!XFD1048576=z", "--out", str(out), "--lang", "en"]) == 2
    assert "Data!XFD1048576" in capsys.readouterr().err
    assert not out.exists()
    assert main(["set", str(file), "Data!XFD2=z", "--out", str(out)]) == 0
