"""What XlsxWriter can put into a workbook, one feature at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.fidelity.base import Feature, picture, vba, with_feature

__all__ = ["features", "macros"]

Fill = Callable[[Any, Any], object]
_VALUES = {"categories": "=Feature!$A$2:$A$4", "values": "=Feature!$B$2:$B$4"}
_CHARTS = {
    "area": "areaChart", "bar": "barChart", "column": "barChart", "line": "lineChart", "pie": "pieChart",
    "doughnut": "doughnutChart", "radar": "radarChart", "scatter": "scatterChart", "stock": "stockChart",
}  # fmt: skip


def features() -> Iterator[Feature]:
    """All of them; a workbook each."""
    for kind, mark in _CHARTS.items():
        yield Feature(f"chart: {kind}", with_feature(_chart(kind)), (f"<c:{mark}>",))
    for name, fill, marks in _SIMPLE:
        yield Feature(name, with_feature(fill), marks)
    yield Feature("chart sheet", with_feature(_chart_sheet), ("<chartsheet[ >]",))
    yield Feature("macros", with_feature(_macros), ("/vbaProject.bin", r"<workbookPr[^>]*codeName="))
    yield Feature("button with a macro", with_feature(_button), (r'ObjectType="Button"', r"FmlaMacro>[^<]*Go"))


def macros() -> bytes:
    """The base workbook with macros."""
    return with_feature(_macros)


def _chart(kind: str) -> Fill:
    def fill(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": kind})
        for _ in range(3 if kind == "stock" else 1):
            chart.add_series(_VALUES)
        sheet.insert_chart("H2", chart)

    return fill


def _combined(book: Any, sheet: Any) -> None:
    chart, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    trend = {"trendline": {"type": "linear"}, "y_error_bars": {"type": "percentage", "value": 5}}
    chart.add_series({**_VALUES, **trend, "data_labels": {"value": True, "custom": [{"value": "=Feature!$C$2"}]}})
    line.add_series({**_VALUES, "y2_axis": True})
    chart.combine(line)
    chart.set_title({"name": "=Feature!$A$1"})
    sheet.insert_chart("H2", chart)


def _chart_sheet(book: Any, sheet: Any) -> None:
    chart = book.add_chart({"type": "bar"})
    chart.add_series(_VALUES)
    book.add_chartsheet("Big").set_chart(chart)


def _macros(book: Any, sheet: Any) -> None:
    book.add_vba_project(vba(), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    for at, one in enumerate(book.worksheets(), 1):
        one.set_vba_name(f"Sheet{at}")


def _button(book: Any, sheet: Any) -> None:
    _macros(book, sheet)
    sheet.insert_button("H2", {"macro": "Go", "caption": "Go", "width": 80, "height": 30})


def _conditional(rule: dict[str, Any]) -> Fill:
    def fill(book: Any, sheet: Any) -> None:
        form = (
            {}
            if "data_bar" in rule["type"] or "icon" in rule["type"] or "color" in rule["type"]
            else {"format": book.add_format({"bg_color": "#FFC7CE"})}
        )
        sheet.conditional_format("B2:B4", {**rule, **form})

    return fill


def _outline(book: Any, sheet: Any) -> None:
    for row in range(1, 4):
        sheet.set_row(row, None, None, {"level": 1, "hidden": row == 3})
    sheet.set_column("E:F", 12, None, {"level": 2, "collapsed": True})


def _protected(book: Any, sheet: Any) -> None:
    sheet.protect("secret", {"sort": True})
    sheet.unprotect_range("B2:B4", "Amounts")
    sheet.set_column("A:A", None, book.add_format({"locked": False, "hidden": True}))


def _print(book: Any, sheet: Any) -> None:
    sheet.set_landscape()
    sheet.print_area("A1:C4")
    sheet.repeat_rows(0)
    sheet.set_h_pagebreaks([2])
    sheet.set_header("&L&G&C客户", {"image_left": "h.png", "image_data_left": picture()})


def _properties(book: Any, sheet: Any) -> None:
    book.set_properties({"title": "Team", "company": "ACME", "keywords": "crm"})
    book.set_custom_property("MSIP_Label_1_Enabled", "true")
    book.set_custom_property("Round", 7)


def _rich(book: Any, sheet: Any) -> None:
    sheet.write_rich_string("E2", "a ", book.add_format({"bold": True, "font_color": "red"}), "bold", " c")


def _dynamic(book: Any, sheet: Any) -> None:
    sheet.write_dynamic_array_formula("E2", "=UNIQUE(C2:C4)", None, "a")
    sheet.write_array_formula("G2:G4", "{=B2:B4*2}", None, 20)
    sheet.write_formula("H2", "=LET(x,B2,x+1)", None, 11)


_SIMPLE: tuple[tuple[str, Fill, tuple[str, ...]], ...] = (
    ("chart: combined, trend line, error bars, own labels", _combined,
     ("<c:trendline>", "<c:errBars>", "<c:lineChart>", "<c:dLbl>")),
    ("sparklines", lambda b, s: s.add_sparkline("E2", {"range": "B2:B4", "type": "column", "markers": True}),
     ("<sparkline>",)),
    ("conditional format: cell", _conditional({"type": "cell", "criteria": ">", "value": 15}), ('type="cellIs"',)),
    ("conditional format: formula", _conditional({"type": "formula", "criteria": "=$B2>15"}), ('type="expression"',)),
    ("conditional format: top", _conditional({"type": "top", "value": 2}), ('type="top10"',)),
    ("conditional format: 3 colours", _conditional({"type": "3_color_scale"}), ('type="colorScale"',)),
    ("conditional format: icons", _conditional({"type": "icon_set", "icon_style": "3_traffic_lights"}),
     ('type="iconSet"',)),
    ("conditional format: bars of 2010", _conditional({"type": "data_bar", "data_bar_2010": True,
     "bar_negative_color": "#FF0000"}), ("<negativeFillColor",)),
    ("validation: list, messages", lambda b, s: s.data_validation("C2:C9", {"validate": "list", "source": ["a", "b"],
     "input_title": "Kind", "input_message": "a or b", "error_message": "no"}), (r'type="list"', r'prompt="a or b"')),
    ("notes", lambda b, s: s.write_comment("B2", "Call back", {"author": "Wang", "visible": True}),
     (r"Call back", r"<author>Wang")),
    ("picture", lambda b, s: s.insert_image("H2", "p.png", {"image_data": picture(), "description": "A red one"}),
     (r"<xdr:pic>", r'descr="A red one"', ".png")),
    ("picture in a cell", lambda b, s: s.embed_image("E2", "e.png", {"image_data": picture(99)}),
     (r"<rvData|<rv ", r' vm="1"')),
    ("background picture", lambda b, s: s.set_background(picture()), (r"<picture r:id",)),
    ("text box", lambda b, s: s.insert_textbox("H2", "Read me", {"fill": {"color": "yellow"}}), (r"<a:t>Read me",)),
    ("check box in a cell", lambda b, s: s.insert_checkbox("E2", True), (r"<xfpb:xfComplement|FeaturePropertyBag",)),
    ("dynamic arrays", _dynamic, (r'cm="1"', r"fDynamic=", r't="array"[^>]*ref="G2:G4"')),
    ("rich text in a cell", _rich, ("<r><rPr>.*?bold",)),
    ("hyperlinks", lambda b, s: (s.write_url("E2", "https://example.com/a?b=1", None, "site", "tip"),
     s.write_url("E3", "internal:Data!A1")), (r"example\.com/a\?b=1", r'location="#?\'?Data', 'tooltip="tip"')),
    ("defined names", lambda b, s: (b.define_name("All", "=Feature!$B$2:$B$4"),
     b.define_name("Feature!Own", "=Feature!$A$1")), (r'name="All"', r'name="Own"')),
    ("table with totals and formulas", lambda b, s: s.add_table("J1:K4", {"name": "Sums", "style": "Table Style Dark 3",
     "total_row": True, "columns": [{"header": "N", "total_string": "Sum"},
     {"header": "V", "total_function": "sum", "formula": "=ROW()"}]}),
     (r'name="Sums"', "calculatedColumnFormula", r'totalsRowFunction="sum"', "TableStyleDark3")),
    ("outlines", _outline, (r'outlineLevel="2"', r"collapsed=")),
    ("filter with criteria", lambda b, s: (s.autofilter("A1:C4"), s.filter_column("B", "x > 10")), ("<customFilter ",)),
    ("panes", lambda b, s: s.freeze_panes(1, 2), (r"<pane [^>]*state=\"frozen",)),
    ("protection and ranges", _protected, (r"<sheetProtection [^>]*password=", r"<protectedRange ")),
    ("print setup and header picture", _print, (r"orientation=\"landscape", r"&amp;G", r"legacyDrawingHF",
     "_xlnm.Print_Titles", r"<brk ")),
    ("ignored errors", lambda b, s: s.ignore_errors({"number_stored_as_text": "A2:A4"}), (r"<ignoredError ",)),
    ("document properties", _properties, ("<dc:title>Team", r"MSIP_Label_1_Enabled", "<Company>ACME")),
    ("hidden sheets, tab colours", lambda b, s: (b.add_worksheet("Deep").very_hidden(), s.set_tab_color("red")),
     (r'state="veryHidden"', "<tabColor")),
    ("merged cells, row and column formats", lambda b, s: (s.merge_range("E2:F3", "both"), s.set_column("H:H", 30,
     b.add_format({"num_format": "0.00%", "rotation": 45}))), (r'mergeCell ref="E2:F3"', 'textRotation="45"')),
    ("right to left, zoom, no grid", lambda b, s: (s.right_to_left(), s.set_zoom(140), s.hide_gridlines(2)),
     ("rightToLeft=", 'zoomScale="140"', "showGridLines=")),
)  # fmt: skip
