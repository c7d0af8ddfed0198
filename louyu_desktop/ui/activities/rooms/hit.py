"""Whom a closed time hits: under its head it says who has the room all the same, with the way to each."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.room_copies import Taken
from louyu_desktop.text import _
from louyu_desktop.ui.parts import FieldNote, Label, clear, link

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_MOST = 3


class HitStrip(QWidget):
    """Empty where the closed time is in nobody's way."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._id: int | None = None
        self.note = FieldNote()
        self.ways = QHBoxLayout()
        self.ways.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 16, 4)
        layout.setSpacing(2)
        layout.addWidget(self.note)
        layout.addLayout(self.ways)
        self.hide()

    def show_parent(self, copy: Copy) -> None:
        """Say whom this closed time hits."""
        self._id = copy.id
        rooms, now = self._context.services.rooms, dt.datetime.now(dt.UTC)
        self._context.tasks.read(self, lambda _control: rooms.hit(copy.id, now), partial(self._show, copy.id))

    def _show(self, key: int, found: tuple[Taken, ...]) -> None:
        if key != self._id:
            return
        clear(self.ways)
        self.setVisible(bool(found))
        if not found:
            return
        words = _("这段时间还有 {count} 场占着场地，停用不会替您取消。请逐一改期，或通知使用的人")
        self.note.say(words.format(count=len(found)), "warn")
        for one in found[:_MOST]:
            way = link(f"{one.starts_at.astimezone(SHANGHAI):%m-%d %H:%M} {one.title}")
            way.clicked.connect(partial(self._open, one))
            self.ways.addWidget(way)
        if len(found) > _MOST:
            self.ways.addWidget(Label(_("另 {count} 场").format(count=len(found) - _MOST), "hint"))
        self.ways.addStretch(1)

    def _open(self, one: Taken, _checked: bool = False) -> None:
        self._context.open_record(one.kind, one.id)
