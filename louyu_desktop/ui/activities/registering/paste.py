"""粘贴名单: a 接龙 or any list at the left, whom it means at the right, and one button that registers them all."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.mentions import Mention
from louyu_desktop.services.copies import Control, Copy, UndoOutcome
from louyu_desktop.services.proposals import Pasted, Proposal, entries
from louyu_desktop.services.registering_copies import Places, RegisterOutcome
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.activities.registering import said
from louyu_desktop.ui.activities.registering.paste_rows import Key, PasteRow, Stands
from louyu_desktop.ui.activities.registering.paste_sides import ListSide, PasteFoot, RowsSide
from louyu_desktop.ui.activities.registering.paste_state import PasteState
from louyu_desktop.ui.activities.registering.places import figures
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_PAUSE_MS = 200
_LONG = 4_000


class PastePage(FullPage):
    """One pasted list for one activity; nothing is written before the button is pressed."""

    def __init__(self, context: Context, activity_id: int, title: str = "") -> None:
        super().__init__(context, _("粘贴名单"))
        self._activity_id = activity_id
        self._places: Places | None = None
        self._read_text = ""
        self._writing = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.state = PasteState()
        self.list_side, self.rows_side, self.foot = ListSide(title), RowsSide(), PasteFoot()
        self.edit, self.table, self.register_button = self.list_side.edit, self.rows_side.table, self.foot.on
        self._lay_out()
        self._connect()
        self._cover(context.guest.on)
        self._show()
        registering = context.services.registering
        context.tasks.read(self, lambda _control: registering.places(activity_id), self._placed, self._refused)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.rows_side, 1)
        right.addWidget(self.foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.list_side)
        whole.addLayout(right, 1)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.read)
        self.edit.textChanged.connect(self._pause.start)
        self.list_side.nothing.connect(self._nothing_to_paste)
        self.table.chosen.connect(self.choose)
        self.table.selectionModel().currentRowChanged.connect(self._point)
        self.table.paste.renamed.connect(self.rename)
        self.foot.late.toggled.connect(self._show_foot)
        self.foot.cancel.clicked.connect(self.close)
        self.register_button.clicked.connect(self.register)
        self.context.guest.changed.connect(self._cover)
        bind(self, "back", self.close)
        bind(self, "register-list", self.register)

    def _cover(self, on: bool) -> None:
        self.list_side.cover(on)
        self.table.paste.cover(on)

    def _point(self, *_indexes: object) -> None:
        row = self.table.current_row()
        if row is not None:
            self.list_side.point_at(row.line)

    def _nothing_to_paste(self) -> None:
        words = _("剪贴板里没有文字。先在微信里选中接龙复制，再回来按「粘贴」")
        self.rows_side.message.show("info", words)

    # ---- reading

    def _placed(self, places: Places) -> None:
        self._places = places
        self.list_side.about.setText(places.title)
        self.list_side.places.setText(figures(places))
        may_late = self.context.services.access.may(Right.WORK)
        self.foot.late.setVisible(bool(places.why_late) and not places.why_closed and may_late)
        self._say()
        self._show_foot()

    def read(self) -> None:
        """Understand what stands at the left now."""
        text, activity, matching = self.edit.toPlainText(), self._activity_id, self.context.services.matching
        if text == self._read_text:
            return

        if len(text) > _LONG:
            self.rows_side.heading.setText(_("正在认名单上的人…"))

        def work(_control: Control) -> Pasted:
            return matching.read(activity, text)

        self.context.tasks.read(self, work, partial(self._understood, text), self._refused)

    def _understood(self, text: str, pasted: Pasted) -> None:
        if text != self.edit.toPlainText():  # typed on meanwhile: the next reading is on its way
            return
        self._read_text = text
        self.state.understand(pasted)
        self._show()

    # ---- answers

    def choose(self, row: PasteRow, choice: int | None) -> None:
        """Take an answer, and go on to the next line that asks."""
        answered = self.state.choose(row.key, choice)
        self.table.paste.change(answered)
        self.rows_side.show_counts()
        self._say()
        self._show_foot()
        if row.stands is Stands.ASK and answered.stands is not Stands.ASK:
            self.table.go_on()

    def take_lone(self) -> None:
        """Everybody of whom only the name is known, and whom the station has once, is that person."""
        self.state.take_lone()
        self._show()

    def rename(self, row: PasteRow, name: str) -> None:
        """Another name for a line, or a name for one that gave nobody: it is looked up anew."""
        source = row.other.source if row.other else name
        mention = Mention(row.line, source, name)
        if row.proposal is not None:
            old = row.proposal.mention
            mention = Mention(row.line, old.source, name, old.unit, old.mobile, old.tail, old.companions, old.remark)
        matching, activity = self.context.services.matching, self._activity_id

        def work(_control: Control) -> Proposal:
            return matching.match(activity, [mention])[0]

        self.context.tasks.read(self, work, partial(self._named, row.key), self._refused)

    def _named(self, key: Key, proposal: Proposal) -> None:
        self.state.rename(key, proposal)
        self._show()

    # ---- what is shown

    def _show(self) -> None:
        self.rows_side.show_state(self.state)
        self._say()
        self._show_foot()

    def _say(self) -> None:
        """The one sentence over the rows: why nobody can be registered, or what one press would settle."""
        places, lone, message = self._places, len(self.state.lone()), self.rows_side.message
        closed = places.why_closed or places.why_late if places is not None else ""
        if closed:
            message.show("warn", closed)
        elif lone > 1:
            words = _("有 {count} 人只写了姓名，站里同名的各只有一位").format(count=lone)
            message.show("info", words, _("都是他们"), self.take_lone)
        else:
            message.hide()

    def _show_foot(self) -> None:
        heads, places = self.state.heads, self._places
        self.register_button.setText(_("登记 {count} 人").format(count=f"{heads:,}") if heads else _("登记"))
        late = places is not None and bool(places.why_late) and not self.foot.late.isChecked()
        closed = places is None or bool(places.why_closed) or late
        ready = bool(self.state.decided()) and not closed and not self._writing
        self.register_button.setEnabled(ready)
        self.foot.waits.setText(self._waiting_words(heads))

    def _waiting_words(self, heads: int) -> str:
        free = self._places.free if self._places is not None else None
        words = []
        if self.state.asked:
            words.append(_("还有 {count} 行没看，先不登记").format(count=self.state.asked))
        if free is not None and heads > free:
            words.append(_("{rest} 人会排在候补里").format(rest=heads - free))
        return _("；").join(words)

    # ---- writing

    def register(self) -> None:
        """Register everybody who is settled, in one operation."""
        if not self.register_button.isEnabled():
            return
        decided, activity = self.state.decided(), self._activity_id
        registering, now = self.context.services.registering, dt.datetime.now(dt.UTC)
        told, late = self.foot.told.isChecked(), self.foot.late.isChecked()

        def work(_control: Control) -> RegisterOutcome:
            listed = entries(decided)
            return registering.register(activity, listed, channel="接龙", told=told, late=late, now=now)

        self._writing = True
        self._show_foot()
        self.context.tasks.write(self, work, self._registered, self._not_registered)

    def _registered(self, outcome: RegisterOutcome) -> None:
        tone, words = said.registered(self.context.guest, outcome)
        operation = outcome.operation_id
        if operation is not None and self.context.services.access.may(Right.WORK):
            self.context.message(tone, words, _("撤销"), partial(_take_back, self.context, operation))
        else:
            self.context.message(tone, words)
        self.state.forget()
        self.close()

    def _not_registered(self, error: Exception) -> None:
        self._writing = False
        self._show_foot()
        report(self, error)

    def _refused(self, error: Exception) -> None:
        report(self, error)

    def may_close(self) -> bool:
        """What was answered is asked about; a list that was only pasted is not lost, it stands in the chat."""
        touched = self.state.touched
        if not touched:
            return True
        consequences = _("还没有登记。您看过的 {count} 行要重新看。").format(count=touched)
        return ask.confirm(self, _("放弃这份名单？"), consequences, _("放弃"), _("接着看"))


def _take_back(context: Context, operation: int) -> None:
    """This list, and nothing that was done since: at the desk somebody may have signed in meanwhile."""
    records, owner = context.services.records, context.window or context.tasks

    def done(outcome: UndoOutcome) -> None:
        context.message("ok", _("已撤销：{label}").format(label=outcome.label))

    context.tasks.write(owner, lambda _control: records.take_back(operation), done, title=_("撤销"))


def open_paste(context: Context, activity_id: int, title: str = "", text: str = "") -> PastePage:
    """Open the page for an activity, with a list to begin with if there is one."""
    page = PastePage(context, activity_id, title)
    page.open()
    page.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    if text:
        page.edit.setPlainText(text)
    return page


def paste_list(context: Context, copy: Copy, _parent: QWidget) -> None:
    """The act of an activity's record."""
    open_paste(context, copy.id, copy.title)
