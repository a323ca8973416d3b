from __future__ import annotations

import re
from typing import Any

import pytest

from sync.errors import Refused
from sync.ooxml.patch import Patch, Region
from sync.ooxml.read import read_sheet
from sync.ooxml.workbook import TableInfo
from tests.ooxml.books import by_hand, changed, day, followed_table, loaded, opened, parts, seen, written
from validators.cells import Cell, Unreadable

TABLE, SHEET, CHART = "xl/tables/table1.xml", "xl/worksheets/sheet1.xml", "xl/charts/chart1.xml"
ROWS: list[dict[int, Cell]] = [{1: f"N{i}", 2: day("2024-06-01"), 3: "b", 4: i} for i in range(1, 5)]


def grown(count: int = 4, data: bytes | None = None) -> tuple[bytes, bytes, list[int]]:
    data = data or written(followed_table)
    patch = Patch(opened(data))
    rows = patch.append_rows("Data", opened(data).tables[0], ROWS[:count])
    patch.recalculate()
    return data, patch.render(), rows


def table(data: bytes) -> TableInfo:
    return opened(data).tables[0]


def test_rows_are_appended_below_the_table_which_grows() -> None:
    data, result, rows = grown()
    assert rows == [7, 8, 9, 10]
    assert str(table(result).ref) == "A3:E10"
    assert b'<autoFilter ref="A3:E10"/>' in parts(result)[TABLE]
    found = seen(result, "Data")
    assert [found[f"A{row}"] for row in range(4, 11)] == ["K3", "K4", "K5", "N1", "N2", "N3", "N4"]
    assert found["B7"] == day("2024-06-01")
    assert changed(data, result) == {TABLE, SHEET, CHART, "xl/workbook.xml"}


def test_calculated_columns_get_their_formula() -> None:
    _, result, _ = grown()
    assert seen(result, "Data")["E7"] == "=T[[#This Row],[Amount]]*2"
    grid = read_sheet(opened(result), "Data")
    assert (7, 5) in grid.formulas
    assert isinstance(grid.cell(7, 5), Unreadable)
    assert b'fullCalcOnLoad="1"' in parts(result)["xl/workbook.xml"]


def test_formats_and_heights_follow_the_last_row() -> None:
    _, result, _ = grown()
    sheet = loaded(result)["Data"]
    for column in "BD":
        assert sheet[f"{column}9"].style_id == sheet[f"{column}6"].style_id
    assert sheet["B9"].number_format == "yyyy-mm-dd"
    assert sheet.row_dimensions[9].height == 24


def test_formats_validations_names_and_charts_follow_and_others_stay() -> None:
    _, result, _ = grown()
    sheet = parts(result)[SHEET].decode()
    assert re.findall(r'conditionalFormatting sqref="([^"]+)"', sheet) == ["D4:D10"]
    assert re.findall(r"<xm:sqref>([^<]+)", sheet) == ["D4:D10"]
    assert re.findall(r'dataValidation type[^>]* sqref="([^"]+)"', sheet) == ["C4:C10", "J1"]
    assert re.findall(r"<c:f>([^<]+)", parts(result)[CHART].decode()) == ["Data!$A$4:$A$10", "Data!$D$4:$D$10"]
    assert "Data!$D$4:$D$10" in parts(result)["xl/workbook.xml"].decode()
    assert '<dimension ref="A3:E10"/>' in sheet


def test_a_blank_row_is_filled_before_anything_grows() -> None:
    def fresh(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        sheet.add_table(0, 0, 1, 2, {"name": "T", "columns": [{"header": h} for h in ("A", "B", "C")]})

    data = written(fresh)
    patch = Patch(opened(data))
    assert patch.append_rows("Data", table(data), [{1: "x"}]) == [2]
    result = patch.render()
    assert str(table(result).ref) == "A1:C2"
    assert changed(data, result) == {SHEET}
    again = Patch(opened(result))
    assert again.append_rows("Data", table(result), [{1: "y"}, {1: "z"}]) == [3, 4]
    assert str(table(again.render()).ref) == "A1:C4"


def test_cleared_rows_are_filled_again_and_keep_format_and_formula() -> None:
    data = written(followed_table)
    patch = Patch(opened(data))
    patch.clear_rows("Data", table(data), [5])
    middle = patch.render()
    assert [place for place in seen(middle, "Data") if place.endswith("5")] == ["E5"]
    assert loaded(middle)["Data"]["B5"].number_format == "yyyy-mm-dd"
    assert patch.append_rows("Data", table(data), ROWS[:2]) == [5, 7]
    found = seen(patch.render(), "Data")
    assert (found["A5"], found["E5"], found["A7"]) == ("N1", "=T[[#This Row],[Amount]]*2", "N2")


def test_appending_twice_continues_where_the_first_ended() -> None:
    data = written(followed_table)
    patch, info = Patch(opened(data)), table(data)
    assert patch.append_rows("Data", info, ROWS[:1]) == [7]
    assert patch.append_rows("Data", info, ROWS[1:3]) == [8, 9]
    region = Region(1, 1, 2, 3)
    plain = Patch(opened(by_hand('<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>')))
    assert plain.append_rows("S", region, [{1: 1}, {1: 2}]) == [2, 4]
    assert plain.append_rows("S", region, [{1: 3}]) == [5]


def test_what_a_cleared_row_said_is_nowhere_in_the_file() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Key", "Name"])
        sheet.write_row(1, 0, ["secret key", "kept name"])
        sheet.write_row(2, 0, ["other", "kept name"])

    patch = Patch(opened(written(fill)))
    patch.clear_rows("Data", Region(1, 1, 2, 3), [2])
    result = patch.render()
    content = b"".join(parts(result).values())
    assert b"secret key" not in content
    assert b"kept name" in content
    assert seen(result, "Data") == {"A1": "Key", "B1": "Name", "A3": "other", "B3": "kept name"}


def plain(book: Any) -> None:
    sheet = book.add_worksheet("Data")
    style = book.add_format({"num_format": "0.00"})
    sheet.write_row(0, 0, ["Key", "Amount"])
    for row in (1, 2):
        sheet.write(row, 0, f"K{row}")
        sheet.write(row, 1, row, style)
    sheet.autofilter(0, 0, 2, 1)
    sheet.write(0, 3, "beside")


def test_a_plain_range_grows_with_its_filter() -> None:
    data = written(plain)
    patch = Patch(opened(data))
    assert patch.append_rows("Data", Region(1, 1, 2, 3), [{1: "n", 2: 5}]) == [4]
    result = patch.render()
    assert b'<autoFilter ref="A1:B4"/>' in parts(result)[SHEET]
    assert b"Data!$A$1:$B$4" in parts(result)["xl/workbook.xml"]
    assert loaded(result)["Data"]["B4"].number_format == "0.00"


def test_a_range_without_data_grows_below_its_header() -> None:
    data = by_hand('<row r="1"><c r="A1" s="2"><v>1</v></c></row>')
    patch = Patch(opened(data))
    assert patch.append_rows("S", Region(1, 1, 1, 1), [{1: "x"}]) == [2]
    assert b'<c r="A2" t=' in parts(patch.render())[SHEET]


def refusal(fill: Any, region: Region | None = None) -> str:
    data = written(fill)
    patch = Patch(opened(data))
    with pytest.raises(Refused) as caught:
        patch.append_rows("Data", region or table(data), ROWS)
    assert caught.value.remedy
    assert caught.value.where == "workbook"
    return caught.value.what


def test_what_stands_in_the_way_is_named() -> None:
    def below(book: Any) -> None:
        followed_table(book)
        book.get_worksheet_by_name("Data").write("B9", "note")

    def merged(book: Any) -> None:
        followed_table(book)
        book.get_worksheet_by_name("Data").merge_range("A8:C8", "")

    def other(book: Any) -> None:
        followed_table(book)
        book.get_worksheet_by_name("Data").add_table(7, 3, 9, 8, {"name": "Second", "header_row": False})

    def protected(book: Any) -> None:
        followed_table(book)
        book.get_worksheet_by_name("Data").protect()

    assert "Data!B9 below the table “T” is in the way" in refusal(below)
    assert "merged cells Data!A8:C8" in refusal(merged)
    assert "“Second” (Data!D8:I10)" in refusal(other)
    assert "protected" in refusal(protected)


def test_nothing_is_written_when_a_growth_is_refused() -> None:
    def below(book: Any) -> None:
        followed_table(book)
        book.get_worksheet_by_name("Data").write("B9", "note")

    data = written(below)
    patch = Patch(opened(data))
    with pytest.raises(Refused):
        patch.append_rows("Data", table(data), ROWS)
    assert patch.render() == data


def test_a_column_joins_the_table_at_its_right_edge() -> None:
    data = written(followed_table)
    patch = Patch(opened(data))
    column = patch.add_column("Data", table(data), "Check", style_like=3)
    patch.set("Data", 4, column, "wrong")
    assert column == 6
    result = patch.render()
    assert str(table(result).ref) == "A3:F6"
    assert table(result).columns == ("Key", "Day", "Kind", "Amount", "Double", "Check")
    assert re.findall(rb'<tableColumn id="(\d+)"', parts(result)[TABLE]) == [b"1", b"2", b"3", b"4", b"5", b"6"]
    assert b'<tableColumns count="6">' in parts(result)[TABLE]
    assert b'<autoFilter ref="A3:F6"/>' in parts(result)[TABLE]
    assert (seen(result, "Data")["F3"], seen(result, "Data")["F4"]) == ("Check", "wrong")
    assert changed(data, result) == {TABLE, SHEET}
    patch = Patch(opened(result))
    assert patch.append_rows("Data", table(result), [{1: "n", 6: "fine"}]) == [7]
    assert seen(patch.render(), "Data")["F7"] == "fine"


def test_a_column_of_that_name_or_a_value_at_the_edge_is_refused() -> None:
    data = written(followed_table)
    with pytest.raises(Refused, match="already has a column"):
        Patch(opened(data)).add_column("Data", table(data), "amount")
    patch = Patch(opened(data))
    patch.set("Data", 5, 6, "in the way")
    with pytest.raises(Refused, match="Data!F5 is not empty"):
        patch.add_column("Data", table(data), "Check")


def test_a_plain_range_takes_the_next_free_column() -> None:
    patch = Patch(opened(written(plain)))
    patch.set("Data", 2, 3, "no header")
    assert patch.add_column("Data", Region(1, 1, 2, 3), "Check") == 5
    assert seen(patch.render(), "Data")["E1"] == "Check"


def test_a_column_that_would_join_a_plain_range_to_what_stands_beside_it_is_refused() -> None:
    with pytest.raises(Refused, match="touch what begins at Data!D1"):
        Patch(opened(written(plain))).add_column("Data", Region(1, 1, 2, 3), "Check")


@pytest.mark.parametrize("region", [Region(1, 1, 2, 3), None])
def test_a_new_column_does_not_stand_over_sparklines(region: Region | None) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        if region is None:
            sheet.add_table(0, 0, 2, 1, {"name": "T"})
        else:
            sheet.write_row(0, 0, ["Key", "Amount"])
        sheet.add_sparkline(1, 2, {"range": "Data!A2:B2"})
        sheet.add_sparkline(9, 3, {"range": "Data!A2:B2"})

    data = written(fill)
    with pytest.raises(Refused, match="Data!C2 shows a sparkline"):
        Patch(opened(data)).add_column("Data", region or table(data), "Check")


def test_own_columns_of_a_plain_range_go_on_with_their_formula() -> None:
    def line(row: int, formula: str) -> str:
        number = f'<c r="B{row}"><v>2</v></c>'
        return f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>{number}<c r="C{row}">{formula}<v>4</v></c></row>'

    shared = '<f t="shared" ref="C2:C3" si="0">B2*2</f>', '<f t="shared" si="0"/>'
    for first, second, expected in [
        ("<f>B2*2</f>", "<f>B3*2</f>", "=B4*2"),
        (*shared, "=B4*2"),
        ("<f>B2*2</f>", "<f>B3*3</f>", None),
        ('<f t="array" ref="C2">B2*2</f>', '<f t="array" ref="C3">B3*2</f>', None),
        ("", "<f>B3*2</f>", None),
    ]:
        head = '<row r="1"><c r="A1"><v>1</v></c></row>'
        patch = Patch(opened(by_hand(head + line(2, first) + line(3, second))))
        assert patch.append_rows("S", Region(1, 1, 3, 3), [{1: 9}], own=[2, 3]) == [4]
        assert loaded(patch.render())["S"]["C4"].value == expected
