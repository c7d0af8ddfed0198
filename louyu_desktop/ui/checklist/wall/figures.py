"""公开数字: requests, topics and wishes of a month, a quarter or a year; a number opens the records behind it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.months import QUARTER, YEAR, span_of
from louyu_desktop.services.wall_copies import Figure, PublicFigures
from louyu_desktop.text import _
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Button, Card, IconButton, Label, Segmented, clear, outline
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_ACROSS = 4
_INDENT = 7
"""As far as words of a link stand from its edge."""
_MONTHS = {"month": 1, "quarter": QUARTER, "year": YEAR}


class FiguresPage(QFrame):
    """A card for each group of numbers."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.day = dates.today()
        self.buttons: dict[tuple[str, str], Button] = {}
        self.step = Segmented((("month", _("月")), ("quarter", _("季")), ("year", _("年"))), "quarter", self)
        self.step.chosen.connect(self._read)
        self.before = IconButton("left", _("上一段"), size=16)
        self.after = IconButton("right", _("下一段"), size=16)
        self.before.clicked.connect(partial(self.go, -1))
        self.after.clicked.connect(partial(self.go, 1))
        self.span = Label("", "group")
        self.phone = Label("", "label", "text2")
        self.papers = outline(_("打印这一段"), "print", small=True)
        self.papers.clicked.connect(self._print)
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self.step, self.before, self.span, self.after):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.phone)
        head.addWidget(self.papers)
        inside = QWidget(self)
        self._groups = QVBoxLayout(inside)
        self._groups.setContentsMargins(0, 0, 0, 0)
        self._groups.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(scrolled(inside), 1)
        self._reading = Reading(context, self, self._read)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day that are counted."""
        return span_of(self.day, _MONTHS[str(self.step.value)])

    def go(self, step: int, _checked: bool = False) -> None:
        """To the span before or after."""
        first, last = self.days
        self.day = first - dt.timedelta(days=1) if step < 0 else last + dt.timedelta(days=1)
        self._read()

    def _read(self, _step: object = None) -> None:
        first, last = self.days
        notices = self._context.services.notices
        self._reading.ask(lambda _control: notices.figures(first, last), self._show)

    def _show(self, told: PublicFigures) -> None:
        self.span.setText(f"{told.first:%Y-%m-%d} – {told.last:%Y-%m-%d}")
        self.phone.setText(_("监督电话 {number}").format(number=told.telephone) if told.telephone else "")
        clear(self._groups)
        self.buttons = {}
        for title, figures in told.groups:
            self._groups.addWidget(self._group(title, figures))
        self._groups.addStretch(1)

    def _group(self, title: str, figures: tuple[Figure, ...]) -> QWidget:
        card = Card(title)
        if not figures:
            card.body.addWidget(Label(_("这一段没有"), "label", "text3"))
        told = {one.definition for one in figures}
        alike = len(told) == 1 and len(figures) > 1
        if alike:
            card.body.addWidget(Label(told.pop(), "hint", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for place, one in enumerate(figures):
            cell = QVBoxLayout()
            cell.setSpacing(2)
            label = Label(one.label, "label", "text2")
            label.setContentsMargins(_INDENT, 0, 0, 0)
            cell.addWidget(label)
            words = f"{one.value} {one.counter}".strip()
            button = Button(words, "link")
            button.setEnabled(one.query is not None and one.value != "—")
            button.setToolTip(one.definition)
            button.setAccessibleName(f"{title} {one.label} {words}")
            if one.query is not None:
                button.clicked.connect(partial(self._open, one))
            self.buttons[title, one.label] = button
            cell.addWidget(button)
            if not alike:
                about = Label(one.definition, "hint", wrap=True)
                about.setContentsMargins(_INDENT, 0, 0, 0)
                cell.addWidget(about)
            cell.addStretch(1)
            grid.addLayout(cell, *divmod(place, _ACROSS))
        for column in range(_ACROSS):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return card

    def _open(self, figure: Figure, _checked: bool = False) -> None:
        if figure.query is not None:
            self._context.open_query(figure.query)

    def _print(self) -> None:
        first, last = self.days
        self._context.launch("print", paper="public-figures", options={"first": first, "last": last})
