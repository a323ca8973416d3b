"""What all tests share: the header that says what this machine has, the nightly switch, LibreOffice."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.office import Office
from tools import machine

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="also run what takes long")


def pytest_report_header() -> str:
    found = machine.libreoffice()
    program = found.soffice if found else "MISSING"
    return f"LibreOffice: {program}, pdftoppm: {machine.pdftoppm() or 'MISSING'}, Node: {machine.node() or 'MISSING'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--nightly"):
        chosen = [item for item in items if item.get_closest_marker("nightly") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen
    # In CI nothing is skipped: what needs a missing program runs, and fails.
    if os.environ.get("CI", "").lower() == "true":
        return
    for marker, program, found in (
        ("office", "LibreOffice with uno", machine.libreoffice()),
        ("node", "Node.js", machine.node()),
    ):
        for item in items:
            if found is None and item.get_closest_marker(marker) is not None:
                item.add_marker(pytest.mark.skip(reason=f"{program} is not installed"))


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    with Office() as started:
        yield started
