"""克隆 and 存为模板: another activity, or a template, with the parts that are ticked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.planned import CopiedPart
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.planning.times import MOMENT, moment_of, next_like
from louyu_desktop.ui.fields.editors import DateEditor, LineEditor
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from louyu_desktop.ui.context import Context

_USUALLY = frozenset(set(CopiedPart) - {CopiedPart.PEOPLE, CopiedPart.SERIES})
_OF_TEMPLATES = tuple(part for part in CopiedPart if part not in {CopiedPart.PEOPLE, CopiedPart.SERIES})


class PartsGrid(QWidget):
    """The parts as ticks in two columns."""

    def __init__(self, offered: Sequence[CopiedPart], parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        self.boxes: dict[CopiedPart, QCheckBox] = {}
        for place, part in enumerate(offered):
            box = QCheckBox(_(part.value))
            box.setChecked(part in _USUALLY)
            self.boxes[part] = box
            grid.addWidget(box, *divmod(place, 2))

    def chosen(self) -> frozenset[CopiedPart]:
        """The parts that are ticked."""
        return frozenset(part for part, box in self.boxes.items() if box.isChecked())


class CloneDialog(Panel):
    """A new activity like the one that is open, on another day."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        about = _("名称、类型、时长总是带过去；总结、签到和状态从头开始。")
        super().__init__(
            context, parent, _("克隆：{title}").format(title=copy.title), about, _("克隆这场活动"), QSize(520, 340)
        )
        self._copy = copy
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(8)
        self.title = LineEditor(Field(name="title", label=N_("活动名称"), max_length=100), self)
        self.title.put(copy.title)
        self.when = DateEditor(MOMENT, self)
        self.when.put(next_like(copy.values["starts_at"], dt.datetime.now(dt.UTC)))
        for row, (words, editor) in enumerate(((_("活动名称"), self.title), (_("开始时间"), self.when))):
            grid.addWidget(Label(words, "label"), row, 0)
            grid.addWidget(editor, row, 1)
        self.body.addLayout(grid)
        self.body.addWidget(Label(_("带哪些过去"), "group"))
        self.parts = PartsGrid(tuple(CopiedPart), self)
        self.parts.boxes[CopiedPart.SERIES].setVisible(
            copy.values.get("series_id") is not None or copy.values.get("parent_id") is not None
        )
        self.body.addWidget(self.parts)
        self.body.addStretch(1)
        self.when.setFocus()
        self.when.box.selectAll()
        self.go.clicked.connect(self.make)

    def make(self) -> None:
        """Make it, and open it."""
        try:
            starts_at = moment_of(self.when)
        except UserError as error:
            self.note.say(error.sentence)
            return
        activities, key, parts = self.context.services.activities, self._copy.id, self.parts.chosen()
        title = str(self.title.value())

        def work(_control: Control) -> int:
            return activities.clone(key, starts_at, parts, title=title)

        self.write(work, self._made)

    def _made(self, key: int) -> None:
        self.accept()
        self.context.open_record("activities", key)


class TemplateDialog(Panel):
    """A template of the activity that is open."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        about = _("以后新建活动可以从它开始。同名的模板会被换成这一份。")
        super().__init__(
            context, parent, _("存为模板：{title}").format(title=copy.title), about, _("存为模板"), QSize(480, 300)
        )
        self._copy = copy
        self.name = self.ask(LineEditor(Field(name="name", label=N_("模板名称"), max_length=60), self))
        self.name.put(copy.title)
        self.body.addWidget(Label(_("带哪些过去"), "group"))
        self.parts = PartsGrid(_OF_TEMPLATES, self)
        self.body.addWidget(self.parts)
        self.body.addStretch(1)
        self.name.setFocus()
        self.name.box.selectAll()
        self.go.clicked.connect(self.make)

    def make(self) -> None:
        """Keep it."""
        activities, key = self.context.services.activities, self._copy.id
        name, parts = str(self.name.value()), self.parts.chosen()

        def work(_control: Control) -> int:
            return activities.save_as_template(key, name, parts)

        self.write(work, self._made)

    def _made(self, key: int) -> None:
        self.accept()
        words = _("已存为模板「{name}」").format(name=str(self.name.value()))
        self.context.message("ok", words, _("打开"), lambda: self.context.open_record("activity-templates", key))
