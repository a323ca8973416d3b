"""Makes a stranger's list a workbook of ours: adds the agent's columns and sheets, and leaves all else as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sync.endpoints.layout import Layout, lay_out
from sync.endpoints.marker import TABLE
from sync.endpoints.regions import columns_of
from sync.errors import Refused, UsageError
from sync.ooxml.cell_pieces import width as text_width
from sync.ooxml.draw import draw_sheets
from sync.ooxml.furniture import with_conditions, with_width
from sync.ooxml.looks import COLORS
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.style_pieces import Look
from sync.ooxml.workbook import Workbook
from sync.progress import Progress
from sync.sheet import ReportSheet
from sync.upkeep.adopted_sheets import TABLE_HEADER, own_sheets, table_sheets
from sync.upkeep.drop_downs import Lists, add_drop_downs
from sync.upkeep.stranger import Stranger
from sync.upkeep.understanding import Added, TableSeen
from validators.cells import Cell, column_letters
from validators.context import Context
from validators.fields import TableSpec, listed
from validators.finding import MARKS, Severity

__all__ = ["Adopted", "adopt"]

_AGENT_FILL = "E4E7EB"
_WARNING_TEXT = "A65A0B"
_SEVERITIES: Final[tuple[tuple[Severity, str, str], ...]] = (
    ("error", COLORS["error"], "error_fill"),
    ("warning", _WARNING_TEXT, "warning_fill"),
)


Sheets: TypeAlias = dict[str, dict[tuple[int, int], Cell]]
"""By sheet title, cells by row and column."""


@dataclass(slots=True)
class Adopted:
    """The workbook. `sheets` are the titles of the tables that were added empty, `lists` counts the columns that got a
    drop-down or check."""

    data: bytes = b""
    sheets: list[str] = field(default_factory=list)
    lists: int = 0


def adopt(stranger: Stranger, context: Context, user: str, lists: Lists | None, progress: Progress) -> Adopted:
    """The workbook that `user` gets. `lists`: also the template's drop-downs.

    Raises:
        UsageError: something stands in the way of a new column, the workbook is signed or shared, or the list cannot be
            adopted without loss; names the place.
    """
    try:
        return _adopt(stranger, context, user, lists, progress)
    except Refused as error:
        raise UsageError(error.what, where=error.where, remedy=error.remedy) from error


def _adopt(stranger: Stranger, context: Context, user: str, lists: Lists | None, progress: Progress) -> Adopted:
    progress.stage("make", len(stranger.tables) + 2)
    workbook, layout = stranger.workbook, stranger.layout
    package, result = workbook.package, Adopted()
    Patch(workbook)  # refuses a signed or shared workbook before anything is drawn
    empty = table_sheets(workbook, set(layout.places), context)
    draw_sheets(package, workbook, empty, context.language)
    result.sheets = [sheet.title for sheet in empty]
    patch = Patch(workbook, layout.cuts)
    where: dict[str, dict[str, int]] = {}
    for seen in stranger.tables:
        where[seen.name] = _columns(patch, seen, layout, context.specs[seen.name], workbook)
        progress.step()
    for sheet, values in _references(stranger, where).items():
        patch.set_many(sheet, values)
    new = [_empty(sheet, context.specs[sheet.id]) for sheet in empty]
    known = where | {seen.name: {one.column: at for at, one in enumerate(seen.added, 1)} for seen in new}
    for seen in [*stranger.tables, *new]:
        _furnish(patch, seen, known[seen.name], context)
    if lists is not None:
        result.lists = add_drop_downs(patch, [*stranger.tables, *new], known, lists)
    patch.apply()
    progress.step()
    pins = {f"{TABLE}{name}": place.sheet for name, place in layout.places.items()}
    hidden = [lists.sheet] if lists is not None else []
    own = own_sheets(workbook, context, user, layout.marker.agent_sheets, pins)
    draw_sheets(package, workbook, [*own, *hidden], context.language)
    result.data = package.render()
    _verify(result.data, stranger, known, context)
    progress.step()
    return result


def _empty(sheet: ReportSheet, spec: TableSpec) -> TableSeen:
    added = [Added(column.name, column.header, "agent" if column.agent else "required") for column in spec.columns]
    return TableSeen(spec.name, sheet.title, TABLE_HEADER, 0, "zh", [], added)


def _columns(patch: Patch, seen: TableSeen, layout: Layout, spec: TableSpec, workbook: Workbook) -> dict[str, int]:
    """Add what is missing; the sheet column of every column that is ours."""
    place = layout.places[seen.name]
    own = {one.column for one in seen.columns}
    at = {column: number for column, number in place.columns.items() if column in own and column in spec.by_name}
    like = next((at[name] for name in ("Customer_Name", "Opportunity_Name", "Content") if name in at), min(at.values()))
    editor = patch.editor(seen.sheet)
    header = editor.find(seen.header_row, like)
    agents = str(
        patch.styles.derive(int((header.style if header else "") or 0), fill=_AGENT_FILL, font_color=COLORS["ink"])
    )
    for one in seen.added:
        number = patch.add_column(seen.sheet, columns_of(seen.name, layout, workbook), one.header, style_like=like)
        if one.why == "agent":
            patch.write(editor, seen.sheet, seen.header_row, number, one.header, agents)
        editor.head = with_width(editor.head, editor.prefix.encode(), number, _wide(one, spec))
        at[one.column] = number
    return at


def _wide(added: Added, spec: TableSpec) -> float:
    return max(spec.by_name[added.column].width, min(text_width(added.header) * 1.1 + 3.5, 24))


def _references(stranger: Stranger, where: Mapping[str, Mapping[str, int]]) -> Sheets:
    """The cells that link other tables to their customers, by sheet; a placeholder stands in for an ID of ours."""
    cells: Sheets = {}
    layout, sheets = stranger.layout, {seen.name: seen.sheet for seen in stranger.tables}
    for name, links in stranger.links.items():
        table, column = layout.tables[name], where[name]["Customer_ID"]
        cells.setdefault(sheets[name], {}).update({(table.places[row], column): key for row, key in links.refs.items()})
    if any(links.refs for links in stranger.links.values()):
        table, column = layout.tables["customers"], where["customers"]["Customer_ID"]
        keys = {(table.places[row], column): key for row, key in stranger.placeholders.items()}
        cells.setdefault(sheets["customers"], {}).update(keys)
    return cells


def _furnish(patch: Patch, seen: TableSeen, where: Mapping[str, int], context: Context) -> None:
    """Colour what the agent's columns say, as the template does."""
    editor = patch.editor(seen.sheet)
    first = seen.header_row + 1
    added = {one.column for one in seen.added}
    marks: list[tuple[str, str, int]] = []

    def mark(column: str, formula: str, look: Look) -> None:
        letter = column_letters(where[column])
        text = formula.format(cell=f"${letter}{first}")
        marks.append((f"{letter}{first}:{letter}{seen.end_row}", text, patch.styles.add_dxf(look)))

    if "Check" in added:
        for severity, colour, fill in _SEVERITIES:
            says = f'LEFT({{cell}},1)="{MARKS[severity]}"'
            mark("Check", says, Look(bold=True, color=colour, fill=COLORS[fill]))
    if "Next_Due" in added:
        mark("Next_Due", "AND(ISNUMBER({cell}),{cell}<TODAY())", Look(bold=True, color=COLORS["error"]))
        soon = f"AND(ISNUMBER({{cell}}),{{cell}}<=TODAY()+{context.settings.follow_up.due_soon})"
        mark("Next_Due", soon, Look(bold=True, color=_WARNING_TEXT))
    if "Duplicate_Of" in added:
        mark("Duplicate_Of", "LEN({cell})>0", Look(bold=True, color=COLORS["accent"]))
    if marks:
        editor.tail = with_conditions(editor.tail, editor.prefix.encode(), marks)


def _verify(data: bytes, stranger: Stranger, where: Mapping[str, Mapping[str, int]], context: Context) -> None:
    """What was planned is what is found in the new workbook, with the same rows."""
    layout = lay_out(Workbook(Package(data, stranger.path)), context.specs, context.language, stranger.path.name)
    for name, columns in where.items():
        place = layout.places.get(name)
        if place is None or any(place.columns.get(column) != at for column, at in columns.items()):
            wrong = [column for column, at in columns.items() if place is None or place.columns.get(column) != at]
            raise _torn(stranger, name, wrong, context)
        if name in stranger.layout.tables and layout.tables[name].places != stranger.layout.tables[name].places:
            raise _torn(stranger, name, [], context)


def _torn(stranger: Stranger, name: str, columns: list[str], context: Context) -> UsageError:
    label, shown = context.specs[name].label[context.language], listed(columns, context.language)
    if context.language == "zh":
        return UsageError(
            f"“{label}”表加列之后认不准了（{shown or '行数不一致'}），没有写入任何东西",
            where=stranger.path.name,
            remedy="把表头改成标准名称（如 客户名称、联系方式），表格右边留空，再运行一次",
        )
    return UsageError(
        f"the table “{label}” can no longer be told once columns are added ({shown or 'its rows differ'})",
        where=stranger.path.name,
        remedy="use standard headers (such as Customer name, Contact info), leave its right side free, then run again",
    )
