"""Where tables are found: ties, headers of two lines, sheets that are the agent's or look like it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.endpoints.layout import Layout, lay_out
from sync.endpoints.own_sheets import free_title, is_agents
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import UsageError
from sync.model import Update
from sync.ooxml.package import Package
from sync.ooxml.workbook import Workbook
from sync.reports import linked, requests
from sync.reports.facts import prepare
from sync.reports.registry import build_all
from sync.reports.scene import Scene
from sync.reports.titles import TITLES
from sync.sheet import ReportSheet
from tests.ooxml.books import by_openpyxl
from validators.context import Context
from validators.fields import Language
from validators.models import specs
from validators.settings import Settings, Team

HEADS = ["客户名称", "联系人", "联系电话", "客户状态"]
TORN = ["客户ID", "日期", "销售", "金额"]


def laid(fill: Callable[[Any], None], language: Language = "zh") -> Layout:
    return lay_out(Workbook(Package.from_bytes(by_openpyxl(fill))), specs(), language, "list.xlsx")


def sheets(rows: dict[str, Sequence[Sequence[Any]]]) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        book.remove(book.active)
        for title, cells in rows.items():
            sheet = book.create_sheet(title)
            for row in cells:
                sheet.append(row)

    return fill


@pytest.mark.parametrize(
    ("language", "names", "word"),
    [("zh", ("“跟进”", "“机会”"), "跟进日期"), ("en", ("“Follow-ups”", "“Opportunities”"), "Amount")],
)
def test_a_header_that_fits_two_tables_is_a_question_that_names_both(
    language: Language, names: tuple[str, str], word: str
) -> None:
    with pytest.raises(UsageError) as caught:
        laid(sheets({"记录": [TORN, ["C20260501001", "x", "y", 1]]}), language)
    assert caught.value.exit_code == 2
    assert all(name in caught.value.what for name in names)
    assert "记录!1" in caught.value.what
    assert word in caught.value.remedy


def test_a_header_that_fits_two_tables_belongs_to_the_one_that_has_no_better_place() -> None:
    layout = laid(sheets({"记录": [TORN], "商机": [["客户编号", "机会名称", "当前阶段", "预估金额", "负责人"]]}))
    assert {name: place.sheet for name, place in layout.places.items()} == {
        "opportunities": "商机",
        "follow_ups": "记录",
    }


def test_a_header_of_two_lines_with_merged_cells_is_one_header() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row in (
            ["客户名单"],
            ["客户名称", "联系信息", None, "客户状态"],
            [None, "联系人", "联系电话", None],
            ["甲公司", "王丽", "0571-88886666", "意向客户"],
        ):
            sheet.append(row)
        for area in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
            sheet.merge_cells(area)

    layout = laid(fill)
    assert layout.places["customers"].header_row == 3
    assert layout.places["customers"].columns == {
        "Customer_Name": 1, "Contact_Person": 2, "Contact_Info": 3, "Status": 4,
    }  # fmt: skip
    assert layout.tables["customers"].places == [4]


def test_notes_under_the_header_are_no_row() -> None:
    layout = laid(sheets({"名单": [HEADS, ["（全称）", None, "(必填)", "必填"], ["甲", "王", "1", "意向客户"]]}))
    assert layout.tables["customers"].places == [3]


def every_sheet(language: Language) -> list[ReportSheet]:
    settings = Settings(team=Team(language=language))
    context = Context.of(settings, datetime(2026, 5, 6).date())
    scene = Scene(context=context, made_at=datetime(2026, 5, 6), viewer="x", scope="x", findings=(), conflicts=())
    return [*build_all({}, scene, prepare({}, context)), linked.build([], scene), requests.build([], scene)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sheet_of_the_agents_is_known_as_one(language: Language) -> None:
    made = every_sheet(language)
    assert {sheet.id for sheet in made} == set(TITLES)
    for sheet in made:
        cells = {put[:2]: put.value for put in sheet.cells}
        for title in (sheet.title, f"{sheet.title} 2"):
            assert is_agents(title, cells[1, 1], cells[2, 1])
        assert not is_agents(sheet.title, "客户名称", "甲公司")
        assert not is_agents("名单", cells[1, 1], cells[2, 1])


def test_a_persons_sheet_under_a_title_of_the_agents_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        by_openpyxl(sheets({"名单": [HEADS, ["甲", "王", "1", "意向客户"]], "业绩": [["我自己的数字", 42]]}))
    )

    def draw() -> None:
        endpoint = WorkbookEndpoint("x", path, specs(), "zh")
        update = Update(sheets=lambda places: every_sheet("zh"))
        endpoint.apply(update, endpoint.read().version)

    draw()
    titles = openpyxl.load_workbook(path).sheetnames
    assert titles[:2] == ["名单", "业绩"]
    assert "业绩 2" in titles
    before = path.read_bytes()
    draw()
    assert path.read_bytes() == before
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == titles
    assert [cell.value for cell in book["业绩"][1]] == ["我自己的数字", 42]
    assert book["业绩 2"]["A1"].value == "业绩"


def test_a_chart_sheet_under_a_title_of_the_agents_is_gone_around() -> None:
    def fill(book: Any) -> None:
        book.create_chartsheet("总览")

    workbook = Workbook(Package.from_bytes(by_openpyxl(fill)))
    assert free_title(workbook, "总览") == "总览 2"
    assert free_title(workbook, "漏斗") == "漏斗"


def test_the_agents_sheets_are_no_tables_even_without_the_marker(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(by_openpyxl(sheets({"名单": [HEADS, ["甲", "王", "1", "意向客户"]]})))
    endpoint = WorkbookEndpoint("x", path, specs(), "zh")
    endpoint.apply(Update(sheets=lambda places: every_sheet("zh")), endpoint.read().version)
    book = openpyxl.load_workbook(path)
    book["逾期"].insert_rows(4)
    for column, text in enumerate(HEADS, 1):
        book["逾期"].cell(4, column, text)
    data = io.BytesIO()
    book.save(data)
    path.write_bytes(data.getvalue())
    assert endpoint.read().tables["customers"].sheet == "名单"
