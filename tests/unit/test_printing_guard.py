"""Any text in any field: no exception, no markup, nothing opened, nothing wider than its place."""

from __future__ import annotations

import builtins
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from louyu_desktop.printing import fonts, sign_in_sheet
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.shortened import hearing

NASTY = [
    "张<b>三", "张<b>三</b>", "</para>", '<img src="/etc/passwd"/>', '<img src="http://x/y.png"/>',
    '<a href="file:///etc/passwd">点</a>', "A&B公司", "A&nbsp;B", "\0\x0b\x0c", "a\u202eb\u2066c", "\ud83d", "葛\U000e0100",
    "x\u200b\ufeffy", "一\n二\t三", "(\\)", "%PDF", "endstream", "名" * 5000, "\U0001f600", "ﷺ", "\ufffe", "", " ",
]  # fmt: skip

texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.text(st.characters(), max_size=30))


@given(texts)
def test_clean_text_holds_nothing_that_a_page_cannot_show(text: str) -> None:
    shown = clean(text)
    assert not set(shown) & set("\0\n\r\t\x0b\x0c\x7f\u200b\u200e\u202a\u202e\u2066\u2069\ufeff\ufe0f\ufffe")
    assert not any("\ud800" <= sign <= "\udfff" for sign in shown)
    assert clean(shown) == shown
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (None, ""),
        (12, "12"),
        ("张<b>三", "张<b>三"),
        ("A&nbsp;B", "A&nbsp;B"),
        ("a\0b", "ab"),
        ("a\r\nb\tc", "a b c"),
        ("葛\U000e0100", "葛"),
        ("e\u0301", "é"),
        ("𰻝\U000323b0", "𰻝\U000323b0"),
    ],
)
def test_what_was_typed_stays_as_typed(raw: object, shown: str) -> None:
    assert clean(raw) == shown


def test_lines_stay_where_they_are_wanted() -> None:
    assert clean("一\r\n二\r三\0", lines=True) == "一\n二\n三"


def test_a_limit_holds() -> None:
    with hearing() as told:
        assert clean("好" * 9000) == "好" * 3999 + "…"
        assert clean("好" * 90, limit=7) == "好" * 6 + "…"
        assert clean("好" * 7, limit=7) == "好" * 7
    assert [set(text) for text in told] == [{"好"}, {"好"}]


@given(st.text(st.sampled_from("中文，（Ab1 "), max_size=200), st.floats(20, 300), st.integers(1, 3))
def test_a_fitted_cell_is_never_wider_than_its_room(text: str, room: float, most: int) -> None:
    def measure(part: str, size: float) -> float:
        return sum(1.0 if sign > "\u2000" else 0.55 for sign in part) * size

    with hearing() as told:
        fitted = fit(text, room, 9.5, measure, most_lines=most)
    assert all(measure(line, fitted.size) <= room + 1e-6 for line in fitted.lines)
    assert 7 <= fitted.size <= 9.5
    assert len(fitted.lines) <= most
    kept = "".join(fitted.lines).replace("…", "").replace(" ", "")
    assert text.replace(" ", "").startswith(kept)
    assert bool(told) == (kept != text.replace(" ", ""))
    assert not told or fitted.lines[-1].endswith("…") or room < 7


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts, texts, texts, texts), max_size=5), texts, st.booleans())
def test_any_text_in_any_field_prints(
    tmp_path: Path, people: list[tuple[str, str, str, str]], words: str, grouped: bool
) -> None:
    sheet = sign_in_sheet.SignInSheet(
        activity=words, time=words, place=words, organiser=words, privacy_line=words, grouped=grouped,
        columns=("name", "unit", "phone_tail", "party", "note"),
        attendees=tuple(sign_in_sheet.Attendee(*one[:3], note=one[3], group=one[1]) for one in people),
    )  # fmt: skip
    files = fonts.pinned()
    faces = fonts.chain_of([files.regular], [files.bold])
    pages = sign_in_sheet.write(sheet, tmp_path / "x.pdf", faces)
    reader = PdfReader(tmp_path / "x.pdf")
    assert len(reader.pages) == pages
    assert all("/Annots" not in page for page in reader.pages)
    "".join(page.extract_text() for page in reader.pages).encode("utf-8", "surrogatepass")


def test_nothing_is_opened_and_nobody_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faces = fonts.typeface()
    faces.missing(NASTY)
    opened: list[Any] = []
    real = builtins.open

    def watched(file: Any, *arguments: Any, **options: Any) -> Any:
        opened.append(file)
        return real(file, *arguments, **options)

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(socket, "socket", lambda *_a, **_k: opened.append("a socket"))
    people = tuple(sign_in_sheet.Attendee(clean(text), text, text, note=text) for text in NASTY)
    sheet = sign_in_sheet.SignInSheet(activity=NASTY[4], time="", place=NASTY[3], organiser="", attendees=people)
    sign_in_sheet.write(sheet, tmp_path / "x.pdf", faces)
    assert not [one for one in opened if isinstance(one, str) and ("etc" in one or "http" in one or "socket" in one)]
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "x.pdf").pages)
    assert "张<b>三</b>" in text
    assert "A&nbsp;B" in text
