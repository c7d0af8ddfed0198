"""What a note of a round becomes: a visit, a request, a lead, or nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.visit_copies import Into, Turned
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_WORDS = {
    Into.REQUEST: (N_("转诉求"), "chat"), Into.LEAD: (N_("转线索"), "flag"), Into.NOTHING: (N_("不用处理"), "check"),
}  # fmt: skip


def turn(context: Context, round_id: int, into: Into, enterprise_id: int | None) -> None:
    """Make something of a note at once, and say what."""
    visits, owner = context.services.visits, context.window or context.tasks
    context.tasks.write(
        owner, lambda _control: visits.turn_round_into(round_id, into, enterprise_id=enterprise_id),
        partial(said, context),
    )  # fmt: skip


def said(context: Context, turned: Turned) -> None:
    """Say what a note became, with the way there."""
    if turned.id is None:
        context.message("ok", turned.sentence)
    else:
        context.message("ok", turned.sentence, _("打开"), partial(context.open_record, turned.kind, turned.id))


def deal_with(context: Context, round_id: int) -> None:
    """Show a note and ask what it becomes; one that was dealt with is opened."""
    records, owner = context.services.records, context.window or context.tasks

    def show(copy: Copy) -> None:
        if copy.values.get("became") == "待处理" and copy.archived_at is None:
            TurnDialog(context, copy, context.window).open()
        else:
            context.open_record("rounds", round_id)

    context.tasks.read(owner, lambda _control: records.get("rounds", round_id), show)


class TurnDialog(Panel):
    """A note with where and when; whose it is can be said before it is turned."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget | None) -> None:
        moment = copy.values["noted_at"].astimezone(SHANGHAI)
        where = " ".join(part for part in (copy.labels.get("building_id"), copy.values.get("place")) if part)
        about = _("·").join(part for part in (f"{moment:%m-%d %H:%M}", where, copy.created_by) if part)
        super().__init__(context, parent, _("处理跑楼速记"), about, _("登记走访"), QSize(560, 280))
        self._copy = copy
        words = copy.values["words"]
        self.body.addWidget(Label(words, "body", wrap=True))
        self.body.addWidget(Label(_("是哪家企业的事"), "label"))
        rounds = context.services.records.entity("rounds")
        self.firm = ReferenceEditor(rounds.field("enterprise_id"), lookup_of(context), self)
        self.firm.put(copy.values.get("enterprise_id"), copy.labels.get("enterprise_id", ""))
        self.body.addWidget(self.firm)
        self.turns = {}
        for into, (text, sign) in _WORDS.items():
            self.turns[into] = outline(_(text), sign)
            self.turns[into].clicked.connect(partial(self.turn, into))
            self.extra.addWidget(self.turns[into])
        self.body.addStretch(1)
        self.leave.setText(_("以后再说"))
        self.go.clicked.connect(self._visit)
        self.go.setFocus()

    def turn(self, into: Into) -> None:
        """Turn it and leave."""
        if problem := self.firm.problem():
            self.note.say(problem)
            return
        visits, key, firm = self.context.services.visits, self._copy.id, self.firm.value()
        self.context.tasks.write(
            self, lambda _control: visits.turn_round_into(key, into, enterprise_id=firm), self._turned, self.refuse
        )

    def _turned(self, turned: Turned) -> None:
        self.accept()
        said(self.context, turned)

    def _visit(self) -> None:
        if problem := self.firm.problem():
            self.note.say(problem)
            return
        self.accept()
        self.context.launch("visit", enterprise_id=self.firm.value(), round_id=self._copy.id)
