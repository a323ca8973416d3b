"""`salesheet doctor`: config, stored state and workbooks looked over at once."""

from __future__ import annotations

from dataclasses import asdict

from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say

__all__ = ["command"]


def command(config: ConfigOption = None, format: FormatOption = Format.text) -> int:
    """检查配置、团队数据和工作簿。/ Look over config, stored state and workbooks; writes nothing."""
    from sync.upkeep.doctor import examine

    found = examine(team_config(config))
    states = {check.state for check in found}
    code = 1 if "error" in states else 3 if "warning" in states else 0
    if format is Format.json:
        print_json({"checks": [asdict(check) for check in found], "exit_code": code})
        return code
    for check in found:
        say(f"{_MARKS[check.state]} {check.message}")
        if check.remedy:
            say(f"    → {check.remedy}")
    return code


_MARKS = {"ok": "✓", "warning": "⚠", "error": "✗"}
