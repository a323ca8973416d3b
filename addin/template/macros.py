"""The macros and the ribbon of a workbook: our sources, the xlwings module and the functions' wrappers.

The xlwings module and its dictionary class are taken from the installed package when the template is built
(BSD-3-Clause and MIT: their notices stand at the top of the sources and so travel with the workbook). They must be
those of the pinned version: the module looks for a DLL and a script that bear its version. A computer without xlwings
takes the finished project from the committed template, which a test holds equal.
"""

from __future__ import annotations

import zipfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from addin.template.functions import functions, wrappers
from addin.template.places import committed_template
from addin.template.sheets import AGENT_SHEETS, START_SHEET, TABLE_SHEETS
from addin.template.vba import Module, project
from sync.errors import UsageError

__all__ = ["HIDDEN_CODES", "XLWINGS", "macros", "modules", "ribbon"]

XLWINGS = "0.37.8"
"""The version of xlwings that the macros are made for; the dependency is pinned to it."""
HIDDEN_CODES = {"_lists": "wsLists", "_texts": "wsTexts", "_salesheet": "wsSalesheet"}
"""The code names of the hidden sheets, in their order."""
_OURS = Path(__file__).parents[1]
_WORKBOOK = "ThisWorkbook"


def ribbon() -> bytes:
    """The ribbon's part ([MS-CUSTOMUI2]: customUI14)."""
    return (_OURS / "customui" / "customUI14.xml").read_bytes().replace(b"\r\n", b"\n")


@cache
def macros() -> bytes:
    """The VBA project of every workbook; it does not depend on the team's settings.

    Raises:
        UsageError: neither xlwings in its pinned version is there nor the committed template.
    """
    template = committed_template()
    if template is None or _installed() == XLWINGS:
        return project(modules())
    with zipfile.ZipFile(template) as archive:
        return archive.read("xl/vbaProject.bin")


def modules() -> list[Module]:
    """All modules: the workbook's and the sheets' in their order, ours, xlwings' and the functions' wrappers.

    Raises:
        UsageError: xlwings is not installed, or in another version.
    """
    sheets = [entry.code for entry in (START_SHEET, *TABLE_SHEETS, *AGENT_SHEETS)] + list(HIDDEN_CODES.values())
    package = _xlwings()
    standard = [*sorted((_OURS / "vba").glob("*.bas")), package / "xlwings.bas"]
    return [
        _of_workbook(),
        *(Module.of_host(code, "sheet") for code in sheets),
        *(Module.parse(_text(path), "standard") for path in standard),
        Module.parse(wrappers(functions()), "standard"),
        Module.parse(_text(package / "addin" / "Dictionary.cls"), "class"),
    ]


def _of_workbook() -> Module:
    code = _text(_OURS / "vba" / f"{_WORKBOOK}.cls").partition(f'Attribute VB_Name = "{_WORKBOOK}"\n')[2]
    return Module.of_host(_WORKBOOK, "workbook", code)


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig")


def _xlwings() -> Path:
    """The folder of the installed package, found without importing it."""
    found = _installed()
    spec = find_spec("xlwings") if found == XLWINGS else None
    if spec is None or spec.origin is None:
        raise UsageError(
            f"工作簿的宏需要 xlwings {XLWINGS}，这里是 {found or '没有'} / "
            f"the workbook's macros need xlwings {XLWINGS}, here is {found or 'none'}",
            remedy=f"pip install xlwings=={XLWINGS}",
        )
    return Path(spec.origin).parent


def _installed() -> str:
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""
