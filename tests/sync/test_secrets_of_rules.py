"""What rules say of rows that hang together tells a rep nothing of rows that are somebody else's."""

from __future__ import annotations

from datetime import date

import pytest

from sync.judge import judge, visible
from sync.store.hub import Hub
from tests.sync.team import MANAGER, REP_A, REP_B
from validators.cells import Cell
from validators.context import Context
from validators.roles import owners, scope_of
from validators.settings import Settings, User

CONTEXT = Context.of(Settings(users=(REP_A, REP_B, MANAGER)), date(2026, 5, 6))
THEIRS, MINE = "C20260501001", "C20260501002"


def customer(key: str, name: str, owner: User, status: str) -> dict[str, Cell]:
    return {
        "Customer_ID": key,
        "Customer_Name": name,
        "Contact_Info": f"微信:{key.lower()}",
        "Status": status,
        "Level": "潜力客户",
        "Create_User": owner.name,
        "Owner": owner.name,
        "Lost_Reason": "需求变化" if status == "流失客户" else None,
    }


def deal(key: str, of: str, responsible: User) -> dict[str, Cell]:
    return {
        "Opportunity_ID": key,
        "Customer_ID": of,
        "Opportunity_Name": "设备采购",
        "Stage": "方案报价",
        "Amount": 1000,
        "Expected_Date": date(2026, 6, 1),
        "Responsible": responsible.name,
    }


def told(status: str, reader: User) -> set[tuple[str, str]]:
    """The row and rule of what `reader` hears when the customer of REP_A has that status."""
    rows: dict[str, list[dict[str, Cell]]] = {
        "customers": [customer(THEIRS, "甲公司", REP_A, status), customer(MINE, "乙公司", REP_B, "意向客户")],
        "opportunities": [deal("O20260501001", THEIRS, REP_A), deal("O20260501002", THEIRS, REP_B)],
        "follow_ups": [
            {
                "Follow_ID": "F20260501001",
                "Customer_ID": THEIRS,
                "Follow_Date": date(2026, 5, 4),
                "Follow_User": REP_A.name,
                "Follow_Method": "电话",
                "Content": "已报价",
            }
        ],
        "plan": [
            {
                "Plan_ID": "P20260501001",
                "Customer_ID": MINE,
                "Due_Date": date(2026, 5, 4),
                "Owner": REP_B.name,
                "Done_By": "F20260501001",
            }
        ],
    }
    hub = Hub(run=1)
    for name, those in rows.items():
        key = CONTEXT.specs[name].key
        columns = {column: [row[column] for row in those] for column in those[0]}
        hub.tables[name].extend([str(row[key]) for row in those], columns, 1)
    tables = hub.rows()
    scope = scope_of(reader, tables, owners(tables, CONTEXT.settings))
    seen = {}
    for name, table in tables.items():
        keys = scope.get(name)
        places = [row for row, key in enumerate(hub.tables[name].keys) if keys is None or key in keys]
        seen[name] = table.take(places)
    by_table = visible(judge(hub, CONTEXT), scope, seen, CONTEXT)
    return {(key, one.rule) for by_key in by_table.values() for key, said in by_key.items() for one in said}


SECRETS = {"K004", "K006", "S012", "S015"}


@pytest.mark.parametrize(("status", "rule"), [("流失客户", "S012"), ("潜在客户", "S015")])
def test_the_customer_behind_an_opportunity_is_spoken_of_to_its_owner_alone(status: str, rule: str) -> None:
    both = {("O20260501001", rule), ("O20260501002", rule), ("O20260501001", "K006"), ("O20260501002", "K006")}
    assert both <= told(status, MANAGER)
    assert both <= told(status, REP_A)
    assert not {one for one in told(status, REP_B) if one[1] in SECRETS}


def test_a_follow_up_of_somebody_elses_customer_is_not_spoken_of() -> None:
    assert ("P20260501001", "K004") in told("意向客户", MANAGER)
    assert ("P20260501001", "K004") not in told("意向客户", REP_B)
