"""移交: what somebody looks after, chosen by its kind, given to another person as one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.services.copies import Control
from louyu_desktop.services.handover import Charge, Handed, Held, Holdings
from louyu_desktop.text import _
from louyu_desktop.ui.parts import EmptyState, Label, MessageBar, primary, quiet
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.roomy import Roomy
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.accounts import Colleague
    from louyu_desktop.ui.context import Context

_WIDE = 520


class HandoverDialog(QDialog):
    """`handed` when it is done; `leaving` is the person chosen first."""

    handed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None, leaving: int | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("移交"))
        self.setMinimumWidth(theme.px(_WIDE))
        self._context, self._leaving = context, leaving
        self.message = MessageBar(self)
        self.leaving = combo([])
        self.to = combo([])
        self.boxes: dict[Charge, QCheckBox] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.empty = EmptyState("check", _("手上没有要移交的"), _("换一个人看看，或者直接关上"))
        self.give = primary(_("移交"))
        self._build()
        self.leaving.currentIndexChanged.connect(self._look)
        self.to.currentIndexChanged.connect(self._say)
        self.give.clicked.connect(self._hand_over)
        accounts = context.services.accounts
        context.tasks.read(self, lambda _control: accounts.people(), self._know)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(Label(_("把一个人手上的工作交给另一个人"), "pane"))
        layout.addWidget(Label(_("一次移交，按 Ctrl+Z 可以整个退回。做过的记录还写着原来的人。"), "label", "text2", wrap=True))
        layout.addWidget(self.message)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (words, field) in enumerate(((_("谁的工作"), self.leaving), (_("交给"), self.to))):
            label = Label(words, "label", "text2")
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.setAccessibleName(words)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        layout.addLayout(grid)
        held = QWidget()
        rows = QVBoxLayout(held)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._rows)
        rows.addWidget(self.empty, 1)
        rows.addStretch(1)
        self.empty.hide()
        layout.addWidget(Roomy(held), 1)
        foot = QHBoxLayout()
        cancel = quiet(_("取消"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        foot.addStretch(1)
        foot.addWidget(self.give)
        layout.addLayout(foot)
        self.give.setEnabled(False)

    # -- showing -------------------------------------------------------------------------------

    def _know(self, people: tuple[Colleague, ...]) -> None:
        for box in (self.leaving, self.to):
            box.blockSignals(True)  # one look at the holdings, when both are filled
            for one in people:
                box.addItem(one.name, one.id)
            box.blockSignals(False)
        place = self.leaving.findData(self._leaving)
        self.leaving.setCurrentIndex(max(place, 0))
        if self.to.currentIndex() == self.leaving.currentIndex() and self.to.count() > 1:
            self.to.setCurrentIndex(1 if self.leaving.currentIndex() == 0 else 0)
        self._look()

    def _look(self) -> None:
        key, handover = self.leaving.currentData(), self._context.services.handover
        if key is not None:
            self._context.tasks.read(self, lambda _control: handover.holdings(key), self._show)

    def _show(self, holdings: Holdings) -> None:
        if holdings.account_id != self.leaving.currentData():
            return
        for box in self.boxes.values():
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for held in holdings.held:
            self.boxes[held.charge] = self._box(held)
            self._rows.addWidget(self.boxes[held.charge])
        self.empty.setVisible(not holdings.held)
        self._say()

    def _box(self, held: Held) -> QCheckBox:
        box = QCheckBox(_("{what}　{count:,}").format(what=_(held.charge.value), count=held.count))
        box.setChecked(True)
        names = "\n".join(held.names)
        box.setToolTip(tip(f"{names}\n…" if held.count > len(held.names) else names))
        box.toggled.connect(self._say)
        return box

    def _say(self) -> None:
        chosen = self.chosen
        same = self.to.currentData() == self.leaving.currentData()
        self.give.setEnabled(bool(chosen) and not same and self.to.currentData() is not None)
        self.give.setText(_("移交给{name}").format(name=self.to.currentText()) if not same else _("移交"))

    @property
    def chosen(self) -> tuple[Charge, ...]:
        """What is to go over."""
        return tuple(charge for charge, box in self.boxes.items() if box.isChecked())

    # -- doing ---------------------------------------------------------------------------------

    def _hand_over(self) -> None:
        leaving, to, charges = self.leaving.currentData(), self.to.currentData(), self.chosen
        handover = self._context.services.handover

        def work(_control: Control) -> Handed:
            return handover.hand_over(leaving, to, charges)

        self.give.setEnabled(False)
        self._context.tasks.write(self, work, self._done, self._refused)

    def _done(self, handed: Handed) -> None:
        words = _("已移交给{name}：{count:,} 项，Ctrl+Z 可以整个退回").format(name=handed.to, count=handed.count)
        self._context.message("ok", words)
        self.handed.emit(handed)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._say()
        if isinstance(error, LouyuError):
            self.message.show("warn", error.sentence)
        else:
            report(self, error)


def open_handover(context: Context, leaving: int | None = None) -> QDialog:
    """The dialog over the window."""
    dialog = HandoverDialog(context, context.window, leaving)
    dialog.open()
    return dialog


