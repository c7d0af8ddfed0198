"""The first day: station, first administrator, a way back in, where backups go; one step after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Button, outline, primary, quiet
from louyu_desktop.ui.entrance.parts import Entry, name_line
from louyu_desktop.ui.entrance.password import NewPassword
from louyu_desktop.ui.focus import FocusRing
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.roomy import on_ground
from louyu_desktop.ui.steps import Steps
from louyu_desktop.ui.theme import theme

_PAGE = 560


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What a new station begins with."""

    station: str
    person: str
    password: str = field(repr=False)


class Step(QWidget):
    """One step: a title, a sentence, and what is to be filled in; `done` asks to go on, as Enter does."""

    done = Signal()
    optional = False
    """Whether it may as well be done later, from the list on 今日."""

    def __init__(self, title: str, sentence: str, *parts: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 26, 32, 20)
        column.setSpacing(12)
        column.addWidget(Label(title, "title"))
        words = Label(sentence, "body", "text2", wrap=True)
        for part in (words, *parts):
            if part.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Fixed:
                part.setMaximumWidth(theme.px(_PAGE))
            column.addWidget(part)
        column.addStretch(1)

    def may_go_on(self) -> bool:
        """Whether the step is done; if not, it says what is missing."""
        return True

    def chosen(self) -> str:
        """What stands under the step's name once it is done."""
        return ""

    def enter(self) -> None:
        """The step is shown now."""


class StationStep(Step):
    """Whose station, who begins, and the password; a new computer of an old station goes another way."""

    def __init__(self, folder: Path) -> None:
        self.name = Entry(_("站点名称"), name_line(), _("印在签到表和服务手册上，以后可以改"), required=True)
        self.person = Entry(_("您的姓名"), name_line(), _("您是第一位站长；别的同事进来后再加"), required=True)
        self.new = NewPassword(self._names, _("您的口令"), seen=True)
        where = Label(_(
            "数据用这个口令加密，存在 {folder}，只在这台电脑上。程序不知道口令，也没有人能替您找回来："
            "忘了就要靠下一步的恢复纸，或者另一位站长。"
        ).format(folder=folder), "hint", wrap=True)  # fmt: skip
        sentence = _("这台电脑上还没有站点。大约要 5 分钟，中间要打印一张纸，手边最好有打印机或 U 盘。")
        super().__init__(_("站点和您"), sentence, self.name, self.person, self.new, where)
        self.name.line.returnPressed.connect(self.person.line.setFocus)
        self.person.line.returnPressed.connect(self.new.setFocus)
        self.new.done.connect(self.done)
        self.setFocusProxy(self.name.line)

    def _names(self) -> tuple[str, ...]:
        return self.name.text, self.person.text

    def chosen(self) -> str:
        """The station's name."""
        return self.name.text

    def may_go_on(self) -> bool:
        """All is filled in, and the password can be taken."""
        return self.name.filled() and self.person.filled() and self.new.right()

    def enter(self) -> None:
        """The cursor stands in the name."""
        self.name.line.setFocus()


class OwnerStep(Step):
    """Who runs a station of the first days, and the password."""

    def __init__(self, name: str, people: Sequence[tuple[str, str]]) -> None:
        self._name, self.people = name, QComboBox()
        for uid, person in people:
            self.people.addItem(person, uid)
        self.people.setAccessibleName(_("您是哪一位"))
        self.people.setItemDelegate(QStyledItemDelegate(self.people))
        self.new = NewPassword(self._names, seen=True)
        sentence = _(
            "「{name}」是用早先的版本建的，还没有口令，谁打开这台电脑都看得到。现在设一个口令，数据会换一把新钥匙重新加密。"
            "您会成为站长；其他同事的口令，进去以后在设置里发。"
        ).format(name=name)
        super().__init__(_("设口令"), sentence, Label(_("您是哪一位"), "label"), self.people, self.new)
        self.new.done.connect(self.done)
        self.setFocusProxy(self.people)

    def _names(self) -> tuple[str, ...]:
        return self._name, self.people.currentText()

    @property
    def uid(self) -> str:
        """The account of whoever it is."""
        return str(self.people.currentData())

    def chosen(self) -> str:
        """Who it is."""
        return self.people.currentText()

    def may_go_on(self) -> bool:
        """The password can be taken."""
        return self.new.right()


class Wizard(QWidget):
    """Steps with a footer; `begun` when those before the station are done, `finished` after the last, `left` before.

    `begin` names the button that has the station made; then `add_steps` brings the steps that need it.
    """

    begun = Signal()
    finished = Signal()
    left = Signal()
    then = ""
    """What stands over the window once it is there."""

    def __init__(self, title: str, names: Sequence[str], before: Sequence[Step], begin: str) -> None:
        super().__init__()
        self.steps = Steps(title, names, _("以后都可以在设置里改"))
        self.pages = QStackedWidget()
        self.message = MessageBar()
        self.state = Label("", "label", "text2")
        self.leave, self.back, self.on = quiet(_("退出")), outline(_("上一步")), primary(_("下一步"))
        self.later = quiet(_("其余以后再做，进入站点"))
        self._all: list[Step] = []
        self._before, self._begin, self._count = len(before), begin, len(names)
        self._made = not before
        self.end = _("完成，进入站点")
        self._add(*before)
        self._lay_out()
        self.ring = FocusRing(self)
        self.leave.clicked.connect(self.left)
        self.back.clicked.connect(self._back)
        self.on.clicked.connect(self.go_on)
        self.later.clicked.connect(self.finished)
        if before:
            self.setFocusProxy(before[0])
            self._show(0)

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setProperty("bar", "wizard")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 24, 13)
        row.setSpacing(8)
        row.addWidget(self.leave)
        row.addStretch(1)
        for part in (self.state, self.later, self.back, self.on):
            row.addWidget(part)
        room = QVBoxLayout()
        room.setContentsMargins(32, 16, 32, 0)
        room.addWidget(self.message)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(room)
        right.addWidget(self.pages, 1)
        right.addWidget(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.steps)
        whole.addLayout(right, 1)

    @property
    def step(self) -> Step:
        """The step in hand."""
        return self._all[self.pages.currentIndex()]

    def _add(self, *steps: Step) -> None:
        for step in steps:
            step.done.connect(self.go_on)
            self._all.append(step)
            self.pages.addWidget(on_ground(step))

    def add_steps(self, *steps: Step) -> None:
        """The steps that need the station, which stands by now; the first of them is shown."""
        self._made = True
        self._add(*steps)
        self.busy("")
        self.message.hide()
        self._show(self._before)

    def go_on(self) -> None:
        """The primary button of the step."""
        number = self.pages.currentIndex()
        if not self.on.isEnabled() or not self.step.may_go_on():
            return
        self.message.hide()
        self.steps.say(number, self.step.chosen())
        if not self._made and number == self._before - 1:
            self.busy(_("正在加密建立…"))
            self.begun.emit()
        elif number + 1 < len(self._all):
            self._show(number + 1)
        else:
            self.finished.emit()

    def _back(self) -> None:
        self._show(max(0, self.pages.currentIndex() - 1))

    def _show(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.steps.go(number)
        self.back.setVisible(number > (self._before if self._made else 0))
        self.leave.setVisible(not self._made)
        self.later.setVisible(self.step.optional and number < self._count - 1)
        last, begins = number == self._count - 1, not self._made and number == self._before - 1
        self.on.setText(self.end if last else self._begin if begins else _("下一步"))
        self.step.enter()

    def busy(self, words: str) -> None:
        """Say what goes on and take nothing meanwhile; "" takes again."""
        self.state.setText(words)
        buttons: tuple[Button, ...] = (self.on, self.back, self.later, self.leave)
        for part in (*buttons, self.pages):
            part.setEnabled(not words)

    def refused(self, sentence: str) -> None:
        """It could not be made: one sentence."""
        self.busy("")
        self.message.show("danger", sentence)


class FirstRun(Wizard):
    """A new station: `wanted()` says what it begins with; with old `ledgers` the import follows the vault at once."""

    def __init__(self, folder: Path, *, ledgers: bool = False) -> None:
        self.ledgers = ledgers
        self.station = StationStep(folder)
        vault = (_("站点和您"), _("忘了口令怎么办"))
        rest = () if ledgers else (_("同事"), _("楼宇"), _("节假日"), _("备份放在哪里"))
        super().__init__(_("建立站点"), (*vault, *rest), (self.station,), _("建立站点"))
        self.leave.setText(_("返回"))
        if ledgers:
            self.then, self.end = "import", _("完成，去选台账")

    def wanted(self) -> FirstDay:
        """What was typed."""
        return FirstDay(self.station.name.text, self.station.person.text, self.station.new.text)


class TakeIn(Wizard):
    """A station of the first days, which has no password yet: who runs it, and with which password."""

    def __init__(self, name: str, people: Sequence[tuple[str, str]]) -> None:
        self.owner = OwnerStep(name, people)
        names = (_("设口令"), _("忘了口令怎么办"), _("备份放在哪里"))
        super().__init__(_("给站点上锁"), names, (self.owner,), _("设好口令并加密"))
