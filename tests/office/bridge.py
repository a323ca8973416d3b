"""A workbook open in LibreOffice, worked on block by block: the far side of the xlwings engine in `tests/engine`.

    python bridge.py SOFFICE PROFILE        then pickled (name, arguments) in, pickled (well, result or text) out
    python bridge.py PIPE                   the same in a LibreOffice that runs, with documents that it has open

Runs under the Python that has `uno`. Cells are told by sheet title and 1-based (row, column, rows, columns). What is
written is taken as Excel takes it: a text is read as if typed, unless an apostrophe stands before it.
"""

from __future__ import annotations

import itertools
import pickle
import re
import sys
from datetime import datetime, timedelta
from typing import Any

import uno
from com.sun.star.sheet.CellFlags import ANNOTATION, DATETIME, FORMULA, HARDATTR, STRING, STYLES, VALUE
from com.sun.star.table import CellRangeAddress
from dump import FILTERS, Desktop, Running, option  # type: ignore[import-not-found]

EPOCH = datetime(1899, 12, 30)
DATE, TEXT, LOGICAL = 6, 256, 1024  # com.sun.star.util.NumberFormat; 6 is a date, a time or both
CONTENTS = VALUE | DATETIME | STRING | FORMULA
EVERYTHING = CONTENTS | HARDATTR | STYLES | ANNOTATION
TYPED = re.compile(r"[=+\-@#'(.%$¥￥\d]|([a-z]|上午|下午).*\d|(true|false)$", re.I)
"""A text that Excel may take for something else. The others need not be parsed cell by cell."""


class Books:
    """The open workbooks by number."""

    def __init__(self, desktop: Any) -> None:
        self.desktop = desktop
        self.docs: dict[int, Any] = {}
        self.count = itertools.count(1)
        self.kinds: dict[int, dict[int, int]] = {}

    # workbooks
    def open(self, path: str) -> int:
        book = next(self.count)
        self.docs[book] = self.desktop.open(path)
        # Measuring how tall each written row should stand takes ten times as long as writing it.
        self.docs[book].IsAdjustHeightEnabled = False
        return book

    def where(self, book: int) -> str:
        return str(uno.fileUrlToSystemPath(self.docs[book].URL))

    def close(self, book: int) -> None:
        self.docs.pop(book).close(True)

    def save(self, book: int, path: str) -> None:
        kind = FILTERS[path.rpartition(".")[2].lower()]
        self.docs[book].storeToURL(uno.systemPathToFileUrl(path), (option("FilterName", kind),))

    def calculate(self, book: int) -> None:
        self.docs[book].calculateAll()

    def automatic(self, book: int, on: bool) -> None:
        self.docs[book].enableAutomaticCalculation(on)

    def macro(self, book: int, name: str, arguments: tuple[Any, ...]) -> Any:
        document = self.docs[book]
        library = "VBAProject" if document.BasicLibraries.hasByName("VBAProject") else "Standard"
        place = f"vnd.sun.star.script:{library}.{name}?language=Basic&location=document"
        return document.getScriptProvider().getScript(place).invoke(arguments, (), ())[0]

    def names(self, book: int) -> dict[str, tuple[str, Any] | None]:
        found: dict[str, tuple[str, Any] | None] = {}
        ranges = self.docs[book].NamedRanges
        for name in ranges.ElementNames:
            cells = ranges.getByName(name).getReferredCells()
            found[name] = None if cells is None else self._place(book, cells.RangeAddress)
        return found

    def tables(self, book: int, title: str) -> list[str]:
        ranges, index = self.docs[book].DatabaseRanges, self._sheet(book, title).RangeAddress.Sheet
        return [found.Name for found in ranges if found.DataArea.Sheet == index]

    def table(self, book: int, name: str) -> tuple[Any, bool]:
        found = self.docs[book].DatabaseRanges.getByName(name)
        area = found.DataArea
        rows, columns = area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1
        return (area.StartRow + 1, area.StartColumn + 1, rows, columns), found.TotalsRow

    def resize(self, book: int, table: str, block: Any) -> None:
        row, column, rows, columns = block
        found = self.docs[book].DatabaseRanges.getByName(table)
        area = found.DataArea
        found.DataArea = CellRangeAddress(area.Sheet, column - 1, row - 1, column + columns - 2, row + rows - 2)

    def _place(self, book: int, area: Any) -> tuple[str, Any]:
        title = self.docs[book].Sheets.getByIndex(area.Sheet).Name
        rows, columns = area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1
        return title, (area.StartRow + 1, area.StartColumn + 1, rows, columns)

    # sheets
    def sheets(self, book: int) -> list[str]:
        return list(self.docs[book].Sheets.ElementNames)

    def add_sheet(self, book: int, title: str, before: int) -> None:
        self.docs[book].Sheets.insertNewByName(title, before)

    def delete_sheet(self, book: int, title: str) -> None:
        self.docs[book].Sheets.removeByName(title)

    def rename(self, book: int, title: str, new: str) -> None:
        self._sheet(book, title).setName(new)

    def visible(self, book: int, title: str) -> bool:
        return bool(self._sheet(book, title).IsVisible)

    def protect(self, book: int, title: str) -> None:
        self._sheet(book, title).protect("")

    def protected(self, book: int, title: str) -> bool:
        return bool(self._sheet(book, title).isProtected())

    def used(self, book: int, title: str) -> tuple[int, int, int, int]:
        cursor = self._sheet(book, title).createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        cursor.gotoStartOfUsedArea(False)
        start = cursor.RangeAddress
        rows, columns = end.EndRow - start.StartRow + 1, end.EndColumn - start.StartColumn + 1
        return start.StartRow + 1, start.StartColumn + 1, rows, columns

    # what a person sees
    def activate(self, book: int, title: str) -> None:
        self._view(book).setActiveSheet(self._sheet(book, title))

    def active(self, book: int) -> str:
        return str(self._view(book).getActiveSheet().Name)

    def select(self, book: int, title: str, block: Any) -> None:
        self.activate(book, title)
        self._view(book).select(self._range(book, title, block))

    def selection(self, book: int) -> tuple[str, Any] | None:
        chosen = self._view(book).getSelection()
        return self._place(book, chosen.RangeAddress) if hasattr(chosen, "RangeAddress") else None

    def scroll(self, book: int) -> tuple[int, int]:
        view = self._view(book)
        return view.getFirstVisibleRow() + 1, view.getFirstVisibleColumn() + 1

    def scroll_to(self, book: int, row: int, column: int) -> None:
        view = self._view(book)
        view.setFirstVisibleRow(row - 1)
        view.setFirstVisibleColumn(column - 1)

    # cells
    def get(self, book: int, title: str, block: Any) -> list[list[Any]]:
        row, column, rows, columns = block
        target = self._range(book, title, block)
        data = [list(line) for line in target.getDataArray()]
        for j in range(columns):  # dates and yes/no come as numbers: only the number format tells
            if any(isinstance(line[j], float) for line in data):
                for kinds, first, last in self._column_kinds(book, title, (row, column + j, rows, 1)):
                    if kinds & (DATE | LOGICAL):
                        for line in data[first : last + 1]:
                            if isinstance(line[j], float):
                                line[j] = _moment(line[j]) if kinds & DATE else bool(line[j])
        for i, line in enumerate(data):
            if None in line:
                for j, value in enumerate(line):
                    if value is None:  # an error: what is shown is its name
                        line[j] = (target.getCellByPosition(j, i).getString(),)
        return data

    def set(self, book: int, title: str, block: Any, rows: list[list[Any]]) -> None:
        row, column = block[:2]
        area = (row, column, len(rows), len(rows[0]))
        target = self._range(book, title, area)
        plain, typed, shown = [], [], []
        for i, line in enumerate(rows):
            out: list[Any] = []
            for j, value in enumerate(line):
                if isinstance(value, datetime):
                    shown.append((i, j, "YYYY-MM-DD HH:MM" if value.time() != EPOCH.time() else "YYYY-MM-DD"))
                    out.append((value - EPOCH) / timedelta(1))
                elif isinstance(value, bool):
                    shown.append((i, j, "BOOLEAN"))
                    out.append(float(value))
                elif isinstance(value, str) and value.startswith("'"):
                    out.append(value[1:])
                elif TYPED.match(str(value)) and self._parsed(book, title, value, row + i, column + j):
                    typed.append((i, j, value))
                    out.append("")
                else:
                    out.append("" if value is None else value)
            plain.append(tuple(out))
        target.setDataArray(tuple(plain))
        for i, j, value in typed:
            target.getCellByPosition(j, i).setFormula(_separated(value, ",", ";"))
        for i, j, code in shown:
            cell = target.getCellByPosition(j, i)
            if not self._kinds(book, cell.NumberFormat) & (DATE | LOGICAL):
                cell.NumberFormat = self._key(book, code)

    def formulas(self, book: int, title: str, block: Any) -> list[list[str]]:
        lines = self._range(book, title, block).getFormulaArray()
        # LibreOffice puts an apostrophe before a text that looks like something else; Excel's Formula has none.
        # Braces stand round an array formula here, there not.
        lines = [[text[1:-1] if text[:2] == "{=" else text for text in line] for line in lines]
        return [[text[1:] if text[:1] == "'" else _separated(text, ";", ",") for text in line] for line in lines]

    def has_formulas(self, book: int, title: str, block: Any) -> bool:
        return bool(self._range(book, title, block).queryContentCells(FORMULA).getCount())

    def set_formulas(self, book: int, title: str, block: Any, rows: list[list[str]]) -> None:
        self._range(book, title, (*block[:2], len(rows), len(rows[0]))).setFormulaArray(
            tuple(tuple(_separated(text, ",", ";") for text in line) for line in rows)
        )

    def clear(self, book: int, title: str, block: Any, formats: bool) -> None:
        target = self._range(book, title, block)
        target.clearContents(EVERYTHING if formats else CONTENTS)
        if formats:
            target.merge(False)

    def insert(self, book: int, title: str, block: Any, shift: str) -> None:
        mode = uno.Enum("com.sun.star.sheet.CellInsertMode", shift)
        self._sheet(book, title).insertCells(self._range(book, title, block).RangeAddress, mode)

    def delete(self, book: int, title: str, block: Any, shift: str) -> None:
        mode = uno.Enum("com.sun.star.sheet.CellDeleteMode", shift)
        self._sheet(book, title).removeRange(self._range(book, title, block).RangeAddress, mode)

    def note(self, book: int, title: str, block: Any) -> str:
        return str(self._range(book, title, block).getCellByPosition(0, 0).getAnnotation().getString())

    def add_note(self, book: int, title: str, block: Any, text: str) -> None:
        cell = self._range(book, title, block).getCellByPosition(0, 0)
        self._sheet(book, title).Annotations.insertNew(cell.CellAddress, text)

    def clear_notes(self, book: int, title: str, block: Any) -> None:
        self._range(book, title, block).clearContents(ANNOTATION)

    def clear_links(self, book: int, title: str, block: Any) -> None:
        """Links stand in the text of cells: each such cell gets its bare text again."""
        target = self._range(book, title, block)
        for i in range(block[2]):
            for j in range(block[3]):
                cell = target.getCellByPosition(j, i)
                if cell.getTextFields().getCount():
                    cell.setString(cell.getString())

    def in_array(self, book: int, title: str, block: Any) -> bool:
        return str(self._range(book, title, block).getCellByPosition(0, 0).getFormula()).startswith("{=")

    def set_array(self, book: int, title: str, block: Any, formula: str) -> None:
        self._range(book, title, block).setArrayFormula(_separated(formula, ",", ";"))

    # looks
    def look(self, book: int, title: str, block: Any, name: str) -> Any:
        return getattr(self._range(book, title, block), name)

    def set_look(self, book: int, title: str, block: Any, name: str, value: Any) -> None:
        setattr(self._range(book, title, block), name, value)

    def merge(self, book: int, title: str, block: Any, on: bool) -> None:
        self._range(book, title, block).merge(on)

    def merged(self, book: int, title: str, block: Any) -> list[tuple[int, int, int, int]]:
        """The merged areas of a sheet that share a cell with a block."""
        row, column, rows, columns = block
        # From A1 on: an area that begins above the block or left of it may reach into it.
        whole = self._range(book, title, (1, 1, row + rows - 1, column + columns - 1))
        areas = (self._place(book, area)[1] for area in self._merged(whole))
        return [
            (top, left, height, width)
            for top, left, height, width in areas
            if top < row + rows and row < top + height and left < column + columns and column < left + width
        ]

    def _merged(self, target: Any) -> list[Any]:
        if not target.getIsMerged():
            return []
        area = target.RangeAddress
        height, width = area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1
        if height == width == 1:
            cursor = target.Spreadsheet.createCursorByRange(target)
            cursor.collapseToMergedArea()
            return [cursor.RangeAddress]
        if height > 1:
            parts = [(0, 0, width - 1, height // 2 - 1), (0, height // 2, width - 1, height - 1)]
        else:
            parts = [(0, 0, width // 2 - 1, 0), (width // 2, 0, width - 1, 0)]
        return [found for part in parts for found in self._merged(target.getCellRangeByPosition(*part))]

    def pivots(self, book: int, title: str) -> dict[str, Any]:
        return {
            found.Name: self._place(book, found.OutputRange)[1] for found in self._sheet(book, title).DataPilotTables
        }

    def add_pivot(self, book: int, title: str, name: str, source: Any, row: int, column: int) -> None:
        """A pivot table that counts the first column of a block by itself."""
        sheet = self._sheet(book, title)
        made = sheet.DataPilotTables.createDataPilotDescriptor()
        made.setSourceRange(self._range(book, title, source).RangeAddress)
        made.DataPilotFields.getByIndex(0).Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", "ROW")
        made.DataPilotFields.getByIndex(1).Orientation = uno.Enum(
            "com.sun.star.sheet.DataPilotFieldOrientation", "DATA"
        )
        place = sheet.getCellByPosition(column - 1, row - 1).CellAddress
        sheet.DataPilotTables.insertNewByName(name, place, made)

    def width(self, book: int, title: str, block: Any, hundredths: int) -> None:
        self._range(book, title, block).Columns.Width = hundredths

    def hide_columns(self, book: int, title: str, block: Any, hidden: bool) -> None:
        self._range(book, title, block).Columns.IsVisible = not hidden

    def set_list(self, book: int, title: str, block: Any, words: list[str]) -> None:
        target = self._range(book, title, block)
        rule = target.Validation
        rule.Type = uno.Enum("com.sun.star.sheet.ValidationType", "LIST")
        rule.setFormula1(";".join(f'"{word}"' for word in words))
        target.Validation = rule

    def number_format(self, book: int, title: str, block: Any) -> str | None:
        key = _one_format(self._range(book, title, block))
        return None if key is None else str(self.docs[book].NumberFormats.getByKey(key).FormatString)

    def set_number_format(self, book: int, title: str, block: Any, code: str) -> None:
        self._range(book, title, block).NumberFormat = self._key(book, code)

    # helpers
    def _sheet(self, book: int, title: str) -> Any:
        return self.docs[book].Sheets.getByName(title)

    def _range(self, book: int, title: str, block: Any) -> Any:
        row, column, rows, columns = block
        return self._sheet(book, title).getCellRangeByPosition(
            column - 1, row - 1, column + columns - 2, row + rows - 2
        )

    def _view(self, book: int) -> Any:
        return self.docs[book].getCurrentController()

    def _groups(self, target: Any) -> list[Any]:
        ranges = target.getUniqueCellFormatRanges()
        return [ranges.getByIndex(i) for i in range(ranges.getCount())]

    def _group(self, group: Any) -> Any:
        return group.getByIndex(0)

    def _formats(self, book: int, target: Any) -> list[tuple[int, list[Any]]]:
        """The kinds of number format in a range, each with the areas that have it."""
        return [
            (
                self._kinds(book, self._group(group).NumberFormat),
                [group.getByIndex(i).getRangeAddress() for i in range(group.getCount())],
            )
            for group in self._groups(target)
        ]

    def _parsed(self, book: int, title: str, value: Any, row: int, column: int) -> bool:
        """Whether a value is a text that is read as if typed: in cells formatted as text none is."""
        cell = self._range(book, title, (row, column, 1, 1))
        return isinstance(value, str) and not self._kinds(book, cell.NumberFormat) & TEXT

    def _column_kinds(self, book: int, title: str, block: Any) -> list[tuple[int, int, int]]:
        """The kinds of number format in a column, each with its first and last place in the block."""
        target = self._range(book, title, block)
        key = _one_format(target)
        if key is not None:
            return [(self._kinds(book, key), 0, block[2] - 1)]
        found = self._formats(book, target)
        return [(k, a.StartRow + 1 - block[0], a.EndRow + 1 - block[0]) for k, areas in found for a in areas]

    def _kinds(self, book: int, key: int) -> int:
        known = self.kinds.setdefault(book, {})
        if key not in known:
            known[key] = int(self.docs[book].NumberFormats.getByKey(key).Type)
        return known[key]

    def _key(self, book: int, code: str) -> int:
        formats, english = (
            self.docs[book].NumberFormats,
            uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", ""),
        )
        key = formats.queryKey(code, english, False)
        return int(key if key != -1 else formats.addNew(code, english))


def _separated(formula: str, old: str, new: str) -> str:
    """A formula with another sign between arguments: Excel has commas, LibreOffice's interface semicolons."""
    if not formula.startswith("="):
        return formula
    pieces = formula.split('"')
    return '"'.join(piece if at % 2 else piece.replace(old, new) for at, piece in enumerate(pieces))


def _one_format(cells: Any) -> int | None:
    """The number format of cells that have the same one."""
    return None if cells.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE" else cells.NumberFormat


def _moment(serial: float) -> datetime:
    return EPOCH + timedelta(seconds=round(serial * 86400))


def main() -> None:
    own = len(sys.argv) > 2
    desktop = Desktop(sys.argv[1], sys.argv[2]) if own else Running(sys.argv[1])
    books = Books(desktop)
    out = sys.stdout.buffer
    pickle.dump((True, desktop.pipe), out)
    out.flush()
    try:
        while True:
            try:
                name, arguments = pickle.load(sys.stdin.buffer)
            except EOFError:
                break
            try:
                answer = (True, getattr(books, name)(*arguments))
            except Exception as error:
                answer = (False, f"{type(error).__name__}: {error}")
            pickle.dump(answer, out)
            out.flush()
    finally:
        for book in list(books.docs) if own else ():
            books.close(book)
        if own:
            desktop.close()


if __name__ == "__main__":
    main()
