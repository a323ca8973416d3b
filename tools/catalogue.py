"""Write docs/rules.md and docs/rules.zh-CN.md from the rules in the program (`python tools/dev.py rules`)."""

from __future__ import annotations

from pathlib import Path

from sync.cli.rule_page import catalogue
from validators.fields import Language
from validators.rules.registry import RULES

PLACES: dict[Language, str] = {"en": "docs/rules.md", "zh": "docs/rules.zh-CN.md"}


def main() -> None:
    """Write both pages."""
    root = Path(__file__).resolve().parent.parent
    for language, place in PLACES.items():
        (root / place).write_text(catalogue(RULES.values(), language), "utf-8", newline="\n")
        print(place)


if __name__ == "__main__":
    main()
