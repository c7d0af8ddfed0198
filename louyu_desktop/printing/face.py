"""One font file as HarfBuzz sees it: what it holds, how wide it is, and subsets of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import uharfbuzz as hb

_KEPT = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "CFF "})
_NO_EMBEDDING = 0x0002  # OS/2 fsType, OpenType 1.9: restricted licence embedding


class Face:
    """A face of a font file; ValueError when a PDF cannot carry it (no glyf or CFF, or not permitted)."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self._face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        tags = self._face.table_tags
        if "glyf" not in tags and "CFF " not in tags:
            raise ValueError("no outlines that a PDF can carry")
        os2 = bytes(self._face.reference_table("OS/2").data)
        if int.from_bytes(os2[8:10], "big") & _NO_EMBEDDING:
            raise ValueError("embedding is not permitted")
        self._font = hb.Font(self._face)
        self.is_cff = "glyf" not in tags
        self._scale = 1000 / self._face.upem
        extents = self._font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._scale
        self.descent = extents.descender * self._scale
        self._codes = self._face.unicodes

    def has(self, character: str) -> bool:
        """Whether the face has a glyph for `character`."""
        return ord(character) in self._codes

    @cached_property
    def characters(self) -> frozenset[str]:
        """Everything it has; slow to list, so ask `has` for single ones."""
        return frozenset(map(chr, self._codes))

    @cached_property
    def name(self) -> str:
        """The PostScript name."""
        given = self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME, "en") or "Font"
        return "".join(sign for sign in given if sign.isalnum() or sign == "-")

    def glyph(self, character: str) -> int:
        """The glyph of `character`; 0 where the face has none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    def advance(self, glyph: int) -> float:
        """The width of a glyph in thousandths of the type size.

        A mark without one that would be drawn over what follows, as only shaping could prevent, takes its own room.
        """
        width = self._font.get_glyph_h_advance(glyph)
        if not width and glyph:
            ink = self._font.get_glyph_extents(glyph)
            width = max(0, ink.x_bearing + ink.width) if ink else 0
        return float(width * self._scale)

    def draws(self, character: str) -> bool:
        """Whether the glyph of `character` has ink (a blank one stands for nothing but a space)."""
        return bool(self._font.get_glyph_extents(self.glyph(character)).width)

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """A font program with these glyphs alone under their old numbers: glyf as a file, CFF as its table."""
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        if self.is_cff:
            wanted.flags |= hb.SubsetFlags.CFF_IDENTITY_CHARSET
        wanted.glyph_set.update(glyphs)
        for tag in self._face.table_tags:
            if tag not in _KEPT:
                wanted.drop_table_tag_set.add(int.from_bytes(tag.encode("latin-1"), "big"))
        if self._face.has_var_data:
            wanted.pin_all_axes_to_default(self._face)
        small = wanted.subset(self._face)
        return bytes(small.reference_table("CFF ").data) if self.is_cff else bytes(small.blob.data)


def open_face(path: Path) -> Face | None:
    """The face of a file, of a collection the one for Simplified Chinese; None when it is of no use."""
    try:
        index = _chinese_index(path) if path.suffix.lower() in {".ttc", ".otc"} else 0
        return Face(path, index)
    except (ValueError, OSError, hb.HarfBuzzError, AttributeError, TypeError):
        return None


def _chinese_index(path: Path) -> int:
    blob = hb.Blob.from_file_path(str(path))
    for index in range(hb.Face(blob, 0).count):
        if (hb.Face(blob, index).get_name(hb.OTNameIdPredefined.FONT_FAMILY, "en") or "").endswith(" SC"):
            return index
    return 0
