"""打印…: which paper, and of which record where it needs one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Control, Option
from louyu_desktop.services.papers import PaperInfo
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.parts import FieldNote, Label, primary, quiet
from louyu_desktop.ui.theme import theme


class Picker(QDialog):
    """The papers as one list; under one that needs a record stands the box to find it."""

    def __init__(self, context: Context, papers: tuple[PaperInfo, ...], wanted: str = "") -> None:
        super().__init__(context.window)
        self.setWindowTitle(_("打印"))
        self.setMinimumWidth(theme.px(460))
        self._context, self._papers = context, papers
        self._group = QButtonGroup(self)
        self.boxes: dict[str, ReferenceEditor] = {}
        self.notes: dict[str, FieldNote] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(8)
        column.addWidget(Label(_("打印什么"), "pane"))
        for number, info in enumerate(papers):
            self._add(column, number, info)
        column.addSpacing(8)
        column.addLayout(self._footer())
        names = [info.name for info in papers]
        self._group.button(names.index(wanted) if wanted in names else 0).setChecked(True)
        self._group.idToggled.connect(self._show)
        self._show()
        self._suggest()

    def _add(self, column: QVBoxLayout, number: int, info: PaperInfo) -> None:
        choice = QRadioButton(_(info.label))
        self._group.addButton(choice, number)
        column.addWidget(choice)
        if not info.needs_id:
            return
        label = _(self._context.services.records.entity(info.needs_id).label)
        field = Field(name="id", label=label, kind=Kind.REFERENCE, target=info.needs_id)
        box, note = ReferenceEditor(field, lookup_of(self._context)), FieldNote(_("选一场{label}").format(label=label))
        self.boxes[info.name], self.notes[info.name] = box, note
        inset = QVBoxLayout()
        inset.setContentsMargins(theme.px(24), 0, 0, 0)
        inset.setSpacing(2)
        inset.addWidget(box)
        inset.addWidget(note)
        column.addLayout(inset)

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
        box = self.boxes.get(self.chosen.name)
        return None if box is None else box.value()

    def go_on(self) -> None:
        """Accept when a record is there where one is needed."""
        if self.chosen.needs_id and self.record is None:
            box, note = self.boxes[self.chosen.name], self.notes[self.chosen.name]
            note.say(box.problem() or _("先选是哪一场"))
            box.setFocus()
            return
        self.accept()

    def _show(self) -> None:
        for info in self._papers:
            if info.name in self.boxes:
                self.boxes[info.name].setEnabled(info is self.chosen)

    def _suggest(self) -> None:
        """The next activity with people registered stands there already."""
        papers, records = self._context.services.papers, self._context.services.records

        def work(_control: Control) -> Option | None:
            found = papers.next_activity()
            return None if found is None else Option(found, records.get("activities", found).title)

        for info in self._papers:
            if info.needs_id == "activities":
                self._context.tasks.read(self, work, partial(self._put, info.name))

    def _put(self, name: str, option: Option | None) -> None:
        if option is not None and self.boxes[name].value() is None:
            self.boxes[name].put(option.id, option.title)


def pick(context: Context, wanted: str) -> tuple[PaperInfo, int | None] | None:
    """Ask which paper; None when the person left it."""
    dialog = Picker(context, context.services.papers.papers(), wanted)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return dialog.chosen, dialog.record
