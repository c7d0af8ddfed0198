"""坐班 of one week: partners down, days across; a line opens the turns of its partner."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.duty_rosters import RosterLine, RosterWeek
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.parts import EmptyState, Label, outline
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_PERSON = Field(name="person", label=N_("坐班人"), kind=Kind.PERSON_NAME, sensitivity=Sensitivity.PERSONAL)
_DAY = 18
_NAMES = tuple(f"day{place}" for place in range(7))


class RosterPane(QFrame):
    """Read again whenever it is shown after a change."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self.day = dates.today()
        self.title = Label("", "pane")
        columns = [Column(Field(name="partner", label=N_("坐班单位"), width=18), lambda row: row.partner)]
        columns += [_column(place, context.guest) for place in range(7)]
        self.model = Lines(columns, context.guest, self)
        self.table = LinesTable(self.model, self, title="partner")
        self.table.first = PADDING
        self.table.setAccessibleName(_("一周坐班"))
        self.empty = EmptyState("people", _("这一周没有人坐班"), _("在旁边的「坐班」里排：谁、每周哪一天、几点到几点"))
        self.empty.hide()
        self.buttons = {
            key: outline(_(label), icon, small=True)
            for key, label, icon in (
                ("before", N_("上一周"), "left"), ("today", N_("这一周"), ""), ("after", N_("下一周"), "right"),
                ("print", N_("打印"), "print"),
            )
        }  # fmt: skip
        self.buttons["print"].setVisible(context.has("print"))
        self._reading = Reading(context, self, self.ask, {"duty-roster", "holidays"})
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        for button in self.buttons.values():
            head.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.empty, 1)
        for key, days in (("before", -7), ("after", 7), ("today", 0)):
            self.buttons[key].clicked.connect(partial(self.turn, days))
        self.buttons["print"].clicked.connect(self.print)
        self.table.chosen.connect(self._open)

    def turn(self, days: int, _checked: bool = False) -> None:
        """To a week earlier or later; 0 is this one."""
        self.day = self.day + dt.timedelta(days=days) if days else dates.today()
        self.ask()

    def ask(self) -> None:
        """Read the week."""
        day, service = self.day, self._context.services.duty_rosters
        self._reading.ask(lambda _control: service.week(day), self._show)

    def _show(self, found: RosterWeek) -> None:
        """Days off on which nobody comes take no room."""
        last = found.monday + dt.timedelta(days=6)
        self.title.setText(f"{found.monday.isoformat()} – {last.isoformat()}")
        for name, heading in zip(_NAMES, found.headings, strict=True):
            self.model.rename(name, heading)
        for place, free in enumerate(found.free):
            self.table.setColumnHidden(place + 1, free and not any(line.days[place] for line in found.lines))
        self.table.fit()
        self.model.put([part for line in found.lines for part in _one_a_day(line)])
        self.table.setVisible(bool(found.lines))
        self.empty.setVisible(not found.lines)

    def _open(self, row: RosterLine, _name: str) -> None:
        self._context.open_query(Query("duty-roster", (Filter("partner", Match.EQUALS, row.partner),)))

    def print(self, _checked: bool = False) -> None:
        """The paper of the week that is shown."""
        self._context.launch("print", paper="duty-roster", options={"week": self.day})


def _column(place: int, guest: GuestView) -> Column:
    """One day; whoever comes stands behind stars when guests look on."""

    def words(row: RosterLine) -> str:
        turns = (" ".join(filter(None, (one.hours, guest.show(_PERSON, one.person)))) for one in row.days[place])
        return _("；").join(turns)

    return Column(Field(name=_NAMES[place], label=_NAMES[place], kind=Kind.TEXT, width=_DAY), words)


def _one_a_day(line: RosterLine) -> list[RosterLine]:
    """A partner that comes several times in one day has as many lines: nothing of it is cut off."""
    most = max((len(turns) for turns in line.days), default=1)
    return [replace(line, days=tuple(turns[n : n + 1] for turns in line.days)) for n in range(max(most, 1))]
