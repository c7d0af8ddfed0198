"""Restoring over an open station: the backup is opened and proven, both sides are shown, then it is done at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError, NotPermittedError
from louyu_desktop.services.backup_copies import Preview, Restored
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.parts import Card, FieldNote, Label, MessageBar, danger, primary, quiet
from louyu_desktop.ui.prints.page import FullPage
from louyu_desktop.ui.problems import log_bug
from louyu_desktop.ui.sheet_words import SheetWords
from louyu_desktop.ui.sides import Sides, moment
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.copies import Control
    from louyu_desktop.ui.context import Context

_WIDE = 620


class RestorePage(FullPage):
    """One file; `back` goes without having changed anything."""

    def __init__(self, context: Context, file: Path) -> None:
        super().__init__(context, _("恢复备份"))
        self._file = file
        self._preview: Preview | None = None
        self._written = ""
        self.message = MessageBar()
        self.title = Label(_("正在打开并核对备份…"), "title")
        self.sentence = Label(file.name, "body", "text2", wrap=True)
        self.body = QVBoxLayout()
        self.words = SheetWords()
        self.note = FieldNote(_("这份备份不是用现在的钥匙锁的。照它那个站点的恢复纸一组一组输入"))
        self.open_it = primary(_("打开"))
        self.restore = danger(_("恢复"), filled=True)
        self.back = quiet(_("不恢复了"))
        self._lay_out()
        self.open_it.clicked.connect(self.open_by_sheet)
        self.restore.clicked.connect(self.carry_out)
        self.back.clicked.connect(self.close)
        bind(self, "back", self.close)
        self._ask_sheet(on=False)
        self._look(lambda control: context.services.restores.preview(file, control))

    def _lay_out(self) -> None:
        card = Card()
        card.setFixedWidth(theme.px(_WIDE))
        card.body.setContentsMargins(24, 20, 24, 18)
        for part in (self.title, self.sentence, self.message):
            card.body.addWidget(part)
        card.body.addLayout(self.body)
        card.body.addWidget(self.words)
        card.body.addWidget(self.note)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.open_it)
        foot.addWidget(self.restore)
        card.body.addSpacing(8)
        card.body.addLayout(foot)
        middle = QWidget()
        grid = QGridLayout(middle)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(2, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(card, 1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head_bar(_("恢复备份")))
        whole.addWidget(scrolled(middle), 1)

    def _ask_sheet(self, *, on: bool) -> None:
        for part in (self.words, self.note, self.open_it):
            part.setVisible(on)
        self.restore.setVisible(not on)
        self.restore.setEnabled(self._preview is not None)
        if on:
            self.words.setFocus()

    # -- looking -------------------------------------------------------------------------------

    def _look(self, work: Callable[[Control], Preview]) -> None:
        self.title.setText(_("正在打开并核对备份…"))
        self.context.tasks.bulk(self, work, self._show, self._not_opened, title=_("核对备份"))

    def open_by_sheet(self) -> None:
        """Open it by what stands on a sheet."""
        self._written = self.words.toPlainText()
        if not self._written.strip():
            self.note.say(_("请照恢复纸输入"))
            return
        self._ask_sheet(on=False)
        restores, file, written = self.context.services.restores, self._file, self._written
        self._look(lambda control: restores.preview_by_sheet(file, written, control))

    def _not_opened(self, error: Exception) -> None:
        self.title.setText(_("备份没有打开"))
        if isinstance(error, NotPermittedError):
            self._ask_sheet(on=True)
        if isinstance(error, LouyuError):
            self.message.show("warn", error.sentence)
        else:
            log_bug(error)
            self.message.show("danger", _("备份没有打开，数据没有改动。请换一份备份再试"))

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        self.title.setText(_("第 {number} 份备份").format(number=preview.number))
        made = _("{when} 做的（{why}），打开核对过，完好").format(when=moment(preview.made_at), why=preview.label)
        self.sentence.setText(made)
        self.body.addWidget(Sides(preview))
        self._ask_sheet(on=False)

    # -- doing ---------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Ask once more, then restore; the program starts anew afterwards."""
        preview = self._preview
        if preview is None or not ask.confirm(
            self, _("恢复到第 {number} 份备份？").format(number=preview.number),
            _("现在的数据先另存一份，随时可以再恢复回来。恢复完程序会重新打开，要重新登录。"),
            _("恢复"), _("不恢复"), danger=True,
        ):  # fmt: skip
            return
        self.restore.setEnabled(False)
        self.back.setEnabled(False)
        self.title.setText(_("正在恢复…"))
        restores, written = self.context.services.restores, self._written

        def work(control: Control) -> Restored:
            if preview.other_station or written:
                return restores.restore_by_sheet(preview, written, control)
            return restores.restore(preview, control)

        self.context.tasks.bulk(self, work, self._restored, self._not_restored, title=_("恢复备份"))

    def _restored(self, restored: Restored) -> None:
        ask.tell(self, _("恢复好了"), restored.words, _("重新登录"))
        self.context.lock(True)

    def _not_restored(self, error: Exception) -> None:
        self.back.setEnabled(True)
        self.restore.setEnabled(True)
        self.title.setText(_("没有恢复，数据和原来一样"))
        self.message.show("danger", error.sentence if isinstance(error, LouyuError) else _("请把日志交给维护的人"))
        if not isinstance(error, LouyuError):
            log_bug(error)


def open_restore(context: Context, file: Path) -> RestorePage:
    """The page for one backup file."""
    page = RestorePage(context, file)
    page.open()
    return page
