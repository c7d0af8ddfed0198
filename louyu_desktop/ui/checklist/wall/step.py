"""What a step of a wish or notice asks for before it is taken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Kind
from louyu_desktop.rules import dates, notice_flow, values, wish_flow
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.wall_copies import Done, Given, Offered
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.editors import editor_for
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.panel import Panel

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_ABOUT = {
    ("wishes", "post"): N_("这句话会贴上墙：不写姓名和电话。认得的姓名已经打码。"),
    ("wishes", "claim"): N_("认领方会写在心愿卡的角上。"),
    ("wishes", "take"): N_("很久没有人认领的心愿，由站点来办。"),
    ("wishes", "fulfil"): N_("写怎样实现的，谁办的；这一段不上墙。"),
    ("wishes", "thank"): N_("写一句谢谢，心愿卡就可以下墙了。"),
    ("public-notices", "review"): N_("文字里像有住址。看一眼是不是可以公开。"),
    ("public-notices", "post"): N_("公示期按工作日先填好了，可以改。"),
    ("public-notices", "return"): N_("改好以后要重新送审。"),
    ("public-notices", "revise"): N_("墙上的要先取下来，改好以后重新送审。"),
}
_ACTIONS: dict[str, Any] = {"wishes": wish_flow.Action, "public-notices": notice_flow.Action}


class StepDialog(Panel):
    """`taken(Done)` once the step is written."""

    taken = Signal(object)

    def __init__(
        self, context: Context, copy: Copy, offered: Offered, parent: QWidget | None, *, address: bool = False
    ) -> None:
        about = _ABOUT.get((copy.kind, offered.action), "")
        title = _("{action}：{title}").format(action=offered.label, title=_short(copy.title))
        size = QSize(520, 220 + 60 * len(offered.asks))
        super().__init__(context, parent, title, _(about) if about else "", offered.label, size)
        self._copy, self._offered = copy, offered
        self.editors: dict[str, Editor] = {}
        entity = context.services.records.entity(copy.kind)
        for name in offered.asks:
            self.editors[name] = self.ask(editor_for(entity.field(name), lookup_of(context), self))
            self.editors[name].put(offered.begins.get(name))
        self.address = QCheckBox(_("住址可以公开"), self)
        self.address.setAccessibleName(_("住址可以公开"))
        self.address.setVisible(address)
        self.body.addWidget(self.address)
        self.body.addStretch(1)
        self.go.clicked.connect(self.take)
        (next(iter(self.editors.values())) if self.editors else self.address).setFocus()

    def take(self) -> None:
        """Take the step with what was given."""
        try:
            given = Given(address_ok=self.address.isChecked(), **self._given())
        except UserError as error:
            self.note.say(error.sentence)
            return
        services, kind, key = self.context.services, self._copy.kind, self._copy.id
        service: Any = services.wishes if kind == "wishes" else services.notices
        action = _ACTIONS[kind](self._offered.action)

        def work(_control: Control) -> Done:
            done: Done = service.act(key, action, given)
            return done

        self.write(work, self._done)

    def _given(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, editor in self.editors.items():
            said = editor.value()
            if editor.field.kind is Kind.DATE:
                day = values.parse(editor.field, said, today=dates.today())
                found[name] = day if isinstance(day, dt.date) else None
            else:
                found[name] = str(said or "")
        return found

    def refuse(self, error: Exception) -> None:
        """Say it, and lead to where it is."""
        super().refuse(error)
        name = error.field if isinstance(error, UserError) else ""
        if name == "address_ok":
            self.address.show()
            self.address.setFocus()
        elif name in self.editors:
            self.editors[name].setFocus()

    def _done(self, done: Done) -> None:
        self.taken.emit(done)
        self.accept()


def _short(title: str) -> str:
    return title if len(title) <= 24 else f"{title[:23]}…"
