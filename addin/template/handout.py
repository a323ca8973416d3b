"""The workbook a user starts with: the committed template where it fits the team, else one built for it."""

from __future__ import annotations

from pathlib import Path

from addin.template.hidden import list_cells
from addin.template.lists import gather
from addin.template.macros import XLWINGS
from addin.template.package import differing
from addin.template.places import TEMPLATE_NAME, committed_template
from addin.template.refill import refill
from addin.template.sheets import AGENT_SHEETS, LISTS, MARKER, START_SHEET
from addin.template.start import OWNER_CELL, owner_line
from addin.template.workbook import build
from sync.endpoints.marker import RIBBON, RUNTIME, marker_cells
from sync.endpoints.notes import has_ribbon
from sync.ooxml.package import Package
from validators.fields import Language
from validators.models import specs
from validators.settings import Settings

__all__ = ["TEMPLATE_NAME", "TemplateFactory", "factory"]


class TemplateFactory:
    """Makes workbooks; `factory` is the one instance, reached by the entry point `salesheet.workbooks` / `template`."""

    def __call__(self, settings: Settings, user: str) -> bytes:
        """The workbook that `user` of this team starts with.

        A team that keeps the standard's shape starts from the committed template, macros or changes that somebody made
        to it included; only its hidden cells and the owner's line are filled in. Another shape is built.
        """
        committed = committed_template()
        if committed is None or not _standard(settings):
            return build(settings, team=settings.team.name, user=user)
        lists = gather(specs(settings), settings, settings.language)
        agent_titles = [entry.title[settings.language] for entry in AGENT_SHEETS]
        data = committed.read_bytes()
        more: dict[str, str | int] = {RIBBON: 1, RUNTIME: XLWINGS} if has_ribbon(Package.from_bytes(data)) else {}
        marker = marker_cells(settings.language, agent_titles, settings.team.name, user, more)
        hidden = {LISTS: list_cells(lists.lists), MARKER: marker}
        start = START_SHEET.title[settings.language]
        return refill(data, hidden, {(start, OWNER_CELL): owner_line(settings.team.name, user)})

    def build(self, settings: Settings, language: Language | None = None) -> bytes:
        """An empty workbook for any settings."""
        return build(settings, language)

    def write(self, path: Path | str) -> None:
        """Write the template of the default settings: the file that is committed.

        Raises:
            OSError: it cannot be written.
        """
        Path(path).write_bytes(build(Settings()))

    def differences(self, path: Path | str) -> list[str]:
        """The parts of the file that differ from a fresh build of the default settings; empty when there are none.

        Raises:
            OSError: it cannot be read.
            zipfile.BadZipFile: it is not a package.
        """
        return differing(Path(path).read_bytes(), build(Settings()))


def _standard(settings: Settings) -> bool:
    default = Settings()
    return (
        settings.language == default.language
        and settings.columns == default.columns
        and settings.choices == default.choices
        and settings.follow_up.due_soon == default.follow_up.due_soon
    )


factory = TemplateFactory()
