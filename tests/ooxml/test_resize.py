"""Tables with all that can hang on them, in real workbooks: what follows when they grow and shrink, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from sync.errors import Refused
from sync.ooxml.geometry import geometry
from sync.ooxml.patch import Patch
from sync.ooxml.read import read_sheet
from sync.ooxml.refs import area
from sync.ooxml.workbook import TableInfo
from tests.ooxml.books import OFFICE, by_hand, changed, followed_table, loaded, opened, parts, seen, written
from validators.cells import Cell

SHEET, TABLE, BOOK = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"
ROWS: list[dict[int, Cell]] = [{1: "new 1", 4: 1}, {1: "new 2", 4: 2}]


def table(data: bytes) -> TableInfo:
    return opened(data).tables[0]


def appended(data: bytes, rows: list[dict[int, Cell]] | None = None) -> bytes:
    patch = Patch(opened(data))
    patch.append_rows("Data", table(data), ROWS if rows is None else rows)
    return patch.render()


def taken(data: bytes, rows: list[int]) -> bytes:
    patch = Patch(opened(data))
    patch.take_rows("Data", table(data), rows)
    return patch.render()


def totalled(book: Any, more: Callable[[Any, Any], None] = lambda book, sheet: None) -> None:
    """A table `T` in A3:D6 with a totals row in line 7, and a chart and a format over its data."""
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True, "num_format": "0.00"})
    columns = [
        {"header": "Key", "total_string": "Sum"},
        {"header": "Kind"},
        {"header": "Half"},
        {"header": "Amount", "total_function": "sum", "format": bold},
    ]
    data = [[f"K{row}", "a", row, row * 10] for row in (1, 2, 3)]
    sheet.add_table("A3:D7", {"name": "T", "total_row": True, "columns": columns, "data": data})
    sheet.write_formula("C7", "=SUM(C4:C6)", None, 6)
    sheet.conditional_format("D4:D6", {"type": "cell", "criteria": ">", "value": 15, "format": bold})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$D$4:$D$6"})
    sheet.insert_chart("H2", chart)
    more(book, sheet)


# Totals rows


def test_a_totals_row_moves_down_with_its_formats_and_formulas() -> None:
    data = written(totalled)
    result = appended(data)
    info = table(result)
    assert (str(info.ref), info.last_row, info.totals_rows) == ("A3:D9", 8, 1)
    assert b'<autoFilter ref="A3:D8"/>' in parts(result)[TABLE]
    found = seen(result, "Data")
    assert [found.get(f"A{row}") for row in range(3, 10)] == ["Key", "K1", "K2", "K3", "new 1", "new 2", "Sum"]
    assert found["C9"] == "=SUM(C4:C8)"
    assert found["D9"] == "=SUBTOTAL(109,[Amount])"
    assert (found["D7"], found["D8"]) == (1, 2)
    assert loaded(result)["Data"]["D9"].style_id == loaded(data)["Data"]["D7"].style_id
    sheet = parts(result)[SHEET].decode()
    assert re.findall(r'conditionalFormatting sqref="([^"]+)"', sheet) == ["D4:D8"]
    assert b"Data!$D$4:$D$8" in parts(result)["xl/charts/chart1.xml"]


def test_a_totals_row_stays_where_a_blank_row_is_filled() -> None:
    data = written(totalled)
    patch = Patch(opened(data))
    patch.clear_rows("Data", table(data), [5])
    assert patch.append_rows("Data", table(data), ROWS[:1]) == [5]
    assert str(table(patch.render()).ref) == "A3:D7"


def test_ranges_that_take_in_the_totals_row_go_on_doing_so() -> None:
    def more(book: Any, sheet: Any) -> None:
        sheet.print_area("A1:D7")
        book.define_name("Everything", "=Data!$A$3:$D$7")
        sheet.data_validation("B4:B7", {"validate": "list", "source": ["a"]})

    result = parts(appended(written(lambda book: totalled(book, more))))
    names = re.findall(rb"<definedName [^>]*>([^<]*)<", result[BOOK])
    assert sorted(names) == [b"Data!$A$1:$D$9", b"Data!$A$3:$D$9"]
    assert b'sqref="B4:B9"' in result[SHEET]


def _share(book: Any, sheet: Any) -> None:
    sheet.write_formula("F4", "=D4/D$7", None, 0.1)


def _elsewhere(book: Any, sheet: Any) -> None:
    book.add_worksheet("Other").write_formula("B2", "=Data!D7+1", None, 61)


def _named(book: Any, sheet: Any) -> None:
    book.define_name("Total", "=Data!$D$7")


def _charted(book: Any, sheet: Any) -> None:
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=Data!$C$7:$D$7"})
    sheet.insert_chart("H20", chart)


@pytest.mark.parametrize(
    ("more", "held"),
    [
        (_share, "Data!F4"),
        (_elsewhere, "Other!B2"),
        (_named, "Total"),
        (_charted, "xl/charts/chart2.xml"),
        (lambda book, sheet: sheet.write_comment("A7", "about the sum"), "Data!A7"),
        (lambda book, sheet: sheet.write_url("B7", "https://example.com"), "Data!B7"),
        (lambda book, sheet: sheet.data_validation("B7", {"validate": "list", "source": ["a"]}), "Data!B7"),
        (lambda book, sheet: sheet.write_array_formula("B7:B7", "=SUM(C4:C6)", None, 6), "Data!A7:D7"),
    ],
)
def test_what_holds_on_to_a_totals_row_is_named_and_nothing_is_written(
    more: Callable[[Any, Any], None], held: str
) -> None:
    data = written(lambda book: totalled(book, more))
    patch = Patch(opened(data))
    with pytest.raises(Refused) as caught:
        patch.append_rows("Data", table(data), ROWS)
    assert caught.value.what.startswith(f"{held} holds on to the totals row")
    assert patch.render() == data


# Rows taken away


def test_rows_at_the_end_leave_the_table_which_shrinks_with_all_that_ended_there() -> None:
    data = written(lambda book: followed_table(book, 5))
    result = taken(data, [7, 8])
    assert str(table(result).ref) == "A3:E6"
    sheet = parts(result)[SHEET].decode()
    assert re.findall(r'conditionalFormatting sqref="([^"]+)"', sheet) == ["D4:D6"]
    assert re.findall(r"<xm:sqref>([^<]+)", sheet) == ["D4:D6"]
    assert 'sqref="C4:C6"' in sheet
    assert b"Data!$D$4:$D$6" in parts(result)[BOOK]
    chart = parts(result)["xl/charts/chart1.xml"].decode()
    assert re.findall(r"<c:f>([^<]+)", chart) == ["Data!$A$4:$A$6", "Data!$D$4:$D$6"]
    assert not [place for place in seen(result, "Data") if place[1:] in ("7", "8")]
    assert "calcChain" not in "".join(parts(result))


def test_a_shrunken_table_grows_again_to_what_it_was() -> None:
    data = written(lambda book: followed_table(book, 5))
    patch = Patch(opened(data))
    patch.take_rows("Data", table(data), [7, 8])
    assert patch.append_rows("Data", table(data), [{1: "K6"}, {1: "K7"}]) == [7, 8]
    result = patch.render()
    for part in (TABLE, BOOK, "xl/charts/chart1.xml"):
        assert parts(result)[part] == parts(data)[part]
    assert seen(result, "Data")["E8"] == "=T[[#This Row],[Amount]]*2"


def test_rows_further_up_stay_in_the_table_as_blank_ones_and_nothing_moves() -> None:
    data = written(lambda book: followed_table(book, 5))
    result = taken(data, [5, 8])
    assert str(table(result).ref) == "A3:E7"
    before, after = seen(data, "Data"), seen(result, "Data")
    assert after == {place: cell for place, cell in before.items() if place[1:] not in "58" or place == "E5"}


def test_one_row_stays_and_rows_that_were_blank_before_do_not_leave() -> None:
    data = written(followed_table)
    assert str(table(taken(data, [4, 5, 6])).ref) == "A3:E4"
    blank = Patch(opened(data))
    blank.clear_rows("Data", table(data), [6])
    assert str(table(taken(blank.render(), [5])).ref) == "A3:E6"


@pytest.mark.parametrize("kind", ["totals", "protected", "shared"])
def test_where_shrinking_could_do_harm_the_rows_stay_as_blank_ones(kind: str) -> None:
    def fill(book: Any) -> None:
        if kind == "totals":
            totalled(book)
        else:
            followed_table(book)
        if kind == "protected":
            book.get_worksheet_by_name("Data").protect()
        if kind == "shared":
            book.get_worksheet_by_name("Data").write_array_formula("E6:E6", "=1+1", None, 2)

    data = written(fill)
    result = taken(data, [6])
    assert table(result).ref == table(data).ref
    assert "A6" not in seen(result, "Data")


# What refers to the table from elsewhere


def test_lists_and_rules_and_sparklines_of_all_sheets_follow() -> None:
    def fill(book: Any) -> None:
        followed_table(book)
        sheet, other = book.get_worksheet_by_name("Data"), book.get_worksheet_by_name("Other")
        other.data_validation("C1", {"validate": "list", "source": "=Data!$A$4:$A$6"})
        other.add_sparkline("D1", {"range": "Data!D4:D6"})
        other.add_sparkline("D2", {"range": "Data!B6:D6"})
        sheet.data_validation("C4:C6", {"validate": "custom", "value": "=COUNTIF($C$4:$C$6,C4)+SUM(D4:D6)>0"})
        sheet.conditional_format("A4:A6", {"type": "formula", "criteria": "=COUNTIF($A$4:$A$6,$A4)>1"})

    result = parts(appended(written(fill)))
    other, sheet = result["xl/worksheets/sheet2.xml"].decode(), result[SHEET].decode()
    assert "<formula1>Data!$A$4:$A$8</formula1>" in other
    assert sorted(re.findall(r"<xm:f>([^<]+)", other)) == ["Data!B6:D6", "Data!D4:D8"]
    assert sorted(re.findall(r"<xm:sqref>([^<]+)", other)) == ["D1", "D2"]
    assert "COUNTIF($C$4:$C$8,C4)+SUM(D4:D6)&gt;0" in sheet
    assert "COUNTIF($A$4:$A$8,$A4)&gt;1" in sheet
    assert "<f>SUM(Amounts)</f>" in other


def test_lists_on_another_sheet_in_the_extension_follow() -> None:
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations xmlns:x14="urn:x14"'
        ' xmlns:xm="urn:xm" count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Data!$A$4:$A$6</xm:f>'
        "</x14:formula1><xm:sqref>B2:B6</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    package = opened(written(followed_table))
    other = package.sheet("Other").part
    xml = package.package.read(other).replace(b"</worksheet>", extension.encode() + b"</worksheet>")
    package.package.put(other, xml)
    result = parts(appended(package.package.render()))
    assert b"<xm:f>Data!$A$4:$A$8</xm:f></x14:formula1><xm:sqref>B2:B6</xm:sqref>" in result[other]


def test_what_is_printed_follows_although_it_begins_above_and_a_range_along_the_last_row_does_not() -> None:
    def fill(book: Any) -> None:
        followed_table(book)
        sheet = book.get_worksheet_by_name("Data")
        sheet.print_area("A1:E6")
        book.define_name("Title", "=Data!$A$1:$E$6")
        book.define_name("Last", "=Data!$B$6:$E$6")

    names = re.findall(rb"<definedName [^>]*>([^<]*)<", parts(appended(written(fill)))[BOOK])
    assert sorted(names) == sorted([b"Data!$A$1:$E$8", b"Data!$D$4:$D$8", b"Data!$B$6:$E$6", b"Data!$A$1:$E$6"])


CHARTEX = "application/vnd.ms-office.chartex+xml"
PIVOT = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"


def test_new_charts_and_pivot_sources_follow() -> None:
    workbook = opened(written(followed_table))
    formulas = '<cx:f dir="row">Data!$D$4:$D$6</cx:f><cx:f>Data!$A$4:$A$5</cx:f>'
    cx = f'<cx:chartSpace xmlns:cx="urn:cx">{formulas}</cx:chartSpace>'
    workbook.package.put("xl/charts/chartEx1.xml", cx.encode(), CHARTEX)
    for number, source in enumerate(('ref="A3:E6" sheet="data"', 'ref="A3:E6" sheet="Other"', 'name="T"'), 1):
        xml = f"<pivotCacheDefinition><cacheSource><worksheetSource {source}/></cacheSource></pivotCacheDefinition>"
        workbook.package.put(f"xl/pivotCache/pivotCacheDefinition{number}.xml", xml.encode(), PIVOT)
    result = parts(appended(workbook.package.render()))
    assert b'<cx:f dir="row">Data!$D$4:$D$8</cx:f><cx:f>Data!$A$4:$A$5</cx:f>' in result["xl/charts/chartEx1.xml"]
    assert [b"A3:E8" in result[f"xl/pivotCache/pivotCacheDefinition{number}.xml"] for number in (1, 2, 3)] == [
        True,
        False,
        False,
    ]


def pivoted(place: str) -> bytes:
    """`followed_table` with a pivot table beside it."""
    workbook = opened(written(followed_table))
    xml = f'<pivotTableDefinition><location ref="{place}"/></pivotTableDefinition>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml"
    workbook.package.put("xl/pivotTables/pivotTable1.xml", xml.encode(), kind)
    workbook.package.relate(SHEET, "pivotTable", "xl/pivotTables/pivotTable1.xml")
    return workbook.package.render()


def test_a_table_does_not_grow_into_a_pivot_table() -> None:
    with pytest.raises(Refused, match="pivot table at Data!C8:F20 is in the way"):
        appended(pivoted("C8:F20"))
    assert str(table(appended(pivoted("F8:F20"))).ref) == "A3:E8"
    assert geometry(opened(pivoted("C8:F20")), "Data").pivots == [area("C8:F20")]


def test_a_calculated_column_by_addresses_is_filled_down() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        columns = [{"header": "A"}, {"header": "B", "formula": '=A2*2+$D$1+LEN("A2")'}]
        sheet.add_table("A1:B3", {"name": "T", "columns": columns})
        sheet.write_column("A2", [1, 2])
        for row in (2, 3):
            sheet.write_formula(f"B{row}", f'=A{row}*2+$D$1+LEN("A2")', None, 4)

    result = appended(written(fill), [{1: 3}, {1: 4}])
    found = seen(result, "Data")
    assert [found[f"B{row}"] for row in range(2, 6)] == [f'=A{row}*2+$D$1+LEN("A2")' for row in range(2, 6)]


# Cells that are not for setting


def test_header_and_totals_cells_of_a_table_are_refused_and_the_same_text_is_no_change() -> None:
    data = written(totalled)
    patch = Patch(opened(data))
    patch.set("Data", 3, 1, "Key")
    for row in (3, 7):
        with pytest.raises(Refused, match=f"Data!A{row}"):
            patch.set("Data", row, 1, "other")
    patch.set("Data", 3, 5, "beside it")
    result = patch.render()
    assert seen(result, "Data")["E3"] == "beside it"
    assert changed(data, result) == {SHEET}


def test_cells_of_a_data_table_are_refused() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="dataTable" ref="A1:B2" dt2D="1" dtr="1" r1="D1" r2="D2"/><v>1</v></c>'
        '<c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>'
    )
    assert read_sheet(opened(by_hand(rows)), "S").formulas == {(1, 1), (1, 2), (2, 1), (2, 2)}
    patch = Patch(opened(by_hand(rows)))
    with pytest.raises(Refused, match=r"S!B2 belongs to the array formula or data table A1:B2"):
        patch.set("S", 2, 2, 9)


RICH = "<si><r><rPr><b/></rPr><t>bold</t></r><r><t> and plain</t></r><rPh sb='0' eb='1'><t>hint</t></rPh></si>"


def test_rich_text_that_is_set_to_its_own_text_keeps_its_fonts() -> None:
    inline = '<c r="B1" s="2" t="inlineStr"><is><r><rPr><i/></rPr><t>in</t></r><r><t>line</t></r></is></c>'
    data = by_hand(f'<row r="1"><c r="A1" t="s"><v>0</v></c>{inline}</row>', strings=RICH)
    patch = Patch(opened(data))
    patch.set_many("S", {(1, 1): "bold and plain", (1, 2): "inline"})
    assert patch.render() == data
    patch.set("S", 1, 2, "inline!")
    result = patch.render()
    assert seen(result, "S") == {"A1": "bold and plain", "B1": "inline!"}
    assert b'<c r="B1" s="2" t="inlineStr"><is><t>inline!</t></is></c>' in parts(result)[SHEET]


def test_an_error_value_is_replaced_and_keeps_its_format() -> None:
    data = by_hand('<row r="1"><c r="A1" s="2" t="e"><v>#N/A</v></c><c r="B1" t="b"><v>1</v></c></row>')
    patch = Patch(opened(data))
    patch.set_many("S", {(1, 1): 0.5, (1, 2): None})
    sheet = parts(patch.render())[SHEET]
    assert b'<row r="1"><c r="A1" s="2"><v>0.5</v></c></row>' in sheet


def test_relations_and_comments_are_untouched_by_growth_and_shrinking() -> None:
    def fill(book: Any) -> None:
        followed_table(book, 5)
        book.get_worksheet_by_name("Data").write_comment("A4", "stays")

    data = written(fill)
    for result in (appended(data), taken(data, [8])):
        for part, content in parts(data).items():
            if "comments" in part or "drawing" in part or part.endswith(".rels"):
                assert parts(result)[part] == content
    assert OFFICE.encode() in b"".join(parts(data).values())


# Rows typed below a table that did not grow


def _below(book: Any, more: Callable[[Any, Any], None] = lambda book, sheet: None) -> None:
    """A table `T` in A3:B5, with two rows typed below it, and a chart and a format over its data."""
    sheet = book.add_worksheet("Data")
    columns = [{"header": "Key"}, {"header": "Amount"}]
    sheet.add_table("A3:B5", {"name": "T", "columns": columns, "data": [["K1", 1], ["K2", 2]]})
    sheet.write_row("A6", ["K3", 3])
    sheet.write_row("A7", ["K4", 4])
    sheet.conditional_format("B4:B5", {"type": "cell", "criteria": ">", "value": 15})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$4:$B$5"})
    sheet.insert_chart("H2", chart)
    more(book, sheet)


def covered(data: bytes, last_row: int = 7) -> bytes:
    patch = Patch(opened(data))
    patch.cover("Data", table(data), last_row)
    return patch.render()


def test_a_table_grows_over_rows_that_stand_below_it_with_what_hangs_on_it() -> None:
    data = written(_below)
    result = covered(data)
    assert str(table(result).ref) == "A3:B7"
    assert b'<autoFilter ref="A3:B7"/>' in parts(result)[TABLE]
    assert b'<conditionalFormatting sqref="B4:B7">' in parts(result)[SHEET]
    assert "Data!$B$4:$B$7" in parts(result)["xl/charts/chart1.xml"].decode()
    assert seen(result, "Data") == seen(data, "Data")
    assert covered(result) == result


@pytest.mark.parametrize(
    "more",
    [
        lambda book, sheet: sheet.merge_range("A7:B7", "K4"),
        lambda book, sheet: sheet.protect(),
        lambda book, sheet: sheet.add_table("A7:B8", {"name": "U"}),
    ],
)
def test_it_stays_as_it_is_where_growing_is_not_safe(more: Callable[[Any, Any], None]) -> None:
    data = written(lambda book: _below(book, more))
    assert covered(data) == data


def test_a_table_with_a_totals_row_stays_as_it_is() -> None:
    data = written(totalled)
    assert covered(data, 9) == data
