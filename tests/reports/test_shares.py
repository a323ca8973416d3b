"""A share reads the same in a sentence as in the cell beside it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sync.reports import overview, performance
from sync.reports.facts import prepare
from sync.reports.scene import Scene
from sync.reports.shares import whole
from validators.cells import Cell, Table
from validators.context import Context
from validators.settings import Settings, Target


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.125, "13%"),  # half to even would be 12 %
        (0.135, "14%"),
        (0.145, "15%"),  # as a binary fraction a little below the half, but typed and shown as 0.145
        (0.005, "1%"),
        (0.1249, "12%"),
        (1 / 3, "33%"),
        (2 / 3, "67%"),
        (0, "0%"),
        (1, "100%"),
        (1.735, "174%"),
        (1e-9, "0%"),
    ],
)
def test_a_half_goes_up_as_in_a_spreadsheet(share: float, said: str) -> None:
    assert f"{whole(share):.0%}" == said


def test_one_in_eight_without_industry_is_13_percent() -> None:
    names: list[Cell] = ["金融"] * 7 + [None]
    tables = {"customers": Table("customers", {"Customer_Name": [f"公司{n}" for n in range(8)], "Industry": names})}
    context = Context.of(Settings(), date(2026, 5, 20))
    scene = Scene(context, datetime(2026, 5, 20, 8), "王主管", "全团队", (), ())
    sheet = overview.build(tables, scene, prepare(tables, context))
    assert "13% 的客户（1 个）没有填行业，未计入饼图。" in {put.value for put in sheet.cells}


@pytest.mark.parametrize("amount", [1e300, float("inf")])
def test_an_amount_that_cannot_be_stops_no_report(amount: float) -> None:
    deals: dict[str, list[Cell]] = {
        "Stage": ["赢单"],
        "Amount": [amount],
        "Close_Date": [date(2026, 5, 5)],
        "Responsible": ["张伟"],
    }
    tables = {"opportunities": Table("opportunities", deals)}
    context = Context.of(Settings(targets=(Target(user="张伟", month="2026-05", amount=1),)), date(2026, 5, 20))
    scene = Scene(context, datetime(2026, 5, 20, 8), "王主管", "全团队", (), ())
    sheet = performance.build(tables, scene, prepare(tables, context))
    assert any(put.value == "张伟" for put in sheet.cells)
