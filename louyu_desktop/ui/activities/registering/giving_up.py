"""取消报名: why, and with whom they bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.services.copies import Control
from louyu_desktop.services.registering_copies import Cancelled
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.registering import said
from louyu_desktop.ui.activities.registering.columns import Shown
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import restyle

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_REASONS = (N_("临时有事"), N_("出差"), N_("身体不适"), N_("改报别的场次"), N_("联系不上"))
_S = RegistrationStatus
_OPEN = frozenset({_S.REGISTERED, _S.WAITING, _S.OFFERED})


class GivingUp(Panel):
    """`done_with(Cancelled)` when it is written."""

    done_with = Signal(object)

    def __init__(self, context: Context, rows: Sequence[Shown], every: Sequence[Shown], parent: QWidget) -> None:
        people = tuple(rows)
        who = _("、").join(context.guest.show(said.NAME, row.name) for row in people[:3])
        many = _("取消 {count} 人的报名").format(count=len(people))
        title = _("取消 {who} 的报名").format(who=who) if len(people) <= 3 else many
        about = _("名单上还看得到；名额让给候补，之后可以撤销。")
        super().__init__(context, parent, title, about, many, QSize(460, 230))
        self._ids = [row.registration_id for row in people]
        self.leave.setText(_("不动"))
        restyle(self.go, kind="danger_fill")
        self.reason = self.ask_reason("reason", _REASONS, limit=100)
        names = {row.name for row in people}
        brought = [
            row for row in every
            if row.brought_by in names and row.status in _OPEN and row.registration_id not in self._ids
        ]  # fmt: skip
        self.companions = QCheckBox(_("带来的 {count} 人一起取消").format(count=len(brought)), self)
        self.companions.setChecked(True)
        self.companions.setVisible(bool(brought))
        self.body.addWidget(self.companions)
        self.body.addStretch(1)
        self.go.clicked.connect(self.cancel)
        self.reason.box.returnPressed.connect(self.cancel)
        self.reason.setFocus()

    def cancel(self) -> None:
        """Cancel them."""
        service, ids = self.context.services.registering, self._ids
        reason, companions = str(self.reason.value()), self.companions.isChecked()

        def work(_control: Control) -> Cancelled:
            return service.cancel(ids, reason, companions=companions)

        self.write(work, self._done)

    def _done(self, done: Cancelled) -> None:
        self.done_with.emit(done)
        self.accept()
