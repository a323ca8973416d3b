"""One thing has one word in what people read: the words that were given up stay away."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GIVEN_UP = {
    "后台程序": "系统",
    "⚠ 提醒": "⚠ 警告",
    "“Check”列": "“检查”列",
    "Check 列": "“检查”列",
    "格子": "单元格",
    "那一格": "那个单元格",
    "黄色格里": "黄色单元格里",
    "下次运行就": "下次同步就",
    "功能区和宏已丢失": "功能区按钮没有了",
}


def texts(path: Path) -> set[str]:
    """The strings of a module that are not its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return said - {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, holders)}


@pytest.mark.parametrize("room", ["addin", "sync", "validators"])
def test_words_that_were_given_up_stay_away(room: str) -> None:
    modules = [path for path in (ROOT / room).rglob("*.py") if "demo_data" not in path.parts]
    found = [
        f"{path.relative_to(ROOT)}: {old} → {new}"
        for path in modules
        for text in texts(path)
        for old, new in GIVEN_UP.items()
        if old in text
    ]
    assert modules and not found
