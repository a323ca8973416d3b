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


def with_stub(workbook: bytes, *, runtime: bool = True) -> bytes:
    """The workbook with the stand-in, or, for `runtime=False`, with no module in its place."""
    made = []
    for module in modules():
        if module.name == "SalesheetSetup":
            assert _BY_WORKBOOK in module.source
            module = Module(module.name, module.kind, module.source.replace(_BY_WORKBOOK, '"xlwings.GetConfig"'))
        if module.name not in ("xlwings", "Dictionary"):
            made.append(module)
    if runtime:
        made.append(Module.parse((HERE / "xlwings.bas").read_text("utf-8"), "standard"))
        made.append(Module.parse((HERE / "Python.cls").read_text("utf-8"), "class"))
    else:
        made = [module for module in made if module.name not in ("SalesheetRuntime", "xlwings_udfs")]
    return pack(parts(workbook) | {"xl/vbaProject.bin": project(made)})
