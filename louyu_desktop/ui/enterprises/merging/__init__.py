"""查重与合并: firms that may stand twice, two of them side by side, and one out of two."""

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act
from louyu_desktop.ui.enterprises.merging.choosing import with_another
from louyu_desktop.ui.enterprises.merging.pairs import build

MERGE = Act(id="merge", label=N_("与另一条合并…"), run=with_another, icon="merge", right=Right.WORK, seldom=True)

__all__ = ["MERGE", "build"]
