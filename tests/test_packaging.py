"""The import names are ours alone, and the repository names no machine and no registry."""

from __future__ import annotations

import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOSTS = re.compile("|".join(("pythonhosted" + r"\.org", "pypi" + r"\.org", "npmjs" + r"\.org", "deb\\.debi" + "an")))
# Put together here, so that this file does not find itself. Made-up home folders stand in tests; one's own is a leak.
OWN_HOME = [re.escape(Path.home().as_posix() + "/")] if len(Path.home().parts) > 1 else []
MACHINE = re.compile("|".join(("/ro" + "ot/", "/wo" + "rk/", *OWN_HOME)))


@pytest.mark.parametrize("name", ["addin", "sync", "validators"])
def test_no_other_distribution_provides_our_import_names(name: str) -> None:
    assert set(packages_distributions()[name]) == {"salesheet"}


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt", "bench.txt"])
def test_locks_pin_with_hashes_and_name_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    assert "://" not in text
    assert not HOSTS.search(text)
    pinned = re.findall(r"^[A-Za-z0-9_.\-\[\]]+==", text, re.M)
    assert pinned
    assert text.count("--hash=sha256:") >= len(pinned)


def test_no_file_names_a_machine_or_a_registry() -> None:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    wrong = []
    for name in filter(None, names):
        path = ROOT / name
        if path.suffix in {".png", ".xlsm", ".xlsx"} or not path.is_file():
            continue
        text = path.read_text("utf-8")
        if HOSTS.search(text) or MACHINE.search(text):
            wrong.append(name)
    assert wrong == []
