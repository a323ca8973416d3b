"""The workbook that is open in Excel as an endpoint: read and written through xlwings, in blocks.

What Excel itself keeps up (formats, charts, conditional formats, calculated columns) is left to it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

import xlwings

from sync.endpoints.finder import missing_texts
from sync.endpoints.layout import Layout, lay_out_source
from sync.endpoints.live_calls import Calls
from sync.endpoints.live_grid import fingerprint
from sync.endpoints.live_source import LiveSource
from sync.endpoints.live_texts import live_fault
from sync.endpoints.live_write import LiveWrite
from sync.errors import StaleSnapshot
from sync.model import Snapshot, Update
from validators.fields import Language, TableSpec

__all__ = ["LiveExcelEndpoint"]


class LiveExcelEndpoint:
    """`sync.model.Endpoint` over a workbook of xlwings that somebody has open.

    `apply` reads the tables once more and writes only onto what it was planned on: rows stand where that read has them.
    Nobody can type in between, because Excel takes no input while it answers. `kept` are the addresses of cells of new
    rows that the last update left alone, because a formula stands there.
    """

    def __init__(
        self,
        name: str,
        book: xlwings.Book,
        specs: Mapping[str, TableSpec],
        language: Language,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self.specs = specs
        self.language: Language = language
        self.calls = Calls(book, language, xlwings.conversion.read, sleep)
        self.layout: Layout | None = None
        self.kept: tuple[str, ...] = ()
        self._seen: tuple[LiveSource, Layout, str] | None = None
        _bound_retries()

    def probe(self) -> None:
        """Raises `Locked` when Excel stays busy, or a cell stays in edit: then it still tells, but takes nothing."""
        app = self.calls.book.app
        self.calls(setattr, app, "enable_events", self.calls(getattr, app, "enable_events"), where=self.name)

    def read(self) -> Snapshot:
        """What the tables hold now.

        Raises:
            Locked: Excel stays busy.
            UsageError: the tables cannot be told apart, or a sheet is far too large.
        """
        source, layout, version = self._seen = self._look()
        self.layout = layout
        missing = missing_texts(layout.places, self.specs, self.language)
        return Snapshot(
            self.name,
            version,
            layout.tables,
            layout.formulas,
            missing=tuple(missing),
            sheets=source.titles,
            picks=layout.picks,
            known=layout.known,
            standing=layout.standing,
            strays=layout.stray_lines(),
        )

    def remarks(self, rows: Collection[tuple[str, int]], if_version: str) -> Mapping[tuple[str, int, str], str]:
        """The notes on these rows, and formulas that not every row of their column has."""
        source, layout = self._same(if_version)
        found: dict[tuple[str, int, str], str] = {}
        for table, index in sorted(rows):
            place, row = layout.places[table], layout.tables[table].places[index]
            sheet = self.calls.sheet(place.sheet)
            for column, at in place.columns.items():
                note = self.calls(getattr, sheet.range((row, at)), "note", where=place.sheet)
                texts = [] if note is None else [str(note.text)]
                formula = source.formulas[place.sheet].get((row, at))
                same = sum((other, at) in source.formulas[place.sheet] for other in layout.tables[table].places)
                if formula is not None and same < len(layout.tables[table]):
                    texts.append(formula)
                if texts:
                    found[table, index, column] = "\n".join(texts)
        return found

    def apply(self, update: Update, if_version: str) -> str:
        """Write the update; see `Endpoint.apply`.

        Raises:
            Locked: Excel stays busy.
            StaleSnapshot: the tables changed since they were read.
            Refused: a sheet is protected, a cell holds a formula or is hidden by a merged one, or there is no room;
                nothing was written.
        """
        self.probe()
        source, layout = self._same(if_version)
        write = LiveWrite(self.calls, source, layout, self.specs)
        write.guard(update)
        self._seen = None
        with self.calls.held():
            write.apply(update)
        self.kept = tuple(write.kept)
        if write.cells_alone(update):  # should Excel have made something else of them, the next update is stale
            return _version(source)
        _, self.layout, version = self._look()
        return version

    def _same(self, if_version: str) -> tuple[LiveSource, Layout]:
        if self._seen is not None and self._seen[2] == if_version and self._seen[0].unchanged():
            return self._seen[:2]
        source, layout, version = self._look()
        if version != if_version:
            raise live_fault(StaleSnapshot, "changed", self.language, self.name)
        return source, layout

    def _look(self) -> tuple[LiveSource, Layout, str]:
        source = LiveSource(self.calls)
        layout = lay_out_source(source, self.specs, self.language, self.name)
        return source, layout, _version(source)


def _version(source: LiveSource) -> str:
    """What was read of it: the tables, and the sheets of the agent's that people answer on."""
    return fingerprint(source.grids, source.formulas)


def _bound_retries() -> None:
    """xlwings repeats a refused call for ever without a pause; `Calls` waits instead, and tells."""
    if sys.platform == "win32":
        windows: Any = xlwings._xlwindows
        windows.N_COM_ATTEMPTS = 1
