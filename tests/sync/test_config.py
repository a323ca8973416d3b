"""A wrong config is told whole, with lines and remedies."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.config import find, load, parse
from sync.errors import ConfigError
from validators.settings import Settings

GOOD = """
[team]
name = "华东销售"

[[users]]
name = "王主管"
role = "manager"
place = "users/王主管/王主管.xlsm"
"""


def _problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse(text.encode(), "config.toml")
    assert caught.value.remedy
    assert caught.value.exit_code == 2
    return caught.value.problems


def test_a_good_config_is_read() -> None:
    settings = parse(GOOD.encode(), "config.toml")
    assert settings.team.name == "华东销售"
    assert [user.name for user in settings.users] == ["王主管"]


def test_a_bom_is_fine_and_gb18030_has_its_sentence() -> None:
    assert parse(b"\xef\xbb\xbf" + GOOD.encode(), "config.toml").users
    with pytest.raises(ConfigError, match="GB18030"):
        parse(GOOD.encode("gb18030"), "config.toml")


def test_all_problems_at_once_with_their_lines() -> None:
    text = GOOD.replace('name = "华东销售"', 'name = "华东销售"\nlangauge = "zh"\ntimezone = "Asia/Peking"')
    text += "\n[follow_up]\ncadence = { key = 0 }\n"
    found = _problems(text)
    assert any("line 4" in problem and "language" in problem for problem in found)
    assert any("line 5" in problem and "Asia/Shanghai" in problem for problem in found)
    assert any("follow_up.cadence.key" in problem for problem in found)


def test_doubles_and_places_outside_the_folder() -> None:
    found = _problems(GOOD + '\n[[users]]\nname = "王主管"\nplace = "../elsewhere.xlsm"\n')
    assert any("stands twice" in problem for problem in found)
    assert any("inside the team folder" in problem for problem in found)


@pytest.mark.parametrize("place", ["C:/x.xlsm", "/tmp/x.xlsm", "\\\\\\\\server\\\\x.xlsm", "users/../../x.xlsm"])
def test_no_place_leaves_the_team_folder(place: str) -> None:
    assert _problems(f'[[users]]\nname = "a"\nplace = "{place}"\n')


def test_a_shared_workbook_is_one_workbook_with_all_rows(tmp_path: Path) -> None:
    text = GOOD.replace("[[users]]", 'mode = "shared"\n\n[[users]]', 1)
    text += '\n[[users]]\nname = "张伟"\nplace = "users/王主管/王主管.xlsm"\n'
    (tmp_path / "config.toml").write_text(text, "utf-8")
    (only,) = load(tmp_path / "config.toml").workbooks()
    assert (only.name, only.role) == ("王主管", "manager")


def test_targets_name_users() -> None:
    found = _problems(GOOD + '\n[[targets]]\nuser = "王主菅"\nmonth = "2026-12"\n')
    assert any("王主管" in problem for problem in found)


def test_rules_that_are_not_there() -> None:
    assert any("R001" in problem for problem in _problems(GOOD + '\n[rules]\nignore = ["R0001"]\n'))


def test_defaults_are_no_team() -> None:
    assert any("no [[users]]" in problem for problem in _problems(""))
    assert parse(b"", "config.toml", team=False) == Settings()


def test_syntax_errors_and_newer_formats_have_their_sentence() -> None:
    with pytest.raises(ConfigError, match="TOML"):
        parse(b"[team\nname=1", "config.toml")
    with pytest.raises(ConfigError, match="format 2"):
        parse(b"format = 2", "config.toml")


def test_it_is_found_upwards_and_a_missing_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALESHEET_CONFIG", raising=False)
    (tmp_path / "config.toml").write_text(GOOD, "utf-8")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find(start=inner) == tmp_path / "config.toml"
    assert load(find(tmp_path)).folder == tmp_path
    with pytest.raises(ConfigError, match="salesheet init"):
        find(tmp_path / "nowhere.toml")
    monkeypatch.setenv("SALESHEET_CONFIG", str(tmp_path / "config.toml"))
    assert find(start=Path("/")) == tmp_path / "config.toml"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[users]]\nname = "a"\nrole = "boss"\n', "只能是 'rep', 'manager' or 'admin'"),
        ("[follow_up]\ndue_soon = -1\n", "不能小于 0"),
        ('[[users]]\nname = "b"\nactive = 3\n', "true 或 false"),
        ("[[targets]]\nmonth = 5\n", "缺少这个设置"),
    ],
)
def test_wrong_values_are_told_in_both_languages(text: str, words: str) -> None:
    assert any(words in problem and " / " in problem for problem in _problems(GOOD + text))


def test_a_chinese_quote_is_a_syntax_error_with_its_place() -> None:
    with pytest.raises(ConfigError, match=r"(?s)第 2 行.*英文引号") as caught:
        parse("[team]\nname = “华东”\n".encode(), "config.toml")
    assert caught.value.exit_code == 2


def test_the_policies_of_the_merge_name_columns_and_roles_that_exist() -> None:
    text = (
        GOOD + '\n[merge]\npolicy = "ask"\nroles = { manager = "endpoint" }\ncolumns = { "customers.Notes" = "hub" }\n'
    )
    merge = parse(text.encode(), "config.toml").merge
    assert (merge.of("manager", "customers", "Region"), merge.of("manager", "customers", "Notes")) == (
        "endpoint",
        "hub",
    )
    assert merge.of("rep", "customers", "Region") == "ask"
    wrong = (
        text.replace("customers.Notes", "customers.Note").replace("manager = ", "boss = ").replace('"ask"', '"mine"')
    )
    found = _problems(wrong)
    assert any("line 11" in problem and "merge.policy" in problem for problem in found)
    assert any("merge.roles.boss" in problem for problem in found)
    found = _problems(text.replace("customers.Notes", "customers.Note"))
    assert any("line 13" in problem and "customers.Notes" in problem for problem in found)
    assert any("no column Follow_ID" in problem for problem in _problems(text.replace("customers.Notes", "Follow_ID")))


@pytest.mark.parametrize("name", ["Owner", "customers.Ownr", "users.Owner", "customers.Check"])
def test_columns_for_managers_are_columns(name: str) -> None:
    found = _problems(GOOD + f'\n[columns]\nmanager_only = ["customers.Owner", "{name}"]\n')
    assert any(f"没有列 {name} / no column {name}" in problem for problem in found)


@pytest.mark.parametrize("name", ["王主管", " 王主管", "王主管 "])
def test_two_users_whose_names_compare_alike_are_refused(name: str) -> None:
    assert any("stands twice" in problem for problem in _problems(GOOD + f'\n[[users]]\nname = "{name}"\n'))


def test_a_user_has_a_name() -> None:
    assert any("blank" in problem for problem in _problems(GOOD + '\n[[users]]\nname = " "\n'))
