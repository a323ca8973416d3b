"""Changes cells, rows and columns of a workbook without touching anything else.

Nothing is written before `render`; whatever cannot be done safely is refused by name and address before that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter

from sync.errors import Refused, UsageError
from sync.ooxml import clearing, leftovers, recalc, resize, tables
from sync.ooxml.cellxml import blank_xml, cell_xml
from sync.ooxml.editor import CellBytes, SheetEditor
from sync.ooxml.fit import Fit
from sync.ooxml.guards import fixed_rows, guard_arrays, guard_fixed, guard_formula
from sync.ooxml.pivots import refresh_pivots
from sync.ooxml.places import Place, Places, Region
from sync.ooxml.refs import column_letters
from sync.ooxml.rows import BadSheet, Cuts
from sync.ooxml.scrub import scrub
from sync.ooxml.styles import StyleSheet
from sync.ooxml.workbook import TableInfo, Workbook
from validators.cells import Cell

__all__ = ["Patch", "Region"]

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


class Patch:
    """A set of changes to one workbook. `styles` is its one style sheet: share it with whatever else adds formats.

    `cuts` are by title those of sheets that were read from these very bytes; they save looking through them again.
    `percents` are columns (sheet title, 1-based column) whose numbers go from 0 to 100: a cell that shows its number
    times 100 gets the hundredth part.

    Raises:
        Refused: the workbook is digitally signed, or shared in the old way (ECMA-376 part 1, 18.11).
    """

    def __init__(
        self,
        workbook: Workbook,
        cuts: Mapping[str, Cuts] | None = None,
        percents: Collection[tuple[str, int]] = (),
    ) -> None:
        self.workbook = workbook
        self.package = workbook.package
        self._cuts = dict(cuts or {})
        self._percents = frozenset(percents)
        self._editors: dict[str, SheetEditor] = {}
        self._titles: dict[str, str] = {}
        self._fit = Fit(workbook)
        self._date1904 = workbook.date1904
        self._formulas_changed = False
        self._scrub = False
        self._recalculate = False
        self.gone_texts: set[str] = set()
        """What cells of cleared rows said: `caches.forget_texts` takes it out of copies once all sheets are drawn."""
        self._gone: dict[str, list[leftovers.Gone]] = {}
        self._places = Places(workbook)
        self._like: dict[tuple[str, int], int] = {}
        if any(name.lower().startswith("_xmlsignatures/") for name in self.package.names):
            raise self.package.fault(Refused, "signed")
        # Whoever has a shared workbook open merges by its revisions, and would undo what they do not name.
        if any(name.lower().startswith("xl/revisions/") for name in self.package.names):
            raise self.package.fault(Refused, "shared_book")

    @property
    def styles(self) -> StyleSheet:
        """The style sheet of the workbook; what is appended to it is written by `render`."""
        return self._fit.styles

    def set(self, sheet: str, row: int, column: int, value: Cell, *, over_formula: bool = False) -> None:
        """Set one cell (1-based) and keep its format; None empties it. A date gets a date format where it has none.

        Raises:
            Refused: the cell holds a formula, belongs to an array formula, or the value cannot be written.
        """
        self._set(self.editor(sheet), sheet, row, column, value, over_formula)

    def set_many(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set many cells by (row, column), as `set` does."""
        editor = self.editor(sheet)
        by_row: dict[int, list[tuple[int, Cell]]] = defaultdict(list)
        for (row, column), value in cells.items():
            by_row[row].append((column, value))
        made: dict[tuple[int, str, type, Cell], bytes] = {}
        for row, wanted in by_row.items():
            wanted.sort(key=itemgetter(0))
            done = 0
            if not editor.arrays and row not in editor.fixed:
                done = self._append(editor, sheet, row, wanted, made)
            for column, value in wanted[: len(wanted) - done]:
                self._set(editor, sheet, row, column, value, False)

    def _append(
        self,
        editor: SheetEditor,
        sheet: str,
        row: int,
        wanted: Sequence[tuple[int, Cell]],
        made: dict[tuple[int, str, type, Cell], bytes],
    ) -> int:
        """Add the last ones of the cells wanted in a row, as many as are new at its end; how many."""
        end = editor.open_end(row)
        if end is None:
            return 0
        rests: list[tuple[int, bytes]] = []
        for column, value in reversed(wanted):
            if column <= end.column or value is None or value == "" or (sheet, column) in self._like:
                break
            style = editor.column_style(column) if end.style is None else end.style
            # Most cells of a column of ours say what others of it say; only their addresses differ.
            key = (column, style, value.__class__, value)
            rest = made.get(key)
            if rest is None:
                xml = self._xml(editor, sheet, row, column, value, style)
                rest = made[key] = xml[xml.index(b'"') + len(f"{column_letters(column)}{row}") + 1 :]
            rests.append((column, rest))
        if rests:
            editor.append(end, rests[::-1])
        return len(rests)

    def append_rows(
        self,
        sheet: str,
        region: TableInfo | Region,
        rows: Sequence[Mapping[int, Cell]],
        taken: Collection[int] = (),
        own: Collection[int] = (),
    ) -> list[int]:
        """Put rows (values by sheet column) into blank rows of the table, then below it; the rows they stand in.

        The table grows with all that belongs to it: its filter, formats, validations, calculated columns, charts and
        names that ended on its last row. Rows of `taken` are known to hold something. The columns `own`
        of a plain range go on with the formula that is filled down in them.

        Raises:
            Refused: something stands in the way (a value, a merged cell, another table, a totals row, a protected
                sheet); names it.
        """
        return tables.append_rows(self, self.place(sheet, region), rows, taken, own)

    def clear_rows(self, sheet: str, region: TableInfo | Region, rows: Sequence[int]) -> None:
        """Empty the given sheet rows within the table. Formats stay, and the formulas of whole columns; what stood
        there is removed from the shared strings too, where no other cell shows it, and the cells' comments and
        hyperlinks go."""
        place, editor = self.place(sheet, region), self.editor(sheet)
        self.gone_texts |= clearing.clear(self, editor, place, rows)
        gone = leftovers.Gone(frozenset(rows), place.area.column, place.area.last_column)
        self._gone.setdefault(place.sheet, []).append(gone)
        self._scrub = True

    def own_formulas(self, sheet: str, region: TableInfo | Region, rows: Collection[int]) -> dict[tuple[int, int], str]:
        """The formulas in the table's rows that belong to their row alone, by (row, column): they leave with it."""
        return clearing.own(self, self.editor(sheet), self.place(sheet, region), rows)

    def take_rows(self, sheet: str, region: TableInfo | Region, rows: Sequence[int]) -> None:
        """Empty the given sheet rows as `clear_rows` does; those at the very end of an Excel Table leave it.

        Where that is not safe (`resize.shrink`) they stay in it as blank rows, as all rows further up do: no row ever
        moves.
        """
        self.clear_rows(sheet, region, rows)
        resize.shrink(self, self.place(sheet, region), frozenset(rows))

    def cover(self, sheet: str, region: TableInfo, last_row: int) -> None:
        """Let an Excel Table end on the row on which its rows end that were typed below it, unless something forbids
        it (`resize.cover`)."""
        resize.cover(self, self.editor(sheet), self.place(sheet, region), last_row)

    def add_column(self, sheet: str, region: TableInfo | Region, header: str, *, style_like: int | None = None) -> int:
        """Add a column at the right edge; its sheet column. Its cells take the formats of the column `style_like`.

        Raises:
            Refused: something stands there (an Excel Table), or the sheet is full or protected.
        """
        place = self.place(sheet, region)
        column = tables.add_column(self, place, header, style_like or place.area.last_column)
        self._like[place.sheet, column] = style_like or place.area.last_column
        return column

    def recalculate(self) -> None:
        """Let the spreadsheet program compute everything when it opens the file, if the workbook has formulas."""
        self._recalculate = True

    def scrub(self) -> None:
        """On `render`, also remove the shared strings that no cell shows any more because of this patch."""
        self._scrub = True

    def apply(self) -> None:
        """Put all changes into the package, so that others may change it further before it is rendered."""
        dropped: set[int] = set()
        while self._editors:  # each holds its sheet as it was, and is not needed beside the new one
            title, editor = self._editors.popitem()
            self._cuts.pop(title, None)
            part = self.workbook.sheet(title).part
            if title in self._gone:
                leftovers.forget(self.package, part, self._gone[title])
                editor.tail = leftovers.without_links(self.package, part, editor.tail, self._gone[title])
            if editor.changed:
                self.package.put(part, editor.join())
                dropped |= editor.strings_dropped
        if self._fit.changed:
            self._put_styles()
        if self._formulas_changed and self.workbook.chain_part:
            # Without it Excel builds a new one; one that names a cell without formula counts as damage.
            self.package.drop(self.workbook.chain_part)
        if self._gone:
            refresh_pivots(self.package)
        if self._recalculate:
            recalc.request(self.workbook)
        if self._scrub and dropped:
            scrub(self.workbook, dropped)

    def render(self) -> bytes:
        """The bytes of the patched workbook; the very bytes that were read where nothing changed."""
        self.apply()
        return self.package.render()

    def _put_styles(self) -> None:
        part = self.workbook.styles_part
        if not part:
            part = self.workbook.main_part.rpartition("/")[0] + "/styles.xml"
            self.package.relate(self.workbook.main_part, "styles", part)
        self.package.put(part, self.styles.data(), _STYLES_TYPE)

    def editor(self, sheet: str) -> SheetEditor:
        """The rows of a sheet.

        Raises:
            UsageError: there is no such sheet, or it cannot be taken apart safely.
        """
        info = self.workbook.sheet(sheet)
        known = self._editors.get(info.title)
        if known is None:
            try:
                known = SheetEditor(self.package.read(info.part), self._cuts.get(info.title))
            except BadSheet as error:
                raise self.package.fault(UsageError, "grid", sheet=info.title, row=error.row) from None
            known.fixed = fixed_rows(self.workbook.tables, info.title)
            self._editors[info.title] = known
        return known

    def place(self, sheet: str, region: TableInfo | Region) -> Place:
        """Where a table stands now, after what this patch did to it."""
        return self._places.place(sheet, region)

    def grown(self, place: Place, last_row: int) -> None:
        """Remember how far a plain range reaches now."""
        self._places.grown(place, last_row)

    def change_tails(self, change: Callable[[str, bytes], bytes]) -> None:
        """Pass what stands behind the rows of each sheet through `change(title, tail)`."""
        for sheet in self.workbook.sheets:
            if (editor := self._editors.get(sheet.title)) is not None:
                editor.tail = change(sheet.title, editor.tail)
            else:
                xml = self.package.read(sheet.part)
                cut = max(xml.rfind(b"sheetData"), 0)
                self.package.put(sheet.part, xml[:cut] + change(sheet.title, xml[cut:]))

    def formulas_changed(self) -> None:
        """A formula came or went."""
        self._formulas_changed = True

    def _set(self, editor: SheetEditor, sheet: str, row: int, column: int, value: Cell, over_formula: bool) -> None:
        old = editor.find(row, column)
        if old is not None and isinstance(value, str) and value == self.workbook.strings.of_cell(old.kind, old.xml):
            return  # rich text keeps its fonts, a shared string stays shared
        if editor.arrays:
            guard_arrays(self.package, editor, sheet, row, column)
        if row in editor.fixed:
            guard_fixed(self.package, editor.fixed[row], sheet, row, column)
        if old is not None and old.formula:
            guard_formula(self.package, editor, sheet, row, column, old, over_formula)
            self._formulas_changed = True
        style = old.style if old else self.new_style(editor, sheet, row, column)
        self.write(editor, sheet, row, column, value, style, old)

    def new_style(self, editor: SheetEditor, sheet: str, row: int, column: int) -> str:
        """The format index of a cell that does not exist yet."""
        like = self._like.get((sheet, column))
        if like is not None:
            pattern = editor.find(row, like)
            return pattern.style if pattern else editor.default_style(row, like)
        return editor.default_style(row, column)

    def write(
        self,
        editor: SheetEditor,
        sheet: str,
        row: int,
        column: int,
        value: Cell,
        style: str,
        old: CellBytes | None = None,
    ) -> None:
        """Set a cell whatever stands there."""
        editor.put(row, column, self._xml(editor, sheet, row, column, value, style), old)

    def _xml(self, editor: SheetEditor, sheet: str, row: int, column: int, value: Cell, style: str) -> bytes:
        if value is None or value == "":
            return blank_xml(editor.prefix, row, column, style)
        value, style = self._fit.of(value, style, (sheet, column) in self._percents)
        try:
            return cell_xml(editor.prefix, row, column, value, style, self._date1904)
        except ValueError:
            where = f"{sheet}!{column_letters(column)}{row}"
            raise self.package.fault(Refused, "value", cell=where, value=value) from None
