from __future__ import annotations

from typing import Any

import pytest

from sync.errors import UsageError
from sync.ooxml.geometry import Filter, Geometry, geometry
from sync.ooxml.refs import Area, area
from tests.ooxml.books import by_hand, followed_table, opened, written


def test_a_sheet_with_everything_is_told_in_one_query() -> None:
    def fill(book: Any) -> None:
        followed_table(book)
        sheet = book.get_worksheet_by_name("Data")
        sheet.merge_range("H30:J31", "merged")
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column("K:M", None, None, {"hidden": True})
        sheet.write_array_formula("L1:L2", "=A1:A2", None, 0)
        sheet.protect("secret")

    found = geometry(opened(written(fill)), "data")
    assert found.formulas[4, 5] == "T[[#This Row],[Amount]]*2"
    assert found.formulas.keys() == {(4, 5), (5, 5), (6, 5), (1, 12)}
    assert found.spills == [area("L1:L2")]
    assert found.merged == [area("H30:J31")]
    assert found.hidden_rows == {6}
    assert found.hidden_columns == [(11, 13)]
    assert found.filters == [Filter(area("A3:E6"), (), "T")]
    assert (found.protected, found.password) == (True, True)
    assert [(table.name, table.ref, table.columns[0]) for table in found.tables] == [("T", area("A3:E6"), "Key")]
    assert found.dimension == area("A1:L31")


def test_a_filter_of_the_sheet_names_the_columns_that_are_filtered() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_row("B2", ["a", "b", "c"])
        sheet.autofilter("B2:D5")
        sheet.filter_column("C", "x == 1")
        sheet.set_default_row(hide_unused_rows=True)

    found = geometry(opened(written(fill)), "S")
    assert found.filters == [Filter(area("B2:D5"), (3,))]
    assert found.rows_hidden
    assert not found.protected


@pytest.mark.parametrize("prefix", ["", "x"])
def test_shared_formulas_are_spelt_out_for_each_of_their_cells(prefix: str) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:C2" si="0">A1+$A$1&amp;"A1"</f><v>1</v></c>'
        '<c r="C1"><f t="shared" si="0"/></c></row><row hidden="true"><c r="B2"><f t="shared" si="0"/></c>'
        '<c r="D2"><v>5</v></c></row>'
    )
    if prefix:
        rows = rows.replace("</", "<//").replace("<", "<x:").replace("<x://", "</x:")
    found = geometry(opened(by_hand(rows, prefix=prefix)), "S")
    assert found.formulas == {(1, 2): 'A1+$A$1&"A1"', (1, 3): 'B1+$A$1&"A1"', (2, 2): 'A2+$A$1&"A1"'}
    assert found.hidden_rows == {2}


def test_what_stands_behind_the_rows_is_no_formula_and_odd_ranges_are_left_out() -> None:
    after = (
        '<sheetProtection/><autoFilter ref="A:A"/><mergeCells><mergeCell ref="?"/><mergeCell ref="A1:B1"/></mergeCells>'
        '<extLst><ext><x14:sparkline xmlns:x14="urn:x14" xmlns:xm="urn:xm"><xm:f>S!A1:A2</xm:f></x14:sparkline></ext>'
        "</extLst>"
    )
    found = geometry(opened(by_hand('<row r="1"><c r="A1"><v>1</v></c></row>', after=after)), "S")
    assert found == Geometry(merged=[Area(1, 1, 1, 2)])


def test_rows_out_of_order_and_unknown_sheets_are_told() -> None:
    with pytest.raises(UsageError, match="out of order"):
        geometry(opened(by_hand("<row r='2'/><row r='1'/>")), "S")
    with pytest.raises(UsageError, match="no sheet"):
        geometry(opened(by_hand("")), "T")
