"""The documents say what the program does: every command, option, setting and exit code stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel

from sync.cli import app_of
from sync.config import load
from sync.errors import SalesheetError
from validators.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def _commands(command: Any, path: str = "salesheet") -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from _commands(child, f"{path} {name}")
    if not children or path == "salesheet agent":
        yield path, command


COMMANDS = list(_commands(typer.main.get_command(app_of())))


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_and_option_is_documented(name: str, command: Any) -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert name in text
    shared = {"--config", "--format", "--help"}
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")} - shared
    section = next(line for line in text.splitlines() if re.match(rf"\| `{name}[` ]", line))
    assert {option for option in options if option not in section} == set()


def test_exit_codes_stand_in_the_readmes_and_belong_to_the_errors() -> None:
    def below(kind: type[SalesheetError]) -> Iterator[int]:
        yield kind.exit_code
        for child in kind.__subclasses__():
            yield from below(child)

    assert set(below(SalesheetError)) == {1, 2, 7}
    for readme in ("README.md", "README.zh-CN.md"):
        table = re.findall(r"^\| (\d) \|", (ROOT / readme).read_text("utf-8"), re.M)
        assert table == ["0", "1", "2", "3", "7"]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readmes_open_with_the_two_commands_and_their_links_lead_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    first = text[:600]
    assert "make demo" in first
    assert "make test" in first
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def _settings(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        annotation = field.annotation
        for inner in (annotation, *get_args(annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _settings(inner)


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "config.md").read_text("utf-8")
    assert {name for name in _settings(Settings) if not re.search(rf"\b{name}\b", text)} == set()


def test_the_default_config_is_the_defaults() -> None:
    assert load(ROOT / "config.toml", team=False).settings == Settings()
