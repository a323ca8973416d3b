"""Whatever a workbook holds, our patches leave it: byte for byte, but for what they are meant to change."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.fidelity import hand_book, hand_sheet, written
from tests.fidelity.base import FEATURE, FEATURE_PART
from tests.fidelity.edits import EDITS, append_row
from tests.fidelity.measure import missing
from tests.fidelity.pivot import with_pivot
from tests.office import Office
from tests.ooxml.books import loaded, parts, seen, zipped
from tests.ooxml.witness import surprises

FEATURES = {feature.name: feature for feature in (*written.features(), *hand_sheet.features(), *hand_book.features())}
PIVOT, LIST = "pivot table, cache, records", "validation: list on another sheet (2010)"
CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
FOLLOW = {PIVOT: CACHE, LIST: FEATURE_PART}
"""What follows the table that grows, besides the table itself."""


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_survives_a_patch(name: str, edit: str) -> None:
    feature = FEATURES[name]
    assert missing(feature, feature.data) == []
    done = EDITS[edit](feature.data)
    assert missing(feature, done.data) == []
    assert surprises(feature.data, done.data, done.change) == []
    old, new = parts(feature.data), parts(done.data)
    allowed = done.parts | ({FOLLOW[name]} if name in FOLLOW and edit == "a row appended" else set())
    assert {part for part in old if old[part] != new.get(part)} <= allowed
    assert new.keys() == old.keys() or edit == "a sheet replaced"
    shown = {title: seen(done.data, title) for title, _ in done.cells}
    assert {place: shown[place[0]][place[1]] for place in done.cells} == done.cells


def test_what_follows_a_table_is_changed_just_as_meant() -> None:
    before, after = parts(with_pivot()), parts(append_row(with_pivot()).data)
    assert after[CACHE] == before[CACHE].replace(b'ref="A1:C4"', b'ref="A1:C5"')
    before, after = parts(FEATURES[LIST].data), parts(append_row(FEATURES[LIST].data).data)
    assert after[FEATURE_PART] == before[FEATURE_PART].replace(b"Data!$C$2:$C$4<", b"Data!$C$2:$C$5<")
    assert after["xl/tables/table1.xml"] == before["xl/tables/table1.xml"].replace(b"A1:C4", b"A1:C5")


def test_the_yardstick_sees_what_is_lost() -> None:
    feature = FEATURES["sparklines"]
    saved = resaved(feature.data)
    assert missing(feature, saved) == list(feature.marks)
    change = EDITS["two cells set"](feature.data).change
    assert any("sparkline" in text or "ext" in text for text in surprises(feature.data, saved, change))


def test_a_part_that_nothing_leads_to_is_lost() -> None:
    feature = FEATURES["ribbon of 2010"]
    cut = parts(feature.data)
    cut["_rels/.rels"] = cut["_rels/.rels"].replace(b"ui/extensibility", b"ui/none")
    assert missing(feature, zipped(cut)) == []
    cut["_rels/.rels"] = cut["_rels/.rels"].replace(b"customUI14.xml", b"gone.xml")
    assert missing(feature, zipped(cut)) == list(feature.marks)


@pytest.mark.parametrize("edit", EDITS)
def test_a_workbook_saved_by_openpyxl_with_its_pivot_survives(edit: str) -> None:
    data = resaved(with_pivot())
    done = EDITS[edit](data)
    assert surprises(data, done.data, done.change) == []
    assert missing(FEATURES[PIVOT], done.data) == []


@pytest.mark.office
def test_a_workbook_saved_by_libreoffice_survives_and_is_opened_by_it(office: Office, tmp_path: Path) -> None:
    path, out = tmp_path / "made.xlsx", tmp_path / "saved.xlsx"
    path.write_bytes(FEATURES["conditional format: bars of 2010"].data)
    office.edit(path, {f"{FEATURE}!B3": 21}, out)
    data = out.read_bytes()
    for name, edit in EDITS.items():
        done = edit(data)
        assert surprises(data, done.data, done.change) == [], name
        out.write_bytes(done.data)
        sheets = office.read(out).sheets
        assert {place: sheets[place[0]].cells[place[1]] for place in done.cells} == done.cells


def resaved(data: bytes) -> bytes:
    stream = io.BytesIO()
    loaded(data).save(stream)
    return stream.getvalue()
