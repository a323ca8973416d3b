"""Builds `workbook_template.xlsm` and the workbooks that users start with, from the team's settings."""

from addin.template.handout import TemplateFactory, factory
from validators.fields import Language
from validators.settings import Settings

__all__ = ["TemplateFactory", "build", "differences", "factory", "write"]


def build(settings: Settings, language: Language | None = None) -> bytes:
    """An empty workbook for any settings; in the team's language unless another is given."""
    return factory.build(settings, language)


write = factory.write
differences = factory.differences
