"""The tab 企业: one file per enterprise, and beside it what is done for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.enterprises import colour, merging, tasks, visiting
from louyu_desktop.ui.enterprises.file import ENTERPRISES
from louyu_desktop.ui.subtabs import Part, TabGroup

if TYPE_CHECKING:
    from louyu_desktop.services.copies import Query
    from louyu_desktop.ui.context import Context

PARTS: tuple[tuple[str, Part], ...] = (
    (N_("企业"), ENTERPRISES),
    (N_("走访"), visiting.VISITS),
    (N_("必访"), tasks.build),
    (N_("走访计划"), visiting.plan_page),
    (N_("跑楼"), visiting.ROUNDS),
    (N_("线索"), visiting.LEADS),
    (N_("总部来访"), visiting.HEADQUARTERS),
    (N_("五色"), colour.build),
    (N_("查重"), merging.build),
    # then 走访, 必访, 跑楼, 线索, 总部来访, 查重: one line each, of the package that owns it
)
"""The sub-tabs, left to right; a page of its own is named by what builds it."""
_FOR_WORK = (colour.build, merging.build)


class EnterprisesTab(TabGroup):
    """Must-visits have a page in place of a list."""

    def show_query(self, query: Query) -> None:
        """Show the list of one of the kinds so filtered, or the page of must-visits."""
        if query.kind == "visit-tasks":
            self.show_built(tasks.build).show_query(query)
        else:
            super().show_query(query)


def build(context: Context) -> TabGroup:
    """The tab 企业."""
    works = context.services.access.may(Right.WORK)
    return EnterprisesTab(context, [part for part in PARTS if works or part[1] not in _FOR_WORK])
