"""Which files may be kept on a record, told by their content and never by their name (SAFETY.md case 47)."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from louyu_desktop.exchange.limits import MAX_RATIO, SMALL, Refusal, refuse
from louyu_desktop.rules.names import clean
from louyu_desktop.text import N_


class Media(StrEnum):
    """What is kept; the value is the word in the database and the suffix of a file that is saved."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"


SHOWN = frozenset({Media.PDF, Media.JPEG, Media.PNG})
"""What the program shows itself; the others can only be saved elsewhere."""

LABELS: dict[Media, str] = {
    Media.PDF: "PDF",
    Media.JPEG: N_("JPEG 图片"),
    Media.PNG: N_("PNG 图片"),
    Media.DOCX: N_("Word 文档"),
    Media.XLSX: N_("Excel 表格"),
}

LARGEST = 200 << 20
"""Bytes of one file."""

LONGEST_NAME = 160
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"))
_PICTURES = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"8BPS", b"\x00\x00\x01\x00")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"L\x00\x00\x00", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MOST_PARTS, _MOST_UNFOLDED = 5000, 1 << 30


def told_by(data: bytes) -> Media:
    """What the bytes are; refuses what is not on the list, with a reason where there is a way out."""
    if not data:
        refuse("empty")
    if data.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if data.startswith(_ZIP):
        return _office(data)
    if data.startswith(_PROGRAMS):
        refuse("program")
    if data[4:8] == b"ftyp":
        refuse("heic" if data[8:12] in _HEIF else "unknown")
    if data.startswith(_OLE):
        refuse("legacy")
    if data.startswith(_PICTURES):
        refuse("picture")
    if b"%PDF-" in data[:1024]:
        return Media.PDF
    raise Refusal("unknown")


def _office(data: bytes) -> Media:
    """A document or workbook without macros, by the directory of its archive; nothing in it is unfolded but that."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename.casefold() for part in parts}
            types = _types(archive) if "[content_types].xml" in names else b""
    except Exception:  # noqa: BLE001 - zipfile leaks a dozen types on damaged archives
        refuse("damaged")
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroenabled" in types:
        refuse("macro")
    unfolded = sum(part.file_size for part in parts)
    thick = any(part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
    if len(parts) > _MOST_PARTS or unfolded > _MOST_UNFOLDED or thick:
        refuse("bomb")
    if types and "word/document.xml" in names:
        return Media.DOCX
    if types and "xl/workbook.xml" in names:
        return Media.XLSX
    raise Refusal("unknown")


def _types(archive: zipfile.ZipFile) -> bytes:
    part = next(name for name in archive.namelist() if name.casefold() == "[content_types].xml")
    with archive.open(part) as file:
        return file.read(SMALL).lower()


def kept_name(name: str, media: Media) -> str:
    """The name under which a file is kept: as it was called, on one line, nothing that turns it round, an end."""
    plain = clean(name)
    if len(plain) > LONGEST_NAME:
        plain = f"{plain[: LONGEST_NAME - 8]}….{media}"
    return plain or f"—.{media}"


def file_name(name: str, media: Media) -> str:
    """A name to save under that every system takes, with the suffix of what it truly is."""
    plain = _NOT_IN_NAMES.sub("_", clean(name)).strip(" .")
    same = {Media.JPEG: (".jpg", ".jpeg", ".jpe")}.get(media, (f".{media}",))
    stem = next((plain[: -len(suffix)] for suffix in same if plain.casefold().endswith(suffix)), plain).strip(" .")
    if not stem or _DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem[:100]}.{media}"
