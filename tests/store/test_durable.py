"""The state file is old or new, and knows when it is damaged."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from sync.errors import Damaged
from sync.store.durable import FORMAT, DurableStorage, pack, unpack
from sync.store.encode import decode, decode_cell, encode, encode_cell
from validators.cells import Cell, Unreadable

DATA = {"state": {"1": {"run": 3, "名称": "华东医疗"}}}


def test_it_reads_what_it_wrote_and_keeps_the_copy_before(tmp_path: Path) -> None:
    storage = DurableStorage(tmp_path / "hub.json")
    assert storage.read() is None
    storage.write(DATA)
    storage.write({"state": {"1": {"run": 4}}})
    assert storage.read() == {"state": {"1": {"run": 4}}}
    assert unpack(storage.previous.read_bytes(), "hub.prev.json") == (FORMAT, DATA)


@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_every_changed_byte_is_noticed(flip: int) -> None:
    raw = pack(DATA)
    for at in range(len(raw)):
        broken = bytearray(raw)
        broken[at] ^= flip
        with pytest.raises(Damaged):
            unpack(bytes(broken), "hub.json")


def test_every_shortened_file_is_noticed() -> None:
    raw = pack(DATA)
    for length in range(len(raw)):
        with pytest.raises(Damaged, match="损坏"):
            unpack(raw[:length], "hub.json")


def test_an_empty_file_is_damage_and_names_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "hub.json"
    path.write_bytes(b"")
    with pytest.raises(Damaged, match="salesheet hub rebuild"):
        DurableStorage(path).read()


def test_a_missing_file_beside_its_copy_is_damage(tmp_path: Path) -> None:
    storage = DurableStorage(tmp_path / "hub.json")
    storage.write(DATA)
    storage.write(DATA)
    storage.path.unlink()
    with pytest.raises(Damaged, match="missing"):
        storage.read()


def test_tinydb_itself_can_open_the_file(tmp_path: Path) -> None:
    DurableStorage(tmp_path / "hub.json").write(DATA)
    with TinyDB(tmp_path / "hub.json", storage=DurableStorage) as database:
        assert database.table("state").all() == [{"run": 3, "名称": "华东医疗"}]


@pytest.mark.parametrize(
    "cell",
    [None, "", "=1+1", 3, 2.5, True, date(2026, 5, 1), datetime(2026, 5, 1, 9, 30), Unreadable("#REF!"), "d2026-05-01"],
)
def test_cells_survive(cell: Cell) -> None:
    assert decode_cell(encode_cell(cell)) == cell
    assert decode(encode([cell, cell])) == [cell, cell]
