"""The compression of VBA streams ([MS-OVBA] 2.4.1): chunks of 4,096 bytes, each of literals and copies within it."""

from __future__ import annotations

__all__ = ["compress"]

_CHUNK = 4096
_SHORTEST = 3
_CANDIDATES = 64
"""How many earlier places of the same three bytes are tried: more hardly makes the stream smaller."""


def compress(data: bytes) -> bytes:
    """The compressed container of any bytes; the same bytes give the same container."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(_chunk(chunk) for chunk in chunks)


def _chunk(chunk: bytes) -> bytes:
    body = _tokens(chunk)
    if len(body) >= _CHUNK:  # nothing gained: a raw chunk, which is always padded (2.4.1.3.10)
        return (0x3000 | (_CHUNK - 1)).to_bytes(2, "little") + chunk.ljust(_CHUNK, b"\0")
    return (0xB000 | (len(body) - 1)).to_bytes(2, "little") + body


def _tokens(chunk: bytes) -> bytes:
    """Groups of a flag byte and eight tokens; a set flag marks a copy token (2.4.1.1.7)."""
    body = bytearray()
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(chunk):
        flags_at = len(body)
        body.append(0)
        for bit in range(8):
            if at >= len(chunk):
                break
            # How the 16 bits are shared between offset and length depends on the place (2.4.1.3.19.1).
            offset_bits = max(4, (at - 1).bit_length())
            longest = (0xFFFF >> offset_bits) + _SHORTEST
            length, offset = _longest_match(chunk, at, longest, seen.get(chunk[at : at + _SHORTEST], []))
            if length >= _SHORTEST:
                body += (((offset - 1) << (16 - offset_bits)) | (length - _SHORTEST)).to_bytes(2, "little")
                body[flags_at] |= 1 << bit
            else:
                length = 1
                body.append(chunk[at])
            for place in range(at, at + length):
                seen.setdefault(chunk[place : place + _SHORTEST], []).append(place)
            at += length
    return bytes(body)


def _longest_match(chunk: bytes, at: int, longest: int, places: list[int]) -> tuple[int, int]:
    """Length and distance of the longest earlier match; the nearest of equals, (0, 0) for none."""
    best, offset = 0, 0
    room = min(longest, len(chunk) - at)
    for place in reversed(places[-_CANDIDATES:]):
        length = 0
        while length < room and chunk[place + length] == chunk[at + length]:
            length += 1
        if length > best:
            best, offset = length, at - place
            if best == room:
                break
    return best, offset
