"""The last two steps: writing, with progress and a way back; and what came of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from louyu_desktop.services.import_plan import ImportResult
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.imports.plan_page import Tiles
from louyu_desktop.ui.parts import IconLabel, Label, MessageBar, danger, outline, primary
from louyu_desktop.ui.tasks import Job
from louyu_desktop.ui.theme import theme

_POLL_MS = 100


class WritePage(QWidget):
    """How far the writing is; polled, so that the work never waits for the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.title = Label("", "title")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(theme.px(520))
        self.note = Label("", "label", "text3")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(Label(_("取消会把已经写的也退回去，一行都不留"), "label", "text3"))
        column.addWidget(Label(_("写完之前谁也看不到这一批；签到、登记和查找照常，可以先去做别的"), "label", "text3"))
        column.addWidget(self.bar)
        column.addWidget(self.note)
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)

    def watch(self, job: Job, rows: int) -> None:
        """Show this job until it ends."""
        self._job = job
        self.title.setText(_("正在写入 {count} 行").format(count=f"{rows:,}"))
        self.bar.setRange(0, 0)
        self._timer.start()

    def stop(self) -> None:
        """It came to an end."""
        self._timer.stop()
        self._job = None

    def _poll(self) -> None:
        job = self._job
        if job is None or not job.total:
            return
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        progress = f"{job.done:,} / {job.total:,}"
        self.note.setText(f"{progress}　{job.note}" if job.note else progress)


class ResultPage(QWidget):
    """What was written, and the two ways on: take it back, open the rows that were not taken."""

    undo_asked = Signal()
    refused_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("check", "ok", 32)
        self.title = Label("", "title")
        self.about = Label("", "body", "text2")
        self.tiles = Tiles()
        self.message = MessageBar()
        self.held: Any = context.launch("held-visits", parent=self) if context.has("held-visits") else None
        self.sheet = primary(_("打印签到表…"), "print")
        self.undo = danger(_("撤销这批"), "undo")
        self.refused = outline(_("打开没收的行…"), "file")
        self._lay_out()
        self.undo.clicked.connect(self.undo_asked)
        self.refused.clicked.connect(self.refused_asked)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.title)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.tiles)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sheet)
        row.addWidget(self.refused)
        row.addWidget(self.undo)
        row.addStretch(1)
        column.addLayout(row)
        if self.held is not None:
            column.addWidget(self.held, 4)
        column.addStretch(1)

    def show_result(self, result: ImportResult, *, named: bool = False) -> None:
        """写入 33 行，4 行没收; a list of who comes, `named`, can be printed to be signed."""
        self.sheet.setVisible(named)
        counts = result.counts
        left = counts.refused + counts.ask
        words = _("写入 {count} 行").format(count=f"{counts.written:,}")
        self.title.setText(words + "，" + _("{count} 行没收").format(count=f"{left:,}") if left else words)
        self.about.setText(_("这批是一步：Ctrl+Z 或下面的「撤销这批」都能整批退回。同一个文件再导一次，不会重复。"))
        self.tiles.show_plan(result.plan)
        self.tiles.show()
        self.refused.setVisible(left > 0)
        self.undo.setEnabled(counts.written > 0)
        if self.held is not None:
            self.held.ask(result.held)

    def taken_back(self, rows: int) -> None:
        """The whole batch is gone again."""
        self._icon.set_icon("undo", "text2")
        self.title.setText(_("已撤销这批：{count} 行都回到导入前").format(count=f"{rows:,}"))
        self.about.setText(_("改好文件后可以再导一次。"))
        self.tiles.hide()
        self.sheet.hide()
        if self.held is not None:
            self.held.hide()
        self.undo.setEnabled(False)
