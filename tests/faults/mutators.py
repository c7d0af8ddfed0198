"""Damage of every sort, by a dice that a seed fixes."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests.faults.seeds import Seed, unzipped, zipped

_NUMBERS = (
    b"-1", b"0", b"4294967296", b"99999999999999999999", b"1e308", b"-1e400", b"NaN", b"inf", b"2958466", b"1048576",
    b"0x10", b"16384", b"9" * 400, b"1.7976931348623157e308", b"-0.0", b"60",
)  # fmt: skip
_TYPES = (b"s", b"b", b"e", b"d", b"str", b"inlineStr", b"n", b"")
_RANGES = (b"A1:XFD1048576", b"B2:A1", b"A1:A1048576", b"A0:ZZZZ9", b"XFD1048576", b"A1:XFD1", b":", b"A1:B99999999999")
_WORDS = (
    b"&#0;", b"&#xD800;", b"&lol9;", b"]]>", b"<![CDATA[<x>]]>", b"&amp;lt;script&gt;", b"\xff\xfe", b"\x00",
    b"(" * 9000,
    "\u202e\u0301\U0001f600".encode(), b"_xD800_", b"=cmd|' /C calc'!A0", b'"', b"'", b"#REF!", b"A" * 40000, b"<!--",
    "合计".encode(), "同上".encode(), "示例（".encode(), b"1" * 5000, "〃".encode(), b"\xe4\xb8", b"\r\r\n",
)  # fmt: skip
_ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY lol9 "&b;&b;&b;&b;">]>',
    b'<?xml-stylesheet href="http://example.invalid/x"?>', b"\xef\xbb\xbf", b"\xff\xfe",
)  # fmt: skip


def _spot(dice: Random, data: bytes) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((1, 2, 7, 40, 300, 5000)))


def flipped(dice: Random, data: bytes) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _hit in range(dice.choice((1, 2, 5, 20, 200)) if data else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(dice: Random, data: bytes) -> bytes:
    """The end is gone."""
    return data[: dice.randrange(len(data) + 1)]


def left_out(dice: Random, data: bytes) -> bytes:
    """A piece in the middle is gone."""
    start, end = _spot(dice, data)
    return data[:start] + data[end:]


def repeated(dice: Random, data: bytes) -> bytes:
    """A piece stands there many times."""
    start, end = _spot(dice, data)
    return data[:start] + data[start:end] * dice.choice((2, 3, 50, 400)) + data[end:]


def exchanged(dice: Random, data: bytes) -> bytes:
    """Two pieces change their places."""
    (a, b), (c, d) = sorted((_spot(dice, data), _spot(dice, data)))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:] if b <= c else data[::-1]


def emptied(dice: Random, data: bytes) -> bytes:
    """A piece is zeroes."""
    start, end = _spot(dice, data)
    return data[:start] + bytes(end - start) + data[end:]


def worded(dice: Random, data: bytes) -> bytes:
    """Words that mean something to somebody stand in the text."""
    for _hit in range(dice.choice((1, 3, 10))):
        start, _end = _spot(dice, data)
        data = data[:start] + dice.choice(_WORDS) + data[start:]
    return data


RAW = (flipped, cut, left_out, repeated, exchanged, emptied, worded)

# ------------------------------------------------------------------------------------------- markup


def _one(dice: Random, pattern: bytes, data: bytes, change: Callable[[re.Match[bytes]], bytes]) -> bytes:
    """The data with some of the matches changed."""
    found = list(re.finditer(pattern, data))
    for match in sorted(dice.sample(found, min(len(found), dice.choice((1, 1, 3, 30)))), key=lambda m: -m.start()):
        data = data[: match.start()] + change(match) + data[match.end() :]
    return data


def enlarged(dice: Random, data: bytes) -> bytes:
    """Numbers are larger than anyone meant."""
    return _one(dice, rb"\d+", data, lambda _m: dice.choice(_NUMBERS))


def swapped(dice: Random, data: bytes) -> bytes:
    """Tags stand where others stood."""
    tags = re.findall(rb"<[^>]*>", data) or [b"<x>"]
    return _one(dice, rb"<[^>]*>", data, lambda _m: dice.choice(tags))


def unclosed(dice: Random, data: bytes) -> bytes:
    """Closing tags and quotes are missing."""
    return _one(dice, dice.choice((rb"</[^>]*>", rb'"', rb">")), data, lambda _m: b"")


def retyped(dice: Random, data: bytes) -> bytes:
    """Cells say that they are of another kind, shared strings are asked for that nobody has."""
    data = _one(dice, rb' t="\w+"', data, lambda _m: b' t="%b"' % dice.choice(_TYPES))
    return _one(dice, rb' s="\d+"', data, lambda _m: b' s="%d"' % dice.randrange(100_000))


def overshot(dice: Random, data: bytes) -> bytes:
    """References and ranges lie."""
    data = _one(dice, rb'ref="[^"]*"', data, lambda _m: b'ref="%b"' % dice.choice(_RANGES))
    return _one(dice, rb' r="[^"]*"', data, lambda _m: b' r="%b"' % dice.choice((*_RANGES, b"C4", b"A1", b"", b"12")))


def spanned(dice: Random, data: bytes) -> bytes:
    """Cells span more than there is."""
    kinds = (b' rowspan="65536"', b' colspan="99999"', b' ss:MergeAcross="600"', b' ss:Index="999999"',
    b' rowspan=4000')
    return _one(dice, rb"<(?:td|Cell|Row|tr|c|row)\b", data, lambda m: m[0] + dice.choice(kinds))


def nested(dice: Random, data: bytes) -> bytes:
    """Tags stand in each other without an end."""
    tag = dice.choice((b"<table>", b"<tr><td>", b"<si>", b"<row>", b"<!", b"<a b='", b"<Worksheet>", b"&#", b"<![",
    b"<p>"))
    start, _end = _spot(dice, data)
    return data[:start] + tag * dice.choice((10, 1000, 20_000)) + data[start:]


def merged(dice: Random, data: bytes) -> bytes:
    """Ranges are merged over each other."""
    cells = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n + dice.randrange(90_000)) for n in range(1, 400))
    return data.replace(b"</worksheet>", b"<mergeCells>%b</mergeCells></worksheet>" % cells)


def declared(dice: Random, data: bytes) -> bytes:
    """Entities are declared behind the first tag."""
    place = data.find(b">") + 1
    return data[:place] + dice.choice(_ENTITIES) + data[place:]


MARKUP = (enlarged, swapped, unclosed, retyped, overshot, spanned, nested, merged, declared)

# ------------------------------------------------------------------------------------------ archives


def _part(dice: Random, data: bytes) -> bytes:
    """One part, or several, damaged; the archive itself is whole."""
    parts = unzipped(data)
    likely = [name for name in parts if "sheet" in name or "shared" in name] or list(parts)
    for _hit in range(dice.choice((1, 1, 2, 4))):
        name = dice.choice(likely if dice.random() < 0.7 else list(parts))
        parts[name] = dice.choice((*MARKUP, *MARKUP, *RAW))(dice, parts[name])
    return zipped(parts)


def _parts_gone(dice: Random, data: bytes) -> bytes:
    parts = unzipped(data)
    for name in dice.sample(list(parts), min(len(parts), dice.choice((1, 2, 5)))):
        del parts[name]
    return zipped(parts)


def _parts_renamed(dice: Random, data: bytes) -> bytes:
    parts = unzipped(data)
    name = dice.choice(list(parts))
    other = dice.choice((name.upper(), name.replace("/", "\\"), f"../{name}", f"/{name}", f"{name}/", "", "xl",
    "\u202e.xml"))
    parts[other] = parts.pop(name)
    return zipped(parts)


def _parts_doubled(dice: Random, data: bytes) -> bytes:
    target = io.BytesIO(data)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(target, "a") as archive:
        name = dice.choice(archive.namelist())
        with_other = dice.choice(archive.namelist())
        info = zipfile.ZipInfo(name.swapcase() if dice.random() < 0.3 else name)
        archive.writestr(info, archive.read(with_other))
    return target.getvalue()


def _parts_added(dice: Random, data: bytes) -> bytes:
    parts = unzipped(data)
    more: dict[str, bytes] = {
        "xl/nested.xlsx": data, "../../escaped.txt": b"x", "/etc/escaped": b"x", "C:\\escaped.txt": b"x",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>", "xl/worksheets/sheet99.xml": b"0" * dice.choice((9,
        9_000_000)),
        "xl/vbaProject.bin": bytes(2000), "xl/media/image1.png": bytes(100_000),
    }  # fmt: skip
    for name in dice.sample(list(more), dice.choice((1, 3))):
        parts[name] = more[name]
    for number in range(dice.choice((0, 0, 0, 150, 2500))):
        parts[f"xl/worksheets/more{number}.xml"] = b""
    return zipped(parts)


def _directory_lies(dice: Random, data: bytes) -> bytes:
    """The directory tells other sizes, places, ways of packing, flags or dates."""
    changed = bytearray(data)
    entries = [match.start() for match in re.finditer(rb"PK\x01\x02|PK\x03\x04", data)]
    for _hit in range(dice.choice((1, 2, 8))):
        entry = dice.choice(entries)
        width, where = dice.choice(((2, 8), (2, 10), (4, 16), (4, 20), (4, 24), (2, 28), (2, 30), (4, 42), (2, 6), (4,
        18)))
        value = dice.choice((0, 1, 12, 99, 0xFFFF, 0x7FFF, dice.randrange(65536)))
        large = dice.choice((value, 0xFFFFFFFF, 0x7FFFFFFF, dice.randrange(1 << 24)))
        if entry + where + width <= len(changed):
            struct.pack_into("<I" if width == 4 else "<H", changed, entry + where, large if width == 4 else value)
    return bytes(changed)


def _end_lies(dice: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    end = data.rfind(b"PK\x05\x06")
    if 0 <= end <= len(data) - 22:
        struct.pack_into("<I", changed, end + dice.choice((8, 10, 12, 16)), dice.choice((0, 0xFFFFFFFF,
        dice.randrange(1 << 20))))
    return bytes(changed)


def _understated(dice: Random, data: bytes) -> bytes:
    """A part is far larger than the directory says."""
    parts = unzipped(data)
    name = dice.choice([n for n in parts if n.endswith(".xml")] or list(parts))
    parts[name] += b" " * dice.choice((100, 3_000_000))
    packed = bytearray(zipped(parts))
    for entry in [match.start() for match in re.finditer(rb"PK\x01\x02", bytes(packed))]:
        size = struct.unpack_from("<I", packed, entry + 24)[0]
        if size == len(parts[name]):
            struct.pack_into("<I", packed, entry + 24, dice.choice((0, 10, size - 1, size // 2)))
    return bytes(packed)


def _damaged_stream(dice: Random, data: bytes) -> bytes:
    """The packed bytes of a part are damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = dice.choice(archive.infolist())
    start = part.header_offset + 30 + len(part.filename)
    return data[:start] + flipped(dice, data[start : start + part.compress_size]) + data[start + part.compress_size :]


def _wrapped(dice: Random, data: bytes) -> bytes:
    """The whole file lies in another archive, or behind or before something else."""
    return dice.choice((
        zipped({"台账.xlsx": data}), b"MZ" + data, data + data, data + b"\n<html>", zlib.compress(data),
        data + bytes(70_000),
        zipped({"xl/workbook.xml": data}),
    ))  # fmt: skip


ARCHIVE = (
    _part, _part, _part, _part, _part, _parts_gone, _parts_renamed, _parts_doubled, _parts_added, _directory_lies,
    _directory_lies, _end_lies, _understated, _damaged_stream, _damaged_stream, _wrapped, *RAW,
)  # fmt: skip


def _lines(dice: Random, data: bytes) -> bytes:
    """What only texts suffer: quotes, signs, marks, encodings."""
    start, _end = _spot(dice, data)
    more = dice.choice((
        b'"', b"," * 100_000, b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", "金丝雀".encode("gb18030"), "金丝雀".encode(),
        b"\n" * 50_000,
        b"\r", b"\t" * 600, b"x" * 200_000, "，".encode() * 30, b"sep=;\r\n", b"'=1+1,", b"\xd8\x00", b"\x1a",
        b"=HYPERLINK(1)",
    ))  # fmt: skip
    return dice.choice((data[:start] + more + data[start:], more + data, data + more))


def mutated(dice: Random, seed: Seed) -> bytes:
    """The file, damaged once to three times."""
    data = seed.data
    for _time in range(dice.choice((1, 1, 1, 2, 3))):
        if zipfile.is_zipfile(io.BytesIO(data)):
            change = dice.choice(ARCHIVE)
        elif data.startswith(b"\xd0\xcf"):
            change = dice.choice(RAW[:-1])
        else:
            change = dice.choice((*RAW, *MARKUP, _lines, _lines, _lines))
        try:
            data = change(dice, data)
        except Exception:  # noqa: BLE001 - what is broken already cannot be opened to be broken better
            data = dice.choice(RAW)(dice, data)
    return data
