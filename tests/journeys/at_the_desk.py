"""What the person at the desk does: who comes is found by initials, who walks in is written down, by keys alone."""

from __future__ import annotations

from louyu_desktop.rules import pinyin
from louyu_desktop.ui.desk.window import DeskWindow
from tests.journeys.hands import Hands

STEPS = 8
"""How many of the same initials stand there at most."""


def come(hands: Hands, desk: DeskWindow, name: str) -> None:
    """Initials, perhaps an arrow, Enter; the characters where too many have those initials.

    The card with the name is there when it is on disk.
    """
    box = desk.finder.box
    hands.until(box.hasFocus)
    hands.type(min(pinyin.initials(name, person=True)))
    if not _pointed_at(hands, desk, name):
        hands.press("Ctrl+A", box)
        hands.write(name, box)
        assert _pointed_at(hands, desk, name)
    signed = _signed(desk)
    hands.press("Return", box)
    hands.until(lambda: _signed(desk) == signed + 1)
    hands.until(lambda: desk.card.said.title == name)


def _pointed_at(hands: Hands, desk: DeskWindow, name: str) -> bool:
    """Go down to the one of this name who is not there yet."""
    rows = desk.finder.rows
    hands.until(lambda: rows.current is not None and not desk.finding.waits)
    for _step in range(STEPS):
        one = rows.current
        if one is not None and one.name == name and one.signed_at is None:
            return True
        hands.press("Down", desk.finder.box)
    return False


def walk_in(hands: Hands, desk: DeskWindow, name: str, mobile: str) -> bool:
    """Three fields, an Enter each; where every place is taken one more, and True."""
    hands.press("F4")
    hands.until(desk.walk_in.name.hasFocus)
    for field, text in ((desk.walk_in.name, name), (desk.walk_in.unit, "访客公司")):
        hands.write(text, field)
        hands.press("Return", field)
    hands.type(mobile)
    signed = _signed(desk)
    hands.press("Return", desk.walk_in.mobile)
    hands.until(lambda: _signed(desk) == signed + 1 or "已满" in desk.card.said.line)
    hands.until(lambda: desk.signing.waiting == 0 and desk.finder.box.hasFocus())
    full = _signed(desk) == signed
    if full:
        assert desk.card.said.tone == "warn"
        hands.press("Return", desk.finder.box)
    hands.until(lambda: _signed(desk) == signed + 1 and desk.signing.waiting == 0)
    return full


def _signed(desk: DeskWindow) -> int:
    return desk.side.standing.signed if desk.side.standing else 0
