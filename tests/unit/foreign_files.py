"""Files as people bring them, and as somebody makes them who means harm; made here, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

CANARY = b"KANARIENVOGEL"


def jpeg(size: tuple[int, int] = (60, 40), *, turned: bool = False, talkative: bool = False) -> bytes:
    """A picture red at the left and blue at the right; `talkative` with all that a telephone writes beside it."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    if talkative:
        exif[0x010F] = CANARY.decode()
        exif[0x8825] = {1: "N", 2: (31.0, 12.0, 30.0)}
    more = {"comment": CANARY, "xmp": b"<x>" + CANARY + b"</x>"} if talkative else {}
    image.save(out, "JPEG", quality=95, exif=exif, **more)
    return out.getvalue() + (CANARY if talkative else b"")


def png(size: tuple[int, int] = (30, 20), *, talkative: bool = False) -> bytes:
    """A green picture."""
    out = io.BytesIO()
    told = PngImagePlugin.PngInfo()
    if talkative:
        told.add_text("Author", CANARY.decode())
        told.add_itxt("Comment", CANARY.decode(), zip=False)
    Image.new("RGB", size, "green").save(out, "PNG", pnginfo=told)
    return out.getvalue() + (CANARY if talkative else b"")


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: int = 2, *, box: str = "0 0 595 842", more: str = "", kids: str = "") -> bytes:
    """A PDF of plain pages; `more` goes into its catalogue, `kids` replaces its pages."""
    numbers = range(4, 4 + pages)
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 3 0 R /Resources << >> >>"
    parts = {
        1: f"<< /Type /Catalog /Pages 2 0 R {more} >>",
        2: f"<< /Type /Pages /Kids [{kids or ' '.join(f'{n} 0 R' for n in numbers)}] /Count {pages} >>",
        3: "<< /Length 22 >>\nstream\n1 0 0 rg 50 50 99 99 re f\nendstream".replace("22", "26"),
        **dict.fromkeys(numbers, page),
    }
    out, places = b"%PDF-1.7\n", {}
    for number, text in parts.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places.values())
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


def office(part: str = "word/document.xml", *more: str, types: str = "<Types/>", size: int = 100) -> bytes:
    """A document or workbook with one part, and others beside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("[Content_Types].xml", types.encode()), *((name, b"x" * size) for name in (part, *more))):
            entry = zipfile.ZipInfo(name, (2026, 11, 22, 9, 0, 0))  # the same bytes whenever it is made
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
