"""An xlwings engine over LibreOffice: the real xlwings API talks to a real spreadsheet program, without Excel.

Written against the contracts in `xlwings.base_classes` (BSD). What Excel is asked through `api` and not through xlwings
is answered under the names that Excel uses on Windows.
"""

from __future__ import annotations

from tests.engine.app import NAME, App, ComError, engine

__all__ = ["NAME", "App", "ComError", "engine"]
