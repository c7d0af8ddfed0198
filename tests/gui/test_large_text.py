"""The largest text: what does not grow with it, or has no room for itself, is found here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.rules import dates
from louyu_desktop.services.records import Records
from louyu_desktop.text import _
from louyu_desktop.ui.activities import build as build_activities
from louyu_desktop.ui.activities.calendar import build as build_calendar
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.enterprises.file import ENTERPRISES
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.inside import InsideButton
from louyu_desktop.ui.lists.columns import CHEVRON
from louyu_desktop.ui.parts import SearchLine
from louyu_desktop.ui.places import TABS
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.top_bar import TopBar

HUGE = 2.0


@pytest.fixture
def huge(context: Context, qapp: QApplication) -> Iterator[Context]:
    """The largest text, and the usual one again afterwards."""
    theme.apply(qapp, "light", HUGE)
    theme.settle()
    yield context
    theme.apply(qapp, "light", 1.0)


def noon(days: int = 0) -> dt.datetime:
    """At twelve, so many days from now."""
    return dt.datetime.combine(dates.today() + dt.timedelta(days=days), dt.time(12), tzinfo=dates.SHANGHAI)


def add(records: Records, title: str, starts_at: dt.datetime) -> None:
    """An activity of an hour that one can register for."""
    values = {"title": title, "starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1), "status": "报名中"}
    records.save("activities", None, values)


def test_lens_and_eye_are_as_large_as_the_text_asks(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)
    box, line = SearchLine("拼音"), QLineEdit()
    eye = InsideButton(line, QAction("看一眼", line))
    for widget in (box, line):
        qtbot.addWidget(widget)
        widget.show()
    small = box.textMargins().left(), eye.iconSize().width(), line.textMargins().right()
    theme.apply(qapp, "light", HUGE)
    theme.settle()
    line.resize(400, 64)
    assert (box.textMargins().left(), eye.iconSize().width()) == (small[0] + 16, 2 * small[1])
    assert line.textMargins().right() == 2 * small[2]
    assert line.rect().contains(eye.geometry())
    assert eye.geometry().left() > 300
    theme.apply(qapp, "light", 1.0)


@pytest.mark.usefixtures("huge")
def test_the_top_bar_fits_a_small_screen(qtbot: QtBot) -> None:
    box = QWidget()
    box.setMinimumWidth(120)
    bar = TopBar([(key, _(words)) for key, words in TABS], box)
    qtbot.addWidget(bar)
    bar.show()
    for demonstration in (False, True):
        for guest in (False, True):
            bar.show_station("徐家汇街道环贸楼宇党群服务站", demonstration)
            bar.show_guest(guest)
            assert bar.minimumSizeHint().width() <= 1280
            assert bar._guest_words.isVisible() == guest
            assert bar._name.isVisible() != (guest or demonstration)


def test_each_day_of_a_month_keeps_its_lines_for_itself(qtbot: QtBot, huge: Context, records: Records) -> None:
    for number in range(3):
        add(records, f"讲座 {number}", noon())
    page = build_calendar(huge)
    qtbot.addWidget(page)
    page.show()
    month = page.month
    qtbot.waitUntil(lambda: bool(month._more or month.pieces))
    month.resize(month.minimumSize())
    month.lay_out()
    [(day, (line, count))] = month._more.items()
    assert count == 3
    assert month._cell(day).contains(line)


def test_steps_stand_below_the_way_where_there_is_no_room_beside_it(
    qtbot: QtBot, huge: Context, records: Records
) -> None:
    add(records, "晨读会", noon(5))
    whole = build_activities(huge)
    qtbot.addWidget(whole)
    whole.show()
    whole.show_record("activities", 1)
    strip = whole.part("activities").record.acts.strip
    qtbot.waitUntil(lambda: bool(strip.buttons))

    def below() -> bool:
        """Whether all steps stand under the way, whole."""
        steps = strip.buttons.values()
        assert strip.path.isVisible()
        return all(one.y() > strip.path.geometry().bottom() and one.width() >= one.sizeHint().width() for one in steps)

    strip.setFixedWidth(640)
    qtbot.waitUntil(below)
    strip.setFixedWidth(1600)
    qtbot.waitUntil(lambda: not below())


def test_the_head_by_which_a_list_is_ordered_is_read_whole(qtbot: QtBot, context: Context) -> None:
    tab = EntityTab(context, replace(ENTERPRISES, columns=("credit_code", "name", "location", "headcount", "business")))
    qtbot.addWidget(tab)
    tab.resize(1100, 688)
    tab.show()
    qtbot.waitUntil(lambda: tab.list.model.rowCount() > 0 and not context.tasks.busy)
    bold = QFontMetrics(theme.font(13, bold=True))
    for section, field in enumerate(tab.list.model.columns):
        tab.list.sort_by(field.name)
        needs = bold.horizontalAdvance(_(field.label)) + 2 * PADDING + CHEVRON
        assert tab.list.table.head.sectionSize(section) >= needs
