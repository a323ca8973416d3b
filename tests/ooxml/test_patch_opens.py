"""Patched workbooks as others see them: a package validator, and LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from sync.ooxml.patch import Patch, Region
from tests.office import Office
from tests.ooxml.books import by_openpyxl, day, followed_table, opened, written
from tests.ooxml.test_resize import totalled


def patched(data: bytes) -> bytes:
    """Everything a patch can do, at once."""
    patch = Patch(opened(data))
    table = patch.workbook.tables[0]
    column = patch.add_column("Data", table, "Check", style_like=3)
    patch.set_many(
        "Data", {(4, column): "=not a formula", (5, 1): " changed ", (5, 4): None, (4, 2): day("2024-07-01")}
    )
    patch.clear_rows("Data", table, [6])
    rows = patch.append_rows("Data", table, [{1: f"N{i}", 2: day("2024-06-01"), 3: "b", 4: i} for i in (7, 8, 9)])
    assert rows == [6, 7, 8]
    patch.set("Other", 20, 30, True)
    patch.recalculate()
    return patch.render()


def resized(data: bytes) -> bytes:
    """A table with comments, links and a totals row: rows taken away and more put in."""
    patch = Patch(opened(data))
    table = patch.workbook.tables[0]
    patch.take_rows("Data", table, [4, 6])
    patch.append_rows("Data", table, [{1: f"N{i}", 3: i, 4: i} for i in (7, 8, 9)])
    patch.recalculate()
    return patch.render()


def hung(book: Any) -> None:
    """A table with a totals row, a comment and a hyperlink on each of two rows."""
    totalled(book)
    sheet = book.get_worksheet_by_name("Data")
    for row in (4, 5):
        sheet.write_comment(f"A{row}", "about it")
        sheet.write_url(f"B{row}", "https://example.com/" + str(row))


def complaints(data: bytes, path: Path) -> set[str]:
    path.write_bytes(data)
    found = {str(error) for error in OpenXmlValidator().validate(path).errors}
    # Text that never becomes a formula or a shared string is legal (18.18.11); the validator only advises against it.
    return {text for text in found if "inline-string" not in text}


def test_a_validator_finds_nothing_new(tmp_path: Path) -> None:
    data = written(followed_table)
    before = complaints(data, tmp_path / "before.xlsx")
    assert complaints(patched(data), tmp_path / "after.xlsx") <= before


@pytest.mark.parametrize("fill", [hung, lambda book: followed_table(book, 3)])
def test_a_validator_finds_nothing_new_where_rows_left(fill: Any, tmp_path: Path) -> None:
    data = written(fill)
    before = complaints(data, tmp_path / "before.xlsx")
    assert complaints(resized(data), tmp_path / "after.xlsx") <= before


def test_a_validator_finds_nothing_new_in_a_workbook_without_tables(tmp_path: Path) -> None:
    data = by_openpyxl(lambda book: book.active.append(["Key", "Day"]))
    patch = Patch(opened(data))
    region = Region(1, 1, 2, 1)
    patch.append_rows("Sheet", region, [{1: "a", 2: day("2024-05-01")}])
    patch.add_column("Sheet", region, "Check")
    before = complaints(data, tmp_path / "before.xlsx")
    assert complaints(patch.render(), tmp_path / "after.xlsx") <= before


@pytest.mark.office
def test_libreoffice_computes_a_totals_row_that_moved(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "resized.xlsx"
    path.write_bytes(resized(written(hung)))
    cells = office.read(path).sheets["Data"].cells
    assert [cells.get(f"A{row}") for row in range(4, 9)] == ["N7", "K2", "N8", "N9", "Sum"]
    assert cells["C8"] == 7 + 2 + 8 + 9


@pytest.mark.office
def test_libreoffice_sees_the_patch_and_computes_what_follows(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "patched.xlsx"
    path.write_bytes(patched(written(followed_table)))
    document = office.read(path)
    cells = document.sheets["Data"].cells
    assert [cells[f"A{row}"] for row in range(4, 9)] == ["K3", " changed ", "N7", "N8", "N9"]
    assert cells["F3"] == "Check"
    assert cells["F4"] == "=not a formula"
    assert cells["B4"].startswith("2024-07-01")
    assert [cells[f"E{row}"] for row in (4, 6, 8)] == [60, 14, 18]
    assert document.sheets["Other"].cells["B1"] == 30 + 7 + 8 + 9
    assert document.charts[0].series[0].categories == ["K3", " changed ", "N7", "N8", "N9"]
    assert "$F$8" in document.tables["T"] or "F8" in document.tables["T"]
