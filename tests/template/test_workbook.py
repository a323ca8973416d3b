"""The workbook people get: its parts, its tables, its checks, in both languages and for teams of other shapes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from addin.template import build, factory
from addin.template.package import parts
from addin.template.sheets import AGENT_SHEETS, START_SHEET, TABLE_NAMES, TABLE_SHEETS
from sync.errors import UsageError
from validators.fields import Language
from validators.models import specs
from validators.settings import Settings

OTHER = Settings.model_validate(
    {
        "team": {"name": "华东 <销售> & 部", "language": "en"},
        "users": [{"name": "张伟"}, {"name": "李娜", "active": False}, {"name": "O'Neil <x>"}],
        "columns": {
            "off": ["Region", "Notes"],
            "extra": [
                {"table": "customers", "name": "Staff_Count", "type": "number", "required": True},
                {"table": "customers", "name": "Product", "type": "choice", "choices": ["甲", "乙"]},
                {"table": "follow_ups", "name": "Product", "type": "choice", "choices": ["=1+1", "丙"]},
                {"table": "plan", "name": "Urgent", "type": "yes_no"},
            ],
        },
        "choices": {
            "Source": ["展会", "门店"],
            "Stage": [
                {"name": "初步接触", "probability": 5},
                {"name": "赢单", "probability": 100, "closes": "won"},
                {"name": "输单", "closes": "lost"},
            ],
        },
        "follow_up": {"due_soon": 5},
    }
)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def listed(book: Any, name: str) -> list[object]:
    """The values of a fixed list by its defined name."""
    sheet, cells = book.defined_names[name].attr_text.split("!")
    return [row[0].value for row in book[sheet][cells.replace("$", "")]]


def check_of(sheet: Worksheet, header: str) -> Any:
    letter = next(cell.column_letter for cell in sheet[2] if cell.value == header)
    return next(rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{letter}3:"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("settings", [Settings(), OTHER], ids=["default", "other"])
def test_the_tables_are_the_specs(settings: Settings, language: Language) -> None:
    book = opened(build(settings, language))
    for entry in TABLE_SHEETS:
        spec, sheet = specs(settings)[entry.id], book[entry.title[language]]
        table = sheet.tables[TABLE_NAMES[entry.id]]
        headers = [column.header for column in spec.columns]
        assert [column.name for column in table.tableColumns] == headers
        assert [cell.value for cell in sheet[2]] == headers
        assert [cell.value for cell in sheet[1]] == [column.label[language] for column in spec.columns]
        assert table.ref.startswith("A2:") and table.ref.endswith("3")
        assert table.autoFilter.ref == table.ref


@pytest.mark.parametrize("settings", [Settings(), OTHER], ids=["default", "other"])
def test_nothing_stands_below_a_header_and_the_columns_carry_the_formats(settings: Settings) -> None:
    book = opened(build(settings, "zh"))
    formats = {"date": "yyyy-mm-dd", "money": "#,##0", "percent": "0", "number": "General"}
    for entry in TABLE_SHEETS:
        sheet = book[entry.title.zh]
        assert sheet.max_row == 2
        styles = {}
        for group in sheet.column_dimensions.values():
            styles.update(dict.fromkeys(range(group.min, group.max + 1), group.number_format))
        for at, column in enumerate(specs(settings)[entry.id].columns, 1):
            assert styles[at] == formats.get(column.kind, "@"), column.name


def test_every_drop_down_reaches_its_values() -> None:
    book = opened(build(OTHER))
    customers, follow_ups = book["Customers"], book["Follow-ups"]
    assert listed(book, check_of(customers, "Status*").formula1) == ["potential", "interested", "won", "lost"]
    assert listed(book, check_of(customers, "Source").formula1) == ["Trade fair", "门店"]
    assert listed(book, check_of(customers, "Product").formula1) == ["甲", "乙"]
    assert listed(book, check_of(follow_ups, "Product").formula1) == ["=1+1", "丙"]
    assert listed(book, check_of(book["Plan"], "Urgent").formula1) == ["Yes", "No"]
    assert listed(book, check_of(book["Opportunities"], "Stage*").formula1) == ["First contact", "Won", "Lost"]
    assert [cell.value for cell in book["_lists"]["A"]][:4] == ["Users", "张伟", "O'Neil <x>", None]
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert str(rule.sqref).endswith("1048576")
            if rule.type == "list":
                assert rule.formula1 in book.defined_names


def test_closed_lists_stop_and_open_ones_only_say_so() -> None:
    sheet = opened(build(Settings()))["客户"]
    assert check_of(sheet, "Status*").errorStyle in (None, "stop")
    assert check_of(sheet, "Industry").errorStyle == "information"
    assert check_of(sheet, "Owner").errorStyle == "warning"


def test_every_required_column_says_so_while_typing() -> None:
    book = opened(build(Settings()))
    for entry in TABLE_SHEETS:
        for column in specs()[entry.id].columns:
            if column.required:
                assert check_of(book[entry.title.zh], column.header).prompt.startswith("必填。"), column.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_message_fits_where_excel_shows_it(language: Language) -> None:
    for sheet in opened(build(OTHER, language)).worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32 and len(rule.errorTitle or "") <= 32
            assert len(rule.prompt or "") <= 255 and len(rule.error or "") <= 255


def test_rows_are_marked_by_what_check_says() -> None:
    sheet = opened(build(OTHER))["Customers"]
    rules = [(str(area.sqref), rule) for area in sheet.conditional_formatting for rule in area.rules]
    check = next(cell.column_letter for cell in sheet[2] if cell.value == "Check")
    last = sheet[2][-1].column_letter
    fills = {
        rule.formula[0]: rule.dxf.fill.bgColor.rgb for area, rule in rules if area == f"A3:{last}1048576"
    }  # fmt: skip
    assert fills == {f'LEFT(${check}3,1)="✗"': "FFFDECEA", f'LEFT(${check}3,1)="⚠"': "FFFFF6E5"}
    assert any(rule.formula[0].endswith("<=TODAY()+5)") for _, rule in rules)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheets_their_order_and_what_is_hidden(language: Language) -> None:
    book = opened(build(OTHER, language))
    shown = [entry.title[language] for entry in (START_SHEET, *TABLE_SHEETS, *AGENT_SHEETS)]
    assert book.sheetnames == [*shown, "_lists", "_texts", "_salesheet"]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "hidden"] == [
        "_lists",
        "_texts",
        "_salesheet",
    ]
    assert book.active.title == shown[0]
    codes = [sheet.sheet_properties.codeName for sheet in book.worksheets]
    assert None not in codes and len(set(codes)) == len(codes)
    column = [cell.value for cell in book["_salesheet"]["A"]]
    assert column[column.index("agent_sheets") + 1 :] == [entry.title[language] for entry in AGENT_SHEETS]


def test_the_heartbeat_cell_waits_empty_under_its_name() -> None:
    book = opened(build(Settings()))
    sheet, cell = book.defined_names["salesheet_heartbeat"].attr_text.replace("'", "").replace("$", "").split("!")
    assert sheet == "开始"
    assert book[sheet][cell].value is None
    assert book[sheet][cell].is_date or book[sheet][cell].number_format == "yyyy-mm-dd hh:mm"


def test_every_link_on_start_leads_to_a_sheet() -> None:
    book = opened(build(OTHER))
    targets = [cell.hyperlink.location for row in book["Start"].iter_rows() for cell in row if cell.hyperlink]
    assert len(targets) == 2 * (len(TABLE_SHEETS) + len(AGENT_SHEETS))
    assert {target.split("!")[0].strip("'") for target in targets} == set(book.sheetnames[1:-3])


def test_it_is_declared_macro_enabled() -> None:
    contents = parts(build(Settings()))
    assert b"application/vnd.ms-excel.sheet.macroEnabled.main+xml" in contents["[Content_Types].xml"]
    assert b"spreadsheetml.sheet.main+xml" not in contents["[Content_Types].xml"]


def test_the_same_settings_give_the_same_bytes() -> None:
    assert build(OTHER) == build(OTHER.model_copy())


def test_columns_that_differ_in_case_only_are_told() -> None:
    extra = {"table": "customers", "name": "industry"}
    with pytest.raises(UsageError) as caught:
        build(Settings.model_validate({"columns": {"extra": [extra]}}))
    assert "Industry" in str(caught.value) and caught.value.remedy


def test_a_user_of_a_team_with_another_shape_gets_that_shape() -> None:
    book = opened(factory(OTHER, "O'Neil <x>"))
    marker = {row[0].value: row[1].value for row in book["_salesheet"].iter_rows(max_row=5, max_col=2)}
    assert marker["team"] == OTHER.team.name
    assert marker["user"] == "O'Neil <x>"
    assert marker["language"] == "en"
    assert "Staff_Count*" in [cell.value for cell in book["Customers"][2]]


def test_control_characters_of_names_do_not_break_the_file() -> None:
    settings = Settings.model_validate({"team": {"name": "华东\x0b部"}, "users": [{"name": "张\x01伟"}]})
    with zipfile.ZipFile(BytesIO(factory(settings, "张\x01伟"))) as archive:
        assert archive.testzip() is None
    assert opened(factory(settings, "张\x01伟"))["_lists"]["A2"].value == "张伟"
