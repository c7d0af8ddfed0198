"""The columns in which tasks are shown, and the panel that says why."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules import dates
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.cells import Index, Role
from louyu_desktop.ui.lines import Column, Lines
from louyu_desktop.ui.parts import Badge, Label, link
from louyu_desktop.ui.theme import theme

_OPEN = Sensitivity.SENSITIVE


def _due(one: MustVisit) -> str:
    return due_words(one.waits_until, dates.today(), estimated=one.estimated) if one.is_open else str(one.due_on)


def state_words(one: MustVisit) -> str:
    """待访, 延后到 11-24 周二, 已访, 无需."""
    if one.state == "延后" and one.put_off_until is not None:
        return _("延后到 {day}").format(day=day_words(one.put_off_until, dates.today()))
    return _(one.state)


_COLUMNS = {
    "due": Column(Field(name="due", label=N_("期限"), width=15), _due),
    "enterprise": Column(Field(name="enterprise", label=N_("企业"), width=26), lambda one: one.enterprise),
    "location": Column(Field(name="location", label=N_("位置"), width=16), lambda one: one.location),
    "trigger": Column(Field(name="trigger", label=N_("必访"), width=9), lambda one: _(one.trigger)),
    "fact": Column(Field(name="fact", label=N_("事实"), width=30, sensitivity=_OPEN), lambda one: one.fact),
    "assignee": Column(Field(name="assignee", label=N_("负责人"), width=8), lambda one: one.assignee),
    "state": Column(Field(name="state", label=N_("状态"), width=16), state_words),
    "closed": Column(
        Field(name="closed", label=N_("了结"), kind=Kind.DATE, width=11), lambda one: str(one.closed_on or "")
    ),
    "reason": Column(Field(name="reason", label=N_("原因"), width=16), lambda one: one.state_reason),
}


def columns(*names: str) -> tuple[Column, ...]:
    """Some of the columns, in this order."""
    return tuple(_COLUMNS[name] for name in names)


class TaskLines(Lines):
    """Tasks whose day has passed stand out."""

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The words of a cell; for the deadline the day, where it has passed."""
        if role == Role.UserRole and self.columns[index.column()].field.name == "due":
            one: MustVisit = self.rows[index.row()]
            return one.waits_until if one.is_open and one.waits_until < dates.today() else None
        return super().data(index, role)


class WhyPanel(QFrame):
    """One task: the fact, the rule, the deadline, what clears it, and how it stands."""

    def __init__(self, parent: QWidget, *, with_firm: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.setAccessibleName(_("为什么要访"))
        self.trigger = Badge("", "accent")
        self.key = Badge(_("重点企业"), "plain")
        self.quiet = Badge(_("无事不扰"), "plain")
        self.firm = Label("", "pane", wrap=True)
        self.place = Label("", "label", "text2", wrap=True)
        self.fact = Label("", "body", wrap=True)
        self.lines = [Label("", "label", "text2", wrap=True) for _line in range(3)]
        self.state = Label("", "label", "text2", wrap=True)
        self.open = link(_("打开企业档案"))
        self.before = link(_("走访前看一看"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        badges = QHBoxLayout()
        badges.setSpacing(6)
        for badge in (self.trigger, self.key, self.quiet):
            badges.addWidget(badge)
        badges.addStretch(1)
        layout.addLayout(badges)
        for widget in (self.firm, self.place, self.fact, *self.lines, self.state):
            layout.addWidget(widget)
        links = QHBoxLayout()
        links.setSpacing(12)
        links.addWidget(self.open)
        links.addWidget(self.before)
        links.addStretch(1)
        layout.addLayout(links)
        layout.addStretch(1)
        self._with_firm = with_firm
        self.fit()
        theme.changed.connect(self.fit)
        self.say(None, guest=False)

    def fit(self) -> None:
        """As wide as three lines of words ask for; in the file of a firm, below its tasks, as wide as the file."""
        if self._with_firm:
            self.setFixedWidth(theme.px(316))

    def say(self, one: MustVisit | None, *, guest: bool) -> None:
        """Say it of this task; nothing of facts while guests look."""
        there = one is not None
        parts: tuple[QWidget, ...] = (self.trigger, self.fact, self.state, self.before, *self.lines)
        for widget in parts:
            widget.setVisible(there)
        self.firm.setVisible(self._with_firm)
        self.key.setVisible(there and one is not None and one.is_key)
        self.quiet.setVisible(one is not None and one.undisturbed)
        self.open.setVisible(there and self._with_firm)
        self.place.setVisible(there and self._with_firm)
        if one is None:
            self.firm.setText(_("点一行，这里说明为什么要访") if self._with_firm else "")
            return
        self.trigger.setText(_(one.trigger))
        self.firm.setText(one.enterprise)
        self.place.setText(one.location)
        self.fact.setText("—" if guest else one.fact)
        told = [] if guest else one.why.splitlines()
        for label, words in zip(self.lines, [*told, "", "", ""], strict=False):
            label.setText(words)
            label.setVisible(bool(words))
        said = [state_words(one), one.state_reason, _("{day} 生成").format(day=one.raised_on)]
        self.state.setText("·".join(words for words in said if words))
