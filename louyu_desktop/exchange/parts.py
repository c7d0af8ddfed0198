"""The parts of an .xlsx before anything reads them: their true sizes, how far a sheet reaches, its open formulas."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from louyu_desktop.exchange import limits
from louyu_desktop.exchange.book import column_letters
from louyu_desktop.exchange.limits import refuse

_READ = re.compile(
    r"(?:\[content_types\]|_rels/|xl/(?!media/|embeddings/|drawings/|charts/)).*\.(?:xml|rels)", re.IGNORECASE
)
_RATIO_FROM = limits.SMALL
_HEADER = struct.Struct("<4s22xHH")
_STORED, _DEFLATED = 0, 8
_PIECE = 1 << 15
_LOCKED = 1

_PREFIX = rb"(?:\w+:)?"
_CELL = re.compile(rb"<" + _PREFIX + rb'c\s(?:[^>]*?\s)?r="([A-Z]{1,7})(\d{1,12})"[^>]*?(/?)>')
_FORMULA = re.compile(
    rb"<" + _PREFIX + rb"c\s([^>]*)>\s*<" + _PREFIX + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</" + _PREFIX + rb"f>)\s*"
    rb"(?:<" + _PREFIX + rb"v\s*/>|<" + _PREFIX + rb"v></" + _PREFIX + rb"v>)?\s*</" + _PREFIX + rb"c>"
)  # fmt: skip
_PLACE = re.compile(rb'(?:^|\s)r="([A-Z]{1,3})(\d{1,7})"')
_ANY_FORMULA = re.compile(rb"[<:]f[\s>/]")
_GIVEN = re.compile(rb'([\w:]+)="([^"]*)"')
_IS_TEXT = re.compile(rb'(?:^|\s)t="str"')


@dataclass(frozen=True, slots=True)
class Parts:
    """What was seen: how dates count, the part of each sheet, and its cells whose formula has no result."""

    epoch1904: bool
    sheets: tuple[str, ...] = ()
    formulas: Mapping[str, Mapping[int, Sequence[int]]] = field(default_factory=dict)

    def open_formulas(self, sheet: int) -> Mapping[int, Sequence[int]]:
        """The columns (from 0) with such a formula by row (from 1)."""
        return self.formulas.get(self.sheets[sheet], {}) if sheet < len(self.sheets) else {}


def look(data: bytes, allow: Callable[[int], None] = limits.no_bounds) -> Parts:
    """Weigh an archive by its directory, then by what it truly holds; `allow` hears what it unfolds to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception:  # noqa: BLE001 - zipfile leaks a dozen types on damaged archives
        refuse("damaged")
    read = _weighed(entries)
    allow(sum(part.file_size for part in read))
    return _seen(data, read)


def _weighed(entries: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The parts that are read, when none is too large by what the directory says."""
    read = [part for part in entries if _READ.fullmatch(part.filename)]
    if len(entries) > limits.MAX_ENTRIES or len(read) > limits.MAX_PARTS:
        refuse("bomb")
    for part in entries:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > limits.MAX_PART or (part.file_size > _RATIO_FROM and ratio > limits.MAX_RATIO):
            refuse("bomb")
    if sum(part.file_size for part in entries) > limits.MAX_TOTAL:
        refuse("bomb")
    names = [part.filename.casefold() for part in entries]
    if len(set(names)) != len(names):
        refuse("damaged")
    if "xl/workbook.xml" not in names:
        refuse("not_workbook" if "xl/workbook.bin" not in names else "unknown", suffix=".xlsb")
    if any(part.flag_bits & _LOCKED for part in read):
        refuse("encrypted")
    return read


def _seen(data: bytes, read: Sequence[zipfile.ZipInfo]) -> Parts:
    epoch1904 = False
    book = targets = b""
    formulas = {}
    for part in read:
        name = part.filename.casefold()
        is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        if is_sheet and part.file_size > limits.SMALL and not _has_formulas(data, part):
            continue
        content = b"".join(_pieces(data, part))
        if name == "xl/workbook.xml":
            epoch1904, book = bool(re.search(rb'date1904="(1|true)"', content)), content
        elif name == "xl/_rels/workbook.xml.rels":
            targets = content
        elif is_sheet:
            if len(content) <= limits.SMALL:
                _check_reach(content)
            formulas[name] = _open_formulas(content)
    return Parts(epoch1904, _sheets(book, targets), formulas)


def _sheets(book: bytes, targets: bytes) -> tuple[str, ...]:
    """The part of each sheet in the order of the workbook."""
    files = {}
    for given in re.findall(rb"<(?:\w+:)?Relationship\s([^>]*)>", targets):
        about = dict(_GIVEN.findall(given))
        files[about.get(b"Id")] = about.get(b"Target", b"").decode("utf-8", "replace").casefold()
    found = []
    for given in re.findall(rb"<(?:\w+:)?sheet\s([^>]*)>", book):
        place = next((value for name, value in _GIVEN.findall(given) if name.endswith(b":id")), None)
        target = files.get(place, "")
        found.append(target[1:] if target.startswith("/") else f"xl/{target}")
    return tuple(found)


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part truly holds, piece by piece; refuses what is not as long as the directory says."""
    start = part.header_offset
    header = data[start : start + _HEADER.size]
    if len(header) < _HEADER.size or not header.startswith(b"PK\x03\x04"):
        refuse("damaged")
    _sign, name, extra = _HEADER.unpack(header)
    start += _HEADER.size + name + extra
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type not in {_STORED, _DEFLATED}:
        refuse("damaged")
    stream = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == _DEFLATED else None
    unpack = stream.decompress if stream else _as_it_is
    length = 0
    for at in range(0, len(packed), _PIECE):
        if stream and stream.eof:  # it would keep what stands behind its end, all of it anew with every piece
            refuse("damaged")
        try:
            piece = unpack(packed[at : at + _PIECE], part.file_size + 1 - length)
        except zlib.error:
            refuse("damaged")
        length += len(piece)
        if length > part.file_size:
            refuse("bomb")
        yield piece
    if length < part.file_size:
        refuse("damaged")


def _as_it_is(packed: memoryview, _most: int) -> bytes:
    return bytes(packed)


def _has_formulas(data: bytes, part: zipfile.ZipInfo) -> bool:
    """Whether there are formulas in a large sheet, which need not be whole in the memory for that."""
    before, found = b"", False
    for piece in _pieces(data, part):  # to its end: it may be longer than it says
        window = before + piece
        found = found or _may_have_formulas(window)
        before = window[-2:]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _check_reach(content: bytes) -> None:
    """Refuse a sheet whose few cells lie so far apart that the table between them would fill the memory."""
    places = [(int(row), _column(letters)) for letters, row, empty in _CELL.findall(content) if not empty]
    if not places:
        return
    rows = [row for row, _column_ in places]
    columns = [column for _row, column in places]
    if (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) > limits.MAX_CELLS:
        refuse("sparse", row=max(rows), column=column_letters(max(columns)))


def _open_formulas(content: bytes) -> dict[int, list[int]]:
    """The columns by row with a formula and no result: written by a program that does not calculate."""
    found: dict[int, list[int]] = {}
    if _may_have_formulas(content):
        for given in _FORMULA.findall(content):
            place = _PLACE.search(given)
            column = _column(place[1]) if place else limits.MAX_WIDTH
            if place and column < limits.MAX_WIDTH and not _IS_TEXT.search(given):
                found.setdefault(int(place[2]), []).append(column)
    return found


def _may_have_formulas(content: bytes) -> bool:
    return (b"<f" in content or b":f" in content) and bool(_ANY_FORMULA.search(content))
