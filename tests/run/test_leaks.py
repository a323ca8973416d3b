"""What a role may not see is nowhere in what it gets: a mark in every cell of every row, looked for in every output.

A team of real workbooks goes through owner changes, conflicts, archiving and guesses at IDs. After each step all that a
person can open or ask for is searched: every part of every file in their folder, their reports, answers to their
requests. Whose a mark is comes from the story told here, not from the code under test.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.cli import main
from sync.config import load
from sync.desk import answer_mail
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import CellEdit, NewRow, Update
from sync.upkeep.reporting import reports_now
from tests.run.test_process import Folder
from validators.cells import Cell
from validators.models import specs

ANN, BOB, LEFT, BOSS = "张伟", "李娜", "赵离", "王主管"
TODAY = date(2026, 5, 6)
CONFIG = f"""
format = 1
[team]
name = "leaks"
collision_owner = "masked"
[[users]]
name = "{BOSS}"
role = "manager"
place = "users/boss/boss.xlsm"
[[users]]
name = "{ANN}"
place = "users/ann/ann.xlsm"
[[users]]
name = "{BOB}"
place = "users/bob/bob.xlsm"
[[users]]
name = "{LEFT}"
place = "users/left/left.xlsm"
active = false
[requests]
per_hour = 1000
runs_per_hour = 1000
[[targets]]
user = "{ANN}"
month = "2026-05"
amount = 7770001
deals = 77
[[targets]]
user = "{BOB}"
month = "2026-05"
amount = 7770002
deals = 78
"""
BOOKS = {BOSS: "boss", ANN: "ann", BOB: "bob", LEFT: "left"}
TEXTS = {
    "customers": (
        [
            "Customer_Name",
            "Industry",
            "Contact_Person",
            "Contact_Job",
            "Source",
            "Region",
            "Notes",
            "Attachments",
            "Lost_Reason",
        ]
    ),
    "follow_ups": ["Follow_Method", "Content", "Feedback", "Next_Plan"],
    "opportunities": ["Opportunity_Name"],
    "plan": ["Method", "Goal"],
}
MARK = re.compile(
    r"ZQ[A-Za-z0-9]+ZQ|\b[CFOP]2026\d{7}\b|(?<![\w.])(?:777\d{4}|777\.\d{4}|7,77\d,\d{3})(?![\w.])", re.ASCII
)
"""A mark in a text cell, an ID, an amount: as a number, in 万元, or as people read it."""


def marks(text: str) -> set[str]:
    return {found.replace(",", "").replace(".", "") for found in MARK.findall(text)}


class Team(Folder):
    def path_of(self, name: str) -> Path:
        return self.path / "users" / BOOKS[name]

    def endpoint(self, name: str) -> WorkbookEndpoint:
        return WorkbookEndpoint(name, self.path_of(name) / f"{BOOKS[name]}.xlsm", specs(), "zh")

    def set(self, name: str, table: str, key: str, column: str, value: Cell) -> None:
        endpoint = self.endpoint(name)
        snapshot = endpoint.read()
        held = snapshot.tables[table]
        row = held.get(specs()[table].key).index(key)
        edit = CellEdit(table, row, column, held.get(column)[row], value)
        endpoint.apply(Update(edits=[edit]), snapshot.version)

    def delete(self, name: str, table: str, key: str) -> None:
        endpoint = self.endpoint(name)
        snapshot = endpoint.read()
        row = snapshot.tables[table].get(specs()[table].key).index(key)
        endpoint.apply(Update(removed=[(table, row)]), snapshot.version)

    def add(self, name: str, table: str, row: dict[str, Cell]) -> None:
        endpoint = self.endpoint(name)
        version = endpoint.read().version
        endpoint.apply(Update(new=[NewRow(table, {specs()[table].key: None} | row)]), version)


@dataclass
class Story:
    """The team, whose marks are whose, and all that each could read after each step."""

    team: Team
    numbers: Iterator[int] = field(default_factory=lambda: iter(n for n in range(7771001, 7779999) if n % 10))
    amounts: dict[str, list[str]] = field(default_factory=dict)
    """By customer's short name, its contract's amount and that of its opportunity."""
    seen: dict[tuple[str, str, str], str] = field(default_factory=dict)
    allowed: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    of: dict[str, set[str]] = field(default_factory=dict)
    """By customer's short name, the marks of it and of what hangs on it."""

    def customer(self, typist: str, owner: str | None, short: str, number: int, **cells: Cell) -> None:
        """A customer with a follow-up, an opportunity and a plan, every cell of it marked."""
        day = TODAY - timedelta(3)
        texts = {
            table: {column: f"ZQ{short}{column.replace('_', '')}ZQ" for column in columns}
            for table, columns in TEXTS.items()
        }
        amounts = [next(self.numbers) for _ in range(2)]
        self.amounts[short] = [str(amount) for amount in amounts]
        key, person = f"C202605060{number:02}", owner or BOSS
        lost: dict[str, Cell] = {"Status": "流失客户", "Contract_Amount": amounts[0], "Sign_Date": day}
        rows: dict[str, dict[str, Cell]] = {
            "customers": {
                **texts["customers"],
                **lost,
                "Customer_ID": key,
                "Contact_Info": f"微信:ZQ{short}ContactZQ",
                "Level": "重点客户",
                "Owner": owner,
                "Create_User": person,
                "First_Date": day,
                **cells,
            },
            "follow_ups": {
                **texts["follow_ups"],
                "Follow_ID": f"F202605060{number:02}",
                "Customer_ID": key,
                "Follow_Date": day,
                "Follow_User": person,
            },
            "opportunities": {
                **texts["opportunities"],
                "Opportunity_ID": f"O202605060{number:02}",
                "Customer_ID": key,
                "Stage": "赢单",
                "Amount": amounts[1],
                "Responsible": person,
                "Close_Date": day,
            },
            "plan": {
                **texts["plan"],
                "Plan_ID": f"P202605060{number:02}",
                "Customer_ID": key,
                "Due_Date": day,
                "Owner": person,
            },
        }
        for table, row in rows.items():
            self.team.add(typist, table, row)
        self.of[short] = marks(json.dumps(rows, default=str))

    def step(self, name: str, **whose: str) -> None:
        """Run, and note down what each may and can read; `whose`: by rep, the short names of what they may see."""
        assert self.team.run() in (0, 3)
        config = load(self.team.config)
        for stem, ask in (
            ("taken", {"ask": "taken", "name": "ZQa1CustomerNameZQ"}),
            ("taken2", {"ask": "taken", "name": "ZQb1CustomerNameZQ"}),
            ("run", {"ask": "run"}),
            *((f"report-{n}", {"ask": "report", "name": n}) for n in ("overview", "overdue", "performance")),
            ("guess", {"ask": "report", "name": "hub"}),
        ):
            for book in BOOKS.values():
                path = self.team.path / "users" / book / "mail" / "in" / f"{stem}.json"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps({"format": 1, **ask}))
                os.utime(path, (1, 1))
        answer_mail(config, TODAY)
        for user in (ANN, BOB, LEFT, BOSS):
            for path in sorted(self.team.path_of(user).rglob("*")):
                if path.is_file():
                    self.seen[name, user, path.name] = _everything(path)
            if user != LEFT:
                sheets = reports_now(config, TODAY, user)
                self.seen[name, user, "salesheet report --for"] = "\n".join(str(sheet) for sheet in sheets)
        for user in (ANN, BOB):
            shorts = whose.get("ann" if user == ANN else "bob", "").split()
            target = {"7770001" if user == ANN else "7770002"}
            mine = set().union(*(self.of.get(short.replace("_", " "), {short}) for short in shorts), target)
            self.allowed[name, user] = mine


def _everything(path: Path) -> str:
    """All that is in a file: for a workbook every part, unpacked."""
    if path.suffix != ".xlsm" or not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        return "\n".join([*package.namelist(), *parts, package.comment.decode("utf-8", "replace")])


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("leaks") / "team"
    folder.mkdir()
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    assert main(["init", str(folder)]) == 0
    (folder / "users" / "left").mkdir(parents=True)
    (folder / "users" / "left" / "left.xlsm").write_bytes(b"as it was on the last day")
    team = Team(folder)
    story = Story(team)
    for number, (typist, owner, short) in enumerate(
        [
            (ANN, ANN, "a1"),
            (ANN, ANN, "a2"),
            (ANN, ANN, "a3"),
            (BOB, BOB, "b1"),
            (BOB, BOB, "b2"),
            (BOSS, LEFT, "c1"),
            (BOSS, None, "p1"),
        ],
        1,
    ):
        story.customer(typist, owner, short, number)
    # The same company at two reps: each may know no more of the other's row than that it is taken.
    story.customer(ANN, ANN, "da", 8, Customer_Name="双份公司", Contact_Info="13800138000")
    story.customer(BOB, BOB, "db", 9, Customer_Name="双份公司", Contact_Info="13800138000")
    ann, bob = "a1 a2 a3 da", "b1 b2 db"
    story.step("first run", ann=ann, bob=bob)
    # Guesses: IDs of a colleague's customer and of a lead in the pool, in opportunities, follow-ups and plans.
    for number, key in enumerate(("C20260506001", "C20260506007"), 50):
        deal: dict[str, Cell] = {"Opportunity_ID": f"O202605060{number}", "Customer_ID": key, "Stage": "初步接触"}
        deal |= {"Opportunity_Name": "猜", "Amount": 5, "Responsible": BOB}
        team.add(BOB, "opportunities", deal)
        talk: dict[str, Cell] = {"Follow_ID": None, "Customer_ID": key, "Follow_Date": TODAY, "Follow_User": BOB}
        team.add(BOB, "follow_ups", talk | {"Follow_Method": "电话", "Content": "猜"})
        team.add(BOB, "plan", {"Plan_ID": None, "Customer_ID": key, "Due_Date": TODAY, "Owner": BOB})
    typed = "O20260506050 O20260506051 C20260506001 C20260506007"  # what they typed themselves
    # and what hangs on Ann's own customer is hers to see, whoever typed it
    guessed = "O20260506050 F20260506010 P20260506010"
    story.step("guessed IDs", ann=f"{ann} {guessed}", bob=f"{bob} {typed}")
    # Another's row under its own ID, pasted in with changes.
    team.add(BOB, "customers", {"Customer_ID": "C20260506002", "Customer_Name": "贴来的", "Owner": BOB})
    story.step("pasted another's ID", ann=f"{ann} {guessed}", bob=f"{bob} {typed} C20260506010")
    team.set(BOSS, "customers", "C20260506001", "Owner", BOB)
    bob = f"{bob} a1 {typed} C20260506010 {guessed}"
    # Ann still answers for the opportunity: its customer's ID and name are hers to know, and nothing else of it.
    story.of["a1 deal"] = {"C20260506001", "O20260506001", "ZQa1CustomerNameZQ", "ZQa1OpportunityNameZQ"}
    story.of["a1 deal"].add(story.amounts["a1"][1])
    ann = "a1_deal a2 a3 da"
    story.step("owner changed", ann=ann, bob=bob)
    for user, text in ((BOB, "ZQconflictbobZQ"), (BOSS, "ZQconflictbossZQ")):
        team.set(user, "customers", "C20260506004", "Notes", text)
    story.step("conflict", ann=ann, bob=f"{bob} ZQconflictbobZQ ZQconflictbossZQ")
    team.delete(BOSS, "customers", "C20260506002")
    team.delete(BOB, "customers", "C20260506005")
    # What hung on a customer that is gone stays with who wrote it; the customer's own cells are nowhere any more.
    for short in ("a2", "b2"):
        gone = {f"ZQ{short}{column.replace('_', '')}ZQ" for column in (*TEXTS["customers"], "Contact")}
        story.of[f"{short} rest"] = story.of[short] - gone - {story.amounts[short][0]}
    ann, bob = ann.replace("a2", "a2_rest"), bob.replace("b2", "b2_rest")
    story.step("archived", ann=ann, bob=f"{bob} ZQconflictbobZQ ZQconflictbossZQ")
    return story


STEPS = ("first run", "guessed IDs", "pasted another's ID", "owner changed", "conflict", "archived")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("user", [ANN, BOB])
def test_a_rep_gets_nothing_of_anybody_else(story: Story, step: str, user: str) -> None:
    outputs = {output: text for (at, who, output), text in story.seen.items() if (at, who) == (step, user)}
    assert len(outputs) > 8
    hits = {output: found for output, text in outputs.items() if (found := marks(text) - story.allowed[step, user])}
    assert hits == {}


@pytest.mark.parametrize("step", STEPS)
def test_the_search_finds_what_is_there(story: Story, step: str) -> None:
    """The control: the manager's workbook holds every mark of every row, each rep's all of their own."""
    everything = set().union(*(story.of[short] for short in ("a1", "a3", "b1", "c1", "p1", "da", "db")))
    assert everything - {"ZQb1NotesZQ"} <= marks(story.seen[step, BOSS, "boss.xlsm"])
    assert story.of["a3"] <= marks(story.seen[step, ANN, "ann.xlsm"])
    for name in ("taken", "run", "report-overview", "report-overdue", "report-performance"):
        assert json.loads(story.seen[step, ANN, f"{name}.json"])["status"] == "done"
    assert story.of["b1"] - {"ZQb1NotesZQ"} <= marks(story.seen[step, BOB, "bob.xlsm"])


@pytest.mark.parametrize("step", STEPS)
def test_who_left_gets_nothing_and_their_workbook_is_left_alone(story: Story, step: str) -> None:
    outputs = {output: text for (at, who, output), text in story.seen.items() if (at, who) == (step, LEFT)}
    assert outputs.pop("left.xlsm") == "as it was on the last day"
    assert len(outputs) == 7
    assert all('"status"' not in text for text in outputs.values())


def test_a_colleagues_customer_is_taken_and_no_more(story: Story) -> None:
    told = json.loads(story.seen["first run", BOB, "taken.json"])
    assert (told["taken"], told["yours"], told["others"]) == (True, [], [{"owner": "张*", "last_contact_days": 3}])
    own = json.loads(story.seen["first run", ANN, "taken.json"])
    assert own["yours"][0]["name"] == "ZQa1CustomerNameZQ"


def test_what_is_the_agents_lies_in_no_reps_folder(story: Story) -> None:
    for user in (ANN, BOB):
        names = {path.name for path in story.team.path_of(user).rglob("*") if path.is_file()}
        assert {name for name in names if not name.endswith(".json")} == {f"{BOOKS[user]}.xlsm"}
    if sys.platform != "win32":
        for name in ("hub", "logs", "spare", "backups", "archive", "inbox"):
            assert stat.S_IMODE((story.team.path / name).stat().st_mode) == 0o700, name
    assert any((story.team.path / "spare").rglob("*.xlsm"))
