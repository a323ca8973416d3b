"""One workbook that others made: what it is, what our patches do to it, and what other programs see afterwards."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook, SheetTypeEnum

from sync.errors import SalesheetError
from sync.ooxml.draw import draw_sheets
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.read import Grid, read_sheets
from sync.ooxml.refs import Area
from sync.ooxml.workbook import Workbook
from sync.sheet import Chart, Range, ReportSheet, Series
from tests.ooxml.witness import Change, surprises
from validators.cells import Cell

__all__ = ["Result", "check"]

SHEET = "Salesheet check"
LARGEST_FOR_OPENPYXL = 400_000
"""Bytes; it takes half a minute for a file of 1 MB."""

_FUZZED = re.compile(r"fuzz|crash-", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"
Place = tuple[str, int, int]
Seen = dict[Place, Any]


@dataclass
class Result:
    """A file: what it is, the outcome (`ok`, `refused`, `damaged`, `no workbook`) with its reason, and by patch
    `done`, `nothing` (to do), or the reason of its refusal."""

    sha256: str
    name: str
    size: int
    kind: str
    outcome: str = ""
    reason: str = ""
    set: str = ""
    append: str = ""
    draw: str = ""
    witnesses: str = ""


def check(path: Path, name: str, keep: Path | None = None) -> Result:
    """Patch one file in memory and look at the result. `keep` takes the patched file for other programs."""
    data = path.read_bytes()
    result = Result(hashlib.sha256(data).hexdigest(), name, len(data), _kind(data, name))
    try:
        workbook = _opened(data)
        grids = read_sheets(workbook, [sheet.title for sheet in workbook.sheets])
    except SalesheetError as error:
        result.outcome, result.reason = "refused", error.what
    else:
        _patched(data, grids, result, keep)
    if result.kind != "workbook" and result.outcome != "damaged":
        result.outcome = "no workbook"
    elif result.outcome == "refused" and _nobody_opens(data):
        result.kind, result.outcome = "damaged before: neither openpyxl nor calamine opens it", "no workbook"
    return result


def _kind(data: bytes, name: str) -> str:
    """What a file is, judged without our own code."""
    if data.startswith(_OLE):
        return "encrypted, or an old .xls"
    if _FUZZED.search(name):
        return "made by a fuzzer"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            file.testzip()
            types = file.read("[Content_Types].xml")
    except Exception as error:  # whatever a damaged zip makes zipfile raise
        return f"broken zip: {type(error).__name__}"
    if b"spreadsheetml" not in types and b"ms-excel" not in types and b"s\0p\0r\0e\0a\0d\0s\0h\0e\0e\0t" not in types:
        return "another kind of package"
    return "an .xlsb" if b"sheet.binary" in types else "workbook"


def _opened(data: bytes) -> Workbook:
    return Workbook(Package.from_bytes(data, "en"))


def _nobody_opens(data: bytes) -> bool:
    return _by_openpyxl(data) is None and _by_calamine(data) is None


def _patched(data: bytes, grids: dict[str, Grid], result: Result, keep: Path | None) -> None:
    # Of the strict kind openpyxl reads nothing, and says nothing.
    fit = len(data) <= LARGEST_FOR_OPENPYXL and not _opened(data).strict
    before = _by_calamine(data), (_by_openpyxl(data) if fit else None)
    names = ("calamine", "openpyxl")
    result.witnesses = "+".join(name for name, seen in zip(names, before, strict=True) if seen is not None)
    result.outcome = "ok"
    for patch, work in (("set", _set), ("append", _append), ("draw", _draw)):
        try:
            done, after, change, expected, reasons = work(data, grids)
        except SalesheetError as error:
            setattr(result, patch, f"refused: {error.what}")
            if patch != "append":
                result.outcome, result.reason = "refused", result.reason or f"{patch}: {error.what}"
            continue
        except Exception as error:  # a patcher that stumbles has to be mended
            result.outcome, result.reason = "damaged", f"{patch}: {type(error).__name__}: {error}"
            continue
        setattr(result, patch, "; ".join([f"done {done}" if done else "nothing", *sorted(set(reasons))]))
        wrong = surprises(data, after, change) if after != data else []
        # A formula over a table that grows reaches further, and has no result until it is computed anew.
        computed = _formulas(grids) if change.rows else frozenset()
        wrong += _seen_wrong(_by_calamine(after), before[0], expected, change, computed, "calamine")
        if before[1] is not None:
            wrong += _seen_wrong(_by_openpyxl(after), before[1], expected, change, computed, "openpyxl")
        if wrong:
            result.outcome, result.reason = "damaged", f"{patch}: {wrong[0]}"
        if keep is not None and done:
            (keep / f"{result.sha256[:16]}-{patch}.xlsx").write_bytes(after)


Done = tuple[int, bytes, Change, Seen, list[str]]


def _set(data: bytes, grids: dict[str, Grid]) -> Done:
    """Overwrite the last value of the first sheet that is no formula, and put a text below everything."""
    workbook = _opened(data)
    if not workbook.sheets:
        return 0, data, Change(), {}, ["no worksheet"]
    patch, sheet = Patch(workbook), workbook.sheets[0]
    tables = [table for table in workbook.tables if table.sheet == sheet.title]
    fixed = {row for table in tables for row in (table.header_row, *range(table.last_row + 1, table.ref.last_row + 1))}
    grid = grids[sheet.title]
    place = next(
        (
            (i, j)
            for i in range(grid.first_row + grid.height - 1, 0, -1)
            if i not in fixed
            for j in range(grid.first_column, grid.first_column + len(grid.columns))
            if grid.cell(i, j) is not None and (i, j) not in grid.formulas and not _covered(grid, i, j)
        ),
        None,
    )
    ends = [grid.first_row + grid.height, *(area.last_row for area in grid.merged)]
    wanted: dict[tuple[int, int], Cell] = {(max(ends) + 1, 2): "=new & <ü> 客户"}
    if place:
        wanted[place] = 12345.5
    patch.set_many(sheet.title, wanted)
    after = patch.render()
    expected = {(sheet.title, *at): value for at, value in wanted.items()}
    return len(wanted), after, Change(cells={sheet.part: wanted}), expected, []


def _covered(grid: Grid, row: int, column: int) -> bool:
    return any(area.meets(Area(row, column, row, column)) for area in grid.merged)


def _append(data: bytes, grids: dict[str, Grid]) -> Done:
    """Append a row to each Excel Table."""
    workbook = _opened(data)
    patch, chain = Patch(workbook), workbook.chain_part
    rows: dict[str, set[int]] = {}
    expected: Seen = {}
    reasons, count = [], 0
    for table in workbook.tables:
        column = table.ref.column
        try:
            (row,) = patch.append_rows(table.sheet, table, [{column: f"new {table.name}"}])
        except SalesheetError as error:
            reasons.append(f"refused: {_general(error.what, table.name)}")
            continue
        moved = range(row, row + 1 + table.totals_rows)  # a totals row goes one down
        rows.setdefault(workbook.sheet(table.sheet).part, set()).update(moved)
        if (row, column) not in grids[table.sheet].formulas and not _calculated(workbook, table.part, 0):
            expected[table.sheet, row, column] = f"new {table.name}"
        count += 1
    return count, patch.render(), Change(rows=rows, gone=(chain,)), expected, reasons


def _calculated(workbook: Workbook, part: str, at: int) -> bool:
    pieces = re.split(rb"<(?:\w+:)?tableColumn\s", workbook.package.read(part))
    return b"calculatedColumnFormula" in pieces[at + 1]


def _general(text: str, name: str) -> str:
    return re.sub(r"\S+![$A-Z0-9:]+", "CELL", text.replace(name, "TABLE"))


def _draw(data: bytes, grids: dict[str, Grid]) -> Done:
    """Draw a sheet with a chart, then another over it; the same once more must change nothing."""
    first, second = _report(3), _report(5)
    for report in (first, second):
        package = Package.from_bytes(data, "en")
        draw_sheets(package, Workbook(package), [report], "en")
        drawn = package.render()
        again = Package.from_bytes(drawn, "en")
        if draw_sheets(again, Workbook(again), [report], "en"):
            raise AssertionError("drawn twice, it comes out otherwise")
    package = Package.from_bytes(drawn, "en")
    draw_sheets(package, Workbook(package), [first], "en")
    package = Package.from_bytes(package.render(), "en")
    draw_sheets(package, Workbook(package), [second], "en")
    expected: Seen = {(SHEET, put.row, put.column): put.value for put in second.cells}
    return 1, package.render(), Change(drawn=[SHEET]), expected, []


def _report(rows: int) -> ReportSheet:
    sheet = ReportSheet("check", SHEET, freeze=(2, 1), repeat=(1, 1), filter=Range(1, 1, rows + 1, 2))
    body = [(f"owner {row}", row * 10) for row in range(rows)]
    sheet.table(1, 1, ["Owner", "Amount"], body, ("text", "number"))
    series = (Series("Amount", Range(2, 2, rows + 1, 2)),)
    sheet.charts = [Chart("column", "Amounts", Range(2, 1, rows + 1, 1), series, Range(10, 1, 20, 6))]
    return sheet


def _formulas(grids: dict[str, Grid]) -> frozenset[Place]:
    return frozenset((title, *place) for title, grid in grids.items() for place in grid.formulas)


def _seen_wrong(
    after: Seen | None, before: Seen | None, expected: Seen, change: Change, computed: frozenset[Place], who: str
) -> list[str]:
    """Whether another program sees just what was meant: what was set, and everything else as it was."""
    if before is None:
        return []
    if after is None:
        return [f"{who} opens it no more"]
    wrong = [f"{who} sees {after.get(at)!r} at {at}" for at, value in expected.items() if after.get(at) != value]
    touched: Collection[int] = {row for rows in change.rows.values() for row in rows}
    for at in before.keys() | after.keys():
        open_to_change = at in expected or at in computed or at[1] in touched or at[0] == SHEET
        if not open_to_change and before.get(at) != after.get(at):
            wrong.append(f"{who} sees {after.get(at)!r} for {before.get(at)!r} at {at}")
    return wrong


def _by_calamine(data: bytes) -> Seen | None:
    def cells() -> Seen:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {
                (sheet.name, i, j): value
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
                for sheet in (book.get_sheet_by_name(meta.name),)
                for i, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
                for j, value in enumerate(row, 1)
                if value != ""
            }

    return _attempt(cells)


def _by_openpyxl(data: bytes) -> Seen | None:
    """Values, or formulas as text, as openpyxl sees them, with the number format and whether it is bold."""

    def cells() -> Seen:
        book = openpyxl.load_workbook(io.BytesIO(data))
        return {
            (sheet.title, *place): _Formatted(cell)
            for sheet in book.worksheets
            for place, cell in sheet._cells.items()  # iter_rows makes a million cells where one is far away
            if getattr(cell, "value", None) is not None
        }

    return _attempt(cells)


class _Formatted:
    """A cell: equal to another with the same content and format, and to its own bare value."""

    def __init__(self, cell: Any) -> None:
        value = cell.value
        self.value = getattr(value, "text", None) or getattr(value, "ref", None) or value
        self.format = cell.number_format, cell.font.b, cell.fill.fgColor.rgb, cell.alignment.horizontal

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Formatted):
            return (self.value, str(self.format)) == (other.value, str(other.format))
        return bool(self.value == other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"{self.value!r} as {self.format}"


def _attempt(look: Callable[[], Seen]) -> Seen | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return look()
        except BaseException as error:  # calamine panics with a BaseException
            if isinstance(error, KeyboardInterrupt | SystemExit | TimeoutError):
                raise
            return None
