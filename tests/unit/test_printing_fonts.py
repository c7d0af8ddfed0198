"""No character is lost: drawn by a real glyph, found again by two other readers, or named beforehand."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from louyu_desktop import paths
from louyu_desktop.printing import fonts
from louyu_desktop.printing.chain import MISSING
from louyu_desktop.printing.face import Face
from louyu_desktop.printing.paper import A4, Paper

RARE = "䶮㛃𬱖𪣻𠅤㝆𬍛堃喆祎玥𣲘𬇕𫖯𬭎𰻝"


@pytest.fixture(scope="module")
def own() -> fonts.Typeface:
    """Our own two fonts and nothing of this machine."""
    files = fonts.pinned()
    return fonts.chain_of([files.regular], [files.bold])


@pytest.fixture(scope="module")
def standard() -> str:
    """The 8,105 characters of 《通用规范汉字表》, and rare ones of names."""
    table = Path(__file__).parents[1] / "data" / "standard_characters_8105.tsv"
    lines = table.read_text("utf-8").splitlines()
    found = "".join(line.split("\t")[1] for line in lines)
    assert len(found) == 8105
    return found + "".join(sign for sign in RARE if sign not in found)


def printed(target: Path, text: str, faces: fonts.Typeface, *, bold: bool) -> Path:
    """A PDF with `text` in lines of forty."""
    with Paper(target, A4, "x", faces) as paper:
        lines = [text[start : start + 40] for start in range(0, len(text), 40)]
        for start in range(0, len(lines), 50):
            for number, line in enumerate(lines[start : start + 50]):
                paper.pen.text(40, 790 - 15 * number, line, 12, bold=bold)
            paper.next_page()
    return target


def read_by_pypdf(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages).replace("\n", "").replace(" ", "")


def read_by_pdfium(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "".join(pages).replace("\r\n", "").replace("\n", "")


@pytest.mark.parametrize("bold", [False, True])
def test_every_standard_character_is_drawn_and_found_again(
    tmp_path: Path, own: fonts.Typeface, standard: str, bold: bool
) -> None:
    files = fonts.pinned()
    face = Face(files.bold if bold else files.regular)
    assert [sign for sign in standard if face.glyph(sign) == 0 or not face.draws(sign)] == []
    assert own.weight(bold=bold).missing([standard]) == []
    path = printed(tmp_path / "all.pdf", standard, own, bold=bold)
    assert read_by_pypdf(path) == standard
    assert read_by_pdfium(path) == standard


@pytest.mark.parametrize("bold", [False, True])
def test_the_glyphs_on_the_page_are_the_font_s_own(tmp_path: Path, own: fonts.Typeface, bold: bool) -> None:
    path = printed(tmp_path / "rare.pdf", RARE + MISSING, own, bold=bold)
    document = pypdfium2.PdfDocument(path)
    bitmap = document[0].render(scale=4, grayscale=True)
    height, stride = bitmap.height, bitmap.stride
    pixels = bytes(bitmap.buffer)
    document.close()
    top, cells = height - (790 + 11) * 4 + 4, []
    for number in range(len(RARE) + 1):
        left = (40 + 12 * number) * 4
        cells.append(b"".join(pixels[row * stride + left : row * stride + left + 48] for row in range(top, top + 56)))
    assert len(set(cells)) == len(cells)
    assert all(min(cell) < 100 for cell in cells)


def test_a_character_that_no_font_has_is_named_and_drawn_as_geta(tmp_path: Path, own: fonts.Typeface) -> None:
    assert own.missing(["王𠮷", "李四"]) == ("𠮷",)
    path = printed(tmp_path / "missing.pdf", "王𠮷明", own, bold=False)
    assert read_by_pypdf(path) == "王〓明"
    assert read_by_pdfium(path) == "王〓明"


def test_outlines_of_the_other_sort_are_embedded_too(tmp_path: Path) -> None:
    files = fonts.pinned()
    serif = fonts.serif()
    assert serif is not None
    assert Face(serif).is_cff
    faces = fonts.chain_of([serif, files.regular], [files.bold, serif])
    text = "一丁𬱖𰻝〓Ab1"
    path = printed(tmp_path / "cff.pdf", text, faces, bold=False)
    assert read_by_pypdf(path) == text
    assert read_by_pdfium(path) == text


def test_a_missing_character_is_as_wide_as_its_stand_in() -> None:
    files = fonts.pinned()
    serif = fonts.serif()
    assert serif is not None
    emoji = "\U0001f600"
    faces = fonts.chain_of([files.regular, serif], [files.bold, serif])
    assert faces.missing([emoji]) == (emoji,)
    assert faces.regular.width("中" + emoji + "a", 10) == pytest.approx(10 + 10 + faces.regular.width("a", 10))


def test_bold_is_bold(tmp_path: Path, own: fonts.Typeface) -> None:
    def ink(bold: bool) -> int:
        document = pypdfium2.PdfDocument(printed(tmp_path / f"{bold}.pdf", "党群服务", own, bold=bold))
        dark = sum(255 - value for value in bytes(document[0].render(scale=2, grayscale=True).buffer))
        document.close()
        return dark

    assert ink(bold=True) > 1.3 * ink(bold=False)
    names = {str(font) for font in _font_names(tmp_path / "True.pdf")}
    assert any("NotoSansSC-Bold" in name for name in names)
    assert not any("Helvetica" in name for name in names)


def _font_names(path: Path) -> list[object]:
    fonts_of_page = PdfReader(path).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    return [entry.get_object()["/BaseFont"] for entry in fonts_of_page.values()]


def test_the_pinned_fonts_are_named_as_two_weights_of_one_family() -> None:
    import uharfbuzz as hb

    files = fonts.pinned()
    for path, style, name, weight in (
        (files.regular, "Regular", "NotoSansSC-Regular", 400),
        (files.bold, "Bold", "NotoSansSC-Bold", 700),
    ):
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        assert face.get_name(1, "en") == "Noto Sans SC"
        assert face.get_name(2, "en") == style
        assert face.get_name(6, "en") == name
        assert not face.has_var_data
        assert int.from_bytes(bytes(face.reference_table("OS/2").data)[4:6], "big") == weight


def _pin(cache: str) -> bytes:
    import os

    os.environ["LOUYU_CACHE"] = cache
    return fonts.pinned().bold.read_bytes()


def test_two_programs_may_make_the_cache_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        first, second = pool.map(_pin, [str(tmp_path), str(tmp_path)])
    assert first == second
    assert len(first) > 1_000_000
    assert [path.name for path in tmp_path.rglob("*.part")] == []


def test_a_folder_of_one_s_own_is_looked_into_first(tmp_path: Path) -> None:
    serif = fonts.serif()
    assert serif is not None
    (tmp_path / "mine.otf").write_bytes(serif.read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    first = next(iter(fonts.further(str(tmp_path))))
    assert first.name == "NotoSerifSC-Regular"


def test_the_cache_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOUYU_CACHE", str(tmp_path))
    made = fonts.pinned().regular
    stamp = made.stat().st_mtime_ns
    assert fonts.pinned().regular == made
    assert made.stat().st_mtime_ns == stamp
    assert made.is_relative_to(paths.cache())
