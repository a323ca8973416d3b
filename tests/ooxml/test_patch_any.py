"""Random edits over random workbooks that hold more than cells, in everybody's eyes.

A table with a chart, formats, validations, a calculated column and names over it; another sheet with features that
rewriters lose; then cells set, rows appended and emptied, a column added, a sheet of the agent drawn, in any order.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from sync.ooxml.draw import draw_sheets
from sync.ooxml.patch import Patch, Region
from sync.ooxml.read import read_sheet
from sync.ooxml.refs import column_letters
from sync.ooxml.workbook import TableInfo
from sync.sheet import ReportSheet
from tests.office import Office
from tests.ooxml.books import opened, seen, written
from tests.ooxml.test_patch_random import VALUES
from tests.ooxml.witness import Change, surprises
from validators.cells import Cell

DATA, OTHER, AGENT = "Data", "Other & 其他", "Report"
DATA_PART, OTHER_PART = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
Places = dict[tuple[int, int], Cell]


@dataclass(frozen=True)
class Book:
    """What a random workbook holds."""

    rows: int
    first: tuple[int, int]
    table: bool
    formula: bool
    extras: frozenset[str]
    inline: bool


BOOKS = st.builds(
    Book,
    rows=st.integers(1, 5),
    first=st.tuples(st.integers(1, 4), st.integers(1, 3)),
    table=st.booleans(),
    formula=st.booleans(),
    extras=st.frozensets(st.sampled_from(["chart", "format", "validation", "note", "sparkline", "names", "merged"])),
    inline=st.booleans(),
)
EDITS = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 5), st.integers(0, 2), VALUES),
    st.tuples(st.just("other"), st.integers(1, 12), st.integers(4, 30), VALUES),
    st.tuples(st.just("append"), st.lists(st.dictionaries(st.integers(0, 2), VALUES, min_size=1), max_size=3)),
    st.tuples(st.just("clear"), st.integers(0, 4)),
    st.tuples(st.just("column"), st.sampled_from(["Check", "检查", "a & b"])),
    st.tuples(st.just("draw"), st.text(st.characters(categories=("L", "N")), max_size=4)),
)


def made(book: Book) -> bytes:
    """The workbook: its data begin at `first`, the header of a key, a day and an amount."""

    def fill(out: Any) -> None:
        sheet, other = out.add_worksheet(DATA), out.add_worksheet(OTHER)
        top, left = book.first[0] - 1, book.first[1] - 1
        last = top + book.rows
        heads = ["Key", "Name", "Amount"] + ["Double"] * book.formula
        columns = [{"header": head} for head in heads]
        if book.formula:
            columns[3]["formula"] = "=[@Amount]*2"
        if book.table:
            sheet.add_table(top, left, last, left + len(heads) - 1, {"name": "T", "columns": columns})
        else:
            sheet.write_row(top, left, heads[:3])
        for row in range(top + 1, last + 1):
            sheet.write_row(row, left, [f"K{row}", f"name {row}", row * 10])
        if not book.inline:
            _decorate(out, sheet, other, book, top, left, last)
        other.write("A1", "untouched")
        other.write_formula("B1", "=1+1", None, 2)

    return written(fill, constant_memory=book.inline and not book.table)


def _decorate(out: Any, sheet: Any, other: Any, book: Book, top: int, left: int, last: int) -> None:
    values = [DATA, top + 1, left + 2, last, left + 2]
    if "chart" in book.extras:
        chart = out.add_chart({"type": "line"})
        chart.add_series({"values": values})
        other.insert_chart("H2", chart)
    if "format" in book.extras:
        red = out.add_format({"bg_color": "#FFC7CE"})
        rule = {"type": "cell", "criteria": ">", "value": 1, "format": red}
        sheet.conditional_format(top + 1, left, last, left + 2, rule)
        sheet.conditional_format(top + 1, left + 2, last, left + 2, {"type": "data_bar", "data_bar_2010": True})
    if "validation" in book.extras:
        sheet.data_validation(top + 1, left, last, left, {"validate": "length", "criteria": "<", "value": 99})
    if "note" in book.extras:
        sheet.write_comment(top, left, "a note")
    if "sparkline" in book.extras:
        other.add_sparkline("E2", {"range": f"{DATA}!A1:A3"})
    if "names" in book.extras:
        cells = f"${column_letters(left + 3)}${top + 2}:${column_letters(left + 3)}${last + 1}"
        out.define_name("Amounts", f"={DATA}!{cells}")
    if "merged" in book.extras:
        other.merge_range("D40:E41", "both")


@dataclass
class Model:
    """What must be seen in the end, and what was meant to change."""

    book: Book
    cells: Places
    formulas: set[tuple[int, int]]
    touched: set[tuple[int, int]] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    other: Places = field(default_factory=dict)
    width: int = 3
    columns: int = 0
    cleared: bool = False
    drawn: str | None = None


def play(data: bytes, book: Book, edits: list[tuple[Any, ...]]) -> tuple[bytes, Model]:
    """Carry the edits out, on the workbook and on the model."""
    workbook = opened(data)
    patch = Patch(workbook)
    top, left = book.first
    wide = book.table and book.formula
    model = Model(book, grid(data, DATA), set(), width=4 if wide else 3)
    if wide:
        model.formulas = {(row, left + 3) for row in range(top + 1, top + book.rows + 1)}
    region: TableInfo | Region = (
        workbook.tables[0] if book.table else Region(top, left, left + model.width - 1, top + book.rows)
    )
    for kind, *rest in edits:
        if kind == "set":
            place = top + 1 + rest[0] % book.rows, left + rest[1]
            patch.set(DATA, *place, rest[2])
            model.cells[place] = rest[2]
            model.touched.add(place)
        elif kind == "other":
            patch.set(OTHER, rest[1] + 41, rest[0], rest[2])
            model.other[rest[1] + 41, rest[0]] = rest[2]
        elif kind == "append":
            _append(patch, region, model, rest[0], left)
        elif kind == "clear":
            model.cleared = True
            row = top + 1 + rest[0] % book.rows
            patch.clear_rows(DATA, region, [row])
            for column in range(left, left + 3):
                model.cells.pop((row, column), None)
                model.touched.add((row, column))
        elif kind == "column" and not model.columns:
            column = patch.add_column(DATA, region, rest[0])
            model.columns += 1
            model.cells[top, column] = rest[0]
            model.touched.add((top, column))
        elif kind == "draw":
            model.drawn = rest[0]
    patch.apply()
    if model.drawn is not None:
        report = ReportSheet("report", AGENT)
        report.put(1, 1, "agent " + model.drawn)
        draw_sheets(workbook.package, workbook, [report], "en")
    return workbook.package.render(), model


def _append(patch: Patch, region: TableInfo | Region, model: Model, rows: list[dict[int, Cell]], left: int) -> None:
    placed = patch.append_rows(DATA, region, [{left + at: value for at, value in row.items()} for row in rows])
    for row, values in zip(placed, rows, strict=True):
        model.rows.add(row)
        model.cells |= {(row, left + at): value for at, value in values.items()}
        if model.width == 4:
            model.formulas.add((row, left + 3))
            model.cells.pop((row, left + 3), None)


def grid(data: bytes, sheet: str) -> Places:
    found = read_sheet(opened(data), sheet)
    return {
        (i, j): value
        for i, row in enumerate(found.rows, found.first_row)
        for j, value in enumerate(row, found.first_column)
        if value is not None and (i, j) not in found.formulas
    }


def judge(data: bytes, after: bytes, model: Model) -> None:
    """Our reader and openpyxl see the model; nothing else differs."""
    expected = {place: value for place, value in model.cells.items() if place not in model.formulas}
    assert grid(after, DATA) == expected
    found = seen(after, DATA)
    for (row, column), value in expected.items():
        if "_x" not in str(value):  # openpyxl leaves the escapes of 22.9.2.19 as they are
            assert found[f"{column_letters(column)}{row}"] == value
    for row, column in model.formulas:
        assert str(found[f"{column_letters(column)}{row}"]).startswith("=")
    others = {(1, 1): "untouched", **model.other}
    assert {place: value for place, value in grid(after, OTHER).items() if value != "both"} == others
    if model.drawn is not None:
        assert grid(after, AGENT) == {(1, 1): "agent " + model.drawn}
    change = Change(
        {DATA_PART: model.touched | model.formulas, OTHER_PART: [*model.other]},
        {DATA_PART: model.rows} if model.rows else {},
        [AGENT] if model.drawn is not None else [],
        ["xl/calcChain.xml"],
        widened=model.columns,
        scrubbed=model.cleared,
    )
    assert surprises(data, after, change) == []


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BOOKS, st.lists(EDITS, max_size=8))
@example(Book(2, (1, 1), False, False, frozenset({"sparkline"}), False), [("append", [{0: "0"}])])
def test_any_edits_of_any_workbook_do_what_they_say(book: Book, edits: list[tuple[Any, ...]]) -> None:
    data = made(book)
    judge(data, *play(data, book, edits))


@pytest.mark.nightly
@settings(max_examples=2400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BOOKS, st.lists(EDITS, max_size=16))
def test_any_edits_of_any_workbook_at_length(book: Book, edits: list[tuple[Any, ...]]) -> None:
    data = made(book)
    after, model = play(data, book, edits)
    judge(data, after, model)
    assert complaints(after) <= complaints(data)


def complaints(data: bytes) -> set[str]:
    """What the package validator has against a workbook, without the places."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        errors = OpenXmlValidator().validate(Path(file.name)).errors
    return {error.description for error in errors if "inline-string" not in str(error)}


@pytest.mark.nightly
@pytest.mark.office
def test_libreoffice_sees_the_cells_of_any_workbook(office: Office, tmp_path: Path) -> None:
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(BOOKS, st.lists(EDITS, max_size=16))
    def sees(book: Book, edits: list[tuple[Any, ...]]) -> None:
        after, model = play(made(book), book, edits)
        path = tmp_path / "any.xlsx"
        path.write_bytes(after)
        cells = office.read(path, [DATA]).sheets[DATA].cells
        for (row, column), value in model.cells.items():
            if isinstance(value, str) and (row, column) not in model.formulas:
                assert cells[f"{column_letters(column)}{row}"] == value

    sees()
