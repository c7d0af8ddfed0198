"""The bottom line: who is on duty, backup, drafts, the job that runs, date, the way to the keys."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from louyu_desktop.rules import dates
from louyu_desktop.rules.day_words import weekday_letter
from louyu_desktop.services.backup_copies import Standing
from louyu_desktop.text import _
from louyu_desktop.ui.actions import key_of
from louyu_desktop.ui.backing_up import sign_of
from louyu_desktop.ui.buttons import Button, link
from louyu_desktop.ui.labels import Hairline, IconLabel, Label
from louyu_desktop.ui.messages import IconText
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.tasks import Job, Tasks

_POLL_MS = 200
_SHOW_AFTER = 0.3


class StatusBar(QFrame):
    """Polls the running jobs while there are some; everything else is told to it."""

    duty_wanted = Signal()
    backup_wanted = Signal()
    shortcuts_wanted = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._job: Job | None = None
        self.setProperty("bar", "status")
        self.duty = Button("", "status")
        self.backup_sign = IconLabel("shield", "text2", 16)
        self.backup = Button(_("备份"), "status")
        self.drafts = IconText("save")
        self.work = IconText("clock", _("没有正在进行的任务"))
        self.cancel = link(_("取消"))
        self.date = Label("", "hint", "text2")
        keys = Button(_("快捷键 {key}").format(key=key_of("shortcuts")), "status")
        self.duty.clicked.connect(self.duty_wanted)
        self.backup.clicked.connect(self.backup_wanted)
        self.cancel.clicked.connect(self._cancel)
        keys.clicked.connect(self.shortcuts_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(10)
        layout.addWidget(IconLabel("person"))
        layout.addWidget(self.duty)
        for parts in ((self.backup_sign, self.backup), (self.drafts,), (self.work,)):
            line = Hairline(vertical=True)
            line.setMaximumHeight(14)
            for part in (line, *parts):
                layout.addWidget(part)
        layout.addWidget(self.cancel)
        layout.addStretch(1)
        layout.addWidget(self.date)
        layout.addWidget(keys)
        self.cancel.hide()
        self.show_drafts(0)
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)
        tasks.began.connect(self._timer.start)
        self._clock = QTimer(self, interval=60_000)
        self._clock.timeout.connect(self._show_date)
        self._clock.start()
        self._show_date()

    def show_duty(self, name: str, *, keyed: bool = False) -> None:
        """Who does what is done here; `keyed` where that is decided by the log-in."""
        self.duty.setToolTip(_("锁定、换人登录、修改口令") if keyed else _("换一位值班的人"))
        self.duty.setText(unmarked(_("值班 {name}").format(name=name)) if name else _("没有人值班"))

    def show_backup(self, standing: Standing) -> None:
        """How old the last proven backup is; the second place when the mouse rests there."""
        self.backup_sign.set_icon(*sign_of(standing.level))
        self.backup.setText(unmarked(standing.words))
        self.backup.setToolTip(standing.second)

    def show_drafts(self, count: int) -> None:
        """How much is typed and not saved."""
        self.drafts.say(_("未保存草稿 {count} 份").format(count=count) if count else _("没有未保存的草稿"))

    def _show_date(self) -> None:
        today = dates.today()
        self.date.setText(_("{day} 星期{weekday}").format(day=today.isoformat(), weekday=weekday_letter(today)))

    def _poll(self) -> None:
        jobs = [job for job in self._tasks.jobs() if job.seconds > _SHOW_AFTER]
        self._job = jobs[0] if jobs else None
        self.cancel.setVisible(self._job is not None)
        if self._job is not None:
            self.work.say(_words(self._job, len(jobs) - 1))
            return
        self.work.say(_("没有正在进行的任务"))
        if not self._tasks.jobs():
            self._timer.stop()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.work.say(_("正在停下，已做的会撤回"))


def _words(job: Job, more: int) -> str:
    """What runs, how far it is, and how many wait behind it."""
    words = _("正在{title}").format(title=job.title)
    if job.share is not None:
        words += f" {job.share}%"
    if more:
        words += _("，另有 {count} 项").format(count=more)
    return words
