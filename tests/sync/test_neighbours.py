"""Names beside a workbook: copies of sync programs are told, colleagues' files are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.longpath import long_form
from sync.neighbours import conflict_copies, copy_note, is_conflict_copy

BOOK = "张三.xlsx"


@pytest.mark.parametrize(
    "name",
    [
        "张三-DESKTOP-4F2K9QX.xlsx",
        "张三-LAPTOP-8H3JD0PL-2.xlsx",
        "张三-PC.xlsx",
        "张三-ZHANG-PC.xlsx",
        "张三-Lis-MacBook-Pro.xlsx",
        "张三-office7.xlsx",  # this computer
        "张三 (Li Si's conflicted copy 2026-05-06).xlsx",
        "张三 (conflicted copy 2026-05-06 080000).XLSX",
        "张三 (李四 的冲突副本 2026-05-06).xlsx",
        "张三（李四的冲突副本2026-05-06）.xlsx",
        "张三(冲突_李四_2026-05-06 08_00_00).xlsx",
        "张三 (SFConflict lisi@example.com 2026-05-06-08-00-00).xlsx",
        "张三.sync-conflict-20260506-080000-ABCDEFG.xlsx",
    ],
)
def test_copies_of_sync_programs_are_known(name: str) -> None:
    assert is_conflict_copy(name, BOOK, "office7")


@pytest.mark.parametrize(
    "name",
    [
        BOOK,
        "张三.XLSX",
        "张三丰.xlsx",
        "张三-2026.xlsx",
        "张三-北京.xlsx",
        "张三-EPC.xlsx",
        "张三-backup.xlsx",
        "张三 (1).xlsx",
        "张三 - 副本.xlsx",
        "张三-office8.xlsx",
        "李四 (李四的冲突副本).xlsx",
        "张三 冲突副本.docx",
        "张三.xlsm",
        "冲突.xlsx",
    ],
)
def test_other_files_are_left_in_peace(name: str) -> None:
    assert not is_conflict_copy(name, BOOK, "office7")


@pytest.mark.parametrize(
    "name",
    [
        "张三 (1).xlsx",
        "张三(2).xlsx",
        "张三-副本.xlsx",
        "张三 - 副本.xlsx",
        "张三 - 副本 (2).xlsx",
        "张三 - Copy.xlsx",
        "张三 2.xlsx",
        "张三-DESKTOP1.xlsx",
        "张三-WIN10HOME.xlsx",
        "张三-OFFICE7-2.xlsx",
    ],
)
def test_in_the_workbooks_own_folder_a_numbered_copy_counts_too(name: str) -> None:
    assert is_conflict_copy(name, BOOK, own_folder=True)


@pytest.mark.parametrize(
    "rest",
    ["-Q1", "-2024Q1", "-FY2024", "-JAN2024", "-VER2", "-TEST1", "-V2", "-SH", "-office8", "-ABC", " 1", " 2024", "2"],
)
def test_in_the_workbooks_own_folder_other_names_are_left_in_peace_too(rest: str) -> None:
    assert not is_conflict_copy(f"张三{rest}.xlsx", BOOK, own_folder=True)


def test_a_twin_in_capitals_is_told_where_both_stand(tmp_path: Path) -> None:
    (tmp_path / "张三.XLSX").touch()
    assert conflict_copies(tmp_path / BOOK) == []
    (tmp_path / BOOK).touch()
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("the file system knows no capitals")
    assert conflict_copies(tmp_path / BOOK, but=[BOOK]) == ["张三.XLSX"]
    assert conflict_copies(tmp_path / BOOK, but=[BOOK, "张三.XLSX"]) == []


def test_copies_are_listed_but_for_workbooks_of_their_own(tmp_path: Path) -> None:
    for name in (BOOK, "张三-PC.xlsx", "张三-WANG-PC.xlsx", "~$张三-PC.xlsx", "张三.txt"):
        (tmp_path / name).touch()
    assert conflict_copies(tmp_path / BOOK) == ["张三-PC.xlsx", "张三-WANG-PC.xlsx"]
    assert conflict_copies(tmp_path / BOOK, but=["张三-pc.xlsx"]) == ["张三-WANG-PC.xlsx"]
    assert conflict_copies(tmp_path / "none" / BOOK) == []


def test_a_note_names_both_files_and_the_way_out() -> None:
    assert "张三-PC.xlsx" in copy_note("张三-PC.xlsx", BOOK, "zh")
    assert "bring the rows you need into 张三.xlsx" in copy_note("张三-PC.xlsx", BOOK, "en")


def test_long_paths_of_windows_get_the_form_without_limit() -> None:
    deep = "\\".join(["很深的文件夹"] * 40)
    assert long_form("C:\\短.xlsx") == "C:\\短.xlsx"
    assert long_form(f"C:\\{deep}\\a.xlsx") == f"\\\\?\\C:\\{deep}\\a.xlsx"
    assert long_form(f"C:/{deep}/a.xlsx") == f"\\\\?\\C:\\{deep}\\a.xlsx"
    assert long_form(f"\\\\server\\share\\{deep}") == f"\\\\?\\UNC\\server\\share\\{deep}"
    assert long_form(long_form(f"C:\\{deep}")) == f"\\\\?\\C:\\{deep}"
