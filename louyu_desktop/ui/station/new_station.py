"""The first window of a new installation: the station's name and who works there first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.parts import FieldNote, IconLabel, Label, primary, quiet, restyle
from louyu_desktop.ui.theme import theme

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NewStation:
    """What a new station begins with."""

    name: str
    person: str


class NewStationDialog(QDialog):
    """Two lines to fill; where it will lie is said, not asked."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("新建站点"))
        self.setMinimumWidth(theme.px(480))
        self.name, self.person = QLineEdit(), QLineEdit()
        self.notes = {
            self.name: FieldNote(_("印在签到表和服务手册上，以后可以改")),
            self.person: FieldNote(_("改动记录里会写这个名字；别的同事进来后再加")),
        }
        self._folder = Label(_("数据存在 {folder}").format(folder=folder), "hint", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("mark", "accent", 32))
        head.addWidget(Label(_("新建站点"), "title"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(Label(_("这台电脑上还没有站点。填好下面两项就可以开始。"), "body", "text2"))
        column.addSpacing(8)
        for words, line in ((_("站点名称"), self.name), (_("您的姓名"), self.person)):
            row = QHBoxLayout()
            row.setSpacing(2)
            row.addWidget(Label(words, "label"))
            row.addWidget(Label("＊", "label", "danger"))
            row.addStretch(1)
            column.addLayout(row)
            line.setAccessibleName(f"{words}＊")
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(self._calm)
            column.addWidget(line)
            column.addWidget(self.notes[line])
        column.addWidget(self._folder)
        column.addSpacing(8)
        foot = QHBoxLayout()
        leave, begin = quiet(_("退出")), primary(_("建立站点"))
        leave.clicked.connect(self.reject)
        begin.clicked.connect(self.begin)
        self.name.returnPressed.connect(self.person.setFocus)
        self.person.returnPressed.connect(self.begin)
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(begin)
        column.addLayout(foot)

    def _calm(self) -> None:
        for line, note in self.notes.items():
            if line.text().strip():
                note.say("")
                restyle(line, wrong=False)

    def begin(self) -> None:
        """Accept when both are filled; else the cursor goes to the first that is not."""
        empty = [line for line in (self.name, self.person) if not line.text().strip()]
        for line in empty:
            self.notes[line].say(_("请填站点名称") if line is self.name else _("请填姓名"))
            restyle(line, wrong=True)
        if empty:
            empty[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.accept()

    def wanted(self) -> NewStation:
        """What was filled in."""
        return NewStation(self.name.text().strip(), self.person.text().strip())


def ask_for_station(folder: Path, parent: QWidget | None = None) -> NewStation | None:
    """Ask for a new station's name and first person; None when the person left it."""
    dialog = NewStationDialog(folder, parent)
    return dialog.wanted() if dialog.exec() == QDialog.DialogCode.Accepted else None
