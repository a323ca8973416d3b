"""Opens a list that was never ours and says how it is understood; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync.check_file import no_tables
from sync.endpoints.blocks import others
from sync.endpoints.candidates import as_seen, excel_tables, header_rows
from sync.endpoints.finder import Place, ranked
from sync.endpoints.layout import Layout, lay_out
from sync.errors import UsageError
from sync.ooxml.package import Package
from sync.ooxml.read import Grid, read_sheets
from sync.ooxml.save import who_has_open
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import attributes, tags
from sync.progress import Progress
from sync.upkeep.csv_list import is_csv, workbook_of_csv
from sync.upkeep.linking import Links, link_tables
from sync.upkeep.understanding import TableSeen, understand_table
from validators.cells import column_letters
from validators.context import Context
from validators.fields import TableSpec, listed

__all__ = ["Stranger", "open_stranger"]


@dataclass(slots=True)
class Stranger:
    """A list as it was understood. `left` are sheets in which no table was found; `owners` counts the customers by the
    name in their owner's cell; `suffix` is that of the workbook it becomes; `links` and `placeholders` are what
    `link_tables` found; `open_by` is who has the list open: see `save.who_has_open`."""

    path: Path
    package: Package
    workbook: Workbook
    layout: Layout
    grids: dict[str, Grid]
    tables: list[TableSeen]
    suffix: str
    left: list[str] = field(default_factory=list)
    owners: dict[str, int] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)
    placeholders: dict[int, str] = field(default_factory=dict)
    open_by: str | None = None


def open_stranger(path: Path, context: Context, sheets: Sequence[str], progress: Progress) -> Stranger:
    """Read and understand a list. `sheets`, where given, are the only ones that are looked at.

    Raises:
        UsageError: it is no workbook and no CSV, holds no standard table, is protected, shared or signed, or a header
            cannot be what it says.
    """
    progress.stage("read", 3)
    package = _open(path, context)
    workbook = Workbook(package)
    _refuse(workbook, path, context)
    progress.step()
    specs, language = context.specs, context.language
    wanted = [workbook.sheet(title).title for title in sheets]
    grids, places = _places(workbook, specs, wanted)
    progress.step()
    pins = {name: _chosen(found, grids, workbook) for name, found in places.items()}
    layout = lay_out(workbook, specs, language, path.name, pinned=pins)
    if wanted:
        layout.places = {name: place for name, place in layout.places.items() if place.sheet in wanted}
    if not layout.places:
        raise no_tables(path, context, [sheet.title for sheet in workbook.sheets])
    _refuse_merged(layout, path, context)
    tables = []
    for name, place in layout.places.items():
        hidden = _hidden_columns(workbook, place.sheet)
        seen = understand_table(name, layout, grids[place.sheet], specs[name], hidden, path.name, language)
        elsewhere = [other for other in places[name] if other[1].sheet != place.sheet]
        taken = {found.sheet for found in layout.places.values()}
        seen.passed = [(other[1].sheet, _rows(other, grids)) for other in elsewhere if other[1].sheet not in taken]
        if not place.table:
            taken_columns = range(place.first_column, place.last_column + 1)
            beside = others(grids[place.sheet], place.header_row, taken_columns, specs)
            seen.beside = [(f"{place.sheet}!{column_letters(at)}{place.header_row}", table) for at, table in beside]
        tables.append(seen)
    used = {seen.sheet for seen in tables} | {title for seen in tables for title, _ in seen.passed}
    left = [title for title, grid in grids.items() if title not in used and grid.height]
    owners = Counter[str]()
    if "customers" in layout.tables:
        owners.update(str(cell).strip() for cell in layout.tables["customers"].get("Owner") if cell is not None)
    kind = package.content_type(package.main_part)
    progress.step()
    suffix = ".xlsm" if "macroEnabled" in kind else ".xlsx"
    by_name = {seen.name: seen for seen in tables}
    links, given = link_tables(layout, by_name, specs["customers"], package.sha256)
    ranked_owners = dict(owners.most_common())
    open_by = who_has_open(path)
    return Stranger(path, package, workbook, layout, grids, tables, suffix, left, ranked_owners, links, given, open_by)


def _open(path: Path, context: Context) -> Package:
    if is_csv(path):
        return Package(workbook_of_csv(path, context), path, context.language)
    return Package.open(path, context.language)


def _refuse(workbook: Workbook, path: Path, context: Context) -> None:
    zh = context.language == "zh"
    if "template" in workbook.package.content_type(workbook.main_part):
        raise UsageError(
            "这是 Excel 模板，不是工作簿" if zh else "this is an Excel template, not a workbook",
            where=path.name,
            remedy="用 Excel 打开并另存为 .xlsx" if zh else "open it in Excel and save it as .xlsx",
        )
    if workbook.locked:
        raise workbook.package.fault(UsageError, "structure")


def _refuse_merged(layout: Layout, path: Path, context: Context) -> None:
    """What stands under merged cells cannot be known: an owner taken for empty would give rows to somebody else."""
    zh = context.language == "zh"
    areas = [f"{place.sheet}!{area}" for name, place in layout.places.items() for area in layout.oddities[name].merged]
    if areas:
        shown = listed(areas, context.language, 6)
        raise UsageError(
            f"名单里有合并单元格：{shown}" if zh else f"cells of the list are merged: {shown}",
            where=path.name,
            remedy="在 Excel 中取消合并，并在每一行填上内容，再运行一次"
            if zh
            else "unmerge them in Excel and fill in every row, then run again",
        )


def _places(
    workbook: Workbook, specs: Mapping[str, TableSpec], wanted: Sequence[str]
) -> tuple[dict[str, Grid], dict[str, list[Place]]]:
    titles = list(wanted) or [s.title for s in workbook.sheets if not s.title.startswith("_")]
    grids = read_sheets(workbook, titles)
    candidates = [as_seen(one, grids) for one in excel_tables(workbook) if one.sheet in grids]
    for title in titles:
        candidates += header_rows(title, grids[title], specs)
    return grids, ranked(candidates, specs)


def _chosen(places: Sequence[Place], grids: Mapping[str, Grid], workbook: Workbook) -> str:
    """The sheet that is taken of several that hold the same table: one with a header about as good as the best, that
    is visible, with the most rows; of equals the first."""
    best = places[0]
    equal = [p for p in places if bool(p[1].table) == bool(best[1].table) and _fit(p) >= _fit(best) - 1]
    visible = {sheet.title for sheet in workbook.sheets if sheet.state == "visible"}
    return max(equal, key=lambda place: (place[1].sheet in visible, _rows(place, grids)))[1].sheet


def _fit(place: Place) -> int:
    return len(place[2].columns) - len(place[2].missing)


def _rows(place: Place, grids: Mapping[str, Grid]) -> int:
    _, candidate, fit = place
    grid = grids[candidate.sheet]
    at = [candidate.columns[index] - 1 for index in fit.columns]
    columns = [grid.columns[column][candidate.row :] for column in at if column < len(grid.columns)]
    return sum(any(cell is not None for cell in row) for row in zip(*columns, strict=True))


def _hidden_columns(workbook: Workbook, title: str) -> list[int]:
    xml = workbook.package.read(workbook.sheet(title).part)
    hidden: list[int] = []
    for tag in tags(xml, "col", 0, max(xml.find(b"sheetData"), 0)):
        named = attributes(tag[0])
        if named.get("hidden") in ("1", "true"):
            hidden += range(int(named["min"]), min(int(named["max"]), 16_384) + 1)
    return hidden
