"""Makes the pictures of the README anew: a demo team, its manager's workbook, two sheets as LibreOffice shows them.

python tools/dev.py pictures
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sync.cli import main  # noqa: E402  (the repository must be on the path first)
from sync.config import load  # noqa: E402
from tests.office import Office  # noqa: E402
from tools import machine  # noqa: E402

SHEETS = {"overview": ("总览", 80, (20, 40, 840, 560)), "customers": ("客户", 230, (1220, 110, 1400, 420))}
"""By picture: the sheet, dots per inch, and what of its first page is shown (left, top, width, height in pixels)."""
PAGE = "2"
"""The sheet's first page: the active sheet stands in front of it and cannot be left out."""


def pictures(target: Path) -> None:
    """Write the pictures into `target`."""
    with tempfile.TemporaryDirectory() as scratch, Office() as office:
        team = Path(scratch) / "team"
        main(["demo", "--into", str(team), "--today", "2026-11-24"])
        config = load(team / "config.toml")
        manager = next(user for user in config.settings.users if user.role == "manager")
        pdftoppm = machine.pdftoppm()
        if pdftoppm is None:
            raise SystemExit("pdftoppm is missing; tools/dev.py test installs it or says how")
        for name, (sheet, dpi, (left, top, width, height)) in SHEETS.items():
            pdf = office.to_pdf(config.place(manager), Path(scratch) / f"{name}.pdf", [sheet])
            crop = ["-x", str(left), "-y", str(top), "-W", str(width), "-H", str(height)]
            out = Path(scratch) / name
            command = [
                pdftoppm,
                "-r",
                str(dpi),
                "-png",
                "-f",
                PAGE,
                "-l",
                PAGE,
                "-singlefile",
                *crop,
                str(pdf),
                str(out),
            ]
            subprocess.run(command, check=True)
            shutil.copy(out.with_suffix(".png"), target / f"{name}.png")


if __name__ == "__main__":
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    pictures(folder)
