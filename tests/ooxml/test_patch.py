from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest

from sync.errors import Refused, UsageError
from sync.ooxml.patch import Patch
from sync.ooxml.read import read_sheet
from tests.ooxml.books import by_hand, by_openpyxl, changed, day, followed_table, loaded, opened, parts, seen, written
from validators.cells import Cell, Unreadable

SHEET = "xl/worksheets/sheet1.xml"
SMALL = (
    '<row r="2" spans="1:3"><c r="A2" s="2"><v>1</v></c><c r="C2" t="s"><v>0</v></c></row><row r="5"><c r="B5"/></row>'
)
STRINGS = "<si><t>old</t></si>"


def patched(data: bytes, cells: dict[tuple[int, int], Cell], sheet: str = "S") -> bytes:
    patch = Patch(opened(data))
    patch.set_many(sheet, cells)
    return patch.render()


def grid(data: bytes) -> dict[tuple[int, int], Cell]:
    rows = read_sheet(opened(data), "S").rows
    return {(i, j): value for i, row in enumerate(rows, 1) for j, value in enumerate(row, 1) if value is not None}


VALUES: list[Cell] = [
    "text",
    "=1+1",
    "+86 138",
    "-5",
    "@a",
    " lead and trail ",
    "two\nlines\tand tab",
    "<&>\"']]>",
    "_x0041_ literal",
    "客户 🎉",
    0,
    -7,
    2.5,
    1e-7,
    True,
    False,
    10**15,
    date(2024, 5, 1),
    datetime(2024, 5, 1, 10, 30),
]


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_back_as_they_were(value: Cell, prefix: str) -> None:
    rows = SMALL if not prefix else SMALL.replace("<", "<x:").replace("<x:/", "</x:")
    data = by_hand(rows, strings=STRINGS, prefix=prefix)
    result = patched(data, {(2, 1): value, (2, 2): value, (1, 1): value, (3, 9): value, (9, 1): value})
    found = grid(result)
    for place in ((2, 1), (2, 2), (1, 1), (3, 9), (9, 1)):
        assert found[place] == value
        assert type(found[place]) is type(value)
    assert found[2, 3] == "old"
    if not prefix and "_x0041_" not in str(value):  # openpyxl does not resolve escapes in inline strings
        assert seen(result, "S")["A2"] == value


def test_only_the_sheet_changes_and_rows_between_stay_as_they_were() -> None:
    rows = "".join(f'<row r="{i}" x="y"><c r="A{i}" t="s" ><v>0</v></c></row>\n' for i in range(1, 50))
    data = by_hand(rows, strings=STRINGS)
    result = patched(data, {(20, 2): 1})
    assert changed(data, result) == {SHEET}
    before, after = parts(data)[SHEET].split(b"\n"), parts(result)[SHEET].split(b"\n")
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b] == [20]


def test_setting_what_stands_there_gives_the_very_bytes() -> None:
    data = by_hand('<row r="1"><c r="A1" s="2"><v>5</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>')
    assert patched(data, {(1, 1): 5, (1, 2): "x"}) == data


def test_styles_are_kept_and_none_empties_a_cell_without_its_format() -> None:
    data = by_hand(SMALL, strings=STRINGS)
    sheet = parts(patched(data, {(2, 1): "a", (2, 3): None, (5, 2): None}))[SHEET].decode()
    assert '<c r="A2" s="2" t="inlineStr">' in sheet
    assert "C2" not in sheet
    assert '<c r="A2" s="2"/>' in parts(patched(data, {(2, 1): None}))[SHEET].decode()


def test_spans_never_lie() -> None:
    assert b"spans" not in parts(patched(by_hand(SMALL, strings=STRINGS), {(2, 9): 1}))[SHEET]


def test_a_new_cell_takes_the_format_of_its_row_or_column() -> None:
    rows = '<row r="1" s="3" customFormat="1"/><row r="2"/>'
    data = by_hand(rows, before='<cols><col min="2" max="3" style="2"/></cols>')
    sheet = parts(patched(data, {(1, 2): "a", (2, 2): "a"}))[SHEET]
    assert b'<c r="B1" s="3" t=' in sheet
    assert b'<c r="B2" s="2" t=' in sheet


def test_a_date_gets_a_date_format_only_where_it_has_none() -> None:
    data = by_hand('<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="2"><v>1</v></c></row>')
    patch = Patch(opened(data))
    for column in (1, 2, 3):
        patch.set("S", 1, column, day("2024-05-01"))
    result = patch.render()
    assert grid(result) == {(1, column): day("2024-05-01") for column in (1, 2, 3)}
    assert b'<c r="A1" s="1"><v>45413</v>' in parts(result)[SHEET]
    assert changed(data, result) == {SHEET, "xl/styles.xml"}


def test_a_number_in_a_date_cell_stays_a_number() -> None:
    result = patched(by_hand('<row r="1"><c r="A1" s="1"><v>45413</v></c></row>'), {(1, 1): 7})
    assert grid(result) == {(1, 1): 7}


def test_a_percentage_goes_into_a_percent_cell_as_its_hundredth_part_and_a_yes_stays_a_yes() -> None:
    data = by_hand('<row r="1"><c r="A1" s="2"/><c r="B1"/><c r="C1" s="2"/></row>')
    patch = Patch(opened(data), percents={("S", 1), ("S", 2), ("S", 3)})
    patch.set_many("S", {(1, 1): 30, (1, 2): 30, (1, 3): True})
    assert grid(patch.render()) == {(1, 1): 0.3, (1, 2): 30, (1, 3): True}


def test_dates_in_a_workbook_that_counts_from_1904_and_dates_before_any_calendar() -> None:
    data = by_hand("", book='<workbookPr date1904="1"/>')
    result = patched(data, {(1, 1): day("2024-05-01"), (1, 2): day("1903-01-01")})
    assert grid(result) == {(1, 1): day("2024-05-01"), (1, 2): "1903-01-01"}
    assert b"<v>43951</v>" in parts(result)[SHEET]


def test_strict_workbooks_stay_strict() -> None:
    data = by_hand(SMALL, strings=STRINGS, strict=True)
    result = patched(data, {(2, 1): "neu"})
    assert changed(data, result) == {SHEET}
    assert grid(result)[2, 1] == "neu"


def test_characters_that_xml_cannot_hold_are_left_out_and_text_is_cut_to_what_a_cell_holds() -> None:
    result = grid(patched(by_hand(""), {(1, 1): "a\x00\x0b\ud800\ufffeb", (2, 1): "x" * 40_000}))
    assert result[1, 1] == "ab"
    assert len(str(result[2, 1])) == 32_767


@pytest.mark.parametrize("value", [Unreadable("#REF!"), float("nan"), float("inf")])
def test_what_is_no_value_is_not_written(value: Cell) -> None:
    with pytest.raises(Refused, match="S!A1"):
        patched(by_hand(""), {(1, 1): value})


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>5</v></c><c r='D1'><v>6</v></c></row><row r='4'><c><v>7</v></c></row>",
        '<row r="1"><c r="A1"><v>5</v></c><c s="0" r="D1"><v>6</v></c></row><!-- c -->'
        '<row r="4"><c r="A4"><v>7</v></c></row>',
    ],
)
def test_odd_spellings_are_patched_right(rows: str) -> None:
    result = patched(by_hand(rows), {(1, 2): "b", (1, 4): "d", (2, 1): "new", (4, 2): "last"})
    assert grid(result) == {(1, 1): 5, (1, 2): "b", (1, 4): "d", (2, 1): "new", (4, 1): 7, (4, 2): "last"}


@pytest.mark.parametrize("empty", ["<sheetData/>", "<sheetData></sheetData>"])
def test_an_empty_sheet_is_filled_and_its_dimension_grows(empty: str) -> None:
    source = by_hand("", before='<dimension ref="A1"/>')
    patch = Patch(opened(source))
    patch.package.put(SHEET, parts(source)[SHEET].replace(b"<sheetData></sheetData>", empty.encode()))
    patch.set("S", 3, 4, "x")
    result = patch.render()
    assert grid(result) == {(3, 4): "x"}
    assert b'<dimension ref="A1:D3"/>' in parts(result)[SHEET]


def test_formula_cells_are_refused_by_address() -> None:
    data = written(followed_table)
    patch = Patch(opened(data))
    with pytest.raises(Refused, match="Data!E4"):
        patch.set("Data", 4, 5, 1)
    with pytest.raises(Refused, match="Other!B1"):
        patch.set_many("Other", {(1, 1): "fine", (1, 2): 1})


def test_array_formulas_and_shared_masters_are_refused_even_when_forced() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c><c r="C1"><f t="shared" ref="C1:C2" si="0">'
        '1+1</f><v>2</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="C2"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    patch = Patch(opened(by_hand(rows)))
    for row, column in ((1, 1), (2, 1), (1, 3)):
        with pytest.raises(Refused):
            patch.set("S", row, column, 9, over_formula=True)
    patch.set("S", 2, 3, 9, over_formula=True)
    assert grid(patch.render())[2, 3] == 9


def test_over_a_formula_the_calculation_chain_goes_and_nothing_dangles() -> None:
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    data = by_hand('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>', extra={"xl/calcChain.xml": (kind, chain)})
    patch = Patch(opened(data))
    patch.package.relate("xl/workbook.xml", "calcChain", "xl/calcChain.xml")
    patch.set("S", 1, 1, 5, over_formula=True)
    result = patch.render()
    assert "xl/calcChain.xml" not in parts(result)
    assert b"calcChain" not in b"".join(parts(result).values())


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("", b'</sheets><calcPr fullCalcOnLoad="1"/></workbook>'),
        ('<calcPr calcId="1"/>', b'<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        (
            "<definedNames><definedName name='a'>S!$A$1</definedName></definedNames><pivotCaches/>",
            b'</definedNames><calcPr fullCalcOnLoad="1"/><pivotCaches/>',
        ),
    ],
)
def test_recalculation_is_asked_for_where_there_are_formulas(after: str, expected: bytes) -> None:
    patch = Patch(opened(by_hand('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>', book_after=after)))
    patch.set("S", 2, 1, 5)
    patch.recalculate()
    assert expected in parts(patch.render())["xl/workbook.xml"]


def test_recalculation_is_left_alone_without_formulas() -> None:
    data = by_hand(SMALL, strings=STRINGS)
    patch = Patch(opened(data))
    patch.recalculate()
    assert patch.render() == data


def test_a_signed_workbook_is_refused() -> None:
    with pytest.raises(Refused, match="signed"):
        Patch(opened(by_hand("", extra={"_xmlsignatures/sig1.xml": ("application/x-sig", "<a/>")})))


def test_rows_that_go_back_are_refused() -> None:
    with pytest.raises(Exception, match="out of order"):
        patched(by_hand('<row r="2"/><row r="1"/>'), {(1, 1): 1})


def test_many_cells_in_a_workbook_by_openpyxl() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "S"
        for row in range(1, 200):
            sheet.append([f"K{row}", row, datetime(2024, 5, 1)])

    cells: dict[tuple[int, int], Cell] = {(row, 5): f"flag {row}" for row in range(1, 300, 3)}
    cells |= {(row, 2): row * 2 for row in range(1, 200)}
    found = grid(patched(by_openpyxl(fill), cells))
    assert {place: found[place] for place in cells} == cells
    assert found[7, 1] == "K7"
    assert found[7, 3] == day("2024-05-01")


def test_the_result_opens_in_openpyxl_with_charts_and_tables() -> None:
    patch = Patch(opened(written(followed_table)))
    patch.set("Data", 4, 1, "changed")
    book = loaded(patch.render())
    assert book["Data"]["A4"].value == "changed"
    assert list(book["Data"].tables) == ["T"]


def test_a_change_in_one_sheet_reads_no_other_sheet() -> None:
    """Rows of the other sheet that cannot even be unpacked are nobody's business, and stay as they are."""

    def two(book: Any) -> None:
        book.add_worksheet("One").write("A1", "text")
        book.add_worksheet("Two").write_row(0, 0, range(50))

    data = written(two)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        other = file.getinfo("xl/worksheets/sheet2.xml")
    at = other.header_offset + 30 + len(other.filename)
    data = data[:at] + bytes(other.compress_size) + data[at + other.compress_size :]
    patch = Patch(opened(data))
    patch.set("One", 5, 2, "new")
    result = patch.render()
    assert bytes(other.compress_size) in result
    with pytest.raises(UsageError, match="damaged"):
        opened(result).package.read("xl/worksheets/sheet2.xml")
    assert opened(result).package.read("xl/worksheets/sheet1.xml").count(b"new") == 1
