"""Rows put into and taken from a table in any order: the table, its readers and the file agree after every step."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.ooxml.caches import forget_texts
from sync.ooxml.patch import Patch
from sync.ooxml.read import read_sheet
from tests.ooxml.books import loaded, opened, parts, written
from validators.cells import Cell

PUT = st.integers(1, 4)
TAKE = st.lists(st.integers(0, 12), min_size=1, max_size=4)


def ledger(book: Any, rows: int, totals: bool) -> None:
    """A table from row 2 with a key, an amount, a calculated column, a comment and a hyperlink in every row, with a
    validation over it and a chart and a name elsewhere that end with it."""
    sheet, other = book.add_worksheet("Data"), book.add_worksheet("Other")
    last = 2 + rows
    columns: list[dict[str, Any]] = [
        {"header": "Key", "total_string": "Sum"},
        {"header": "Amount", "total_function": "sum"},
        {"header": "Twice", "formula": "=[@Amount]*2"},
    ]
    sheet.add_table(1, 0, last - 1 + totals, 2, {"name": "T", "columns": columns, "total_row": totals})
    for row in range(3, last + 1):
        sheet.write(f"A{row}", f"old{row}")
        sheet.write(f"B{row}", row)
        sheet.write_comment(f"A{row}", f"comment{row}")
        sheet.write_url(f"B{row}", f"https://example.com/link{row}", None, str(row))
    sheet.data_validation(f"A3:A{last}", {"validate": "length", "criteria": "<", "value": 99})
    book.define_name("Amounts", f"=Data!$B$3:$B${last}")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": f"=Data!$A$3:$A${last}", "values": f"=Data!$B$3:$B${last}"})
    other.insert_chart("A1", chart)


@pytest.mark.parametrize("totals", [False, True])
@settings(max_examples=15, deadline=None)
@given(rows=st.integers(1, 5), steps=st.lists(st.one_of(PUT, TAKE), min_size=1, max_size=6))
def test_every_step_leaves_a_table_that_holds_what_it_should(totals: bool, rows: int, steps: list[Any]) -> None:
    data = written(lambda book: ledger(book, rows, totals))
    model: dict[int, str] = {row: f"old{row}" for row in range(3, 3 + rows)}
    gone: set[str] = set()
    for number, step in enumerate(steps):
        patch = Patch(opened(data))
        table = patch.workbook.tables[0]
        if isinstance(step, int):
            keys = [f"new{number}-{at}" for at in range(step)]
            cells: list[dict[int, Cell]] = [{1: key, 2: 5} for key in keys]
            placed = patch.append_rows("Data", table, cells)
            assert not model.keys() & set(placed)
            model |= dict(zip(placed, keys, strict=True))
        else:
            away = sorted({sorted(model)[at % len(model)] for at in step}) if model else []
            patch.take_rows("Data", table, away)
            gone |= {model.pop(row) for row in away}
        patch.apply()
        forget_texts(patch.workbook, patch.gone_texts)
        data = patch.package.render()
        _agrees(data, model, gone, rows, totals)


def _agrees(data: bytes, model: dict[int, str], gone: set[str], rows: int, totals: bool) -> None:
    table = opened(data).tables[0]
    last = table.last_row
    assert all(3 <= row <= last for row in model)
    grid = read_sheet(opened(data), "Data")
    assert {row: grid.cell(row, 1) for row in range(3, last + 1) if grid.cell(row, 1) is not None} == model
    assert (grid.cell(last + 1, 1) == "Sum") == totals
    held = parts(data)
    everything = b"".join(held.values())
    assert not [key for key in gone if re.search(rb"\b%s\b" % key.encode(), everything)]
    comments = loaded(data)["Data"]
    old = {row for row in range(3, 3 + rows) if model.get(row) == f"old{row}"}
    assert {row for row in range(3, 30) if comments.cell(row, 1).comment} == old
    assert {row for row in range(3, 30) if comments.cell(row, 2).hyperlink} == old
    ends = f"$B$3:$B${last}".encode()
    assert ends in held["xl/workbook.xml"]
    assert ends in held["xl/charts/chart1.xml"]
    assert {(row, 3) in grid.formulas for row in model} <= {True}
