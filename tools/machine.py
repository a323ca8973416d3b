"""What the tests need from the machine beside Python: LibreOffice, a Chinese font, pdftoppm, Node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.steps import Stop, run, say


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """A LibreOffice on this machine, and a Python that can talk to it (it has the module `uno`)."""

    soffice: Path
    python: Path


# Where each platform puts LibreOffice, and the Python beside it that has `uno`. On Linux that is the system's Python.
_PLACES = {
    "linux": [("/usr/lib/libreoffice/program/soffice.bin", "/usr/bin/python3")],
    "darwin": [
        (
            "/Applications/LibreOffice.app/Contents/MacOS/soffice",
            "/Applications/LibreOffice.app/Contents/Resources/python",
        )
    ],
    "win32": [
        (r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files\LibreOffice\program\python.exe"),
    ],
}

_REMEDY = {
    "darwin": "brew install --cask libreoffice && brew install poppler node",
    "win32": "winget install TheDocumentFoundation.LibreOffice OpenJS.NodeJS oschwartz10612.Poppler",
}


@cache
def libreoffice() -> LibreOffice | None:
    """Return the LibreOffice of this machine, or None where it, or its Python, is missing."""
    for soffice, python in _PLACES.get(sys.platform, []):
        if Path(soffice).exists() and Path(python).exists() and _succeeds([python, "-c", "import uno"]):
            return LibreOffice(Path(soffice), Path(python))
    return None


def pdftoppm() -> str | None:
    """Return the program that draws PDF pages, or None."""
    return shutil.which("pdftoppm")


def node() -> str | None:
    """Return Node.js, or None."""
    return shutil.which("node")


def chinese_font() -> bool:
    """Tell whether Chinese text can be drawn (macOS and Windows always can)."""
    if sys.platform != "linux":
        return True
    if Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists():
        return True
    found = shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout
    return bool(found)


def missing() -> dict[str, list[str]]:
    """Return what is missing, each with the Debian packages that bring it."""
    lacks = {
        "LibreOffice with uno": ["libreoffice-calc-nogui", "python3-uno"] if libreoffice() is None else [],
        "a Chinese font": [] if chinese_font() else ["fonts-noto-cjk"],
        "pdftoppm": [] if pdftoppm() else ["poppler-utils"],
        "Node.js": [] if node() else ["nodejs"],
    }
    return {what: packages for what, packages in lacks.items() if packages}


def provide(*, strict: bool) -> None:
    """Install what is missing where that is allowed, else name the command that does.

    Raises Stop when something is missing in the end and `strict` says that no test may be skipped.
    """
    lacks = missing()
    if not lacks:
        return
    packages = [package for each in lacks.values() for package in each]
    if may_install():
        apt_install(packages)
        libreoffice.cache_clear()
        lacks = missing()
    if not lacks:
        return
    remedy = _REMEDY.get(sys.platform, f"sudo apt-get install --no-install-recommends {' '.join(packages)}")
    sentence = f"missing: {', '.join(lacks)}. Remedy: {remedy}"
    if strict:
        raise Stop(sentence)
    say(f"{sentence} (the tests that need it are skipped)")


def may_install() -> bool:
    """Tell whether this is root on a machine with apt-get."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> None:
    """Install Debian packages without asking anything. Raises Stop when apt-get fails."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    say(f"apt-get install {' '.join(packages)}")
    run(["apt-get", "-qq", "update"], env=quiet)
    # dpkg tells every unpacked file; only what goes wrong is of interest.
    options = ["-o=Dpkg::Use-Pty=0", "-qq", "-y", "--no-install-recommends"]
    run(["apt-get", *options, "install", *packages], env=quiet)


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
