"""Random edits on random workbooks: what was set is there, everything else is what it was, in two readers' eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.ooxml.patch import Patch, Region
from sync.ooxml.read import read_sheet
from tests.ooxml.books import by_hand, changed, opened, parts, seen, written
from validators.cells import Cell

SHEET = "xl/worksheets/sheet1.xml"
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8)
VALUES: st.SearchStrategy[Cell] = st.one_of(
    TEXT.filter(lambda text: text != ""),
    st.sampled_from(["=1+1", " a ", "x\ny", "_x0041_", "&amp;", "</v>", "<c r="]),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4)),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2200, 1, 1)),
)
PLACES = st.tuples(st.integers(1, 9), st.integers(1, 30))
CELLS = st.dictionaries(PLACES, VALUES, max_size=14)


@dataclass(frozen=True)
class Spelling:
    """How a writer spells a sheet."""

    prefix: str
    references: bool
    rows: bool
    quote: str
    spans: bool
    blanks: bool


SPELLINGS = st.builds(
    Spelling,
    prefix=st.sampled_from(["", "x"]),
    references=st.booleans(),
    rows=st.booleans(),
    quote=st.sampled_from(['"', "'"]),
    spans=st.booleans(),
    blanks=st.booleans(),
)


def spelt(cells: dict[tuple[int, int], str], how: Spelling) -> bytes:
    """A hand-made sheet holding shared strings, in the given spelling."""
    p, q = (how.prefix + ":" if how.prefix else ""), how.quote
    texts = list(dict.fromkeys(cells.values()))
    out, at_row = [], 0
    for row in sorted({row for row, _ in cells}):
        named = f" r={q}{row}{q}" if how.rows or row != at_row + 1 else ""
        named += f" spans={q}1:3{q}" if how.spans else ""
        out.append(f"<{p}row{named}>" + ("\n" if how.blanks else ""))
        at_row, at_column = row, 0
        for column in sorted(column for r, column in cells if r == row):
            letter = chr(64 + column) if column <= 26 else "A" + chr(64 + column - 26)
            place = f" r={q}{letter}{row}{q}" if how.references or column != at_column + 1 else ""
            index = texts.index(cells[row, column])
            out.append(f"<{p}c t={q}s{q}{place}><{p}v>{index}</{p}v></{p}c>")
            at_column = column
        out.append(f"</{p}row>")
    strings = "".join(f"<si><t xml:space='preserve'>{text}</t></si>" for text in texts)
    return by_hand("".join(out), strings=strings, prefix=how.prefix)


def grid(data: bytes) -> dict[tuple[int, int], Cell]:
    rows = read_sheet(opened(data), "S").rows
    return {(i, j): value for i, row in enumerate(rows, 1) for j, value in enumerate(row, 1) if value is not None}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PLACES, st.sampled_from(["a", "b", "客户", "1"]), max_size=20), SPELLINGS, CELLS, CELLS)
def test_edits_do_what_they_say_and_nothing_else(
    before: dict[tuple[int, int], str],
    how: Spelling,
    first: dict[tuple[int, int], Cell],
    second: dict[tuple[int, int], Cell],
) -> None:
    data = spelt(before, how)
    assert grid(data) == before
    patch = Patch(opened(data))
    patch.set_many("S", first)
    for (row, column), value in second.items():
        patch.set("S", row, column, value)
    gone = list(before)[:3]
    for row, column in gone:
        patch.set("S", row, column, None)
    result = patch.render()
    expected: dict[tuple[int, int], Cell] = {**before, **first, **second}
    for place in gone:
        expected.pop(place)
    found = grid(result)
    assert found == expected
    assert {place: type(value) for place, value in found.items()} == {
        place: int if type(value) is float and value.is_integer() else type(value) for place, value in expected.items()
    }
    assert changed(data, result) <= {SHEET, "xl/styles.xml"}
    again = Patch(opened(result))
    again.set_many("S", {place: value for place, value in expected.items() if place in {**first, **second}})
    assert again.render() == result


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.booleans(), min_size=1, max_size=6),
    st.lists(st.lists(st.dictionaries(st.integers(1, 3), VALUES, min_size=1), max_size=4), max_size=3),
    st.booleans(),
)
def test_appended_rows_stand_where_it_was_said(
    filled: list[bool], batches: list[list[dict[int, Cell]]], constant: bool
) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        for column in range(3):
            sheet.write(0, column, f"H{column}")
        for row, full in enumerate(filled, 1):
            if full:
                sheet.write(row, 1, f"old {row}")

    data = written(fill, constant_memory=constant)
    expected, places = grid(data), []
    patch, region = Patch(opened(data)), Region(1, 1, 3, 1 + len(filled))
    for batch in batches:
        rows = patch.append_rows("S", region, batch)
        places += rows
        expected |= {
            (row, column): value for row, cells in zip(rows, batch, strict=True) for column, value in cells.items()
        }
    assert len(set(places)) == len(places)
    assert not {row for row, full in enumerate(filled, 2) if full} & set(places)
    result = patch.render()
    assert grid(result) == expected
    assert len(seen(result, "S")) == len(expected)
    assert parts(result).keys() - parts(data).keys() == set()
