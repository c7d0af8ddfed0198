"""打印…: which paper, and of which record where it needs one."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Control, Option
from louyu_desktop.services.papers import PaperInfo
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.flow import FlowBox, FlowLayout
from louyu_desktop.ui.parts import Button, FieldNote, Label, primary, quiet
from louyu_desktop.ui.roomy import Roomy
from louyu_desktop.ui.theme import theme


class Picker(QDialog):
    """The papers of one sort at a time: those about a record under the box that finds it, those of the station."""

    def __init__(self, context: Context, papers: tuple[PaperInfo, ...], wanted: str = "") -> None:
        super().__init__(context.window)
        self.setWindowTitle(_("打印"))
        self.setMinimumWidth(theme.px(520))
        self._context, self._papers = context, papers
        self._group, self._sorts = QButtonGroup(self), QButtonGroup(self)
        self._kinds = tuple(dict.fromkeys((*(info.needs_id for info in papers if info.needs_id), "")))
        self._stack = QStackedWidget()
        self.boxes: dict[str, ReferenceEditor] = {}
        self.notes: dict[str, FieldNote] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(8)
        column.addWidget(Label(_("打印什么"), "pane"))
        column.addWidget(self._bar())
        for kind in self._kinds:
            self._stack.addWidget(Roomy(self._page(kind)))
        column.addWidget(self._stack, 1)
        column.addSpacing(8)
        column.addLayout(self._footer())
        names = [info.name for info in papers]
        self._group.button(names.index(wanted) if wanted in names else 0).setChecked(True)
        self._group.idToggled.connect(self._show)
        self._sorts.idClicked.connect(self._turn)
        self._show()
        self._suggest()

    def _bar(self) -> QWidget:
        """One button for each sort, in as many rows as they need."""
        holder = FlowBox(self)
        row = FlowLayout(holder, 0)
        for number, kind in enumerate(self._kinds):
            button = Button(_(self._context.services.records.entity(kind).label) if kind else _("全站"), "subtab")
            button.setCheckable(True)
            self._sorts.addButton(button, number)
            row.addWidget(button)
        return holder

    def _page(self, kind: str) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        if kind:
            self._add_record(column, kind)
        self._add_papers(column, kind)
        column.addStretch(1)
        return page

    def _add_record(self, column: QVBoxLayout, kind: str) -> None:
        entity = self._context.services.records.entity(kind)
        words = _("选一{counter}{label}").format(counter=_(entity.counter), label=_(entity.label))
        field = Field(name="id", label=words, kind=Kind.REFERENCE, target=kind)
        box, note = ReferenceEditor(field, lookup_of(self._context)), FieldNote(words)
        self.boxes[kind], self.notes[kind] = box, note
        for widget in (box, note):
            column.addWidget(widget)

    def _add_papers(self, column: QVBoxLayout, kind: str) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        mine = [(number, info) for number, info in enumerate(self._papers) if info.needs_id == kind]
        for place, (number, info) in enumerate(mine):
            choice = QRadioButton(_(info.label))
            self._group.addButton(choice, number)
            grid.addWidget(choice, place // 2, place % 2)
        column.addLayout(grid)

    def _turn(self, number: int) -> None:
        """Another sort: its first paper, unless one of it is chosen already."""
        if self.chosen.needs_id != self._kinds[number]:
            first = next(at for at, info in enumerate(self._papers) if info.needs_id == self._kinds[number])
            self._group.button(first).setChecked(True)
        self._show()

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        leave, on = quiet(_("取消")), primary(_("预览"), "print")
        leave.clicked.connect(self.reject)
        on.clicked.connect(self.go_on)
        on.setDefault(True)
        row.addWidget(leave)
        row.addStretch(1)
        row.addWidget(on)
        return row

    @property
    def chosen(self) -> PaperInfo:
        """The paper that is ticked."""
        return self._papers[self._group.checkedId()]

    @property
    def record(self) -> int | None:
        """The record chosen for it."""
        box = self.boxes.get(self.chosen.needs_id)
        return None if box is None else box.value()

    def go_on(self) -> None:
        """Accept when a record is there where one is needed."""
        if self.chosen.needs_id and self.record is None:
            box, note = self.boxes[self.chosen.needs_id], self.notes[self.chosen.needs_id]
            note.say(box.problem() or _("先{words}").format(words=box.field.label))
            box.setFocus()
            return
        self.accept()

    def _show(self) -> None:
        number = self._kinds.index(self.chosen.needs_id)
        self._sorts.button(number).setChecked(True)
        self._stack.setCurrentIndex(number)

    def _suggest(self) -> None:
        """The next activity with people registered stands there already."""
        papers, records = self._context.services.papers, self._context.services.records

        def work(_control: Control) -> Option | None:
            found = papers.next_activity()
            return None if found is None else Option(found, records.get("activities", found).title)

        if "activities" in self.boxes:
            self._context.tasks.read(self, work, self._put)

    def _put(self, option: Option | None) -> None:
        if option is not None and self.boxes["activities"].value() is None:
            self.boxes["activities"].put(option.id, option.title)


def pick(context: Context, wanted: str) -> tuple[PaperInfo, int | None] | None:
    """Ask which paper; None when the person left it."""
    dialog = Picker(context, context.services.papers.papers(), wanted)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return dialog.chosen, dialog.record
