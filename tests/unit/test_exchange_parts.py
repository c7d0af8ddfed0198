"""The parts of a workbook are weighed as they are, however their sheets are held in the memory."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from louyu_desktop.exchange import limits, parts
from louyu_desktop.exchange.limits import Refusal

SHEET = "xl/worksheets/sheet1.xml"
BOOK = {
    "xl/workbook.xml": b'<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": b'<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>',
}
OPEN = b'<c r="B7"><f>A1+1</f></c>'
CHUNKS = st.sampled_from(
    [b"<", b"f", b">", b"<f", b":f", b"/", b"<v>", b"<filters>", OPEN, b'<c r="C9"><f/></c>', b"x" * 30]
)


def workbook(sheet: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with one sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in {**BOOK, SHEET: sheet}.items():
            archive.writestr(name, content)
    return out.getvalue()


def lying(data: bytes, true: int, said: int) -> bytes:
    """The same workbook, whose directory says another length of its sheet."""
    assert data.count(true.to_bytes(4, "little")) >= 2
    return data.replace(true.to_bytes(4, "little"), said.to_bytes(4, "little"))


@given(st.lists(CHUNKS, max_size=40).map(b"".join), st.integers(1, 40), st.sampled_from([0, 8]))
@example(b"xx<c r=\"B7\"><f>A1</f></c>", 1, 0)
def test_formulas_are_found_in_a_large_sheet_as_in_a_small_one(sheet: bytes, piece: int, method: int) -> None:
    """Wherever the pieces end in which it is unpacked."""
    data = workbook(sheet, method)
    small = parts.look(data)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(limits, "SMALL", -1)
        patched.setattr(parts, "_PIECE", piece)
        assert parts.look(data).open_formulas(0) == small.open_formulas(0)


@pytest.mark.parametrize("small", [-1, limits.SMALL])
@pytest.mark.parametrize(("said", "code"), [(70_000, "bomb"), (90_001, "damaged")])
def test_a_sheet_is_as_long_as_the_directory_says(
    small: int, said: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither longer nor shorter, in one piece or in many."""
    monkeypatch.setattr(limits, "SMALL", small)
    monkeypatch.setattr(parts, "_PIECE", 64)
    data = workbook(bytes(range(256)) * 351 + b"x" * 144)
    with pytest.raises(Refusal) as refused:
        parts.look(lying(data, 90_000, said))
    assert refused.value.code == code


def test_a_sheet_that_does_not_unpack_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pieces are looked at, too."""
    monkeypatch.setattr(limits, "SMALL", -1)
    data = bytearray(workbook(b"<row>" * 50_000))
    at = data.index(SHEET.encode()) + len(SHEET)
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(Refusal) as refused:
        parts.look(bytes(data))
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("small", [-1, limits.SMALL])
def test_what_stands_behind_the_end_of_a_packed_sheet_is_damage(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end: `zlib` keeps it, and copies all that it has kept with every further piece."""
    monkeypatch.setattr(limits, "SMALL", small)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(b"<row/>") + packer.flush() + b"junk" * (1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in BOOK.items():
            archive.writestr(name, content)
        archive.writestr(SHEET, packed)
        archive.getinfo(SHEET).compress_type, archive.getinfo(SHEET).file_size = zipfile.ZIP_DEFLATED, len(b"<row/>")
    with pytest.raises(Refusal) as refused:
        parts.look(out.getvalue())
    assert refused.value.code == "damaged"
