"""Two records side by side: a choice in each line, what moves, and the way to make one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton, QScrollArea, QSizePolicy, QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.services.merging_copies import Comparison, Merged, Moved, Side
from louyu_desktop.text import _
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import ElidedLabel, Hairline, Label, outline
from louyu_desktop.ui.plain import tip, unmarked
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_LEFT, _RIGHT = 0, 1
_LABELS = 110
_MARK = 34


class _Side(QRadioButton):
    """One value to choose; what has no room ends with … and stands whole in the tooltip."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = text.replace("\n", " ")
        self.setToolTip(tip(text))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to the width there is."""
        super().resizeEvent(event)
        room = self.width() - theme.px(_MARK)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))


class MergeDialog(Panel):
    """The left one stays, the right one goes into it; `apart` is called when they are said to be two."""

    def __init__(
        self, context: Context, comparison: Comparison, parent: QWidget, apart: Callable[[], object] | None = None
    ) -> None:
        entity = context.services.records.entity(comparison.kind)
        super().__init__(
            context, parent, _("合并两条{label}记录").format(label=_(entity.label)),
            _("左边的留下，右边的并进来后放进回收站。合错了按 Ctrl+Z，两边都回到现在的样子。"), _("合并，留下左边"),
            QSize(860, 620),
        )  # fmt: skip
        self.comparison, self._owner = comparison, parent
        self._groups: dict[str, QButtonGroup] = {}
        self.body.addWidget(self._table(), 1)
        self.body.addWidget(Hairline())
        self.moves = Label(moves_in_words(comparison.moves), "label", "text2", wrap=True)
        self.body.addWidget(self.moves)
        self.turn = outline(_("左右对调"))
        self.turn.clicked.connect(self._turn)
        self.extra.addWidget(self.turn)
        if apart is not None:
            self.two = outline(_("不是同一家"))
            self.two.clicked.connect(apart)
            self.two.clicked.connect(self.reject)
            self.extra.addWidget(self.two)
        self.go.clicked.connect(self.merge)
        self.go.setFocus()

    def _table(self) -> QWidget:
        area = QScrollArea(self)
        area.setAccessibleName(_("两条的每一项"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 4, 12, 4)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
            head = ElidedLabel(self.comparison.titles[column - 1], "section", parent=inner)
            grid.addWidget(head, 0, column)
        differing = [side for side in self.comparison.sides if side.differs]
        for line, side in enumerate(differing, start=1):
            self._add_line(grid, line, side, inner)
        same = len(self.comparison.sides) - len(differing)
        if same:
            words = _("另有 {count} 项两边相同").format(count=same)
            grid.addWidget(Label(words, "hint"), len(differing) + 1, 1, 1, 2)
        grid.setRowStretch(len(differing) + 2, 1)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        return area

    def _add_line(self, grid: QGridLayout, line: int, side: Side, parent: QWidget) -> None:
        label = Label(_(side.field.label), "label")
        label.setMinimumWidth(theme.px(_LABELS))
        grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        group = QButtonGroup(self)
        for place in (_LEFT, _RIGHT):
            text = unmarked(self.context.guest.show(side.field, side.words[place])) or "—"
            button = _Side(text, parent)
            which = _("左边") if place == _LEFT else _("右边")
            button.setAccessibleName(f"{_(side.field.label)} {which} {text}")
            group.addButton(button, place)
            grid.addWidget(button, line, place + 1)
        group.button(_RIGHT if side.other else _LEFT).setChecked(True)
        self._groups[side.field.name] = group

    def taken(self) -> dict[str, bool]:
        """By field: whether the value at the right is taken."""
        return {name: group.checkedId() == _RIGHT for name, group in self._groups.items()}

    def choose(self, name: str, *, right: bool) -> None:
        """Choose one side of a field."""
        self._groups[name].button(_RIGHT if right else _LEFT).setChecked(True)

    def _turn(self) -> None:
        kind, (left, right) = self.comparison.kind, self.comparison.ids
        self.accept()
        show_both(self.context, kind, right, left, self._owner)

    def merge(self) -> None:
        """Make one of them."""
        merging, comparison, taken = self.context.services.merging, self.comparison, self.taken()

        def work(_control: Control) -> Merged:
            return merging.merge(comparison.kind, *comparison.ids, taken, comparison.versions)

        self.write(work, self._done)

    def _done(self, merged: Merged) -> None:
        words = _("已合并成「{name}」，并过来 {count} 条记录").format(name=merged.title, count=merged.count)
        self.context.message("ok", words)
        self.context.open_record(self.comparison.kind, merged.id)
        self.accept()


def moves_in_words(moves: tuple[Moved, ...]) -> str:
    """会并过来：联系人 2 人，入驻记录 2 条（1 条与左边的并成一条）."""
    if not moves:
        return _("右边没有挂着别的记录。")
    parts = []
    for one in moves:
        words = _("{label} {count} {counter}").format(label=one.label, count=one.count, counter=one.counter)
        if one.together:
            words += _("（{count} {counter}与左边的并成一{counter}）").format(count=one.together, counter=one.counter)
        parts.append(words)
    return _("会并过来：{moves}。").format(moves=_("，").join(parts))


def show_both(
    context: Context, kind: str, stays: int, goes: int, parent: QWidget, apart: Callable[[], object] | None = None
) -> None:
    """Read two records and show them side by side."""
    merging = context.services.merging
    show = partial(_show, context, parent, apart)
    context.tasks.read(parent, lambda _control: merging.compare(kind, stays, goes), show)


def _show(context: Context, parent: QWidget, apart: Callable[[], object] | None, comparison: Comparison) -> None:
    MergeDialog(context, comparison, parent, apart).open()
