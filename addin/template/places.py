"""Where the committed template is found."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["TEMPLATE_NAME", "committed_template"]

TEMPLATE_NAME = "workbook_template.xlsm"


def committed_template() -> Path | None:
    """The template in the checkout, or where the installed distribution puts it."""
    places = (Path(__file__).parents[2] / TEMPLATE_NAME, Path(sys.prefix) / "share" / "salesheet" / TEMPLATE_NAME)
    return next((place for place in places if place.is_file()), None)
