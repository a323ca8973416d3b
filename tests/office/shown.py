"""Reads the HTML that LibreOffice writes of a sheet: what each cell shows."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

__all__ = ["Shown", "shown_cells"]

_BLACK = "#000000"


@dataclass(frozen=True)
class Shown:
    """A cell as a person sees it. Colours are `#RRGGBB`; `background` is None where none is set."""

    text: str
    background: str | None
    color: str


class _Table(HTMLParser):
    """Follows rows and columns, past the cells that a merged one covers."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, Shown] = {}
        self._row, self._column = 0, 0
        self._covered: set[tuple[int, int]] = set()
        self._text: list[str] | None = None
        self._background: str | None = None
        self._color = _BLACK

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "tr":
            self._row, self._column = self._row + 1, 0
        elif tag == "td":
            self._start_cell(values)
        elif tag == "font" and "color" in values:
            self._color = values["color"].upper()
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def _start_cell(self, values: dict[str, str]) -> None:
        self._column += 1
        while (self._row, self._column) in self._covered:
            self._column += 1
        self._text, self._color = [], _BLACK
        self._background = values["bgcolor"].upper() if "bgcolor" in values else None
        self._covered |= {
            (self._row + down, self._column + right)
            for down in range(int(values.get("rowspan", "1")))
            for right in range(int(values.get("colspan", "1")))
        }

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag != "td" or self._text is None:
            return
        # An empty cell is written as a line break.
        text = "".join(self._text).strip("\n")
        if text or self._background:
            self.cells[f"{_letters(self._column)}{self._row}"] = Shown(text, self._background, self._color)
        self._text = None


def shown_cells(html: str) -> dict[str, Shown]:
    """Return what each cell shows, by address, of a table that starts at A1."""
    table = _Table()
    table.feed(html)
    table.close()
    return table.cells


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
