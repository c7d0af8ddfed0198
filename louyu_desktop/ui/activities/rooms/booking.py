"""登记预约: a small form that says while one types what stands against it, and where it would go instead."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QStyledItemDelegate, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Control
from louyu_desktop.services.room_copies import Alternative, Problem, RoomGrid
from louyu_desktop.text import _
from louyu_desktop.ui.activities.rooms.axis import Wish
from louyu_desktop.ui.fields.editors import DateEditor, LineEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import FieldNote, Label, clear, link
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_REST_MS = 150
_MOST = 3
_LEFT = ("starts_at", "ends_at", "purpose", "unit_name")
_RIGHT = ("applicant", "phone", "people")


class BookingDialog(Panel):
    """A new booking of the room and the time that were pointed at."""

    def __init__(self, context: Context, grid: RoomGrid, wish: Wish, parent: QWidget) -> None:
        super().__init__(context, parent, _("登记预约"), "", _("登记预约"), QSize(720, 420))
        entity = context.services.records.entity("bookings")
        self._turn = 0
        self.room = QComboBox()
        self.room.setItemDelegate(QStyledItemDelegate(self.room))
        for one in grid.rooms:
            self.room.addItem(one.name, one.id)
        self.room.setCurrentIndex(max(0, self.room.findData(wish.room_id)))
        self.editors = {name: _editor(entity.field(name), self) for name in (*_LEFT, *_RIGHT)}
        self.editors["starts_at"].put(wish.starts_at)
        self.editors["ends_at"].put(wish.ends_at)
        self._lay_out(entity.field("facility_id"))
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._look)
        self.room.currentIndexChanged.connect(self._timer.start)
        for name in ("starts_at", "ends_at", "people"):
            self.editors[name].changed.connect(self._timer.start)
        self.go.clicked.connect(self.book)
        self.editors["purpose"].setFocus()
        self._look()

    def _lay_out(self, room: Field) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        left = [(room, self.room), *((self.editors[name].field, self.editors[name]) for name in _LEFT)]
        right = [(self.editors[name].field, self.editors[name]) for name in _RIGHT]
        for column, lines in ((0, left), (2, right)):
            for row, (field, editor) in enumerate(lines):
                editor.setAccessibleName(_(field.label))
                grid.addWidget(Label(_(field.label) + ("＊" if field.mandatory else ""), "label"), row, column)
                grid.addWidget(editor, row, column + 1)
        self.body.addLayout(grid)
        self.standing = QVBoxLayout()
        self.standing.setSpacing(2)
        self.body.addLayout(self.standing)
        self.others = QVBoxLayout()
        self.others.setSpacing(4)
        self.body.addLayout(self.others)
        self.body.addStretch(1)

    def values(self) -> dict[str, Any]:
        """What is typed, texts as they are."""
        return {"facility_id": self.room.currentData()} | {
            name: editor.value() for name, editor in self.editors.items() if editor.value() not in (None, "")
        }

    # -- what stands against it ----------------------------------------------------------------

    def _look(self) -> None:
        """Ask about what can be read of it already."""
        self._turn += 1
        wish = self._wish()
        if wish is None:
            self._show(self._turn, ((), ()))
            return
        rooms = self.context.services.rooms

        def work(_control: Control) -> tuple[tuple[Problem, ...], tuple[Alternative, ...]]:
            found = rooms.problems("bookings", wish)
            return found, rooms.alternatives("bookings", wish) if found else ()

        self.context.tasks.read(self, work, partial(self._show, self._turn), self.refuse)

    def _wish(self) -> dict[str, Any] | None:
        found: dict[str, Any] = {"facility_id": self.room.currentData(), "state": "确认"}
        for name in ("starts_at", "ends_at", "people"):
            editor = self.editors[name]
            try:
                found[name] = values.parse(editor.field, str(editor.value() or ""), today=dates.today())
            except LouyuError:
                return None
        return found if isinstance(found["starts_at"], dt.datetime) else None

    def _show(self, turn: int, found: tuple[tuple[Problem, ...], tuple[Alternative, ...]]) -> None:
        if turn != self._turn:
            return
        problems, others = found
        clear(self.standing)
        clear(self.others)
        for one in problems[:_MOST]:
            note = FieldNote()
            self.standing.addWidget(note)
            note.say(one.sentence, "danger" if one.refuses else "warn")
        if not problems and self._wish() is not None:
            note = FieldNote()
            self.standing.addWidget(note)
            note.say(_("这段时间空着，可以登记"), "ok")
        room = self.room.currentData()
        for words, mine in ((_("同一时间的其他场地"), False), (_("这个场地的其他时间"), True)):
            self._offer(words, [one for one in others if (one.room_id == room) is mine])
        self.go.setEnabled(not any(one.refuses for one in problems))

    def _offer(self, words: str, found: list[Alternative]) -> None:
        if not found:
            return
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Label(words, "hint"))
        for one in found[:_MOST]:
            button = link(one.words)
            button.setAccessibleName(f"{words} {one.words}")
            button.clicked.connect(partial(self.choose, one))
            row.addWidget(button)
        row.addStretch(1)
        self.others.addLayout(row)

    def choose(self, other: Alternative, _checked: bool = False) -> None:
        """Another room or time that is free."""
        self.room.setCurrentIndex(self.room.findData(other.room_id))
        self.editors["starts_at"].put(other.starts_at)
        self.editors["ends_at"].put(other.ends_at)
        self._look()

    # -- doing it ------------------------------------------------------------------------------

    def book(self) -> None:
        """Write it."""
        rooms, wanted = self.context.services.rooms, self.values()
        self.write(lambda _control: rooms.book(wanted), self._booked)

    def _booked(self, key: int) -> None:
        self.accept()
        said = _("已登记预约：{room}").format(room=self.room.currentText())
        self.context.message("ok", said, _("打开"), lambda: self.context.open_record("bookings", key))


def _editor(field: Field, parent: QWidget) -> LineEditor:
    editor = DateEditor(field, parent) if field.kind is Kind.DATETIME else LineEditor(field, parent)
    if field.kind is Kind.INTEGER:
        editor.setMaximumWidth(theme.px(110))
    return editor
