"""The open workbook as an endpoint, through the real xlwings over LibreOffice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import xlwings

from sync.endpoints.live_calls import WAITS
from sync.errors import Locked, Refused, SalesheetError, StaleSnapshot, UsageError
from sync.model import CellEdit, NewRow, Update
from sync.sheet import ReportSheet
from tests.engine import App
from tests.live.rows import customer, endpoint, fill, slept, value
from validators.cells import Cell, Unreadable

pytestmark = pytest.mark.office


def test_rows_come_back_as_they_were_typed(book: xlwings.Book) -> None:
    day, moment = date(2026, 5, 1), datetime(2026, 5, 1, 9, 30)
    fill(book, "customers", [customer(1, First_Date=day, Contract_Amount=120000, Notes="=1+1"), {}, customer(2)])
    fill(book, "follow_ups", [{"Customer_ID": "C20260501001", "Follow_Date": moment, "Content": "007"}])
    found = endpoint(book).read()
    customers = found.tables["customers"]
    assert customers.places == [3, 5]
    assert customers.columns["First_Date"] == [day, None]
    assert customers.columns["Contract_Amount"] == [120000, None]
    assert customers.columns["Notes"] == ["=1+1", None]
    assert customers.address(1, "Customer_Name") == "客户!B5"
    assert found.tables["follow_ups"].columns["Follow_Date"] == [moment]
    assert found.tables["follow_ups"].columns["Content"] == ["007"]
    assert found.formulas == frozenset()
    assert found.missing == ()


def test_errors_formulas_and_texts_that_look_like_them(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    sheet = book.sheets["客户"]
    sheet.range("Q3:Q4").number_format = "General"
    sheet.range("Q3").formula = "=1/0"
    sheet.range("Q4").formula = "=100+23"
    found = endpoint(book).read()
    assert found.tables["customers"].columns["Contract_Amount"] == [Unreadable("#DIV/0!"), 123]
    assert found.formulas == {("customers", 0, "Contract_Amount"), ("customers", 1, "Contract_Amount")}


def test_a_text_stays_that_text(book: xlwings.Book) -> None:
    texts = ["=1+1", "+86 571", "-3", "@SUM(A1)", "007", "3-4", "1E5", "TRUE", "'引号", "2026年5月1日", "￥12", "#N/A"]
    fill(book, "customers", [customer(at) for at in range(len(texts))])
    sheet = book.sheets["客户"]
    sheet.range("A3:V99").number_format = "General"
    place = endpoint(book)
    edits = [CellEdit("customers", at, "Industry", None, text) for at, text in enumerate(texts)]
    place.apply(Update(edits), place.read().version)
    cells = sheet.range("C3", f"C{2 + len(texts)}")
    assert cells.options(err_to_str=True).value == texts
    assert [row[0] for row in cells.formula] == texts
    assert place.read().formulas == frozenset()


def test_edits_flags_and_new_rows_in_one_go(book: xlwings.Book, app: App) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    place = endpoint(book)
    found = place.read()
    fresh = customer(3, First_Date=date(2026, 5, 3), Check="✗ 缺少")
    plan: dict[str, Cell] = {"Plan_ID": "P20260501001", "Customer_ID": "C20260501003"}
    version = place.apply(
        Update(
            edits=[CellEdit("customers", 1, "Level", "普通客户", "重点客户")],
            new=[NewRow("customers", fresh), NewRow("plan", plan)],
            agent={"customers": {"Check": {1: "⚠ 看一下"}}},
            heartbeat=datetime(2026, 5, 6, 8),
        ),
        found.version,
    )
    again = endpoint(book).read()
    assert again.version == version != found.version
    customers = again.tables["customers"]
    assert customers.columns["Customer_ID"] == ["C20260501001", "C20260501002", "C20260501003"]
    assert customers.columns["Level"] == ["普通客户", "重点客户", "普通客户"]
    assert customers.columns["Check"] == [None, "⚠ 看一下", "✗ 缺少"]
    assert customers.columns["First_Date"] == [None, None, date(2026, 5, 3)]
    assert book.sheets["客户"].tables["tblCustomers"].range.address == "$A$2:$V$5"
    assert again.tables["plan"].places == [3]  # the blank row of the template came first
    assert book.names["salesheet_heartbeat"].refers_to_range.value == datetime(2026, 5, 6, 8)


def test_after_cells_alone_another_update_may_follow(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    fill(book, "opportunities", [{"Opportunity_ID": "O20260501001", "Probability": 0.6}])
    book.sheets["机会"].range("F3").number_format = "0%"
    place = endpoint(book)
    first = place.read().version
    edits = [
        CellEdit("customers", 0, "First_Date", None, date(2026, 5, 1)),
        CellEdit("customers", 1, "Level", "普通客户", None),
        CellEdit("customers", 1, "Notes", None, "=1+1"),
        CellEdit("customers", 1, "Contract_Amount", None, 0.1 + 0.2),
        CellEdit("opportunities", 0, "Probability", 60, 57),
    ]
    second = place.apply(
        Update(edits, agent={"customers": {"Check": {0: "✗ 一"}, "Next_Due": {1: date(2026, 5, 9)}}}), first
    )
    assert endpoint(book).read().version == second != first
    third = place.apply(Update(agent={"customers": {"Check": {0: None, 1: "⚠ 二"}}}), second)
    assert endpoint(book).read().version == third != second
    assert endpoint(book).read().tables["customers"].columns["Check"] == [None, "⚠ 二"]


def test_nothing_is_written_onto_other_contents(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    place = endpoint(book)
    found = place.read()
    book.sheets["客户"].range("B3").value = "刚刚改的"
    with pytest.raises(StaleSnapshot) as told:
        place.apply(Update([CellEdit("customers", 0, "Industry", None, "制造业")]), found.version)
    assert told.value.remedy == "再点一次"
    assert value(book, "customers", 0, "Industry") is None


def test_rows_sorted_meanwhile_are_stale_too(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    place = endpoint(book)
    found = place.read()
    fill(book, "customers", [customer(2), customer(1)])
    with pytest.raises(StaleSnapshot):
        place.apply(Update(agent={"customers": {"Check": {0: "✗"}}}), found.version)


def test_what_a_formula_gives_does_not_make_it_stale(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    book.sheets["客户"].range("Q3").number_format = "General"
    book.sheets["客户"].range("Q3").formula = "=X1+1"
    place = endpoint(book)
    found = place.read()
    book.sheets["客户"].range("X1").value = 5
    after = endpoint(book).read()
    assert after.tables["customers"].columns["Contract_Amount"] == [6]
    assert after.version != found.version  # X1 stands in the sheet too
    book.sheets["客户"].range("X1").value = None
    place.apply(Update(agent={"customers": {"Check": {0: "✗ 一"}}}), found.version)
    assert value(book, "customers", 0, "Check") == "✗ 一"


def test_a_formula_is_not_overwritten(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    book.sheets["客户"].range("T3").number_format = "General"
    book.sheets["客户"].range("T3").formula = '=B3&"!"'
    place = endpoint(book)
    found = place.read()
    update = Update(
        [CellEdit("customers", 0, "Level", "普通客户", "重点客户")], agent={"customers": {"Check": {0: "✗"}}}
    )
    with pytest.raises(Refused) as told:
        place.apply(update, found.version)
    assert told.value.where == "客户!T3"
    assert value(book, "customers", 0, "Level") == "普通客户"


def test_percentages_shown_times_100(book: xlwings.Book) -> None:
    deal: dict[str, Cell] = {"Opportunity_ID": "O20260501001", "Customer_ID": "C20260501001", "Probability": 0.6}
    fill(book, "opportunities", [deal, deal | {"Opportunity_ID": "O20260501002", "Probability": 30}])
    book.sheets["机会"].range("F3").number_format = "0%"
    place = endpoint(book)
    found = place.read()
    assert found.tables["opportunities"].columns["Probability"] == [60, 30]
    place.apply(Update([CellEdit("opportunities", at, "Probability", None, 45) for at in (0, 1)]), found.version)
    assert [value(book, "opportunities", at, "Probability") for at in (0, 1)] == [0.45, 45]


def test_rows_leave(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2), customer(3)])
    place = endpoint(book)
    found = place.read()
    places: dict[str, Any] = {}

    def sheets(at: Any) -> list[ReportSheet]:
        places.update(at["customers"])
        return []

    update = Update(removed=[("customers", 0), ("customers", 1)], new=[NewRow("customers", customer(4))], sheets=sheets)
    place.apply(update, found.version)
    again = endpoint(book).read().tables["customers"]
    assert again.columns["Customer_ID"] == ["C20260501004", "C20260501003"]  # no row moves: the blank one is filled
    assert (
        places
        == {"C20260501003": 5, "C20260501004": 3}
        == dict(zip(again.columns["Customer_ID"], again.places, strict=True))
    )


def test_all_rows_leave(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    place = endpoint(book)
    version = place.apply(Update(removed=[("customers", 0), ("customers", 1)]), place.read().version)
    assert place.read().version == version
    assert len(place.read().tables["customers"]) == 0
    assert "tblCustomers" in book.sheets["客户"].tables


def test_a_missing_agent_column_is_added_at_the_edge(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    sheet = book.sheets["客户"]
    sheet.range("T2").value = "我的列"
    place = endpoint(book)
    found = place.read()
    sheet.range("W9").value = "不碍事"
    sheet.range("W3").value = "占着"
    with pytest.raises(StaleSnapshot):
        place.apply(Update(agent={"customers": {"Check": {0: "✗ 一"}}}), found.version)
    with pytest.raises(Refused) as told:
        place.apply(Update(agent={"customers": {"Check": {0: "✗ 一"}}}), place.read().version)
    assert told.value.where == "客户!W3"
    sheet.range("W3").value = None
    place.apply(Update(agent={"customers": {"Check": {0: "✗ 一"}}}), place.read().version)
    assert place.read().tables["customers"].columns["Check"] == ["✗ 一"]
    assert sheet.range("W2").value == "Check"
    assert sheet.tables["tblCustomers"].range.address == "$A$2:$W$3"


def test_no_room_below(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    book.sheets["客户"].range("C6").value = "备忘"
    place = endpoint(book)
    place.apply(Update(new=[NewRow("customers", customer(2))]), place.read().version)
    with pytest.raises(Refused) as told:
        place.apply(Update(new=[NewRow("customers", customer(at)) for at in (3, 4)]), place.read().version)
    assert told.value.where == "客户!C6"
    assert len(place.read().tables["customers"]) == 2


def test_the_program_gets_everything_back(book: xlwings.Book, app: App) -> None:
    fill(book, "customers", [customer(1)])
    book.sheets["跟进"].range("D7").select()
    place = endpoint(book)
    found = place.read()
    app.history.clear()
    sheet = ReportSheet("overview", "我的报表")
    sheet.put(1, 1, "=标题", "title")
    sheet.put(3, 2, "到那里", "link", "客户!B3")
    place.apply(Update(sheets=lambda _: [sheet], agent={"customers": {"Check": {0: "✗"}}}), found.version)
    assert app.history[1:] == [  # the first asks whether changes are taken
        ("screen_updating", False), ("calculation", "manual"), ("enable_events", False),
        ("enable_events", True), ("calculation", "automatic"), ("screen_updating", True),
    ]  # fmt: skip
    assert (book.sheets.active.name, book.selection.address) == ("跟进", "$D$7")  # type: ignore[union-attr]
    assert book.sheets["我的报表"].range("A1").value == "=标题"
    assert book.sheets["我的报表"].range("B3").formula == '=HYPERLINK("#\'客户\'!B3","到那里")'
    assert book.sheets["我的报表"].range("B3").value == "到那里"
    assert book.sheets["我的报表"].range("A1").font.bold


def test_the_program_gets_everything_back_after_an_error(book: xlwings.Book, app: App) -> None:
    fill(book, "customers", [customer(1)])
    place = endpoint(book)
    found = place.read()
    app.history.clear()

    def fail(call: str) -> None:
        if call == "set":
            raise RuntimeError("disk on fire")

    app.before = fail
    with pytest.raises(SalesheetError) as told:
        place.apply(Update(agent={"customers": {"Check": {0: "✗"}}}), found.version)
    assert "disk on fire" not in str(told.value)  # a program's own words may hold a customer's data
    assert told.value.remedy
    assert [name for name, _ in app.history].count("calculation") == 2
    assert (app.calculation, app.screen_updating, app.enable_events) == ("automatic", True, True)


def test_a_busy_program_is_waited_for(book: xlwings.Book, app: App) -> None:
    fill(book, "customers", [customer(1)])
    place = endpoint(book)
    app.busy = 2
    assert len(place.read().tables["customers"]) == 1
    assert slept == list(WAITS[:2])


def test_a_program_that_stays_busy_is_told(book: xlwings.Book, app: App) -> None:
    place = endpoint(book)
    app.busy = -1
    with pytest.raises(Locked) as told:
        place.probe()
    assert slept == list(WAITS)
    assert "Esc" in told.value.remedy
    with pytest.raises(Locked):
        place.read()


def test_busy_in_the_middle_of_writing_does_no_harm(book: xlwings.Book, app: App) -> None:
    fill(book, "customers", [customer(1)])
    place = endpoint(book)
    found = place.read()
    writes = iter((1, 0))

    def edit_mode(call: str) -> None:
        if call in ("set", "resize"):
            app.busy = next(writes, 0)

    app.before = edit_mode
    place.apply(Update(new=[NewRow("customers", customer(2))], agent={"customers": {"Check": {0: "✗"}}}), found.version)
    app.before = None
    again = place.read().tables["customers"]
    assert again.columns["Customer_ID"] == ["C20260501001", "C20260501002"]
    assert again.columns["Check"] == ["✗", None]
    assert slept


def test_protected_sheets_are_respected(book: xlwings.Book, app: App) -> None:
    fill(book, "customers", [customer(1)])
    place = endpoint(book)
    found = place.read()
    app("protect", book.impl.number, "客户")
    update = Update(new=[NewRow("plan", {"Plan_ID": "P20260501001"})], agent={"customers": {"Check": {0: "✗"}}})
    with pytest.raises(Refused) as told:
        place.apply(update, found.version)
    assert (told.value.where, told.value.exit_code) == ("客户", 7)
    assert "审阅" in told.value.remedy
    assert len(endpoint(book).read().tables["plan"]) == 0
    assert app("protected", book.impl.number, "客户")


def test_notes_and_formulas_of_a_row_are_its_remarks(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2)])
    sheet = book.sheets["客户"]
    sheet.range("B4").add_note("问过采购")
    sheet.range("Q4").number_format = "General"
    sheet.range("Q4").formula = "=1+1"
    place = endpoint(book)
    version = place.read().version
    assert place.remarks([("customers", 0)], version) == {}
    assert place.remarks([("customers", 1)], version) == {
        ("customers", 1, "Customer_Name"): "问过采购",
        ("customers", 1, "Contract_Amount"): "=1+1",
    }


def test_a_sheet_of_somebody_else_is_never_drawn_over(book: xlwings.Book) -> None:
    book.sheets.add("周报", after=book.sheets[0]).range("A1").value = "我自己的"
    place = endpoint(book)
    place.apply(Update(sheets=lambda _: [ReportSheet("x", "周报")]), place.read().version)
    assert book.sheets["周报"].range("A1").value == "我自己的"
    assert "周报 2" in [sheet.name for sheet in book.sheets]


def test_a_sheet_used_far_out_is_refused_by_address(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    book.sheets["客户"].range("XFD9000").value = "远"
    with pytest.raises(UsageError) as told:
        endpoint(book).read()
    assert "XFD9000" in told.value.what


def _typed_below(book: xlwings.Book, table: str, rows: list[dict[str, Cell]]) -> None:
    """Type rows into a table without letting it grow, as where Excel was told not to."""
    sheet = book.sheets["客户"]
    before = sheet.tables[table].range.address
    fill(book, "customers", rows)
    sheet.tables[table].resize(sheet.range(before))


def test_a_row_that_leaves_takes_none_below_the_table_with_it(book: xlwings.Book) -> None:
    _typed_below(book, "tblCustomers", [customer(1), customer(2), customer(3), customer(4)])
    place = endpoint(book)
    place.apply(Update(removed=[("customers", 0), ("customers", 2)]), place.read().version)
    found = place.read().tables["customers"]
    assert found.columns["Customer_ID"] == ["C20260501002", "C20260501004"]


def test_a_new_row_goes_onto_none_although_some_are_blank(book: xlwings.Book) -> None:
    _typed_below(book, "tblCustomers", [customer(1), {}, customer(2), customer(3), {}, customer(4)])
    place = endpoint(book)
    for at, number in ((1, 5), (1, 6)):
        update = Update(removed=[("customers", at)], new=[NewRow("customers", customer(number))])
        gone = place.read().tables["customers"].columns["Customer_ID"][at]
        before = set(place.read().tables["customers"].columns["Customer_ID"])
        place.apply(update, place.read().version)
        after = set(place.read().tables["customers"].columns["Customer_ID"])
        assert after == before - {gone} | {f"C20260501{number:03d}"}


def test_a_row_of_another_list_below_is_named_and_not_read(book: xlwings.Book) -> None:
    heads: dict[str, Cell] = {"Customer_Name": "客户名称", "Contact_Info": "联系方式", "Status": "客户状态"}
    _typed_below(book, "tblCustomers", [customer(1), {}, heads, customer(2)])
    found = endpoint(book).read()
    assert found.tables["customers"].columns["Customer_ID"] == ["C20260501001"]
    assert found.strays == (("customers", "客户", 6, 6),)
    assert found.standing == {"customers": {"C20260501002"}}
