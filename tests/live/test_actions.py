"""Every button of the ribbon, clicked over the committed template in LibreOffice: RunPython's entry, Python, cells."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
import xlwings

from addin import ribbon
from addin.actions import ACTIONS
from sync.endpoints import live_calls
from tests.engine import App
from tests.live.rows import SHEETS, customer, endpoint, fill, value
from validators.settings import Settings

pytestmark = pytest.mark.office
TODAY = date(2026, 5, 6)  # a Wednesday
PLACEHOLDER = re.compile(r"NEW-[A-Z0-9]{8}")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ribbon, "now", lambda team: datetime(2026, 5, 6, 8))


def click(book: xlwings.Book, command: str, **form: str) -> str:
    """Click a button; what the status bar says then."""
    getattr(ribbon, command)(**form)
    return str(book.app.status_bar)


def go(book: xlwings.Book, table: str, row: int = 0, column: int = 2) -> None:
    book.sheets[SHEETS[table]].range((3 + row, column)).select()


def at(book: xlwings.Book) -> str:
    chosen = book.selection
    assert chosen is not None
    return f"{chosen.sheet.name}!{chosen.address.replace('$', '')}"


def mail(book: xlwings.Book, answer: dict[str, Any] | None = None) -> Path:
    """A mail folder beside the workbook, and an agent that gives this answer."""
    folder = Path(book.fullname).parent / "mail"
    for name in ("in", "out"):
        (folder / name).mkdir(parents=True)
    if answer is not None:
        Thread(target=_answer, args=(folder, answer), daemon=True).start()
    return folder


def _answer(folder: Path, answer: dict[str, Any]) -> None:
    for _ in range(200):
        for asked in (folder / "in").glob("*.json"):
            part = folder / "out" / f"{asked.stem}.part"
            part.write_text(
                json.dumps({"status": "done", "asked": json.loads(asked.read_text("utf-8"))} | answer), "utf-8"
            )
            part.rename(part.with_suffix(".json"))
            return
        sleep(0.05)


def test_every_button_has_a_function_of_its_name() -> None:
    assert set(ribbon.__all__) == set(ACTIONS)
    assert all(callable(getattr(ribbon, name)) for name in ACTIONS)


def test_every_button_answers_over_an_empty_workbook(book: xlwings.Book) -> None:
    for command in ACTIONS:
        book.app.status_bar = False
        assert click(book, command) not in ("False", ""), command


def test_check_flags_rows_and_goes_to_the_first(book: xlwings.Book, app: App) -> None:
    fill(book, "customers", [customer(1, Check="✗ 旧的"), customer(2, Level=None), customer(3, Status="成交客户")])
    fill(book, "follow_ups", [{"Customer_ID": "C20260501001"}])
    go(book, "customers")
    said = click(book, "check_sheet")
    assert said.startswith("检查了 3 行：")
    assert value(book, "customers", 0, "Check") is None
    assert str(value(book, "customers", 1, "Check")).startswith("✗")
    assert str(value(book, "customers", 2, "Check")).startswith("✗")
    assert value(book, "follow_ups", 0, "Check") is None
    assert at(book) == "客户!J4"
    before = app.calls
    assert click(book, "check_sheet") == said
    assert app.calls > before
    assert endpoint(book).read().tables["customers"].columns["Check"][0] is None


def test_check_from_a_sheet_without_a_table_looks_at_all(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    fill(book, "follow_ups", [{"Follow_ID": "F20260501001", "Customer_ID": "C20260501001"}])
    book.sheets["开始"].activate()
    assert click(book, "check_sheet").startswith("检查了 2 行：")
    assert str(value(book, "follow_ups", 0, "Check")).startswith("✗")


def test_duplicates_are_named_beside_each_other(book: xlwings.Book) -> None:
    twin = customer(2, Customer_Name="杭州第1机械有限公司", Contact_Info="0571 88880001")
    fill(book, "customers", [customer(9), customer(1), twin])
    said = click(book, "find_duplicates")
    assert "1 组确定重复，共 2 行" in said
    assert "只查了这个工作簿里的客户" in said
    assert [bool(value(book, "customers", row, "Duplicate_Of")) for row in range(3)] == [False, True, True]
    assert "C20260501001" in str(value(book, "customers", 2, "Duplicate_Of"))
    assert at(book) == "客户!B4"
    book.sheets["客户"].range("F5").value = "'0571 99999999"
    assert "没有确定重复" in click(book, "find_duplicates")
    assert value(book, "customers", 1, "Duplicate_Of") is None


def test_overdue_dates_every_customer_and_lists_the_late(book: xlwings.Book) -> None:
    late, fresh = TODAY - timedelta(60), TODAY
    fill(
        book, "customers", [customer(1, First_Date=late), customer(2, First_Date=fresh), customer(3, Status="流失客户")]
    )
    said = click(book, "show_overdue")
    assert said.startswith("1 个客户逾期")
    assert value(book, "customers", 0, "Next_Due").date() == late + timedelta(14)
    assert value(book, "customers", 1, "Next_Due").date() == fresh + timedelta(14)
    assert value(book, "customers", 2, "Next_Due") is None
    assert book.sheets.active.name == "逾期"
    shown = book.sheets["逾期"].used_range.value
    assert any("杭州第1机械有限公司" in map(str, row) for row in shown)
    assert not any("杭州第2机械有限公司" in map(str, row) for row in shown)


def test_fix_writes_what_means_the_same_and_no_more(book: xlwings.Book) -> None:
    fill(
        book,
        "customers",
        [customer(1, First_Date="2026年5月1日", Level="重點客戶", Contract_Amount="1.2万"), customer(2)],
    )
    book.sheets["客户"].range("H4").formula = '="2026年5月2日"'
    go(book, "customers")
    said = click(book, "fix")
    assert said.startswith("改好了 2 处")
    assert "另有 1 处有建议" in said
    assert said.endswith(
        "（其中 1 处是公式，请改公式。）没有改的第一处：H4 首次接触日期：“2026年5月2日”是文本，请写成 2026-05-02"
    )
    assert value(book, "customers", 0, "First_Date").date() == date(2026, 5, 1)
    assert value(book, "customers", 0, "Contract_Amount") == 12000
    assert book.sheets["客户"].range("H4").formula == '="2026年5月2日"'
    assert "没有可以放心自动改的地方" in click(book, "fix")


def test_a_new_customer_in_two_clicks(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    said = click(book, "new_customer")
    assert "再点一次" in said
    assert at(book) == "客户!B4"
    assert PLACEHOLDER.fullmatch(str(value(book, "customers", 1, "Customer_ID")))
    assert value(book, "customers", 1, "First_Date").date() == TODAY
    assert click(book, "new_customer") == said  # nothing typed yet: no second row
    assert len(endpoint(book).read().tables["customers"]) == 2
    book.sheets["客户"].range("B4").value = "宁波新客户有限公司"
    assert click(book, "new_customer").startswith("没有查到这家客户，已备好：宁波新客户有限公司。（没有连到系统")
    assert at(book) == "客户!I4"


def test_an_existing_customer_is_shown_instead(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    said = click(book, "new_customer", name="杭州第2机械", contact="057188880002")
    assert said.startswith("已经有这家客户：C20260501002")
    assert at(book) == "客户!B4"
    assert len(endpoint(book).read().tables["customers"]) == 2


def test_a_customer_of_somebody_else_is_told_and_not_added(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    folder = mail(book, {"taken": True, "message": "已有这家客户，负责人 张*"})
    said = click(book, "new_customer", name="宁波别人家有限公司", contact="0574-1234 5678")
    assert said == "已有这家客户，负责人 张*。没有新建。"
    assert len(endpoint(book).read().tables["customers"]) == 1
    asked = json.loads(next((folder / "in").glob("*.json")).read_text("utf-8"))
    assert asked == {"format": 1, "ask": "taken", "name": "宁波别人家有限公司", "contact": "0574-1234 5678"}


def test_a_new_customer_that_the_agent_does_not_know(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    mail(book, {"taken": False, "message": "没有找到这家客户"})
    assert click(book, "new_customer", name="宁波新客户有限公司") == "没有查到这家客户，已备好：宁波新客户有限公司。"
    assert value(book, "customers", 1, "Customer_Name") == "宁波新客户有限公司"


def test_a_follow_up_of_the_row_in_view(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    go(book, "customers", 1)
    assert "杭州第2机械有限公司" in click(book, "new_follow_up")
    assert value(book, "follow_ups", 0, "Customer_ID") == "C20260501002"
    assert PLACEHOLDER.fullmatch(str(value(book, "follow_ups", 0, "Follow_ID")))
    assert value(book, "follow_ups", 0, "Follow_Date").date() == TODAY
    assert at(book) == "跟进!E3"
    book.sheets["客户"].range("B9").select()
    assert "先点一个客户" in click(book, "new_follow_up")


def test_reports_are_drawn_from_this_workbook(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(at) for at in range(1, 6)])
    assert click(book, "refresh_reports").startswith("4 张报表")  # the team's targets are not known here
    assert book.sheets.active.name == "总览"
    assert book.sheets["总览"].range("A1").value == "总览"
    assert 5 in [cell for row in book.sheets["总览"].used_range.value for cell in row]
    assert book.sheets["业绩"].range("A1").value is None


def test_the_agent_is_asked_for_a_run(book: xlwings.Book) -> None:
    assert "没有系统的收件夹" in click(book, "sync_now")
    mail(book, {"message": "已同步，没有新变化"})
    assert click(book, "sync_now") == "系统：已同步，没有新变化"


def test_the_team_s_own_rules_hold(book: xlwings.Book) -> None:
    folder = mail(book)
    team = Settings.model_validate({"team": {"language": "en"}, "follow_up": {"cadence": {"normal": 3}}})
    told = {"user": "张伟", "settings": team.model_dump(mode="json")}
    (folder / "settings.json").write_text(json.dumps(told), "utf-8")
    fill(book, "customers", [customer(1, First_Date=TODAY)])
    click(book, "show_overdue")
    assert value(book, "customers", 0, "Next_Due").date() == TODAY + timedelta(3)
    assert "the team's rules" in click(book, "settings")


@pytest.mark.parametrize("broken", ["busy", "protected"])
def test_what_goes_wrong_is_a_message_with_a_remedy(
    book: xlwings.Book, app: App, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(book, "customers", [customer(1, Level=None)])
    go(book, "customers")
    if broken == "protected":
        app("protect", book.impl.number, "客户")
    else:
        monkeypatch.setattr(live_calls, "WAITS", (0.0,))
        app.before = lambda call: setattr(app, "busy", int(call == "set"))
    with pytest.raises(SystemExit) as told:
        click(book, "check_sheet")
    assert "→" in str(told.value)
    assert "Traceback" not in str(told.value)
    assert value(book, "customers", 0, "Check") is None


def test_an_unforeseen_error_tells_its_kind_and_nobody_s_data(
    book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ValueError("张三 13800138000")

    monkeypatch.setitem(ACTIONS, "check_sheet", fail)
    with pytest.raises(SystemExit) as told:
        click(book, "check_sheet")
    assert "check_sheet，ValueError，test_actions:" in str(told.value)
    assert "13800138000" not in str(told.value)


def test_vba_gets_one_sentence_and_no_traceback() -> None:
    """As VBA starts it, but with no Excel to call from."""
    command = [sys.executable, "-B", "-c", "import addin.ribbon; addin.ribbon.check_sheet()"]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "check_sheet" in ended.stderr


def test_a_new_row_that_fills_a_blank_one_is_moved_to(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), {}, customer(3)])
    click(book, "new_customer", name="宁波新星机电有限公司", contact="电话:0574-8888 7777")
    assert value(book, "customers", 1, "Customer_Name") == "宁波新星机电有限公司"
    assert at(book) == "客户!I4"


def test_the_marker_is_read_as_everywhere_else(book: xlwings.Book) -> None:
    """However many keys it has, and a listed sheet's title is none of them."""
    sheet = book.sheets["_salesheet"]
    sheet.clear()
    keys = [[f"table:{at}", "客户"] for at in range(30)] + [["language", "en"], ["user", "张伟"]]
    sheet.range("A1").value = [*keys, [None, None], ["agent_sheets", None], ["总览", None], ["language", "zh"]]
    marker = ribbon._marker(book)
    assert marker == endpoint(book)._look()[1].marker
    assert (marker.values["language"], marker.values["user"]) == ("en", "张伟")
    assert click(book, "find_duplicates").startswith("Looked at 0 customers")
