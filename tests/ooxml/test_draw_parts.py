"""Drawing touches the agent's own sheets and nothing else, and drawing again touches nothing."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment

from sync.errors import UsageError
from sync.ooxml.package import Package
from sync.ooxml.workbook import Workbook
from sync.sheet import Range, ReportSheet
from tests.ooxml.books import zipped
from tests.ooxml.samples import by_openpyxl, by_xlsxwriter, changed_parts, draw, parts, report

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def small(title: str = "总览", value: str = "好") -> ReportSheet:
    sheet = ReportSheet("overview", title)
    sheet.put(1, 1, value)
    return sheet


def prefixed(name: str, data: bytes) -> bytes:
    """Workbook and styles as a program writes them that gives every element a prefix."""
    if name not in ("xl/workbook.xml", "xl/styles.xml"):
        return data
    data = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", data)
    return data.replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN)


def test_all_other_parts_keep_their_bytes() -> None:
    source = by_xlsxwriter()
    before, (data, changed) = parts(source), draw(source, report())
    after = parts(data)
    touched = {name for name in before if before[name] != after[name]}
    assert touched == {"xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert set(after) - set(before) <= {*changed, *(name for name in after if name.endswith(".rels"))}


@pytest.mark.parametrize(
    "data",
    [by_xlsxwriter(), by_openpyxl(), changed_parts(by_xlsxwriter(), prefixed)],
    ids=["xlsxwriter", "openpyxl", "prefixed"],
)
def test_drawing_again_changes_nothing(data: bytes) -> None:
    once, changed = draw(data, report(), small("检查结果"))
    assert "xl/styles.xml" in changed
    assert draw(once, report(), small("检查结果")) == (once, [])


def test_a_workbook_with_prefixes_stays_sound() -> None:
    data, _ = draw(changed_parts(by_xlsxwriter(), prefixed), report())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["客户", "总览"] and book["总览"]["C5"].number_format == "0%"
    assert book["客户"]["A2"].number_format == "yyyy-mm-dd"
    assert book["总览"].print_title_rows == "$4:$4" and book["客户"].print_title_rows == "$1:$1"


def test_a_sheet_keeps_its_part_its_place_and_its_code_name() -> None:
    first, _ = draw(by_xlsxwriter(), small("Overview"), small("检查结果"))
    first = changed_parts(
        first,
        lambda name, data: (
            data.replace(b"<sheetPr>", b'<sheetPr codeName="Sheet7">').replace(
                b"<sheetView ", b'<sheetView tabSelected="1" '
            )
            if name == "xl/worksheets/sheet2.xml"
            else data
        ),
    )
    data, changed = draw(first, small("OVERVIEW", "更好"))
    assert changed == ["xl/worksheets/sheet2.xml"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["客户", "Overview", "检查结果"]
    assert book["Overview"]["A1"].value == "更好"
    assert book["Overview"].sheet_properties.codeName == "Sheet7" and book["Overview"].sheet_view.tabSelected


def test_names_follow_the_sheet_and_leave_others_alone() -> None:
    first, _ = draw(by_xlsxwriter(), report())
    names = re.findall(rb"<definedName [^>]*>[^<]*", parts(first)["xl/workbook.xml"])
    assert [name.split(b">")[1].decode() for name in names if b'localSheetId="1"' in name] == [
        "'总览'!$4:$4",
        "'总览'!$B$4:$D$8",
    ]
    data, _ = draw(first, small())
    assert sorted(openpyxl.load_workbook(io.BytesIO(data)).defined_names) == ["mine"]
    left = re.findall(rb"<definedName [^>]*>[^<]*", parts(data)["xl/workbook.xml"])
    assert left == re.findall(rb"<definedName [^>]*>[^<]*", parts(by_xlsxwriter())["xl/workbook.xml"])
    only, _ = draw(draw(by_openpyxl(), report())[0], small())
    assert b"definedName" not in parts(only)["xl/workbook.xml"]


def test_parts_of_charts_are_used_again_and_none_is_left_over() -> None:
    full, _ = draw(by_xlsxwriter(), report())
    fewer = report()
    del fewer.charts[2:]
    less, changed = draw(full, fewer)
    assert {"xl/charts/chart4.xml", "xl/drawings/drawing2.xml"} <= set(changed)
    charts = [name for name in parts(less) if name.startswith("xl/charts/chart")]
    assert sorted(charts) == ["xl/charts/chart1.xml", "xl/charts/chart2.xml", "xl/charts/chart3.xml"]
    none, _ = draw(less, small())
    new = set(parts(none)) - set(parts(by_xlsxwriter()))
    assert {name for name in new if not name.endswith(".rels")} == {"xl/worksheets/sheet2.xml"}
    types = parts(none)["[Content_Types].xml"]
    assert types.count(b"/xl/charts/") == types.count(b"/xl/drawings/") == 1
    again, _ = draw(none, report())
    assert len([name for name in parts(again) if name.startswith("xl/charts/chart")]) == 6


def test_a_chart_without_any_value_is_not_drawn() -> None:
    sheet = report()
    sheet.singles = [put for put in sheet.cells if isinstance(put.value, str)]
    assert not [name for name in parts(draw(by_openpyxl(), sheet)[0]) if "drawing" in name]


def test_notes_on_the_sheet_stay() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "客户"
    own = book.create_sheet("总览")
    own["A1"] = "=1+1"
    own["A1"].comment = Comment("请看这里", "主管")
    stream = io.BytesIO()
    book.save(stream)
    data, _ = draw(stream.getvalue(), report())
    assert openpyxl.load_workbook(io.BytesIO(data))["总览"]["A1"].comment.text == "请看这里"
    assert len([name for name in parts(data) if name.startswith("xl/charts/chart")]) == 5


def test_a_formula_that_goes_takes_the_calculation_chain_along() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "总览"
    book.worksheets[0]["A1"] = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    package = Package.from_bytes(stream.getvalue())
    package.relate("xl/workbook.xml", "calcChain", "xl/calcChain.xml")
    chain = b'<calcChain xmlns="%s"><c r="A1" i="1"/></calcChain>' % MAIN
    package.put("xl/calcChain.xml", chain, "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml")
    data, changed = draw(package.render(), small())
    assert "xl/calcChain.xml" in changed and "xl/calcChain.xml" not in parts(data)


def test_a_workbook_without_styles_gets_some() -> None:
    package = Package.from_bytes(by_openpyxl())
    package.drop("xl/styles.xml")
    data, _ = draw(package.render(), report())
    assert openpyxl.load_workbook(io.BytesIO(data))["总览"]["C5"].number_format == "0%"


def test_a_hidden_sheet_is_hidden_and_a_sheet_a_person_hid_stays_so() -> None:
    lists = small("_lists")
    lists.hidden = True
    data, _ = draw(by_openpyxl(), lists, small())
    assert [sheet.state for sheet in Workbook(Package.from_bytes(data)).sheets] == ["visible", "hidden", "visible"]
    data, _ = draw(data, small("_lists", "新"))
    assert Workbook(Package.from_bytes(data)).sheets[1].state == "hidden"


def test_a_strict_workbook_gets_strict_parts() -> None:
    strict = changed_parts(
        by_openpyxl(),
        lambda name, data: data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ).replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    )
    once, _ = draw(strict, report())
    for name, data in parts(once).items():
        if name.startswith(("xl/charts/", "xl/drawings/", "xl/worksheets/sheet2")):
            assert b"schemas.openxmlformats.org/drawingml" not in data and MAIN not in data
    assert draw(once, report())[1] == []


def test_a_title_that_a_chart_sheet_has_is_told() -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("总览")
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(UsageError, match="请给它改名"):
        draw(stream.getvalue(), small())


def test_filters_over_a_single_cell_have_a_name_too() -> None:
    sheet = small()
    sheet.filter = Range(1, 1, 1, 1)
    assert "'总览'!$A$1<" in parts(draw(by_openpyxl(), sheet)[0])["xl/workbook.xml"].decode()


def test_backslashes_in_the_names_of_a_zip_do_not_make_a_part_of_a_person_free() -> None:
    """Some writers put them there; a chart that is drawn must not take the place of one that stands."""
    old = parts(by_xlsxwriter())
    data, _ = draw(zipped({name.replace("/", "\\"): content for name, content in old.items()}), report())
    new = {name.replace("\\", "/"): content for name, content in raw_parts(data).items()}
    kept = [name for name in old if name.startswith(("xl/charts/", "xl/drawings/", "xl/worksheets/"))]
    assert {name: new[name] for name in kept} == {name: old[name] for name in kept}


def raw_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {one.orig_filename: file.read(one) for one in file.infolist()}
