"""跑楼速记: building, floor and room, words; Enter, and it is kept.  Ten seconds, from anywhere (FIELD.md, seed S3)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.services.visit_copies import Into, Noted, Tenant, Turned
from louyu_desktop.text import _
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import FieldNote, Label, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_LAST = "rounds/building"
_LOOK_MS = 250
_NAMED = 3


class NoteDialog(Panel):
    """Keeps a note, or makes a visit, a request or a lead of it at once; the building stays the last one."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        about = _("回车记下；Ctrl+回车记下再写一条。以后在「跑楼」或「今日」里转成走访、诉求、线索")
        super().__init__(context, parent, _("跑楼速记"), about, _("记下"), QSize(620, 320))
        rounds = context.services.records.entity("rounds")
        self.building = ReferenceEditor(rounds.field("building_id"), lookup_of(context), self)
        self.place = LineEditor(rounds.field("place"), self)
        self.place.box.setPlaceholderText("23F-06")
        self.words = LineEditor(rounds.field("words"), self)
        self.words.box.setPlaceholderText(_("看到、听到了什么"))
        self.there = FieldNote()
        self._tenants: tuple[Tenant, ...] = ()
        self._next = False
        self._asked = 0
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._who)
        self._lay_out()
        self.place.changed.connect(self._look.start)
        self.building.changed.connect(self._look.start)
        self.go.clicked.connect(self.keep)
        self._remembered()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for column, (label, editor) in enumerate(((_("楼宇"), self.building), (_("楼层室号"), self.place))):
            grid.addWidget(Label(label, "label"), 0, column)
            grid.addWidget(editor, 1, column)
        self.body.addLayout(grid)
        self.body.addWidget(self.there)
        self.body.addWidget(Label(_("记录"), "label"))
        self.body.addWidget(self.words)
        self.body.addWidget(self._turning())
        self.body.addStretch(1)

    def _turning(self) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        row.addWidget(Label(_("记下并转成"), "label"))
        self.turns = {
            Into.VISIT: outline(_("走访"), "walk", small=True), Into.REQUEST: outline(_("诉求"), "chat", small=True),
            Into.LEAD: outline(_("线索"), "flag", small=True),
        }  # fmt: skip
        for into, button in self.turns.items():
            button.clicked.connect(partial(self.turn, into))
            row.addWidget(button)
        row.addStretch(1)
        return holder

    # -- where and who -------------------------------------------------------------------------

    def _remembered(self) -> None:
        """Begin in the building of the last note: one rarely changes it on a round."""
        last = self.context.preferences.get(_LAST)
        self.place.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(last, int):
            records = self.context.services.records
            self.context.tasks.read(
                self, lambda _control: records.get("buildings", last), self._here, lambda _error: self._elsewhere()
            )
        else:
            self._elsewhere()

    def _here(self, building: object) -> None:
        if self.building.value() is None and getattr(building, "archived_at", None) is None:
            self.building.put(getattr(building, "id", None), str(getattr(building, "title", "")))
            self._look.start()

    def _elsewhere(self) -> None:
        self.building.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _who(self) -> None:
        building, place, visits = self.building.value(), str(self.place.value()), self.context.services.visits
        self._asked += 1
        if building is None or not place:
            self._show(self._asked, ())
            return
        self.context.tasks.read(
            self, lambda _control: visits.who_is_there(building, place), partial(self._show, self._asked)
        )

    def _show(self, asked: int, tenants: tuple[Tenant, ...]) -> None:
        if asked != self._asked:
            return
        self._tenants = tenants
        firms = list(dict.fromkeys(one.name for one in tenants))
        if len(firms) == 1:
            self.there.say(_("{place}：{name}").format(place=tenants[0].place, name=firms[0]), "ok")
        elif firms:
            names = _("、").join(firms[:_NAMED])
            words = _("这里有 {count} 家：{names}").format(count=len(firms), names=names)
            self.there.say(words + (_("等") if len(firms) > _NAMED else ""), "ok")
        else:
            self.there.say("")

    # -- keeping -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps the note, with Ctrl another one follows."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._next = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if not self._next and not str(self.words.value()):
                self.focusNextChild()
                return
            self.keep()
            return
        super().keyPressEvent(event)

    def keep(self) -> None:
        """Keep the note."""
        self._keep(None)

    def turn(self, into: Into) -> None:
        """Keep the note and make something of it at once."""
        self._keep(into)

    def _keep(self, into: Into | None) -> None:
        visits, words = self.context.services.visits, str(self.words.value())
        building, place = self.building.value(), str(self.place.value())
        if problem := self.building.problem():
            self.note.say(problem)
            return
        if building is not None:
            self.context.preferences.set(_LAST, building)

        def work(_control: Control) -> tuple[Noted, Turned | None]:
            noted = visits.round_note(words, building_id=building, place=place)
            straight = into in {Into.REQUEST, Into.LEAD}
            return noted, visits.turn_round_into(noted.id, into) if into and straight else None

        self.write(work, partial(self._kept, into))

    def _kept(self, into: Into | None, done: tuple[Noted, Turned | None]) -> None:
        noted, turned = done
        if into is Into.VISIT:
            self.accept()
            self.context.launch("visit", enterprise_id=noted.enterprise_id, round_id=noted.id)
            return
        words = turned.sentence if turned else _("已记下")
        words += _("：{name}").format(name=noted.enterprise) if noted.enterprise else ""
        if self._next and turned is None:
            self.go.setEnabled(True)
            self.words.put("")
            self.place.put("")
            self.note.say(words, "ok")
            self.place.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.accept()
        kind, key = (turned.kind, turned.id) if turned and turned.id else ("rounds", noted.id)
        self.context.message("ok", words, _("打开"), partial(self.context.open_record, kind, key))
