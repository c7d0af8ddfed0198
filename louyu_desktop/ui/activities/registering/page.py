"""报名: everybody who registered, who waits and for how long, and what is done about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.registering_copies import Asked, Cancelled, Places
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.registering import ACTS, said
from louyu_desktop.ui.activities.registering.columns import ANSWERS, BROUGHT, COLUMNS, ORDER, WHEN, Shown, shown
from louyu_desktop.ui.activities.registering.giving_up import GivingUp
from louyu_desktop.ui.activities.registering.places import figures
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.lines import Lines, LinesTable
from louyu_desktop.ui.parts import ElidedLabel, EmptyState, Segmented, outline
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_S = RegistrationStatus
_OPEN = frozenset({_S.REGISTERED, _S.WAITING, _S.OFFERED})
_UNIT, _LEAST = 1, 150
_PARTS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("all", N_("全部"), frozenset(_S)),
    ("held", N_("有名额"), frozenset(HOLDING)),
    ("waiting", N_("候补"), frozenset({_S.WAITING, _S.OFFERED})),
    ("gone", N_("已取消"), frozenset({_S.CANCELLED})),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page shows of one activity."""

    places: Places
    rows: tuple[Shown, ...]
    asked: tuple[Asked, ...]


class RegisteringPage(QWidget):
    """Figures, what can be done, the list; Delete cancels, Enter opens the registration."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._stale = False
        self._rows: tuple[Shown, ...] = ()
        may = context.services.access.may(Right.ENTER)
        self.figures = ElidedLabel("", "label", "text2", parent=self)
        self.parts = Segmented([(key, _(label)) for key, label, _states in _PARTS], "all")
        self.lines = Lines(COLUMNS, context.guest, self)
        self.table = _Table(self.lines, self)
        self.buttons = {
            "accept": outline(_("来"), "check", small=True),
            "decline": outline(_("不来"), small=True),
            "cancel": outline(_("取消报名…"), "close", small=True),
            "told": outline(_("已告知本人"), small=True),
        }
        self.acts = {act.id: outline(_(act.label), act.icon, small=True) for act in ACTS}
        self._allowed = {act.id: act.right is None or context.services.access.may(act.right) for act in ACTS}
        for button in self.buttons.values():
            button.setVisible(may)
        self._empty = EmptyState(
            "list", _("还没有人报名"), _("登记一位，按企业、支部选人，或者粘贴接龙"), parent=self
        )
        self._build()
        self._connect()
        self._selected()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(6)
        for act in ACTS:
            self.acts[act.id].setVisible(self._allowed[act.id])
            head.addWidget(self.acts[act.id])
        head.addStretch(1)
        layout.addLayout(head)
        second = QHBoxLayout()
        second.setContentsMargins(20, 0, 16, 0)
        second.setSpacing(6)
        second.addWidget(self.parts)
        second.addStretch(1)
        for button in self.buttons.values():
            second.addWidget(button)
        line = QHBoxLayout()
        line.setContentsMargins(20, 0, 16, 0)
        line.addWidget(self.figures, 1)
        layout.addLayout(line)
        layout.addLayout(second)
        inner = QHBoxLayout()
        inner.setContentsMargins(10, 0, 0, 0)
        inner.addWidget(self.table)
        layout.addLayout(inner, 1)
        layout.addWidget(self._empty, 1)

    def _connect(self) -> None:
        for act in ACTS:
            self.acts[act.id].clicked.connect(partial(self._run, act.run))
        self.parts.chosen.connect(self._filter)
        self.table.doubleClicked.connect(self.open)
        self.table.opened = self.open
        self.table.dropped = self.cancel
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.buttons["accept"].clicked.connect(self.accept)
        self.buttons["decline"].clicked.connect(self.decline)
        self.buttons["cancel"].clicked.connect(self.cancel)
        self.buttons["told"].clicked.connect(self.tell)
        self._context.bus.changed.connect(self._hear)
        self._context.guest.changed.connect(self._filter)

    def _run(self, run: Callable[[Context, Copy, QWidget], object]) -> None:
        if self._copy is not None:
            run(self._context, self._copy, self)

    # -- reading -------------------------------------------------------------------------------

    def show_parent(self, copy: Copy) -> None:
        """Read who registered for this activity."""
        self._copy = copy
        service, key, now = self._context.services.registering, copy.id, dt.datetime.now(dt.UTC)

        def work(_control: Control) -> Standing:
            rows, asked = service.listed(key), service.questions(key)
            answers = service.answers([row.registration_id for row in rows]) if asked else {}
            return Standing(service.places(key, now), shown(rows, asked, answers, now), asked)

        self._context.tasks.read(self, work, partial(self._show, key))

    def _hear(self, changes: object) -> None:
        kinds = getattr(changes, "kinds", {})
        if self._copy is None or not {"registrations", "questions", "answers", "people"} & set(kinds):
            return
        if self.isVisible():
            self.show_parent(self._copy)
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is read now."""
        super().showEvent(event)
        if self._stale and self._copy is not None:
            self._stale = False
            self.show_parent(self._copy)

    def _show(self, key: int, found: Standing) -> None:
        if self._copy is None or self._copy.id != key:
            return
        self._rows = found.rows
        self.figures.setText(figures(found.places))
        tone = "warn" if found.places.waiting or found.places.free == 0 else "text2"
        self.figures.set_tone(tone)
        brought = any(row.brought_by for row in found.rows)
        self.table.needless = {place for place, needed in ((ANSWERS, found.asked), (BROUGHT, brought)) if not needed}
        self.table.fit()
        self._filter()

    def _filter(self, *_value: object) -> None:
        states = next(states for key, _label, states in _PARTS if key == self.parts.value)
        chosen = {row.registration_id for row in self.selected()}
        rows = [row for row in self._rows if row.status in states]
        rows.sort(key=lambda row: (ORDER.get(row.status, 9), row.rank or 0, row.place))
        self.lines.put(rows)
        for place, row in enumerate(rows):
            if row.registration_id in chosen:
                self.table.selectRow(place)
        self.table.setVisible(bool(self._rows))
        self._empty.setVisible(not self._rows)
        self.parts.setVisible(bool(self._rows))
        self._selected()

    def selected(self) -> tuple[Shown, ...]:
        """The rows selected."""
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return tuple(self.lines.rows[place] for place in places if place < len(self.lines.rows))

    def _selected(self, *_selection: object) -> None:
        rows = self.selected()
        offered = len(rows) == 1 and rows[0].status == _S.OFFERED
        may = self._context.services.access.may(Right.ENTER)
        for name in ("accept", "decline"):
            self.buttons[name].setVisible(offered and may)
        self.buttons["cancel"].setEnabled(bool(rows) and all(row.status in _OPEN for row in rows))
        self.buttons["told"].setEnabled(bool(rows))

    # -- doing ---------------------------------------------------------------------------------

    def open(self) -> None:
        """The registration on which the cursor stands."""
        if rows := self.selected():
            self._context.open_record("registrations", rows[0].registration_id)

    def accept(self) -> None:
        """Who was offered a place comes."""
        if rows := self.selected():
            service, key = self._context.services.registering, rows[0].registration_id
            done = partial(self._accepted, rows[0])
            self._context.tasks.write(self, lambda _control: service.accept(key), done, partial(report, self))

    def _accepted(self, row: Shown, _nothing: None) -> None:
        name = self._context.guest.show(said.NAME, row.name)
        self._context.message("ok", _("候补转正：{name}").format(name=name))

    def decline(self) -> None:
        """Who was offered a place does not come; the next one is asked."""
        if rows := self.selected():
            service, key, done = self._context.services.registering, rows[0].registration_id, self._cancelled
            self._context.tasks.write(self, lambda _control: service.decline(key), done, partial(report, self))

    def cancel(self) -> None:
        """Ask why, and cancel what is selected."""
        rows = self.selected()
        if rows and self.buttons["cancel"].isEnabled() and self._context.services.access.may(Right.ENTER):
            dialog = GivingUp(self._context, rows, self._rows, self)
            dialog.done_with.connect(self._cancelled)
            dialog.open()

    def _cancelled(self, done: Cancelled) -> None:
        self._context.message(*said.cancelled(self._context.guest, done))

    def tell(self) -> None:
        """The people selected were told what is kept of them, and agreed."""
        ids = [row.registration_id for row in self.selected()]
        service = self._context.services.registering
        self._context.tasks.write(self, lambda _control: service.tell(ids), partial(self._told, len(ids)))

    def _told(self, count: int, _nothing: None) -> None:
        self._context.message("ok", _("已记下：{count} 人知道并同意个人信息怎么用").format(count=count))


class _Table(LinesTable):
    """Several rows may be selected; Enter opens, Delete cancels."""

    opened: Callable[[], None]
    dropped: Callable[[], None]

    def __init__(self, model: Lines, parent: QWidget) -> None:
        self.needless: set[int] = {ANSWERS, BROUGHT}
        super().__init__(model, parent, title="unit")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.viewport().unsetCursor()
        self.setAccessibleName(_("报名名单"))

    def fit(self) -> None:
        """Columns with nothing in them are gone; of the others some give way, that the unit can be read."""
        self.first = theme.px(PADDING)
        for place in range(len(COLUMNS)):  # what is hidden has no width
            self.showColumn(place)
        super().fit()
        gone = set(self.needless)
        for place in (WHEN, BROUGHT, ANSWERS):
            taken = sum(self.columnWidth(one) for one in range(len(COLUMNS)) if one not in {*gone, _UNIT})
            if self.viewport().width() - taken < theme.px(_LEAST):
                gone.add(place)
        for place in gone:
            self.hideColumn(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened()
        elif event.key() == Qt.Key.Key_Delete:
            self.dropped()
        else:
            super().keyPressEvent(event)
