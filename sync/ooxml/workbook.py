"""What a workbook holds: its sheets, its Excel Tables, its date system. Source: ECMA-376 part 1, 18.2 and 18.5."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from sync.errors import UsageError
from sync.ooxml.formats import Formats
from sync.ooxml.package import Package, Relation
from sync.ooxml.refs import LAST_COLUMN, Area, area, cell
from sync.ooxml.strings import SharedStrings
from sync.ooxml.xmltext import attribute, attributes, decode, tags

__all__ = ["SheetInfo", "TableInfo", "Workbook"]

_MOST_SHEETS = 2_000
_MOST_FORMATS = 140_000  # Excel keeps 65,490 of cells and as many of named styles
_FORMAT_TAGS = (
    *(b"xf ", b"numFmt ", b"cellStyle "),
    *(name + end for name in (b"dxf", b"font", b"fill", b"border") for end in (b" ", b">", b"/>")),
)


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A worksheet; `state` is visible, hidden or veryHidden."""

    title: str
    part: str
    state: str


@dataclass(frozen=True, slots=True)
class TableInfo:
    """An Excel Table: its place on its sheet (header and totals rows included) and its column names from left to right.

    `query` is true where an external query fills it.
    """

    name: str
    sheet: str
    part: str
    ref: Area
    columns: tuple[str, ...]
    header_rows: int
    totals_rows: int
    query: bool = False

    @property
    def header_row(self) -> int:
        """The sheet row of the column names (0 where the table shows none)."""
        return self.ref.row if self.header_rows else 0

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.ref.row + self.header_rows

    @property
    def last_row(self) -> int:
        """The last data row."""
        return self.ref.last_row - self.totals_rows


class Workbook:
    """The sheets and tables of a package, as they stand at the moment of asking."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main_part = package.main_part
        self.strict = package.strict
        self._listed: tuple[bytes, dict[str, Relation], list[SheetInfo]] | None = None
        self._tables: dict[tuple[str, str], tuple[bytes, TableInfo]] = {}

    @property
    def sheets(self) -> list[SheetInfo]:
        """The worksheets in the order of their tabs; chart and macro sheets are left out.

        Raises:
            UsageError: they are more than 2,000, or two of them are the same part.
        """
        main, relations = self.package.read(self.main_part), self.package.relations(self.main_part)
        if self._listed is not None and self._listed[0] is main and self._listed[1] == relations:
            return self._listed[2].copy()
        found = []
        for tag in tags(main, "sheet"):
            named = attributes(tag[0])
            relation = relations.get(attribute(tag[0], "id") or "")
            if relation and relation.kind == "worksheet" and self.package.has(relation.target):
                found.append(SheetInfo(named.get("name", ""), relation.target, named.get("state", "visible")))
        parts = {sheet.part.casefold() for sheet in found}
        if len(parts) < len(found) or len(found) > _MOST_SHEETS:
            raise self.package.fault(UsageError, "part", part=self.main_part)
        if len(found) == sum(relation.kind == "worksheet" for relation in relations.values()):
            self._listed = main, relations, found  # with a part still to come, the next look may find more
        return found.copy()

    @property
    def locked(self) -> bool:
        """Whether its structure is protected: sheets are not to be added then (18.2.29)."""
        tag = next(tags(self.package.read(self.main_part), "workbookProtection"), None)
        return tag is not None and attributes(tag[0]).get("lockStructure") in ("1", "true")

    def sheet(self, title: str) -> SheetInfo:
        """The worksheet of this title (titles compare without case).

        Raises:
            UsageError: there is none.
        """
        sheets = self.sheets
        found = next((sheet for sheet in sheets if sheet.title == title), None)
        found = found or next((sheet for sheet in sheets if sheet.title.casefold() == title.casefold()), None)
        if found is not None:
            return found
        known = ", ".join(sheet.title for sheet in sheets)
        raise self.package.fault(UsageError, "sheet", sheet=title, sheets=known)

    @property
    def tables(self) -> list[TableInfo]:
        """The Excel Tables of all worksheets."""
        found = []
        for sheet in self.sheets:
            for relation in self.package.relations(sheet.part).values():
                if relation.kind == "table" and self.package.has(relation.target):
                    found.append(self._table(sheet.title, relation.target))
        return found

    def _table(self, sheet: str, part: str) -> TableInfo:
        xml = self.package.read(part)
        known = self._tables.get((sheet, part))
        if known is not None and known[0] is xml:
            return known[1]
        try:
            named = attributes(next(tags(xml, "table"))[0])
            place = area(named["ref"])
        except (StopIteration, KeyError, ValueError):
            raise self.package.fault(UsageError, "part", part=part) from None
        # A name in a file writes line breaks of the header as _x000a_.
        listed = list(islice(tags(xml, "tableColumn"), LAST_COLUMN + 1))
        if len(listed) > LAST_COLUMN:
            raise self.package.fault(UsageError, "part", part=part)
        columns = tuple(attributes(tag[0]).get("name", "").replace("_x000a_", "\n") for tag in listed)
        found = TableInfo(
            name=named.get("displayName", named.get("name", "")),
            sheet=sheet,
            part=part,
            ref=place,
            columns=columns,
            header_rows=int(named.get("headerRowCount", "1")),
            totals_rows=int(named.get("totalsRowCount", "0")),
            query=named.get("tableType") == "queryTable",
        )
        self._tables[sheet, part] = xml, found
        return found

    def name_cell(self, name: str) -> tuple[str, int, int] | None:
        """Sheet, row and column of a defined name that stands for one cell; None where there is no such name."""
        xml = self.package.read(self.main_part)
        for tag in tags(xml, "definedName"):
            if attributes(tag[0]).get("name", "").casefold() == name.casefold():
                sheet, _, place = decode(xml[tag.end() : xml.index(b"<", tag.end())]).rpartition("!")
                if sheet.startswith("'"):
                    sheet = sheet[1:-1].replace("''", "'")
                try:
                    return sheet, *cell(place)
                except ValueError:
                    return None
        return None

    @property
    def date1904(self) -> bool:
        """Whether dates count from 1904."""
        tag = next(tags(self.package.read(self.main_part), "workbookPr"), None)
        return tag is not None and attributes(tag[0]).get("date1904") in ("1", "true")

    def _related(self, kind: str) -> str:
        for relation in self.package.relations(self.main_part).values():
            if relation.kind == kind and self.package.has(relation.target):
                return relation.target
        return ""

    @property
    def styles_part(self) -> str:
        """The styles part; empty where there is none."""
        return self._related("styles")

    @property
    def strings_part(self) -> str:
        """The shared strings part; empty where there is none."""
        return self._related("sharedStrings")

    @property
    def chain_part(self) -> str:
        """The calculation chain; empty where there is none."""
        return self._related("calcChain")

    @cached_property
    def formats(self) -> Formats:
        """What the cell formats show: dates, percentages. As the file was read.

        Raises:
            UsageError: they are more than Excel keeps.
        """
        styles = self.package.read(self.styles_part) if self.styles_part else b""
        if any(styles.count(tag) > _MOST_FORMATS for tag in _FORMAT_TAGS):
            raise self.package.fault(UsageError, "formats")
        return Formats(styles)

    @cached_property
    def strings(self) -> SharedStrings:
        """The shared strings. As the file was read."""
        return SharedStrings(self.package.read(self.strings_part) if self.strings_part else b"")
