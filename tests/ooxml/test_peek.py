from __future__ import annotations

from typing import Any

import pytest

from sync.ooxml.peek import peek
from sync.ooxml.read import Grid, read_sheet
from sync.ooxml.workbook import Workbook
from tests.ooxml.books import by_hand, followed_table, opened, written


def test_tables_names_and_states() -> None:
    workbook = opened(written(followed_table))
    (table,) = workbook.tables
    assert (table.name, table.sheet, str(table.ref), table.header_row, table.first_row, table.last_row) == (
        "T",
        "Data",
        "A3:E6",
        3,
        4,
        6,
    )
    assert table.columns == ("Key", "Day", "Kind", "Amount", "Double")
    assert workbook.name_cell("Amounts") is None
    assert workbook.name_cell("nothing") is None


def test_a_name_of_one_cell() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("My sheet")
        book.define_name("beat", "='My sheet'!$B$4")

    assert opened(written(fill)).name_cell("BEAT") == ("My sheet", 4, 2)


def large(book: Any) -> None:
    sheet = book.add_worksheet("S")
    for row in range(3000):
        sheet.write_row(row + 2, 1, [f"text {row} " + "x" * 90, row, row / 2])


@pytest.mark.parametrize("constant", [False, True])
def test_a_peek_sees_the_first_used_rows_as_reading_does(constant: bool) -> None:
    workbook = opened(written(large, constant_memory=constant))
    head, whole = peek(workbook, "S", 20), read_sheet(Workbook(workbook.package), "S")
    assert head.rows == whole.rows[:22]
    assert len(whole.rows) == 3002


@pytest.mark.parametrize("xml", ["", '<row r="1"/>', '<row r="5"><c r="A5"/></row>'])
def test_nothing_to_see(xml: str) -> None:
    workbook = opened(by_hand(xml))
    assert peek(workbook, "S").rows == []
    grid = read_sheet(workbook, "S")
    assert isinstance(grid, Grid)
    assert not any(value is not None for row in grid.rows for value in row)


def test_a_peek_reads_on_where_the_first_rows_are_long() -> None:
    long = "x" * 30_000
    xml = "".join(f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>{long}{i}</t></is></c></row>' for i in range(1, 31))
    assert [len(str(row[0])) for row in peek(opened(by_hand(xml)), "S", 20).rows][-1] == 30_002
