"""Ranges of cells: values, formulas, looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from xlwings import base_classes

if TYPE_CHECKING:
    from tests.engine.sheets import Sheet

__all__ = ["Block", "Range", "block_of"]

Block: TypeAlias = "tuple[int, int, int, int]"
"""Row, column, rows, columns; the first two count from 1."""


def block_of(place: Any) -> Block:
    """The block that an argument of `Sheet.range` names."""
    if isinstance(place, Range):
        return place.block
    if isinstance(place, tuple):
        return place[0], place[1], 1, 1
    found = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", place)
    if found is None:
        raise ValueError(f"not an address: {place}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column, 1, 1


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class Range(base_classes.Range):
    """A block of cells."""

    sheet: Sheet = None  # type: ignore[assignment]

    def __init__(self, sheet: Sheet, block: Block) -> None:
        self.sheet = sheet
        self.block = block

    @property
    def api(self) -> Range:
        return self

    @property
    def HasFormula(self) -> bool | None:  # as Excel calls it: None where some have one
        return None if self.sheet.call("has_formulas", self.block) else False

    @property
    def HasArray(self) -> bool:  # as Excel calls it
        return bool(self.sheet.call("in_array", self.block))

    def ClearComments(self) -> None:  # as Excel calls it
        self.sheet.call("clear_notes", self.block)

    def ClearHyperlinks(self) -> None:  # as Excel calls it
        self.sheet.call("clear_links", self.block)

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self.sheet, *self.block)

    @property
    def row(self) -> int:
        return self.block[0]

    @property
    def column(self) -> int:
        return self.block[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.block[2:]

    @property
    def max_cells_per_read(self) -> None:
        return None

    @property
    def max_cells_per_write(self) -> None:
        return None

    def __len__(self) -> int:
        return self.block[2] * self.block[3]

    def __call__(self, row: int, column: int | None = None) -> Range:
        top, left, _, columns = self.block
        if column is None:
            row, column = (row - 1) // columns + 1, (row - 1) % columns + 1
        return Range(self.sheet, (top + row - 1, left + column - 1, 1, 1))

    # values
    @property
    def raw_value(self) -> Any:
        return self.sheet.call("get", self.block)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not isinstance(data, list | tuple):
            data = [[data] * self.block[3] for _ in range(self.block[2])]
        self.sheet.call("set", self.block, [list(row) for row in data])

    @property
    def formula(self) -> Any:
        rows = self.sheet.call("formulas", self.block)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: Any) -> None:
        rows = [[value]] if isinstance(value, str) else value
        self.sheet.call("set_formulas", self.block, [list(row) for row in rows])

    formula2 = formula

    def clear_contents(self) -> None:
        self.sheet.call("clear", self.block, False)

    def clear(self) -> None:
        self.sheet.call("clear", self.block, True)

    # geometry
    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        row, column, rows, columns = self.block
        across, down = "$" * col_absolute, "$" * row_absolute
        text = f"{across}{_letters(column)}{down}{row}"
        if len(self) > 1:
            text += f":{across}{_letters(column + columns - 1)}{down}{row + rows - 1}"
        return f"[{self.sheet.book.name}]{self.sheet.name}!{text}" if external else text

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self.sheet.call("insert", self.block, {"right": "RIGHT"}.get(shift or "", "DOWN"))

    def delete(self, shift: str | None = None) -> None:
        self.sheet.call("delete", self.block, {"left": "LEFT"}.get(shift or "", "UP"))

    def select(self) -> None:
        self.sheet.call("select", self.block)

    @property
    def merge_cells(self) -> bool | None:
        """As in Excel: None where some cells are merged and others are not."""
        row, column, rows, columns = self.block
        found = self.sheet.call("merged", self.block)
        covered = {
            (at, beside)
            for top, left, height, width in found
            for at in range(max(top, row), min(top + height, row + rows))
            for beside in range(max(left, column), min(left + width, column + columns))
        }
        return False if not covered else True if len(covered) == len(self) else None

    @property
    def merge_area(self) -> Range:
        found = self.sheet.call("merged", (*self.block[:2], 1, 1))
        return Range(self.sheet, found[0]) if found else self

    def merge(self, across: bool = False) -> None:
        self.sheet.call("merge", self.block, True)

    # looks
    @property
    def number_format(self) -> str | None:
        found: str | None = self.sheet.call("number_format", self.block)
        return found

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.sheet.call("set_number_format", self.block, value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return _rgb(self.sheet.call("look", self.block, "CellBackColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self.sheet.call("set_look", self.block, "CellBackColor", _number(value))

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def wrap_text(self) -> bool:
        return bool(self.sheet.call("look", self.block, "IsTextWrapped"))

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.sheet.call("set_look", self.block, "IsTextWrapped", value)

    def _set_width(self, characters: float) -> None:
        self.sheet.call("width", self.block, round(characters * 185))

    def _hide_columns(self, value: bool) -> None:
        self.sheet.call("hide_columns", self.block, value)

    column_width = property(fset=_set_width)
    column_hidden = property(fset=_hide_columns)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    # notes
    @property
    def note(self) -> Note | None:
        return Note(self) if self.sheet.call("note", self.block) else None

    def add_note(self, text: str) -> Note:
        self.sheet.call("add_note", self.block, text)
        return Note(self)


class DataValidation(base_classes.DataValidation):
    """What may be typed into a range."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        words = source.split(",") if isinstance(source, str) else list(source)
        self._cells.sheet.call("set_list", self._cells.block, words)


class Note(base_classes.Note):
    """A note on a cell."""

    def __init__(self, cell: Range) -> None:
        self._cell = cell

    @property
    def text(self) -> str:
        return str(self._cell.sheet.call("note", self._cell.block))


class Font(base_classes.Font):
    """The letters of a range."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    def _look(self, name: str) -> Any:
        return self._cells.sheet.call("look", self._cells.block, name)

    def _set(self, name: str, value: Any) -> None:
        self._cells.sheet.call("set_look", self._cells.block, name, value)

    @property
    def bold(self) -> bool:
        return bool(self._look("CharWeight") > 100)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", 150.0 if value else 100.0)

    @property
    def size(self) -> float:
        return float(self._look("CharHeight"))

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        return _rgb(self._look("CharColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self._set("CharColor", _number(value))

    @property
    def name(self) -> str:
        return str(self._look("CharFontName"))

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)


def _rgb(value: int) -> tuple[int, int, int] | None:
    return None if value < 0 else ((value >> 16) & 255, (value >> 8) & 255, value & 255)


def _number(color: Any) -> int:
    if color is None:
        return -1
    if isinstance(color, str):
        return int(color.lstrip("#"), 16)
    return int((color[0] << 16) | (color[1] << 8) | color[2])
