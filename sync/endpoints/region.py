"""The block of cells that a found table fills, as the patcher takes it."""

from __future__ import annotations

from sync.endpoints.layout import Layout
from sync.ooxml.patch import Region
from sync.ooxml.workbook import TableInfo, Workbook

__all__ = ["columns_of", "region_of"]


def region_of(name: str, layout: Layout, workbook: Workbook) -> TableInfo | Region:
    """The Excel Table where it holds all the rows, else the range from the header to the last row."""
    found = layout.places[name]
    table = next((table for table in workbook.tables if table.name == found.table), None)
    if table is not None and layout.last_rows[name] <= found.last_row:
        return table
    return Region(found.header_row, found.first_column, found.last_column, layout.last_rows[name])


def columns_of(name: str, layout: Layout, workbook: Workbook) -> TableInfo | Region:
    """The block that gets a new column: the Excel Table even where rows were typed below it, or nobody would find the
    column among the table's own."""
    table = next((table for table in workbook.tables if table.name == layout.places[name].table), None)
    return table or region_of(name, layout, workbook)
