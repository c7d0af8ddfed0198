"""What can be done with the file of an enterprise: that it was looked at, and what its liaison hands over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.arrangement import Act
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.ui.context import Context


def verify(context: Context, copy: Copy, parent: QWidget) -> None:
    """核实: its facts were looked at today and are right; one click, Ctrl+Z takes it back."""
    dossiers, key = context.services.dossiers, copy.id
    entity = context.services.records.entity("enterprises")
    title = context.guest.show(entity.field("name"), copy.title)

    def work(_control: Control) -> int:
        return dossiers.verify([key])

    def done(_count: int) -> None:
        context.message("ok", _("已核实：{title}，Ctrl+Z 可以撤销").format(title=title))

    context.tasks.write(parent, work, done, partial(report, parent))


def _is_stale(copy: Copy) -> bool:
    return copy.values.get("verified_on") != dates.today()


def hand_over(context: Context, copy: Copy, parent: QWidget) -> None:
    """Give all that this enterprise's liaison looks after to another."""
    from louyu_desktop.ui.handing_over import HandoverDialog

    HandoverDialog(context, parent, copy.values.get("chief_liaison_id")).open()


VERIFY = Act(id="verify", label=N_("核实"), run=verify, icon="check", right=Right.WORK, when=_is_stale)
HAND_OVER = Act(
    id="hand-over", label=N_("移交联络员的全部工作…"), run=hand_over, icon="people", right=Right.WORK, seldom=True,
    when=lambda copy: copy.values.get("chief_liaison_id") is not None,
)  # fmt: skip
