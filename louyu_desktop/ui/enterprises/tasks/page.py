"""必访 of one enterprise: what is open, what was done with, and why each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.enterprises.tasks.deciding import LaterDialog, NotNeededDialog
from louyu_desktop.ui.enterprises.tasks.lines import TaskLines, WhyPanel, columns
from louyu_desktop.ui.enterprises.tasks.noting import note_case, note_guest
from louyu_desktop.ui.enterprises.visiting import open_before, open_visit
from louyu_desktop.ui.lines import LinesTable
from louyu_desktop.ui.parts import EmptyState, Label, outline, primary
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_HEAD, _ROW, _SHOWN = 34, 36, 6


class TasksPage(QWidget):
    """A page of the file of an enterprise."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        works = context.services.access.may(Right.WORK)
        self.sentence = Label("", "label", "text2")
        self.case = outline(_("特殊情况…"), small=True)
        self.guest = outline(_("总部来访…"), small=True)
        self.back = outline(_("改回待访"), "undo", small=True)
        self.over = outline(_("已解除"), "check", small=True)
        self.over.setToolTip(_("特殊情况过去了：填上今天作为解除日期"))
        self.later = outline(_("延后…"), small=True)
        self.needless = outline(_("无需…"), small=True)
        self.go = primary(_("登记走访"), "walk", small=True)
        self.model = TaskLines(columns("due", "trigger", "fact", "state", "reason"), context.guest, self)
        self.table = LinesTable(self.model, self, title="fact", due=("due",))
        self.table.first = theme.px(10)
        self.table.setAccessibleName(_("必访任务"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.clicked.disconnect()
        self.table.chosen.connect(lambda _row, _name: self.visit())
        self.table.selectionModel().currentRowChanged.connect(self._current)
        self.why = WhyPanel(self, with_firm=False)
        self.empty = EmptyState(
            "walk", _("没有必访的事"), _("租期临近、高管变动、迁出、经营下滑时会自动列到这里；特殊情况和总部来访可以在上面记下"),
        )  # fmt: skip
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(8)
        head.addWidget(self.sentence, 1)
        for button in (self.case, self.guest, self.back, self.over, self.later, self.needless, self.go):
            head.addWidget(button)
            if not works:  # shown before it has a parent it would open a window
                button.hide()
        self._works = works
        body = QVBoxLayout()  # beside each other both would be cut in a window of 1366
        body.setContentsMargins(10, 0, 16, 0)
        body.setSpacing(12)
        body.addWidget(self.table)
        body.addWidget(self.why)
        body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(body, 1)
        layout.addWidget(self.empty, 1)
        self._listen()
        self._put(())

    def _listen(self) -> None:
        self.case.clicked.connect(lambda: self._note(note_case))
        self.guest.clicked.connect(lambda: self._note(note_guest))
        self.back.clicked.connect(self.resume)
        self.over.clicked.connect(self.resolve)
        self.later.clicked.connect(lambda: self._ask(LaterDialog))
        self.needless.clicked.connect(lambda: self._ask(NotNeededDialog))
        self.go.clicked.connect(self.visit)
        self.why.before.clicked.connect(self.look)
        self._context.guest.changed.connect(self._current)
        self._context.bus.changed.connect(self._read)
        theme.changed.connect(self._fit)

    def show_parent(self, copy: Copy) -> None:
        """Show the tasks of this enterprise."""
        self._copy = copy
        self._read()

    def _read(self, _changes: object = None) -> None:
        if self._copy is None:
            return
        key, service = self._copy.id, self._context.services.must_visits

        def work(_control: Control) -> tuple[MustVisit, ...]:
            return service.of(key)

        self._context.tasks.read(self, work, partial(self._show, key), lambda _error: None)

    def _show(self, key: int, found: tuple[MustVisit, ...]) -> None:
        if self._copy is not None and key == self._copy.id:
            self._put(found)

    def _put(self, found: tuple[MustVisit, ...]) -> None:
        self.model.put(found)
        for widget in (self.table, self.why):
            widget.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._fit()
        count = sum(one.is_open for one in found)
        self.sentence.setText(_("{count} 件要访").format(count=count) if count else _("现在没有要访的") if found else "")
        if found:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._current()

    def _fit(self) -> None:
        """As high as the tasks are, so that what is said of one stands right below."""
        shown = min(max(len(self.model.rows), 1), _SHOWN)
        self.table.setFixedHeight(theme.px(_HEAD + _ROW * shown + 4))

    @property
    def task(self) -> MustVisit | None:
        """The one that is marked."""
        row = self.table.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _current(self, _index: QModelIndex | bool = False, _before: object = None) -> None:
        one = self.task
        self.why.say(one, guest=self._context.guest.on)
        for button in (self.later, self.needless, self.go):
            button.setVisible(self._works and one is not None and one.is_open)
        special = one is not None and one.source_kind == "special-cases" and not one.cleared
        self.over.setVisible(self._works and special)
        self.back.setVisible(self._works and one is not None and one.can_resume)

    # -- doing ---------------------------------------------------------------------------------

    def visit(self) -> None:
        """登记走访 for the marked one."""
        one = self.task
        if one is not None and one.is_open and self._works:
            open_visit(self._context, one.enterprise_id, one.id)

    def look(self) -> None:
        """What to know before the visit."""
        if self._copy is not None:
            open_before(self._context, self._copy.id)

    def resume(self) -> None:
        """Back to 待访."""
        one, service = self.task, self._context.services.must_visits
        if one is not None:
            key = one.id
            said = _("已改回待访：{what}").format(what=_(one.trigger))
            self._context.tasks.write(
                self, lambda _control: service.resume([key]), lambda _count: self._context.message("ok", said)
            )

    def resolve(self) -> None:
        """The special circumstance is over."""
        one, service = self.task, self._context.services.must_visits
        if one is not None:
            key = one.id
            self._context.tasks.write(
                self, lambda _control: service.resolve(key), lambda _none: self._context.message("ok", _("已记下解除日期")),
            )  # fmt: skip

    def _ask(self, dialog: type[LaterDialog | NotNeededDialog]) -> None:
        if (one := self.task) is not None:
            dialog(self._context, [one], self.window()).open()

    def _note(self, ask: object) -> None:
        if self._copy is not None and callable(ask):
            ask(self._context, self._copy, self.window())
