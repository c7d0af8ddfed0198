"""Names in the cells of sheets, read back: each is there as entered, in its own cell, or was told as shortened."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from louyu_desktop.printing import handbook, list_sheet, sign_in_sheet
from louyu_desktop.printing.chain import MISSING
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.handbook import Handbook, Tower
from louyu_desktop.printing.shortened import END, hearing
from louyu_desktop.printing.sign_in_sheet import Attendee, SignInSheet
from tests.unit.read_back import Glyph, alike, glyphs, rules, solid, texts

Row = tuple[str, ...]


def shown(text: str, faces: Typeface) -> str:
    """What must stand on the paper: cleaned, and 〓 for what no font has."""
    whole = clean(text)
    missing = set(faces.missing([whole]))
    return "".join(MISSING if sign in missing else sign for sign in whole)


def of_a_sheet(path: Path, rows: Sequence[Row], told: set[str], faces: Typeface) -> list[object]:
    """Faults of a table whose rows, after their running number, are `rows`."""
    found: list[object] = []
    read, cut = texts(path), set()
    rest = iter(rows)
    for number, (page, table) in enumerate(zip(glyphs(path), rules(path), strict=True)):
        cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for glyph in page:
            place = table.cell(glyph)
            if place is not None and place[0] > 0:
                cells[place].append(glyph)
                if not table.holds(glyph, *place):
                    found.append(("leaves its cell", number, place, glyph))
        for at in range(1, len(table.down) - 1):
            row = next(rest, None)
            if row is None:
                break
            for column, text in enumerate(row, 1):
                whole, held = shown(text, faces), "".join(one.sign for one in cells[at, column])
                if alike(held) == alike(whole):
                    if solid(whole) not in read[number]:
                        found.append(("pypdf does not find it", number, whole))
                elif held.endswith(END[0]) and alike(whole).startswith(alike(held).rstrip("….")):
                    cut.add(clean(text))
                else:
                    found.append(("reads otherwise", number, held, whole))
    if next(rest, None) is not None:
        found.append(("rows are missing",))
    return found + [("not told", text) for text in cut - told] + [("told for nothing", text) for text in told - cut]


def in_a_sign_in_sheet(names: Sequence[str], target: Path, faces: Typeface) -> list[object]:
    """A name, a unit and a note in each row."""
    rows = [tuple(names[at : at + 3]) for at in range(0, len(names) - 2, 3)]
    sheet = SignInSheet(
        activity="午间一小时", time="12:00", place="9F", organiser="本站", columns=("name", "unit", "note"), blank_rows=0,
        attendees=tuple(Attendee(name, unit, note=note) for name, unit, note in rows),
    )  # fmt: skip
    with hearing() as told:
        sign_in_sheet.write(sheet, target, faces)
    wanted = [(name, unit, "", note) for name, unit, note in rows]
    return of_a_sheet(target, wanted, set(told), faces)


def in_a_list(names: Sequence[str], target: Path, faces: Typeface) -> list[object]:
    """Four to a row."""
    rows = [tuple(names[at : at + 4]) for at in range(0, len(names) - 3, 4)]
    made = list_sheet.ListSheet(title="企业", headings=("甲", "乙", "丙", "丁"), rows=rows)
    with hearing() as told:
        list_sheet.write(made, target, faces)
    return of_a_sheet(target, rows, set(told), faces)


def in_a_handbook(names: Sequence[str], target: Path, faces: Typeface) -> list[object]:
    """Three to a row of the table of buildings; every one is found whole by pypdf and PDFium."""
    towers = tuple(
        Tower(name=names[at], address=names[at + 1], property=names[at + 2]) for at in range(0, len(names) - 2, 3)
    )
    with hearing() as told:
        handbook.write(Handbook(station="本站", made_on=dt.date(2026, 11, 20), towers=towers), target, faces)
    whole = "".join(texts(target))
    drawn = alike("".join(glyph.sign for page in glyphs(target) for glyph in page))
    found: list[object] = []
    for tower in towers:
        for text in (tower.name, tower.address, tower.property):
            wanted = shown(text, faces)
            if clean(text) not in told and (solid(wanted) not in whole or alike(wanted) not in drawn):
                found.append(("is not found", wanted))
    return found
