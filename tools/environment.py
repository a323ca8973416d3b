"""The environments: `.venv` for development and use, `.venv-bench` for the libraries we are measured against."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from tools import machine
from tools.steps import ROOT, Stop, run, say

REQUIREMENTS = ROOT / "requirements"
# Twice quiet: warnings about a mirror that lacks a page would drown our own lines; errors still show.
PIP = ["-m", "pip", "-qq", "--disable-pip-version-check"]


def development() -> Path:
    """Return the Python of `.venv`, made or refreshed as far as needed."""
    python = _locked(ROOT / ".venv", REQUIREMENTS / "dev.txt")
    _editable(python)
    return python


def benchmark() -> Path:
    """Return the Python of `.venv-bench`, made or refreshed as far as needed."""
    return _locked(ROOT / ".venv-bench", REQUIREMENTS / "bench.txt")


def script(python: Path, name: str) -> Path:
    """Return the path of a command that is installed beside an environment's Python."""
    return python.with_name(name + python.suffix)


def create(folder: Path) -> Path:
    """Make a virtual environment and return its Python; one that still works is kept.

    Raises Stop with the remedy when this Python cannot make one.
    """
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if _works(python):
        return python
    _need_ensurepip()
    if folder.exists():
        say(f"remove {folder.name}, whose Python does not start any more")
        shutil.rmtree(folder)
    say(f"make {folder.name} with Python {sys.version.split()[0]}")
    run([sys.executable, "-m", "venv", folder])
    return python


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    try:
        probe = subprocess.run([python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"], check=False)
    except OSError:
        return False
    return probe.returncode == 0


def _need_ensurepip() -> None:
    """Debian splits venv's other half off into a package of its own: fetch it, or say how."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if machine.may_install():
        machine.apt_install([package])
        # A finder that looked into the folder before the package came remembers that nothing was there.
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip"):
            return
    raise Stop(
        "this Python cannot make virtual environments (its module ensurepip is missing). "
        f"On Debian or Ubuntu: sudo apt-get install {package}. Elsewhere install Python from python.org."
    )


def _locked(folder: Path, lock: Path) -> Path:
    """Bring an environment to its lock file; packages are installed only when the lock changed."""
    python = create(folder)
    stamp, wanted = folder / "salesheet-lock.txt", _digest(lock)
    if _read(stamp) != wanted:
        say(f"install the packages of requirements/{lock.name} into {folder.name}")
        run([python, *PIP, "install", "--require-hashes", "-r", lock])
        # Last, so that an interrupted installation is taken up again.
        stamp.write_text(wanted, encoding="ascii")
    return python


def _editable(python: Path) -> None:
    """Install this checkout; again only when what it declares, or where it lies, changed."""
    stamp = ROOT / ".venv" / "salesheet-editable.txt"
    wanted = f"{_digest(ROOT / 'pyproject.toml')} {_digest(REQUIREMENTS / 'dev.txt')} {ROOT.as_posix()}"
    if _read(stamp) != wanted:
        say("install this checkout into .venv (editable)")
        run([python, *PIP, "install", "--no-deps", "--no-build-isolation", "-e", "."])
        stamp.write_text(wanted, encoding="utf-8")


def _digest(path: Path) -> str:
    """Hash a text file, the same whatever line ends git wrote."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
