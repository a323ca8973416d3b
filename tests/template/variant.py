"""The template with a stand-in for the xlwings module, which LibreOffice cannot compile: all other sources are ours."""

from __future__ import annotations

from pathlib import Path

from addin.template.macros import modules
from addin.template.package import pack, parts
from addin.template.vba import Module, project

__all__ = ["COMMAND_CELL", "with_stub"]

HERE = Path(__file__).parent / "vba"
COMMAND_CELL = "_lists!Y1"
"""Where the stand-in's RunPython keeps the command."""
# LibreOffice finds macros of hidden documents by their own name only.
_BY_WORKBOOK = '''"'" & Replace(ThisWorkbook.Name, "'", "''") & "'!xlwings.GetConfig"'''


def with_stub(workbook: bytes, *, runtime: bool = True, running: bool = False) -> bytes:
    """The workbook with the stand-in, or, for `runtime=False`, with no module in its place. `running`: with one whose
    RunPython really starts Python, and with what Excel gives to the callbacks of a ribbon."""
    made = []
    for module in modules():
        if module.name == "SalesheetSetup":
            assert _BY_WORKBOOK in module.source
            module = Module(module.name, module.kind, module.source.replace(_BY_WORKBOOK, '"xlwings.GetConfig"'))
        if running and module.kind == "standard":
            module = Module(module.name, module.kind, module.source.replace("Application.StatusBar", "Excel.StatusBar"))
        if module.name not in ("xlwings", "Dictionary"):
            made.append(module)
    if runtime:
        made.append(
            Module.parse((HERE / ("running" if running else ".") / "xlwings.bas").read_text("utf-8"), "standard")
        )
        made.append(Module.parse((HERE / "Python.cls").read_text("utf-8"), "class"))
        if running:
            made.append(Module.parse((HERE / "Excel.bas").read_text("utf-8"), "standard"))
            for name in ("IRibbonControl", "IRibbonUI"):
                made.append(Module.parse((HERE / f"{name}.cls").read_text("utf-8"), "class"))
    else:
        made = [module for module in made if module.name not in ("SalesheetRuntime", "xlwings_udfs")]
    return pack(parts(workbook) | {"xl/vbaProject.bin": project(made)})
