"""写总结: what came of an activity, with a first sentence out of its numbers; then it is filed."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.lifecycle import Action
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.text import _
from louyu_desktop.ui import roomy
from louyu_desktop.ui.arrangement import Arrangement, Group
from louyu_desktop.ui.entity.form import Form
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.parts import link, outline, primary, quiet
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_FIELDS = ("summary", "effect", "issues", "footfall", "firms_present", "cost")


class WrapUpDialog(QDialog):
    """The fields of the summary; what is typed is kept as the record's draft until it is saved."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("写总结"))
        roomy.size(self, 680, 600)
        self._context, self._copy = context, copy
        self._files = False
        entity = context.services.records.entity("activities")
        names = tuple(name for name in _FIELDS if any(field.name == name for field in entity.fields))
        arrangement = Arrangement(kind="activities", groups=(Group("", names),))
        self.form = Form(context, entity, arrangement, self)
        self.numbers = Label("", "body", "text2", wrap=True)
        self.draft_button = link(_("按数字起草"))
        self.save_button, self.file_button = outline(_("只保存")), primary(_("保存并归档"))
        self._build()
        self.form.saved.connect(self._saved)
        self.draft_button.clicked.connect(self.draft)
        self.save_button.clicked.connect(partial(self.save, file=False))
        self.file_button.clicked.connect(partial(self.save, file=True))
        self._load()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 14)
        layout.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.addWidget(Label(_("总结：{title}").format(title=self._copy.title), "pane", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.numbers, 1)
        row.addWidget(self.draft_button)
        head.addLayout(row)
        layout.addLayout(head)
        layout.addWidget(scrolled(self.form), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        cancel = quiet(_("取消"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.file_button)
        layout.addLayout(foot)

    def _load(self) -> None:
        records, participation = self._context.services.records, self._context.services.participation
        activity, now = self._copy.id, dt.datetime.now(dt.UTC)

        def work(_control: Control) -> tuple[Copy, Any, str]:
            begun = self._copy.values["starts_at"] <= now
            sentence = participation.drafted(activity, now) if begun else ""
            return records.get("activities", activity), records.draft("activities", activity), sentence

        self._context.tasks.read(self, work, self._show)

    def _show(self, found: tuple[Copy, Any, str]) -> None:
        self._copy, draft, sentence = found
        self.numbers.setText(sentence or _("活动还没开始"))
        self.draft_button.setVisible(bool(sentence))
        self.form.load(self._copy, draft)
        self.form.enter()

    def draft(self) -> None:
        """Put the sentence of the numbers before what the summary says already."""
        row = self.form.rows["summary"]
        said = str(row.editor.value() or "").strip()
        if self.numbers.text() not in said:
            row.put_typed("\n".join(part for part in (self.numbers.text(), said) if part), "")
        row.editor.setFocus()

    def save(self, *, file: bool) -> None:
        """Save what is typed; with `file` the activity is filed afterwards."""
        self._files = file
        if file and not str(self.form.rows["summary"].editor.value() or "").strip():
            self.form.rows["summary"].say(_("归档要有活动总结。可以先按数字起草"))
            self.form.rows["summary"].editor.setFocus()
            return
        if self.form.dirty():
            self.form.save()
        else:
            self._saved(self._copy.id)

    def _saved(self, activity: int) -> None:
        if not self._files:
            self._done(_("总结已保存"), None)
            return
        service, now = self._context.services.activities, dt.datetime.now(dt.UTC)

        def work(_control: Control) -> object:
            offered = {one.action: one for one in service.actions(activity, now)}
            if Action.ARCHIVE in offered:
                return service.act(activity, Action.ARCHIVE, now=now)
            return None

        self._context.tasks.write(self, work, partial(self._done, _("总结已保存，活动已归档")), partial(report, self))

    def _done(self, words: str, _told: object) -> None:
        self._context.message("ok", words)
        self.accept()


def open_wrap_up(context: Context, copy: Copy, parent: QWidget) -> None:
    """Open the summary of an activity."""
    WrapUpDialog(context, copy, parent).open()
