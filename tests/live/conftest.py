"""A workbook from the committed template, open in LibreOffice and reached through xlwings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from tests.engine import NAME, App, engine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def program() -> Iterator[xlwings.App]:
    """One LibreOffice for all these tests."""
    engine()
    app = xlwings.App()
    yield app
    app.quit()
    xlwings.engines.active = None


@pytest.fixture
def book(program: xlwings.App, tmp_path: Path) -> Iterator[xlwings.Book]:
    """The template, with an empty history of what the program was told."""
    path = shutil.copy(ROOT / "workbook_template.xlsm", tmp_path / "张伟.xlsm")
    opened = program.books.open(str(path))
    opened.set_mock_caller()
    app = program.impl
    assert isinstance(app, App)
    app.history.clear()
    app.held.clear()
    yield opened
    app.busy, app.before = 0, None
    opened.close()


@pytest.fixture
def app(book: xlwings.Book) -> App:
    """The program behind the workbook, to be made busy and asked what it was told."""
    found = book.app.impl
    assert isinstance(found, App)
    assert found.engine.name == NAME
    return found
