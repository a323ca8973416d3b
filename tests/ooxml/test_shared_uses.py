"""A shared string that a cell still shows is kept, however the cell is written."""

from __future__ import annotations

import io
import random
import xml.etree.ElementTree as ET

import pytest

from sync.ooxml.caches import forget_texts
from sync.ooxml.patch import Patch
from sync.ooxml.shared_uses import shared_uses
from tests.ooxml.books import MAIN, by_hand, opened, parts

SPELLINGS = [
    '<c r="A1" t="s"><v>7</v></c>',
    '<c t="s" r="A1"><v>7</v></c>',
    "<c r='A1' t='s'><v>7</v></c>",
    '<c r="A1" t = "s" ><v>7</v></c>',
    '<c r="A1"\n\tt="s">\n<v >7</v ></c>',
    '<c r="A1" t="s"><v\n>7</v></c>',
    '<c r="A1" t="s"><v> 7 </v></c>',
    '<c r="A1" t="s"><v xml:space="preserve">7</v></c>',
    '<c r="A1" t="s"><v>&#55;</v></c>',
    '<c r="A1" t="&#x73;"><v>7</v></c>',
    '<c r="A1" t="s"><f>B1</f><v>7</v></c>',
    '<c r="A1" t="s"><f/><v>7</v></c>',
    '<c r="A1" t="s"><?program here?><v>7</v></c>',
    '<c r="A1" t="s"><v>7</v><extLst><ext uri="x"/></extLst></c>',
    f'<x:c xmlns:x="{MAIN}" r="A1" t="s"><x:v>7</x:v></x:c>',
    f"<单:c xmlns:单='{MAIN}' r='A1' t='s'><单:v>7</单:v></单:c>",
    '<c r="A1" t="s" xmlns:y="urn:y" y:t="n"><v>7</v></c>',
    "<c r=\"A1\" xmlns:y='urn:y' y:note='a > b' t=\"s\"><v>7</v></c>",
    '<c r="A1" t="s" xmlns:y="urn:y" y:note="a > b"><v>7</v></c>',
]
PLAIN = '<c r="Z1" t="s"><v>3</v></c>'
OTHERS = [
    '<c r="A1" t="s"/>',
    "<c r='A1'><v>7</v></c>",
    '<c r="A1" t="n" x="s"><v>7</v></c>',
    "<c r='A1' t='str'><v>7</v></c>",
]


@pytest.mark.parametrize("cell", SPELLINGS)
def test_a_use_is_seen_in_every_legal_spelling(cell: str) -> None:
    assert ET.parse(io.StringIO(f"<row>{cell}</row>")).getroot()[0].tag.endswith("c")
    assert shared_uses(f"<row>{PLAIN}{cell}{PLAIN}</row>".encode()) == {3, 7}


@pytest.mark.parametrize("cell", OTHERS)
def test_what_is_no_use_is_none(cell: str) -> None:
    assert shared_uses(f"<row>{PLAIN}{cell}{PLAIN}</row>".encode()) == {3}


def test_a_mixture_of_spellings_is_seen_whole() -> None:
    chosen = random.Random(1)
    for _ in range(200):
        drawn = enumerate(chosen.choices([*SPELLINGS, *OTHERS], k=20))
        cells = [cell if "&" in cell else cell.replace("7", str(at)) for at, cell in drawn]
        meant = {
            int(held.text)
            for cell in ET.fromstring(f"<row>{''.join(cells)}</row>")
            if cell.get("t") == "s" and (held := next((c for c in cell if c.tag.endswith("v")), None)) is not None
            if held.text is not None
        }
        assert shared_uses(f"<row>{''.join(cells)}</row>".encode()) == meant


def test_a_sheet_that_names_a_thousand_types_and_no_value_is_looked_through_once() -> None:
    assert shared_uses(b"<row>" + b"<c t='s'" * 100_000 + b"<c t='s'>" * 100_000) == set()


OTHER = "xl/worksheets/sheet2.xml"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml"


@pytest.mark.parametrize("kind", ["worksheet", "xlMacrosheet"])
@pytest.mark.parametrize("cell", ["<c r='A1' t='s'><v>0</v></c>", '<c r="A1" t="s"><v >0</v></c>'])
def test_scrubbing_keeps_what_an_untouched_sheet_shows(cell: str, kind: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    strings = "<si><t>in both</t></si><si><t>only here</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    workbook = opened(by_hand(rows, strings=strings, extra={OTHER: (TYPE % "worksheet", sheet)}))
    workbook.package.relate(workbook.main_part, kind, OTHER)
    if kind == "worksheet":
        main = workbook.package.read(workbook.main_part)
        entry = b'<sheet name="Other" sheetId="2" r:id="rId4"/></sheets>'
        workbook.package.put(workbook.main_part, main.replace(b"</sheets>", entry))
    patch = Patch(workbook)
    patch.set_many("S", {(1, 1): None, (1, 2): None})
    patch.scrub()
    patch.apply()
    kept = workbook.package.read("xl/sharedStrings.xml")
    assert b"in both" in kept
    assert b"only here" not in kept
    if kind == "worksheet":
        assert workbook.sheet("Other").part == OTHER


def test_a_result_stays_whose_text_an_oddly_written_cell_shows() -> None:
    shown = "<row r='1'><c r='A1' t='s'><v>0</v></c></row>"
    rows = shown + '<row r="2"><c r="A2" t="str"><f>A1</f><v>shown</v></c></row>'
    data = by_hand(rows, strings="<si><t>shown</t></si>")
    workbook = opened(data)
    forget_texts(workbook, {"shown"})
    assert parts(workbook.package.render()) == parts(data)
