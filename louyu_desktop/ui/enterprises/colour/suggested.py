"""五色 of the station: what is suggested, the worst first, and what waits for a second person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules.colours import COLOURS
from louyu_desktop.services.colour_copies import Accepted, Advised, Person, Waiting
from louyu_desktop.services.copies import Control
from louyu_desktop.text import N_, _
from louyu_desktop.ui.enterprises.colour.deciding import ConfirmDialog, WhyDialog, decide
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import EmptyState, Label, Segmented, outline, primary
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_OPEN = Sensitivity.SENSITIVE
_Found = tuple[tuple[Advised, ...], tuple[Waiting, ...], tuple[Person, ...]]


def _colour(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind=Kind.CHOICE, choices=COLOURS, sensitivity=_OPEN, width=6)


def _words(one: Advised) -> str:
    return "；".join(reason.words for reason in one.reasons)


_ADVISED = (
    Column(_colour("colour", N_("建议")), lambda one: one.colour),
    Column(_colour("present", N_("现在")), lambda one: one.present),
    Column(Field(name="name", label=N_("企业"), width=30), lambda one: one.name),
    Column(Field(name="place", label=N_("位置"), width=18), lambda one: one.place),
    Column(Field(name="words", label=N_("依据"), width=30, sensitivity=_OPEN), _words),
    Column(Field(name="second", label=N_("第二人"), width=7, sensitivity=_OPEN), lambda one: _("要") if one.second else ""),
    Column(Field(name="since", label=N_("建议日期"), kind=Kind.DATE, width=12), lambda one: str(one.since or "")),
)
_WAITING = (
    Column(_colour("colour", N_("提出")), lambda one: one.colour),
    Column(_colour("before", N_("现在")), lambda one: one.before),
    Column(Field(name="name", label=N_("企业"), width=30), lambda one: one.name),
    Column(Field(name="reason", label=N_("理由"), width=30, sensitivity=_OPEN), lambda one: one.reason),
    Column(Field(name="by", label=N_("提出人"), width=9), lambda one: _("我") if one.mine else one.by),
    Column(Field(name="on", label=N_("日期"), kind=Kind.DATE, width=12), lambda one: one.on.isoformat()),
)


class SuggestedPane(QWidget):
    """Two lists in turn; read when shown, and when something changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._people: tuple[Person, ...] = ()
        self.count = Label("", "label", "text2")
        self.which = Segmented([("advised", _("系统建议")), ("waiting", _("等第二人确认"))], "advised")
        self.all = outline(_("全选"), small=True)
        self.stay = outline(_("维持…"), small=True)
        self.go = primary(_("按建议定色…"), small=True)
        self.advised = self._table(_ADVISED, "words", _("系统建议改的颜色"))
        self.waiting = self._table(_WAITING, "reason", _("等第二人确认的提议"))
        self.advised.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.empty = EmptyState("shield", _("正在看"), "")
        self.stack = QStackedWidget(self)
        for widget in (self.advised, self.waiting, self.empty):
            self.stack.addWidget(widget)
        self.words = Label("", "label", "text2", wrap=True)
        self.words.setContentsMargins(20, 0, 20, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 8)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        inset = QHBoxLayout()
        inset.setContentsMargins(10, 0, 0, 0)
        inset.addWidget(self.stack)
        layout.addLayout(inset, 1)
        layout.addWidget(self.words)
        self.stack.setCurrentWidget(self.empty)
        self.which.chosen.connect(self._turn)
        self.all.clicked.connect(self.advised.selectAll)
        self.go.clicked.connect(self.take)
        self.stay.clicked.connect(self.keep)
        context.guest.changed.connect(self._turn)
        self._reading = Reading(context, self, self.read)

    def _table(self, columns: tuple[Column, ...], title: str, name: str) -> LinesTable:
        table = PlanTable(Lines(columns, self._context.guest, self), self, title=title)
        table.title = "name"  # in full ink; the reasons have the width
        table.setAccessibleName(name)
        table.clicked.disconnect()  # a click marks: what is done with the marked ones stands above
        table.doubleClicked.connect(lambda _index: self.open())
        table.chosen.connect(lambda _row, _name: self.open())
        table.selectionModel().currentRowChanged.connect(self._current)
        table.selectionModel().selectionChanged.connect(self._offer)
        return table

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(10)
        head.addWidget(Label(_("五色"), "title"))
        head.addWidget(self.which)
        head.addWidget(self.count)
        head.addStretch(1)
        for button in (self.all, self.stay, self.go):
            head.addWidget(button)
        return head

    def read(self) -> None:
        """Ask what is suggested and what waits."""
        service = self._context.services.colours

        def work(_control: Control) -> _Found:
            return service.suggestions(), service.waiting(), service.seconds()

        self._reading.ask(work, self._show)

    def _show(self, found: _Found) -> None:
        advised, waiting, self._people = found
        self.advised.lines.put(advised)
        self.waiting.lines.put(waiting)
        self._turn()

    @property
    def table(self) -> LinesTable:
        """The list that is looked at."""
        return self.advised if self.which.value == "advised" else self.waiting

    def _turn(self, _value: object = None) -> None:
        rows = self.table.lines.rows
        advised = self.table is self.advised
        self.table.viewport().update()
        self.stack.setCurrentWidget(self.table if rows else self.empty)
        if advised:
            hint = _("系统看租期、走访、员工数、税收等级和登记变动；有要改的会列在这里")
            self.empty.say(_("没有建议改的颜色"), hint, "check")
        else:
            hint = _("变差两级，或者定为红，会在这里等另一位工作人员确认")
            self.empty.say(_("没有等确认的提议"), hint, "check")
        counts = {"advised": len(self.advised.lines.rows), "waiting": len(self.waiting.lines.rows)}
        self.count.setText(
            _("建议 {advised} 家，等确认 {waiting} 家").format(**counts) if not self._context.guest.on else "—"
        )
        self.all.setVisible(advised)
        self.stay.setVisible(advised)
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.lines.index(0, 0))
        self._offer()
        self._current(self.table.currentIndex())

    def _marked(self) -> list[Any]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        return [self.table.lines.rows[row] for row in rows]

    def _offer(self, _selected: object = None, _deselected: object = None) -> None:
        marked = self._marked()
        self.go.setEnabled(bool(marked))
        self.stay.setEnabled(len(marked) == 1)
        if self.table is self.waiting:
            words = _("确认…")
        elif len(marked) > 1:
            words = _("按建议定色 {count} 家…").format(count=len(marked))
        else:
            words = _("按建议定色…")
        self.go.setText(words)
        self.go.setAccessibleName(words)

    def _current(self, index: QModelIndex, _before: object = None) -> None:
        """All reasons of the line that is marked."""
        rows = self.table.lines.rows
        one = rows[index.row()] if index.isValid() and index.row() < len(rows) else None
        words = ""
        if isinstance(one, Advised):
            words = "\n".join(_("{colour}：{words}").format(colour=_(r.colour), words=r.words) for r in one.reasons)
        elif isinstance(one, Waiting):
            words = _("理由：{words}").format(words=one.reason)
        self.words.setText("" if self._context.guest.on else words)

    # -- doing ---------------------------------------------------------------------------------

    def open(self) -> None:
        """The file of the enterprise that is marked."""
        marked = self._marked()
        if marked:
            self._context.open_record("enterprises", marked[0].enterprise_id)

    def take(self) -> None:
        """Decide on the one that is marked, or give all that are marked what is suggested."""
        marked = self._marked()
        if self.table is self.waiting:
            if marked:
                ConfirmDialog(self._context, marked[0], self._people, self.window()).open()
        elif len(marked) == 1:
            decide(self._context, marked[0].enterprise_id, self.window(), marked[0].colour)
        elif marked:
            self._take_all(marked)

    def _take_all(self, marked: list[Advised]) -> None:
        service, ids = self._context.services.colours, [one.enterprise_id for one in marked]
        seconds = sum(one.second for one in marked)
        about = _("理由不填时，记下每家各自的依据。")
        if seconds:
            about += _("其中 {count} 家变差两级或定为红，会等第二人确认。").format(count=seconds)
        title = _("按建议定色 {count} 家").format(count=len(marked))
        dialog = WhyDialog(
            self._context, self.window(), title, about, title,
            _("已按建议定色 {count} 家").format(count=len(marked)), partial(_accept, service, ids),
        )  # fmt: skip
        dialog.open()

    def keep(self) -> None:
        """Stay with the colour of the one that is marked."""
        marked = self._marked()
        if len(marked) == 1:
            one: Advised = marked[0]
            service = self._context.services.colours
            WhyDialog(
                self._context, self.window(), _("维持{colour}：{title}").format(colour=_(one.present), title=one.name),
                _("系统的依据：{words}。有别的依据时会再建议").format(words=_words(one)),
                _("维持{colour}").format(colour=_(one.present)), _("已维持：{title}").format(title=one.name),
                lambda reason: service.keep(one.enterprise_id, reason),
            ).open()  # fmt: skip


def _accept(service: Any, ids: list[int], reason: str) -> Accepted:
    found: Accepted = service.accept(ids, reason)
    return found


def build(context: Context) -> SuggestedPane:
    """The sub-tab 五色."""
    return SuggestedPane(context)
