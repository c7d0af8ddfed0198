"""要通知的人: who means to come and who has to do with an activity, to copy, print or export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.services.copies import Control, Filter, Match, Query
from louyu_desktop.services.planned import Told, ToldPerson
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.labels import ElidedLabel, Label
from louyu_desktop.ui.lines import Column, Lines
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import EmptyState, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_NAME = Field(name="name", label=N_("姓名"), kind=Kind.PERSON_NAME)
_COLUMNS = (
    Column(Field(name="name", label=N_("姓名"), kind=Kind.PERSON_NAME, width=10), lambda row: row.name),
    Column(Field(name="unit", label=N_("单位"), width=20), lambda row: row.unit),
    Column(
        Field(name="phone", label=N_("手机"), kind=Kind.MOBILE, width=14, sensitivity=Sensitivity.PERSONAL),
        lambda row: row.phone,
    ),
    Column(Field(name="status", label=N_("报名"), width=8), lambda row: _(row.status)),
)


def show_told(context: Context, activity_id: int, parent: QWidget) -> None:
    """Read whom to tell about an activity, and show it."""
    activities = context.services.activities

    def show(told: Told) -> None:
        ToldDialog(context, told, parent).open()

    context.tasks.read(parent, lambda _control: activities.told(activity_id), show)


class ToldDialog(Panel):
    """The list; whole phones are copied, and that goes into the log."""

    def __init__(self, context: Context, told: Told, parent: QWidget) -> None:
        title = _("要通知 {count} 人：{title}").format(count=len(told.people), title=told.title)
        super().__init__(context, parent, title, self._about(told), _("知道了"), QSize(620, 560))
        self.told = told
        self.leave.hide()
        self.go.clicked.connect(self.accept)
        self._others: list[ElidedLabel] = []
        self._add_others(told)
        self.lines = Lines(_COLUMNS, context.guest, self)
        self.lines.put(told.people)
        self.table = PlanTable(self.lines, self, title="unit")
        self.table.viewport().unsetCursor()
        if told.people:
            self.body.addWidget(self.table, 1)
        else:
            self.body.addWidget(EmptyState("people", _("还没有人报名"), _("上面是和这场活动有关的人")), 1)
        self._add_buttons()
        context.guest.changed.connect(self._redraw)
        self._redraw()

    @staticmethod
    def _about(told: Told) -> str:
        words = [told.when, _(told.status)]
        return "·".join(words) + (f"：{told.reason}" if told.reason else "")

    def _add_others(self, told: Told) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (label, _name) in enumerate(told.others):
            grid.addWidget(Label(label, "label", "text3"), row, 0)
            self._others.append(ElidedLabel("", "body"))
            grid.addWidget(self._others[-1], row, 1)
        self.body.addLayout(grid)

    def _add_buttons(self) -> None:
        access, ids = self.context.services.access, tuple(person.person_id for person in self.told.people)
        query = Query("people", (Filter("id", Match.ONE_OF, ids),))
        if access.may(Right.REVEAL):
            self.copy_button = outline(_("复制名单和电话"), "copy", small=True)
            self.copy_button.clicked.connect(self.copy)
            self.extra.addWidget(self.copy_button)
        for tool, words, icon in (("print", _("打印"), "print"), ("export", _("导出"), "download")):
            if self.context.has(tool) and ids:
                button = outline(words, icon, small=True)
                button.clicked.connect(partial(self._launch, tool, query))
                self.extra.addWidget(button)

    def _launch(self, tool: str, query: Query) -> None:
        self.context.launch(tool, query=query, columns=("name", "unit_name", "mobile"))

    def copy(self) -> None:
        """Copy names, units and whole phones, for a message or a workbook."""
        activities, key = self.context.services.activities, self.told.activity_id

        def work(_control: Control) -> dict[int, str]:
            return activities.phones(key)

        self.context.tasks.write(self, work, self._copied, self.refuse)

    def _copied(self, phones: dict[int, str]) -> None:
        rows = [(one.name, one.unit, phones.get(one.person_id, ""), _(one.status)) for one in self.told.people]
        data = QMimeData()
        data.setText("\n".join("\t".join(row) for row in rows))
        QApplication.clipboard().setMimeData(data)
        self.note.say(_("已复制 {count} 人，可以粘贴到微信或表格里").format(count=len(rows)), "ok")

    def _redraw(self) -> None:
        show, persons = self.context.guest.show, {_("主讲"), _("负责人"), _("筹备")}
        for widget, (label, name) in zip(self._others, self.told.others, strict=True):
            widget.setText(_("、").join(show(_NAME, one) for one in name.split("、")) if label in persons else name)
        self.lines.put(self.lines.rows)

    def selected(self) -> ToldPerson | None:
        """The person on whose row the cursor stands."""
        index = self.table.currentIndex()
        return self.lines.rows[index.row()] if index.isValid() else None
