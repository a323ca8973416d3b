"""Spare copies: a workbook as it was before each write, the last few of them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

__all__ = ["KEPT", "keep_spare"]

KEPT = 5
"""How many spare copies of one workbook are kept."""


def keep_spare(path: Path, folder: Path) -> Path:
    """Copy `path` into `folder` under the time of its last change, and let the oldest copies go."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    target = folder / f"{changed:%Y-%m-%d_%H%M%S_%f}_{path.name}"
    shutil.copy2(path, target)
    copies = sorted(copy for copy in folder.iterdir() if copy.name.endswith(f"_{path.name}"))
    for old in copies[:-KEPT]:
        old.unlink()
    return target
