"""The streams of a VBA project ([MS-OVBA]): sources, `dir`, `_VBA_PROJECT`, PROJECT and PROJECTwm."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from addin.template.vba.compound import compound_file
from addin.template.vba.compression import compress

__all__ = ["Kind", "Module", "project"]

Kind: TypeAlias = Literal["workbook", "sheet", "standard", "class"]
_NAME = "VBAProject"
_ID = "{5A1E5001-0000-4000-8000-5A1E50000001}"
"""Fixed, so that builds can be compared; only add-ins that refer to each other need one of their own."""
_HOST_GUIDS: dict[Kind, str] = {
    "workbook": "00020819-0000-0000-C000-000000000046",
    "sheet": "00020820-0000-0000-C000-000000000046",
}
_CLASS_GUID = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"
_LIBRARIES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
    r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}
"""What Excel itself puts into a new project; it finds them by their GUID on every platform."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its name, its kind, and its source as the stream holds it (attributes first, CRLF, pure ASCII)."""

    name: str
    kind: Kind
    source: str

    @classmethod
    def parse(cls, text: str, kind: Kind) -> Module:
        """A module from the text of an exported .bas or .cls file.

        Raises:
            ValueError: it is not pure ASCII, or says no name.
        """
        if not text.isascii():
            raise ValueError("a VBA source must be pure ASCII: texts for people stand on the sheet _texts")
        lines = text.replace("\r\n", "\n")
        # The header of an exported class is not part of the module.
        lines = re.sub(r"\AVERSION .*?\nBEGIN\n.*?\nEND\n", "", lines, flags=re.S)
        named = re.match(r'Attribute VB_Name = "(\w+)"\n', lines)
        if named is None:
            raise ValueError("a VBA source begins with its VB_Name")
        if kind == "class":
            lines = lines.replace(named[0], f'{named[0]}Attribute VB_Base = "0{{{_CLASS_GUID}}}"\n', 1)
        return cls(named[1], kind, lines.replace("\n", "\r\n"))

    @classmethod
    def of_host(cls, name: str, kind: Literal["workbook", "sheet"], code: str = "") -> Module:
        """The module of the workbook or of a sheet; its name is the code name in the file ([MS-OVBA] 2.3.4.3)."""
        attributes = (
            f'VB_Name = "{name}"',
            f'VB_Base = "0{{{_HOST_GUIDS[kind]}}}"',
            *("VB_GlobalNameSpace = False", "VB_Creatable = False", "VB_PredeclaredId = True"),
            *("VB_Exposed = True", "VB_TemplateDerived = False", "VB_Customizable = True"),
        )
        head = "".join(f"Attribute {attribute}\n" for attribute in attributes)
        return cls(name, kind, (head + code).replace("\n", "\r\n"))


def project(modules: Sequence[Module]) -> bytes:
    """The project with these modules, without compiled code: Excel compiles it from the sources when it is opened."""
    streams = {module.name: compress(module.source.encode("ascii")) for module in modules}
    # Version 0xFFFF: no cache of compiled code, so that no version of Excel can mistrust it (2.3.4.1).
    cache = {"dir": compress(_dir(modules)), "_VBA_PROJECT": bytes.fromhex("cc61ffff000100")}
    names = b"".join(_bytes(module.name) + b"\0" + _wide(module.name) + b"\0\0" for module in modules)
    return compound_file({"VBA": streams | cache, "PROJECT": _project(modules), "PROJECTwm": names + b"\0\0"})


def _dir(modules: Sequence[Module]) -> bytes:
    """The records that describe project, libraries and modules (2.3.4.2), in their prescribed order."""
    made = bytearray()

    def record(kind: int, data: bytes = b"") -> None:
        made.extend(struct.pack("<HI", kind, len(data)) + data)

    def twice(kind: int, wide_kind: int, text: str) -> None:
        record(kind, _bytes(text))
        record(wide_kind, _wide(text))

    record(0x01, struct.pack("<I", 3))  # 64-bit Windows; others take it too
    record(0x02, struct.pack("<I", 0x409))
    record(0x14, struct.pack("<I", 0x409))
    record(0x03, struct.pack("<H", 1252))
    record(0x04, _bytes(_NAME))
    twice(0x05, 0x40, "")
    twice(0x06, 0x3D, "")
    record(0x07, bytes(4))
    record(0x08, bytes(4))
    made.extend(struct.pack("<HIIH", 0x09, 4, 0x68FBFAC5, 4))  # its size does not count the minor version
    twice(0x0C, 0x3C, "")
    for name, library in _LIBRARIES.items():
        twice(0x16, 0x3E, name)
        record(0x0D, struct.pack("<I", len(library)) + _bytes(library) + bytes(6))
    record(0x0F, struct.pack("<H", len(modules)))
    record(0x13, b"\xff\xff")
    for module in modules:
        twice(0x19, 0x47, module.name)
        twice(0x1A, 0x32, module.name)
        twice(0x1C, 0x48, "")
        record(0x31, bytes(4))  # the source begins at 0: there is no cache before it
        record(0x1E, bytes(4))
        record(0x2C, b"\xff\xff")
        record(0x21 if module.kind == "standard" else 0x22)
        record(0x2B)
    record(0x10)
    return bytes(made)


_VISIBLE = b"\xff"
_LINES: dict[Kind, str] = {
    "workbook": "Document={}/&H00000000",
    "sheet": "Document={}/&H00000000",
    "standard": "Module={}",
    "class": "Class={}",
}


def _project(modules: Sequence[Module]) -> bytes:
    """The PROJECT stream (2.3.1): visible, without password."""
    lines = [
        f'ID="{_ID}"',
        *(_LINES[module.kind].format(module.name) for module in modules),
        f'Name="{_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encrypted(bytes(4), 0x21)}"',  # nothing protected
        f'DPB="{_encrypted(bytes(1), 0x43)}"',  # no password
        f'GC="{_encrypted(_VISIBLE, 0x65)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _encrypted(data: bytes, seed: int) -> str:
    """The obfuscation of the protection state (2.4.3.2), in hexadecimal digits; `seed` is free to choose."""
    key = sum(_ID.encode()) & 0xFF
    made = [seed, seed ^ 2, seed ^ key]
    plain, newer, older = key, made[2], made[1]
    for byte in b"\x07" * ((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        made.append(byte ^ ((older + plain) & 0xFF))
        plain, newer, older = byte, made[-1], newer
    return bytes(made).hex().upper()


def _bytes(text: str) -> bytes:
    return text.encode("ascii")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
