"""Writes a VBA project (`vbaProject.bin`) from text sources, without Excel: [MS-OVBA] in an [MS-CFB] compound file."""

from addin.template.vba.streams import Module, project

__all__ = ["Module", "project"]
