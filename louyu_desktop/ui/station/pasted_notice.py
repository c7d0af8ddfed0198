"""The State Council's notice pasted into the station's own table of holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.holiday_notice import NoticePane
from louyu_desktop.ui.panel import Panel

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class NoticePanel(Panel):
    """The notice as it is pasted; what was recognised is said while it stands there, and written in one step."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        about = _("明年的安排一般 11 月公布。整篇通知粘贴进来也行，认出来的是哪年、几天，写在下面")
        super().__init__(context, parent, _("粘贴放假通知"), about, _("写进节假日"), QSize(560, 340))
        self.pane = NoticePane(context.tasks, context.services.introducing)
        self.body.addWidget(self.pane)
        self.body.addStretch(1)
        self.go.clicked.connect(self.pane.keep)
        self.pane.text.textChanged.connect(self._look)
        self.pane.kept.connect(self._is_kept)
        self._look()
        self.pane.setFocus()

    def _look(self) -> None:
        self.go.setEnabled(self.pane.told is not None)

    def _is_kept(self, days: int) -> None:
        self.context.message("ok", _("节假日写好了：{count} 天。Ctrl+Z 可以撤销").format(count=days))
        self.accept()
