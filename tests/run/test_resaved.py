"""Workbooks that another program saved again go on as before: LibreOffice, openpyxl, WPS Office."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sync.cli import main
from sync.config import Config, load
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import NewRow, Update
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.workbook import Workbook
from tests.office import Office
from tests.run.resaved import by_openpyxl, by_wps
from tests.sync.team import customer
from validators.cells import Cell
from validators.models import specs

TODAY = "2026-05-06"
REP = "张伟"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"


@pytest.fixture
def team(tmp_path: Path) -> Config:
    assert main(["init", str(tmp_path / "team"), "--manager", "王主管", "--rep", REP]) == 0
    config = load(tmp_path / "team" / "config.toml")
    rows = [
        customer(f"公司{n}", Customer_ID=None, Contact_Info=f"电话:0571-8888 66{n:02d}", Owner=REP) for n in range(3)
    ]
    add(config, rows)
    run(config)
    return config


def place(config: Config, name: str = REP) -> Path:
    user = config.settings.user(name)
    assert user is not None
    return config.place(user)


def add(config: Config, rows: list[dict[str, Cell]], name: str = REP) -> None:
    endpoint = WorkbookEndpoint(name, place(config, name), specs(config.settings), "zh")
    snapshot = endpoint.read()
    endpoint.apply(Update(new=[NewRow("customers", row) for row in rows]), snapshot.version)


def run(config: Config) -> int:
    return main(["run", "--config", str(config.path), "--today", TODAY])


def names(path: Path) -> dict[str, str]:
    """ID by customer name, as openpyxl reads them."""
    rows = openpyxl.load_workbook(path)["客户"].iter_rows(min_row=3, max_col=2, values_only=True)
    return {str(name): str(key) for key, name in rows if name is not None}


BELOW = {"B6": "新来的公司", "F6": "电话:0571-7777 6611", "I6": "意向客户", "J6": "普通客户"}


def _goes_on(config: Config, capsys: pytest.CaptureFixture[str], titles: list[str]) -> None:
    before = names(place(config))
    assert "新来的公司" in before
    capsys.readouterr()
    assert run(config) == 0, capsys.readouterr()
    after = names(place(config))
    assert after["新来的公司"] == "C20260506004"
    assert {name: key for name, key in after.items() if name != "新来的公司"} == {
        f"公司{n}": f"C2026050600{n + 1}" for n in range(3)
    }
    assert set(names(place(config, "王主管"))) == set(after)
    assert openpyxl.load_workbook(place(config)).sheetnames == titles
    assert main(["check", str(place(config)), "--write", "--today", TODAY]) == 0
    assert openpyxl.load_workbook(place(config)).sheetnames == titles
    assert run(config) == 0
    written = place(config).read_bytes()
    capsys.readouterr()
    assert run(config) == 0
    assert "没有新变化" in capsys.readouterr().out
    assert place(config).read_bytes() == written
    assert names(place(config)) == after


@pytest.mark.parametrize("keep_vba", [False, True])
def test_saved_by_openpyxl(team: Config, keep_vba: bool, capsys: pytest.CaptureFixture[str]) -> None:
    titles = openpyxl.load_workbook(place(team)).sheetnames
    by_openpyxl(place(team), "客户", BELOW, keep_vba)
    _goes_on(team, capsys, titles)


@pytest.mark.office
def test_saved_by_libreoffice(team: Config, office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    titles = openpyxl.load_workbook(place(team)).sheetnames
    cells = {f"客户!{address}": value for address, value in BELOW.items()}
    office.edit(place(team), cells, place(team).with_name("again.xlsm"))
    place(team).with_name("again.xlsm").replace(place(team))
    _goes_on(team, capsys, titles)
    assert office.read(place(team), ["客户"]).sheets["客户"].cells["B6"] == "新来的公司"


def test_saved_by_wps(team: Config, capsys: pytest.CaptureFixture[str]) -> None:
    path = place(team)
    titles = openpyxl.load_workbook(path).sheetnames
    patch = Patch(Workbook(Package.open(path)))
    for address, value in BELOW.items():
        patch.set("客户", 6, ord(address[0]) - 64, value)
    path.write_bytes(patch.render())
    by_wps(path)
    kept = {name: Package.open(path).read(name) for name in ("docProps/custom.xml", "xl/cellimages.xml")}
    _goes_on(team, capsys, [*titles, "WpsReserved_CellImgList"])
    assert {name: Package.open(path).read(name) for name in kept} == kept


def test_rows_that_may_be_another_lists_are_told(team: Config, capsys: pytest.CaptureFixture[str]) -> None:
    heads = {"B7": "客户名称", "F7": "联系方式", "I7": "客户状态", "J7": "客户等级"}
    cells = heads | {address.replace("6", "8"): value for address, value in BELOW.items()}
    by_openpyxl(place(team), "客户", cells)
    run(team)
    assert "“客户”第 8 行起" in capsys.readouterr().out
    assert "新来的公司" not in names(place(team, "王主管"))
    main(["check", str(place(team)), "--today", TODAY])
    assert "“客户”第 8 行起" in capsys.readouterr().out


def _with_signature(path: Path) -> dict[str, bytes]:
    """Sign the workbook's macros; the parts that must survive."""
    package = Package.open(path)
    package.put("xl/vbaProjectSignature.bin", b"\x08signed", "application/vnd.ms-office.vbaProjectSignature")
    package.relate("xl/vbaProject.bin", f"{VBA}Signature", "xl/vbaProjectSignature.bin")
    path.write_bytes(package.render())
    names = ("xl/vbaProject.bin", "xl/vbaProjectSignature.bin", "customUI/customUI14.xml")
    return {name: package.read(name) for name in names}


def test_macros_their_signature_and_the_ribbon_survive_a_run(team: Config, capsys: pytest.CaptureFixture[str]) -> None:
    parts = _with_signature(place(team))
    add(team, [customer("又一家公司", Customer_ID=None)])
    run(team)
    assert "功能区" not in capsys.readouterr().out
    package = Package.open(place(team))
    assert {name: package.read(name) for name in parts} == parts
    assert [one.target for one in package.relations("xl/vbaProject.bin").values()] == ["xl/vbaProjectSignature.bin"]
    assert "又一家公司" in names(place(team))


@pytest.mark.parametrize("keep_vba", [False, True])
def test_a_lost_ribbon_is_told_with_the_remedy(
    team: Config, keep_vba: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    by_openpyxl(place(team), "客户", {}, keep_vba)
    run(team)
    said = capsys.readouterr().out
    assert "功能区按钮没有了" in said
    assert "salesheet init" in said
    assert ("Excel 会拒绝打开" in said) is not keep_vba
    main(["check", str(place(team)), "--lang", "en", "--today", TODAY])
    assert "the ribbon is gone" in capsys.readouterr().out


def test_a_protected_sheet_is_checked_but_not_grown_and_keeps_its_protection(
    team: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place(team)
    book = openpyxl.load_workbook(path)
    book["客户"].protection.sheet = True
    book.save(path)
    add(team, [customer("主管录入的公司", Customer_ID=None, Owner=REP)], "王主管")
    assert run(team) == 1
    assert "工作表“客户”受保护" in capsys.readouterr().out
    assert main(["check", str(path), "--write", "--today", TODAY]) == 0
    book = openpyxl.load_workbook(path)
    assert book["客户"].protection.sheet
    book["客户"].protection.sheet = False
    book.save(path)
    assert run(team) == 0
    assert "主管录入的公司" in names(path)


def test_a_shared_workbook_of_the_old_kind_is_read_and_left_alone(
    team: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    path = place(team)
    add(team, [customer("没有编号的公司", Customer_ID=None, Owner=REP)])
    package = Package.open(path)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.userNames+xml"
    users = b'<users xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0"/>'
    package.put("xl/revisions/userNames.xml", users, kind)
    package.relate(package.main_part, "usernames", "xl/revisions/userNames.xml")
    path.write_bytes(package.render())
    before = path.read_bytes()
    assert run(team) == 1
    assert "共享工作簿" in capsys.readouterr().out
    assert main(["check", str(path), "--today", TODAY]) in (0, 3)
    assert main(["check", str(path), "--write", "--today", TODAY]) == 7
    assert "取消共享工作簿" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_strict_document_is_flagged_and_stays_strict(team: Config, capsys: pytest.CaptureFixture[str]) -> None:
    path = place(team)
    package = Package.open(path)
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            xml = package.read(name)
            xml = xml.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            xml = xml.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            package.put(name, xml)
    path.write_bytes(package.render())
    add(team, [customer("严格格式的公司", Customer_ID=None, Owner=REP)])
    assert run(team) == 0, capsys.readouterr()
    assert Package.open(path).strict
    snapshot = WorkbookEndpoint(REP, path, specs(team.settings), "zh").read()
    assert snapshot.tables["customers"].get("Customer_Name")[-1] == "严格格式的公司"
    assert snapshot.tables["customers"].get("Customer_ID")[-1] == "C20260506004"
    assert b"schemas.openxmlformats.org/spreadsheetml" not in b"".join(
        Package.open(path).read(sheet.part) for sheet in Workbook(Package.open(path)).sheets
    )
