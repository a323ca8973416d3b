"""A workbook file as an endpoint: read through a stable copy, written only by patching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from sync.endpoints.finder import missing_texts
from sync.endpoints.layout import Layout, lay_out
from sync.endpoints.marker import HEARTBEAT
from sync.endpoints.notes import workbook_notes
from sync.endpoints.own_sheets import free_title
from sync.endpoints.regions import columns_of, percents, region, table_areas
from sync.endpoints.remarks import remarks_of
from sync.errors import Locked, SalesheetError, StaleSnapshot
from sync.longpath import reachable
from sync.model import NewRow, Snapshot, Update
from sync.ooxml.caches import forget_texts
from sync.ooxml.draw import draw_sheets
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch, Region
from sync.ooxml.save import guard_writable, replace_file, who_has_open
from sync.ooxml.texts import fault, understood
from sync.ooxml.workbook import TableInfo, Workbook
from sync.spare import keep_spare
from sync.timings import Stopwatch
from validators.cells import Cell
from validators.fields import Language, TableSpec

__all__ = ["WorkbookEndpoint"]

"""The defined name of the cell that says when the agent last wrote."""


class WorkbookEndpoint:
    """`sync.model.Endpoint` over an .xlsx or .xlsm file.

    `read` remembers where it found the tables in that very content; `apply` patches that content or nothing.
    """

    def __init__(
        self,
        name: str,
        path: Path,
        specs: Mapping[str, TableSpec],
        language: Language,
        stopwatch: Stopwatch | None = None,
        spare: Path | None = None,
        only_sheet: str | None = None,
    ) -> None:
        self.name = name
        self.path = reachable(path)
        self.specs = specs
        self.language: Language = language
        self.watch = stopwatch or Stopwatch()
        self.spare = None if spare is None else reachable(spare)
        self.only_sheet = only_sheet
        self.layout: Layout | None = None

    def read(self) -> Snapshot:
        """What the file holds.

        Raises:
            UsageError: it is not a workbook we can read, or the tables cannot be told apart.
        """
        with understood(self.path, self.language):
            package = Package.open(self.path, language=self.language)
            self.layout = lay_out(Workbook(package), self.specs, self.language, str(self.path), self.only_sheet)
        missing = missing_texts(self.layout.places, self.specs, self.language)
        layout = self.layout
        return Snapshot(
            self.name,
            package.sha256,
            layout.tables,
            layout.formulas,
            missing=tuple(missing),
            sheets=layout.titles,
            known=layout.known,
            picks=layout.picks,
            asked=layout.asked,
            owner=str(layout.marker.values.get("user") or "") if layout.marker.values else None,
            standing=layout.standing,
            strays=layout.stray_lines(),
            notes=workbook_notes(package, self.path, layout, self.specs, self.language),
        )

    def probe(self) -> None:
        """Raises `Locked` when somebody has the file open or it cannot be written to."""
        holder = who_has_open(self.path)
        if holder is not None:
            raise self._locked(holder)
        guard_writable(self.path, self.language)

    def free_title(self, title: str) -> str:
        """A title under which the agent may draw a sheet in the file as it stands."""
        known = self.layout.marker.agent_sheets if self.layout is not None else ()
        return free_title(Workbook(Package.open(self.path, language=self.language)), title, known)

    def apply(self, update: Update, if_version: str) -> str:
        """Patch the file.

        Raises:
            Locked: somebody has it open, or it is read-only.
            StaleSnapshot: it changed since it was read.
            UsageError: something in it cannot be patched safely; it is named.
        """
        self.probe()
        data = self.render(update, if_version)
        with self.watch("save"):
            self._keep_spare()
            try:
                version = replace_file(self.path, data, if_version, self.language)
            except OSError as error:
                raise self._unwritable(error) from error
        self._written(update)
        return version

    def remarks(self, rows: Collection[tuple[str, int]], if_version: str) -> Mapping[tuple[str, int, str], str]:
        """What hangs on these rows and no column carries, as `Endpoint.remarks` says.

        Raises:
            StaleSnapshot: the file changed since it was read.
        """
        package, layout = self._same(if_version)
        return remarks_of(Workbook(package), layout, rows)

    def _same(self, if_version: str) -> tuple[Package, Layout]:
        """The file as it was read, and where its tables stand."""
        package = Package.open(self.path, language=self.language)
        if package.sha256 != if_version or self.layout is None:
            raise StaleSnapshot(
                "文件在读取之后又被改动 / the file changed after it was read",
                where=str(self.path),
                remedy="会在下一次同步时重试 / the next run tries again",
            )
        return package, self.layout

    def _keep_spare(self) -> None:
        if self.spare is None:
            return
        try:
            keep_spare(self.path, self.spare)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise fault(SalesheetError, "spare", self.language, str(self.spare), reason=reason) from error

    def _written(self, update: Update) -> None:
        """What is known of the content holds on where only cells changed; a further update may be planned on it."""
        if self.layout is None or update != Update(edits=update.edits):
            self.layout = None
            return
        for edit in update.edits:
            self.layout.cuts.pop(self.layout.places[edit.table].sheet, None)

    def render(self, update: Update, if_version: str) -> bytes:
        """The file's content after the update; the file itself is not touched."""
        with self.watch("patch"):
            package, layout = self._same(if_version)
            workbook = Workbook(package)
            with understood(self.path, self.language):
                patch = Patch(workbook, layout.cuts, percents(layout, self.specs))
                places = self._rows(patch, update, layout, workbook)
                patch.recalculate()
                patch.apply()
        if update.sheets is not None:
            with self.watch("draw"):
                sheets = update.sheets(places)
                with understood(self.path, self.language):
                    for sheet in sheets:
                        sheet.title = free_title(workbook, sheet.title, layout.marker.agent_sheets)
                    draw_sheets(package, workbook, sheets, self.language)
        if patch.gone_texts:
            with understood(self.path, self.language):
                forget_texts(workbook, patch.gone_texts, table_areas(layout))
        with self.watch("deflate"):
            return package.render()

    def _rows(self, patch: Patch, update: Update, layout: Layout, workbook: Workbook) -> dict[str, dict[str, int]]:
        cells: dict[str, dict[tuple[int, int], Cell]] = defaultdict(dict)
        for edit in update.edits:
            at = layout.places[edit.table]
            row = layout.tables[edit.table].places[edit.row]
            cells[at.sheet][row, at.columns[edit.column]] = edit.after
        for name in sorted(update.touched & layout.reach.keys()):
            place = layout.places[name]
            patch.cover(place.sheet, next(t for t in workbook.tables if t.name == place.table), layout.reach[name])
        regions = {name: region(name, layout, workbook) for name in layout.places}
        columns = {name: dict(found.columns) for name, found in layout.places.items()}
        for name, wanted in update.agent.items():
            for column, values in wanted.items():
                if column not in columns[name]:
                    if not any(value is not None for value in values.values()):
                        continue
                    place = layout.places[name]
                    beside = columns_of(name, layout, workbook)
                    columns[name][column] = patch.add_column(place.sheet, beside, column)
                at_column, rows = columns[name][column], layout.tables[name].places
                target = cells[layout.places[name].sheet]
                for index, value in values.items():
                    target[rows[index], at_column] = value
        for sheet, changed in cells.items():
            patch.set_many(sheet, changed)
        keys = self._keys(update, layout)
        self._remove(patch, update, layout, regions, keys)
        added: dict[str, list[NewRow]] = defaultdict(list)
        for new in update.new:
            added[new.table].append(new)
        for name, fresh_rows in added.items():
            here, key = columns[name], self.specs[name].key
            row_cells = [
                {here[c]: v for c, v in new.cells.items() if c in here and v is not None} for new in fresh_rows
            ]
            away = {index for table, index in update.removed if table == name}
            taken = {row for index, row in enumerate(layout.tables[name].places) if index not in away}
            own = [at for column, at in layout.places[name].columns.items() if column not in self.specs[name].by_name]
            placed = patch.append_rows(layout.places[name].sheet, regions[name], row_cells, taken, own)
            keys[name].update(zip((str(new.cells[key]) for new in fresh_rows), placed, strict=True))
        if update.heartbeat is not None and (cell := workbook.name_cell(HEARTBEAT)) is not None:
            patch.set(cell[0], cell[1], cell[2], update.heartbeat)
        return keys

    def _keys(self, update: Update, layout: Layout) -> dict[str, dict[str, int]]:
        keys: dict[str, dict[str, int]] = {}
        for name, table in layout.tables.items():
            key = self.specs[name].key
            cells = list(table.get(key))
            for edit in update.edits:
                if edit.table == name and edit.column == key:
                    cells[edit.row] = edit.after
            if None in cells:
                filled = ((cell, place) for cell, place in zip(cells, table.places, strict=True) if cell is not None)
                keys[name] = {str(cell): place for cell, place in filled}
            else:
                keys[name] = dict(zip(map(str, cells), table.places, strict=True))
        return keys

    def _remove(
        self,
        patch: Patch,
        update: Update,
        layout: Layout,
        regions: Mapping[str, TableInfo | Region],
        keys: dict[str, dict[str, int]],
    ) -> None:
        away: dict[str, list[int]] = defaultdict(list)
        for name, index in update.removed:
            away[name].append(layout.tables[name].places[index])
        for name, rows in away.items():
            patch.take_rows(layout.places[name].sheet, regions[name], rows)
            gone = set(rows)
            keys[name] = {key: row for key, row in keys[name].items() if row not in gone}

    def _unwritable(self, error: OSError) -> SalesheetError:
        reason = error.strerror or type(error).__name__
        if self.language == "zh":
            return SalesheetError(
                f"写不进工作簿（{reason}），原来的文件没有动",
                where=str(self.path),
                remedy="检查磁盘空间和文件夹权限，下一次同步会再试",
            )
        return SalesheetError(
            f"the workbook cannot be written ({reason}); the file is as it was",
            where=str(self.path),
            remedy="check free space and permissions; the next run tries again",
        )

    def _locked(self, holder: str) -> Locked:
        if self.language == "zh":
            who = f"（{holder}）" if holder else ""
            return Locked(
                f"工作簿正被打开{who}，这次不动它", where=str(self.path), remedy="关闭后，下一次同步会自动补上"
            )
        who = f" by {holder}" if holder else ""
        return Locked(
            f"the workbook is open{who} and was left alone",
            where=str(self.path),
            remedy="close it; the next run catches up",
        )
