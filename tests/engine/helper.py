"""A resident helper whose buttons work on a workbook that is open in LibreOffice.

    python -B tests/engine/helper.py PIPE RESULT

The helper's own means are used but for how a click finds its workbook: xlwings finds no program by itself here. RESULT
gets what `tests/engine/caller.py` gives. The bridge to LibreOffice is made once, as Excel itself needs none.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def _clocked(app: Any) -> list[float]:
    """The CPU seconds of each of the engine's own ways to LibreOffice and back, which Excel does not need."""
    spent: list[float] = []
    link = app._link

    def call(name: str, *arguments: Any) -> Any:
        before = time.process_time()
        try:
            return link(name, *arguments)
        finally:
            spent.append(time.process_time() - before)

    call.close = link.close  # type: ignore[attr-defined]
    app._link = call
    return spent


def main(pipe: str, result: str) -> None:
    sys.path.insert(0, str(ROOT))
    import xlwings

    from addin.resident import _warm, click, serve
    from sync.resident import state_folder
    from tests.engine import engine

    app = engine().impl.apps.attach(pipe)
    spent_there = _clocked(app)

    def run(button: str, arguments: Sequence[str]) -> tuple[int, str]:
        name = next(one for one in arguments if one.startswith("--wb=")).removeprefix("--wb=")
        app.held.clear()
        caller = xlwings.Book(impl=app.books.open(name))
        caller.set_mock_caller()
        spent_there.clear()
        before = time.process_time()
        code, text = click(button, arguments)
        spent = time.process_time() - before
        status = app.held.get("status_bar")
        caller.sheets["_lists"].range("Y1").value = status or ""
        told = {
            "code": code,
            "stderr": text,
            "status": status,
            "cpu": spent,
            "engine": sum(spent_there),
            "pid": os.getpid(),
        }
        part = Path(f"{result}.part")
        part.write_text(json.dumps(told), "utf-8")
        part.rename(result)
        return code, text

    serve(Path(state_folder()), run, warm=_warm)
    app.quit()


if __name__ == "__main__":
    main(*sys.argv[1:3])
