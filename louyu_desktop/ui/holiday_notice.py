"""Next year's holidays out of the State Council's notice: pasted, counted while it is typed, written in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules import dates
from louyu_desktop.rules.holiday_notice import Announced, read_notice
from louyu_desktop.text import _
from louyu_desktop.ui.messages import FieldNote
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.introducing import Introducing
    from louyu_desktop.ui.tasks import Tasks

_TALL = 150


class NoticePane(QWidget):
    """A field for the notice's text; `kept(days)` once it was written."""

    kept = Signal(int)

    def __init__(self, tasks: Tasks, introducing: Introducing) -> None:
        super().__init__()
        self._tasks, self._introducing = tasks, introducing
        self.told: Announced | None = None
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("放假通知的正文"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(_("一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：……"))
        self.note = FieldNote(_("从中国政府网「部分节假日安排的通知」复制「一、元旦」到最后一个节日的几行"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.note)
        self.text.textChanged.connect(self._read)
        theme.changed.connect(self._fit)
        self._fit()
        self.setFocusProxy(self.text)

    def _fit(self) -> None:
        self.text.setFixedHeight(theme.px(_TALL))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was pasted."""
        return not self.text.toPlainText().strip()

    def _read(self) -> None:
        self.told = read_notice(self.text.toPlainText(), dates.today())
        if self.told is not None:
            words = _("认出 {year} 年：放假 {off} 天，调休上班 {works} 天")
            told = words.format(year=self.told.year, off=self.told.off, works=self.told.made_up)
            self.note.say(told, "ok")
        else:
            self.note.say("" if self.is_empty else _("没有认出节日。要连同「一、元旦：」这样的开头一起粘贴"))

    def keep(self) -> None:
        """Write what was recognised."""
        told, introducing = self.told, self._introducing
        if told is not None and self.text.isEnabled():
            self.text.setEnabled(False)
            self._tasks.write(self, lambda _control: introducing.announce_holidays(told), self._kept, self._refused)

    def _kept(self, days: int) -> None:
        self.note.say(_("写好了：{count} 天").format(count=days), "ok")
        self.kept.emit(days)

    def _refused(self, error: Exception) -> None:
        self.text.setEnabled(True)
        if isinstance(error, LouyuError):
            self.note.say(error.sentence)
        else:
            report(self, error)
