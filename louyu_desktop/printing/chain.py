"""A ReportLab font that is a chain of faces: each character is drawn by the first that has it.

Every face used becomes one Type 0 font with a HarfBuzz subset and a ToUnicode map that is right
above U+FFFF too.  In a glyf face the code of a character is its UTF-16 unit (a CIDToGIDMap leads
to the glyph), so most text is encoded by one `str.encode`; characters above U+FFFF get codes from
the surrogate range, which no character uses.  A character that no face has is drawn as 〓 and
remembered.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics

from louyu_desktop.printing.face import Face

MISSING = "〓"
_SPARE_CODES = range(0xD800, 0xF900)
_UNNUMBERED = frozenset(map(chr, _SPARE_CODES))
_counter = itertools.count(1)


class _Member:
    """One face of the chain; `plain` are the characters met so far whose code is their UTF-16 unit."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.plain: set[str] = set()

    def is_plain(self, text: str) -> bool:
        """Whether all of `text` is; what is found to be is remembered."""
        if self.plain.issuperset(text):
            return True
        if self.face.is_cff:
            return False
        self.plain.update(c for c in set(text) if c <= "\uffff" and c not in _UNNUMBERED and self.face.has(c))
        return self.plain.issuperset(text)


class _Advances(dict[str, float]):
    """Widths in thousandths by character, asked of the chain once."""

    def __init__(self, chain: ChainFont) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, character: str) -> float:
        member = self._chain.member(self._chain.find(character))
        shown = character if member.face.has(character) else MISSING
        width = self[character] = member.face.advance(member.face.glyph(shown))
        return width


class _State:
    """What one document has used of a chain."""

    def __init__(self) -> None:
        self.name = ""
        self.codes: dict[int, dict[str, int]] = {}
        self.used: dict[int, set[str]] = {}
        self.spare = iter(_SPARE_CODES)


class Coder:
    """Encodes what the first face has by UTF-16 unit, nearly all there is, for one document."""

    def __init__(self, member: _Member, used: set[str], name: str) -> None:
        self.name = name
        self._plain = member.plain
        self._is_plain = member.is_plain
        self._used = used

    def codes(self, text: str) -> str:
        """Hexadecimal codes in the font `name`; "" for a text that needs other faces: `ChainFont.encode` has those."""
        if not (self._plain.issuperset(text) or self._is_plain(text)):
            return ""
        self._used.update(text)
        return text.encode("utf-16-be").hex()


class ChainFont:
    """The chain as ReportLab's "dynamic font"; `first` must have 〓, `rest` is opened only when needed."""

    _dynamicFont = 1  # noqa: N815 - ReportLab's names
    _multiByte = 1  # noqa: N815
    shapable = False
    substitutionFonts: tuple[Any, ...] = ()  # noqa: N815 - ReportLab's name

    def __init__(self, first: Face, rest: Iterable[Face] = ()) -> None:
        number = next(_counter)
        self.fontName = f"{first.name}.{number}"  # ReportLab's name
        self.face = _FaceForReportLab(self.fontName, first)
        self.advances = _Advances(self)
        self._members = [_Member(first)]
        self._rest: Iterator[Face] = iter(rest)
        self._opening = threading.Lock()
        pdfmetrics.registerFont(self)

    def member(self, number: int) -> _Member:
        """The member that `find` named."""
        return self._members[number]

    def find(self, character: str) -> int:
        """The number of the first member that has `character`; 0 when none has (it will be 〓)."""
        for number in itertools.count():
            if number == len(self._members) and not self._open_next(number):
                return 0
            if self._members[number].face.has(character):
                return number
        raise AssertionError

    def _open_next(self, number: int) -> bool:
        with self._opening:
            if number < len(self._members):
                return True
            face = next(self._rest, None)
            if face is not None:
                self._members.append(_Member(face))
            return face is not None

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The characters of `texts` that no member has, in order of code point."""
        wanted: set[str] = set()
        for text in texts:
            wanted.update(text)
        return sorted(c for c in wanted if not self._members[self.find(c)].face.has(c))

    def width(self, text: str, size: float) -> float:
        """How wide `text` is at `size`, in points."""
        return sum(map(self.advances.__getitem__, text)) * size / 1000

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """ReportLab's name for `width`."""
        return self.width(text, size)

    def encode(self, text: str, document: Any) -> Sequence[tuple[str, str]]:
        """(internal font name, hexadecimal codes) of the stretches of `text`, for `Tf` and `Tj`."""
        return [
            (self.getSubsetInternalName(number, document), codes.hex())
            for number, codes in self.splitString(text, document)
        ]

    def coder(self, document: Any) -> Coder:
        """The quick way to encode many texts for one document."""
        name = self.getSubsetInternalName(0, document)
        return Coder(self._members[0], self._state(document).used[0], name)

    def splitString(
        self, text: str, doc: Any, encoding: str = "utf-8"
    ) -> Sequence[tuple[int, bytes]]:
        """(member number, codes of two bytes) of the stretches of `text`."""
        state = self._state(doc)
        if self._members[0].is_plain(text):
            state.used[0].update(text)
            return [(0, text.encode("utf-16-be"))]
        return [
            (number, b"".join(self._code(state, number, c).to_bytes(2, "big") for c in stretch))
            for number, stretch in itertools.groupby(text, self.find)
        ]

    def _code(self, state: _State, number: int, character: str) -> int:
        member = self._members[number]
        if not member.face.has(character):
            character = MISSING
        used = state.used.setdefault(number, set())
        used.add(character)
        if member.is_plain(character):
            return ord(character)
        codes = state.codes.setdefault(number, {})
        if character not in codes:
            code = member.face.glyph(character) if member.face.is_cff else next(state.spare, 0)
            codes[character] = code
        return codes[character]

    def _state(self, doc: Any) -> _State:
        """What `doc` has used of this chain; it is kept by the document and goes with it."""
        states: dict[ChainFont, _State] = doc.__dict__.setdefault("chain_states", {})
        state = states.get(self)
        if state is None:
            state = states[self] = _State()
            state.used[0] = set()
        return state

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """The resource name of a member in `doc`, such as /F1+0."""
        state = self._state(doc)
        if not state.name:
            state.name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + state.name
            doc.delayedFonts.append(self)
        return f"/{state.name}+{subset}"

    def addObjects(self, doc: Any) -> None:
        """Add the font objects of every member that `doc` used; ReportLab calls it when it saves."""
        state = doc.chain_states.pop(self)
        fonts = doc.idToObject["BasicFonts"].dict
        for number, characters in sorted(state.used.items()):
            if not characters:
                continue
            given = state.codes.get(number, {})
            codes = {given.get(c, ord(c)): c for c in sorted(characters, reverse=True)}
            fonts[f"{state.name}+{number}"] = _font_objects(doc, self._members[number].face, codes)


class _FaceForReportLab:
    """The few facts that ReportLab asks of a face."""

    builtIn = 0  # noqa: N815

    def __init__(self, name: str, face: Face) -> None:
        self.name = name
        self.ascent = face.ascent
        self.descent = face.descent


def _font_objects(doc: Any, face: Face, codes: dict[int, str]) -> Any:
    """The Type 0 font (ISO 32000-1, 9.7) of one member: `codes` maps code to character."""
    glyphs = {code: face.glyph(character) for code, character in sorted(codes.items())}
    digest = sha256("".join(codes[code] for code in sorted(codes)).encode()).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest[:6])
    name = pdfdoc.PDFName(f"{tag}+{face.name}")
    widths = pdfdoc.PDFArray(_widths(face, glyphs))
    descendant = {
        "Type": pdfdoc.PDFName("Font"),
        "Subtype": pdfdoc.PDFName("CIDFontType0" if face.is_cff else "CIDFontType2"),
        "BaseFont": name,
        "CIDSystemInfo": pdfdoc.PDFDictionary(
            {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        ),
        "DW": 1000,
        "W": widths,
        "FontDescriptor": doc.Reference(_descriptor(doc, face, name, glyphs)),
    }
    if not face.is_cff:
        descendant["CIDToGIDMap"] = doc.Reference(_stream(_gid_map(glyphs)))
    font = {
        "Type": pdfdoc.PDFName("Font"),
        "Subtype": pdfdoc.PDFName("Type0"),
        "BaseFont": name,
        "Encoding": pdfdoc.PDFName("Identity-H"),
        "DescendantFonts": pdfdoc.PDFArray([doc.Reference(pdfdoc.PDFDictionary(descendant))]),
        "ToUnicode": doc.Reference(_stream(_to_unicode(codes).encode("ascii"))),
    }
    return doc.Reference(pdfdoc.PDFDictionary(font))


def _descriptor(doc: Any, face: Face, name: Any, glyphs: dict[int, int]) -> Any:
    program = face.subset(sorted(set(glyphs.values())))
    stream = _stream(program)
    if face.is_cff:
        stream.dictionary["Subtype"] = pdfdoc.PDFName("CIDFontType0C")
    else:
        stream.dictionary["Length1"] = len(program)
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray([-1000, round(face.descent), 3000, round(face.ascent)]),
            "ItalicAngle": 0,
            "Ascent": round(face.ascent),
            "Descent": round(face.descent),
            "CapHeight": 733,
            "StemV": 140 if "Bold" in face.name else 80,
            "FontFile3" if face.is_cff else "FontFile2": doc.Reference(stream),
        }
    )


def _stream(content: bytes) -> Any:
    return pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])


def _widths(face: Face, glyphs: dict[int, int]) -> list[Any]:
    """The W array of all codes whose glyph is not one em wide."""
    found: list[Any] = []
    for code, glyph in glyphs.items():
        width = round(face.advance(glyph), 2)
        if width != 1000:
            found += [code, pdfdoc.PDFArray([int(width) if width == int(width) else width])]
    return found


def _gid_map(glyphs: dict[int, int]) -> bytes:
    table = bytearray(2 * (max(glyphs) + 1))
    for code, glyph in glyphs.items():
        table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    return bytes(table)


def _to_unicode(codes: dict[int, str]) -> str:
    """The CMap from codes to UTF-16BE (ISO 32000-1, 9.10.3), a hundred to a block."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in sorted(codes.items())]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines)

