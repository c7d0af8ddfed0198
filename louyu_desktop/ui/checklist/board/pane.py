"""What stands round the board: what it is narrowed to, who has how much in hand, why the chosen day is that day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.rules.promise import TERMS
from louyu_desktop.services.board_copies import ALL, NOBODY, BoardView, Load, Wanted
from louyu_desktop.services.copies import Option
from louyu_desktop.text import _
from louyu_desktop.ui.actions import key_of
from louyu_desktop.ui.checklist.board.view import BoardView as View
from louyu_desktop.ui.flow import FlowLayout
from louyu_desktop.ui.parts import Button, ElidedLabel, EmptyState, Label, MessageBar, SearchLine, outline
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.sentence import Sentence
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_ARROW = 52
"""What a box needs beside its words."""


class BoardFrame(QFrame):
    """`narrowed` carries what was chosen above the board."""

    narrowed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        entity = context.services.records.entity("requests")
        self.view = View(entity, context.guest, context.services.access.role)
        self.message = MessageBar()
        self.search = SearchLine(_("编号、企业、内容"))
        self.mechanism = self._box(_("机制"), 148)
        self.person = self._box(_("责任人"), 148)
        self.place = self._box(_("楼宇"), 168)
        self.department = self._box(_("部门"), 168)
        self.loads = QWidget(self)
        self._loads = FlowLayout(self.loads)
        self._loaded: tuple[Load, ...] = ()
        self.people: dict[int, Button] = {}
        self.why = ElidedLabel("", "hint")
        self.everything = outline(_("清除筛选"))
        self.empty = EmptyState("chat", "", "", self.everything)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._build()
        self.sentence = Sentence(self._stack)
        self._fill(self.mechanism, _("机制"), [(one, _(one)) for one in TERMS], "")

    def _box(self, name: str, width: int) -> QComboBox:
        box = combo([("", name)])
        box.setAccessibleName(name)
        words = box.fontMetrics().horizontalAdvance(_("{name}：全部").format(name=name))
        box.setMinimumWidth(max(theme.px(width), words + theme.px(_ARROW)))
        box.activated.connect(self._narrow)
        return box

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(20, 4, 16, 8)
        row.setSpacing(8)
        self.search.setFixedWidth(theme.px(200))
        for widget in (self.search, self.mechanism, self.person, self.place, self.department):
            row.addWidget(widget)
        row.addStretch(1)
        hint = ElidedLabel(_("满 70% 时限转琥珀色，到期转红；按工作日算"), "hint")
        row.addWidget(hint, 2)
        self.loads.setContentsMargins(20, 0, 16, 6)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 4, 16, 6)
        foot.addWidget(self.why, 1)
        self._keys = Label(_("回车打开·M 移动·菜单键看能做什么"), "hint")
        foot.addWidget(self._keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        holder = QHBoxLayout()
        holder.setContentsMargins(20, 0, 16, 6)
        holder.addWidget(self.loads)
        layout.addLayout(holder)
        layout.addWidget(self.message)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        self.loads.setContentsMargins(0, 0, 0, 0)

    # -- what it is narrowed to ----------------------------------------------------------------

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        owner, place = self.person.currentData(), self.place.currentData()
        return Wanted(
            None if owner == "" else int(owner), None if place == "" else int(place),
            str(self.department.currentData()), str(self.mechanism.currentData()),
        )  # fmt: skip

    def _narrow(self, _index: int = 0) -> None:
        self.narrowed.emit(self.wanted)

    def show_all(self) -> None:
        """Take every condition away."""
        self.search.clear()
        for box in (self.mechanism, self.person, self.place, self.department):
            box.setCurrentIndex(0)
        self._narrow()

    def _fill(self, box: QComboBox, name: str, choices: Sequence[tuple[Any, str]], kept: Any) -> None:
        words = [("", _("{name}：全部").format(name=name)), *choices]
        if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] != words:
            box.clear()
            for value, text in words:
                box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(kept)))

    # -- what is shown -------------------------------------------------------------------------

    def put(self, found: BoardView, wanted: Wanted) -> None:
        """Show a board, and what it can be narrowed to."""
        sides = found.sides
        owner = "" if wanted.owner_id is None else wanted.owner_id
        people = [*_pairs(sides.people), (NOBODY, _("没有责任人"))]
        self._fill(self.person, _("责任人"), people, owner)
        self._fill(self.place, _("楼宇"), _pairs(sides.buildings), wanted.building_id or "")
        self._fill(self.department, _("部门"), [(one, one) for one in sides.departments], wanted.department)
        self._fill(self.mechanism, _("机制"), [(one, _(one)) for one in TERMS], wanted.mechanism)
        self._put_loads(found.loads, wanted.owner_id)
        self.view.put(found, self.search.text().strip())
        self._choose_side(wanted)

    def _choose_side(self, wanted: Wanted) -> None:
        """The board, or what there is to say where it is empty."""
        there = self.view.count > 0
        self._stack.setCurrentWidget(self.view if there else self.empty)
        self._keys.setVisible(there)
        if not there:
            narrowed = wanted != ALL or bool(self.search.text().strip())
            self.everything.setVisible(narrowed)
            if narrowed:
                self.empty.say(_("没有符合的诉求"), "", "search")
            else:
                hint = _("企业和居民提出的事，按 {key} 登记，以后按阶段列在这里").format(key=key_of("request"))
                self.empty.say(_("没有在办的诉求"), hint, "chat")

    def seek(self, text: str) -> None:
        """Only the cards that say a text."""
        self.view.narrow(text.strip())
        self._choose_side(self.wanted)

    def _put_loads(self, loads: Sequence[Load], owner_id: int | None) -> None:
        """By name, never by amount: who has how much in hand is for sharing, not for comparing."""
        if tuple(loads) != self._loaded:
            self._loaded = tuple(loads)
            self._build_loads()
        for key, button in self.people.items():
            button.setChecked(key == owner_id)

    def _build_loads(self) -> None:
        kept = next((key for key, one in self.people.items() if one.hasFocus()), None)
        self._loads.clear()
        self.people = {}
        self.loads.setVisible(bool(self._loaded))
        if not self._loaded:
            return
        label = Label(_("在手"), "label")
        label.setMinimumHeight(theme.px(28))
        self._loads.addWidget(label)
        for load in self._loaded:
            button = outline(f"{load.name} {load.open}", small=True)
            button.setCheckable(True)
            self.people[load.owner_id] = button
            said = _("{name} 在手 {open} 件，临近 {near} 件，超期 {over} 件").format(
                name=load.name, open=load.open, near=load.near, over=load.over
            )
            button.setToolTip(said)
            button.setAccessibleName(said)
            button.clicked.connect(partial(self._choose_person, load.owner_id))
            self._loads.addWidget(button)
        if kept in self.people:
            self.people[kept].setFocus()
        self.order_after(self.search)

    def order_after(self, first: QWidget) -> None:
        """Tab goes as it stands: what narrows, the people, the cards."""
        narrowing = (self.search, self.mechanism, self.person, self.place, self.department)
        for widget in (*narrowing, *self.people.values(), self.view):
            if widget is not first:
                QWidget.setTabOrder(first, widget)
            first = widget

    def _choose_person(self, owner_id: int, checked: bool) -> None:
        self.person.setCurrentIndex(max(0, self.person.findData(owner_id if checked else "")))
        self._narrow()


def _pairs(options: Sequence[Option]) -> list[tuple[Any, str]]:
    return [(one.id, one.title) for one in options]
