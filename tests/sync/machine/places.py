"""Where the people of the machine work: tables in memory, or workbook files that another program saves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn

from sync.endpoints.memory import MemoryEndpoint
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import Snapshot, Update
from sync.picks import HEADS
from sync.reports.titles import TITLES
from validators.cells import Cell, Unreadable
from validators.fields import TableSpec

__all__ = ["FilePlace", "Program"]

Program = Callable[[Path], None]
"""Opens a workbook and saves it again."""


class FilePlace(MemoryEndpoint):
    """A workbook file that people edit as they edit a memory endpoint: what they changed in `rows`, `columns` and picks
    is saved with openpyxl, then with `program`, before anybody looks at the file. A lock file says that it is open.

    With `tables` they stand in Excel Tables, which do not grow as one types below them.
    """

    def __init__(
        self, name: str, path: Path, specs: dict[str, TableSpec], program: Program, tables: bool = False
    ) -> None:
        super().__init__(name, specs, {table: [] for table in specs})
        self.path, self.program, self.tables = path, program, tables
        self.book = WorkbookEndpoint(name, path, specs, "zh")
        self.picked: dict[int, str] = {}
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for spec in specs.values():
            book.create_sheet(spec.label.zh)
        book.save(path)
        self.saved = ""

    def read(self) -> Snapshot:
        self.fault("read")
        self._save()
        return self.book.read()

    def probe(self) -> None:
        lock = self.path.with_name(f".~lock.{self.path.name}#")
        if self.locked:
            lock.write_text(",,,,;", "utf-8")
        else:
            lock.unlink(missing_ok=True)
        self.book.probe()

    def remarks(self, rows: Collection[tuple[str, int]], if_version: str) -> Mapping[tuple[str, int, str], str]:
        return self.book.remarks(rows, if_version)

    def pick(self, line: int, word: str) -> None:
        self.picked[line] = word

    def apply(self, update: Update, if_version: str) -> str:
        self.fault("apply")
        self._save()
        self.probe()
        maker = update.sheets

        def shown(places: Mapping[str, Mapping[str, int]]) -> Any:
            assert maker is not None
            self.shown = list(maker(places))
            return self.shown

        version = self.book.apply(replace(update, sheets=shown if maker is not None else None), if_version)
        self.writes += 1
        self._load(drawn=maker is not None)
        self.fault("applied")
        return version

    def _said(self) -> str:
        return repr((self.rows, self.columns, self.picked))

    def _save(self) -> None:
        if self._said() == self.saved:
            return
        book = openpyxl.load_workbook(self.path)
        for name, spec in self.specs.items():
            sheet = book[spec.label.zh]
            sheet.delete_rows(1, sheet.max_row)
            for at, column in enumerate(self.columns[name], 1):
                sheet.cell(1, at).value = spec.by_name[column].header if column in spec.by_name else column
                for number, row in enumerate(self.rows[name], 2):
                    value: Any = row.get(column)
                    sheet.cell(number, at).value = value.raw if isinstance(value, Unreadable) else value
            if self.tables:
                self._frame(sheet, name)
        if self.picked:
            sheet = book[TITLES["conflicts"].zh]
            head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == HEADS["pick"].zh)
            for line, word in self.picked.items():
                sheet.cell(head.row + 1 + line, head.column).value = word
        book.save(self.path)
        self.program(self.path)
        self.saved = self._said()

    def _frame(self, sheet: Any, name: str) -> None:
        """An Excel Table around the headers and as many rows as it had: one at first."""
        held = sheet.tables.pop(name, None)
        last = 2 if held is None else int(held.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        heads = [str(cell.value) for cell in sheet[1] if cell.value is not None]
        table = Table(displayName=name, ref=f"A1:{get_column_letter(len(heads))}{last}")
        table.tableColumns = [TableColumn(id=at, name=head) for at, head in enumerate(heads, 1)]
        sheet.add_table(table)

    def _load(self, drawn: bool) -> None:
        """Take over what stands in the file now; a row is the same object as long as it stands in the same line."""
        found = WorkbookEndpoint(self.name, self.path, self.specs, "zh").read()
        for name, table in found.tables.items():
            self.columns[name][:] = list(table.columns)
            rows = self.rows[name]
            lines: dict[int, dict[str, Cell]] = dict(zip(table.places, table.rows(), strict=True))
            rows += [{} for _ in range(len(rows), max(lines, default=1) - 1)]
            for at, row in enumerate(rows, 2):
                row.clear()
                row.update(lines.get(at, {}))
        if drawn:
            self.picked.clear()
        self.saved = self._said()
