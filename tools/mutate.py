"""Makes small mistakes in one module, one at a time, and says which of them its tests do not notice.

    python -m tools.mutate sync/merge.py tests/sync/test_merge.py [more tests …]

Each mistake is made in a copy of the program; the tests named first are asked first. Ends with 1 below `NEEDED`.
"""

from __future__ import annotations

import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from tools.steps import ROOT

__all__ = ["NEEDED", "Mutant", "mutants", "survivors"]

NEEDED = 0.90
"""The share of mistakes that tests must notice."""
PARTS = ("sync", "validators", "tests", "tools", "docs", "pyproject.toml")
_OTHER: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """The module with one mistake in it."""

    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """All mistakes, in the order of the text: another comparison, and for or, a missing not, another constant, a
    statement or a condition of a comprehension left out, nothing returned. Types, docstrings and imports stay."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            mutated = copy.deepcopy(tree)
            target = next(each for at, each in enumerate(ast.walk(mutated)) if at == number)
            change(target)
            yield Mutant(getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(mutated)))


def _changes(node: ast.AST) -> Iterator[tuple[str, _Change]]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _OTHER[type(operator)]:
                yield f"{type(operator).__name__} → {other.__name__}", _Set("ops", at, other())
    elif isinstance(node, ast.BoolOp):
        yield "and ↔ or", _Set("op", None, ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare):
        yield "condition turned round", _Set("test", None, ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "nothing returned", _Set("value", None, ast.Constant(None))
    elif isinstance(node, ast.comprehension):
        for at in range(len(node.ifs)):
            yield "condition left out", _Set("ifs", at, ast.Constant(True))
    if isinstance(node, ast.FunctionDef | ast.For | ast.If | ast.With | ast.Try):
        for name in ("body", "orelse"):
            for at, statement in enumerate(getattr(node, name, [])):
                if _removable(statement):
                    yield f"left out: {ast.unparse(statement).splitlines()[0][:60]}", _Set(name, at, ast.Pass())
    if isinstance(node, ast.Call):
        for at, argument in enumerate(node.args):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str | int):
                other_value = not argument.value if isinstance(argument.value, bool) else _another(argument.value)
                yield f"{argument.value!r} → {other_value!r}", _Set("args", at, ast.Constant(other_value))
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
        yield "another number", _Set("value", None, ast.Constant(node.value.value + 1))


def _another(value: str | int) -> str | int:
    return value + "x" if isinstance(value, str) else value + 1


def _removable(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.AugAssign | ast.Continue) or (
        isinstance(statement, ast.Assign) and not isinstance(statement.targets[0], ast.Name)
    )


@dataclass(frozen=True, slots=True)
class _Set:
    name: str
    at: int | None
    value: ast.AST

    def __call__(self, node: ast.AST) -> None:
        if self.at is None:
            setattr(node, self.name, self.value)
        else:
            getattr(node, self.name)[self.at] = self.value


_Change = _Set


def survivors(module: str, tests: Sequence[str], workers: int | None = None) -> tuple[int, list[Mutant]]:
    """How many mistakes were made in a module, and those that none of the tests noticed.

    Raises RuntimeError when the tests fail without any mistake.
    """
    source = (ROOT / module).read_text("utf-8")
    made = list(mutants(source))
    workers = workers or os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="salesheet-mutants-") as folder:
        copies: Queue[Path] = Queue()
        for number in range(workers):
            place = Path(folder) / str(number)
            for part in PARTS:
                original = ROOT / part
                if original.is_dir():
                    shutil.copytree(original, place / part, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(original, place / part)
            copies.put(place)

        def noticed(text: str) -> bool:
            place = copies.get()
            try:
                (place / module).write_text(text, "utf-8")
                return any(_fails(place, test) for test in tests)
            finally:
                copies.put(place)

        if noticed(source):
            raise RuntimeError(f"{', '.join(tests)} fail without any mistake")
        with ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(noticed, [mutant.source for mutant in made]))
    return len(made), [mutant for mutant, told in zip(made, found, strict=True) if not told]


def _fails(place: Path, test: str) -> bool:
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *test.split()]
    try:
        return subprocess.run(command, cwd=place, capture_output=True, timeout=300, check=False).returncode != 0
    except subprocess.TimeoutExpired:
        return True


def main(arguments: Sequence[str]) -> int:
    """Print the survivors and the score."""
    if len(arguments) < 2:
        print(__doc__)
        return 2
    count, alive = survivors(arguments[0], arguments[1:])
    for mutant in alive:
        print(f"{arguments[0]}:{mutant.line}: {mutant.what}")
    score = 1 - len(alive) / count
    print(f"{count} mistakes, {len(alive)} not noticed: {score:.1%}")
    return 0 if score >= NEEDED else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
