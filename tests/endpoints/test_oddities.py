"""Rows and cells of a list that are not what they look like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import Refused
from sync.model import NewRow, Update
from tests.ooxml.books import by_openpyxl
from validators.cells import Unreadable
from validators.fields import Language
from validators.models import specs

HEADS = ["客户编号", "客户名称", "联系电话", "客户状态", "负责人"]


def row(number: int, owner: str | None = "张三") -> list[Any]:
    return [f"C2024050100{number}", f"公司{number}有限公司", f"1380013800{number}", "意向客户", owner]


def endpoint(path: Path, lines: list[list[Any]], *merged: str, language: Language = "zh") -> WorkbookEndpoint:
    def fill(book: Any) -> None:
        for line in lines:
            book.active.append(line)
        for area in merged:
            book.active.merge_cells(area)

    path.write_bytes(by_openpyxl(fill))
    return WorkbookEndpoint("x", path, specs(), language)


def fresh(number: int) -> NewRow:
    return NewRow("customers", dict(zip(["Customer_ID", "Customer_Name"], row(number), strict=False)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_cells_under_merged_ones_are_not_empty(tmp_path: Path, language: Language) -> None:
    lines = [HEADS, row(1), row(2, None), row(3, None), row(4, None)]
    snapshot = endpoint(tmp_path / "a.xlsx", lines, "E2:E4", language=language).read()
    covered = Unreadable("E2:E4")
    assert snapshot.tables["customers"].columns["Owner"] == ["张三", covered, covered, None]
    (note,) = snapshot.notes
    assert "E2:E4" in note


def test_no_row_is_put_where_cells_are_merged(tmp_path: Path) -> None:
    place = endpoint(tmp_path / "a.xlsx", [HEADS, row(1), [], [], row(2)], "E2:E3")
    place.apply(Update(new=[fresh(8)]), place.read().version)
    sheet = openpyxl.load_workbook(place.path).active
    assert sheet is not None
    assert [sheet.cell(at, 1).value for at in range(2, 6)] == ["C20240501001", None, "C20240501008", "C20240501002"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_header_that_stands_again_is_no_row(tmp_path: Path, language: Language) -> None:
    lines = [HEADS, row(1), row(2), [], [], HEADS, row(3), row(4)]
    place = endpoint(tmp_path / "a.xlsx", lines, language=language)
    snapshot = place.read()
    assert snapshot.tables["customers"].places == [2, 3, 7, 8]
    (note,) = snapshot.notes
    assert "6" in note
    place.apply(Update(new=[fresh(n) for n in range(5, 9)]), snapshot.version)
    sheet = openpyxl.load_workbook(place.path).active
    assert sheet is not None
    assert [cell.value for cell in sheet[6]] == HEADS
    assert [sheet.cell(at, 2).value for at in (4, 5, 9, 10)] == [f"公司{n}有限公司" for n in range(5, 9)]


def test_a_header_that_stands_again_at_the_end_is_not_written_over(tmp_path: Path) -> None:
    place = endpoint(tmp_path / "a.xlsx", [HEADS, row(1), HEADS])
    place.apply(Update(new=[fresh(2)]), place.read().version)
    sheet = openpyxl.load_workbook(place.path).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]] == HEADS
    assert sheet["A4"].value == "C20240501002"


CALLS = ["客户编号", "跟进日期", "跟进人", "跟进方式", "跟进内容"]


def beside(header: list[Any], gap: list[Any], *calls: list[Any]) -> list[list[Any]]:
    return [[*HEADS, *header], *([*row(n), *gap, *cells] for n, cells in enumerate(calls, 1))]


def test_a_table_beside_the_list_is_not_part_of_it(tmp_path: Path) -> None:
    call = ["C20240501002", "2024-05-03", "张三", "电话", "谈价"]
    place = endpoint(
        tmp_path / "a.xlsx", [*beside([None, None, *CALLS], [None, None], call, call), [], [None] * 5 + ["注"]]
    )
    snapshot = place.read()
    table = snapshot.tables["customers"]
    assert list(table.letters.values()) == ["A", "B", "C", "D", "E"]
    place.apply(Update(removed=[("customers", 1)]), snapshot.version)
    sheet = openpyxl.load_workbook(place.path).active
    assert sheet is not None
    assert sheet["B3"].value is None
    assert [sheet.cell(3, at).value for at in range(8, 13)] == call


def test_a_column_that_only_lacks_its_header_parts_nothing(tmp_path: Path) -> None:
    snapshot = endpoint(tmp_path / "a.xlsx", beside([None, "备注"], ["x"], ["老客户"], ["新"])).read()
    assert snapshot.tables["customers"].letters["Notes"] == "G"


def test_the_block_that_fits_a_table_is_taken_wherever_it_stands(tmp_path: Path) -> None:
    lines = [["说明", "一", "二", "三", "四", "五", "六", None, *HEADS], [*"1234567", None, *row(1)]]
    assert endpoint(tmp_path / "a.xlsx", lines).read().tables["customers"].letters["Customer_ID"] == "I"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_column_does_not_join_a_table_beside_the_list(tmp_path: Path, language: Language) -> None:
    place = endpoint(tmp_path / "a.xlsx", beside([None, *CALLS], [None], CALLS), language=language)
    version = place.read().version
    with pytest.raises(Refused) as caught:
        place.apply(Update(agent={"customers": {"Check": {0: "✗"}}}), version)
    assert "Sheet!G1" in caught.value.what


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_plain_list_goes_on_with_its_own_formulas(tmp_path: Path, language: Language) -> None:
    lines: list[list[Any]] = [[*HEADS, "合同金额", "两倍", "手填"]]
    lines += [[*row(n), n, f"=F{n + 1}*2", "=1+1" if n == 1 else "x"] for n in (1, 2, 3)]
    place = endpoint(tmp_path / "a.xlsx", lines, language=language)
    place.apply(Update(new=[fresh(4), fresh(5)]), place.read().version)
    sheet = openpyxl.load_workbook(place.path).active
    assert sheet is not None
    assert [sheet.cell(at, 7).value for at in (4, 5, 6)] == ["=F4*2", "=F5*2", "=F6*2"]
    assert [sheet.cell(at, 8).value for at in (5, 6)] == [None, None]
