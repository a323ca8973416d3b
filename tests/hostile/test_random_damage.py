"""Workbooks whose parts were damaged at random: read or refused in words, never an unforeseen error."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from sync.check_file import check_workbook, write_flags
from sync.errors import SalesheetError
from tests.hostile.attacks import BOOK, SHEET, STYLES, honest
from tests.ooxml.books import parts, zipped
from validators.context import Context
from validators.settings import Settings

NOW = datetime(2026, 5, 6, 8)
RELATIONS = "xl/_rels/workbook.xml.rels"
SHREDS = (
    b"<",
    b">",
    b'"',
    b"&",
    b"/",
    b"=",
    b"\0",
    b"\xff",
    b"-1",
    b"99999999999",
    b"A0",
    b"ZZZZ1",
    b"",
    b"]]>",
    b"<!--",
)


def damaged(random: Random) -> bytes:
    """A list in which one to three places of one part were overwritten, cut out or doubled."""
    content = parts(
        honest(
            '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><f>1+1</f><v>2</v></c>'
            '<c r="C3" s="1" t="e"><v>#REF!</v></c></row>',
            strings="<si><t>C20240501002</t></si>",
            after='<mergeCells count="1"><mergeCell ref="I1:J2"/></mergeCells>',
        )
    )
    name = random.choice((SHEET, SHEET, SHEET, STYLES, BOOK, RELATIONS, "xl/sharedStrings.xml", "[Content_Types].xml"))
    data = bytearray(content[name])
    for _ in range(random.randint(1, 3)):
        start = random.randrange(len(data))
        end = min(len(data), start + random.choice((0, 1, 2, 5, 40)))
        data[start:end] = random.choice((*SHREDS, bytes(data[start:end]) * 2))
    return zipped({**content, name: bytes(data)})


def survive(folder: Path, seeds: range) -> int:
    """Check and write; how many were refused in words."""
    context = Context.of(Settings(), NOW.date(), "en")
    path, refused = folder / "damaged.xlsx", 0
    for seed in seeds:
        path.write_bytes(damaged(Random(seed)))
        try:
            write_flags(check_workbook(path, context), context, NOW)
        except SalesheetError as error:
            assert error.what, seed
            assert error.remedy, seed
            refused += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
    return refused


def test_random_damage_never_ends_in_an_unforeseen_error(tmp_path: Path) -> None:
    assert 20 < survive(tmp_path, range(150)) < 150


@pytest.mark.parametrize("seed", [1046, 1744])
def test_a_part_without_the_element_that_it_consists_of_is_refused(tmp_path: Path, seed: int) -> None:
    assert survive(tmp_path, range(seed, seed + 1)) == 1


@pytest.mark.nightly
def test_a_lot_of_random_damage(tmp_path: Path) -> None:
    assert survive(tmp_path, range(1000, 6000))
