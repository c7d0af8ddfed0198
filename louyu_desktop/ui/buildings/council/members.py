"""组成: who sits on a council, side by side; the sides that nobody stands for; what is before it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Copy, Filter, Match, Query
from louyu_desktop.services.council_copies import CouncilStanding, Member
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Badge, Card, IconText, Label, LongLink, clear, link, outline
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_FEEDING = frozenset({"council-members", "topics", "meetings", "measures"})

_SIDE = 64


class MembersPage(QWidget):
    """What is before it, then a line for each side."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self.standing: CouncilStanding | None = None
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(20, 12, 16, 16)
        self._rows.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inside))
        context.bus.changed.connect(self._hear)
        context.guest.changed.connect(self._redraw)

    def show_parent(self, copy: Copy) -> None:
        """Read how this council stands."""
        self._copy = copy
        councils, key, now = self._context.services.councils, copy.id, dt.datetime.now(dt.UTC)
        self._context.tasks.read(self, lambda _control: councils.standing(key, now), partial(self._show, key))

    def _hear(self, changes: Changes) -> None:
        if self._copy is not None and not _FEEDING.isdisjoint(changes.kinds):
            self.show_parent(self._copy)

    def _show(self, key: int, standing: CouncilStanding) -> None:
        if self._copy is not None and self._copy.id == key:
            self.standing = standing
            self._redraw()

    def _redraw(self) -> None:
        clear(self._rows)
        if self.standing is None:
            return
        self._rows.addWidget(self._ahead(self.standing))
        card = Card(_("成员 {count} 人").format(count=len(self.standing.members)))
        for side, people in self.standing.sides:
            card.body.addLayout(self._side(side, people))
        if self.standing.missing:
            words = _("还没有人代表：{sides}").format(sides="、".join(_(side) for side in self.standing.missing))
            self.missing = IconText("alert", words, "label", "warn")
            card.body.addWidget(self.missing)
        self._rows.addWidget(card)
        self._rows.addStretch(1)

    def _ahead(self, standing: CouncilStanding) -> Card:
        card = Card(_("眼下"))
        row = QHBoxLayout()
        row.setSpacing(10)
        if standing.next_at is not None and standing.next_meeting_id is not None:
            when = standing.next_at.astimezone(SHANGHAI)
            lead = LongLink(f"{when:%Y-%m-%d %H:%M} {standing.next_meeting}", "people")
            lead.clicked.connect(partial(self._context.open_record, "meetings", standing.next_meeting_id))
            row.addWidget(lead)
        else:
            row.addWidget(Label(_("还没有定下一次会议"), "label", "text2"))
        row.addStretch(1)
        if self._context.services.access.may(Right.WORK):
            self.call = outline(_("召集会议"), "plus", small=True)
            self.call.clicked.connect(self._begin)
            row.addWidget(self.call)
        card.body.addLayout(row)
        stages = QHBoxLayout()
        stages.setSpacing(8)
        for stage, count in standing.stages:
            if not count:
                stages.addWidget(Label(f"{_(stage)} 0", "label", "text3"))
                continue
            list_of = link(f"{_(stage)} {count}")
            list_of.clicked.connect(partial(self._context.open_query, _topics(standing.id, stage)))
            stages.addWidget(list_of)
        stages.addStretch(1)
        if standing.open_measures:
            words = _("没完成的措施 {count} 项").format(count=standing.open_measures)
            late = _("，超期 {count} 项").format(count=standing.late_measures) if standing.late_measures else ""
            stages.addWidget(Badge(words + late, "danger" if late else "plain"))
        card.body.addLayout(stages)
        return card

    def _side(self, side: str, people: tuple[Member, ...]) -> QHBoxLayout:
        name = self._context.services.records.entity("council-members").field("name")
        row = QHBoxLayout()
        row.setSpacing(10)
        head = Label(_(side), "label", "text2")
        head.setFixedWidth(theme.px(_SIDE))
        row.addWidget(head)
        said = (
            self._context.guest.show(name, one.name) + _bracketed(one.post if one.post != "委员" else "", one.unit)
            for one in people
        )
        row.addWidget(Label("、".join(said), "body", wrap=True), 1)
        return row

    def _begin(self) -> None:
        if self.standing is None:
            return
        month = dt.datetime.now(SHANGHAI)
        title = _("{name} {month} 月例会").format(name=self.standing.name, month=month.month)
        named = {"council_id": self.standing.id, "council_id:label": self.standing.name}
        self._context.new_record("meetings", title, **named)


def _bracketed(*parts: str) -> str:
    words = "，".join(filter(None, parts))
    return f"（{words}）" if words else ""


def _topics(council_id: int, stage: str) -> Query:
    return Query("topics", (Filter("council_id", Match.EQUALS, council_id), Filter("stage", Match.ONE_OF, (stage,))))
