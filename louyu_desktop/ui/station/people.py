"""Who works here, as what, and who can log in: added, given another role or password, removed by an administrator.

What it does goes to the services by way of `Tasks`: where the password is wanted once more, `ui.step_up` asks.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import CancelledError, LouyuError
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.entrance.one_time import OneTimeCard
from louyu_desktop.ui.entrance.parts import Entry, name_line
from louyu_desktop.ui.fields.words import scrolled_card
from louyu_desktop.ui.handing_over import HandoverDialog
from louyu_desktop.ui.parts import Badge, Hairline, IconButton, Label, MessageBar, outline, primary
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from louyu_desktop.services.accounts import Colleague, OneTime
    from louyu_desktop.services.copies import Control
    from louyu_desktop.services.handover import Holdings
    from louyu_desktop.ui.context import Context

T = TypeVar("T")
_ROLES = tuple(Role)
_ROLE = 156


class PeoplePage(QWidget):
    """One row for each person: name, role, how it stands with the password, and what can be done."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._accounts = context.services.accounts
        self._may = context.services.access.may(Right.ACCOUNTS)
        self.message = MessageBar()
        self.once = OneTimeCard()
        self.name = Entry(_("姓名"), name_line(), required=True)
        self.role = combo([(role, _(role.value)) for role in _ROLES])
        self.add = primary(_("添加"), "userplus")
        self.people: tuple[Colleague, ...] = ()
        self._rows = QGridLayout()
        self._lay_out()
        self.role.setCurrentIndex(_ROLES.index(Role.STAFF))
        self.role.setMinimumWidth(theme.px(_ROLE))
        self.add.clicked.connect(self._add)
        self.name.line.returnPressed.connect(self._add)
        context.bus.changed.connect(self._hear)
        self._read()

    def _lay_out(self) -> None:
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(20, 16, 20, 20)
        body.setSpacing(14)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnStretch(0, 1)
        body.addLayout(self._rows)
        body.addWidget(Hairline())
        body.addWidget(self._adding())
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(_("工作人员"), "title"))
        column.addWidget(Label(_("改动记录里写的是登录的人。谁能做什么，看「谁能做什么」一页"), "label", "text3"))
        column.addWidget(self.message)
        column.addWidget(self.once)
        column.addWidget(scrolled_card(inner), 1)

    def _adding(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.name.setFixedWidth(theme.px(220))
        role = QWidget()
        above = QVBoxLayout(role)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(4)
        above.addWidget(Label(_("角色"), "label"))
        above.addWidget(self.role)
        self.role.setAccessibleName(_("角色"))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.name, 0, top)
        row.addWidget(role, 0, top)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        held.setVisible(self._may)
        return held

    # -- showing -------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if "accounts" in changes.kinds:
            self._read()

    def _read(self) -> None:
        accounts = self._accounts
        self._context.tasks.read(self, lambda _control: accounts.people(), self._show)

    def _show(self, people: tuple[Colleague, ...]) -> None:
        self.people = people
        while self._rows.count():
            widget = self._rows.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for number, one in enumerate(people):
            self._show_one(number, one)

    def _show_one(self, row: int, one: Colleague) -> None:
        name = Label(_("{name}（您）").format(name=one.name) if one.is_me else one.name, "body")
        self._rows.addWidget(name, row, 0)
        self._rows.addWidget(self._state(one), row, 1, Qt.AlignmentFlag.AlignLeft)
        if not self._may:
            self._rows.addWidget(Label(_(one.role.value), "label"), row, 2)
            return
        self._rows.addWidget(self._role(one), row, 2)
        words = _("重发口令") if one.has_password else _("发口令")
        again = outline(words, small=True)
        again.setEnabled(not one.is_me)
        again.setToolTip(_("自己的口令在左下角名字上改") if one.is_me else _("原来的口令立刻不能用"))
        again.clicked.connect(partial(self._reissue, one))
        self._rows.addWidget(again, row, 3)
        rename = IconButton("edit", _("改姓名"), size=16)
        rename.clicked.connect(partial(self._rename, one))
        self._rows.addWidget(rename, row, 4)
        hand = IconButton("people", _("移交手上的工作"), size=16)
        hand.clicked.connect(partial(self._hand_over, one))
        self._rows.addWidget(hand, row, 5)
        leave = IconButton("bin", _("移除"), size=16)
        leave.setEnabled(not one.is_me)
        leave.clicked.connect(partial(self._remove, one))
        self._rows.addWidget(leave, row, 6)
        for button, verb in ((again, words), (rename, _("改姓名")), (hand, _("移交手上的工作")), (leave, _("移除"))):
            button.setAccessibleName(_("{verb}：{label}").format(verb=verb, label=one.name))

    def _state(self, one: Colleague) -> Badge:
        if not self._context.keyed:
            return Badge(_("演示，不用口令"))
        if not one.has_password:
            return Badge(_("没有口令，进不来"), "warn")
        return Badge(_("等他换掉一次性口令"), "info") if one.must_change else Badge(_("有口令"), "ok")

    def _role(self, one: Colleague) -> QComboBox:
        choice = combo([(role, _(role.value)) for role in _ROLES])
        choice.setProperty("small", True)
        choice.setMinimumWidth(theme.px(_ROLE))
        choice.setAccessibleName(_("{name}的角色").format(name=one.name))
        choice.setCurrentIndex(_ROLES.index(one.role))
        choice.activated.connect(partial(self._set_role, one))
        return choice

    # -- doing ---------------------------------------------------------------------------------

    def _do(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Have it done on the writing lane; what is refused is said above, and the rows stand as they were."""
        self.once.forget()
        self.message.hide()

        def carry_out(_control: Control) -> T:
            return work()

        self._context.tasks.write(self, carry_out, done, self._refused)

    def _refused(self, error: Exception) -> None:
        self._show(self.people)
        if isinstance(error, CancelledError):
            return
        if isinstance(error, LouyuError):
            self.message.show("danger", error.sentence)
        else:
            report(self, error)

    def _add(self) -> None:
        if not self.name.filled():
            return
        name, role = self.name.text, Role(self.role.currentData())
        self._do(lambda: self._accounts.add(name, role), self._added)

    def _added(self, once: OneTime) -> None:
        self.name.line.clear()
        self._show_once(once)

    def _show_once(self, once: OneTime) -> None:
        if once.password:
            self.once.show_password(once)
        self._read()

    def _reissue(self, one: Colleague) -> None:
        question = _("给「{name}」发新口令？").format(name=one.name)
        effect = _("原来的口令立刻不能用。新的是一次性的，第一次登录要换成自己的。")
        if not one.has_password or ask.confirm(self, question, effect, _("发新口令"), _("不发")):
            self._do(lambda: self._accounts.reissue(one.id), self._show_once)

    def _rename(self, one: Colleague) -> None:
        name = ask.ask_text(self, _("改姓名"), _("以后用新的姓名登录"), one.name)
        if name is not None and name != one.name:
            self._do(lambda: self._accounts.rename(one.id, name), self._done)

    def _set_role(self, one: Colleague, number: int) -> None:
        role = _ROLES[number]
        if role is not one.role:
            self._do(lambda: self._accounts.set_role(one.id, role), self._done)

    def _hand_over(self, one: Colleague) -> None:
        HandoverDialog(self._context, self, one.id).open()

    def _remove(self, one: Colleague) -> None:
        """Ask first what becomes of what this one looks after."""
        handover = self._context.services.handover

        def asked(holdings: Holdings) -> None:
            self._ask_to_remove(one, holdings)

        self._context.tasks.read(self, lambda _control: handover.holdings(one.id), asked)

    def _ask_to_remove(self, one: Colleague, holdings: Holdings) -> None:
        question = _("移除「{name}」？").format(name=one.name)
        effect = _(
            "他再也登录不了。他做过的记录和改动都留着。下次打开站点时数据会换一把新钥匙，"
            "他手里的旧备份还打得开旧的内容，以后的打不开。"
        )
        if not holdings.held:
            if ask.confirm(self, question, effect, _("移除"), _("不移除"), danger=True):
                self._do(lambda: self._accounts.remove(one.id), self._done)
            return
        kinds = "、".join(f"{_(held.charge.value)} {held.count:,}" for held in holdings.held)
        left = _("他手上还有：{kinds}。先移交给别人，这些才不会没人管。").format(kinds=kinds)
        ways = (
            ask.Choice("no", _("不移除"), "quiet"), ask.Choice("remove", _("不移交，直接移除"), "danger_fill"),
            ask.Choice("hand", _("先移交…"), "primary"),
        )  # fmt: skip
        answer = ask.choose(self, question, left + effect, ways)
        if answer == "hand":
            self._hand_over(one)
        elif answer == "remove":
            self._do(lambda: self._accounts.remove(one.id), self._done)

    def _done(self, _nothing: object) -> None:
        self.message.show("ok", _("已改好"))
        self._read()
