"""What xlwings' RunPython starts, for a workbook that is open in LibreOffice.

    python -B tests/engine/caller.py PIPE RESULT PYTHONPATH COMMAND --wb=NAME --from_xl=1

As from Excel: a fresh interpreter puts PYTHONPATH in place by xlwings, then runs the command, which finds its workbook
by `xlwings.Book.caller()`. On this system xlwings knows no caller but the one set by `set_mock_caller`, its own means
for calls from elsewhere. RESULT gets, as JSON, the exit code, stderr and what the status bar was set to: it appears at
the very end, and the macro waits for it.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def main(pipe: str, result: str, paths: str, command: str) -> None:
    import xlwings
    import xlwings.utils

    prepare: Any = xlwings.utils.prepare_sys_path
    prepare(paths)
    sys.path.insert(0, str(ROOT))
    from tests.engine import engine

    book = next(argument for argument in sys.argv if argument.startswith("--wb=")).removeprefix("--wb=")
    app = engine().impl.apps.attach(pipe)
    told: dict[str, object] = {"code": 0, "stderr": ""}
    caller = xlwings.Book(impl=app.books.open(book))
    caller.set_mock_caller()
    try:
        exec(compile(command, "<string>", "exec"), {"__name__": "__main__"})
    except SystemExit as error:
        told = {"code": 1, "stderr": str(error)}
    except Exception:
        told = {"code": 1, "stderr": traceback.format_exc()}
    told |= {"status": app.held.get("status_bar"), "interpreter": sys.executable, "argv": sys.argv[5:]}
    # A program without a window has no status bar: the macro finds there what it would show.
    caller.sheets["_lists"].range("Y1").value = app.held.get("status_bar") or ""
    app.quit()
    part = Path(f"{result}.part")
    part.write_text(json.dumps(told), "utf-8")
    part.rename(result)


if __name__ == "__main__":
    main(*sys.argv[1:5])
