"""The program and its workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlwings
from xlwings import base_classes

from tests.engine.cells import Range
from tests.engine.link import Link
from tests.engine.sheets import Sheets

__all__ = ["NAME", "App", "ComError", "engine"]

NAME = "libreoffice"
REJECTED = -2147418111
"""RPC_E_CALL_REJECTED: what Excel answers while it is busy."""
IN_EDIT = -2146777998
"""0x800AC472: what Excel answers to changes while a cell is being edited."""
CHANGES = {"set", "set_formulas", "resize", "insert", "delete", "clear", "add_sheet", "automatic"}


class ComError(Exception):
    """A refused call, as pywin32 tells it."""

    def __init__(self, hresult: int, text: str) -> None:
        super().__init__(hresult, text)
        self.hresult = hresult


class Engine:
    """The engine. All apps share its contract for values."""

    name, type = NAME, "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value == "" or value is None:
                return empty_as
            if isinstance(value, tuple):
                return value[0] if err_to_str else None
            if isinstance(value, datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                    second=value.second, microsecond=value.microsecond, tzinfo=None,
                )  # fmt: skip
            return number_builder(value) if number_builder is not None and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The programs that run."""

    def __init__(self) -> None:
        self.running: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def attach(self, pipe: str) -> App:
        """The program that somebody else started, reached by its pipe."""
        self.running.insert(0, App(self, pipe))
        return self.running[0]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        self.running.insert(0, App(self))
        return self.running[0]

    def __iter__(self) -> Iterator[App]:
        return iter(list(self.running))

    def __len__(self) -> int:
        return len(self.running)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.running if app.pid == pid)


class Held:
    """A property of the program, with all the values it was set to."""

    def __init__(self, value: Any) -> None:
        self.start = value

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, app: App, owner: type | None = None) -> Any:
        app.take(change=False)
        return app.held.get(self.name, self.start)

    def __set__(self, app: App, value: Any) -> None:
        app.take(change=True)
        app.held[self.name] = value
        app.history.append((self.name, value))


class App(base_classes.App):
    """A LibreOffice. `busy` calls are refused, negative for ever; while `editing`, changes are;
    `before` is called before each call, with its name, to let something happen in between."""

    screen_updating = Held(True)
    enable_events = Held(True)
    display_alerts = Held(True)
    interactive = Held(True)
    visible = Held(False)
    status_bar = Held(False)
    pid: int = 0
    books: Books = None  # type: ignore[assignment]  # over the contract's properties, which cannot be set

    def __init__(self, apps: Apps, pipe: str = "") -> None:
        self.held: dict[str, Any] = {}
        self.history: list[tuple[str, Any]] = []
        self.busy = 0
        self.editing = False
        self.before: Any = None
        self._apps = apps
        self._link = Link(pipe)
        self.pid = self._link.pid
        self.books = Books(self)
        self._calculation = "automatic"

    def __call__(self, name: str, *arguments: Any) -> Any:
        if self.before is not None:
            self.before(name)
        self.take(change=name in CHANGES)
        return self._link(name, *arguments)

    def take(self, change: bool) -> None:
        """Refuse any call while busy, and a change while a cell is in edit."""
        if self.busy:
            self.busy -= 1
            raise ComError(REJECTED, "Call was rejected by callee.")
        if change and self.editing:
            raise ComError(IN_EDIT, "Exception from HRESULT: 0x800AC472")

    @property
    def pipe(self) -> str:
        """By which others reach this program."""
        return self._link.pipe

    @property
    def calls(self) -> int:
        return self._link.calls

    @property
    def engine(self) -> Engine:
        return ENGINE

    @property
    def api(self) -> App:
        return self

    @property
    def ActiveWindow(self) -> Window:  # as Excel calls it
        return Window(self.books.active)

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        self._calculation = value
        self.history.append(("calculation", value))
        for book in self.books:
            self("automatic", book.number, value == "automatic")

    def calculate(self) -> None:
        for book in self.books:
            self("calculate", book.number)

    @property
    def selection(self) -> Range | None:
        book = self.books.active
        found = self("selection", book.number)
        return None if found is None else Range(book.sheets(found[0]), found[1])

    def run(self, macro: str, args: tuple[Any, ...]) -> Any:
        return self("macro", self.books.active.number, macro.rpartition("!")[2], tuple(args))

    def activate(self, steal_focus: bool = False) -> None:
        pass

    def quit(self) -> None:
        self._link.close()
        self._apps.running.remove(self)

    kill = quit


class Window:
    """The window of a workbook, as Excel's object model has it."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def ScrollRow(self) -> int:
        return int(self._book.app("scroll", self._book.number)[0])

    @ScrollRow.setter
    def ScrollRow(self, row: int) -> None:
        self._book.app("scroll_to", self._book.number, row, self.ScrollColumn)

    @property
    def ScrollColumn(self) -> int:
        return int(self._book.app("scroll", self._book.number)[1])

    @ScrollColumn.setter
    def ScrollColumn(self, column: int) -> None:
        self._book.app("scroll_to", self._book.number, self.ScrollRow, column)


class Books(base_classes.Books):
    """The open workbooks, the active one first."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.open_books: list[Book] = []

    @property
    def active(self) -> Book:
        return self.open_books[0]

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self.open_books))

    def __len__(self) -> int:
        return len(self.open_books)

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return self.open_books[key - 1]
        for book in self.open_books:
            if key.lower() in (book.name.lower(), book.fullname.lower()):
                return book
        raise KeyError(key)

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        self.open_books.insert(0, Book(self, str(fullname)))
        return self.active


class Book(base_classes.Book):
    """An open workbook. `queries` are by table Excel's numbers for where its rows come from, if not its own."""

    app: App = None  # type: ignore[assignment]
    name: str = ""
    fullname: str = ""
    sheets: Sheets = None  # type: ignore[assignment]

    def __init__(self, books: Books, path: str) -> None:
        self._books = books
        self.app = books.app
        self.number: int = self.app("open", path)
        self.fullname = str(self.app("where", self.number))
        self.name = Path(self.fullname).name
        self.sheets = Sheets(self)
        self.table_names: dict[str, list[str]] = {}
        self.queries: dict[str, int] = {}

    @property
    def api(self) -> Book:
        return self

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self._books.open_books.remove(self)
        self._books.open_books.insert(0, self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.app("save", self.number, path or self.fullname)

    def close(self) -> None:
        self._books.open_books.remove(self)
        self.app("close", self.number)


class Names(base_classes.Names):
    """Defined names, as far as they name cells."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def contains(self, key: str) -> bool:
        return key in self._book.app("names", self._book.number)

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, Name(self._book, name)) for name in self._book.app("names", self._book.number)]

    def __len__(self) -> int:
        return len(self.snapshot())

    def __call__(self, key: str) -> Name:
        return Name(self._book, key)


class Name(base_classes.Name):
    """A defined name."""

    name: str = ""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self.name = name

    @property
    def refers_to_range(self) -> Range:
        title, block = self._book.app("names", self._book.number)[self.name]
        return Range(self._book.sheets(title), block)


ENGINE = Engine()


def engine() -> Any:
    """The engine, made known to xlwings and active."""
    if NAME not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.Engine(impl=ENGINE))
    xlwings.engines[NAME].activate()
    return xlwings.engines[NAME]
