"""What to know before a visit: one column of what was said, asked, promised and is due (FIELD.md 7)."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules import dates
from louyu_desktop.services.rights import Right
from louyu_desktop.services.visit_copies import Before, Known, OpenRequest, OpenTask, Past
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Badge, ElidedLabel, EmptyState, Hairline, IconLabel, Label, clear, link
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

NAME = Field(name="name", label=N_("姓名"), kind=Kind.PERSON_NAME, sensitivity=Sensitivity.PERSONAL)
WORDS = Field(name="words", label=N_("内容"), kind=Kind.NOTE, sensitivity=Sensitivity.SENSITIVE)
_VISITS = 4


def until(day: dt.date, today: dt.date) -> str:
    """A deadline in words: 今天到期, 还有 3 天, 超期 2 天."""
    left = (day - today).days
    if left < 0:
        return _("超期 {count} 天").format(count=-left)
    return _("今天到期") if left == 0 else _("还有 {count} 天").format(count=left)


class BeforePane(QWidget):
    """Shows a `Before`; what stands in it leads to its record."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, named: bool = False) -> None:
        super().__init__(parent)
        self._named = named
        self._context = context
        self.before: Before | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.addLayout(self._rows)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._told = scrolled(inside)
        self._empty = EmptyState(
            "list", _("还没选企业"), _("选好后列出上几次走访和未了的事")
        )
        layout.addWidget(self._told)
        layout.addWidget(self._empty)
        self._told.hide()
        context.guest.changed.connect(self._redraw)

    def put(self, before: Before | None) -> None:
        """Show it; nothing for None."""
        self.before = before
        self._redraw()

    def words(self) -> str:
        """Everything that is written here, for tests and for whoever cannot see it."""
        return "\n".join(label.text() for label in self.findChildren(Label) if label.text() and label.isVisibleTo(self))

    # -- drawing -------------------------------------------------------------------------------

    def _redraw(self) -> None:
        clear(self._rows)
        before = self.before
        self._told.setVisible(before is not None)
        self._empty.setVisible(before is None)
        if before is None:
            return
        if self._named:
            self._rows.addWidget(Label(before.name, "section", wrap=True))
            self._rows.addWidget(Label(before.location or _("没有登记位置"), "label", "text2", wrap=True))
        if before.warning:
            self._rows.addWidget(_Warning(before.warning))
        today = dates.today()
        self._section(_("要带着去的"), self._carried(before, today), _("没有必访，没有未了的诉求"))
        self._section(_("上几次走访"), [self._visit(one) for one in before.visits[:_VISITS]], _("还没有走访过"))
        self._section(_("联系人"), [self._contact(one) for one in before.contacts], _("还没有登记联系人"))
        self.setAccessibleName(_("走访前看一看：{name}").format(name=before.name))

    def _section(self, title: str, rows: list[QWidget], nothing: str) -> None:
        if self._rows.count():
            self._rows.addSpacing(4)
            self._rows.addWidget(Hairline())
        self._rows.addWidget(Label(title, "group"))
        for row in rows:
            self._rows.addWidget(row)
        if not rows:
            self._rows.addWidget(Label(nothing, "label", "text3"))

    def _carried(self, before: Before, today: dt.date) -> list[QWidget]:
        said = [
            _Item("walk", self._seen(one.words), _("{day} 说过要办的").format(day=one.said_on.isoformat()))
            for one in before.promises
            if one.kind == "visits"
        ]
        return [
            *(self._task(one, today) for one in before.tasks),
            *(self._request(one, today) for one in before.requests),
            *said,
        ]

    def _task(self, one: OpenTask, today: dt.date) -> QWidget:
        title = _("必访：{reason}").format(reason=_(one.reason))
        below = _("，").join(part for part in (self._seen(one.fact), self._due(one.due_on, one.estimated)) if part)
        item = _Item("alert" if one.late else "walk", title, below, until(one.due_on, today), late=one.late)
        item.setToolTip(self._seen(one.why))
        return item

    @staticmethod
    def _due(day: dt.date, estimated: bool) -> str:
        words = _("期限 {day}").format(day=f"{day:%m-%d}")
        return words + _("（预估）") if estimated else words

    def _request(self, one: OpenRequest, today: dt.date) -> QWidget:
        below = _("·").join(part for part in (one.number, _(one.state), one.owner) if part)
        badge = until(one.due_on, today) if one.due_on else ""
        item = _Item("chat", self._seen(one.title), below, badge, late=one.late)
        item.leads(partial(self._context.open_record, "requests", one.id))
        return item

    def _visit(self, one: Past) -> QWidget:
        met = one.met if one.reached else _("没见到人")
        met = met if not self._context.guest.on or not one.reached else _("见到了人")
        head = _("·").join(part for part in (one.visited_on.isoformat(), _(one.reason), met) if part)
        said = [one.situation]
        said += [_("诉求：{words}").format(words=one.needs)] if one.needs else []
        said += [_("后续：{words}").format(words=one.follow_up)] if one.follow_up else []
        return _Told(head, self._seen(_("\n").join(part for part in said if part)))

    def _contact(self, one: Known) -> QWidget:
        guest = self._context.guest
        post = _("（{role}）").format(role=_(one.role)) if one.role else ""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(ElidedLabel(guest.show(NAME, one.name) + post, "label", "text"), 1)
        line.addWidget(Label(one.phone, "label", "text2"))
        return row

    def _seen(self, words: str) -> str:
        return self._context.guest.show(WORDS, words) if words else ""


class _Warning(QWidget):
    """What speaks against going now."""

    def __init__(self, words: str) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.addWidget(IconLabel("alert", "warn", 16), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(Label(words, "label", "warn", wrap=True), 1)


class _Item(QWidget):
    """Something to take along: an icon, what it is, a line below, and how long there is."""

    def __init__(self, icon: str, title: str, below: str, badge: str = "", *, late: bool = False) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(6)
        layout.addWidget(IconLabel(icon, "danger" if late else "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._title = ElidedLabel(title, "label", "text")
        self._column.addWidget(self._title)
        if below:
            self._column.addWidget(Label(below, "hint", wrap=True))
        layout.addLayout(self._column, 1)
        if badge:
            layout.addWidget(Badge(badge, "danger" if late else "plain"), 0, Qt.AlignmentFlag.AlignTop)

    def leads(self, where: partial[None]) -> None:
        """The title becomes a link."""
        words = link(self._title.text())
        words.setToolTip(self._title.text())
        words.setMaximumWidth(theme.px(200))
        words.clicked.connect(where)
        self._column.replaceWidget(self._title, words)
        self._title.hide()
        self._title.deleteLater()


class _Told(QWidget):
    """One visit: when and whom, then what was said."""

    def __init__(self, head: str, said: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(0)
        layout.addWidget(ElidedLabel(head, "label", "text2"))
        if said:
            layout.addWidget(Label(said, "label", "text", wrap=True))


class BeforeDialog(Panel):
    """The page before a visit, and from it the visit or its blank form."""

    def __init__(self, context: Context, enterprise_id: int, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("走访前看一看"), " ", _("登记走访"), QSize(520, 640))
        self._id = enterprise_id
        self.pane = BeforePane(context, self)
        self.body.addWidget(self.pane, 1)
        self.leave.setText(_("关上"))
        self.go.setVisible(context.services.access.may(Right.WORK))
        self.go.clicked.connect(self._begin)
        visits = context.services.visits
        context.tasks.read(self, lambda _control: visits.prepare(enterprise_id), self._show)

    def _show(self, before: Before) -> None:
        parts = [before.name, before.location]
        parts += [_("上次走访 {day}").format(day=before.last_visit_on.isoformat())] if before.last_visit_on else []
        self.about.setText(_("·").join(part for part in parts if part))
        self.pane.put(before)
        self.go.setFocus()

    def _begin(self) -> None:
        self.accept()
        self.context.launch("visit", enterprise_id=self._id)
