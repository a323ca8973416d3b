"""An answer given in LibreOffice on the Duplicates sheet: the list is offered there, what is chosen is done, undone and
done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.answers import MERGE_INTO, NOT_A_DUPLICATE
from sync.cli import main
from sync.config import Config, load
from tests.office import Office
from tests.run.test_resaved import TODAY, place

REP, BOSS = "张伟", "王主管"
TITLE = "疑似重复"


def _run(config: Config) -> int:
    return main(["run", "--config", str(config.path), "--today", TODAY])


def _customers(office: Office, path: Path) -> set[object]:
    cells = office.read(path, ["客户"]).sheets["客户"].cells
    return {cells.get(f"A{row}") for row in range(3, 8)} - {None, ""}


@pytest.mark.office
def test_an_answer_given_in_libreoffice(tmp_path: Path, office: Office) -> None:
    assert main(["init", str(tmp_path / "team"), "--manager", BOSS, "--rep", REP]) == 0
    config = load(tmp_path / "team" / "config.toml")
    mine, bosss = place(config, REP), place(config, BOSS)
    rows = {
        f"客户!{column}{row}": value
        for row in (3, 4)
        for column, value in {"B": "甲公司", "F": "微信:w1", "I": "意向客户", "J": "普通客户"}.items()
    }
    office.edit(mine, rows, mine)
    assert _run(config) == 3
    one, other = sorted(map(str, _customers(office, mine)))
    found = office.read(mine, [TITLE]).sheets[TITLE]
    answers = sorted(area.partition(":")[0] for area in found.validations)
    assert [found.cells[f"B{cell[1:]}"] for cell in answers] == [one, other]
    words = [f'"{MERGE_INTO.zh.format(key=key)}";"{NOT_A_DUPLICATE.zh}"' for key in (other, one)]
    assert [found.validations[area].first for area in sorted(found.validations)] == words
    office.edit(mine, {f"{TITLE}!{answers[0]}": MERGE_INTO.zh.format(key=other)}, mine)
    assert _run(config) == 0
    assert _customers(office, mine) == _customers(office, bosss) == {other}
    for path in (mine, bosss):
        assert office.read(path, [TITLE]).sheets[TITLE].validations == {}
    before = mine.read_bytes(), bosss.read_bytes()
    _run(config)
    assert (mine.read_bytes(), bosss.read_bytes()) == before
    assert main(["undo", "2", "--config", str(config.path), "--today", TODAY, "--by", BOSS]) == 0
    assert _run(config) == 3
    assert _customers(office, mine) == _customers(office, bosss) == {one, other}
    office.edit(bosss, {f"{TITLE}!{answers[1]}": NOT_A_DUPLICATE.zh}, bosss)
    assert _run(config) == 0
    assert _customers(office, mine) == {one, other}
