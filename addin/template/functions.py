"""The worksheet functions as the workbook knows them: VBA wrappers and Chinese names, made from `addin/udfs.py`.

The wrappers are baked into the template, so that nobody has to trust access to the VBA project. The source is read, not
imported: the result is the same on every platform and needs no xlwings.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from validators.fields import Label

__all__ = ["Argument", "Function", "functions", "lambda_names", "wrappers"]

_SOURCE = Path(__file__).parents[1] / "udfs.py"
_PREFIX = "CRM_"
_MODULE = "xlwings_udfs"
"""The name xlwings gives the module that "Import functions" makes: importing replaces ours instead of doubling it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: its name in Python and VBA, what a person reads about it, and whether it may be left out."""

    name: str
    label: Label
    optional: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function. `alias` is its Chinese name, empty where it has none."""

    name: str
    alias: str
    summary: Label
    arguments: tuple[Argument, ...]


_SUMMARIES = {
    "CRM_NEXT_DUE": (
        "下次跟进",
        Label("按客户等级和上次跟进日期算出下次跟进日期", "The day by which to follow up next"),
    ),
    "CRM_OVERDUE_DAYS": (
        "逾期天数",
        Label("已超过跟进周期几天；没有逾期为 0", "Days past the cadence; 0 when in time"),
    ),
    "CRM_CHECK": (
        "检查",
        Label("一行或多行有什么问题；没有问题为空", "What is wrong with a row or rows; empty if nothing"),
    ),
    "CRM_DUPLICATE_KEY": (
        "查重",
        Label("名称和联系方式归一后的重复键，相同即重复", "Equal for customers that are the same"),
    ),
}
_ARGUMENTS = {
    "level": Label("客户等级，例如 重点客户", "The customer's level, e.g. key"),
    "last": Label("上次跟进日期；没有跟进过就用首次接触日期", "Day of the last follow-up, else of first contact"),
    "row": Label("一行或多行，列的顺序与客户表相同", "A row or rows, in the order of the customers' columns"),
    "name": Label("客户名称", "The customer's name"),
    "contact": Label("联系方式", "The contact info"),
    "today": Label("以哪天为今天；可不填", "The day to judge by; may be left out"),
}


_CLOCK = "today"
"""An argument that the Chinese names leave to the computer's clock; all others they take."""
_RESERVED = (
    "any as date dim do each else end exit for get if in input is let like loop me mid new next not"
    " null on open option or set step stop string sub then to true type until when while with"
)
"""Names that VBA keeps for itself, as far as one could be a Python argument."""


def functions(source: Path = _SOURCE) -> tuple[Function, ...]:
    """The functions of `addin/udfs.py` whose names begin with CRM_, by name.

    Raises:
        OSError: the file is missing.
        SyntaxError: it is not Python.
        ValueError: an argument cannot be one in VBA.
    """
    tree = ast.parse(source.read_text("utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith(_PREFIX)]
    return tuple(_function(node) for node in sorted(found, key=lambda node: node.name))


def _function(node: ast.FunctionDef) -> Function:
    first = (ast.get_docstring(node) or node.name).split("\n")[0]
    alias, summary = _SUMMARIES.get(node.name, ("", Label(first, first)))
    names = [argument.arg for argument in node.args.args]
    if node.args.vararg or node.args.kwonlyargs or set(_RESERVED.split()) & {name.lower() for name in names}:
        raise ValueError(f"{node.name}: every argument must be a plain one with a name that VBA takes")
    required = len(names) - len(node.args.defaults)
    arguments = (
        Argument(name, _ARGUMENTS.get(name, Label(name, name)), at >= required) for at, name in enumerate(names)
    )
    return Function(node.name, alias, summary, tuple(arguments))


def wrappers(made: tuple[Function, ...]) -> str:
    """The VBA module that hands the functions' arguments to Python, as text.

    An error never reaches the cell as a VBA error: the cell says where to look.
    """
    text = f'Attribute VB_Name = "{_MODULE}"\nOption Explicit\n'
    text += "' Made by addin/template/functions.py from addin/udfs.py: change those.\n"
    for function in made:
        declared = ", ".join(f"Optional {a.name}" if a.optional else a.name for a in function.arguments)
        given = ", ".join(argument.name for argument in function.arguments)
        text += (
            f"\nPublic Function {function.name}({declared})\n"
            "    On Error GoTo Failed\n"
            f'    {function.name} = XLPy.CallUDF("addin.udfs", "{function.name}", Array({given}), ThisWorkbook, '
            "Application.Caller)\n"
            "    Exit Function\n"
            "Failed:\n"
            f"    {function.name} = FunctionTrouble()\n"
            "End Function\n"
        )
    return text


def lambda_names(made: tuple[Function, ...]) -> dict[str, str]:
    """The Chinese names and their formulas, as a file holds them.

    Excel has LAMBDA from 2021's subscription versions on and stores it with prefixes ([MS-XLSX] 2.2.2, future
    functions); an Excel without it keeps the name and shows #NAME? where a cell uses it.
    """
    names = {}
    for function in made:
        if function.alias:
            given = [f"_xlpm.{argument.name}" for argument in function.arguments if argument.name != _CLOCK]
            call = f"{function.name}({','.join(given)})"
            names[function.alias] = f"=_xlfn.LAMBDA({','.join([*given, call])})"
    return names
