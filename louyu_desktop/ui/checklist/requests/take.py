"""登记诉求: one page by keyboard; the way of handling is suggested, and what may be the same is pointed out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import short_date
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.request_copies import Alike, Done, Suggestion
from louyu_desktop.text import _
from louyu_desktop.ui import actions, roomy
from louyu_desktop.ui.checklist.requests.drafts import restore, typed
from louyu_desktop.ui.checklist.requests.sheet import FIRM, TakeSheet
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Button, FieldNote, Hairline, Label, MessageBar, clear, link, outline, primary, quiet
from louyu_desktop.ui.plain import tip, unmarked
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SIZE = 940, 704
_WAIT_MS, _KEEP_MS = 200, 1500
_TITLE = 20
_ASKED = frozenset({
    FIRM, "requester_kind", "urgency", "item_id", "category", "lead_department", "supporting",
})  # fmt: skip
_NAMES = {"departments": "supporting", "result": "answer"}
Draft = tuple[dt.datetime, dict[str, Any]] | None


class TakeDialog(QDialog):
    """What is typed is written by 登记 alone; Esc leaves, and what was typed is there again the next time."""

    def __init__(
        self, context: Context, parent: QWidget | None, *, enterprise_id: int | None = None,
        visit_id: int | None = None, title: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("登记诉求"))
        roomy.size(self, *_SIZE)
        self._context, self._visit_id = context, visit_id
        self.sheet = TakeSheet(context, self)
        self.rows = self.sheet.rows
        self.suggestion: Suggestion | None = None
        self.alike: tuple[Alike, ...] = ()
        self.suggested = Label("", "label", "text2", wrap=True)
        self.use = link(_("用这个"))
        self.use.hide()
        self.message = MessageBar(self)
        self.note = FieldNote()
        self.leave, self.go = quiet(_("取消")), primary(_("登记 Ctrl+S"))
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.ask)
        self._keep = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._keep.timeout.connect(self.keep_draft)
        self._lay_out()
        self.sheet.typed.connect(self._typed)
        self.use.clicked.connect(self.adopt)
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self.take)
        actions.bind(self, "save", self.take)
        self._begin(enterprise_id, title)

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.sheet.said.addWidget(self.suggested, 1)
        self.sheet.said.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        head = Label(_("登记诉求"), "pane")
        head.setContentsMargins(20, 0, 20, 0)
        layout.addWidget(head)
        layout.addWidget(Hairline())
        layout.addWidget(self.message)
        layout.addWidget(scrolled(self.sheet), 1)
        layout.addWidget(Hairline())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 20, 0)
        foot.addWidget(self.leave)
        foot.addWidget(self.note, 1)
        foot.addStretch(1)
        foot.addWidget(self.go)
        layout.addLayout(foot)

    # -- beginning -----------------------------------------------------------------------------

    def _begin(self, enterprise_id: int | None, title: str) -> None:
        self._put_usual()
        self.rows["title"].editor.put(title)
        self.rows["title"].editor.setFocus()
        records, asked = self._context.services.records, enterprise_id is not None or self._visit_id is not None

        def work(_control: Control) -> tuple[Copy | None, Draft]:
            firm = None if enterprise_id is None else records.get("enterprises", enterprise_id)
            return firm, None if title or asked else records.draft("requests", None)

        self._context.tasks.read(self, work, self._begun)

    def _put_usual(self) -> None:
        self.sheet.put_usual()
        if self._visit_id is not None:
            self.rows["channel"].editor.put("走访")

    def _begun(self, found: tuple[Copy | None, Draft]) -> None:
        """Of a firm that is given, or going on with what was typed before."""
        firm, draft = found
        if firm is not None:
            self.rows[FIRM].editor.put(firm.id, firm.title)
        elif draft is not None:
            at, values = draft
            restore(self.rows, values)
            self.sheet.show_who()
            words = _("接着填：{time} 留底的草稿").format(time=f"{at.astimezone(SHANGHAI):%m-%d %H:%M}")
            self.message.show("info", words, _("不要草稿，重新填"), self.start_over)
        self._keep.stop()
        self.ask()

    def start_over(self) -> None:
        """Without what was kept."""
        self._put_usual()
        self._keep.stop()
        self._drop_draft()
        self.rows["title"].editor.setFocus()
        self.ask()

    # -- drafts --------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is typed, if anything is."""
        self._keep.stop()
        found, records = typed(self.rows), self._context.services.records
        if found:
            self._context.tasks.write(
                self, lambda _control: records.keep_draft("requests", None, found), lambda _none: None
            )

    def _drop_draft(self) -> None:
        records = self._context.services.records
        self._context.tasks.write(self, lambda _control: records.drop_draft("requests", None), lambda _none: None)

    def reject(self) -> None:
        """Leave; what is typed stays as a draft."""
        if self._keep.isActive():
            self.keep_draft()
        super().reject()

    # -- what fits -----------------------------------------------------------------------------

    def _typed(self, name: str) -> None:
        self.note.say("")
        self._keep.start()
        if name in _ASKED:
            self._timer.start()

    def ask(self) -> None:
        """Which way of handling fits, and what may be the same."""
        draft = self.sheet.draft(self._visit_id)
        if draft is None:
            return
        requests = self._context.services.requests

        def work(_control: Control) -> tuple[Suggestion, tuple[Alike, ...]]:
            return requests.suggest(draft), requests.duplicates(draft)

        self._context.tasks.read(self, work, self._fits, lambda _error: None)

    def _fits(self, found: tuple[Suggestion, tuple[Alike, ...]]) -> None:
        self.suggestion, self.alike = found
        words = _("建议{mechanism}：{why}。办完 {day} 前（{count}）").format(
            mechanism=_(self.suggestion.mechanism), why=self.suggestion.why, day=short_date(self.suggestion.due.day),
            count=self.suggestion.due.why,
        )  # fmt: skip
        self.suggested.setText(words)
        self.use.setVisible(True)
        clear(self.sheet.same)
        for one in self.alike[:3]:
            self.sheet.same.addWidget(self._twin(one))

    def _twin(self, one: Alike) -> Button:
        words = _("可能重复：{number} {title}（{state}，{day} 收到）").format(
            number=one.number, title=_short(one.title), state=_(one.state), day=short_date(one.received_on)
        )
        button = outline(unmarked(words), "alert", small=True)
        button.setToolTip(tip(one.title))
        button.clicked.connect(partial(self._open, one.id))
        return button

    def _open(self, key: int) -> None:
        self._context.open_record("requests", key)

    def adopt(self) -> None:
        """Take the way of handling that is suggested."""
        if self.suggestion is not None:
            self.rows["mechanism"].editor.put(self.suggestion.mechanism)

    # -- taking --------------------------------------------------------------------------------

    def take(self) -> None:
        """Write it."""
        draft = self.sheet.draft(self._visit_id, complain=True)
        if draft is None or not self.go.isEnabled():
            return
        if not draft.mechanism and self.suggestion is not None and not draft.answer:
            draft = replace(draft, mechanism=self.suggestion.mechanism)
        requests, records = self._context.services.requests, self._context.services.records
        self._keep.stop()
        self.go.setEnabled(False)

        def work(_control: Control) -> Done:
            done = requests.take(draft)
            records.drop_draft("requests", None)
            return done

        self._context.tasks.write(self, work, self._done, self._refused)

    def _done(self, done: Done) -> None:
        self.accept()
        self._context.message("ok", done.sentence, _("打开"), partial(self._context.open_record, "requests", done.id))

    def _refused(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self._keep.start()
        if not isinstance(error, UserError):
            report(self, error)
            return
        self.note.say(error.sentence)
        problems = error.problems if isinstance(error, InvalidRecordError) else {error.field: error.sentence}
        for name, sentence in problems.items():
            row = self.rows.get(_NAMES.get(name, name))
            if row is not None:
                row.say(sentence)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
