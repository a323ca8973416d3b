"""The rows of a sheet by number. A row that nobody asked for is never cut out of the sheet's XML."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

__all__ = ["RowStore"]


class RowStore:
    """Rows as bytes: those of a sheet, and over them those that were set."""

    def __init__(self, xml: bytes, numbers: Sequence[int], starts: Sequence[int]) -> None:
        self._xml = xml
        self._starts = starts
        self._at = dict(zip(numbers, range(len(numbers)), strict=True))
        self._set: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._at) + sum(row not in self._at for row in self._set)

    def __contains__(self, row: int) -> bool:
        return row in self._set or row in self._at

    def __iter__(self) -> Iterator[int]:
        """The numbers of all rows, in no order."""
        yield from self._at
        yield from (row for row in self._set if row not in self._at)

    def __getitem__(self, row: int) -> bytes:
        if row not in self:
            raise KeyError(row)
        return self.get(row)

    def get(self, row: int) -> bytes:
        """The row; empty where there is none."""
        content = self._set.get(row)
        if content is None:
            at = self._at.get(row)
            content = b"" if at is None else self._xml[self._starts[at] : self._starts[at + 1]]
        return content

    def __setitem__(self, row: int, content: bytes) -> None:
        self._set[row] = content

    def pieces(self) -> Iterator[bytes | memoryview]:
        """The bytes of all rows in order, in as few pieces as possible."""
        view = memoryview(self._xml)
        done = self._starts[0]
        numbers = list(self._at)  # rising, as they stand in the sheet
        for row in sorted(self._set):
            at = self._at.get(row)
            known = at is not None
            at = at if at is not None else bisect_left(numbers, row)
            yield view[done : self._starts[at]]
            yield self._set[row]
            done = self._starts[at + known]
        yield view[done : self._starts[-1]]
