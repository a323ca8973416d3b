"""The config.toml of a demo team, with comments for the person who opens it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

from sync.upkeep.demo_data.team import Rows
from sync.upkeep.demo_data.words import Words
from validators.fields import Language
from validators.settings import Settings, Target

__all__ = ["ZONES", "config", "with_targets"]

_HEAD: dict[Language, str] = {
    "zh": """# 示例团队的设置（UTF-8）。改完保存，下次同步生效；用 salesheet doctor 检查有没有写错。
format = 1

[team]
name = "示例团队"
language = "zh"                     # zh 中文 | en 英文
timezone = "Asia/Shanghai"
currency = "CNY"
week_start = "monday"               # monday 周一 | sunday 周日
fiscal_year_start = 1               # 财年从几月开始
mode = "split"                      # split 每人一个工作簿 | shared 大家共用一个
manager_edits = true                # 主管可以直接改全团队的数据
collision_owner = "masked"          # 撞单时是否显示对方姓名：name 显示 | masked 只显示姓

# 每人一段。role：rep 销售 | manager 主管 | admin 管理员；active = false 表示已离职，数据等待交接
""",
    "en": """# Settings of the demo team (UTF-8). Saved changes count from the next run, which says what is wrong.
format = 1

[team]
name = "Demo team"
language = "en"                     # zh | en
timezone = "America/New_York"
currency = "USD"
week_start = "monday"               # monday | sunday
fiscal_year_start = 1               # month
mode = "split"                      # split: a workbook for each person | shared: one for all
manager_edits = true                # the manager may edit the whole team's rows
collision_owner = "masked"          # show whose customer it is: name | masked

# One section per person. role: rep | manager | admin; active = false: has left, rows wait for the hand-over
""",
}
_TAIL: dict[Language, str] = {
    "zh": """
[follow_up]                         # 单位：天
cadence = { key = 7, normal = 14, growth = 30 }   # 重点、普通、潜力客户多久跟进一次
due_soon = 2                        # 提前几天提醒
calendar = "days"                   # days 自然日 | cn_workdays 中国工作日(含调休)

# 每人每月的目标：金额(元)、成交单数、新客户数
""",
    "en": """
[follow_up]                         # in days
cadence = { key = 7, normal = 14, growth = 30 }   # how often, by level of the customer
due_soon = 2                        # remind so many days ahead
calendar = "days"                   # days | cn_workdays (Chinese working days)

# Targets of each person and month: amount, deals, new customers
""",
}


ZONES: dict[Language, str] = {language: tomllib.loads(text)["team"]["timezone"] for language, text in _HEAD.items()}
"""Where the demo team of a language is at home: its day is taken there."""


def config(words: Words, language: Language, rows: Rows) -> str:
    """The text without targets: admin, manager, the active reps and one more who has left."""
    users = [_user(words.admin, "admin", place=rows.admin_workbook), _user(words.manager, "manager")]
    users += [_user(name, "rep") for name in words.reps[: rows.reps]]
    users.append(_user(words.reps[rows.reps], "rep", active=False))
    return _HEAD[language] + "\n".join(users) + _TAIL[language]


def with_targets(text: str, targets: Sequence[Target]) -> tuple[str, Settings]:
    """The text with its targets, and the settings that it reads as."""
    text += "".join(
        f'[[targets]]\nuser = "{t.user}"\nmonth = "{t.month}"\namount = {t.amount:.0f}\ndeals = {t.deals}\n'
        f"new_customers = {t.new_customers}\n"
        for t in targets
    )
    return text, Settings.model_validate(tomllib.loads(text))


def _user(name: str, role: str, active: bool = True, place: bool = True) -> str:
    lines = ["[[users]]", f'name = "{name}"', f'role = "{role}"']
    if not active:
        lines.append("active = false")
    elif place:
        lines.append(f'place = "users/{name}/{name}.xlsm"')
    return "\n".join(lines) + "\n"
