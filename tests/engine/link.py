"""The process that works on workbooks in LibreOffice (`tests/office/bridge.py`), and calls into it."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tools import machine

__all__ = ["Link"]


class Link:
    """One LibreOffice with its bridge, or, with `pipe`, a bridge to one that runs. `calls` counts what was asked."""

    def __init__(self, pipe: str = "") -> None:
        found = machine.libreoffice()
        if found is None:
            raise RuntimeError("LibreOffice with uno is not installed; tools/dev.py test installs it or says how")
        self._profile = tempfile.mkdtemp(prefix="salesheet-engine-")
        script = Path(__file__).parents[1] / "office" / "bridge.py"
        command = [str(found.python), "-B", str(script), *([pipe] if pipe else [str(found.soffice), self._profile])]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pid = self._process.pid
        self.calls = 0
        self.pipe = str(self._answer())

    def __call__(self, name: str, *arguments: Any) -> Any:
        assert self._process.stdin is not None
        self.calls += 1
        pickle.dump((name, arguments), self._process.stdin)
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        try:
            well, result = pickle.load(self._process.stdout)
        except EOFError:
            raise RuntimeError("LibreOffice ended unexpectedly") from None
        if not well:
            raise RuntimeError(result)
        return result

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()
        shutil.rmtree(self._profile, ignore_errors=True)
