"""从模板新建: a template, and when the activity is to be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Control, Copy, Query, Row
from louyu_desktop.services.every import every
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.planning.times import MOMENT, moment_of
from louyu_desktop.ui.fields.editors import DateEditor, LineEditor
from louyu_desktop.ui.lines import Column, Lines, number
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import EmptyState, Label

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_COLUMNS = (
    Column(Field(name="name", label=N_("模板"), width=24), lambda row: row.values["name"]),
    Column(Field(name="type", label=N_("类型"), width=10), lambda row: row.values["type"] or ""),
    Column(Field(name="begins", label=N_("几点"), width=6), lambda row: row.values["begins"] or ""),
    number("minutes", N_("分钟"), 6, lambda row: row.values["minutes"]),
    number("capacity", N_("名额"), 6, lambda row: row.values["capacity"]),
)


def at_clock(day: dt.date, begins: str | None) -> dt.datetime:
    """A day at the clock of a template, at noon where it has none."""
    hour, _colon, minute = (begins or "").strip().replace("：", ":").partition(":")
    try:
        clock = dt.time(int(hour), int(minute or 0))
    except ValueError:
        clock = dt.time(12)
    return dt.datetime.combine(day, clock, SHANGHAI)


class BeginDialog(Panel):
    """One template: name and time of the activity made of it."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        super().__init__(
            context, parent, _("用模板「{name}」新建活动").format(name=copy.title),
            _("筹备事项和报名问题一起带上。"), _("新建活动"), QSize(460, 230),
        )  # fmt: skip
        self._template = copy.id
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(8)
        self.title = LineEditor(Field(name="title", label=N_("活动名称"), max_length=100), self)
        self.title.put(copy.values.get("title") or copy.title)
        self.when = DateEditor(MOMENT, self)
        self.when.put(at_clock(dates.today() + dt.timedelta(days=7), copy.values.get("begins")))
        for row, (words, editor) in enumerate(((_("活动名称"), self.title), (_("开始时间"), self.when))):
            grid.addWidget(Label(words, "label"), row, 0)
            grid.addWidget(editor, row, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.when.setFocus()
        self.go.clicked.connect(self.make)

    def make(self) -> None:
        """Make it, and open it."""
        try:
            starts_at = moment_of(self.when)
        except UserError as error:
            self.note.say(error.sentence)
            return
        activities, key, title = self.context.services.activities, self._template, str(self.title.value())

        def work(_control: Control) -> int:
            return activities.from_template(key, starts_at, title=title)

        self.write(work, self._made)

    def _made(self, key: int) -> None:
        self.accept()
        self.context.open_record("activities", key)


class TemplatePicker(Panel):
    """All templates; one leads to `BeginDialog`."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(
            context, parent, _("从模板新建活动"), _("选一个，下一步定时间。"), _("下一步"), QSize(620, 420)
        )
        self._parent = parent
        self.lines = Lines(_COLUMNS, context.guest, self)
        self.table = PlanTable(self.lines, self, title="name")
        self._empty = EmptyState(
            "file", _("还没有模板"), _("打开一场办得好的活动，「更多」里点「存为模板」")
        )
        self._empty.hide()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._empty, 1)
        self.table.chosen.connect(self.begin)
        self.go.clicked.connect(self._begin_current)
        self.go.setEnabled(False)
        records = context.services.records
        query = Query("activity-templates", sort="name")

        def work(_control: Control) -> tuple[Row, ...]:
            return tuple(every(records, query))

        context.tasks.read(self, work, self._show)

    def _show(self, rows: tuple[Row, ...]) -> None:
        self.lines.put(rows)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.go.setEnabled(bool(rows))
        if rows:
            self.table.selectRow(0)
            self.table.setFocus()

    def _begin_current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.begin(self.lines.rows[index.row()])

    def begin(self, row: Row, _name: str = "") -> None:
        """Go on with one of them."""
        records, key = self.context.services.records, row.id

        def show(copy: Copy) -> None:
            self.accept()
            BeginDialog(self.context, copy, self._parent).open()

        self.context.tasks.read(self, lambda _control: records.get("activity-templates", key), show)
