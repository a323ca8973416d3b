"""Calls into a spreadsheet program in which a person works: patient where it is busy, and leaving things as found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from sync.endpoints.live_texts import live_fault
from sync.errors import Locked, SalesheetError
from validators.fields import Language

__all__ = ["WAITS", "Calls"]

T = TypeVar("T")

_BUSY = {-2147418111, -2147417846, -2146777998}
"""RPC_E_CALL_REJECTED and RPC_E_SERVERCALL_RETRYLATER ([MS-ERREF] 2.1.1), and Excel's own 0x800AC472 while a cell is
edited or a dialog is open."""
_BUSY_MAC = {-1712, -609}
"""errAETimeout and connectionInvalid of Apple events."""
WAITS = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Seconds between tries while Excel is busy; after the last one it is told."""


class Calls:
    """Calls about one workbook. `convert` is `xlwings.conversion.read`, which makes values of what the program gives;
    `sleep` waits."""

    def __init__(
        self, book: Any, language: Language, convert: Callable[..., Any], sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.book = book
        self.convert = convert
        self.language: Language = language
        self._sleep = sleep
        self._sheets: dict[str, Any] = {}

    def __call__(self, call: Callable[..., T], *arguments: object, where: str = "") -> T:
        """What the call gives; it is made again while Excel is busy, so it may do only one thing.

        Raises:
            Locked: Excel stays busy.
            SalesheetError: Excel refuses.
        """
        for wait in (*WAITS, None):
            try:
                return call(*arguments)
            except SalesheetError:
                raise
            except Exception as error:
                if not _busy(error):
                    # Not its text, which may hold a customer's data.
                    reason = " ".join(str(part) for part in (type(error).__name__, _code(error)) if part)
                    raise live_fault(SalesheetError, "excel", self.language, where, reason=reason) from error
                if wait is None:
                    raise live_fault(Locked, "busy", self.language, where) from error
            self._sleep(wait)
        raise AssertionError("not reached")

    def active(self) -> Any:
        """The sheet in view."""
        return self.book.sheets.active

    def sheet(self, title: str) -> Any:
        """A sheet by its title, looked up once: each look asks the program."""
        if title not in self._sheets:
            self._sheets[title] = self(self.book.sheets.__getitem__, title, where=title)
        return self._sheets[title]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is drawn, calculated or triggered inside; afterwards everything is as it was, the selected cells and
        the scrolled place included, also after an error."""
        app = self.book.app
        names = ("screen_updating", "calculation", "enable_events")
        before = {name: self(getattr, app, name) for name in names}
        sheet = self(self.active)
        chosen, scroll = self(getattr, app, "selection"), self._scroll()
        try:
            for name, value in zip(names, (False, "manual", False), strict=True):
                self(setattr, app, name, value)
            yield
        finally:
            # One that cannot be given back must not keep the others from it.
            with suppress(SalesheetError):
                if self(self.active).name != sheet.name:
                    self(sheet.activate)
                    if chosen is not None:
                        self(chosen.select)
                    self._scroll_to(scroll)
            for name, value in reversed(before.items()):
                with suppress(SalesheetError):
                    self(setattr, app, name, value)

    def _scroll(self) -> tuple[int, int] | None:
        """The first row and column in view, None where the program does not tell (macOS)."""
        try:
            window = self.book.app.api.ActiveWindow
            return int(window.ScrollRow), int(window.ScrollColumn)
        except Exception:
            return None

    def _scroll_to(self, place: tuple[int, int] | None) -> None:
        if place is not None:
            window = self.book.app.api.ActiveWindow
            self(setattr, window, "ScrollRow", place[0])
            self(setattr, window, "ScrollColumn", place[1])


def _code(error: Exception) -> object:
    """The number of an error of pywin32 or appscript."""
    return getattr(error, "hresult", None) or getattr(error, "errornumber", None)


def _busy(error: Exception) -> bool:
    code = _code(error)
    inner = getattr(error, "excepinfo", None)  # Excel's own code lies inside pywin32's
    return code in _BUSY or code in _BUSY_MAC or (isinstance(inner, tuple) and inner[-1] in _BUSY)
