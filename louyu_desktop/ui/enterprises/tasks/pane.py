"""必访 of the station: what is done with the tasks that are marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from louyu_desktop.rules.must_visit import HELD
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.text import _
from louyu_desktop.ui.enterprises.tasks.deciding import AssignDialog, LaterDialog, NotNeededDialog, named
from louyu_desktop.ui.enterprises.tasks.sight import HELD_LIST, TaskSight
from louyu_desktop.ui.enterprises.visiting import open_before, open_visit

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class TasksPane(TaskSight):
    """Recording a visit, putting off, giving away, closing, and raising what waits."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        for table in self.tables.values():
            table.doubleClicked.connect(lambda _index: self.visit())
            table.chosen.connect(lambda _row, _name: self.visit())
        self.all.clicked.connect(self.select_all)
        self.assign_to.clicked.connect(self.assign)
        self.later.clicked.connect(self.put_off)
        self.needless.clicked.connect(self.close_them)
        self.go.clicked.connect(self.visit)
        self.print.clicked.connect(partial(context.launch, "print", paper="must-visits"))
        self.why.open.clicked.connect(self.open)
        self.why.before.clicked.connect(self.look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete says that the marked ones are not needed."""
        if event.key() == Qt.Key.Key_Delete and self._works and self._marked():
            self.close_them()
        else:
            super().keyPressEvent(event)

    def select_all(self) -> None:
        """Mark every line."""
        self.table.selectAll()
        self.table.setFocus()

    def open(self) -> None:
        """The file of the enterprise that is marked."""
        for one in self._marked()[:1]:
            self._context.open_record("enterprises", one.enterprise_id)

    def look(self) -> None:
        """What to know before the visit."""
        for one in self._marked()[:1]:
            open_before(self._context, one.enterprise_id)

    def visit(self) -> None:
        """登记走访 of the one that is marked; of what waits, 生成."""
        marked = self._marked()
        if self._which == HELD_LIST:
            if marked and self._works:
                self._raise(marked)
        elif len(marked) == 1 and self._works:
            open_visit(self._context, marked[0].enterprise_id, marked[0].id)

    def _raise(self, marked: list[MustVisit]) -> None:
        service, ids, context = self._context.services.must_visits, [one.id for one in marked], self._context
        said = _("已生成：{what}").format(what=named(marked))
        context.tasks.write(
            self, lambda _control: service.decide(ids, raise_=True), lambda _count: context.message("ok", said)
        )

    def assign(self) -> None:
        """Give the marked ones to somebody."""
        if marked := self._marked():
            people = self._context.services.stations.accounts()
            AssignDialog(self._context, marked, people, self.window()).open()

    def put_off(self) -> None:
        """Put the marked ones off."""
        if marked := self._marked():
            LaterDialog(self._context, marked, self.window()).open()

    def close_them(self) -> None:
        """Say that the marked ones are not needed, or are not to be raised."""
        if marked := self._marked():
            NotNeededDialog(self._context, marked, self.window(), held=self._which == HELD_LIST).open()


def open_tasks(context: Context) -> None:
    """The sub-tab 必访 with what waits for a decision, in its tab."""
    context.open_query(Query("visit-tasks", (Filter("state", Match.ONE_OF, (HELD,)),)))


def build(context: Context) -> TasksPane:
    """The sub-tab 必访."""
    return TasksPane(context)
