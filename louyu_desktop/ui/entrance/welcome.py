"""The very first window: a station of one's own, a look round the demonstration, or the old Excel ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import link, outline, quiet
from louyu_desktop.ui.entrance.parts import CardPage
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.way_button import WayButton

if TYPE_CHECKING:
    from louyu_desktop.ui.tasks import Job

_WIDE = 640
_POLL_MS = 200


class Welcome(CardPage):
    """`own`, `look`, `ledgers` or `restore`, as the person chooses; `watch` shows how far the demonstration is."""

    own = Signal()
    look = Signal()
    ledgers = Signal()
    restore = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("楼宇党群服务站"), _("这台电脑上还没有站点。从哪里开始？"), width=_WIDE)
        self._job: Job | None = None
        self.begin = WayButton(
            "tower", _("建自己的站点"), _("起个名字、设一个口令，大约 5 分钟。楼宇、企业和人员以后慢慢加")
        )
        self.import_ = WayButton(
            "upload", _("把原来的 Excel 台账搬进来"), _("先建站点，接着直接选文件。写入前先给您看，写入后可以整批撤销")
        )
        self.try_ = WayButton(
            "eye", _("先到演示站点里看看"), _("5 幢楼、几百家编出来的企业，随便试。要建一两分钟，看完一按就能删掉")
        )
        self.stop = quiet(_("不等了"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("正在建演示站点"))
        self._note = Label("", "label", "text2")
        self._ways, self._building = QWidget(), QWidget()
        self._furnish()
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)
        for button, signal in (
            (self.begin, self.own), (self.import_, self.ledgers), (self.try_, self.look), (self.leave, self.left),
            (self.back_up, self.restore),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self.stop.clicked.connect(self._stop)
        self.setFocusProxy(self.begin)

    def _furnish(self) -> None:
        self.leave, self.back_up = outline(_("退出")), link(_("在别的电脑上有过站点：从备份恢复…"))
        ways = QVBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(10)
        for way in (self.begin, self.import_, self.try_):
            ways.addWidget(way)
        building = QVBoxLayout(self._building)
        building.setContentsMargins(0, 8, 0, 8)
        building.setSpacing(10)
        building.addWidget(Label(_("正在建演示站点"), "section"))
        building.addWidget(self._bar)
        building.addWidget(self._note)
        row = QHBoxLayout()
        row.addWidget(self.stop)
        row.addStretch(1)
        building.addLayout(row)
        self._building.hide()
        self.body.addWidget(self._ways)
        self.body.addWidget(self._building)
        self.foot_with(self.back_up, right=(self.leave,))

    # -- while the demonstration is built ------------------------------------------------------

    def watch(self, job: Job) -> None:
        """Show how far it is, until `ready` or `refused`."""
        self._job = job
        self.message.hide()
        self._bar.setRange(0, 0)
        self._note.setText(_("正在准备编出来的台账…"))
        self._show_building(True)
        self.stop.setFocus()
        self._timer.start()

    def ready(self) -> None:
        """It stands; the program goes over to it."""
        self._timer.stop()
        self._note.setText(_("建好了，正在打开…"))
        self.stop.setEnabled(False)

    def refused(self, sentence: str = "") -> None:
        """It was not built: one sentence, or nothing where the person stopped it."""
        self._timer.stop()
        self._job = None
        self._show_building(False)
        if sentence:
            self.message.say("danger", sentence)
        self.try_.setFocus()

    def _show_building(self, on: bool) -> None:
        self._building.setVisible(on)
        self._ways.setVisible(not on)
        self.stop.setEnabled(True)
        for button in (self.leave, self.back_up):
            button.setEnabled(not on)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)
            self._note.setText(_("正在停下…"))

    def _poll(self) -> None:
        job = self._job
        if job is None or job.cancelled or not job.total:
            return
        self._bar.setRange(0, job.total)
        self._bar.setValue(job.done)
        self._note.setText(_("已建好 {percent}%，现在是：{note}").format(
            percent=100 * job.done // job.total, note=job.note
        ))
