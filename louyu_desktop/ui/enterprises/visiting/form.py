"""登记走访: one page, by keyboard alone, in under a minute; at its right what to know before (FIELD.md 2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Control
from louyu_desktop.services.visit_copies import Before, Recorded, VisitDraft
from louyu_desktop.text import _
from louyu_desktop.ui import actions, roomy
from louyu_desktop.ui.enterprises.visiting.before import BeforePane
from louyu_desktop.ui.enterprises.visiting.drafts import Kept, kept, restore, typed
from louyu_desktop.ui.enterprises.visiting.order import step
from louyu_desktop.ui.enterprises.visiting.sheet import VisitSheet
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import FieldNote, Hairline, Label, MessageBar, outline, primary, quiet
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_DRAFT_MS = 5000
_SIDE, _BESIDE = 316, 900
_SIZE = 1120, 700


@dataclass(frozen=True, slots=True)
class Asked:
    """What the window was opened for."""

    enterprise_id: int | None = None
    task_id: int | None = None
    round_id: int | None = None
    words: str = ""


def begin_visit(context: Context, enterprise_id: int | None, task_id: int | None, round_id: int | None) -> None:
    """Open the window, with the words and the firm of a note where it comes from one."""
    if round_id is None:
        VisitDialog(context, Asked(enterprise_id, task_id), context.window).open()
        return
    records, owner = context.services.records, context.window or context.tasks

    def opened(note: Any) -> None:
        firm = enterprise_id or note.values.get("enterprise_id")
        VisitDialog(context, Asked(firm, task_id, round_id, note.values["words"]), context.window).open()

    context.tasks.read(owner, lambda _control: records.get("rounds", round_id), opened)


class VisitDialog(QDialog):
    """The page; what is typed is kept as a draft, and nothing is written before 登记."""

    def __init__(self, context: Context, asked: Asked, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("登记走访"))
        roomy.size(self, *_SIZE)
        self._context, self._asked = context, asked
        self._turn = 0
        self.before: Before | None = None
        self.title = Label(_("登记走访"), "pane")
        self.place = Label(_("先选企业，再往下填：Tab 走到下一格，Ctrl+S 登记"), "label", "text2")
        self.message = MessageBar(self)
        self.sheet = VisitSheet(context, self)
        self.side = BeforePane(context, self)
        self.note = FieldNote()
        self.leave, self.go = quiet(_("取消")), primary(_("登记 Ctrl+S"))
        self.blank = outline(_("打印空白表"), "print")
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self._timer.timeout.connect(self.keep_draft)
        self._connect()
        self._begin()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(20, 14, 20, 10)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.place)
        layout.addLayout(head)
        layout.addWidget(self.message)
        layout.addWidget(Hairline())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(scrolled(self.sheet), 1)
        middle.addWidget(Hairline(vertical=True))
        self.side.setFixedWidth(theme.px(_SIDE))
        middle.addWidget(self.side)
        layout.addLayout(middle, 1)
        layout.addWidget(Hairline())
        layout.addWidget(self._footer())

    def _footer(self) -> QWidget:
        foot = QFrame(self)
        foot.setProperty("card", "plain")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 10, 20, 12)
        row.setSpacing(8)
        row.addWidget(self.leave)
        row.addWidget(self.note, 1)
        row.addStretch(1)
        row.addWidget(self.blank)
        row.addWidget(self.go)
        self.blank.setVisible(self._context.has("print"))
        return foot

    def _connect(self) -> None:
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self.record)
        self.blank.clicked.connect(self._print_blank)
        self.sheet.changed.connect(self._typed)
        self.sheet.firm_chosen.connect(self._chosen)
        theme.changed.connect(self._fit)  # a method goes with its window, a lambda would outlive it
        actions.bind(self, "save", self.record)

    def _fit(self) -> None:
        self.side.setFixedWidth(theme.px(_SIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What to know before stands beside the page where there is room for both."""
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= theme.px(_BESIDE))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the page stands, also through lines that came later."""
        layout = self.layout()
        return layout is not None and step(layout, forward=forward)

    # -- what to know --------------------------------------------------------------------------

    def _begin(self) -> None:
        records = self._context.services.records
        self.sheet.begin(self._asked.words, round_=self._asked.round_id is not None)
        self._context.tasks.read(self, lambda _control: kept(records), self._draft_read)

    def _draft_read(self, draft: Kept | None) -> None:
        """Go on with what was typed before, if it is of this firm or no other is asked for."""
        wanted = self._asked.enterprise_id
        usable = draft is not None and self._asked.round_id is None and wanted in (None, draft.enterprise_id)
        if draft is not None and usable and draft.enterprise_id is not None:
            self._prepare(draft.enterprise_id, draft)
        elif wanted is not None:
            self._prepare(wanted)
        else:
            self.sheet.ask_firm()

    def _chosen(self, enterprise_id: int) -> None:
        self._prepare(enterprise_id)

    def _prepare(self, enterprise_id: int, draft: Kept | None = None) -> None:
        self._turn += 1
        visits = self._context.services.visits
        self._context.tasks.read(
            self, lambda _control: visits.prepare(enterprise_id), partial(self._prepared, self._turn, draft),
            self._unknown,
        )  # fmt: skip

    def _unknown(self, error: Exception) -> None:
        """A firm that is gone: say so, and ask for another one."""
        if isinstance(error, UserError):
            self.note.say(error.sentence)
        else:
            report(self, error)
        self.sheet.ask_firm()

    def _prepared(self, turn: int, draft: Kept | None, before: Before) -> None:
        if turn != self._turn:
            return
        self.before = before
        self.title.setText(_("登记走访：{name}").format(name=before.name))
        parts = [before.location, _("首席联络员 {name}").format(name=before.liaison) if before.liaison else ""]
        self.place.setText(_("·").join(part for part in parts if part) or _("没有登记位置"))
        self.side.put(before)
        self.sheet.put(before, self._asked.task_id)
        if draft is not None:
            restore(self.sheet, draft)
            words = _("接着填：{time} 留底的草稿").format(time=f"{draft.at.astimezone(dates.SHANGHAI):%m-%d %H:%M}")
            self.message.show("info", words, _("不要草稿，重新填"), self._start_over)
        self.sheet.enter()

    def _start_over(self) -> None:
        self._drop_draft()
        if self.before is not None:
            self.sheet.begin("", round_=False)
            self.sheet.put(self.before, self._asked.task_id)
            self.sheet.enter()

    # -- drafts --------------------------------------------------------------------------------

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self.note.say("")

    def keep_draft(self) -> None:
        """Keep what is typed, if anything is."""
        found = typed(self.sheet, self.before)
        if found:
            records = self._context.services.records
            self._context.tasks.write(
                self, lambda _control: records.keep_draft("visits", None, found), lambda _none: None
            )

    def _drop_draft(self) -> None:
        self._timer.stop()
        records = self._context.services.records
        self._context.tasks.write(self, lambda _control: records.drop_draft("visits", None), lambda _none: None)

    def reject(self) -> None:
        """Leave; what is typed stays as a draft and is offered again."""
        if self._timer.isActive():
            self._timer.stop()
            self.keep_draft()
        super().reject()

    # -- recording -----------------------------------------------------------------------------

    def record(self) -> None:
        """Write the visit with all that follows."""
        draft = self._draft()
        if draft is None:
            return
        visits, records = self._context.services.visits, self._context.services.records
        self.go.setEnabled(False)

        def work(_control: Control) -> Recorded:
            done = visits.record(draft)
            records.drop_draft("visits", None)
            return done

        self._context.tasks.write(self, work, self._done, self._refused)

    def _draft(self) -> VisitDraft | None:
        if self.before is None:
            self.note.say(_("请先选走访了哪一家企业"))
            self.sheet.ask_firm()
            return None
        try:
            return self.sheet.draft(self.before.enterprise_id, self._asked.round_id)
        except UserError as error:
            self.note.say(error.sentence)
            self.sheet.say(error.field, error.sentence)
            return None

    def _done(self, done: Recorded) -> None:
        self._timer.stop()
        self.accept()
        self._context.message(
            "ok", done.sentence, _("打开"), partial(self._context.open_record, "visits", done.visit_id)
        )

    def _refused(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if not isinstance(error, UserError):
            report(self, error)
            return
        self.note.say(error.sentence)
        problems = error.problems if isinstance(error, InvalidRecordError) else {error.field: error.sentence}
        for name, sentence in problems.items():
            self.sheet.say(name, sentence)

    def _print_blank(self) -> None:
        if self.before is not None:
            self._context.launch("print", paper="visit-form", id=self.before.enterprise_id)
        else:
            self._context.launch("print", paper="visit-forms")

