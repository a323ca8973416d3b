"""A new team's config says its time zone and currency, so that its day is the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.cli import main
from sync.clock import local_zone
from sync.config import load


@pytest.mark.parametrize(
    ("language", "zone", "currency"), [("zh", "Asia/Shanghai", "CNY"), ("en", "Europe/London", "USD")]
)
def test_zone_and_currency_stand_in_the_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, zone: str, currency: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert main(["init", str(tmp_path / "team"), "--lang", language]) == 0
    team = load(tmp_path / "team" / "config.toml").settings.team
    assert (team.timezone, team.currency) == (zone, currency)


@pytest.mark.parametrize("named", ["", "Nowhere/Land", "../../etc/passwd", ":/etc/localtime"])
def test_a_zone_that_is_none_is_passed_over(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("TZ", named)
    assert local_zone() not in ("", named)
