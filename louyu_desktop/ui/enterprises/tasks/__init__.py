"""必访: whom to visit and why, for all enterprises and in the file of each; what an import asks for.

`build` makes the sub-tab, `TASKS_PAGE` the page of a file, `TaskStrip` the line under its head, `HeldPart` the part
of the import's last page.
"""

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act, Page
from louyu_desktop.ui.enterprises.tasks.held import HeldPart
from louyu_desktop.ui.enterprises.tasks.noting import note_case, note_guest
from louyu_desktop.ui.enterprises.tasks.page import TasksPage
from louyu_desktop.ui.enterprises.tasks.pane import TasksPane, build, open_tasks
from louyu_desktop.ui.enterprises.tasks.strip import TaskStrip

SPECIAL = Act(id="special", label=N_("特殊情况…"), run=note_case, icon="alert", right=Right.WORK, seldom=True)
GUEST = Act(id="headquarters", label=N_("总部来访…"), run=note_guest, icon="building", right=Right.WORK, seldom=True)
"""What can be noted of an enterprise, and asks for a visit."""

TASKS_PAGE = Page(N_("必访"), TasksPage, counts="visit-tasks", after="visits")
"""The page of an enterprise's file."""

__all__ = [
    "GUEST", "SPECIAL", "TASKS_PAGE", "HeldPart", "TaskStrip", "TasksPage", "TasksPane", "build", "note_case",
    "note_guest", "open_tasks",
]
