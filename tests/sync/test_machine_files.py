"""The machine over workbook files, which openpyxl and LibreOffice save again after whatever people do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office import Office
from tests.sync.machine.people import People
from tests.sync.machine.play import play, sample, seeds

EACH, STEPS = 5, 10
"""Sequences from one seed, and steps in a sequence."""
LONG, SHORT = 100, 4
"""Seeds of the long run over files, and of those played again."""
LONG_OFFICE, SHORT_OFFICE = 20, 1
Count = Callable[[str, object], None]


class FilePeople(People):
    files = True


class TablePeople(FilePeople):
    tables = True


def _office_people(office: Office) -> type[People]:
    class OfficePeople(FilePeople):
        def program(self, path: Path) -> None:
            saved = path.with_name(f"resaved-{path.name}")
            office.edit(path, {}, saved)
            saved.replace(path)

    return OfficePeople


def test_whatever_people_do_in_files() -> None:
    play(FilePeople, sample(LONG, SHORT), EACH, STEPS)


def test_whatever_people_do_below_tables_that_do_not_grow() -> None:
    play(TablePeople, sample(LONG, SHORT), EACH, STEPS)


@pytest.mark.office
def test_whatever_people_do_in_libreoffice(office: Office) -> None:
    play(_office_people(office), sample(LONG_OFFICE, SHORT_OFFICE), EACH, STEPS)


@pytest.mark.nightly
def test_whatever_people_do_in_files_at_length(request: pytest.FixtureRequest, record_property: Count) -> None:
    record_property("cases", play(FilePeople, seeds(request.config, LONG), EACH, STEPS))


@pytest.mark.nightly
def test_whatever_people_do_below_tables_at_length(request: pytest.FixtureRequest, record_property: Count) -> None:
    record_property("cases", play(TablePeople, seeds(request.config, LONG), EACH, STEPS))


@pytest.mark.nightly
@pytest.mark.office
def test_whatever_people_do_in_libreoffice_at_length(
    request: pytest.FixtureRequest, record_property: Count, office: Office
) -> None:
    record_property("cases", play(_office_people(office), seeds(request.config, LONG_OFFICE), EACH, STEPS))
