"""必访 of the station: what is open by deadline, what waits for a decision, what is done with; and why each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.must_visit import COLOUR, HELD, TRIGGERS
from louyu_desktop.services.copies import Control, Query
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.enterprises.tasks.lines import TaskLines, WhyPanel, columns
from louyu_desktop.ui.lines import LinesTable
from louyu_desktop.ui.parts import Button, EmptyState, Label, Segmented, outline, primary
from louyu_desktop.ui.reading import Reading
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_Found = tuple[tuple[MustVisit, ...], tuple[MustVisit, ...]]
_OPEN, HELD_LIST = "open", "held"
_ALL = "all"


class TaskSight(QWidget):
    """Two lists in turn with one panel beside them; read when shown, and when something changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: dict[str, tuple[MustVisit, ...]] = {_OPEN: (), HELD_LIST: ()}
        self._read_once = False
        self._works = context.services.access.may(Right.WORK)
        self.which = Segmented([(_OPEN, _("要访的")), (HELD_LIST, _("等您定的"))], _OPEN)
        self.whose = Segmented([(_ALL, _("全部")), ("mine", _("我的"))], _ALL)
        self.trigger = Segmented([(_ALL, _("不限"))] + [(one, _(one)) for one in (*TRIGGERS, COLOUR)], _ALL)
        self.count = Label("", "label", "text2")
        self.tables = {_OPEN: self._table(_("要访的必访任务")), HELD_LIST: self._table(_("等您定的必访任务"))}
        self.why = WhyPanel(self)
        self.empty = EmptyState("walk", _("正在看"), "")
        self.stack = QStackedWidget(self)
        for widget in (*self.tables.values(), self.empty):
            self.stack.addWidget(widget)
        self._buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 8)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        layout.addLayout(self._narrow())
        body = QHBoxLayout()
        body.setContentsMargins(10, 0, 16, 0)
        body.setSpacing(12)
        body.addWidget(self.stack, 1)
        body.addWidget(self.why)
        layout.addLayout(body, 1)
        self.stack.setCurrentWidget(self.empty)
        self.why.hide()
        for one in (self.which, self.whose, self.trigger):
            one.chosen.connect(self._turn)
        context.guest.changed.connect(self._turn)
        self._reading = Reading(context, self, self.read)

    def _table(self, name: str) -> LinesTable:
        shown = columns("due", "enterprise", "trigger", "fact", "assignee", "state")
        lines = TaskLines(shown, self._context.guest, self)
        table = LinesTable(lines, self, title="enterprise", due=("due",), wide="fact")
        table.setAccessibleName(name)
        table.first = theme.px(10)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.clicked.disconnect()  # a click marks: what is done with the marked ones stands above
        table.selectionModel().currentRowChanged.connect(self._current)
        table.selectionModel().selectionChanged.connect(self._offer)
        return table

    def _buttons(self) -> None:
        self.all = outline(_("全选"), small=True)
        self.assign_to = outline(_("交给…"), small=True)
        self.later = outline(_("延后…"), small=True)
        self.needless = outline(_("无需…"), small=True)
        self.go = primary(_("登记走访"), "walk", small=True)
        self.print = outline(_("打印清单"), "print", small=True)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(8)
        for widget in (Label(_("必访"), "title"), self.which, self.count):
            head.addWidget(widget)
        head.addStretch(1)
        for button in self._offered():
            head.addWidget(button)
        return head

    def _offered(self) -> tuple[Button, ...]:
        papers = (self.print,) if self._context.has("print") else ()
        if not self._works:
            return papers
        return (*papers, self.all, self.assign_to, self.later, self.needless, self.go)

    def _narrow(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.whose)
        row.addWidget(self.trigger)
        row.addStretch(1)
        return row

    # -- reading -------------------------------------------------------------------------------

    def read(self) -> None:
        """Ask what is open and what waits."""
        service = self._context.services.must_visits

        def work(_control: Control) -> _Found:
            return service.open(), service.waiting()

        self._reading.ask(work, self._show)

    def _show(self, found: _Found) -> None:
        self._found = dict(zip((_OPEN, HELD_LIST), found, strict=True))
        if not self._read_once and found[1] and not found[0]:
            self.which.choose(HELD_LIST)
        self._read_once = True
        self._turn()

    @property
    def _which(self) -> str:
        return str(self.which.value)

    @property
    def table(self) -> LinesTable:
        """The list that is looked at."""
        return self.tables[self._which]

    def _turn(self, _value: object = None) -> None:
        kept = {one.id for one in self._marked()}
        rows = self._narrowed(self._found[self._which])
        self.table.lines.put(rows)
        self.stack.setCurrentWidget(self.table if rows else self.empty)
        self.why.setVisible(bool(rows))
        self._say_empty()
        self._say_count(rows)
        held = self._which == HELD_LIST
        for button in (self.assign_to, self.later):
            button.setVisible(self._works and not held)
        self.all.setVisible(self._works and held)
        place = next((n for n, one in enumerate(rows) if one.id in kept), 0)
        if rows:
            self.table.selectRow(place)
            self.table.setCurrentIndex(self.table.lines.index(place, 0))
        self._offer()
        self._current(self.table.currentIndex())

    def _narrowed(self, rows: tuple[MustVisit, ...]) -> tuple[MustVisit, ...]:
        actor = self._context.services.stations.actor()
        mine = actor.id if actor is not None and self.whose.value == "mine" else None
        return tuple(
            one for one in rows
            if (mine is None or one.assignee_id == mine) and self.trigger.value in (_ALL, one.trigger)
        )  # fmt: skip

    def _say_empty(self) -> None:
        if self._found[self._which]:
            self.empty.say(_("这样筛选没有任务"), _("换一个筛选看看"), "walk")
        elif self._which == _OPEN:
            hint = _("租期临近、高管变动、迁出、经营下滑、总部来访、特殊情况，都会自动列到这里")
            self.empty.say(_("没有要访的"), hint, "check")
        else:
            hint = _("导入台账带来的必访会先停在这里，由您决定生成还是不生成")
            self.empty.say(_("没有等您定的"), hint, "check")

    def _say_count(self, rows: tuple[MustVisit, ...]) -> None:
        today = dates.today()
        late = sum(one.waits_until < today for one in rows)
        held = len(self._found[HELD_LIST])
        words = [_("{count} 件").format(count=f"{len(rows):,}")]
        if self._which == _OPEN:
            words += [_("超期 {count} 件").format(count=late)] if late else []
            words += [_("另有 {count} 件等您定").format(count=f"{held:,}")] if held else []
        else:
            tally = Counter(one.trigger for one in rows)
            words += [_("{trigger} {count}").format(trigger=_(name), count=n) for name, n in tally.most_common(3)]
        self.count.setText("·".join(words))

    def _marked(self) -> list[MustVisit]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        return [self.table.lines.rows[row] for row in rows if row < len(self.table.lines.rows)]

    def _offer(self, _selected: object = None, _deselected: object = None) -> None:
        marked = self._marked()
        for button in (self.assign_to, self.later, self.needless):
            button.setEnabled(bool(marked))
        if self._which == HELD_LIST:
            self._name(self.needless, _("不生成…"))
            self._name(self.go, _("生成 {count} 件").format(count=f"{len(marked):,}") if marked else _("生成"))
            self.go.setEnabled(bool(marked))
        else:
            self._name(self.needless, _("无需…"))
            self._name(self.go, _("登记走访"))
            self.go.setEnabled(len(marked) == 1)

    def _name(self, button: Button, words: str) -> None:
        button.setText(words)
        button.setAccessibleName(words)

    def _current(self, index: QModelIndex, _before: object = None) -> None:
        rows = self.table.lines.rows
        one = rows[index.row()] if index.isValid() and index.row() < len(rows) else None
        self.why.say(one, guest=self._context.guest.on)

    def show_query(self, query: Query) -> None:
        """Turn to what waits for a decision, where that is asked for, else to what is open."""
        held = any(one.field == "state" and HELD in one.value for one in query.filters)
        self._read_once = True
        self.which.choose(HELD_LIST if held else _OPEN)
        self.whose.choose(_ALL)
        self.trigger.choose(_ALL)
        self._reading.again()
