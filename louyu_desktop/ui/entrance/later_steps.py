"""The steps of the first day that need the station: a way back in, and where backups go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules.roles import Role
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.buttons import Segmented, outline
from louyu_desktop.ui.entrance.first_run import Step
from louyu_desktop.ui.entrance.one_time import OneTimeCard
from louyu_desktop.ui.entrance.parts import Entry, name_line
from louyu_desktop.ui.entrance.sheet_pane import SheetPane
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.messages import FieldNote
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.services.accounts import OneTime
    from louyu_desktop.services.backup_copies import SecondPlace
    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.tasks import Tasks

SHEET, COLLEAGUE = "sheet", "colleague"


class SpareStep(Step):
    """The recovery sheet, or a second administrator; `only_sheet` after the sheet was used."""

    def __init__(self, tasks: Tasks, services: Services, *, only_sheet: bool = False) -> None:
        self._tasks, self._accounts = tasks, services.accounts
        self.way = Segmented(((SHEET, _("打印恢复纸")), (COLLEAGUE, _("再加一位站长"))))
        self.pane = SheetPane(tasks, services)
        self.name = Entry(_("第二位站长的姓名"), name_line(), required=True)
        self.add = outline(_("加上并发一次性口令"), "userplus")
        self.once = OneTimeCard()
        self._colleague = self._second()
        self._added = False
        title = _("换一张新的恢复纸") if only_sheet else _("忘了口令怎么办")
        super().__init__(title, _spent() if only_sheet else _why(), self.way, self.pane, self._colleague)
        self.way.setVisible(not only_sheet)
        self._colleague.hide()
        self.way.chosen.connect(self._chosen)
        self.add.clicked.connect(self._add_second)
        self.name.line.returnPressed.connect(self._add_second)
        self.pane.kept.connect(self.done)

    def _second(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addWidget(self.name)
        column.addLayout(row)
        column.addWidget(self.once)
        return held

    def _chosen(self, way: object) -> None:
        self.pane.setVisible(way == SHEET)
        self._colleague.setVisible(way == COLLEAGUE)

    def _add_second(self) -> None:
        if not self.name.filled() or self._added:
            return
        name, accounts = self.name.text, self._accounts
        self.add.setEnabled(False)
        self._tasks.write(
            self, lambda _control: accounts.add(name, Role.ADMINISTRATOR), self._is_added, self._not_added
        )

    def _is_added(self, once: OneTime) -> None:
        self._added = True
        self.once.show_password(once)

    def _not_added(self, error: Exception) -> None:
        self.add.setEnabled(True)
        sentence = getattr(error, "sentence", "")
        if sentence:
            self.name.say(sentence)
        else:
            report(self, error)

    def enter(self) -> None:
        """A sheet is drawn at once: it takes a moment."""
        self.pane.draw()

    def chosen(self) -> str:
        """What was done."""
        return _("第二位站长") if self._added and not self.pane.is_kept else _("恢复纸")

    def may_go_on(self) -> bool:
        """The sheet was proven, or there is a second administrator."""
        if self.pane.is_kept or (self._added and self.way.value == COLLEAGUE):
            return True
        if self.way.value == SHEET:
            self.pane.remind()
        else:
            self._add_second()
        return False


def _why() -> str:
    return _(
        "口令没有人能找回。所以现在就留一条路：打印一张恢复纸锁进柜子；或者再加一位站长，谁忘了另一位帮他换。"
        "恢复纸还能在电脑坏了以后，和备份一起把站点找回来，建议打印。"
    )


def _spent() -> str:
    return _("恢复纸用过一次就要换：打印新的，看着纸选出两组，再把旧的撕碎。在这之前旧的还打得开。")


class BackupStep(Step):
    """Where backups go besides this computer; it can be chosen later, too."""

    def __init__(self, tasks: Tasks, services: Services) -> None:
        self._tasks, self._backups = tasks, services.backups
        self.folder: Path | None = None
        self.choose = outline(_("选文件夹…"), "folder")
        self.where = Label(_("还没有选"), "body", "text2", wrap=True)
        self.note = FieldNote(_("最好是 U 盘或者共享文件夹：电脑坏了、丢了，备份还在。备份是加密的，只有恢复纸打得开"))
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(self.choose)
        beside.addWidget(self.where, 1)
        sentence = _("程序自己会备份：退出时，还有改动以后每 30 分钟。除了这台电脑，再选一个地方放一份。")
        super().__init__(_("备份放在哪里"), sentence, row, self.note)
        self.choose.clicked.connect(self._choose)

    def _choose(self) -> None:
        folder = ask.choose_folder(self, _("备份放在哪里"))
        if folder is not None:
            self.put(folder)

    def put(self, folder: Path) -> None:
        """Have backups brought to `folder` from now on; it is tried at once."""
        self.choose.setEnabled(False)
        backups = self._backups
        self._tasks.write(self, lambda control: backups.set_second_place(folder, control), self._taken, self._refused)

    def _taken(self, place: SecondPlace) -> None:
        self.choose.setEnabled(True)
        self.note.say("")
        self.folder = place.folder
        self.where.setText(str(place.folder))

    def _refused(self, error: Exception) -> None:
        self.choose.setEnabled(True)
        if isinstance(error, LouyuError):
            self.note.say(error.sentence)
        else:
            report(self, error)

    def chosen(self) -> str:
        """The folder's name."""
        return self.folder.name if self.folder else _("以后再选")

    def may_go_on(self) -> bool:
        """Not while the folder is being tried."""
        return self.choose.isEnabled()
