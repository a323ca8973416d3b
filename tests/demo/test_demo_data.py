"""The demo team: the same every time, right where it should be right, wrong where it says so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sync.upkeep.demo_data import DemoTeam, Size, generate, rows_for
from sync.upkeep.demo_data.dice import Dice
from sync.upkeep.demo_data.names import Names
from sync.upkeep.demo_data.team import SIZES as SIZES_OF_TEAMS
from sync.upkeep.demo_data.words import Words
from sync.upkeep.demo_data.words_en import EN
from sync.upkeep.demo_data.words_zh import ZH
from validators.cells import Cell
from validators.fields import Language
from validators.models import MODELS, specs
from validators.settings import Settings

TODAY = date(2026, 7, 15)
BOTH: tuple[Language, ...] = ("zh", "en")
SIZES: tuple[Size, ...] = ("tiny", "S")
CJK = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@pytest.fixture(
    scope="module", params=[(size, language) for size in SIZES for language in BOTH], ids=lambda p: "-".join(p)
)
def team(request: pytest.FixtureRequest) -> DemoTeam:
    size, language = request.param
    return generate(size, 5, language, TODAY)


def clean(team: DemoTeam, table: str) -> list[dict[str, Cell]]:
    """The rows of a table without those recorded as wrong."""
    wrong = {fault.row for fault in team.faults if fault.table == table}
    return [row for i, row in enumerate(team.tables[table].rows()) if i not in wrong]


def day(cell: Cell) -> date:
    assert type(cell) is date, cell
    return cell


def test_the_same_arguments_give_the_same_team_and_others_another() -> None:
    first = generate("tiny", 7, "zh", TODAY)
    assert generate("tiny", 7, "zh", TODAY) == first
    assert generate("tiny", 8, "zh", TODAY).tables != first.tables
    assert generate("tiny", 7, "zh", date(2026, 7, 16)).tables != first.tables


@pytest.mark.parametrize(
    ("size", "rows", "workbooks"), [("tiny", [120, 420, 110, 40], 4), ("S", [10_000, 50_000, 10_000, 1_000], 20)]
)
def test_a_size_has_its_rows_and_workbooks(size: Size, rows: list[int], workbooks: int) -> None:
    team = generate(size, 1, "zh", TODAY)
    assert [len(table) for table in team.tables.values()] == rows
    assert len([user for user in team.settings.users if user.place]) == workbooks
    assert [user.role for user in team.settings.users if not user.active] == ["rep"]


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2024, 2, 29), date(2026, 8, 1), date(2027, 12, 31)])
def test_any_day_and_seed_will_do(today: date) -> None:
    for seed in range(12):
        team = generate("tiny", seed, "zh", today)
        assert [len(table) for table in team.tables.values()] == [120, 420, 110, 40]
        assert 0.04 <= len(team.faults) / 690 <= 0.06
        won = [r for r in clean(team, "opportunities") if r["Stage"] == "赢单" and r["Close_Date"]]
        assert any((day(r["Close_Date"]).year, day(r["Close_Date"]).month) == (today.year, today.month) for r in won)


def test_columns_are_those_of_the_model_with_the_right_types(team: DemoTeam) -> None:
    for name, table in team.tables.items():
        assert list(table.columns) == list(MODELS[name].model_fields)
        dates = {c.name for c in specs(team.settings)[name].columns if c.kind == "date"} & set(table.columns)
        for row in clean(team, name):
            assert all(row[column] is None or type(row[column]) is date for column in dates)
            MODELS[name].model_validate(row)


def test_one_row_in_twenty_is_wrong_and_no_row_twice(team: DemoTeam) -> None:
    total = sum(len(table) for table in team.tables.values())
    assert 0.04 <= len(team.faults) / total <= 0.06
    assert len({(fault.table, fault.row) for fault in team.faults}) == len(team.faults)
    for fault in team.faults:
        keys = next(iter(team.tables[fault.table].columns.values()))
        assert keys[fault.row] == fault.key
        assert fault.column in team.tables[fault.table].columns
        assert fault.text


def test_every_kind_of_fault_is_there_and_true(team: DemoTeam) -> None:
    ids = set(team.tables["customers"].get("Customer_ID"))
    users = {user.name for user in team.settings.users}
    names = set(team.tables["customers"].get("Customer_Name"))
    true: dict[str, Callable[[Any, Any], object]] = {
        "missing_contact": lambda c, r: c is None,
        "missing_level": lambda c, r: c is None,
        "status_typo": lambda c, r: c not in ("意向客户", "interested"),
        "date_as_text": lambda c, r: re.fullmatch(r"\d{4}\.\d{1,2}\.\d{1,2}", c),
        "impossible_date": lambda c, r: re.fullmatch(r"\d{4}-(02-30|13-05|04-31|06-31|11-31)", c),
        "phone_too_short": lambda c, r: len(re.sub(r"\D", "", c)) in (9, 10, 11, 12),
        "phone_as_number": lambda c, r: isinstance(c, int) and len(str(c)) == 11,
        "won_without_amount": lambda c, r: c is None and r["Status"] in ("成交客户", "won"),
        "lost_without_reason": lambda c, r: c is None and r["Status"] in ("流失客户", "lost"),
        "unknown_owner": lambda c, r: c not in users,
        "signed_too_early": lambda c, r: c < r["First_Date"],
        "repeated_customer": lambda c, r: True,
        "same_id": lambda c, r: True,
        "unknown_customer": lambda c, r: c not in ids,
        "customer_by_name": lambda c, r: c in names,
        "missing_content": lambda c, r: c is None,
        "missing_method": lambda c, r: c is None,
        "unknown_user": lambda c, r: c not in users,
        "probability_too_high": lambda c, r: c > 100,
        "probability_as_fraction": lambda c, r: 0 < c < 1,
        "negative_amount": lambda c, r: c < 0,
        "amount_as_text": lambda c, r: isinstance(c, str),
        "expected_passed": lambda c, r: c < TODAY and r["Close_Date"] is None,
        "unknown_responsible": lambda c, r: c not in users,
    }
    rows = {name: list(table.rows()) for name, table in team.tables.items()}
    for fault in team.faults[:: max(1, len(team.faults) // 400)] + team.faults[-40:]:
        row = rows[fault.table][fault.row]
        assert true[fault.kind](row[fault.column], row), (fault, row)
    seen = {fault.kind for fault in team.faults}
    assert seen == set(true) - (set() if team.settings.language == "zh" else {"phone_as_number"})


def test_a_repeated_customer_has_the_same_contact_under_another_spelling(team: DemoTeam) -> None:
    rows = list(team.tables["customers"].rows())
    repeated = [f for f in team.faults if f.kind == "repeated_customer"]
    respelled = 0
    for fault in repeated:
        contact = str(rows[fault.row]["Contact_Info"]).removeprefix("+86 ")
        same = [r for r in rows if str(r["Contact_Info"]).removeprefix("+86 ") == contact]
        assert len(same) >= 2
        assert str(rows[fault.row]["Customer_Name"])[:2] == str(same[0]["Customer_Name"])[:2]
        respelled += same[0]["Customer_Name"] != rows[fault.row]["Customer_Name"]
        assert re.search(r"C\d{11,}", fault.text)
    assert respelled >= 0.9 * len(repeated)


def test_ids_are_unique_and_references_known_in_clean_rows(team: DemoTeam) -> None:
    customers = clean(team, "customers")
    everyone = set(team.tables["customers"].get("Customer_ID"))
    for name, prefix in (("customers", "C"), ("follow_ups", "F"), ("opportunities", "O"), ("plan", "P")):
        keys = [next(iter(row.values())) for row in clean(team, name)]
        given = [str(key) for key in keys if key is not None]
        assert len(set(given)) == len(given)
        assert all(re.fullmatch(prefix + r"\d{8}\d{3,}", key) for key in given)
        assert name not in ("customers", "follow_ups") or 0 < keys.count(None) < 0.03 * len(keys)
    for name in ("follow_ups", "opportunities", "plan"):
        assert {row["Customer_ID"] for row in clean(team, name)} <= everyone
    done = {row["Done_By"] for row in clean(team, "plan")} - {None}
    assert done and done <= set(team.tables["follow_ups"].get("Follow_ID"))
    assert all(row["Customer_Name"] and row["Contact_Info"] for row in customers)


def test_dates_are_in_order_and_none_is_in_the_future(team: DemoTeam) -> None:
    first = {str(row["Customer_ID"]): day(row["First_Date"]) for row in clean(team, "customers") if row["Customer_ID"]}
    for row in clean(team, "customers"):
        assert day(row["First_Date"]) <= TODAY
        if row["Sign_Date"]:
            assert day(row["First_Date"]) <= day(row["Sign_Date"]) <= TODAY
    for row in clean(team, "follow_ups"):
        assert first.get(str(row["Customer_ID"]), date.min) <= day(row["Follow_Date"]) <= TODAY
    for row in clean(team, "opportunities"):
        assert row["Close_Date"] is None or day(row["Close_Date"]) <= TODAY
        assert row["Close_Date"] is not None or day(row["Expected_Date"]) >= TODAY


def test_status_agrees_with_amounts_reasons_and_the_last_reported_change(team: DemoTeam) -> None:
    won, lost, potential = {"成交客户", "won"}, {"流失客户", "lost"}, {"潜在客户", "potential"}
    reported: dict[Cell, str] = {}
    for row in team.tables["follow_ups"].rows():
        change = str(row["Status_Change"])
        if change not in ("否", "No"):
            reported[row["Customer_ID"]] = re.split(r"[,，] ?", change)[1]
    for row in clean(team, "customers"):
        status = row["Status"]
        assert (row["Contract_Amount"] is not None) == (row["Sign_Date"] is not None) == (status in won)
        assert (row["Lost_Reason"] is not None) == (status in lost)
        assert row["Lost_Reason"] not in ("其他", "Other") or row["Notes"]
        if row["Customer_ID"] in reported or status not in potential:
            assert reported[row["Customer_ID"]] == status
    for row in clean(team, "opportunities"):
        assert (row["Close_Date"] is not None) == (row["Stage"] in ("赢单", "输单", "Won", "Lost"))
        assert 0 <= float(str(row["Probability"])) <= 100


def test_contacts_are_work_channels_and_each_number_belongs_to_one_company(team: DemoTeam) -> None:
    shapes = (
        r"(手机[:：]|\+86 )?1[3-9]\d( ?)\d{4}\2\d{4}",
        r"(电话[:：])?0\d{2,3}-[2-8]\d{3} \d{4}",
        r"微信[:：][a-z]+\d{3,5}",
        r"邮箱[:：][a-z.]+@[a-z]+\.example",
        r"(Tel: )?\+1 [2-9]\d{2}-55[5-8]-\d{4}",
        r"[a-z]\.[a-z]+@[a-z]+\.example",
    )
    contacts = [str(row["Contact_Info"]) for row in clean(team, "customers")]
    assert [c for c in contacts if not any(re.fullmatch(shape, c) for shape in shapes)] == []
    assert len(set(contacts)) == len(contacts)
    kinds = [sum(bool(re.fullmatch(shape, c)) for c in contacts) for shape in shapes]
    assert all(kinds[:4]) if team.settings.language == "zh" else all(kinds[4:])


def test_people_are_users_and_each_customer_is_followed_by_its_owner(team: DemoTeam) -> None:
    users = {user.name for user in team.settings.users}
    owner = {row["Customer_ID"]: row["Owner"] for row in clean(team, "customers")}
    manager = next(user.name for user in team.settings.users if user.role == "manager")
    assert {row["Owner"] for row in clean(team, "customers")} - {None} <= users
    assert {row["Create_User"] for row in clean(team, "customers")} <= users
    for row in clean(team, "follow_ups"):
        assert row["Follow_User"] in (manager, owner.get(row["Customer_ID"], row["Follow_User"]))


def test_some_values_look_like_formulas(team: DemoTeam) -> None:
    notes = [str(cell) for cell in team.tables["customers"].get("Notes") if cell]
    assert {note[0] for note in notes if note[0] in "=+-@"}
    feedback = [str(cell) for cell in team.tables["follow_ups"].get("Feedback") if cell]
    assert {text[0] for text in feedback if text[0] in "=+-@"}


def test_the_config_reads_as_the_settings(team: DemoTeam) -> None:
    assert Settings.model_validate(tomllib.loads(team.config_toml)) == team.settings
    assert {target.month for target in team.settings.targets} == {"2026-06", "2026-07"}
    reps = {user.name for user in team.settings.users if user.role == "rep" and user.active}
    assert {target.user for target in team.settings.targets} == reps
    assert all(target.amount > 0 and target.deals > 0 for target in team.settings.targets)
    for user in team.settings.users:
        assert user.place in ("", f"users/{user.name}/{user.name}.xlsm")


def test_english_has_no_chinese_characters() -> None:
    team = generate("tiny", 3, "en", TODAY)
    assert not CJK.search(team.config_toml.replace("# zh | en", ""))
    assert not [f for f in team.faults if CJK.search(f.text)]
    for table in team.tables.values():
        assert not [
            cell for cells in table.columns.values() for cell in cells if isinstance(cell, str) and CJK.search(cell)
        ]


def test_reps_get_their_own_rows_and_what_hangs_on_them(team: DemoTeam) -> None:
    users = team.settings.users
    assert all(rows_for(team, user) == team.tables for user in users if user.role != "rep")
    reps = [user for user in users if user.role == "rep" and user.active]
    mine = {user.name: rows_for(team, user) for user in reps}
    for name, tables in mine.items():
        assert all(len(table) for table in tables.values())
        assert set(tables["customers"].get("Owner")) - {name} <= {
            "小李",
            "外包小赵",
            "张经理",
            "Danny",
            "Temp Sales",
            "Mrs. Jones",
        }
        ids = set(tables["customers"].get("Customer_ID"))
        foreign = [row for row in tables["follow_ups"].rows() if row["Customer_ID"] not in ids]
        assert all(row["Follow_User"] == name for row in foreign)
        assert all(row["Responsible"] == name or row["Customer_ID"] in ids for row in tables["opportunities"].rows())
    left = next(user for user in users if not user.active)
    assert not any(len(table) for table in rows_for(team, left).values())
    owned = [row["Owner"] for row in team.tables["customers"].rows()]
    assert owned.count(left.name) > 0
    for rep in reps:
        assert owned.count(rep.name) <= len(mine[rep.name]["customers"])


@pytest.mark.parametrize(("words", "language"), [(ZH, "zh"), (EN, "en")])
def test_the_largest_team_finds_enough_company_names(words: Words, language: Language) -> None:
    names = Names(words, language, Dice(1), SIZES_OF_TEAMS["L"].customers)
    companies = [names.company() for _ in range(2_000)]
    assert len({company.short for company in companies}) == 2_000
