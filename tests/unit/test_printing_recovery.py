"""The recovery sheet: what is on it, what is not, and that its QR code says the same as its groups."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import segno
from pypdf import PdfReader

from louyu_desktop.printing import fonts, recovery_sheet
from louyu_desktop.printing.paper import A4
from louyu_desktop.printing.recovery_sheet import RecoverySheet

GROUPS = tuple("K7MP Q3XT 9RWD HC2V 5NBY 8TGK 4JZE W6DA 1SQM".split())
VAULT = "0193a5c2-7b1e-4d0f-9a3e-1c2d3e4f5a6b"
CODE = "LOUYU1:" + "-".join(GROUPS)


def written(folder: Path) -> Path:
    sheet = RecoverySheet(vault=VAULT, made_on="2026 年 11 月 22 日", groups=GROUPS, code=CODE)
    assert GROUPS[0] not in repr(sheet)
    (folder / "恢复纸.pdf").write_bytes(recovery_sheet.pdf(sheet, fonts.typeface()))
    return folder / "恢复纸.pdf"


def test_it_is_one_page_with_all_that_it_must_say(tmp_path: Path) -> None:
    reader = PdfReader(written(tmp_path))
    [page] = reader.pages
    text = page.extract_text()
    for group in GROUPS:
        assert group in text
    for said in (VAULT, "2026 年 11 月 22 日", "恢复纸", "什么时候用", "放在哪里", "半年核对", "保管人"):
        assert said in text
    assert "恢复纸.pdf" not in str(reader.metadata)
    assert not any(group in str(reader.metadata) for group in GROUPS)


def test_its_qr_code_says_the_same(tmp_path: Path) -> None:
    expected = [bytes(line) for line in segno.make(CODE, error="m", micro=False, boost_error=True).matrix]
    count = len(expected)
    side = recovery_sheet._QR * 72 / 25.4
    scale = 6.0
    document = pypdfium2.PdfDocument(written(tmp_path))
    picture = document[0].render(scale=scale).to_pil().convert("L")
    left = (recovery_sheet._LEFT + recovery_sheet._WIDTH - 7) * 72 / 25.4 - side
    box = (recovery_sheet._CODE_TOP + recovery_sheet._CODE_HEIGHT / 2) * 72 / 25.4
    top = box - 5 - side / 2
    unit = side / count
    found = [
        bytes(
            int(picture.getpixel(((left + (x + 0.5) * unit) * scale, (top + (y + 0.5) * unit) * scale)) < 128)
            for x in range(count)
        )
        for y in range(count)
    ]
    assert found == expected
    assert A4[0] - left - side > 7 * 72 / 25.4
    document.close()


def test_nothing_runs_out_of_the_paper(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(written(tmp_path))
    picture = document[0].render(scale=2).to_pil().convert("L")
    width, height = picture.size
    for edge in ((0, 0, 60, height), (width - 60, 0, width, height), (0, height - 25, width, height)):
        assert picture.crop(edge).getextrema() == (255, 255)
    document.close()
