"""Noon: the desk is opened from the activity; forty who registered and five who did not come in, by keys alone."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from PySide6.QtWidgets import QWidget

from louyu_desktop.services.copies import Query
from louyu_desktop.ui.desk.window import DeskWindow
from tests.journeys.at_the_desk import come, walk_in
from tests.journeys.conftest import Seat
from tests.journeys.hands import Hands

REGISTERED, WALK_INS = 40, 5
_PICTURES = os.environ.get("LOUYU_PICTURES_OF_DESK", "")


def _prepared(hands: Hands) -> tuple[int, list[str]]:
    """An activity of today with forty registrations, and the names in the order in which they come."""
    with hands.ticks.aside():
        records = hands.context.services.records
        people = records.page(Query("people"), 1, 4)[:REGISTERED]
        now = dt.datetime.now(dt.UTC)
        values = {"title": "午间一小时·声音疗愈", "starts_at": now, "ends_at": now + dt.timedelta(hours=1),
                  "capacity": REGISTERED + 2,
                  "status": "进行中", "organiser": "本站"}  # fmt: skip
        activity = records.save("activities", None, values)
        for one in people:
            records.save("registrations", None, {"activity_id": activity, "person_id": one.id})
    hands.rest()
    return activity, [str(one.values["name"]) for one in people]


def _picture(window: QWidget, name: str) -> None:
    if _PICTURES:
        window.resize(1366, 768)
        window.grab().save(str(Path(_PICTURES) / f"{name}.png"))


def test_forty_five_people_at_noon(seat: Seat) -> None:
    hands = seat.open()
    activity, names = _prepared(hands)
    hands.step("to the activity")
    hands.window.open_record("activities", activity)
    hands.rest()
    hands.step("open the desk")
    hands.click(hands.button(hands.window, "开始签到"))
    desk = hands.page(DeskWindow)
    hands.rest()
    _picture(desk, "begin")
    hands.step("who registered")
    for name in names:
        come(hands, desk, name)
    _picture(desk, "forty")
    hands.step("who walks in")
    for number in range(WALK_INS):
        walk_in(hands, desk, "陈若" + "溪晨曦岚宁"[number], f"1391111000{number}")
    _picture(desk, "all")
    standing = desk.side.standing
    assert standing is not None
    assert (standing.signed, standing.missing, standing.walk_in) == (REGISTERED + WALK_INS, 0, WALK_INS)
    hands.step("leave")
    hands.press("Escape", desk.finder.box)
    hands.until(lambda: not any(isinstance(one, DeskWindow) and one.isVisible() for one in _windows()))
    hands.front()
    hands.rest()
    with hands.ticks.aside():
        copy = hands.context.services.records.get("activities", activity)
    assert (copy.values["signed_count"], copy.values["walk_in_count"]) == (REGISTERED + WALK_INS, WALK_INS)


def _windows() -> list[QWidget]:
    from PySide6.QtWidgets import QApplication

    return QApplication.topLevelWidgets()
