"""`salesheet init --from`: lists that were never ours, as a new user has them."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from sync.cli import main
from sync.ooxml.save import lock_files
from tests.cli.lists import MESSY_HEADERS, messy, plain, tables, typed
from tests.office import Office

TODAY = "2026-05-06"
PEOPLE = ["--manager", "王主管", "--rep", "张伟", "--rep", "李娜"]
HEADS = ["客户名称", "联系电话", "客户状态", "客户等级", "业务员"]
ROW = ["甲公司", "0571-88886666", "意向客户", "普通客户", "张伟"]


def init(
    capsys: pytest.CaptureFixture[str], folder: Path, source: Path, *more: str, people: list[str] = PEOPLE
) -> dict[str, Any]:
    """Adopt, and what the JSON says."""
    capsys.readouterr()
    assert main(["init", str(folder), "--from", str(source), *people, "--format", "json", *more]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def run(folder: Path, *more: str) -> int:
    return main(["run", "--config", str(folder / "config.toml"), "--today", TODAY, *more])


def adopted(folder: Path, name: str = "王主管", suffix: str = ".xlsx") -> Path:
    return folder / "users" / name / f"{name}{suffix}"


def names(path: Path, sheet: str, header: str = "Customer_Name*") -> list[Any]:
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if header in row)
    column = rows[start].index(header)
    return sorted(str(row[column]) for row in rows[start + 1 :] if row[column] is not None)


def test_a_messy_list_is_understood_kept_and_shared_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, team = messy(tmp_path / "名单.xlsx"), tmp_path / "team"
    before, original = typed(source), source.read_bytes()
    said = init(capsys, team, source)
    (table,) = said["tables"]
    assert (table["table"], table["sheet"], table["header_row"], table["rows"]) == ("customers", "客户名单", 3, 6)
    assert [(one["header"], one["column"], one["certainty"]) for one in table["columns"]] == list(
        zip(
            MESSY_HEADERS,
            [None, "Customer_Name", "Contact_Person", "Contact_Info", "Contact_Job", "Level", "Status", "Owner",
             "First_Date", None, None, "Notes"],
            ["own", "certain", "certain", "likely", "likely", "likely", "likely", "likely", "likely", "own", "own",
             "likely"],
            strict=True,
        )
    )  # fmt: skip
    assert {one["header"]: one["note"] for one in table["columns"] if one["note"]} == {
        "职务": "hidden", "下次跟进": "agents", "合同额（万元）": "unit",
    }  # fmt: skip
    assert [one["column"] for one in table["added"]] == [
        "Customer_ID", "Create_User", "Update_Date", "Check", "Next_Due", "Duplicate_Of",
    ]  # fmt: skip
    assert table["outside_list"] == {"Level": {"A类": 2}}
    assert said["unknown_owners"] == {"小王": 2}
    assert table["below"] == "客户名单!A11"
    assert (said["as"], said["sheets_left"], said["sheets_added"]) == ("王主管", ["业绩"], ["跟进", "机会", "计划"])
    assert source.read_bytes() == original

    assert run(team) == 3
    after = typed(adopted(team))
    assert {address: after.get(address) for address in before} == before
    sheet = openpyxl.load_workbook(adopted(team))["客户名单"]
    assert [sheet.cell(row, 13).value for row in range(3, 11)] == [
        "客户编号", *(f"C2026050600{n}" for n in range(1, 7)), None,
    ]  # fmt: skip
    assert sheet.column_dimensions["E"].hidden
    assert names(adopted(team, "张伟", ".xlsm"), "客户") == ["第0号公司", "第3号公司"]
    assert names(adopted(team, "李娜", ".xlsm"), "客户") == ["第1号公司", "第4号公司"]
    written = adopted(team).read_bytes()
    assert run(team) == 3
    assert adopted(team).read_bytes() == written


def test_everything_else_stays_byte_for_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tables(tmp_path / "accounts.xlsx")
    team = tmp_path / "team"
    init(capsys, team, source, "--lang", "en", "--with-lists", people=["--manager", "Wang", "--rep", "Tom"])
    assert list(OpenXmlValidator().validate(adopted(team, "Wang")).errors) == []
    changed = {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/tables/table1.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml",
    }  # fmt: skip
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(adopted(team, "Wang")) as new:
        assert {name for name in old.namelist() if old.read(name) != new.read(name)} == changed
        kept = [name for name in old.namelist() if name not in changed]
        assert "xl/charts/chart1.xml" in kept
        assert "xl/sharedStrings.xml" in kept


def test_ids_of_their_own_stay_and_rows_find_their_customer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, team = tables(tmp_path / "accounts.xlsx"), tmp_path / "team"
    before = typed(source)
    people = ["--manager", "Wang", "--rep", "Tom", "--rep", "Ann"]
    said = init(capsys, team, source, "--lang", "en", people=people)
    by_name = {table["table"]: table for table in said["tables"]}
    assert {name: (table["linked"], table["unlinked_rows"]) for name, table in by_name.items()} == {
        "customers": (None, []), "follow_ups": (3, [5]), "opportunities": (1, []),
    }  # fmt: skip
    assert {one["header"]: one["note"] for one in by_name["customers"]["columns"] if one["note"]} == {
        "Account ID": "foreign_ids", "Key": "formulas",
    }  # fmt: skip
    assert said["sheets_added"] == ["Plan"]
    assert run(team) == 3
    after = typed(adopted(team, "Wang"))
    assert {address: after.get(address) for address in before} == before
    book = openpyxl.load_workbook(adopted(team, "Wang"))
    ids = {row[0]: row[9] for row in book["Accounts"].iter_rows(min_row=3, values_only=True) if row[0]}
    assert ids == {name: f"C2026050600{n}" for n, name in enumerate(ids, 1)}
    calls = [(row[0], row[7]) for row in book["Activities"].iter_rows(min_row=2, values_only=True)]
    assert calls == [
        ("Acme Tooling Ltd", ids["Acme Tooling Ltd"]),
        ("ACME  tooling ltd", ids["Acme Tooling Ltd"]),
        ("Blue River Foods", ids["Blue River Foods"]),
        ("Unknown Inc", None),
    ]
    assert book["Pipeline"]["H2"].value == ids["Cedar Logistics"]
    assert book["Accounts"].tables["Accounts"].ref == "A2:O5"
    assert names(adopted(team, "Tom", ".xlsm"), "Follow-ups", "Content*") == ["Talked about price"] * 3


def test_a_list_with_a_totals_row_grows_above_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, team = tables(tmp_path / "accounts.xlsx", totals=True), tmp_path / "team"
    people = ["--manager", "Wang", "--rep", "Tom", "--rep", "Ann"]
    assert init(capsys, team, source, "--lang", "en", "--with-lists", people=people)["tables"][0]["rows"] == 3
    assert run(team) == 3
    rep = openpyxl.load_workbook(adopted(team, "Ann", ".xlsm"))
    for column, value in (("B", "Delta Foods"), ("F", "Phone:+44 20 7946 0014"), ("I", "interested"), ("J", "key")):
        rep["Customers"][f"{column}4"] = value
    rep.save(adopted(team, "Ann", ".xlsm"))
    assert run(team) == 3
    sheet = openpyxl.load_workbook(adopted(team, "Wang"))["Accounts"]
    named = [row[0] for row in sheet.iter_rows(min_row=3, max_col=1, values_only=True) if row[0]]
    assert named == ["Acme Tooling Ltd", "Blue River Foods", "Cedar Logistics", "Delta Foods", "Total"]


def test_of_several_sheets_the_fullest_is_taken_and_the_others_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = {
        name: [HEADS[:4], *([f"{name}{n}", f"0571-8888 66{n:02d}", "潜在", "普通"] for n in range(count))]
        for name, count in (("张伟", 2), ("李娜", 3), ("停用", 0))
    }
    source, team = plain(tmp_path / "a.xlsx", rows), tmp_path / "team"
    (table,) = init(capsys, team, source)["tables"]
    assert table["sheet"] == "李娜"
    assert table["not_taken"] == [{"sheet": "张伟", "rows": 2}, {"sheet": "停用", "rows": 0}]
    assert run(team) in (0, 3)
    assert names(adopted(team), "李娜", "客户名称") == ["李娜0", "李娜1", "李娜2"]
    assert openpyxl.load_workbook(adopted(team))["张伟"].max_column == 4
    other = tmp_path / "other"
    (table,) = init(capsys, other, source, "--sheet", "张伟", "--as", "张伟")["tables"]
    assert (table["sheet"], table["not_taken"]) == ("张伟", [])
    assert run(other) in (0, 3)
    assert names(adopted(other, "王主管", ".xlsm"), "客户") == ["张伟0", "张伟1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_becomes_a_workbook_with_every_value_as_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    text = (
        "客户名称,联系电话,客户状态,客户等级,首次联系日期,合同金额,备注\r\n"
        '甲公司,057188886666,意向客户,重点客户,2026-03-01,"12,000",=SUM(A1)\r\n'
        '乙公司,013800138000,潜在客户,普通客户,去年,约3万,"两行\n备注"\r\n'
    )
    source, team = tmp_path / "名单.csv", tmp_path / "team"
    source.write_bytes(text.encode(encoding))
    said = init(capsys, team, source)
    assert said["tables"][0]["sheet"] == "名单"
    sheet = openpyxl.load_workbook(adopted(team))["名单"]
    assert [cell.value for cell in sheet[2]][:7] == [
        "甲公司", "057188886666", "意向客户", "重点客户", datetime(2026, 3, 1), 12000, "=SUM(A1)",
    ]  # fmt: skip
    assert sheet["G2"].data_type in ("s", "inlineStr")
    assert [cell.value for cell in sheet[3]][1:7] == [
        "013800138000", "潜在客户", "普通客户", "去年", "约3万", "两行\n备注",
    ]  # fmt: skip
    assert run(team) == 3


def test_an_empty_list_takes_rows_later(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, team = plain(tmp_path / "a.xlsx", {"名单": [HEADS]}), tmp_path / "team"
    assert init(capsys, team, source)["tables"][0]["rows"] == 0
    assert run(team) == 0
    book = openpyxl.load_workbook(adopted(team))
    for column, value in enumerate(ROW, 1):
        book["名单"].cell(2, column, value)
    book.save(adopted(team))
    assert run(team) == 0
    assert names(adopted(team, "张伟", ".xlsm"), "客户") == ["甲公司"]
    assert openpyxl.load_workbook(adopted(team))["名单"]["F2"].value == "C20260506001"


def test_a_list_in_our_own_words_keeps_its_dates_and_gets_only_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = ["Customer_ID", "Customer_Name*", "Contact_Info*", "Status*", "Level*", "Create_User*", "Update_Date"]
    rows: list[list[Any]] = [
        ["C20240501001", "甲公司", "微信:a", "意向客户", "普通客户", "张伟", date(2024, 5, 2)],
        [None, "乙公司", "微信:b", "意向客户", "普通客户", "李娜", date(2025, 1, 3)],
    ]
    source, team = plain(tmp_path / "a.xlsx", {"客户": [heads, *rows]}), tmp_path / "team"
    said = init(capsys, team, source)
    assert [one["column"] for one in said["tables"][0]["added"]] == ["Owner", "Check", "Next_Due", "Duplicate_Of"]
    run(team)
    sheet = openpyxl.load_workbook(adopted(team))["客户"]
    assert [cell.value for cell in sheet["A"]][1:] == ["C20240501001", "C20260506001"]
    assert [cell.value for cell in sheet["G"]][1:] == [datetime(2024, 5, 2), datetime(2025, 1, 3)]


def test_a_header_in_two_languages_gets_columns_in_the_teams(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [HEADS, ["Customer name", "Phone", "Status", "Level", "Sales rep"], ROW]
    source, team = plain(tmp_path / "a.xlsx", {"名单": rows}), tmp_path / "team"
    (table,) = init(capsys, team, source)["tables"]
    assert (table["header_row"], table["rows"]) == (2, 1)
    assert [one["header"] for one in table["added"]][:2] == ["客户编号", "创建人*"]


@pytest.mark.nightly
def test_ten_thousand_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [[f"第{n}号公司", f"0571-8{n:07d}", "意向客户", "普通客户", ("张伟", "李娜")[n % 2]] for n in range(10_000)]
    calls = [[date(2026, 5, 1), f"第{n}号公司", "张伟", "电话", "聊过"] for n in range(10_000)]
    heads = ["日期", "客户名称", "跟进人", "跟进方式", "跟进内容"]
    source, team = plain(tmp_path / "a.xlsx", {"名单": [HEADS, *rows], "跟进记录": [heads, *calls]}), tmp_path / "team"
    before = typed(source)
    said = init(capsys, team, source)
    assert [(table["rows"], table["linked"]) for table in said["tables"]] == [(10_000, None), (10_000, 10_000)]
    assert run(team) == 0
    after = typed(adopted(team))
    assert all(after[address] == value for address, value in before.items())
    assert len(names(adopted(team, "李娜", ".xlsm"), "客户")) == 5_000


def test_what_stays_unsynced_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[list[Any]] = [
        ["客户名称", "电话", "颜色", "颜色", None, 2024, "状态"],
        ["甲", "0571-88886666", "红", "蓝", "z", 5, "意向"],
    ]
    source, team = plain(tmp_path / "a.xlsx", {"名单": rows}), tmp_path / "team"
    before = typed(source)
    (table,) = init(capsys, team, source)["tables"]
    assert [(one["header"], one["cell"], one["note"]) for one in table["columns"] if one["note"]] == [
        ("颜色", "名单!D1", "twice"), ("", "名单!E1", "headless"), ("2024", "名单!F1", "headless"),
    ]  # fmt: skip
    run(team)
    after = typed(adopted(team))
    assert {address: after.get(address) for address in before} == before


def test_a_workbook_of_ours_moves_to_another_team(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    init(capsys, one, plain(tmp_path / "a.xlsx", {"名单": [HEADS, ROW]}))
    run(one)
    source = adopted(one, "张伟", ".xlsm")
    titles = openpyxl.load_workbook(source).sheetnames
    said = init(capsys, other, source)
    assert [table["added"] for table in said["tables"]] == [[], [], [], []]
    run(other)
    assert openpyxl.load_workbook(adopted(other, suffix=".xlsm")).sheetnames == titles
    assert names(adopted(other, suffix=".xlsm"), "客户") == ["甲公司"]


def test_an_existing_team_takes_a_list_for_somebody_without_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = tmp_path / "team"
    assert main(["init", str(team), *PEOPLE]) == 0
    source = plain(tmp_path / "a.xlsx", {"名单": [HEADS, ROW]})
    adopt = ["init", str(team), "--from", str(source)]
    capsys.readouterr()
    assert main(adopt) == 2
    assert "已经有工作簿" in capsys.readouterr().err
    config = team / "config.toml"
    config.write_text(config.read_text("utf-8") + '[[users]]\nname = "赵敏"\nplace = "users/赵敏/赵敏.xlsm"\n', "utf-8")
    assert main([*adopt, "--as", "赵敏"]) == 2
    assert 'place = "users/赵敏/赵敏.xlsx"' in capsys.readouterr().err
    assert not (team / "users" / "赵敏").exists()
    config.write_text(config.read_text("utf-8").replace("赵敏.xlsm", "赵敏.xlsx"), "utf-8")
    assert main([*adopt, "--as", "赵敏"]) == 0
    assert "1 行别人的客户会移到" in capsys.readouterr().out
    assert run(team) == 0
    assert names(adopted(team, "张伟", ".xlsm"), "客户") == ["甲公司"]
    assert (team / "users" / "赵敏" / "mail" / "settings.json").exists()


def test_who_the_people_are_is_asked_with_the_names_of_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = plain(tmp_path / "a.xlsx", {"名单": [HEADS, ROW]})
    for more in ([], ["--rep", "张伟"], ["--manager", "王主管", "--as", "谁"]):
        assert main(["init", str(tmp_path / "team"), "--from", str(source), *more]) == 2
        said = capsys.readouterr().err
        assert ("现有人员：王主管" if "--as" in more else '--rep "张伟"') in said
    assert not (tmp_path / "team").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = plain(tmp_path / "a.xlsx", {"名单": [HEADS, ROW]})
    assert init(capsys, tmp_path / "team", source, "--dry-run")["written"] is False
    assert main(["init", str(tmp_path / "team"), "--from", str(source), *PEOPLE, "--dry-run", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "客户名称" in said
    assert "Customer name (Customer_Name)" in said
    assert "nothing was written" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx"]


def test_the_list_may_lie_in_the_team_folder_and_nothing_there_is_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = plain(tmp_path / "a.xlsx", {"名单": [HEADS, ROW]})
    (tmp_path / "logs").mkdir()
    assert main(["init", str(tmp_path), "--from", str(source), *PEOPLE]) == 2
    assert "logs" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "logs"]
    (tmp_path / "logs").rmdir()
    init(capsys, tmp_path, source)
    assert run(tmp_path) == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".salesheet")]


@pytest.mark.office
def test_libreoffice_shows_the_drop_downs_and_the_coloured_flags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], office: Office
) -> None:
    source, team = messy(tmp_path / "名单.xlsx"), tmp_path / "team"
    assert init(capsys, team, source, "--with-lists")["drop_downs"] > 20
    run(team)
    document = office.read(adopted(team), ["客户名单", "跟进"])
    assert document.titles[:5] == ["客户名单", "业绩", "跟进", "机会", "计划"]
    assert "业绩 2" in document.titles
    rules = document.sheets["客户名单"].validations
    assert rules["F4:F1048576"].first == "list_Level"
    assert rules["H4:H1048576"].first == "salesheet_users"
    assert document.sheets["跟进"].validations["B3:B1048576"].first == "salesheet_customer_ids"
    shown = office.shown(adopted(team), "客户名单")
    check = next(cell for address, cell in shown.items() if cell.text.startswith("✗"))
    assert check.background == "#FDECEA", check
    assert shown["P3"].background == "#E4E7EB"


def test_a_list_that_somebody_has_open_is_adopted_with_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = messy(tmp_path / "名单.xlsx")
    assert not any("打开着" in note for note in init(capsys, tmp_path / "a", source, "--dry-run")["notes"])
    lock_files(source)[0].write_bytes(b"\x05Li Si")
    notes = init(capsys, tmp_path / "b", source, "--dry-run")["notes"]
    assert any("Li Si正打开着 名单.xlsx" in note for note in notes)


@pytest.mark.parametrize(("language", "word"), [("zh", "像一张“跟进”表"), ("en", "looks like Follow-ups")])
def test_a_table_beside_the_list_is_named_and_not_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    calls = ["客户编号", "跟进日期", "跟进人", "跟进方式", "跟进内容"]
    for far in (24, 2):
        sheet.delete_rows(1, 9)
        for left, right in ((HEADS, calls), (ROW, ["C20240501001", "2024-05-03", "张伟", "电话", "聊了"])):
            sheet.append([*left, *[None] * far, *right])
        book.save(tmp_path / f"{far}.xlsx")
    assert main(["init", str(tmp_path / "a"), "--from", str(tmp_path / "24.xlsx"), *PEOPLE, "--lang", language]) == 0
    said = capsys.readouterr().out
    assert word in said
    assert "AD1" in said
    assert main(["init", str(tmp_path / "b"), "--from", str(tmp_path / "2.xlsx"), *PEOPLE, "--lang", language]) == 2
    assert "H1" in capsys.readouterr().err
    assert not (tmp_path / "b" / "config.toml").exists()


def test_a_sheet_with_a_tables_name_that_is_not_read_is_told_apart(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("客户", 0)
    for row in ([*HEADS, "下次跟进"], [*ROW, "周五"]):
        sheet.append(row)
    del book["Sheet"]
    for title in ("跟进", "说明"):
        book.create_sheet(title).append(["日期", "说了什么"])
    book.save(tmp_path / "list.xlsx")
    arguments = ["init", str(tmp_path / "team"), "--from", str(tmp_path / "list.xlsx"), *PEOPLE, "--dry-run"]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "“跟进”的表头认不出，没有用，原样保留；要用它，加上 客户编号、跟进日期、" in said
    assert "没有用到、原样保留的工作表：说明\n" in said
    assert "系统的列：最后更新日期、检查、下次跟进（Next_Due）、疑似重复" in said
