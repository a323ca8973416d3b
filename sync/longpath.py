"""Paths of more than 260 characters on Windows, where old limits hold unless a path is written in its long form.

Source: Windows documentation of maximum path lengths (the prefixes `\\\\?\\` and `\\\\?\\UNC\\`).
"""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["long_form", "reachable"]

# A folder may have 12 characters fewer than a file, and lock files and temp files need some more behind the name.
_SAFE = 220
_PREFIX, _SHARE = "\\\\?\\", "\\\\?\\UNC\\"


def long_form(path: str) -> str:
    """A whole Windows path in the form that has no limit; short ones and those that have it already stay."""
    if len(path) < _SAFE or path.startswith(_PREFIX):
        return path
    plain = path.replace("/", "\\")
    return _SHARE + plain[2:] if plain.startswith("\\\\") else _PREFIX + plain


def reachable(path: Path) -> Path:
    """The path in a form under which this system finds the file however long it is."""
    return Path(long_form(str(path.absolute()))) if sys.platform == "win32" else path
