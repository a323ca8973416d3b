"""Does the steps of setting up Excel on this computer, and says what this computer is."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path, PurePath

from sync.atomic import atomic_write
from sync.errors import UsageError
from sync.upkeep.excel.plan import (
    LOCATIONS,
    Computer,
    CopyScript,
    Platform,
    Step,
    TrustFolder,
    WriteSettings,
    free_location,
)

__all__ = ["apply", "computer", "installed_xlwings", "platform", "read_settings", "trusted", "with_settings"]

_QUARANTINE = "com.apple.quarantine"


def platform() -> Platform | None:
    """Which Excel this computer may have; None where there is none to have."""
    return {"win32": "windows", "darwin": "mac"}.get(sys.platform)  # type: ignore[return-value]  # values are literals


def installed_xlwings() -> str:
    """The version of the installed xlwings; empty for none."""
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""


def computer(kind: Platform) -> Computer:
    """This computer, as one of that kind; where no Excel can be, xlwings need not be either.

    Raises:
        UsageError: xlwings is not installed.
    """
    installed = installed_xlwings() or ("?" if platform() is None else "")
    if not installed:
        raise UsageError(
            "这个 Python 没有 xlwings / this Python has no xlwings",
            where=sys.executable,
            remedy="在装有 Excel 的电脑上重新安装 Salesheet / install Salesheet again on the computer that has Excel",
        )
    spec = find_spec("xlwings")
    script = None
    if kind == "mac" and spec is not None and spec.origin is not None:
        script = Path(spec.origin).with_name(f"xlwings-{installed}.applescript")
    return Computer(kind, Path.home(), Path(sys.executable), Path(__file__).parents[3], installed, script)


def apply(step: Step) -> None:
    """Do one step; doing it again changes nothing.

    Raises:
        UsageError: a path holds characters that Excel cannot read from the settings.
        OSError: a file or the registry refuses.
    """
    if isinstance(step, WriteSettings):
        path = Path(step.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_bytes() if path.exists() else b""
        atomic_write(path, with_settings(old, step.values, _codec()))
    elif isinstance(step, TrustFolder):
        _trust(step.folder)
    elif isinstance(step, CopyScript):
        target = Path(step.target)
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(target, Path(step.source).read_bytes())
    elif sys.platform == "win32":
        Path(f"{step.path}:Zone.Identifier").unlink(missing_ok=True)
    else:
        # Fails where the file has no such mark, which is as good.
        subprocess.run(["/usr/bin/xattr", "-d", _QUARANTINE, str(step.path)], check=False, capture_output=True)


def _codec() -> str:
    """How VBA reads a text file: in the code page of Windows; of Macs only ASCII is certain."""
    return "mbcs" if sys.platform == "win32" else "ascii"


def read_settings(data: bytes, codec: str = "latin-1") -> dict[str, str]:
    """The keys and values of a settings file: a quoted pair a line, as VBA's Write statement makes them."""
    rows = csv.reader(io.StringIO(data.decode(codec, errors="surrogateescape")))
    return {row[0]: row[1] for row in rows if len(row) == 2}


def with_settings(data: bytes, values: Mapping[str, str], codec: str) -> bytes:
    """The settings file with these keys set; other lines stay byte for byte.

    Raises:
        UsageError: a value cannot be written so that VBA can read it.
    """
    ours = {key.casefold() for key in values}
    lines = [line for line in data.splitlines() if not ours & {key.casefold() for key in read_settings(line)}]
    for key, value in values.items():
        try:
            lines.append(f'"{key}","{value}"'.encode(codec))
        except UnicodeEncodeError:
            raise UsageError(
                "Excel 读不了这个路径里的字符 / Excel cannot read the characters of this path",
                where=value,
                remedy="把 Salesheet 装到只有英文字母的文件夹 / install Salesheet in a folder with plain letters only",
            ) from None
    return b"".join(line + b"\r\n" for line in lines)


def trusted() -> dict[str, str]:
    """The trusted locations of this person's Excel: paths by name. Empty where this is not Windows."""
    found: dict[str, str] = {}
    if sys.platform == "win32":
        import contextlib
        import os
        import winreg

        with contextlib.suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, LOCATIONS) as key:
            for at in range(winreg.QueryInfoKey(key)[0]):
                name = winreg.EnumKey(key, at)
                with contextlib.suppress(FileNotFoundError), winreg.OpenKey(key, name) as location:
                    found[name] = os.path.expandvars(str(winreg.QueryValueEx(location, "Path")[0]))
    return found


def _trust(folder: PurePath) -> None:
    name = free_location(trusted(), folder)
    if name is not None and sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{LOCATIONS}\{name}") as key:
            winreg.SetValueEx(key, "Path", 0, winreg.REG_SZ, str(folder) + "\\")
            winreg.SetValueEx(key, "AllowSubFolders", 0, winreg.REG_DWORD, 0)
            winreg.SetValueEx(key, "Description", 0, winreg.REG_SZ, "Salesheet")
