"""The whole demo as a person meets it: through LibreOffice, which reads flags, reports and charts back."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sync.cli import main
from sync.config import Config, load
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import CellEdit, Update
from sync.upkeep.demo_data import generate
from tests.office import Chart, Document, Office
from validators.cells import Table
from validators.models import specs

pytestmark = pytest.mark.office
TODAY = "2026-11-24"
TEMPLATE = Path(__file__).resolve().parent.parent.parent / "workbook_template.xlsm"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("demo") / "team"
    assert main(["demo", "--into", str(folder), "--today", TODAY]) == 0
    return load(folder / "config.toml")


@pytest.fixture(scope="module")
def manager(demo: Config, office: Office) -> Document:
    return office.read(_place(demo, "manager"), links=["检查结果"])


def _place(config: Config, role: str) -> Path:
    return config.place(next(user for user in config.settings.users if user.role == role and user.active))


def _chart(document: Document, sheet: str, at: int = 0) -> Chart:
    return [chart for chart in document.charts if chart.sheet == sheet][at]


def test_every_workbook_opens_with_its_sheets(demo: Config, office: Office) -> None:
    for user in demo.workbooks():
        document = office.read(demo.place(user), sheets=[])
        assert document.titles[:5] == ["开始", "客户", "跟进", "机会", "计划"]
        assert {"检查结果", "冲突", "总览", "跟进率", "漏斗", "业绩", "逾期"} <= set(document.titles)


def test_rows_are_flagged_and_findings_lead_to_their_cells(manager: Document) -> None:
    customers = manager.sheets["客户"]
    checks = {
        address: text for address, text in customers.cells.items() if address.startswith("T") and address[1:].isdigit()
    }
    marks = Counter(str(text)[0] for address, text in checks.items() if int(address[1:]) > 2)
    assert marks["✗"] > 0
    assert marks["⚠"] > 10
    assert all(len(str(text)) <= 60 for text in checks.values())
    findings = manager.sheets["检查结果"]
    listed = [
        address for address, value in findings.cells.items() if address.startswith("A") and str(value)[:1] in "✗⚠ℹ"
    ]
    assert len(listed) > 30
    targets = [link for address, link in findings.links.items() if address.startswith("C")]
    assert len(targets) == len(listed)
    sheet, _, cell = targets[0].removeprefix("#").replace("'", "").replace("$", "").rpartition(".")
    assert cell in manager.sheets[sheet].cells or sheet in manager.titles


def test_text_that_looks_like_a_formula_is_the_same_text_everywhere(demo: Config, office: Office) -> None:
    made = generate("tiny", 1, "zh", date.fromisoformat(TODAY))
    typed = {
        str(value)
        for table in made.tables.values()
        for column in table.columns.values()
        for value in column
        if isinstance(value, str) and value[:1] in "=+-@"
    }
    assert {text[0] for text in typed} >= set("+-@")
    document = office.read(_place(demo, "manager"), sheets=["客户", "跟进", "机会", "计划"])
    found = {str(value) for sheet in document.sheets.values() for value in sheet.cells.values()}
    assert typed <= found
    assert all(not sheet.formulas for sheet in document.sheets.values())


def test_charts_show_what_an_independent_count_says(demo: Config, manager: Document) -> None:
    rows = list(_read(demo, "manager")["customers"].rows())
    ids = Counter(row["Customer_ID"] for row in rows)
    rows = [row for row in rows if ids[row["Customer_ID"]] == 1]  # rows with a doubled ID wait and are not counted
    pie = _chart(manager, "总览").series[0]
    industries = Counter(str(row["Industry"]) for row in rows if row["Industry"])
    for name, value in zip(pie.categories, pie.values, strict=True):
        if name and name != "其他":
            assert industries[name] == value
    assert sum(value for value in pie.values if value == value) == sum(industries.values())
    status = _chart(manager, "总览", 1).series[0]
    counted = Counter(str(row["Status"]) for row in rows)
    shown = dict(zip(status.categories, status.values, strict=True))
    assert shown["成交客户"] >= counted["成交客户"] > 0
    overdue = _chart(manager, "逾期").series[0]
    listed = [
        a
        for a, v in manager.sheets["逾期"].cells.items()
        if a.startswith("F") and isinstance(v, int) and int(a[1:]) > 24
    ]
    assert sum(value for value in overdue.values if value == value) == len(listed)


def test_changing_one_row_changes_the_bar(demo: Config, office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "team"
    shutil.copytree(demo.folder, copy)
    config = load(copy / "config.toml")
    before = _chart(office.read(_place(config, "manager"), sheets=[]), "总览", 1).series[0]
    endpoint, path = _endpoint(config, "manager"), _place(config, "manager")
    snapshot = endpoint.read()
    row = snapshot.tables["customers"].columns["Status"].index("潜在客户")
    endpoint.apply(Update(edits=[CellEdit("customers", row, "Status", "潜在客户", "意向客户")]), snapshot.version)
    assert main(["run", "--config", str(config.path), "--today", TODAY]) == 3
    after = _chart(office.read(path, sheets=[]), "总览", 1).series[0]
    change = {name: new - old for name, old, new in zip(before.categories, before.values, after.values, strict=True)}
    assert change == {"潜在客户": -1, "意向客户": 1, "成交客户": 0, "流失客户": 0}


def test_a_workbook_that_libreoffice_saved_again_is_understood(demo: Config, office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "team"
    shutil.copytree(demo.folder, copy)
    config = load(copy / "config.toml")
    rep = next(user for user in config.workbooks() if user.role == "rep")
    path = config.place(rep)
    office.edit(path, {"客户!O3": "在 LibreOffice 里写的备注"}, tmp_path / "saved.xlsm")
    shutil.copy(tmp_path / "saved.xlsm", path)
    assert main(["run", "--config", str(config.path), "--today", TODAY]) == 3
    notes = _read(config, "manager")["customers"].get("Notes")
    assert "在 LibreOffice 里写的备注" in notes


def test_every_part_the_run_did_not_mean_to_change_is_the_templates(demo: Config) -> None:
    template = zipfile.ZipFile(TEMPLATE)
    made = zipfile.ZipFile(_place(demo, "manager"))
    changed = {name for name in template.namelist() if made.read(name) != template.read(name)}
    meant = {"xl/styles.xml", "[Content_Types].xml", "xl/sharedStrings.xml", "xl/workbook.xml"}
    assert all(name in meant or name.startswith(("xl/worksheets/", "xl/tables/")) for name in changed), changed
    assert {
        "xl/theme/theme1.xml",
        "docProps/app.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
    } & changed == set()


def test_the_report_sheet_renders_to_a_picture(demo: Config, office: Office, tmp_path: Path) -> None:
    pages = office.to_png(_place(demo, "manager"), tmp_path, ["总览"])
    assert pages
    assert max(page.stat().st_size for page in pages) > 20_000


def test_reps_see_their_own_rows_only(demo: Config) -> None:
    everything = _read(demo, "manager")["customers"]
    for user in demo.workbooks():
        if user.role != "rep":
            continue
        mine = {row["Customer_ID"] for row in everything.rows() if row["Owner"] == user.name}
        path = demo.place(user)
        held = set(
            WorkbookEndpoint(user.name, path, specs(demo.settings), "zh").read().tables["customers"].get("Customer_ID")
        )
        assert mine <= held
        others = {
            str(row["Customer_Name"])
            for row in everything.rows()
            if row["Customer_ID"] not in held and len(str(row["Customer_Name"])) > 6
        }
        with zipfile.ZipFile(path) as package:
            text = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
        linked = {name for name in others if name in text}
        assert len(linked) <= 8, (
            linked
        )  # customers behind opportunities that the rep is responsible for: name and ID only


def _endpoint(config: Config, role: str) -> WorkbookEndpoint:
    return WorkbookEndpoint(role, _place(config, role), specs(config.settings), "zh")


def _read(config: Config, role: str) -> dict[str, Table]:
    return _endpoint(config, role).read().tables


def test_a_row_takes_the_colour_of_its_worst_finding(demo: Config, office: Office) -> None:
    shown = office.shown(_place(demo, "manager"), "机会")
    colours: dict[str, set[str]] = {}
    for address, cell in shown.items():
        if address.startswith("J") and address[1:].isdigit() and int(address[1:]) > 2 and cell.text[:1] in "✗⚠":
            colours.setdefault(cell.text[:1], set()).add(str(shown[f"C{address[1:]}"].background).upper())
    assert colours == {"✗": {"#FDECEA"}, "⚠": {"#FFF6E5"}}
