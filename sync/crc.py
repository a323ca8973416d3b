"""CRC-32 as zip files and the history use it, by the quicker of two libraries."""

from __future__ import annotations

import zlib
from typing import Any

__all__ = ["crc32"]

_fast: Any
try:
    from isal import isal_zlib as _fast
except ImportError:  # no wheel for this machine
    _fast = zlib


def crc32(data: bytes | memoryview, start: int = 0) -> int:
    """The checksum, going on from that of what stands before."""
    return int(_fast.crc32(data, start))
