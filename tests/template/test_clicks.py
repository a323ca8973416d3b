"""From the ribbon's callback to the cells, end to end: VBA in LibreOffice, RunPython, a fresh Python, xlwings, cells.

What runs is the committed workbook with its own ribbon, texts, settings and runtime modules. Not verbatim, and why:

- The module `xlwings` is a stand-in (`vba/running/xlwings.bas`), because LibreOffice's BASIC does not compile the real
  one. Its RunPython starts the Python of the settings on the command and waits for it, as the real one on Windows.
- `IRibbonControl` and `IRibbonUI` are types of Office that LibreOffice does not have. Classes of these names stand in
  for them (`ID`, `Tag`, `Invalidate`), so the callbacks are compiled and called with the signatures they have. UNO
  cannot make an object of a BASIC class, so the module `Excel` makes the control and calls the callback, as Excel does.
- `Application.StatusBar` becomes a variable of that module: LibreOffice 7.4 aborts a little after it is set in a
  document without a window, and without a screen it opens none with one.
- The Python end is the real xlwings over the tests' engine. On this system xlwings finds no program by itself, so
  `tests/engine/caller.py` tells it which workbook called, by `set_mock_caller`.
- BASIC passes over `#If`, `#Else` and `#End If` and runs what stands in both branches: what a click runs has none.
- `GetEnabled` asks a sheet for its `ListObjects`, which LibreOffice 7.4 does not have: here every button with the tag
  "table" is disabled.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from addin.actions import ACTIONS
from addin.template.macros import XLWINGS
from addin.template.package import parts
from addin.template.texts import TEXTS
from sync.resident import ask
from tests.office import Office
from tests.template.variant import with_stub

pytestmark = pytest.mark.office
ROOT = Path(__file__).parents[2]
CUSTOMERS, FOLLOW_UPS = "客户", "跟进"
ROW = {
    "A3": "C20260501001", "B3": "杭州云帆机械有限公司", "F3": "电话:0571-8888 0001", "I3": "意向客户", "J3": "普通客户",
    "K3": "张伟", "M3": "张伟", "B4": "杭州云帆机械有限公司", "F4": "电话:0571-8888 0001", "I4": "意向客户",
    "J4": "普通客户", "Q3": "1.2万", "A4": "C20260501002", "K4": "张伟", "M4": "张伟", "X9": "旁边",
}  # fmt: skip
KNOWN: tuple[str, list[Any]] = ("SalesheetTexts.Sentence", ["salesheet"])


def buttons() -> list[ElementTree.Element]:
    """The buttons of the committed workbook's ribbon."""
    ribbon = parts((ROOT / "workbook_template.xlsm").read_bytes())["customUI/customUI14.xml"]
    return [element for element in ElementTree.fromstring(ribbon).iter() if element.tag.endswith("}button")]


class Clicks:
    """The committed workbook open in LibreOffice with rows in it; each call opens it anew."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        self.path = folder / "张伟.xlsm"
        self.result = folder / "result.json"
        whole = folder / "whole.xlsm"
        whole.write_bytes(with_stub((ROOT / "workbook_template.xlsm").read_bytes(), running=True))
        self.path.write_bytes(whole.read_bytes())

    def settings(self, **changed: str) -> list[tuple[str, list[Any]]]:
        right = {
            "INTERPRETER_WIN": sys.executable,
            "SALESHEET HOME": str(ROOT),
            "SALESHEET XLWINGS": XLWINGS,
            "ADD_WORKBOOK_TO_PYTHONPATH": "False",
            "CALLER": str(ROOT / "tests" / "engine" / "caller.py"),
            "PIPE": self.office.pipe,
            "RESULT": str(self.result),
        } | changed
        return [("xlwings.SetConfig", [float(row), key, value]) for row, (key, value) in enumerate(right.items(), 1)]

    def __call__(
        self, calls: Sequence[tuple[str, list[Any]]], cells: Sequence[str] = (), **changed: str
    ) -> tuple[list[Any], list[str]]:
        """The answers of these macros, what Python said for those that click, and what the cells show then."""
        before: list[tuple[str, list[Any]]] = [KNOWN, *self.settings(**changed)]
        before += [("Excel.Fill", [CUSTOMERS, address, text]) for address, text in ROW.items()]
        answers, shown = self.office.macros(self.path, [*before, *calls], cells, awaited=("Excel.Click", self.result))
        assert answers[0] == "销售助手"  # the sources compile
        return [
            json.loads(answer) if name == "Excel.Click" else answer
            for (name, _), answer in zip(calls, answers[len(before) :], strict=True)
        ], shown


@pytest.fixture
def clicks(office: Office, tmp_path: Path) -> Clicks:
    return Clicks(office, tmp_path)


def click(button: str) -> tuple[str, list[Any]]:
    element = next(element for element in buttons() if element.attrib["id"] == button)
    assert element.attrib["onAction"] == "SalesheetRibbon.OnButton"
    return "Excel.Click", [button, element.attrib.get("tag", "")]


def test_every_button_reaches_python_and_is_answered(clicks: Clicks) -> None:
    """Each in the workbook as the one before left it."""
    told, _ = clicks([click(element.attrib["id"]) for element in buttons()])
    assert len(told) == len(ACTIONS)
    for element, one in zip(buttons(), told, strict=True):
        assert (one["code"], one["stderr"]) == (0, ""), element.attrib["id"]
        assert one["status"], element.attrib["id"]
        assert one["interpreter"] == sys.executable
        assert one["argv"] == [f"--wb={clicks.path.name}", "--from_xl=1"]


def test_check_this_sheet_writes_its_column(clicks: Clicks) -> None:
    (_, told), cells = clicks(
        [("Excel.Go", [CUSTOMERS, "B3"]), click("check_sheet")], ["客户!T3", "客户!T4", "客户!B3"]
    )
    assert told["status"].startswith("检查了 2 行")
    assert cells[0].startswith(("✗", "⚠")) and cells[1].startswith(("✗", "⚠"))
    assert cells[2] == ROW["B3"]


def test_fix_writes_the_proper_form(clicks: Clicks) -> None:
    (_, told, shown), cells = clicks(
        [("Excel.Go", [CUSTOMERS, "B3"]), click("fix"), ("Excel.Shown", [])], ["客户!Q3", "客户!X9"]
    )
    assert told["status"].startswith("改好了 1 处")
    assert shown == told["status"]  # the macro leaves what Python said in the status bar
    assert cells[0].replace(",", "").startswith("12000") and cells[1] == "旁边"


def test_find_duplicates_names_the_other_row(clicks: Clicks) -> None:
    (told,), cells = clicks([click("find_duplicates")], ["客户!V3", "客户!V4"])
    assert "1 组确定重复" in told["status"]
    assert "C20260501002" in cells[0] and "C20260501001" in cells[1]


def test_a_new_follow_up_is_a_row_of_its_table(clicks: Clicks) -> None:
    (_, told), cells = clicks(
        [("Excel.Go", [CUSTOMERS, "B4"]), click("new_follow_up")], ["跟进!A3", "跟进!B3", "跟进!C3"]
    )
    assert told["code"] == 0
    assert cells[0].startswith("NEW-") and cells[1] == "C20260501002" and cells[2]


def test_show_overdue_draws_a_sheet(clicks: Clicks) -> None:
    (told,), cells = clicks([click("show_overdue")], ["逾期!A1"])
    assert told["code"] == 0 and cells == ["逾期"]


def test_what_goes_wrong_in_python_is_told_with_its_remedy(clicks: Clicks) -> None:
    (_, _, told), cells = clicks(
        [("Excel.Go", [CUSTOMERS, "B3"]), ("Excel.Protect", [CUSTOMERS]), click("check_sheet")], ["客户!T3"]
    )
    assert told["code"] == 1
    assert "受保护" in told["stderr"] and "审阅" in told["stderr"]
    assert cells == [""]


def test_a_wrong_set_up_starts_no_python(clicks: Clicks) -> None:
    clicks.result.write_text('"nobody wrote this"', "utf-8")
    (told,), _ = clicks([click("help")], **{"SALESHEET XLWINGS": "0.30.1"})
    assert told == "nobody wrote this"


def test_the_ribbon_is_named_and_enabled_by_its_callbacks(clicks: Clicks) -> None:
    asked: list[tuple[str, list[Any]]] = []
    expected: list[Any] = []
    for element in buttons():
        name, tag = element.attrib["id"], element.attrib.get("tag", "")
        asked += [("Excel.Ask", [element.attrib[kind], name, tag]) for kind in ("getLabel", "getSupertip")]
        asked.append(("Excel.Ask", ["SalesheetRibbon.GetEnabled", name, tag]))
        expected += [TEXTS[name].zh, TEXTS[f"{name}.tip"].zh, tag != "table"]
        assert element.attrib.get("getEnabled") == ("SalesheetRibbon.GetEnabled" if tag else None)
    answers, _ = clicks(asked)
    assert answers == expected


def test_another_sheet_in_front_lets_the_ribbon_ask_again(clicks: Clicks) -> None:
    answers, _ = clicks([("Excel.Invalidated", [])])
    assert answers == [1]


def test_a_click_goes_over_the_resident_helper(clicks: Clicks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VBA starts the light script by RunFrozenPython, as the real module does; the helper has the engine."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    state = tmp_path / "state" / "salesheet"
    script = ROOT / "tests" / "engine" / "helper.py"
    with Office() as office:  # that hands on the environment of this test to what its macros start
        with_helper = Clicks(office, tmp_path)
        helper = subprocess.Popen([sys.executable, "-B", str(script), office.pipe, str(with_helper.result)])
        for _ in range(600):
            if ask(str(state), "ping", []) is not None:
                break
            time.sleep(0.05)
        go: tuple[str, list[Any]] = ("Excel.Go", [CUSTOMERS, "B3"])
        settings = {"SALESHEET RESIDENT": "True"}
        (_, told, shown), cells = with_helper([go, click("check_sheet"), ("Excel.Shown", [])], ["客户!T3"], **settings)
        assert told["pid"] == helper.pid and told["code"] == 0
        assert told["status"].startswith("检查了 2 行") and shown == told["status"]
        assert cells[0].startswith(("✗", "⚠"))
        assert ask(str(state), "stop", []) is not None
        assert helper.wait(30) == 0
