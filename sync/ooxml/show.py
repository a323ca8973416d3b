"""What a workbook is made of, as data for programs and as lines for people: its parts, sheets and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.ooxml.geometry import geometry
from sync.ooxml.package import Package
from sync.ooxml.tabs import tabs
from sync.ooxml.workbook import Workbook

__all__ = ["describe", "lines"]


def describe(package: Package) -> dict[str, Any]:
    """The workbook as JSON has it: sizes in bytes, places as A1 references.

    Raises:
        UsageError: a part is damaged.
    """
    workbook = Workbook(package)
    return {
        "file": package.where,
        "strict": package.strict,
        "date1904": workbook.date1904,
        "locked": workbook.locked,
        "parts": [
            {"name": name, "type": package.content_type(name), "size": package.size_of(name)} for name in package.names
        ],
        "sheets": list(_sheets(workbook)),
    }


def _sheets(workbook: Workbook) -> Iterator[dict[str, Any]]:
    relations = workbook.package.relations(workbook.main_part)
    for tab in tabs(workbook.package.read(workbook.main_part)):
        relation = relations.get(tab.relation)
        told: dict[str, Any] = {
            "title": tab.title,
            "kind": relation.kind if relation else "",
            "part": relation.target if relation else "",
            "state": tab.state,
        }
        if relation is not None and relation.kind == "worksheet" and workbook.package.has(relation.target):
            told |= _cells(workbook, tab.title)
        yield told


def _cells(workbook: Workbook, title: str) -> dict[str, Any]:
    found = geometry(workbook, title)
    return {
        "dimension": str(found.dimension) if found.dimension else None,
        "protected": found.protected,
        "formulas": len(found.formulas),
        "merged": [str(block) for block in found.merged],
        "hidden_rows": len(found.hidden_rows),
        "pivots": [str(block) for block in found.pivots],
        "filters": [str(one.area) for one in found.filters if not one.table],
        "tables": [
            {
                "name": table.name,
                "ref": str(table.ref),
                "header_row": table.header_row or None,
                "totals": table.totals_rows > 0,
                "headers": list(table.columns),
            }
            for table in found.tables
        ],
    }


def lines(told: dict[str, Any], zh: bool) -> Iterator[str]:
    """What `describe` found, for people."""
    flags = [(told["strict"], "strict"), (told["date1904"], "1904"), (told["locked"], "结构受保护" if zh else "locked")]
    marks = [text for given, text in flags if given]
    yield told["file"] + (f"  ({', '.join(marks)})" if marks else "")
    yield "工作表：" if zh else "Sheets:"
    for sheet in told["sheets"]:
        yield "  " + "  ".join([sheet["title"], *_marks(sheet, zh)])
        for table in sheet.get("tables", ()):
            totals = ("  含汇总行" if zh else "  totals row") if table["totals"] else ""
            yield f"    {'表格' if zh else 'table'} {table['name']}  {table['ref']}{totals}"
            yield "      " + " | ".join(table["headers"]).replace("\n", " ")
    yield "部件：" if zh else "Parts:"
    wide = max((len(part["name"]) for part in told["parts"]), default=0)
    for part in told["parts"]:
        yield f"  {part['name']:{wide}}  {part['size']:>11,}  {part['type']}".rstrip()


def _marks(sheet: dict[str, Any], zh: bool) -> Iterator[str]:
    if sheet["kind"] != "worksheet":
        yield sheet["kind"]
    if sheet["state"] != "visible":
        yield {"hidden": "隐藏", "veryHidden": "深度隐藏"}.get(sheet["state"], "") if zh else sheet["state"]
    if sheet.get("dimension"):
        yield sheet["dimension"]
    if sheet.get("protected"):
        yield "受保护" if zh else "protected"
    for key, text_zh, text_en in (
        ("formulas", "公式 {}", "formulas {}"),
        ("merged", "合并 {}", "merged {}"),
        ("hidden_rows", "隐藏行 {}", "hidden rows {}"),
        ("pivots", "透视表 {}", "pivot {}"),
        ("filters", "筛选 {}", "filter {}"),
    ):
        value = sheet.get(key)
        if value:
            shown = value if isinstance(value, int) else ", ".join(value[:5]) + ("…" if len(value) > 5 else "")
            yield (text_zh if zh else text_en).format(shown)
