"""LibreOffice compiles and runs the macros: settings are judged, commands and functions reach the runtime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from addin.template import build
from addin.template.functions import functions
from addin.template.macros import XLWINGS
from addin.template.texts import TEXTS
from tests.office import Office
from tests.template.variant import COMMAND_CELL, with_stub
from validators.settings import Settings

pytestmark = pytest.mark.office
ROOT = Path(__file__).parents[2]
TROUBLE: tuple[str, list[Any]] = ("SalesheetSetup.SetupTrouble", [])
KNOWN = ("SalesheetTexts.Sentence", ["salesheet"])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("macros") / "book.xlsm"
    path.write_bytes(with_stub(build(Settings())))
    (path.parent / "addin").mkdir()
    (path.parent / "addin" / "ribbon.py").touch()
    return path


def settings(home: Path, **changed: str) -> list[tuple[str, list[Any]]]:
    """Calls that set up the stand-in as `salesheet excel install` does xlwings; integers only arrive as floats."""
    good = {"INTERPRETER_WIN": __file__, "SALESHEET_HOME": str(home), "SALESHEET_XLWINGS": XLWINGS}
    right = {key.replace("SALESHEET_", "SALESHEET "): value for key, value in (good | changed).items()}
    return [("xlwings.SetConfig", [float(row), key, value]) for row, (key, value) in enumerate(right.items(), 1)]


def test_a_button_runs_its_function(book: Path, office: Office) -> None:
    calls = [KNOWN, *settings(book.parent), TROUBLE, ("SalesheetRibbon.Press", ["check_sheet"])]
    answers, cells = office.macros(book, calls, [COMMAND_CELL])
    assert answers[0] == "销售助手"
    assert answers[4] == ""
    assert cells == ["import addin.ribbon; addin.ribbon.check_sheet()"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"INTERPRETER_WIN": ""}, "setup.none"),
        ({"SALESHEET_HOME": ""}, "setup.none"),
        ({"SALESHEET_XLWINGS": "0.30.1"}, "setup.version"),
        ({"INTERPRETER_WIN": str(ROOT / "gone" / "python.exe")}, "setup.python"),
        ({"INTERPRETER_WIN": str(ROOT)}, "setup.python"),
        ({"SALESHEET_HOME": str(ROOT / "gone")}, "setup.home"),
    ],
)
def test_a_wrong_set_up_is_named_and_nothing_runs(
    book: Path, office: Office, changed: dict[str, str], told: str
) -> None:
    calls = [KNOWN, *settings(book.parent, **changed), TROUBLE, ("SalesheetRibbon.Press", ["check_sheet"])]
    answers, cells = office.macros(book, calls, [COMMAND_CELL])
    assert answers[4] == told
    assert told in TEXTS
    assert cells == [""]


def test_a_missing_runtime_is_named(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(with_stub(build(Settings()), runtime=False))
    answers, _ = office.macros(path, [KNOWN, TROUBLE])
    assert answers == ["销售助手", "setup.runtime"]


def test_an_english_workbook_speaks_english(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(with_stub(build(Settings(), "en")))
    answers, _ = office.macros(path, [("SalesheetTexts.Sentence", [key]) for key in TEXTS])
    assert answers == [label.en for label in TEXTS.values()]


def test_a_cell_reaches_every_worksheet_function(book: Path, office: Office) -> None:
    made = functions()
    formulas, cells = {}, []
    for row, function in enumerate(made, 1):
        given = [argument for argument in function.arguments if not argument.optional]
        cells.append(f"_lists!X{row}")
        formulas[cells[-1]] = f"={function.name}({';'.join('1' for _ in given)})"
    _, shown = office.macros(book, [KNOWN], cells, formulas)
    assert shown == [f"addin.udfs.{function.name} {len(function.arguments)}" for function in made]
