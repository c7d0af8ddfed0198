"""登记诉求: one page by keyboard; the way of handling is suggested, and what may be the same is pointed out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.day_words import short_date
from louyu_desktop.services.copies import Control
from louyu_desktop.services.request_copies import Alike, Done, RequestDraft, Suggestion
from louyu_desktop.text import N_, _
from louyu_desktop.ui import actions
from louyu_desktop.ui.fields.rows import FieldRow
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Button, FieldNote, Hairline, Label, clear, link, outline, primary, quiet
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SIZE = QSize(940, 660)
_WAIT_MS = 200
_PAIRS = (
    ("enterprise_id", "requester_kind"), ("requester", "phone"), ("channel", "urgency"), ("item_id", "category"),
)  # fmt: skip
_AFTER = (("lead_department", "owner_id"), ("mechanism", "supporting"))
_ASKED = frozenset({"enterprise_id", "urgency", "item_id", "category", "lead_department", "supporting"})
_SUPPORTING = Field(name="supporting", label=N_("协同部门"), max_length=200, hint=N_("几个部门用顿号隔开"))
_ANSWER = Field(
    name="answer", label=N_("当场答复"), kind=Kind.NOTE, max_length=2000, hint=N_("当场办好的写在这里，登记后直接等回访")
)
_BEGINNING = {"requester_kind": "企业", "channel": "到站", "urgency": "一般"}
_NAMES = {"departments": "supporting", "result": "answer"}


class TakeDialog(QDialog):
    """What is typed is written by 登记 alone; Esc leaves."""

    def __init__(
        self, context: Context, parent: QWidget | None, *, enterprise_id: int | None = None, visit_id: int | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("登记诉求"))
        room = self.screen().availableSize() - QSize(24, 48)
        self.resize(QSize(theme.px(_SIZE.width()), theme.px(_SIZE.height())).boundedTo(room))
        self._context, self._visit_id = context, visit_id
        self._entity = context.services.records.entity("requests")
        self.rows: dict[str, FieldRow] = {}
        self.suggestion: Suggestion | None = None
        self.alike: tuple[Alike, ...] = ()
        self.suggested = Label("", "label", "text2", wrap=True)
        self.use = link(_("用这个"))
        self.use.hide()
        self.same = QVBoxLayout()
        self.note = FieldNote()
        self.leave, self.go = quiet(_("取消")), primary(_("登记 Ctrl+S"))
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.ask)
        self._lay_out()
        self.use.clicked.connect(self.adopt)
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self.take)
        actions.bind(self, "save", self.take)
        self._begin(enterprise_id)

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        sheet = QWidget(self)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        column.addWidget(self._row(self._entity.field("title")))
        column.addWidget(self._row(self._entity.field("detail")))
        column.addLayout(self._grid(_PAIRS))
        column.addLayout(self.same)
        column.addWidget(Hairline())
        column.addLayout(self._grid(_AFTER))
        said = QHBoxLayout()
        said.addWidget(self.suggested, 1)
        said.addWidget(self.use)
        column.addLayout(said)
        column.addWidget(self._row(_ANSWER))
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        head = Label(_("登记诉求"), "pane")
        head.setContentsMargins(20, 0, 20, 0)
        layout.addWidget(head)
        layout.addWidget(Hairline())
        layout.addWidget(scrolled(sheet), 1)
        layout.addWidget(Hairline())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 20, 0)
        foot.addWidget(self.leave)
        foot.addWidget(self.note, 1)
        foot.addStretch(1)
        foot.addWidget(self.go)
        layout.addLayout(foot)

    def _grid(self, pairs: tuple[tuple[str, ...], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for line, names in enumerate(pairs):
            for place, name in enumerate(names):
                field = _SUPPORTING if name == "supporting" else replace(self._entity.field(name), hint="")
                grid.addWidget(self._row(field), line, place, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(place, 1)
        return grid

    def _row(self, field: Field) -> FieldRow:
        row = FieldRow(field, self._context, self)
        row.put(None, "")
        self.rows[field.name] = row
        row.editor.changed.connect(partial(self._typed, field.name))
        return row

    def _begin(self, enterprise_id: int | None) -> None:
        for name, value in _BEGINNING.items():
            self.rows[name].editor.put(value)
        if self._visit_id is not None:
            self.rows["channel"].editor.put("走访")
        self.rows["title"].editor.setFocus()
        if enterprise_id is not None:
            records = self._context.services.records
            self._context.tasks.read(self, lambda _control: records.get("enterprises", enterprise_id), self._firm)
        else:
            self.ask()

    def _firm(self, copy: Any) -> None:
        self.rows["enterprise_id"].editor.put(copy.id, copy.title)
        self.ask()

    # -- what fits -----------------------------------------------------------------------------

    def _typed(self, name: str) -> None:
        self.note.say("")
        if name in _ASKED:
            self._timer.start()

    def ask(self) -> None:
        """Which way of handling fits, and what may be the same."""
        draft = self.draft()
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
        clear(self.same)
        for one in self.alike[:3]:
            self.same.addWidget(self._twin(one))

    def _twin(self, one: Alike) -> Button:
        words = _("可能重复：{number} {title}（{state}，{day} 收到）").format(
            number=one.number, title=one.title, state=_(one.state), day=short_date(one.received_on)
        )
        button = outline(words, "alert", small=True)
        button.clicked.connect(partial(self._open, one.id))
        return button

    def _open(self, key: int) -> None:
        self._context.open_record("requests", key)

    def adopt(self) -> None:
        """Take the way of handling that is suggested."""
        if self.suggestion is not None:
            self.rows["mechanism"].editor.put(self.suggestion.mechanism)

    # -- taking --------------------------------------------------------------------------------

    def draft(self, *, complain: bool = False) -> RequestDraft | None:
        """What is typed; None where something of it cannot be read."""
        values: dict[str, Any] = {}
        for name, row in self.rows.items():
            try:
                values[name] = row.value()
            except UserError as error:
                if not complain:
                    values[name] = None
                    continue
                row.say(error.sentence)
                row.editor.setFocus()
                return None
        names = str(values.pop("supporting") or "").replace("，", "、").replace(",", "、")
        supporting = tuple(part.strip() for part in names.split("、") if part.strip())
        lead = values.pop("lead_department") or ""
        kept = {name: value for name, value in values.items() if value is not None}
        return RequestDraft(**{"title": "", **kept}, lead=lead, supporting=supporting, visit_id=self._visit_id)

    def take(self) -> None:
        """Write it."""
        draft = self.draft(complain=True)
        if draft is None or not self.go.isEnabled():
            return
        if not draft.mechanism and self.suggestion is not None and not draft.answer:
            draft = replace(draft, mechanism=self.suggestion.mechanism)
        requests = self._context.services.requests
        self.go.setEnabled(False)
        self._context.tasks.write(self, lambda _control: requests.take(draft), self._done, self._refused)

    def _done(self, done: Done) -> None:
        self.accept()
        self._context.message("ok", done.sentence, _("打开"), partial(self._context.open_record, "requests", done.id))

    def _refused(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if not isinstance(error, UserError):
            report(self, error)
            return
        self.note.say(error.sentence)
        problems = error.problems if isinstance(error, InvalidRecordError) else {error.field: error.sentence}
        for name, sentence in problems.items():
            row = self.rows.get(_NAMES.get(name, name))
            if row is not None:
                row.say(sentence)
