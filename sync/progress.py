"""Who hears how far long work is."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Progress", "Silent"]


class Progress(Protocol):
    """Hears how far a run is."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins."""
        ...

    def step(self) -> None:
        """One step of the stage is done."""
        ...


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, total: int) -> None:
        """Nothing."""

    def step(self) -> None:
        """Nothing."""
