"""The steps of the first day that may wait: colleagues, buildings, the holidays of next year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules.roles import Role
from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Segmented, outline
from louyu_desktop.ui.entrance.first_run import Step
from louyu_desktop.ui.entrance.one_time import OneTimeCard
from louyu_desktop.ui.entrance.parts import Entry, name_line
from louyu_desktop.ui.holiday_notice import NoticePane
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.messages import FieldNote
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.accounts import OneTime
    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.tasks import Tasks

_TALL = 150


class ColleaguesStep(Step):
    """Who works here besides, one after the other; each gets a password for once."""

    optional = True

    def __init__(self, tasks: Tasks, services: Services) -> None:
        self._tasks, self._accounts = tasks, services.accounts
        self.name = Entry(_("同事的姓名"), name_line())
        self.role = Segmented(
            ((Role.STAFF, _("工作人员")), (Role.DESK, _("签到台志愿者")), (Role.READER, _("只看")), (Role.ADMINISTRATOR, _("站长")))
        )
        self.role.setAccessibleName(_("岗位"))
        self.add = outline(_("加上并发一次性口令"), "userplus")
        self.once = OneTimeCard()
        self._added: list[str] = []
        self._list = Label("", "body", "text2", wrap=True)
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.add)
        beside.addStretch(1)
        sentence = _("每位同事用自己的姓名和口令登录，谁做了什么才记得清。现在就加，或者以后在设置的「工作人员」里加。")
        super().__init__(_("同事"), sentence, self.name, self.role, row, self.once, self._list)
        self.name.line.returnPressed.connect(self._enter)
        self.add.clicked.connect(self.put)
        self.setFocusProxy(self.name.line)

    def enter(self) -> None:
        """The cursor stands in the name."""
        self.name.line.setFocus()

    def _enter(self) -> None:
        if self.name.text:
            self.put()
        else:
            self.done.emit()

    def put(self) -> None:
        """Add whoever is named."""
        if not self.name.filled() or not self.add.isEnabled():
            return
        name, role, accounts = self.name.text, Role(str(self.role.value)), self._accounts
        self.add.setEnabled(False)
        self._tasks.write(self, lambda _control: accounts.add(name, role), self._is_added, self._not_added)

    def _is_added(self, once: OneTime) -> None:
        self.add.setEnabled(True)
        self._added.append(once.name)
        self.once.show_password(once)
        self._list.setText(_("已加上：{names}").format(names="、".join(self._added)))
        self.name.line.clear()
        self.name.line.setFocus()

    def _not_added(self, error: Exception) -> None:
        self.add.setEnabled(True)
        if isinstance(error, LouyuError):
            self.name.say(error.sentence)
        else:
            report(self, error)

    def chosen(self) -> str:
        """How many were added."""
        return _("{count} 人").format(count=len(self._added)) if self._added else _("以后再加")

    def may_go_on(self) -> bool:
        """A name that was typed is not lost: it is added first."""
        if self.name.text:
            self.put()
            return False
        return self.add.isEnabled()


class BuildingsStep(Step):
    """The station's buildings, a name on each line; floors and rooms follow with the ledger."""

    optional = True

    def __init__(self, tasks: Tasks, services: Services) -> None:
        self._tasks, self._introducing = tasks, services.introducing
        self.names = QPlainTextEdit()
        self.names.setAccessibleName(_("楼宇名称，一行一幢"))
        self.names.setTabChangesFocus(True)
        self.names.setPlaceholderText(_("一行一幢"))
        self.note = FieldNote(_("只要名字。楼层、房间和企业导入台账时会一起带进来，也可以在「楼宇」里慢慢加"))
        self._written = ""
        sentence = _("站点服务哪几幢楼？写上名字，导入企业台账时就认得「环贸一期 23 层」说的是哪一幢。")
        super().__init__(_("楼宇"), sentence, self.names, self.note)
        theme.changed.connect(self._fit)
        self._fit()
        self.names.textChanged.connect(self._calm)
        self.setFocusProxy(self.names)

    def _fit(self) -> None:
        self.names.setFixedHeight(theme.px(_TALL))

    def _calm(self) -> None:
        self.note.say("")

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.names.toPlainText().splitlines() if line.strip()]

    def enter(self) -> None:
        """The cursor stands in the field."""
        self.names.setFocus()

    def chosen(self) -> str:
        """How many."""
        return _("{count} 幢").format(count=len(self._lines())) if self._lines() else _("以后再加")

    def may_go_on(self) -> bool:
        """What was typed is written first; then it goes on by itself."""
        text = "\n".join(self._lines())
        if text == self._written:
            return True
        if self.names.isEnabled():
            self.names.setEnabled(False)
            introducing, names = self._introducing, self._lines()
            self._tasks.write(self, lambda _control: introducing.add_buildings(names), self._kept, self._refused)
        return False

    def _kept(self, _count: int) -> None:
        self.names.setEnabled(True)
        self._written = "\n".join(self._lines())
        self.done.emit()

    def _refused(self, error: Exception) -> None:
        self.names.setEnabled(True)
        if isinstance(error, LouyuError):
            self.note.say(error.sentence)
        else:
            report(self, error)


class CalendarStep(Step):
    """The holidays of next year, without which promised days are only supposed."""

    optional = True

    def __init__(self, tasks: Tasks, services: Services) -> None:
        self.pane = NoticePane(tasks, services.introducing)
        self._kept = 0
        sentence = _(
            "承诺几个工作日办结，要知道哪天放假、哪天补班。明年的安排一般 11 月公布：把通知粘贴进来，或者公布以后再做。"
        )
        super().__init__(_("明年的节假日"), sentence, self.pane)
        self.pane.kept.connect(self._is_kept)
        self.setFocusProxy(self.pane)

    def enter(self) -> None:
        """The cursor stands in the field."""
        self.pane.setFocus()

    def chosen(self) -> str:
        """How many days."""
        return _("{count} 天").format(count=self._kept) if self._kept else _("以后再做")

    def _is_kept(self, days: int) -> None:
        self._kept = days
        self.done.emit()

    def may_go_on(self) -> bool:
        """What was recognised is written first; then it goes on by itself."""
        if self._kept or self.pane.is_empty:
            return True
        self.pane.keep()
        return False
