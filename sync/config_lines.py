"""On which line of a TOML text a setting stands: tomllib does not say."""

from __future__ import annotations

import re

__all__ = ["line_of"]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*(?:\.[^=]+)?=""")


def line_of(text: str, location: tuple[str | int, ...]) -> int:
    """The 1-based line of the setting at `location` (names and positions in lists), or of its nearest known parent."""
    sections: dict[str, int] = {}
    path: tuple[str | int, ...] = ()
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            name = header[2].replace('"', "").replace("'", "")
            path = tuple(part.strip() for part in name.split("."))
            if header[1] == "[[":
                at = sections[name] = sections.get(name, -1) + 1
                path = (*path, at)
            found = path
        elif key := _KEY.match(line):
            found = (*path, key[1] or key[2] or key[3])
        else:
            continue
        common = _common(found, location)
        if common == len(found) and common > depth:
            best, depth = number, common
    return best


def _common(a: tuple[str | int, ...], b: tuple[str | int, ...]) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count
