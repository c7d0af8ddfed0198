"""组织生活: each branch with 主题党日 and 三会一课 of this month and quarter: held, planned, or still to be planned."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field
from louyu_desktop.rules.party_meetings import DUTIES, Duty
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.planned import Owed
from louyu_desktop.text import N_, _
from louyu_desktop.ui.lines import Column, Lines
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import EmptyState, Label
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Branch = Mapping[str, Owed]


def _cell(kind: str, branch: Branch) -> str:
    """What a branch did or plans: 11-05 已办, 11-28 已排, 还没排，剩 10 天."""
    one = branch.get(kind)
    if one is None:
        return ""
    if one.held:
        return _("已办 {days}").format(days=_("、").join(f"{day:%m-%d}" for day in one.held[:2]))
    if one.planned:
        return _("已排 {day}").format(day=f"{one.planned[0]:%m-%d}")
    return _("还没排，剩 {count} 天").format(count=one.days_left)


def _says(duty: Duty) -> str:
    """Who must attend, and where that is written."""
    return _("{type}：{who}，{source}").format(type=duty.type, who=_(duty.who), source=_(duty.source))


def _columns() -> list[Column]:
    name = Column(Field(name="organisation", label=N_("党组织"), width=20),
                  lambda row: next(iter(row.values())).organisation)  # fmt: skip
    kinds = [Column(Field(name=kind, label=kind, width=20), partial(_cell, kind)) for kind in DUTIES]
    return [name, *kinds]


class DutiesPane(QWidget):
    """The table; a click on a cell opens what was held or planned, or begins what is missing."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.title = Label(_("组织生活"), "pane")
        self.count = Label("", "label", "text2")
        self.source = Label("", "hint", wrap=True)
        self.lines = Lines(_columns(), context.guest, self)
        self.table = PlanTable(self.lines, self, title="organisation")
        self._empty = EmptyState(
            "badge", _("还没有党支部"), _("在「人员」的「党组织」里建好支部，活动里填「应到党组织」，这里就有了")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 8)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        layout.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(10, 0, 0, 0)
        inset.addWidget(self.table)
        layout.addLayout(inset, 1)
        layout.addWidget(self._empty, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        foot.addWidget(self.source)
        layout.addLayout(foot)
        self.table.chosen.connect(self.open)
        self._reading = Reading(context, self, self._read)

    def _read(self) -> None:
        series, now = self._context.services.series, dt.datetime.now(dt.UTC)
        self._reading.ask(lambda _control: series.standings(now), self._show)

    def _show(self, standings: tuple[Owed, ...]) -> None:
        branches: dict[int, dict[str, Owed]] = defaultdict(dict)
        for one in standings:
            branches[one.organisation_id][one.type] = one
        self.lines.put(tuple(branches.values()))
        self.table.setVisible(bool(branches))
        self._empty.setVisible(not branches)
        behind = sum(one.is_behind for one in standings)
        words = _("{count} 个支部，还有 {behind} 件没办也没排") if behind else _("{count} 个支部，都办了或排好了")
        self.count.setText(words.format(count=len(branches), behind=behind) if branches else "")
        self.source.setText(_("；").join(_says(duty) for duty in DUTIES.values()))

    def open(self, row: Branch, kind: str) -> None:
        """Open what stands behind a cell; where nothing does, begin it."""
        one = row.get(kind)
        if one is None:
            self._context.open_record("organisations", next(iter(row.values())).organisation_id)
        elif len(one.activities) == 1:
            self._context.open_record("activities", one.activities[0])
        elif one.activities:
            own = Filter("id", Match.ONE_OF, one.activities)
            self._context.open_query(Query("activities", (own,), sort="-starts_at"))
        else:
            given = {"type": one.type, "organisation_id": one.organisation_id}
            label = {"organisation_id:label": one.organisation}
            self._context.new_record("activities", _(one.type), **given, **label)
