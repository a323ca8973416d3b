"""Text that begins like a formula stays text, in every sheet, chart, list and message that anything of it reaches.

A whole team whose names, choices, labels, headers and cells are made of such texts is run with conflicts, duplicates
and all reports; then every place of every workbook in which a program would compute or follow something is looked at.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from sync.cli import main
from sync.config import load
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import CellEdit, NewRow, Update
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch, Region
from sync.ooxml.workbook import Workbook
from tests.hostile.attacks import honest
from tests.office import Office
from tests.ooxml.samples import draw, report
from validators.cells import Cell, Table
from validators.fields import TableSpec
from validators.models import specs
from validators.settings import Settings

MARK = "INJ"
REP, OTHER, BOSS = "=INJ(rep)", "+INJ 李娜", "@INJ-boss"
CONFIG = f"""
format = 1
[team]
name = '=INJ("team")'
collision_owner = "name"
[[users]]
name = "{BOSS}"
role = "manager"
place = "users/boss/boss.xlsm"
[[users]]
name = "{REP}"
place = "users/rep/=INJ(rep).xlsm"
[[users]]
name = "{OTHER}"
place = "users/other/other.xlsm"
[choices]
Industry = ["=INJ(1)", "-INJ", "@INJ", "+INJ"]
Source = ["=INJ(2)", "=cmd|' /C INJ'!A0"]
Stage = [{{ name = "=INJ(3)", probability = 10 }}, {{ name = "+INJ赢", probability = 100, closes = "won" }},
  {{ name = "-INJ输", probability = 0, closes = "lost" }}]
[[columns.extra]]
table = "customers"
name = "Extra"
label = {{ zh = "=INJ(label)", en = "=INJ(label)" }}
type = "choice"
choices = ["=INJ(4)", "=HYPERLINK(\\"http://INJ\\",\\"x\\")"]
[[targets]]
user = "{REP}"
month = "2026-05"
amount = 1000
"""
TEXTS = (
    "=INJ()",
    "+INJ",
    "-INJ",
    "@INJ",
    "\t=INJ()",
    " =INJ()",
    "\n=INJ()",
    "=cmd|' /C INJ'!A0",
    '=HYPERLINK("http://INJ")',
    "'=INJ()",
    "＝INJ()",
    "{=INJ()}",
    "_x003D_INJ()",
    "]]>=INJ()",
    "</t></is></c><c><f>INJ()</f>",
)


def customers() -> Iterator[dict[str, Cell]]:
    for number, text in enumerate(TEXTS):
        yield {
            "Customer_Name": f"{text}公司",
            "Contact_Person": text,
            "Contact_Info": f"微信:inj{number // 2:04}",
            "Industry": ("=INJ(1)", "-INJ", "@INJ", "+INJ")[number % 4],
            "Source": "=INJ(2)",
            "Status": ("潜在客户", "意向客户", "成交客户", "=INJ(状态)")[number % 4],
            "Level": ("重点客户", "普通客户", "=INJ(级别)")[number % 3],
            "Create_User": REP,
            "Owner": REP,
            "First_Date": date(2026, 2, 1 + number),
            "Notes": text,
            "Extra": "=INJ(4)",
        }


class Team:
    """The team's folder after two runs, with a conflict and a colleague's duplicate between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "config.toml").write_text(CONFIG, "utf-8")
        self.settings: Settings = load(folder / "config.toml").settings
        assert main(["init", str(folder)]) == 0
        self.books = {REP: "rep/=INJ(rep)", OTHER: "other/other", BOSS: "boss/boss"}
        self.add(REP, "customers", *customers())
        self.add(OTHER, "customers", next(customers()) | {"Owner": OTHER, "Create_User": OTHER})
        self.run()
        for user in (REP, BOSS):
            self.edit(user, "Contact_Person", f"=INJ({'rep' if user == REP else 'boss'})")
        key = str(self.rows(REP)[1]["Customer_ID"])
        deal: dict[str, Cell] = {
            "Customer_ID": key,
            "Amount": 500,
            "Responsible": REP,
            "Expected_Date": date(2026, 6, 1),
        }
        deals = [deal | {"Opportunity_Name": text, "Stage": "=INJ(3)"} for text in TEXTS[:3]]
        self.add(REP, "opportunities", *deals, deal | {"Opportunity_Name": "@INJ", "Stage": "+INJ赢"})
        talk: dict[str, Cell] = {"Customer_ID": key, "Follow_Date": date(2026, 5, 5), "Follow_User": REP}
        self.add(REP, "follow_ups", talk | {"Follow_Method": "=INJ()", "Content": "=INJ()", "Next_Plan": "@INJ"})
        self.run()

    @property
    def specs(self) -> dict[str, TableSpec]:
        return specs(self.settings)

    def endpoint(self, user: str) -> WorkbookEndpoint:
        return WorkbookEndpoint(user, self.folder / "users" / f"{self.books[user]}.xlsm", self.specs, "zh")

    def rows(self, user: str) -> list[dict[str, Cell]]:
        return list(self.table(user).rows())

    def table(self, user: str) -> Table:
        return self.endpoint(user).read().tables["customers"]

    def add(self, user: str, table: str, *rows: dict[str, Cell]) -> None:
        endpoint, key = self.endpoint(user), self.specs[table].key
        version = endpoint.read().version
        endpoint.apply(Update(new=[NewRow(table, {key: None} | row) for row in rows]), version)

    def edit(self, user: str, column: str, value: Cell) -> None:
        endpoint = self.endpoint(user)
        snapshot = endpoint.read()
        before = snapshot.tables["customers"].columns[column][0]
        endpoint.apply(Update(edits=[CellEdit("customers", 0, column, before, value)]), snapshot.version)

    def run(self) -> None:
        assert main(["run", "--config", str(self.folder / "config.toml"), "--today", "2026-05-06", "--force"]) in (0, 3)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    return Team(tmp_path_factory.mktemp("injection") / "team")


ACTIVE = re.compile(
    r"<(?:[\w.\-]+:)?(f|formula|formula1|formula2|definedName|calculatedColumnFormula|totalsRowFormula|ddeLink|oldFormula)"
    r"(?=[\s>])[^>]*>([^<]*)<"
)
"""Elements that a spreadsheet program computes (ECMA-376 part 1, 18.2.5, 18.3.1, 18.5.1, 21.2.2)."""

OUTSIDE = re.compile(r'Target="([^"]*)"[^>]*TargetMode="External"')
LOCATION = re.compile(r'<hyperlink [^>]*location="([^"]*)"')


def active(path: Path) -> Iterator[tuple[str, str]]:
    """What a program would compute or follow in the workbook: the part, and the formula or address."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            assert "externalLink" not in name
            if not name.endswith((".xml", ".rels")):
                continue
            text = package.read(name).decode()
            yield from ((name, unescape(found[2])) for found in ACTIVE.finditer(text))
            if name.endswith(".rels"):
                yield from (
                    (name, target) for target in re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text)
                )
            for location in re.findall(r'<hyperlink [^>]*location="([^"]*)"', text):
                yield name, unescape(location)


def books(team: Team) -> list[Path]:
    return sorted(path for path in team.folder.rglob("*.xls[mx]"))


def test_nothing_of_it_is_ever_computed_or_followed(team: Team) -> None:
    seen = [(path.name, *found) for path in books(team) for found in active(path)]
    assert len(seen) > 100
    assert [found for found in seen if MARK in found[2]] == []


def test_everything_of_it_stands_there_as_it_was_typed(team: Team) -> None:
    for user in (REP, BOSS):
        rows = {row["Notes"]: row for row in team.rows(user) if row["Owner"] == REP}
        assert set(rows) == set(TEXTS)
        for text in TEXTS:
            assert rows[text]["Customer_Name"] == f"{text}公司"
            assert rows[text]["Extra"] == "=INJ(4)"


def test_it_reaches_reports_lists_and_charts_as_text(team: Team) -> None:
    package = Package.open(team.endpoint(BOSS).path)
    shown = {sheet.title: package.read(sheet.part).decode() for sheet in Workbook(package).sheets}
    assert sum("INJ" in xml for xml in shown.values()) > 5
    charts = [name for name in package.names if name.startswith("xl/charts/chart")]
    assert any("INJ" in package.read(name).decode() for name in charts)


def test_the_third_run_is_quiet(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in books(team)}
    team.run()
    assert before == {path: path.read_bytes() for path in books(team)}


def test_json_has_it_as_it_is(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main(["check", str(team.endpoint(REP).path), "--config", str(team.folder / "config.toml"), "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert any("=INJ(状态)" in finding["message"] for finding in findings)


@pytest.mark.office
def test_a_real_program_computes_nothing_of_it(team: Team, office: Office) -> None:
    opened = office.read(team.endpoint(BOSS).path)
    sheet = opened.sheets["客户"]
    assert "=INJ()公司" in sheet.cells.values()
    formulas = {(title, at): text for title, one in opened.sheets.items() for at, text in one.formulas.items()}
    assert [place for place, text in formulas.items() if MARK in text] == []
    links = [target for one in opened.sheets.values() for target in one.links.values()]
    assert [link for link in links if MARK in link] == []


def test_sheet_names_headers_and_charts_of_it_are_text(tmp_path: Path) -> None:
    title = "=INJ()'!A1"
    sheet = report()
    sheet.title = title
    sheet.charts = [
        replace(chart, title="=INJ(title)", series=tuple(replace(one, name="=INJ(name)") for one in chart.series))
        for chart in sheet.charts
    ]
    package = Package.from_bytes(draw(honest(), sheet)[0])
    workbook = Workbook(package)
    assert title in [one.title for one in workbook.sheets]
    patch = Patch(workbook)
    patch.add_column("S", Region(1, 1, 7, 2), "=INJ(header)")
    patch.apply()
    (tmp_path / "a.xlsx").write_bytes(package.render())
    quoted = "'=INJ()''!A1'!"
    for part, found in active(tmp_path / "a.xlsx"):
        assert MARK not in found.replace(quoted, ""), part
    with zipfile.ZipFile(tmp_path / "a.xlsx") as made:
        texts = "".join(made.read(name).decode() for name in made.namelist() if name.endswith(".xml"))
    for text in ("=INJ(title)", "=INJ(name)", "=INJ(header)"):
        assert f">{text}<" in texts
