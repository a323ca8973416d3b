"""`salesheet conflicts`: cells that two people changed differently; neither value is lost."""

from __future__ import annotations

from typing import Any

from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say

__all__ = ["command"]


def command(config: ConfigOption = None, format: FormatOption = Format.text) -> int:
    """列出未解决的冲突。/ List the open conflicts."""
    from sync.store.tinydb import TinyDBStore

    team = team_config(config)
    found = TinyDBStore(team.folder / "hub").load().conflicts
    if format is Format.json:
        names = ("table", "key", "column", "kept", "aside", "who", "run", "at")
        listing: list[dict[str, Any]] = [{name: getattr(conflict, name) for name in names} for conflict in found]
        print_json({"conflicts": listing})
    else:
        line = {
            "zh": "{c.table} {c.key} {c.column}  采用：{c.kept}  另一值：{c.aside}({c.who})",
            "en": "{c.table} {c.key} {c.column}  kept: {c.kept}  set aside: {c.aside} ({c.who})",
        }[team.settings.language]
        for conflict in found:
            say(line.format(c=conflict))
        count = len(found)
        say(f"{count} 个未解决的冲突" if team.settings.language == "zh" else f"{count} open conflicts")
    return 3 if found else 0
