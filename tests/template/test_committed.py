"""The committed files: the template is what a build gives, and config.toml says the defaults."""

from __future__ import annotations

import tomllib
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from addin.template import build, differences, factory, write
from addin.template.package import differing, pack, parts
from sync.config import parse
from validators.settings import Settings

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "workbook_template.xlsm"
CONFIG = ROOT / "config.toml"


def test_the_committed_template_is_a_fresh_build() -> None:
    assert differences(TEMPLATE) == [], "run: salesheet template build"


def test_a_changed_part_is_named(tmp_path: Path) -> None:
    write(tmp_path / "one.xlsm")
    assert differences(tmp_path / "one.xlsm") == []
    contents = parts((tmp_path / "one.xlsm").read_bytes())
    contents["xl/workbook.xml"] += b" "
    contents["xl/vbaProject.bin"] = b"x"
    (tmp_path / "one.xlsm").write_bytes(pack(contents))
    assert differences(tmp_path / "one.xlsm") == ["xl/vbaProject.bin", "xl/workbook.xml"]


def test_a_standard_team_starts_from_the_committed_file() -> None:
    users = [{"name": "张伟"}, {"name": "李娜"}, {"name": "走了", "active": False}]
    settings = Settings.model_validate({"team": {"name": "华东"}, "users": users})
    data = factory(settings, "张伟")
    changed = differing(data, TEMPLATE.read_bytes())
    book = openpyxl.load_workbook(BytesIO(data))
    sheets = [f"xl/worksheets/sheet{book.sheetnames.index(name) + 1}.xml" for name in ("_lists", "_salesheet", "开始")]
    assert changed == sorted(sheets)
    assert [cell.value for cell in book["_lists"]["A"]][:4] == ["人员", "张伟", "李娜", None]
    shown = openpyxl.load_workbook(BytesIO(data), data_only=True)
    assert shown["开始"]["F1"].value == "华东 · 张伟"


def test_a_start_from_the_committed_file_says_what_a_build_says() -> None:
    settings = Settings.model_validate({"team": {"name": "华东"}, "users": [{"name": "张伟"}]})
    committed, english = factory(settings, "张伟"), build(settings, "en")
    built = build(settings)
    for sheet in ("_lists", "_salesheet"):
        cells = [
            [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(data))[sheet].iter_rows()]
            for data in (committed, built)
        ]
        if sheet == "_lists":
            assert cells[0] == cells[1]
        assert cells[0][0] == cells[1][0]
    assert differing(built, english)


@pytest.mark.parametrize("data", [TEMPLATE.read_bytes(), build(Settings(), "en")], ids=["committed", "english"])
def test_the_package_is_valid(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "workbook.xlsm"
    path.write_bytes(data)
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors


def test_config_toml_is_the_defaults() -> None:
    raw = CONFIG.read_bytes()
    assert parse(raw, "config.toml", team=False) == Settings()


def test_config_toml_shows_every_setting() -> None:
    shown = tomllib.loads(CONFIG.read_text("utf-8"))
    for section, model in Settings():
        if section in ("users", "targets"):
            assert f"# [[{section}]]" in CONFIG.read_text("utf-8")
        elif section == "choices":
            assert all(f"# {name} = [" in CONFIG.read_text("utf-8") for name in type(model).model_fields)
        elif section == "format":
            assert shown["format"] == 1
        else:
            lists = {"columns": "extra", "rules": "accepted"}  # as examples: each begins a section of its own
            fields = set(type(model).model_fields) - {lists.get(section)}
            assert section not in lists or f"# [[{section}.{lists[section]}]]" in CONFIG.read_text("utf-8")
            assert set(shown[section]) == fields, section


def test_the_examples_in_config_toml_are_right_when_the_marks_are_taken_away() -> None:
    """Every commented line that is TOML counts once its mark is gone: the examples cannot rot."""
    lines = []
    for line in CONFIG.read_text("utf-8").splitlines():
        bare = line.removeprefix("# ")
        is_example = bare.startswith(("[[", "  {", "]")) or " = " in bare.split("#")[0][:20]
        lines.append(bare if line.startswith("# ") and is_example and not bare.startswith("active = false") else line)
    settings = parse("\n".join(lines).encode(), "config.toml")
    assert [user.name for user in settings.users] == ["王主管", "张伟"]
    assert [extra.name for extra in settings.columns.extra] == ["Staff_Count", "Product"]
    assert settings.targets[0].deals == 5
    assert settings.choices.Stage is not None
