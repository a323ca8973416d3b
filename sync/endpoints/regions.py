"""Where the patcher finds the tables of a layout, and what it must know of their columns."""

from __future__ import annotations

from collections.abc import Mapping

from sync.endpoints.layout import Layout
from sync.ooxml.places import Region
from sync.ooxml.refs import LAST_ROW, Area
from sync.ooxml.workbook import TableInfo, Workbook
from validators.fields import TableSpec

__all__ = ["columns_of", "percents", "region", "table_areas"]


def percents(layout: Layout, specs: Mapping[str, TableSpec]) -> set[tuple[str, int]]:
    """The columns of percentages, as (sheet, sheet column)."""
    return {
        (place.sheet, at)
        for name, place in layout.places.items()
        for column, at in place.columns.items()
        if (known := specs[name].by_name.get(column)) is not None and known.kind == "percent"
    }


def region(name: str, layout: Layout, workbook: Workbook) -> TableInfo | Region:
    """A table as an Excel Table, or as a plain range where it is none or its rows reach below it."""
    found = layout.places[name]
    table = next((table for table in workbook.tables if table.name == found.table), None)
    if table is not None and layout.last_rows[name] <= table.last_row:  # it may have grown since it was read
        return table
    return Region(found.header_row, found.first_column, found.last_column, layout.last_rows[name])


def columns_of(name: str, layout: Layout, workbook: Workbook) -> TableInfo | Region:
    """The block that gets a new column: the Excel Table even where rows were typed below it, or nobody would find the
    column among the table's own."""
    table = next((table for table in workbook.tables if table.name == layout.places[name].table), None)
    return table or region(name, layout, workbook)


def table_areas(layout: Layout) -> dict[str, list[Area]]:
    """By sheet, where tables stand and may grow to, at their full width."""
    areas: dict[str, list[Area]] = {}
    for place in layout.places.values():
        area = Area(place.header_row, place.first_column, LAST_ROW, place.last_column)
        areas.setdefault(place.sheet, []).append(area)
    return areas
