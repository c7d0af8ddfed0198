"""查重: the pairs that may be one firm, the surest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Control
from louyu_desktop.services.merging_copies import Twin
from louyu_desktop.text import N_, _
from louyu_desktop.ui.enterprises.merging.sides import show_both
from louyu_desktop.ui.lines import Column, Lines
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import EmptyState, Label, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_COLUMNS = (
    Column(Field(name="first", label=N_("企业"), width=30), lambda twin: twin.titles[0]),
    Column(Field(name="place", label=N_("位置"), width=16), lambda twin: twin.places[0] or "—"),
    Column(Field(name="second", label=N_("可能是同一家"), width=30), lambda twin: twin.titles[1]),
    Column(Field(name="other_place", label=N_("位置"), width=16), lambda twin: twin.places[1] or "—"),
    Column(Field(name="score", label=N_("分"), kind=Kind.INTEGER, width=4), lambda twin: str(twin.score)),
    Column(Field(name="reasons", label=N_("依据"), width=30), lambda twin: _("；").join(twin.reasons)),
)


class TwinsPane(QWidget):
    """Looked for when first shown, and again on demand or after a merge."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._fresh = False
        self.title = Label(_("查重"), "title")
        self.count = Label("", "label", "text2")
        self.again = outline(_("重新比对"), "history", small=True)
        self.lines = Lines(_COLUMNS, context.guest, self)
        self.table = PlanTable(self.lines, self, title="reasons")
        self.table.setAccessibleName(_("可能重复的企业"))
        self.empty = EmptyState("merge", _("正在比对"), _("企业多时要等一会儿，可以先去做别的"))
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.setSpacing(12)
        for widget in (self.title, self.count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(10, 0, 0, 0)
        inset.addWidget(self.table)
        layout.addLayout(inset, 1)
        layout.addWidget(self.empty, 1)
        self.table.hide()
        self.again.clicked.connect(self.look)
        self.table.chosen.connect(self.open)
        context.bus.changed.connect(self._changed)

    def _changed(self) -> None:
        if self._fresh and self.isVisible() and self.lines.rows:
            self.look()
        self._fresh = False

    def showEvent(self, event: QShowEvent) -> None:
        """Look, where something changed since."""
        super().showEvent(event)
        if not self._fresh:
            self.look()

    def look(self) -> None:
        """Compare all firms."""
        self._fresh = True
        self.again.setEnabled(False)
        duplicates = self._context.services.duplicates

        def work(control: Control) -> tuple[Twin, ...]:
            return duplicates.find(control)

        self._context.tasks.read(self, work, self._show, title=_("查重"))

    def _show(self, twins: tuple[Twin, ...]) -> None:
        self.again.setEnabled(True)
        self.lines.put(twins)
        self.table.setVisible(bool(twins))
        self.empty.setVisible(not twins)
        self.empty.say(
            _("没有看着像同一家的企业"), _("名称、曾用名、单元和电话都比过了；打分的规则在「设置 → 查重」里"), "check"
        )
        self.count.setText(_("{count} 对").format(count=len(twins)) if twins else "")

    def open(self, twin: Twin, _name: str = "") -> None:
        """Show a pair side by side."""
        show_both(
            self._context, "enterprises", twin.first, twin.second, self.window(), partial(self.tell_apart, twin)
        )

    def tell_apart(self, twin: Twin) -> None:
        """They are two: the pair is shown no more."""
        duplicates = self._context.services.duplicates

        def work(_control: Control) -> None:
            duplicates.tell_apart(twin.first, twin.second)

        def said(_done: None) -> None:
            self._context.message("ok", _("记下了：不是同一家，以后不再列出。Ctrl+Z 可以撤销"))

        self._context.tasks.write(self, work, said)


def build(context: Context) -> TwinsPane:
    """The sub-tab 查重."""
    return TwinsPane(context)
