from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sync.errors import UsageError
from sync.ooxml.peek import peek
from sync.ooxml.read import read_sheet, read_sheets
from tests.ooxml.books import by_hand, by_openpyxl, day, opened, parts, written, zipped
from validators.cells import Cell, Unreadable


def rows(xml: str, **options: Any) -> list[list[Cell]]:
    return read_sheet(opened(by_hand(xml, **options)), "S").rows


def cells(*items: str) -> str:
    return '<row r="1">' + "".join(items) + "</row>"


def mixed(sheet: Any, stamp: Any) -> None:
    """The same content for both libraries."""
    values: list[list[Any]] = [
        ["客户", 1, 2.5, True],
        [" 前后空格 ", "=1+1 as text", "a\nb", "&<>\"'"],
        ["13800138000", 1234567890123456, -0.0, False],
    ]
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            stamp(sheet, i, j, value)


EXPECTED: list[list[Cell]] = [
    ["客户", 1, 2.5, True],
    [" 前后空格 ", "=1+1 as text", "a\nb", "&<>\"'"],
    ["13800138000", 1234567890123456, 0, False],
]


def xlsx(constant: bool) -> bytes:
    def stamp(sheet: Any, i: int, j: int, value: Any) -> None:
        (sheet.write_string if isinstance(value, str) else sheet.write)(i, j, value)

    return written(lambda book: mixed(book.add_worksheet("S"), stamp), constant_memory=constant)


def opx() -> bytes:
    def stamp(sheet: Any, i: int, j: int, value: Any) -> None:
        cell = sheet.cell(i + 1, j + 1, value)
        cell.data_type = "s" if isinstance(value, str) else cell.data_type

    def fill(book: Any) -> None:
        book.active.title = "S"
        mixed(book.active, stamp)

    return by_openpyxl(fill)


@pytest.mark.parametrize("data", [xlsx(False), xlsx(True), opx()], ids=["shared", "inline", "openpyxl"])
def test_values_are_typed_and_text_is_untouched(data: bytes) -> None:
    grid = read_sheet(opened(data), "S")
    assert grid.rows == EXPECTED
    assert [[type(value) for value in row] for row in grid.rows] == [[type(value) for value in row] for row in EXPECTED]
    assert grid.cell(1, 2) == 1
    assert grid.cell(99, 1) is None


def test_addresses_are_physical() -> None:
    assert rows('<row r="3"><c r="C3"><v>7</v></c></row>') == [[None] * 3, [None] * 3, [None, None, 7]]


def test_errors_and_formulas_without_value_are_unreadable_not_empty() -> None:
    grid = read_sheet(
        opened(
            by_hand(
                cells(
                    '<c r="A1" t="e"><v>#REF!</v></c>',
                    '<c r="B1"><f>A1*2</f></c>',
                    '<c r="C1"><f>1+1</f><v>2</v></c>',
                    '<c r="D1" t="str"><f>IF(1,"","")</f><v></v></c>',
                    '<c r="E1" t="e"><f>NA()</f><v>#N/A</v></c>',
                    '<c r="F1"><f>A1*3</f><v/></c>',
                    '<c r="G1" t="e"><v>#SPILL!</v></c>',
                    '<c r="H1" t="str"><f>"x&amp;y"</f><v>x&amp;y</v></c>',
                )
                + '<row r="2"><c r="J2" t="e"><v>#NULL!</v></c></row>'
            )
        ),
        "S",
    )
    assert grid.rows[0] == [
        Unreadable("#REF!"),
        Unreadable("=A1*2"),
        2,
        None,
        Unreadable("#N/A"),
        Unreadable("=A1*3"),
        Unreadable("#SPILL!"),
        "x&y",
        None,
        None,
    ]
    assert grid.cell(2, 10) == Unreadable("#NULL!")
    assert {len(row) for row in grid.rows} == {10}
    assert grid.formulas == {(1, column) for column in (2, 3, 4, 5, 6, 8)}


def test_cells_that_an_array_formula_fills_count_as_formulas() -> None:
    array = '<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c></row>'
    xml = array + '<row r="2"><c r="A2"><v>2</v></c></row>'
    assert read_sheet(opened(by_hand(xml)), "S").formulas == {(1, 1), (2, 1), (3, 1)}


def test_rich_text_is_no_formula() -> None:
    rich = '<is><r><rPr><family val="2"/><vertAlign val="superscript"/></rPr><t>a</t></r><r><t>b</t></r></is>'
    grid = read_sheet(opened(by_hand(cells(f'<c r="A1" t="inlineStr">{rich}</c>'))), "S")
    assert grid.rows == [["ab"]]
    assert not grid.formulas


def test_dates_times_and_serials_that_are_none() -> None:
    values = rows(
        cells(
            '<c r="A1" s="1"><v>45413</v></c>',
            '<c r="B1" s="5"><v>45413.4375</v></c>',
            '<c r="C1" s="5"><v>45413</v></c>',
            '<c r="D1" s="1"><v>0</v></c>',
            '<c r="E1" s="1"><v>-3</v></c>',
            '<c r="F1" s="3"><v>0.5</v></c>',
            '<c r="G1" s="4"><v>1.5</v></c>',
        )
    )
    assert values == [[day("2024-05-01"), datetime(2024, 5, 1, 10, 30), day("2024-05-01"), 0, -3, 0.5, 1.5]]


def test_the_first_day_an_iso_date_and_a_rounded_midnight() -> None:
    xml = cells(
        '<c r="A1" s="1"><v>1</v></c>',
        '<c r="B1" t="d"><v>2024-05-01</v></c>',
        '<c r="C1" s="5"><v>45413.99999999</v></c>',
    )
    assert rows(xml) == [[day("1900-01-01"), day("2024-05-01"), day("2024-05-02")]]


def test_dates_that_count_from_1904() -> None:
    data = by_hand(
        cells('<c r="A1" s="1"><v>43951</v></c>', '<c r="B1" s="1"><v>0</v></c>'), book='<workbookPr date1904="1"/>'
    )
    assert opened(data).date1904
    assert read_sheet(opened(data), "S").rows == [[day("2024-05-01"), day("1904-01-01")]]


def test_percentages_are_told_by_format() -> None:
    grid = read_sheet(opened(by_hand(cells('<c r="A1" s="2"><v>0.6</v></c>', '<c r="B1"><v>60</v></c>'))), "S")
    assert grid.rows == [[0.6, 60]]
    assert grid.percents == {(1, 1)}


TEXT = "<is><t>x</t></is>"


@pytest.mark.parametrize(
    "xml",
    [
        f'<row r="1"><c r="A1"><v>5</v></c><c r="D1" t="inlineStr">{TEXT}</c></row>'
        '<row r="4"><c r="B4"><v>6</v></c></row>',
        f"<row><c><v>5</v></c><c r='D1' t='inlineStr'>{TEXT}</c></row><row r='4'><c r='B4'><v>6</v></c></row>",
        f'<row><c s="0"\n r="A1"><v>5</v></c><c t="inlineStr" r="D1">{TEXT}</c></row>'
        '<row r="4"><c r="B4" ><v>6</v></c></row>',
        '<!-- <row r="9"/> --><row r="1" ><c r="A1"><v>5</v></c><c r="C1" s="1"/><c r="D1" t="inlineStr"><is><t>'
        '<![CDATA[x]]></t></is></c></row><row r="2"/><row r="3"></row>'
        '<row r="4"><c r="A4"/><c r="B4"><v>6</v></c></row>',
    ],
)
def test_every_legal_spelling_reads_the_same(xml: str) -> None:
    assert rows(xml) == [[5, None, None, "x"], [None] * 4, [None] * 4, [None, 6, None, None]]


def test_prefix_and_strict_workbooks() -> None:
    xml = (
        '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1"><x:f>1</x:f></x:c>'
        '<x:c r="C1" t="e"><x:v>#CALC!</x:v></x:c></x:row>'
    )
    grid = read_sheet(opened(by_hand(xml, prefix="x")), "S")
    assert grid.rows == [[5, Unreadable("=1"), Unreadable("#CALC!")]]
    strict = opened(by_hand(cells('<c r="A1"><v>5</v></c>'), strict=True))
    assert strict.strict
    assert read_sheet(strict, "S").rows == [[5]]


def test_shared_strings_with_runs_phonetics_and_escapes() -> None:
    strings = (
        "<si><t>a_x000D_b</t></si><si><r><t xml:space='preserve'>x </t></r><r><t xml:space='preserve'> y</t></r>"
        "<rPh sb='0' eb='1'><t>PH</t></rPh></si><si/><si><t>_x005F_x0041_</t></si>"
    )
    xml = cells(*(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCD")))
    workbook = opened(by_hand(xml, strings=strings))
    assert peek(workbook, "S").rows[0][:2] == ["a\rb", "x  y"]
    assert read_sheet(workbook, "S").rows[0] == ["a\rb", "x  y", None, "_x0041_"]


def test_a_far_value_is_refused_by_its_address() -> None:
    xml = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UsageError, match="S!XFD1048576"):
        read_sheet(opened(by_hand(xml)), "S")


def test_a_far_value_in_a_sheet_that_hides_it_is_refused_too() -> None:
    shuffled = '<row r="1"><c r="XFD1"><v>1</v></c><c r="A1"><v>1</v></c></row>'
    shuffled += '<row r="900000"><c r="A900000"><v>1</v></c></row>'
    with pytest.raises(UsageError):
        read_sheet(opened(by_hand(shuffled)), "S")
    lying = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UsageError):
        read_sheet(opened(by_hand(lying)), "S")


def test_a_far_format_without_value_is_harmless() -> None:
    xml = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_sheet(opened(by_hand(xml)), "S").rows == [[1]]


def test_sheets_without_a_part_and_times_as_text_are_no_obstacle() -> None:
    xml = cells('<c r="A1" s=""><v>1</v></c>', '<c r="B1" t="d" s="3"><v>06:00:00</v></c>')
    data = by_hand(xml, book='<sheets><sheet name="Macro" sheetId="9" r:id=""/></sheets>')
    workbook = opened(data)
    assert [sheet.title for sheet in workbook.sheets] == ["S"]
    assert read_sheet(workbook, "S").rows == [[1, 0.25]]
    assert peek(workbook, "S").rows[0][0] == 1


def test_merged_areas_are_told() -> None:
    data = by_hand(cells('<c r="A1"><v>1</v></c>'), after='<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>')
    assert [str(area) for area in read_sheet(opened(data), "S").merged] == ["A1:C1"]


def test_only_the_sheets_asked_for_are_looked_at() -> None:
    def fill(book: Any) -> None:
        for name in ("One", "Two & 'Drei' 3"):
            book.add_worksheet(name).write("A1", name)

    data = written(fill)
    source: dict[str, str | bytes] = dict(parts(data))
    source["xl/worksheets/sheet1.xml"] = b"broken"
    workbook = opened(zipped(source))
    assert [sheet.title for sheet in workbook.sheets] == ["One", "Two & 'Drei' 3"]
    assert read_sheets(workbook, ["Two & 'Drei' 3"])["Two & 'Drei' 3"].rows == [["Two & 'Drei' 3"]]
    with pytest.raises(UsageError, match="no sheet “Three”"):
        read_sheet(workbook, "Three")


def test_damaged_content_is_an_error_with_the_file_named() -> None:
    with pytest.raises(UsageError):
        rows(cells('<c r="A1" t="s"><v>9</v></c>'), strings="<si><t>only one</t></si>")
