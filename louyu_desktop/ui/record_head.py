"""The head of a record: what it is called, what it is, where it stands in the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.rules import values
from louyu_desktop.services.copies import Copy
from louyu_desktop.text import _
from louyu_desktop.ui import papers_menu
from louyu_desktop.ui.arrangement import Arrangement
from louyu_desktop.ui.fields.words import complete, side_words
from louyu_desktop.ui.parts import Badge, ElidedLabel, IconButton, Label, clear, outline
from louyu_desktop.ui.risk_badge import RiskBadge, is_risk
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class RecordHead(QWidget):
    """`stepped(±1)` for the next record of the list, `wanted(field, kind)` for something that is missing."""

    stepped = Signal(int)
    wanted = Signal(str, str)

    def __init__(self, context: Context, entity: Entity, arrangement: Arrangement, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = entity
        self._arrangement = arrangement
        self._id: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._title_row())
        column.addLayout(self._subtitle_row())
        self._previous.clicked.connect(partial(self.stepped.emit, -1))
        self._next.clicked.connect(partial(self.stepped.emit, 1))
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        """With the largest text the room is the name's: the paper keeps its icon."""
        alone = theme.huge
        self.paper_button.setText("" if alone else f" {self._paper_words}")
        self.paper_button.setAccessibleName(self._paper_words)
        self.paper_button.setToolTip(self._paper_words if alone else "")

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 16, 2)
        row.setSpacing(4)
        self.title_label = ElidedLabel("", "title")
        self._badges = QHBoxLayout()
        self._badges.setSpacing(6)
        self._previous = IconButton("left", _("上一条"), "PgUp")
        self.place_label = Label("", "label", "text2")
        self._next = IconButton("right", _("下一条"), "PgDn")
        self._paper_words = _(self._arrangement.paper_label) or _("打印")
        self.paper_button = outline(self._paper_words, "print")
        self.papers_button = IconButton("down", _("别的打印件"))
        self.papers_button.clicked.connect(self._offer_papers)
        papers = papers_menu.of_record(self._context, self._entity.kind)
        if all(info.name != self._arrangement.paper for info in papers):
            self.paper_button.hide()
        if len(papers) < 2:
            self.papers_button.hide()
        row.addWidget(self.title_label)
        row.addLayout(self._badges)
        row.addStretch(1)
        for widget in (self._previous, self.place_label, self._next, self.paper_button, self.papers_button):
            row.addWidget(widget)
        return row

    def _subtitle_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 16, 2)
        self._subtitle = ElidedLabel("", "label", "text2")
        row.addWidget(self._subtitle)
        about = self._arrangement.about
        self.about: Any = None
        if about is not None:
            self.about = about(self._context, self)
        if self.about is not None:
            row.addWidget(self.about, 1)
            self.about.wanted.connect(self.wanted)
        return row

    def show_record(self, copy: Copy | None) -> None:
        """Show a record, or that a new one is begun."""
        new = _("新建{label}").format(label=_(self._entity.label))
        title = self._entity.field(self._entity.title)
        self.title_label.setText(self._context.guest.show(title, copy.title) if copy else new)
        by_hand = self.about is not None and copy is not None
        self._subtitle.setVisible(not by_hand)
        if not by_hand:
            self._subtitle.setText(self._about(copy) if copy else _("带 ＊ 的请尽量填全"))
        if self.about is not None:
            self.about.setVisible(by_hand)
            if copy is not None:
                self.about.show_parent(copy)
        clear(self._badges)
        for name in self._arrangement.badges:
            if copy is not None and copy.values.get(name):
                field = self._entity.field(name)
                if is_risk(field.choices):
                    if not self._context.guest.on:
                        self._badges.addWidget(RiskBadge(str(copy.values[name])))
                    continue
                flag = self._arrangement.flags.get(name, field.label)
                words = _(flag) if copy.values[name] is True else values.display(field, copy.values[name])
                self._badges.addWidget(Badge(self._context.guest.show(field, words)))
        self._id = None if copy is None else copy.id
        for button in (self.paper_button, self.papers_button):
            button.setEnabled(copy is not None and self._context.has("print"))

    def papers(self) -> QMenu:
        """All papers of the record that is shown."""
        return papers_menu.menu(
            self._context, self, papers_menu.of_record(self._context, self._entity.kind), self._id
        )

    def _offer_papers(self) -> None:
        button = self.papers_button
        self.papers().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _about(self, copy: Copy) -> str:
        fields = [self._entity.field(name) for name in self._entity.subtitle]
        parts = [side_words(f, copy.values[f.name], copy.labels.get(f.name, "")) for f in fields]
        parts.append(complete(self._entity, copy))
        return "·".join(part for part in parts if part)

    def show_place(self, place: int | None, count: int) -> None:
        """Where the record stands in the list."""
        self.place_label.setText("" if place is None else f"{place + 1:,} / {count:,}")
        self._previous.setEnabled(place is not None and place > 0)
        self._next.setEnabled(place is not None and place + 1 < count)
