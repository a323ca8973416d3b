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

ROOT = Path(__file__).resolve().parents[2]


def main(pipe: str, result: str) -> None:
    sys.path.insert(0, str(ROOT))
    import xlwings

    from addin.resident import _warm, click, serve
    from sync.resident import state_folder
    from tests.engine import engine

    app = engine().impl.apps.attach(pipe)

    def run(button: str, arguments: Sequence[str]) -> tuple[int, str]:
        name = next(one for one in arguments if one.startswith("--wb=")).removeprefix("--wb=")
        app.held.clear()
        caller = xlwings.Book(impl=app.books.open(name))
        caller.set_mock_caller()
        before = time.process_time()
        code, text = click(button, arguments)
        spent = time.process_time() - before
        status = app.held.get("status_bar")
        caller.sheets["_lists"].range("Y1").value = status or ""
        told = {"code": code, "stderr": text, "status": status, "cpu": spent, "pid": os.getpid()}
        part = Path(f"{result}.part")
        part.write_text(json.dumps(told), "utf-8")
        part.rename(result)
        return code, text

    serve(Path(state_folder()), run, warm=_warm)
    app.quit()


if __name__ == "__main__":
    main(*sys.argv[1:3])
