"""Static weights out of a variable font: HarfBuzz pins the axis, we mend the names.

Both instances of Noto Sans SC come out called "Thin": Qt would show them as one family of one
weight, and ReportLab would take the second for the first (PRINTING.md, B5).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import uharfbuzz as hb

_HEAD_CHECKSUM = 0xB1B0AFBA
_DROPPED = ("STAT", "DSIG")


def pin_weight(source: Path, weight: int, style: str) -> bytes:
    """The bytes of a static font: `source` (variable, axis wght) at `weight`, named `style`."""
    face = hb.Face(hb.Blob.from_file_path(str(source)))
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(face, "wght", weight)
    for tag in _DROPPED:
        wanted.drop_table_tag_set.add(_tag(tag))
    pinned = wanted.subset(face)
    tables = {tag: bytes(pinned.reference_table(tag).data) for tag in pinned.table_tags}
    family = face.get_name(hb.OTNameIdPredefined.TYPOGRAPHIC_FAMILY, "en") or "Noto Sans SC"
    kept = {number: face.get_name(number, "en") or "" for number in (0, 5, 13, 14)}
    tables["name"] = _names(family, style, kept)
    bold = weight >= 700
    tables["OS/2"] = _with_style_bits(tables["OS/2"], 62, 0x20 if bold else 0x40, 0x61)
    tables["head"] = _with_style_bits(tables["head"], 44, 1 if bold else 0, 0x3)
    return _assemble(tables)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _with_style_bits(table: bytes, offset: int, bits: int, mask: int) -> bytes:
    old = int.from_bytes(table[offset : offset + 2], "big")
    return table[:offset] + (old & ~mask | bits).to_bytes(2, "big") + table[offset + 2 :]


def _names(family: str, style: str, kept: Mapping[int, str]) -> bytes:
    """A name table (OpenType 1.9, format 0) of Windows Unicode records."""
    post_script = f"{family.replace(' ', '')}-{style}"
    full = family if style == "Regular" else f"{family} {style}"
    texts = {**kept, 1: family, 2: style, 3: f"{kept.get(5, '')};{post_script}", 4: full, 6: post_script}
    records, store = b"", b""
    for number, text in sorted(texts.items()):
        if text:
            encoded = text.encode("utf-16-be")
            records += struct.pack(">6H", 3, 1, 0x409, number, len(encoded), len(store))
            store += encoded
    return struct.pack(">3H", 0, len(records) // 12, 6 + len(records)) + records + store


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def _assemble(tables: Mapping[str, bytes]) -> bytes:
    """An sfnt file of these tables, in order of tag, with right checksums."""
    tables = {**tables, "head": tables["head"][:8] + b"\0\0\0\0" + tables["head"][12:]}
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">I4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory, body, head_at = b"", bytearray(), 0
    start = len(header) + 16 * count
    for tag, data in sorted(tables.items()):
        if tag == "head":
            head_at = start + len(body)
        directory += tag.encode("ascii") + struct.pack(">3I", _checksum(data), start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    font = bytearray(header + directory) + body
    font[head_at + 8 : head_at + 12] = ((_HEAD_CHECKSUM - _checksum(bytes(font))) & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(font)
