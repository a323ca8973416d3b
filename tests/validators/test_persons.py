from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.cells import Cell, Unreadable
from validators.persons import Alike, alike, persons


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("王建国", ("王建国",)),
        (" 王 建国 ", ("王建国",)),
        ("陳麗娟", ("陈丽娟",)),
        ("王建国经理", ("王建国",)),
        ("王建国（采购）", ("王建国",)),
        ("采购部 王丽", ("王丽",)),
        ("王建国/李梅", ("李梅", "王建国")),
        ("张文工", ("张文工",)),
        ("张和平", ("张和平",)),
        ("王总", ("王+",)),
        ("李经理", ("李+",)),
        ("赵工", ("赵+",)),
        ("老王", ("王+",)),
        ("小李", ("李+",)),
        ("欧阳总监", ("欧阳+",)),
        ("John Smith", ("john smith",)),
        ("Smith, John", ("john smith",)),
        ("Mr. Smith", ("smith+",)),
        ("J. Smith", ("smith+",)),
        *[
            (nobody, ())
            for nobody in ("前台", "采购部", "总经理", "老板", "无", "见名片", "未知", "Sales", "", "-", "13800138000")
        ],
        *[(nobody, ()) for nobody in (None, 5, True, Unreadable("#REF!"))],
    ],
)
def test_the_people_of_a_cell(cell: Cell, people: tuple[str, ...]) -> None:
    assert persons(cell) == people


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("王建国", "王建国先生", "same"),
        ("王建国/李梅", "李梅", "same"),
        ("王建国", "王总", "surname"),
        ("王总", "王经理", "surname"),
        ("王建国", "王建军", "other"),
        ("王建国", "李总", "other"),
        ("欧阳明", "欧总", "other"),
        ("John Smith", "Mr Smith", "surname"),
        ("王建国", "前台", "unknown"),
    ],
)
def test_the_same_person(one: str, other: str, expected: Alike) -> None:
    assert alike(persons(one), persons(other)) == alike(persons(other), persons(one)) == expected


@given(st.one_of(st.text(max_size=70), st.text(alphabet="王李总经理老小 /、.()ab", max_size=12)))
def test_anything_can_stand_in_a_cell(text: str) -> None:
    people = persons(text)
    assert len(people) <= 3 and all(people) and people == tuple(sorted(people))
