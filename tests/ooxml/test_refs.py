from __future__ import annotations

import pytest

from sync.ooxml.formulas import references, shifted
from sync.ooxml.refs import (
    LAST_COLUMN,
    Area,
    area,
    cell,
    column_letters,
    column_number,
    grow_formula,
    grow_sqref,
    quoted,
)

ENDED = Area(3, 1, 51, 5)


def test_letters_and_numbers_of_all_columns() -> None:
    for number in range(1, LAST_COLUMN + 1):
        assert column_number(column_letters(number)) == number
    assert (column_letters(1), column_letters(26), column_letters(27), column_letters(LAST_COLUMN)) == (
        "A",
        "Z",
        "AA",
        "XFD",
    )


def test_cells_round_trip() -> None:
    for row in range(1, 300, 7):
        for column in range(1, 800, 3):
            assert cell(f"{column_letters(column)}{row}") == cell(f"${column_letters(column)}${row}") == (row, column)


@pytest.mark.parametrize("wrong", ["", "A", "1", "A0", "XFE1", "A1048577", "AAAA1", "A1B", "A:C", "Ä1"])
def test_what_is_no_cell(wrong: str) -> None:
    with pytest.raises(ValueError):
        cell(wrong)


def test_areas() -> None:
    assert area("C5:A1") == Area(1, 1, 5, 3)
    assert str(area("$B$2")) == "B2"
    assert str(area("B2:D9")) == "B2:D9"
    assert area("A1:B2").meets(area("B2:C3"))
    assert not area("A1:B2").meets(area("C1:C9"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("D4:D51", "D4:D60"),  # a column of the table
        ("D51", "D51:D60"),  # its last cell
        ("A4:E51 H1:H9", "A4:E60 H1:H9"),  # one of several areas
        ("A4:Z51", "A4:Z60"),  # wider than the table
        ("D4:D50", "D4:D50"),  # ended above
        ("D4:D52", "D4:D52"),  # reaches below
        ("F4:F51", "F4:F51"),  # beside the table
        ("A1:A51", "A1:A51"),  # begins above it
        ("D:D", "D:D"),
        ("D4:D1048576", "D4:D1048576"),
    ],
)
def test_ranges_that_ended_on_the_last_row_grow(before: str, after: str) -> None:
    assert grow_sqref(before, ENDED, 60) == after


@pytest.mark.parametrize(
    ("sheet", "before", "after"),
    [
        ("Data", "Data!$D$4:$D$51", "Data!$D$4:$D$60"),
        ("Data", "'Data'!$D$4:$D$51", "'Data'!$D$4:$D$60"),
        ("Data", "data!D4:D51", "data!D4:D60"),
        ("Data", "SUM(Data!$D$4:$D$51)/COUNT(Data!$A$4:$A$51)", "SUM(Data!$D$4:$D$60)/COUNT(Data!$A$4:$A$60)"),
        ("Data", "MyData!$D$4:$D$51", "MyData!$D$4:$D$51"),
        ("Data", "Data!$D$4:$D$511", "Data!$D$4:$D$511"),
        ("Data", "Data!$D$51", "Data!$D$51"),
        ("Data", "[1]Data!$D$4:$D$51", "[1]Data!$D$4:$D$51"),
        ("It's 1", "'It''s 1'!$D$4:$D$51", "'It''s 1'!$D$4:$D$60"),
        ("客户", "客户!$D$4:$D$51,客户!$F$1", "客户!$D$4:$D$60,客户!$F$1"),
        ("Data", "Data!$D$4:$D$9999999", "Data!$D$4:$D$9999999"),
    ],
)
def test_formulas_follow(sheet: str, before: str, after: str) -> None:
    assert grow_formula(sheet, ENDED, 60)(before) == after


@pytest.mark.parametrize(
    ("before", "last_row", "after"),
    [
        ("D4:D51", 40, "D4:D40"),
        ("A3:E51", 4, "A3:E4"),
        ("D45:D51", 40, "D45:D51"),  # it would end before it begins
        ("D51", 40, "D51"),
    ],
)
def test_ranges_that_ended_on_the_last_row_shrink(before: str, last_row: int, after: str) -> None:
    assert grow_sqref(before, ENDED, last_row) == after


@pytest.mark.parametrize(
    ("before", "options", "after"),
    [
        ("$D$4:$D$51+Other!$D$4:$D$51", {"home": True}, "$D$4:$D$60+Other!$D$4:$D$51"),
        ("Data!D4:D51", {"home": True}, "Data!D4:D60"),
        ("Data!D4:D51", {"fixed": True}, "Data!D4:D51"),
        ("Data!D4:D$51", {"fixed": True}, "Data!D4:D$60"),
        ("Data!$B$51:$E$51", {}, "Data!$B$51:$E$51"),
        ("Data!$A$1:$E$51", {}, "Data!$A$1:$E$51"),
        ("Data!$A$1:$E$51", {"above": True}, "Data!$A$1:$E$60"),
        ("Data!$A$1:$A$4:$A$51", {"home": True}, "Data!$A$1:$A$4:$A$51"),
    ],
)
def test_what_a_reference_must_be_to_follow(before: str, options: dict[str, bool], after: str) -> None:
    assert grow_formula("Data", ENDED, 60, **options)(before) == after


@pytest.mark.parametrize(
    ("formula", "rows", "after"),
    [
        ("A2*$B$2+B$2+$C2", 3, "A5*$B$2+B$2+$C5"),
        ("SUM(A2:A9)&\"A2\"", -1, "SUM(A1:A8)&\"A2\""),
        ("A2+1", -2, "#REF!+1"),
        ("A1048576", 1, "#REF!"),
        ("T[[#This Row],[A2]]+'My A2'!B3+[1]X!C4+LOG10(D5)+Q1_2+XFE1", 1,
         "T[[#This Row],[A2]]+'My A2'!B4+[1]X!C5+LOG10(D6)+Q1_2+XFE1"),
    ],
)  # fmt: skip
def test_formulas_are_filled_down(formula: str, rows: int, after: str) -> None:
    assert shifted(formula, rows) == after


def test_references_name_their_sheet() -> None:
    found = list(references("SUM('It''s'!A1:B$2)+Data!C3+D4"))
    assert [(one.sheet, str(one.block), one.relative) for one in found] == [
        ("It's", "A1:B2", True),
        ("Data", "C3", True),
        (None, "D4", True),
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Data", "Data"),
        ("客户", "客户"),
        ("My Data", "'My Data'"),
        ("It's", "'It''s'"),
        ("A1", "'A1'"),
        ("R1C1", "'R1C1'"),
    ],
)
def test_sheet_names_are_quoted_where_needed(name: str, written: str) -> None:
    assert quoted(name) == written
