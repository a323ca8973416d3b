"""An agent-owned sheet as data: cells with named styles, links and charts. Endpoints draw it natively.

Rows and columns count from 1. A *style* is a name of `STYLES`; what it looks like is the endpoint's business
(`sync.ooxml.looks` for workbooks), so that the same sheet looks the same in Excel and in Google Sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Literal, NamedTuple, TypeAlias

from validators.cells import Cell

__all__ = ["STYLES", "Chart", "DropDown", "Lane", "Listing", "Put", "Range", "ReportSheet", "Series", "Style"]

Style: TypeAlias = Literal[
    "title",  # 16 pt, the sheet's name
    "muted",  # 9 pt grey: the line under the title, captions
    "note",  # as muted, for sentences that may take several lines
    "section",  # 11 pt bold
    "head",  # header of a table: white bold on accent
    "head_right",
    "text",
    "wrap",
    "center",
    "number",  # #,##0
    "money",  # #,##0
    "wan",  # amounts of yuan shown in 万元: #,##0.0 on value/10000 (the value in the cell is already divided)
    "percent",  # 0 % of a fraction
    "percent_good",
    "percent_bad",
    "date",
    "datetime",
    "link",
    "error",
    "warning",
    "info",  # text cells coloured by severity
    "kpi_label",
    "kpi_value",  # 18-20 pt figures
    "kpi_percent",
    "kpi_note",  # change against the last period
    "kpi_note_good",
    "kpi_note_bad",
    "good",
    "same",
    "same_date",
    "differs",
    "differs_date",  # cells of rows side by side: another row says the same, or none does
    "advice",  # what to act on
    "input",  # a cell people may type into (a pick, an answer)
]
STYLES: tuple[Style, ...] = Style.__args__  # type: ignore[attr-defined]


class Put(NamedTuple):
    """A cell: `link` is a place in the same workbook such as `客户!F27`; `span` columns are merged from here on."""

    row: int
    column: int
    value: Cell
    style: Style = "text"
    link: str | None = None
    span: int = 1


class Lane(NamedTuple):
    """One column of a listing, from top to bottom. `style` holds for all of its cells or names that of each; `links`
    are theirs, as in `Put`; none where it is empty."""

    values: Sequence[Cell]
    style: Style | Sequence[Style] = "text"
    links: Sequence[str | None] = ()

    def styles(self) -> Iterable[Style]:
        """The style of every cell."""
        return repeat(self.style, len(self.values)) if isinstance(self.style, str) else self.style


class Listing(NamedTuple):
    """Rows of one shape, from sheet row `row` on: lanes of equal length, side by side from column A on.

    A list of thousands of rows is kept so because it is drawn several times as fast by columns as cell by cell.
    """

    row: int
    lanes: tuple[Lane, ...]

    @property
    def end(self) -> int:
        """The row below the last one."""
        return self.row + len(self.lanes[0].values)

    def puts(self) -> Iterator[Put]:
        """Its cells one by one, by row."""
        lanes = [
            [
                Put(row, column, value, style, link)
                for row, value, style, link in zip(
                    range(self.row, self.end), lane.values, lane.styles(), lane.links or repeat(None), strict=False
                )
            ]
            for column, lane in enumerate(self.lanes, 1)
        ]
        for cells in zip(*lanes, strict=True):
            yield from cells


class Range(NamedTuple):
    """A block of this sheet's cells, both ends included."""

    row: int
    column: int
    last_row: int
    last_column: int


class DropDown(NamedTuple):
    """Cells that take one of a few words, offered as a list; `error` is said to who types another. Words hold no comma
    and no quote, and are at most 255 characters together: what a spreadsheet's list can hold."""

    at: tuple[Range, ...]
    words: tuple[str, ...]
    error: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: its name (text, not a reference), its values, and its colour as RRGGBB."""

    name: str
    values: Range
    color: str = ""
    kind: Literal["", "line"] = ""
    """`line` draws this series as a line over a column chart: the 80% line."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over fixed-size ranges of its own sheet, placed over the cells of `at`.

    `column` has upright bars, `bar` lying ones (first category on top), `pie` takes one series; `colors` are the
    slices' colours. `values_format` is a number format such as `0%` for labels and axis.
    """

    kind: Literal["column", "bar", "line", "pie"]
    title: str
    categories: Range
    series: tuple[Series, ...]
    at: Range
    values_format: str = "General"
    colors: tuple[str, ...] = ()
    legend: bool = False
    stacked: bool = False
    maximum: float | None = None


@dataclass(slots=True)
class ReportSheet:
    """A sheet the agent owns and rewrites whole.

    `id` is its language-free name (findings, overdue, follow_up_rate …), `title` what stands on the tab. `singles` are
    cells put one by one, `listings` what is listed below one another. `tab` picks the tab's colour. `freeze` is the
    first cell (row, column) that scrolls. `repeat` are the rows printed on each page.
    """

    id: str
    title: str
    singles: list[Put] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    repeat: tuple[int, int] | None = None
    filter: Range | None = None
    tab: Literal["start", "table", "work", "report"] = "report"
    hidden: bool = False
    drop_downs: list[DropDown] = field(default_factory=list)
    hidden_columns: tuple[int, ...] = ()
    one_page: bool = False
    """Printed on a single page, however many rows it has: for sheets that are to be read at one glance."""

    @property
    def cells(self) -> list[Put]:
        """All cells, those of listings last."""
        return [*self.singles, *(put for listing in self.listings for put in listing.puts())]

    def put(
        self, row: int, column: int, value: Cell, style: Style = "text", link: str | None = None, span: int = 1
    ) -> None:
        """Set one cell."""
        self.singles.append(Put(row, column, value, style, link, span))

    def list_rows(self, row: int, *lanes: Lane) -> None:
        """List rows from `row` on; no rows are none."""
        if lanes[0].values:
            self.listings.append(Listing(row, lanes))

    def table(
        self, row: int, column: int, header: Sequence[str], body: Iterable[Sequence[Cell]], styles: Sequence[Style]
    ) -> int:
        """Write a header row and its body below; numbers' headers stand right. Returns the row after the last one."""
        right = {"number", "money", "wan", "percent", "percent_good", "percent_bad"}
        for offset, (text, style) in enumerate(zip(header, styles, strict=True)):
            self.put(row, column + offset, text, "head_right" if style in right else "head")
        for values in body:
            row += 1
            for offset, (value, style) in enumerate(zip(values, styles, strict=True)):
                self.put(row, column + offset, value, style)
        return row + 1
