"""What may become an attachment: told by content, looked at in a child, pictures drawn anew."""

from __future__ import annotations

import io
import os
import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from louyu_desktop.errors import FileRefusedError
from louyu_desktop.exchange import attached, attaching
from louyu_desktop.exchange.limits import Refusal
from louyu_desktop.exchange.media import LONGEST_NAME, Media, file_name, kept_name, told_by
from louyu_desktop.exchange.viewing import Document
from tests.unit.foreign_files import CANARY, jpeg, office, pdf, png, png_that_says

KEPT = [
    (pdf(), Media.PDF), (jpeg(), Media.JPEG), (png(), Media.PNG), (office(), Media.DOCX),
    (office("xl/workbook.xml"), Media.XLSX),
]  # fmt: skip
REFUSED = [
    (b"", "empty"),
    (b"MZ\x90\x00" + b"\0" * 100, "program"),
    (b"\x7fELF\x02" + pdf(), "program"),
    (b"#!/bin/sh\n%PDF-1.7\n", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    (b"\0\0\0\x1cftypavif", "heic"),
    (b"\0\0\0\x18ftypmp42", "unknown"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "legacy"),
    (b"GIF89a\x01\x00", "picture"),
    (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"),
    (b"<html><script>alert(1)</script></html>", "unknown"),
    ("姓名,电话\n".encode(), "unknown"),
    (office("word/document.xml", "word/vbaProject.bin"), "macro"),
    (office(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macro"),
    (office("ppt/presentation.xml"), "unknown"),
    (office(size=20 << 20), "bomb"),
    (b"PK\x03\x04" + b"\0" * 50, "damaged"),
    (office()[:-30], "damaged"),
]


@pytest.mark.parametrize(("data", "media"), KEPT, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_on_the_list_is_known_by_its_content(data: bytes, media: Media) -> None:
    assert told_by(data) is media


@pytest.mark.parametrize(("data", "code"), REFUSED, ids=[f"{n}-{code}" for n, (_data, code) in enumerate(REFUSED)])
def test_everything_else_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        told_by(data)
    assert caught.value.code == code
    assert code in attaching.SENTENCES


def test_a_picture_loses_all_but_what_is_seen() -> None:
    for data in (jpeg(talkative=True), png(talkative=True)):
        assert CANARY in data
        taken = attaching.take(data, "图.jpg")
        assert CANARY not in taken.content
        image = Image.open(io.BytesIO(taken.content))
        assert not image.getexif()
        assert not {"comment", "xmp", "icc_profile", "exif", "Author", "Comment"} & image.info.keys()


def test_a_picture_taken_sideways_is_kept_upright() -> None:
    taken = attaching.take(jpeg((60, 40), turned=True), "a.jpg")
    image = Image.open(io.BytesIO(taken.content)).convert("RGB")
    assert image.size == (40, 60)
    top, bottom = image.getpixel((20, 5)), image.getpixel((20, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]


def test_transparency_stays_and_is_shown_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    taken = attaching.take(out.getvalue(), "a.png")
    document = Document("a.png", taken.media, taken.content)
    drawn = document.draw(0, 10)
    document.close()
    assert drawn is not None
    assert drawn.rows[:3] == b"\xff\xff\xff"


def test_documents_and_workbooks_come_through_byte_by_byte() -> None:
    for data in (pdf(), office(), office("xl/workbook.xml")):
        assert attaching.take(data, "a").content == data


HOSTILE = {
    "a claim of 30,000 by 30,000 pixels": png_that_says(30_000, 30_000),
    "a picture with nothing in it": png_that_says(5_000, 5_000),
    "half a picture": jpeg((400, 400))[:900],
    "no page": pdf(0),
    "pages that are their own parents": pdf(2, kids="2 0 R 2 0 R"),
    "a page that is no page": pdf(1, kids="99 0 R"),
    "only the head of a PDF": b"%PDF-1.7\n" + b"\0" * 5000,
    "half a PDF": pdf(3)[:200],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_sentence(name: str) -> None:
    with pytest.raises(FileRefusedError) as caught:
        attaching.take(HOSTILE[name], "坏.pdf")
    assert "坏.pdf" in caught.value.sentence


def test_scripts_and_launches_of_a_pdf_do_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    action = f"/OpenAction << /S /Launch /F (touch {mark}) >> /AA << /WC << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    taken = attaching.take(pdf(1, more=action), "a.pdf")
    document = Document("a.pdf", taken.media, taken.content)
    assert document.draw(0, 100) is not None
    document.close()
    assert not mark.exists()


def test_a_page_of_any_size_is_drawn_within_bounds() -> None:
    document = Document("a.pdf", Media.PDF, pdf(1, box="0 0 14000 14000"))
    drawn = document.draw(0, 1_000_000)
    document.close()
    assert drawn is not None
    assert drawn.width * drawn.height <= 2 * attached.MOST_DRAWN


def test_a_child_that_died_is_replaced_and_a_closed_document_draws_nothing() -> None:
    document = Document("a.pdf", Media.PDF, pdf())
    assert len(document.sizes) == 2
    child = document._child
    assert child is not None
    child.kill()
    child.wait()
    drawn = document.draw(1, 300)
    assert drawn is not None
    assert len(drawn.rows) == 4 * drawn.width * drawn.height
    document.close()
    assert document.draw(0, 300) is None


def test_a_child_that_is_too_slow_is_ended() -> None:
    with pytest.raises(FileRefusedError, match="看了太久"):
        attaching.take(pdf(), "a.pdf", patience=0.0)


def _mutated(data: bytes, dice: random.Random, most: int = 12) -> bytes:
    kept = bytearray(data)
    for _turn in range(dice.randint(1, most)):
        place = dice.randrange(max(1, len(kept) - 1))
        match dice.randrange(4):
            case 0:
                kept[place : place + 1] = bytes([dice.randrange(256)])
            case 1:
                kept[place : place + dice.randint(1, 40)] = b""
            case 2:
                kept[place:place] = dice.randbytes(dice.randint(1, 40))
            case _:
                kept = kept[: max(20, place)]
    return bytes(kept)


def test_damage_anywhere_is_taken_or_told() -> None:
    dice = random.Random(35)
    samples = (jpeg((80, 60), talkative=True), png((80, 60)))
    for _turn in range(int(os.environ.get("LOUYU_PICTURES", "300"))):
        data = _mutated(dice.choice(samples), dice)
        said, content = _taken(data)
        assert said in {*attaching.SENTENCES, *Media}
        assert CANARY not in content


def _taken(data: bytes) -> tuple[str, bytes]:
    """What became of a file: its medium and its bytes, or the code of the refusal."""
    try:
        head, content = attached.take(data)
    except Refusal as refusal:
        return refusal.code, b""
    return head["media"], content


def test_damaged_documents_are_taken_or_told() -> None:
    """What is damaged a little is drawn, what is damaged more is told; any other end is a mistake of ours."""
    dice, ends = random.Random(36), Counter[str]()
    for turn in range(int(os.environ.get("LOUYU_DOCUMENTS", "6"))):
        try:
            taken = attaching.take(_mutated(pdf(3), dice, 12 if turn % 2 else 1), "a.pdf")
        except FileRefusedError:
            ends["told"] += 1
            continue
        document = Document("a.pdf", taken.media, taken.content)
        with suppress(FileRefusedError):
            ends["drawn"] += document.draw(0, 50) is not None
        document.close()
    assert min(ends["told"], ends["drawn"]) > 0, ends


@given(st.text(max_size=400), st.sampled_from(Media))
def test_any_name_is_kept_on_one_line_and_saved_by_what_it_is(name: str, media: Media) -> None:
    kept, saved = kept_name(name, media), file_name(name, media)
    assert 0 < len(kept) <= LONGEST_NAME
    assert kept.isprintable() or not any(sign in kept for sign in "\r\n\t\0\u202e")
    assert saved.endswith(f".{media}")
    assert not set('\\/:*?"<>|\n\r\t\0\u202e') & set(saved)
    assert len(saved) <= 110
    assert Path(saved).name == saved


@pytest.mark.parametrize(
    ("name", "saved"),
    [("合同.pdf", "合同.pdf"), ("照片.JPEG", "照片.jpg"), ("报价单.pdf.exe", "报价单.pdf.exe.pdf"), ("con.pdf", "_con.pdf"),
     ("..", "_.pdf"), ("../../etc/passwd", "_.._etc_passwd.pdf"), ("甲\u202efdp.exe", "甲fdp.exe.pdf")],
)  # fmt: skip
def test_a_name_to_save_under_is_harmless(name: str, saved: str) -> None:
    media = Media.JPEG if saved.endswith("jpg") else Media.PDF
    assert file_name(name, media) == saved


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="文件夹"):
        attaching.read(tmp_path)
    with pytest.raises(FileRefusedError, match="读不到"):
        attaching.read(tmp_path / "gone.pdf")
