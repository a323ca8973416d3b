"""What the agent's sheets are called on their tabs, in the order of the tabs (`linked` only where it is needed)."""

from __future__ import annotations

from validators.fields import Label

__all__ = ["PICKED", "TITLES"]

TITLES: dict[str, Label] = {
    "findings": Label("检查结果", "Findings"),
    "duplicates": Label("疑似重复", "Duplicates"),
    "conflicts": Label("冲突", "Conflicts"),
    "requests": Label("请求", "Requests"),
    "overview": Label("总览", "Overview"),
    "follow_up_rate": Label("跟进率", "Follow-up rate"),
    "funnel": Label("漏斗", "Funnel"),
    "performance": Label("业绩", "Performance"),
    "overdue": Label("逾期", "Overdue"),
    "linked": Label("关联客户", "Linked customers"),
}
PICKED = ("findings", "duplicates", "conflicts")
"""The sheets on which people accept, answer and pick."""
