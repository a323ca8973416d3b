"""Cell formats are appended to styles parts of any origin, and asking twice appends once."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from sync.errors import UsageError
from sync.ooxml.styles import Edge, Look, StyleSheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = Look(
    font="微软雅黑",
    size=10,
    bold=True,
    color="FFFFFF",
    fill="0F609B",
    bottom=Edge("thin", "D9E2EC"),
    wrap=True,
    indent=1,
)
DAY = Look(size=10, number_format="yyyy-mm-dd", horizontal="center", vertical="center")

PREFIXED = f"""<?xml version="1.0" encoding="utf-8"?>
<x:styleSheet xmlns:x="{MAIN}">
  <x:numFmts><x:numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></x:numFmts>
  <x:fonts count="99"><x:font><x:sz val="12"/><x:name val="宋体"/><x:charset val="134"/></x:font></x:fonts>
  <x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="200" fontId="0"><x:protection locked="0"/></x:xf></x:cellXfs>
  <x:tableStyles count="0" note="a > b"/>
</x:styleSheet>""".encode()

BARE = f'<styleSheet xmlns="{MAIN}"/>'.encode()

UTF_16 = f'<?xml version="1.0" encoding="utf-16"?><styleSheet xmlns="{MAIN}"><dxfs count="0"/></styleSheet>'.encode(
    "utf-16"
)


def written_by_openpyxl() -> bytes:
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.worksheets[0]["A1"].font = Font(bold=True, color="FF112233")
    book.worksheets[0]["A2"].number_format = "yyyy-mm-dd"
    return _part(book.save)


def written_by_xlsxwriter() -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write("A1", 1, book.add_format({"bold": True, "bg_color": "#FFEE00"}))
    book.close()
    return zipfile.ZipFile(stream).read("xl/styles.xml")


def _part(save: object) -> bytes:
    stream = io.BytesIO()
    save(stream)  # type: ignore[operator]
    return zipfile.ZipFile(stream).read("xl/styles.xml")


SOURCES = {
    "prefixed": PREFIXED,
    "bare": BARE,
    "none": b"",
    "utf-16": UTF_16,
    "openpyxl": written_by_openpyxl(),
    "xlsxwriter": written_by_xlsxwriter(),
}


def extend(sheet: StyleSheet) -> list[int]:
    made = [sheet.add(HEAD), sheet.add(DAY)]
    made.append(sheet.derive(made[1], fill="FDECEA", font_color="C23030", bold=True))
    made.append(sheet.derive(0, number_format="yyyy-mm-dd hh:mm"))
    made.append(sheet.add_dxf(Look(fill="FDECEA", bold=True, color="C23030", left=Edge("thin", "C23030"))))
    return made


@pytest.mark.parametrize("data", SOURCES.values(), ids=SOURCES)
class TestAnyOrigin:
    def test_asking_again_appends_nothing(self, data: bytes) -> None:
        first = StyleSheet(data)
        made = extend(first)
        assert first.changed
        again = StyleSheet(first.data())
        assert extend(again) == made
        assert not again.changed
        assert again.data() == first.data()

    def test_the_part_stays_well_formed_with_true_counts_in_schema_order(self, data: bytes) -> None:
        sheet = StyleSheet(data)
        extend(sheet)
        root = ElementTree.fromstring(sheet.data())
        names = [child.tag.removeprefix(f"{{{MAIN}}}") for child in root]
        order = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"]
        assert [name for name in order if name in names] == [name for name in names if name in order]
        for name in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"):
            collection = root.find(f"{{{MAIN}}}{name}")
            assert collection is not None
            assert collection.get("count") in (None, str(len(collection)))
        for xf in root.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf"):
            for attribute, holder in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                collection = root.find(f"{{{MAIN}}}{holder}")
                assert collection is not None
                assert int(xf.get(attribute, "0")) < len(collection)

    def test_nothing_that_was_there_moves(self, data: bytes) -> None:
        sheet = StyleSheet(data)
        extend(sheet)
        before, after = ElementTree.fromstring(data or StyleSheet().data()), ElementTree.fromstring(sheet.data())
        for old in before:
            new = after.find(old.tag)
            assert new is not None
            kept = [ElementTree.tostring(item).strip() for item in new][: len(old)]
            assert kept == [ElementTree.tostring(item).strip() for item in old]


def test_a_part_nobody_adds_to_keeps_its_bytes() -> None:
    sheet = StyleSheet(PREFIXED)
    assert not sheet.changed
    assert sheet.data() == PREFIXED


def test_a_derived_format_keeps_what_is_not_changed() -> None:
    sheet = StyleSheet(PREFIXED)
    flagged = sheet.derive(1, fill="FFF6E5")
    assert sheet.is_date(flagged)
    xf = re.findall(rb"<x:xf [^>]*>.*?</x:xf>", sheet.data())[-1]
    assert b'numFmtId="200"' in xf and b'<x:protection locked="0"/>' in xf and b'applyFill="1"' in xf
    assert sheet.derive(flagged, fill="FFF6E5") == flagged
    assert sheet.derive(77, bold=True) == sheet.derive(0, bold=True)


def test_a_look_without_a_font_takes_the_workbooks_own() -> None:
    sheet = StyleSheet(PREFIXED)
    sheet.add(Look(bold=True, color="C23030"))
    font = re.findall(rb"<x:font>.*?</x:font>", sheet.data())[-1].decode()
    assert font == (
        '<x:font><x:b/><x:sz val="12"/><x:color rgb="FFC23030"/><x:name val="宋体"/><x:charset val="134"/></x:font>'
    )


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]aaaa", True),
        ("[h]:mm", True),
        ("h:mm AM/PM", True),
        ("m/d", True),
        ('#,##0.0"万"', False),
        ('0" days"', False),
        ("[Red]0.00;[Blue]-0.00", False),
        ("[$USD-409] #,##0.00", False),
        (r"0\d", False),
        ("0.00E+00", False),
        ("@", False),
        ("General", False),
    ],
)
def test_dates_are_told_by_their_format(code: str, is_date: bool) -> None:
    sheet = StyleSheet()
    assert sheet.is_date(sheet.derive(0, number_format=code)) is is_date


@pytest.mark.parametrize(
    ("number", "is_date"), [(13, False), (14, True), (22, True), (31, True), (44, False), (57, True)]
)
def test_built_in_dates_are_told_by_their_id(number: int, is_date: bool) -> None:
    data = BARE.replace(b"/>", b'><cellXfs><xf numFmtId="%d"/></cellXfs></styleSheet>' % number)
    assert StyleSheet(data).is_date(0) is is_date


def test_a_damaged_part_is_told_with_a_remedy() -> None:
    with pytest.raises(UsageError, match="另存一份"):
        StyleSheet(b"<styleSheet><fonts>")


def test_a_format_that_a_writer_hung_on_a_built_in_number_is_not_taken_for_the_built_in_one() -> None:
    xml = (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="0" formatCode="dd.mm.yyyy"/></numFmts>'
        '<cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>'
    )
    styles = StyleSheet(xml.encode())
    assert styles.is_date(0)
    plain = styles.derive(0, number_format="General")
    assert not styles.is_date(plain)
    assert b'formatCode="General" numFmtId="164"' in styles.data()
