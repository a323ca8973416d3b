"""Generated pieces of documentation stand between two markers of a page."""

from __future__ import annotations

import re

__all__ = ["replaced"]


def replaced(page: str, name: str, text: str) -> str:
    """The page with what stands between `<!-- name -->` and `<!-- end name -->` replaced.

    Raises:
        ValueError: the two markers do not stand there once.
    """
    pattern = rf"(<!-- {name} -->\n).*?(<!-- end {name} -->)"
    page, found = re.subn(pattern, lambda marks: f"{marks[1]}{text}\n{marks[2]}", page, flags=re.DOTALL)
    if found != 1:
        raise ValueError(f"the markers <!-- {name} --> and <!-- end {name} --> must stand there once")
    return page
