"""Every endpoint does what the contract says."""

from __future__ import annotations

from pathlib import Path

from sync.endpoints.memory import MemoryEndpoint
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import Endpoint
from tests.endpoints.conformance import SPECS, Conformance, Person, Rows
from tests.endpoints.people import AtMemory, AtWorkbook, write_book


class TestMemory(Conformance):
    def make(self, folder: Path, rows: Rows) -> tuple[Endpoint, Person]:
        columns = {name: list(lines[0]) for name, lines in rows.items() if lines}
        place = MemoryEndpoint(
            "张伟", SPECS, {name: [dict(row) for row in lines] for name, lines in rows.items()}, columns
        )
        return place, AtMemory(place)


class TestWorkbook(Conformance):
    def make(self, folder: Path, rows: Rows) -> tuple[Endpoint, Person]:
        path = folder / "张伟.xlsx"
        write_book(path, rows)
        return WorkbookEndpoint("张伟", path, SPECS, "zh"), AtWorkbook(path)
