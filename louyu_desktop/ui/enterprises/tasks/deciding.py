"""延后, 无需, 交给: what each asks for before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Control, Option
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor
from louyu_desktop.ui.later import LaterPanel
from louyu_desktop.ui.panel import Panel, Work
from louyu_desktop.ui.parts import outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_NOT_NEEDED = (N_("已电话沟通"), N_("情况不属实"), N_("近期已走访"), N_("企业已注销"))
_NOT_RAISED = (N_("旧台账，事情早已办完"), N_("近期已走访"), N_("资料有误，先核实"))


def named(tasks: Sequence[MustVisit]) -> str:
    """租赁到期·某公司, or how many."""
    if len(tasks) == 1:
        return f"{_(tasks[0].trigger)}·{tasks[0].enterprise}"
    return _("{count} 件必访").format(count=f"{len(tasks):,}")


class _TaskPanel(Panel):
    """Something that is done to several tasks at once."""

    def __init__(self, context: Context, parent: QWidget, tasks: Sequence[MustVisit], title: str, about: str,
                 verb: str, size: QSize) -> None:  # fmt: skip
        super().__init__(context, parent, f"{title}：{named(tasks)}", about, verb, size)
        self.ids = [one.id for one in tasks]
        self._said = named(tasks)

    def do(self, work: Work, words: str) -> None:
        """Do it, then say so."""
        self.settle(work, f"{words}：{self._said}")


class LaterDialog(LaterPanel):
    """延后: until which day, and why."""

    def __init__(self, context: Context, tasks: Sequence[MustVisit], parent: QWidget) -> None:
        about = _("到那天自动回到待访。原因更急了也会提前回来。")
        ids = [one.id for one in tasks]
        super().__init__(context, parent, named(tasks), about, partial(context.services.must_visits.put_off, ids))


class NotNeededDialog(_TaskPanel):
    """无需, or of what waits 不生成: why."""

    def __init__(self, context: Context, tasks: Sequence[MustVisit], parent: QWidget, *, held: bool = False) -> None:
        verb = _("不生成") if held else _("记为无需")
        about = _("原因会留在记录里。同一件事更临近时，会再提醒。")
        super().__init__(context, parent, tasks, verb, about, verb, QSize(560, 250))
        self._held = held
        self.reason = self.ask_reason("state_reason", _NOT_RAISED if held else _NOT_NEEDED, limit=200)
        self.body.addStretch(1)
        self.reason.setFocus()
        self.go.clicked.connect(self.take)

    def take(self) -> None:
        """Close them with the reason."""
        service, ids, reason = self.context.services.must_visits, self.ids, str(self.reason.value())

        def work(_control: Control) -> int:
            return service.decide(ids, raise_=False, reason=reason) if self._held else service.not_needed(ids, reason)

        self.do(work, _("不生成") if self._held else _("已记为无需"))


class AssignDialog(_TaskPanel):
    """交给: one of the staff, or nobody."""

    def __init__(
        self, context: Context, tasks: Sequence[MustVisit], people: Sequence[Option], parent: QWidget
    ) -> None:
        super().__init__(context, parent, tasks, _("交给"), "", _("交给"), QSize(480, 220))
        names = tuple(one.title for one in people)
        field = Field(name="assignee", label=N_("负责人"), kind=Kind.CHOICE, choices=names, required=True)
        self.person = self.ask(ChoiceEditor(field, self))
        self.nobody = outline(_("先不指定"))
        self.extra.addWidget(self.nobody)
        self.body.addStretch(1)
        self._ids = {one.title: one.id for one in people}
        if tasks and tasks[0].assignee in self._ids:
            self.person.put(tasks[0].assignee)
        self.go.clicked.connect(self.take)
        self.nobody.clicked.connect(partial(self._give, None))
        self.person.setFocus()

    def take(self) -> None:
        """Give them to whom is chosen."""
        found = self._ids.get(str(self.person.value() or ""))
        if found is None:
            self.note.say(_("请选一位工作人员"))
            return
        self._give(found)

    def _give(self, account_id: int | None, _checked: bool = False) -> None:
        service, ids = self.context.services.must_visits, self.ids
        self.do(lambda _control: service.assign(ids, account_id), _("已交出") if account_id else _("已取消指定"))

