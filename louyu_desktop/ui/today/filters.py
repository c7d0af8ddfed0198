"""Above the groups of 今日: how many lines each source has, whose they are, and what was put off."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from louyu_desktop.services.overview import SOURCES, TodayOverview
from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Button, link
from louyu_desktop.ui.flow import FlowLayout
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.today.sorting import Wanted, by_person, by_source

_ROOM = 400


class FilterRow(QWidget):
    """Chips with counts; `chosen(Wanted)` when one is pressed, `away_wanted` for what was put off."""

    chosen = Signal(object)
    away_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self._overview: TodayOverview | None = None
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, spacing=6)
        self._chips.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.person = Button("", "outline", "person", small=True)
        self.person.clicked.connect(self._offer_people)
        self.away = link("")
        self.away.clicked.connect(self.away_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._chips, 1)
        row.addWidget(self.away)
        row.addWidget(self.person)
        self.buttons: dict[str, Button] = {}

    def put(self, overview: TodayOverview) -> None:
        """Count anew; a source or person that is chosen stays so, though it may have nothing left."""
        self._overview = overview
        counts = dict(by_source(overview, self.wanted))
        if self.wanted.source:
            counts.setdefault(self.wanted.source, 0)
        total = sum(by_source(overview, Wanted(person=self.wanted.person)).values())
        self._flow.clear()
        self.buttons = {}
        for key, words, count in (("", _("全部"), total), *((key, _(SOURCES[key]), counts[key]) for key in counts)):
            button = Button(f"{words} {count:,}", "chip", small=True)
            button.setCheckable(True)
            button.setChecked(key == self.wanted.source)
            button.clicked.connect(partial(self._choose, Wanted(key, self.wanted.person)))
            self._flow.addWidget(button)
            button.show()
            self.buttons[key] = button
        self._show_person(overview)
        self.away.setText(_("已延后 {count} 件 ›").format(count=len(overview.put_off)))
        self.away.setVisible(bool(overview.put_off))

    def _show_person(self, overview: TodayOverview) -> None:
        words = {key: (label, count) for key, label, count in by_person(overview, self.wanted)}
        label, count = words.get(self.wanted.person, (self.wanted.person, 0))
        self.person.setText(" " + _("{who} {count} 件").format(who=label, count=f"{count:,}"))
        self.person.setAccessibleName(_("谁的事：{who}").format(who=label))

    def _choose(self, wanted: Wanted) -> None:
        self.wanted = wanted
        if self._overview is not None:
            self.put(self._overview)
        self.chosen.emit(wanted)

    def _offer_people(self) -> None:
        if self._overview is None:
            return
        menu = QMenu(self)
        for key, words, count in by_person(self._overview, self.wanted):
            action = menu.addAction(unmarked(_("{who}　{count} 件").format(who=words, count=f"{count:,}")))
            action.setCheckable(True)
            action.setChecked(key == self.wanted.person)
            action.triggered.connect(partial(self._choose, Wanted(self.wanted.source, key)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.person.mapToGlobal(QPoint(0, self.person.height() + 4)))
