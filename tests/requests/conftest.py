"""A team whose first run is done, for the tests of requests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sync.cli import main
from tests.requests.people import OTHER, Team
from tests.sync.team import MANAGER, REP_A, customer


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("requests") / "team"
    assert main(["init", str(folder), "--manager", MANAGER.name, "--rep", REP_A.name, "--rep", OTHER]) == 0
    team = Team(folder)
    team.type(REP_A.name, customer("杭州远景科技有限公司", REP_A))
    team.run()
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Team:
    shutil.copytree(made, tmp_path / "team", symlinks=True)
    return Team(tmp_path / "team")
