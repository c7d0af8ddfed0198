"""特殊情况 and 总部来访 of an enterprise: noted in one small window, and a visit is asked for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Copy
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor, DateEditor, LineEditor, NoteEditor
from louyu_desktop.ui.panel import Panel, Work

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_KINDS = ("劳资纠纷", "舆情", "安全事故", "重大项目", "退租通知", "另找场地", "迁册", "其他")


class _NotePanel(Panel):
    """A few fields and a day, written as one operation."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget, title: str, about: str, size: QSize) -> None:
        super().__init__(context, parent, f"{title}：{copy.title}", about, _("记下"), size)
        self._firm, self._said = copy.id, f"{title}：{copy.title}"
        self.go.clicked.connect(self.take)

    def _day(self, field: Field, editor: DateEditor) -> dt.date | None:
        try:
            found = values.parse(field, str(editor.value()), today=dates.today())
        except UserError as error:
            self.note.say(error.sentence)
            return None
        if not isinstance(found, dt.date):
            self.note.say(_("写上是哪一天，例如今天、周五、11-30"))
            return None
        return found

    def take(self) -> None:
        """Write it."""
        raise NotImplementedError

    def keep(self, work: Work) -> None:
        """Note it."""
        self.settle(work, _("已记下，并生成必访。{what}").format(what=self._said))


class CaseDialog(_NotePanel):
    """What happened, when, and what kind of thing it is."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        about = _("记下后生成一件必访。情况过去了，在「必访」里按「已解除」。")
        super().__init__(context, copy, parent, _("特殊情况"), about, QSize(520, 400))
        self._on = Field(name="happened_on", label=N_("发生日期"), kind=Kind.DATE, required=True)
        kind = Field(name="kind", label=N_("类别"), kind=Kind.CHOICE, choices=_KINDS, open_choices=True, required=True)
        what = Field(name="what", label=N_("情况"), kind=Kind.NOTE, max_length=2000, required=True)
        self.kind = self.ask(ChoiceEditor(kind, self))
        self.day = self.ask(DateEditor(self._on, self))
        self.what = self.ask(NoteEditor(what, self))
        self.body.addStretch(1)
        self.kind.put(_KINDS[0])
        self.day.put(dates.today())
        self.kind.setFocus()

    def take(self) -> None:
        """Note the circumstance."""
        day = self._day(self._on, self.day)
        if day is None:
            return
        service, firm = self.context.services.must_visits, self._firm
        kind, what = str(self.kind.value() or _KINDS[-1]), str(self.what.value())
        self.keep(lambda _control: service.special(firm, kind, what, day))


class GuestDialog(_NotePanel):
    """Who of the headquarters comes when, and why."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        about = _("记下后生成一件必访，期限是来访那天。")
        super().__init__(context, copy, parent, _("总部来访"), about, QSize(520, 400))
        self._on = Field(name="arrives_on", label=N_("来访日期"), kind=Kind.DATE, required=True)
        self.day = self.ask(DateEditor(self._on, self))
        fields = (("guest", N_("来访领导"), 60), ("post", N_("职务"), 60), ("purpose", N_("来意"), 200))
        self.texts: dict[str, LineEditor] = {
            name: self.ask(LineEditor(Field(name=name, label=label, max_length=most), self))
            for name, label, most in fields
        }
        self.body.addStretch(1)
        self.day.setFocus()

    def take(self) -> None:
        """Note the guest."""
        day = self._day(self._on, self.day)
        if day is None:
            return
        service, firm = self.context.services.must_visits, self._firm
        guest, post, purpose = (str(self.texts[name].value() or "") for name in ("guest", "post", "purpose"))
        self.keep(lambda _control: service.headquarters(firm, day, guest, post, purpose))


def note_case(context: Context, copy: Copy, parent: QWidget) -> CaseDialog:
    """Ask for a special circumstance of an enterprise."""
    dialog = CaseDialog(context, copy, parent)
    dialog.open()
    return dialog


def note_guest(context: Context, copy: Copy, parent: QWidget) -> GuestDialog:
    """Ask for a visit of the headquarters."""
    dialog = GuestDialog(context, copy, parent)
    dialog.open()
    return dialog
