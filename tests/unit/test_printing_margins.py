"""Whatever is put in: every character of a paper stands inside its margins, and none stands on another."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from louyu_desktop.printing import charts, fonts, handbook, list_sheet, sign_in_sheet
from louyu_desktop.printing.book import MEASURES
from louyu_desktop.printing.charts import Datum, Drawing
from louyu_desktop.printing.handbook import Category, Event, Handbook, Item, Organisation, Tower, Zone
from louyu_desktop.printing.pen import MM

Box = tuple[str, float, float, float, float]
DAY = dt.date(2026, 11, 20)
PIECES = ("企业、个人", "䶮𬱖堃喆", "😀", "营业执照", "（示例）", "https://example.com/a?b=c&d=e", "W" * 30, "，。", " ", "·", "1234567890")
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map(lambda parts: "".join(parts)[:400])
short = texts.map(lambda text: text[:80])
quick = settings(
    max_examples=4, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def faces() -> fonts.Typeface:
    return fonts.typeface()


def characters(path: Path, *, skip_cover: bool = True) -> list[tuple[float, float, list[Box]]]:
    """(width, height, characters with their loose boxes) of every page."""
    found = []
    document = pypdfium2.PdfDocument(path)
    for number in range(1 if skip_cover else 0, len(document)):
        page = document[number]
        text = page.get_textpage()
        boxes: list[Box] = []
        for at in range(text.count_chars()):
            code = pypdfium2.raw.FPDFText_GetUnicode(text, at)
            if code > 32 and not 0xDC00 <= code < 0xE000:
                boxes.append((chr(code), *text.get_charbox(at)))
        found.append((*page.get_size(), boxes))
    document.close()
    return found


def outside(path: Path, left: float, right: float, edge: float, *, skip_cover: bool = True) -> list[object]:
    """Characters that stand over a margin (points; `left` and `right` change sides on even pages)."""
    bad: list[object] = []
    for number, (width, height, boxes) in enumerate(characters(path, skip_cover=skip_cover)):
        near, far = (left, right) if number % 2 else (right, left)
        for sign, x1, y1, x2, y2 in boxes:
            if x1 < near - 1.5 or x2 > width - far + 1.5 or y1 < edge or y2 > height - edge:
                bad.append((number, sign, round(x1), round(y1), round(x2), round(y2)))
    return bad


def overlapping(path: Path) -> list[object]:
    """Pairs of characters of which one covers a third of the other."""
    bad: list[object] = []
    for number, (_width, _height, boxes) in enumerate(characters(path)):
        cells: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            middle = int((box[1] + box[3]) / 24), int((box[2] + box[4]) / 24)
            near = [(middle[0] + dx, middle[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
            bad += [(number, box, other) for place in near for other in cells.get(place, ()) if _covers(box, other)]
            cells.setdefault(middle, []).append(box)
    return bad


def _covers(one: Box, other: Box) -> bool:
    wide = min(one[3], other[3]) - max(one[1], other[1])
    high = min(one[4], other[4]) - max(one[2], other[2])
    smaller = min((box[3] - box[1]) * (box[4] - box[2]) for box in (one, other))
    return wide > 0 and high > 0 and wide * high > smaller / 3


def book(text: str, name: str, paper: str) -> Handbook:
    """A handbook that says the same in every field."""
    item = Item(code="A01", name=name, targets="企业、个人、新就业群体", materials=text, department=name,
                promise="10 个工作日", mode="帮办代办", is_example=True)  # fmt: skip
    team = Organisation(name, "联合党支部", tuple(Organisation(f"{name}{n}", "党小组") for n in range(3)))
    large = Organisation(name, "党总支", tuple(Organisation(f"第{n}支部{name[:20]}", "党支部") for n in range(12)))
    return Handbook(
        station=name[:60], made_on=DAY, paper=paper, facts=(("地址", text[:120]), ("面积", "770 ㎡")),
        introduction=text, history=f"2025-10 {text}\n{text}", booking_guide=text,
        zones=tuple(Zone(name=name[:40], use=name[:40], floor="9F", capacity="20 人", hours=name[:60], equipment=text,
                         rules=text, bookable=True) for _n in range(3)),
        organisations=(Organisation(name, "党委", (team, large, Organisation("小支部", "党支部"))),),
        towers=(Tower(name=name, address=text[:120], floors="32 层", enterprises="166 家", property=name),) * 2,
        categories=(Category("A", name[:40], (item,) * 5),), version="2026-1", effective_on="2026-01-01",
        events=tuple(Event(DAY + dt.timedelta(days=n // 3), "12:00–13:00", name, name[:40]) for n in range(12)),
        figures=(Drawing(name, "", partial(charts.bars, [Datum(text, 1), Datum(name, 20_000)])),) * 3,
        contacts=(("地址", text[:140]), ("电话", "021-00000000"), ("开放时间", name)),
    )  # fmt: skip


@pytest.mark.parametrize("paper", ["A4", "A5"])
@quick
@given(text=texts, name=short)
def test_a_handbook_keeps_its_margins(tmp_path: Path, faces: fonts.Typeface, paper: str, text: str, name: str) -> None:
    handbook.write(book(text, name, paper), tmp_path / "h.pdf", faces)
    m = MEASURES[paper]
    assert outside(tmp_path / "h.pdf", m.inner * MM, m.outer * MM, 20) == []
    assert overlapping(tmp_path / "h.pdf") == []


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_large_handbook_keeps_everything(tmp_path: Path, faces: fonts.Typeface, paper: str) -> None:
    long = "自带营业执照复印件，加盖公章；" * 25
    large = replace(
        book("短", "名称", paper),
        zones=tuple(Zone(name=f"空间{n}号", equipment=f"设备{n}号" + long, bookable=True, rules=long) for n in range(80)),
        categories=tuple(
            Category(chr(65 + c), f"第{c}类", tuple(
                Item(code=f"{chr(65 + c)}{n:02}", name=f"事项{c}之{n}号", materials=long if n == 7 else "无", promise="当场")
                for n in range(30)))
            for c in range(10)
        ),
        organisations=(Organisation("总", "党委", tuple(Organisation(f"支{n}号", "党支部") for n in range(40))),),
    )  # fmt: skip
    handbook.write(large, tmp_path / "h.pdf", faces)
    m = MEASURES[paper]
    assert outside(tmp_path / "h.pdf", m.inner * MM, m.outer * MM, 20) == []
    assert overlapping(tmp_path / "h.pdf") == []
    shown = "".join(sign for _w, _h, boxes in characters(tmp_path / "h.pdf") for sign, *_box in boxes)
    wanted = [f"空间{n}号" for n in range(80)] + [f"设备{n}号" for n in range(80)] + [f"支{n}号" for n in range(40)]
    wanted += [f"事项{c}之{n}号" for c in range(10) for n in range(30)]
    assert [one for one in wanted if one not in shown] == []
    assert "…" not in shown


@quick
@given(text=texts, name=short)
def test_sheets_and_lists_keep_their_margins(tmp_path: Path, faces: fonts.Typeface, text: str, name: str) -> None:
    one = sign_in_sheet.Attendee(name, text, "1234", is_party_member=True, note=name, group=text)
    columns = ("name", "unit", "phone_tail", "party", "note")
    sheet = sign_in_sheet.SignInSheet(
        activity=text, time="2026 年 11 月 20 日（周五）12:00 – 13:00", place=name, organiser=name, attendees=(one,) * 3,
        columns=columns, grouped=True, blank_rows=20, privacy_line=text, is_demonstration=True,
    )  # fmt: skip
    sign_in_sheet.write(sheet, tmp_path / "s.pdf", faces)
    rows = [(name, text, "021-0000", text, name, "1")] * 3
    headings = (name, "地址", "电话", "备注", name, "人数")
    made = list_sheet.ListSheet(title=name, headings=headings, rows=rows, note=text, footer=text)
    list_sheet.write(made, tmp_path / "l.pdf", faces)
    for path, margin in ((tmp_path / "s.pdf", 17), (tmp_path / "l.pdf", 14)):
        assert outside(path, margin * MM, margin * MM, 20, skip_cover=False) == []
        assert overlapping(path) == []
