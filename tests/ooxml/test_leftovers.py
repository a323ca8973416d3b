"""Comments and hyperlinks of rows that are cleared, in real workbooks: nothing of them stays, nothing else goes."""

from __future__ import annotations

from typing import Any

import pytest

from sync.ooxml.caches import forget_texts
from sync.ooxml.patch import Patch, Region
from sync.ooxml.read import read_sheet
from sync.ooxml.refs import Area
from sync.ooxml.remarks import read_remarks
from tests.ooxml.books import OFFICE, by_hand, changed, loaded, opened, parts, seen, written

SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
TABLE = Region(1, 1, 3, 4)


def commented(book: Any) -> None:
    """Rows 2 to 4 of A1:C4 with a comment in B and a hyperlink in C each; one of each beside the table."""
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, ["Key", "Name", "Link", "", "beside"])
    for row in (1, 2, 3):
        sheet.write_row(row, 0, [f"key{row}", f"name{row}"])
        sheet.write_comment(row, 1, f"about {row}", {"author": "Zhang"})
        sheet.write_url(row, 2, f"mailto:mail{row}@example.com", string=f"mail{row}")
    sheet.write_comment(1, 4, "beside 1")
    sheet.write_url(1, 4, "https://example.com/beside", string="beside")


def cleared(data: bytes, rows: list[int], region: Region = TABLE) -> bytes:
    patch = Patch(opened(data))
    patch.clear_rows("S", region, rows)
    return patch.render()


def test_nothing_of_a_cleared_row_is_in_the_file_and_the_other_rows_keep_theirs() -> None:
    data = written(commented)
    result = cleared(data, [3])
    everything = b"".join(parts(result).values())
    for gone in (b"about 2", b"mail2", b"key2", b"name2"):
        assert gone in b"".join(parts(data).values())
        assert gone not in everything
    sheet = loaded(result)["S"]
    assert [sheet.cell(row, 2).comment and sheet.cell(row, 2).comment.text for row in (2, 3, 4)] == [
        "about 1",
        None,
        "about 3",
    ]
    assert sheet["E2"].comment.text == "beside 1"
    targets = {cell.coordinate: cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert targets == {
        "C2": "mailto:mail1@example.com",
        "C4": "mailto:mail3@example.com",
        "E2": "https://example.com/beside",
    }
    vml = parts(result)["xl/drawings/vmlDrawing1.vml"]
    assert vml.count(b"</v:shape>") == 3
    assert b"<x:Row>2</x:Row>" not in vml
    assert changed(data, result) == {
        SHEET,
        RELATIONS,
        "xl/sharedStrings.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }


def test_clearing_rows_without_remarks_touches_no_further_part() -> None:
    def plain(book: Any) -> None:
        commented(book)
        book.worksheets()[0].write_row(4, 0, ["key4"])

    data = written(plain)
    assert changed(data, cleared(data, [5], Region(1, 1, 3, 5))) == {SHEET, "xl/sharedStrings.xml"}


def test_the_last_hyperlink_takes_the_list_with_it() -> None:
    result = cleared(linked('<hyperlink ref="A2" r:id="rId1"/>'), [2])
    assert b"hyperlink" not in parts(result)[SHEET]
    assert b"mailto:m1" not in parts(result)[RELATIONS]
    assert seen(result, "S") == {"A3": 2}


def linked(links: str, prefix: str = "") -> bytes:
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/hyperlink" Target="mailto:m{at}" TargetMode="External"/>'
        for at in (1, 2)
    )
    p = f"{prefix}:" if prefix else ""
    rows = f'<{p}row r="2"><{p}c r="A2"><{p}v>1</{p}v></{p}c></{p}row>'
    rows += f'<{p}row r="3"><{p}c r="A3"><{p}v>2</{p}v></{p}c></{p}row>'
    after = f"<{p}hyperlinks>{links}</{p}hyperlinks>"
    return by_hand(rows, after=after, sheet_relations=relations, prefix=prefix)


@pytest.mark.parametrize(
    ("rows", "link", "stays"),
    [
        ([2], '<hyperlink ref="A2:C2" r:id="rId1"/>', False),
        ([2], '<hyperlink ref="A2:D2" r:id="rId1"/>', True),
        ([2], '<hyperlink ref="B2:B3" r:id="rId1"/>', True),
        ([2, 3], '<hyperlink ref="B2:B3" r:id="rId1"/>', False),
        ([2, 3], '<hyperlink ref="B:B" r:id="rId1"/>', True),
        ([2], '<hyperlink ref="C3" r:id="rId1"/>', True),
        ([2], '<hyperlink ref="B2" location="S!A1" display="secret"></hyperlink>', False),
    ],
)
def test_a_hyperlink_over_several_cells_leaves_with_the_last_of_them(rows: list[int], link: str, stays: bool) -> None:
    result = parts(cleared(linked(link + '<hyperlink ref="Z9" r:id="rId2"/>'), rows))
    assert (link.encode() in result[SHEET]) == stays
    if "rId1" in link:
        assert (b"mailto:m1" in result[RELATIONS]) == stays
    assert b"mailto:m2" in result[RELATIONS]


def test_a_target_that_another_hyperlink_has_as_well_stays() -> None:
    links = '<x:hyperlink ref="A2" r:id="rId1"/><x:hyperlink ref="A3" r:id="rId1"/>'
    result = parts(cleared(linked(links, "x"), [2]))
    assert b'<x:hyperlinks><x:hyperlink ref="A3" r:id="rId1"/></x:hyperlinks>' in result[SHEET]
    assert b"mailto:m1" in result[RELATIONS]


MICROSOFT = "http://schemas.microsoft.com/office"
THREADS = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"


def threaded(prefix: str = "") -> bytes:
    """A note and a thread in A2, a thread in A3, with the stand-ins that old programs show."""
    p, ns = (f"{prefix}:", f"xmlns:{prefix}") if prefix else ("", "xmlns")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def note(place: str, author: int, text: str) -> str:
        run = f"<{p}text><{p}r><{p}t>{text}</{p}t></{p}r></{p}text>"
        return f'<{p}comment ref="{place}" authorId="{author}">{run}</{p}comment>'

    def said(place: str, person: str, text: str) -> str:
        tag = f"{p}threadedComment"
        return f'<{tag} ref="{place}" personId="{{{person}}}" id="{{1}}"><{p}text>{text}</{p}text></{tag}>'

    comments = (
        f'<{p}comments {ns}="{main}"><{p}authors><{p}author>Li</{p}author><{p}author>tc={{1}}</{p}author></{p}authors>'
        f"<{p}commentList>{note('A2', 1, '[Threaded comment] first')}{note('A3', 1, '[Threaded comment] other')}"
        f"{note('B2', 0, 'an old note')}</{p}commentList></{p}comments>"
    )
    threads = (
        f'<{p}ThreadedComments {ns}="{THREADS}">'
        f"{said('A2', 'P', 'first &amp; foremost')}{said('A2', 'Q', 'a reply')}{said('A3', 'P', 'other')}"
        f"</{p}ThreadedComments>"
    )
    relations = (
        f'<Relationship Id="rId1" Type="{OFFICE}/comments" Target="/xl/comments1.xml"/>'
        f'<Relationship Id="rId2" Type="{MICROSOFT}/2017/10/relationships/threadedComment"'
        ' Target="../threadedComments/threadedComment1.xml"/>'
    )
    rows = '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    thread = "application/vnd.ms-excel.threadedcomments+xml"
    extra = {"xl/comments1.xml": (sheet, comments), "xl/threadedComments/threadedComment1.xml": (thread, threads)}
    return by_hand(rows, extra=extra, sheet_relations=relations)


@pytest.mark.parametrize("prefix", ["", "x"])
def test_a_thread_leaves_with_its_replies_and_its_stand_in(prefix: str) -> None:
    result = parts(cleared(threaded(prefix), [2]))
    said = result["xl/comments1.xml"] + result["xl/threadedComments/threadedComment1.xml"]
    for gone in (b"first", b"a reply", b"an old note", b"A2", b"B2"):
        assert gone not in said
    assert said.count(b"other") == 2
    assert b"Li" in said


@pytest.mark.parametrize("prefix", ["", "x"])
def test_remarks_are_read_with_their_authors(prefix: str) -> None:
    workbook = opened(threaded(prefix))
    persons = f'<personList xmlns="{THREADS}"><person displayName="Wang &amp; Co" id="{{P}}"/></personList>'
    workbook.package.put("xl/persons/person.xml", persons.encode(), "application/vnd.ms-excel.person+xml")
    kind = f"{MICROSOFT}/2017/10/relationships/person"
    workbook.package.relate(workbook.main_part, kind, "xl/persons/person.xml")
    assert read_remarks(workbook, "S") == {
        (2, 1): "Wang & Co: first & foremost\na reply",
        (2, 2): "Li: an old note",
        (3, 1): "Wang & Co: other",
    }


def test_notes_of_other_programs_and_hyperlinks_are_read() -> None:
    found = read_remarks(opened(written(commented)), "S")
    assert found[3, 2] == "Zhang: about 2"
    assert found[3, 3] == "mailto:mail2@example.com"
    assert found[2, 5] == "beside 1\nhttps://example.com/beside"
    assert len(found) == 7


def test_a_form_control_over_the_row_is_no_comment() -> None:
    shape = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shape id="s1"><x:ClientData ObjectType="Checkbox"><x:Row>1</x:Row><x:Column>0</x:Column></x:ClientData>'
        '</v:shape><v:shape id="s2"/><v:shape id="s3"><x:ClientData ObjectType="Note"><x:Row> 1 </x:Row>'
        "<x:Column>0</x:Column></x:ClientData></v:shape></xml>"
    )
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
    kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
    extra = {"xl/drawings/vmlDrawing1.vml": (kind, shape)}
    data = by_hand('<row r="2"><c r="A2"><v>1</v></c></row>', extra=extra, sheet_relations=relation)
    vml = parts(cleared(data, [2]))["xl/drawings/vmlDrawing1.vml"]
    assert b"s1" in vml
    assert b"s2" in vml
    assert b"s3" not in vml


def test_a_formula_of_a_cleared_row_stays_and_shows_nothing_of_it() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["Key", "Twice"])
        for row in (2, 3):
            sheet.write(f"A{row}", f"key{row}")
            sheet.write_formula(f"B{row}", f"=A{row}&A{row}", None, f"key{row}key{row}")
            sheet.write_formula(f"C{row}", f"=LEN(A{row})", None, 4)

    data = written(fill)
    result = cleared(data, [2])
    assert b"key2" not in b"".join(parts(result).values())
    assert b"key3key3" in parts(result)[SHEET]
    assert seen(result, "S")["B2"] == "=A2&A2"
    grid = read_sheet(opened(result), "S")
    assert [grid.cell(2, column) for column in (1, 2, 3)] == [None, None, None]
    assert grid.cell(3, 3) == 4


def copied(book: Any) -> None:
    """A table A1:B3, formulas elsewhere that repeat its texts, and a chart over it with its points kept."""
    sheet, other = book.add_worksheet("S"), book.add_worksheet("Other")
    sheet.write_row(0, 0, ["Key", "Level"])
    for row in (2, 3):
        sheet.write(f"A{row}", f"name{row}")
        sheet.write(f"B{row}", "common")
        other.write_formula(f"A{row}", f"=S!A{row}", None, f"name{row}")
        other.write_formula(f"B{row}", f'=S!A{row}&"!"', None, f"name{row}!")
        other.write_formula(f"C{row}", f"=S!B{row}", None, "common")
        other.write_formula(f"D{row}", f"=LEN(S!A{row})", None, 5)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=S!$A$2:$A$3", "values": "=Other!$D$2:$D$3"})
    sheet.insert_chart("H2", chart)


def test_copies_of_what_a_cleared_row_said_go_and_those_of_other_rows_stay() -> None:
    data = written(copied)
    assert parts(data)["xl/charts/chart1.xml"].count(b"<c:v>name2</c:v>") == 1
    patch = Patch(opened(data))
    patch.clear_rows("S", Region(1, 1, 2, 3), [2])
    patch.apply()
    forget_texts(patch.workbook, patch.gone_texts)
    result = patch.package.render()
    assert b"name2" not in b"".join(parts(result).values())
    assert b"<c:v>name3</c:v>" in parts(result)["xl/charts/chart1.xml"]
    other = read_sheet(opened(result), "Other")
    assert [[other.cell(row, column) for column in (1, 2, 3, 4)] for row in (2, 3)] == [
        [None, None, "common", 5],
        ["name3", "name3!", "common", 5],
    ]
    assert seen(result, "Other") == seen(data, "Other")


def test_a_pivot_over_the_workbook_is_refreshed_on_opening_and_one_over_other_data_is_not() -> None:
    workbook = opened(written(copied))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    sources = ('<cacheSource><worksheetSource name="T"/></cacheSource>', '<cacheSource type="external"/>')
    for number, source in enumerate(sources, 1):
        xml = f"<pivotCacheDefinition>{source}</pivotCacheDefinition>"
        workbook.package.put(f"xl/pivotCache/pivotCacheDefinition{number}.xml", xml.encode(), kind)
    result = parts(cleared(workbook.package.render(), [2]))
    opening = b'<pivotCacheDefinition refreshOnLoad="1">'
    assert [result[f"xl/pivotCache/pivotCacheDefinition{number}.xml"].startswith(opening) for number in (1, 2)] == [
        True,
        False,
    ]


def test_results_within_a_table_that_is_read_are_spared() -> None:
    patch = Patch(opened(written(copied)))
    patch.clear_rows("S", Region(1, 1, 2, 3), [2])
    patch.apply()
    forget_texts(patch.workbook, patch.gone_texts, {"Other": [Area(2, 1, 99, 1)]})
    other = read_sheet(opened(patch.package.render()), "Other")
    assert [other.cell(2, column) for column in (1, 2)] == ["name2", None]


@pytest.mark.parametrize("spelling", ["shared", "inline"])
def test_a_text_that_another_cell_shows_is_no_secret(spelling: str) -> None:
    def fill(book: Any) -> None:
        copied(book)
        book.get_worksheet_by_name("Other").write("F9", "name2")

    data = written(fill, constant_memory=spelling == "inline")
    patch = Patch(opened(data))
    patch.clear_rows("S", Region(1, 1, 2, 3), [2])
    patch.apply()
    before = patch.package.render()
    forget_texts(patch.workbook, patch.gone_texts)
    assert patch.package.render() == before


def computed(formulas: dict[int, str]) -> bytes:
    """A1:B4 of sheet `S`, column B with formulas by row, each with the cached value 7."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["Key", "Amount"])
        for row in (2, 3, 4):
            sheet.write(f"A{row}", f"key{row}")
        for row, formula in formulas.items():
            sheet.write_formula(f"B{row}", formula, None, 7)

    return written(fill)


@pytest.mark.parametrize(
    ("formulas", "stays"),
    [
        ({2: "=5000*12"}, False),
        ({2: "=5000*12", 3: "=5000*12"}, False),
        ({2: '="secret"&"2"', 3: '="secret"&"2"'}, False),
        ({2: "=TODAY()", 3: "=TODAY()"}, True),
        ({2: '=HYPERLINK("mailto:secret@example.com","x")'}, False),
        ({2: "=LEN(A2)", 3: "=LEN(A3)"}, True),
        ({2: '=IF(A2="","",1)', 4: '=IF(A4="","",1)'}, True),
        ({2: "=LEN(A2)*2", 3: "=LEN(A3)", 4: "=LEN(A4)"}, False),
        ({2: "=LEN(A2)"}, True),
        ({2: "=LEN(A3)"}, False),
        ({2: "=SUM($A$2:$A$4)", 3: "=SUM($A$2:$A$4)"}, True),
    ],
)
def test_a_formula_leaves_with_its_row_unless_it_is_the_columns(formulas: dict[int, str], stays: bool) -> None:
    data = computed(formulas)
    patch = Patch(opened(data))
    own = patch.own_formulas("S", Region(1, 1, 2, 4), [2])
    assert own == ({} if stays else {(2, 2): formulas[2].removeprefix("=")})
    patch.clear_rows("S", Region(1, 1, 2, 4), [2])
    result = seen(patch.render(), "S")
    assert result.get("B2") == (formulas[2] if stays else None)
    assert [result.get(f"B{row}") for row in (3, 4)] == [formulas.get(row) for row in (3, 4)]


def test_a_new_row_does_not_inherit_the_amount_of_the_one_that_left() -> None:
    patch = Patch(opened(computed({2: "=5000*12"})))
    patch.clear_rows("S", Region(1, 1, 2, 4), [2])
    assert patch.append_rows("S", Region(1, 1, 2, 4), [{1: "new", 2: 80}]) == [2]
    assert seen(patch.render(), "S")["B2"] == 80


def test_formulas_of_a_calculated_column_are_never_a_rows_own() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        columns = [{"header": "A"}, {"header": "B", "formula": "=5+7"}]
        sheet.add_table("A1:B2", {"columns": columns, "data": [["a"]]})

    workbook = opened(written(fill))
    assert Patch(workbook).own_formulas("S", workbook.tables[0], [2]) == {}
