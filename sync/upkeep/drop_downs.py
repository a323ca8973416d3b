"""Gives an adopted workbook the template's drop-downs and entry checks: they are taken from the template itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.endpoints.layout import lay_out
from sync.errors import UsageError
from sync.ooxml.furniture import with_validations
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.read import read_sheet
from sync.ooxml.refs import Area, area
from sync.ooxml.tabs import with_names
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import attributes, decode, set_attribute, tags
from sync.sheet import ReportSheet
from sync.upkeep.understanding import TableSeen
from validators.cells import column_letters
from validators.context import Context

__all__ = ["LISTS", "Lists", "add_drop_downs", "read_lists"]

LISTS = "_lists"
_CUSTOMER_IDS = "salesheet_customer_ids"
_VALIDATION = re.compile(rb"<dataValidation\s[^>]*?(?:/>|>.*?</dataValidation>)", re.DOTALL)
_INNER = re.compile(rb"<xm:sqref>([^<]*)</xm:sqref>")


@dataclass(frozen=True, slots=True)
class Lists:
    """The template's lists: the hidden sheet, the names that stand for its columns, and by table and column the
    validation (its XML) with the cell its formulas begin at."""

    sheet: ReportSheet
    names: Mapping[str, str]
    rules: Mapping[tuple[str, str], tuple[bytes, str]]


def read_lists(template: bytes, context: Context) -> Lists:
    """The lists of a workbook made from the template."""
    workbook = Workbook(Package.from_bytes(template, context.language))
    layout = lay_out(workbook, context.specs, context.language, "template")
    rules: dict[tuple[str, str], tuple[bytes, str]] = {}
    for name, place in layout.places.items():
        column_at = {at: column for column, at in place.columns.items()}
        xml = workbook.package.read(workbook.sheet(place.sheet).part)
        for found in _VALIDATION.finditer(xml):
            block = area(attributes(found[0][: found[0].index(b">") + 1])["sqref"])
            rules[name, column_at[block.column]] = (found[0], f"{column_letters(block.column)}{block.row}")
    names = {}
    main = workbook.package.read(workbook.main_part)
    for tag in tags(main, "definedName"):
        name = attributes(tag[0]).get("name", "")
        formula = decode(main[tag.end() : main.index(b"<", tag.end())])
        if formula.startswith(f"{LISTS}!"):
            names[name] = formula
    sheet = ReportSheet("lists", LISTS, hidden=True)
    grid = read_sheet(workbook, LISTS)
    for column, cells in enumerate(grid.columns, 1):
        for row, cell in enumerate(cells, 1):
            if cell is not None:
                sheet.put(row, column, cell)
    return Lists(sheet, names, rules)


def add_drop_downs(
    patch: Patch, tables: Sequence[TableSeen], where: Mapping[str, Mapping[str, int]], lists: Lists
) -> int:
    """Add the validations to the tables' columns that have none; how many columns got one.

    Raises:
        UsageError: the workbook uses one of the names already.
    """
    names = dict(lists.names)
    for seen in tables:
        if seen.name == "customers":
            names[_CUSTOMER_IDS] = _customer_ids(seen, where[seen.name])
    package, main = patch.package, patch.workbook.main_part
    xml = package.read(main)
    there = {attributes(tag[0]).get("name", "").casefold() for tag in tags(xml, "definedName")}
    taken = [name for name in names if name.casefold() in there]
    if taken or any(sheet.title.casefold() == LISTS for sheet in patch.workbook.sheets):
        raise UsageError(
            f"工作簿里已经有名称或工作表 {taken[0] if taken else LISTS} / the workbook already uses that name",
            where=package.where,
            remedy="给它改名，或不加 --with-lists / rename it, or leave out --with-lists",
        )
    count = 0
    for seen in tables:
        editor = patch.editor(seen.sheet)
        first, made = seen.header_row + 1, []
        busy = _validated(editor.tail)
        for column, at in where[seen.name].items():
            rule = lists.rules.get((seen.name, column))
            if rule is None or any(block.column <= at <= block.last_column for block in busy):
                continue
            letter = column_letters(at)
            stop = rule[0].index(b">") + 1
            opening = set_attribute(rule[0][:stop], "sqref", f"{letter}{first}:{letter}{seen.end_row}")
            made.append(opening + rule[0][stop:].replace(rule[1].encode(), f"{letter}{first}".encode()))
        if made:
            editor.tail = with_validations(editor.tail, editor.prefix.encode(), made)
        count += len(made)
    package.put(main, with_names(xml, {-1: names}))
    return count


def _validated(tail: bytes) -> list[Area]:
    """The ranges that have a validation already, those of the 2010 extension included."""
    texts = [attributes(tag[0]).get("sqref", "") for tag in tags(tail, "dataValidation")]
    texts += [decode(found[1]) for found in _INNER.finditer(tail[max(tail.find(b"x14:dataValidations"), 0) :])]
    return [area(text) for joined in texts for text in joined.split()]


def _customer_ids(seen: TableSeen, columns: Mapping[str, int]) -> str:
    quoted, first, last = "'" + seen.sheet.replace("'", "''") + "'!", seen.header_row + 1, seen.end_row
    ids, names = column_letters(columns["Customer_ID"]), column_letters(columns["Customer_Name"])
    room = f"{quoted}${ids}${first}:${ids}${last}"
    filled = f"{quoted}${names}${first}:${names}${last}"
    return f"{quoted}${ids}${first}:INDEX({room},MAX(1,COUNTA({filled})))"
