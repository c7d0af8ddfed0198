"""组成: who sits on a council, side by side; the sides that nobody stands for; what is before it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.council_copies import CouncilStanding, Member
from louyu_desktop.text import _
from louyu_desktop.ui.flow import FlowBox, FlowLayout
from louyu_desktop.ui.parts import Badge, Card, IconText, Label, LongLink, link, outline
from louyu_desktop.ui.record_page import RecordPage
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_FEEDING = frozenset({"council-members", "topics", "meetings", "measures"})

_SIDE = 64


class MembersPage(RecordPage[CouncilStanding]):
    """What is before it, then a line for each side."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, self._council, self._draw, _FEEDING)
        self.standing: CouncilStanding | None = None

    def _council(self, key: int) -> CouncilStanding:
        return self._context.services.councils.standing(key, dt.datetime.now(dt.UTC))

    def _draw(self, standing: CouncilStanding) -> None:
        self.standing = standing
        self._rows.addWidget(self._ahead(standing))
        card = Card(_("成员 {count} 人").format(count=len(standing.members)))
        for side, people in standing.sides:
            card.body.addLayout(self._side(side, people, [one for one, _people in standing.sides]))
        if standing.missing:
            words = _("还没有人代表：{sides}").format(sides="、".join(_(side) for side in standing.missing))
            self.missing = IconText("alert", words, "label", "warn")
            card.body.addWidget(self.missing)
        self._rows.addWidget(card)

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
        if self._may:
            self.call = outline(_("召集会议"), "plus", small=True)
            self.call.clicked.connect(self._begin)
            self.buttons["call"] = self.call
            row.addWidget(self.call)
        card.body.addLayout(row)
        ahead = FlowBox()
        stages = FlowLayout(ahead, 8)
        for stage, count in standing.stages:
            if not count:
                stages.addWidget(Label(f"{_(stage)} 0", "label", "text3"))
                continue
            list_of = link(f"{_(stage)} {count}")
            list_of.clicked.connect(partial(self._context.open_query, _topics(standing.id, stage)))
            stages.addWidget(list_of)
        if standing.open_measures:
            words = _("没完成的措施 {count} 项").format(count=standing.open_measures)
            late = _("，超期 {count} 项").format(count=standing.late_measures) if standing.late_measures else ""
            stages.addWidget(Badge(words + late, "danger" if late else "plain"))
        card.body.addWidget(ahead)
        return card

    def _side(self, side: str, people: tuple[Member, ...], sides: list[str]) -> QHBoxLayout:
        name = self._context.services.records.entity("council-members").field("name")
        row = QHBoxLayout()
        row.setSpacing(10)
        head = Label(_(side), "label", "text2")
        widest = max(head.fontMetrics().horizontalAdvance(_(one)) for one in sides)
        head.setFixedWidth(max(theme.px(_SIDE), widest + theme.px(4)))
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
