"""上墙公示: a notice about how a topic stands, which is then reviewed and approved on the public wall."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui.arrangement import Act
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.ui.context import Context


def to_wall(context: Context, copy: Copy, parent: QWidget) -> None:
    """Propose it, or open the one that was proposed before."""
    councils, key = context.services.councils, copy.id

    def work(_control: Control) -> int:
        return councils.to_wall(key)

    def done(notice_id: int) -> None:
        context.message("ok", _("公示稿在「公开墙」里，审核、审批以后张贴"))
        context.open_record("public-notices", notice_id)

    context.tasks.write(parent, work, done, partial(report, parent))


TO_WALL = Act(id="to-wall", label=N_("上墙公示"), run=to_wall, icon="flag", right=Right.WORK)
