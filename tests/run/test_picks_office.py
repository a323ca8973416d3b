"""A pick made in LibreOffice, in a workbook of the template: the list is offered there, what is chosen is done."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sync.cli import main
from sync.config import Config, load
from sync.picks import WORDS
from tests.office import Office
from tests.run.test_resaved import TODAY, place

REP, BOSS = "张伟", "王主管"
KEEP, TAKE = WORDS["keep", False].zh, WORDS["take", False].zh


def _run(config: Config) -> int:
    return main(["run", "--config", str(config.path), "--today", TODAY])


def _note(path: Path, text: str) -> None:
    """Type into the notes of the first customer."""
    book = openpyxl.load_workbook(path, keep_vba=True)
    sheet = book["客户"]
    head = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("Customer_ID"))
    column = next(cell.column for cell in head if cell.value == "Notes")
    sheet.cell((head[0].row or 0) + 1, column).value = text
    book.save(path)


@pytest.mark.office
def test_a_pick_made_in_libreoffice(tmp_path: Path, office: Office) -> None:
    assert main(["init", str(tmp_path / "team"), "--manager", BOSS, "--rep", REP]) == 0
    config = load(tmp_path / "team" / "config.toml")
    mine, bosss = place(config, REP), place(config, BOSS)
    office.edit(mine, {"客户!B3": "甲公司", "客户!F3": "微信:w1", "客户!I3": "意向客户", "客户!J3": "普通客户"}, mine)
    assert _run(config) in (0, 3)
    _note(mine, "销售写的")
    _note(bosss, "主管写的")
    assert _run(config) == 3
    found = office.read(bosss, ["冲突"]).sheets["冲突"]
    assert [found.cells[cell] for cell in ("F6", "G6", "H5")] == ["销售写的", "主管写的", "您的选择"]
    assert {area.partition(":")[0] for area in found.validations} == {"H6"}
    assert [(rule.kind, rule.first) for rule in found.validations.values()] == [("list", f'"{KEEP}";"{TAKE}"')]
    office.edit(bosss, {"冲突!H6": TAKE}, bosss)
    _run(config)
    for path in (mine, bosss):
        sheets = office.read(path, ["客户", "冲突"]).sheets
        assert "主管写的" in sheets["客户"].cells.values()
        assert "销售写的" not in sheets["客户"].cells.values()
        assert sheets["冲突"].validations == {}
    before = mine.read_bytes(), bosss.read_bytes()
    _run(config)
    assert (mine.read_bytes(), bosss.read_bytes()) == before
