"""Where new workbooks come from: the add-in's template, found through its entry point.

The template belongs to the room above this one (`addin`), and imports run the other way; so it announces itself.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, cast

from sync.errors import SalesheetError
from validators.settings import Settings

__all__ = ["WorkbookFactory", "workbook_factory"]

GROUP = "salesheet.workbooks"


class WorkbookFactory(Protocol):
    """Makes workbooks for users."""

    def __call__(self, settings: Settings, user: str) -> bytes:
        """The workbook a user starts with."""
        ...

    def write(self, path: Path) -> None:
        """Write the default template to `path`."""
        ...

    def differences(self, path: Path) -> list[str]:
        """The parts in which the file differs from a fresh build."""
        ...


def workbook_factory() -> WorkbookFactory:
    """The installed factory.

    Raises:
        SalesheetError: the installation lacks it.
    """
    for point in entry_points(group=GROUP):
        return cast(WorkbookFactory, point.load())
    raise SalesheetError(
        "安装不完整：找不到工作簿模板 / the installation is incomplete: no workbook template",
        remedy="重新安装 salesheet / install salesheet again",
    )
