"""Backups in the settings: how well off the station is, make one now, the second place, the list, restoring, moving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules import dates
from louyu_desktop.services.backup_copies import BackupCopy, Level, SecondPlace, Standing, age
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.backing_up import sign_of
from louyu_desktop.ui.parts import Card, EmptyState, IconLabel, Label, MessageBar, link, outline, primary, quiet
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.station.backup_list import BackupTable

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Known = tuple[Standing, SecondPlace, tuple[BackupCopy, ...]]


class BackupPage(QWidget):
    """What stands about backups, and what can be done about them by hand."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._backups = context.services.backups
        self.message = MessageBar()
        self.sign = IconLabel("shield", "text2", 32)
        self.words = Label("", "section")
        self.hint = Label(_("有改动时每半小时备份一次，退出时再备份一次；每一份写完都打开核对过，才算数"), "hint", wrap=True)
        self.now = primary(_("现在备份"), "shield")
        self.place = Label("", "body", wrap=True)
        self.place_hint = Label(_("U 盘或另一台电脑上的共享文件夹。接上时自动带过去，读回来核对"), "hint", wrap=True)
        self.choose = outline(_("选文件夹…"))
        self.forget = quiet(_("不用了"))
        self.table = BackupTable(self)
        self.empty = EmptyState("shield", _("还没有备份"), _("点「现在备份」做第一份"))
        self.prove = outline(_("再验证一次"))
        self.restore = outline(_("恢复到这一份…"))
        self.other = link(_("从别的备份文件恢复…"))
        self.moving = link(_("搬到新电脑…"))
        self._lay_out()
        self._connect()
        self.read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Label(_("备份"), "title"))
        head.addStretch(1)
        head.addWidget(self.other)
        head.addSpacing(12)
        head.addWidget(self.moving)
        column.addLayout(head)
        column.addWidget(self.message)
        column.addWidget(_row_card((self.sign,), (self.words, self.hint), (self.now,)))
        title = Label(_("第二处"), "label", "text2")
        column.addWidget(_row_card((title,), (self.place, self.place_hint), (self.forget, self.choose)))
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        column.addWidget(card, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.prove)
        foot.addWidget(self.restore)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.now.clicked.connect(self.make)
        self.choose.clicked.connect(self.choose_place)
        self.forget.clicked.connect(self._drop_place)
        self.prove.clicked.connect(self._prove_chosen)
        self.restore.clicked.connect(self._restore_chosen)
        self.other.clicked.connect(self._restore_other)
        self.moving.clicked.connect(self._move)
        self.table.selectionModel().selectionChanged.connect(self._offer)

    # -- how it stands -------------------------------------------------------------------------

    def read(self) -> None:
        """Ask how things stand."""
        backups = self._backups

        def work(_control: Control) -> Known:
            return backups.standing(), backups.second_place(), backups.listing()

        self._context.tasks.read(self, work, self._show)

    def _show(self, known: Known) -> None:
        standing, place, copies = known
        self.sign.set_icon(*sign_of(standing.level))
        self.words.setText(standing.words)
        possible = standing.level is not Level.OFF
        self.place.setText(_place_words(place))
        self.forget.setVisible(place.folder is not None)
        for part in (self.now, self.choose, self.moving, self.other):
            part.setEnabled(possible)
        self.table.rows.show(copies)
        self.table.setVisible(bool(copies))
        self.empty.setVisible(not copies)
        if copies:
            self.table.selectRow(0)
        self._offer()

    def _offer(self) -> None:
        chosen = self.table.chosen()
        self.prove.setEnabled(chosen is not None)
        self.restore.setEnabled(chosen is not None and not chosen.damaged)

    def _done(self, sentence: str) -> None:
        self.message.show("ok", sentence)
        self._context.backups_changed()
        self.read()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, LouyuError):
            self.message.show("warn", error.sentence)
        else:
            report(self, error)
        self.read()

    # -- doing ---------------------------------------------------------------------------------

    def make(self) -> None:
        """A backup now."""
        backups = self._backups
        self.now.setEnabled(False)

        def made(one: BackupCopy) -> None:
            self._done(_("第 {number} 份备份写好了，打开核对过").format(number=one.number))

        work = self._context.tasks.bulk
        work(self, lambda control: backups.make(control=control), made, self._refused, title=_("备份"))

    def _prove_chosen(self) -> None:
        chosen, backups = self.table.chosen(), self._backups
        if chosen is None:
            return
        number = chosen.number

        def proven(one: BackupCopy) -> None:
            self._done(_("第 {number} 份备份里的数据和附件都核对过，完好").format(number=one.number))

        work = self._context.tasks.bulk
        work(
            self, lambda control: backups.prove(number, control, thorough=True), proven, self._refused,
            title=_("验证备份"),
        )  # fmt: skip

    def choose_place(self) -> None:
        """Ask where else backups are brought to."""
        folder = ask.choose_folder(self, _("备份的第二处"))
        if folder is not None:
            self.set_place(folder)

    def set_place(self, folder: Path | None) -> None:
        """Bring backups to `folder` too, from now on."""
        backups = self._backups

        def kept(place: SecondPlace) -> None:
            self._done(_("以后的备份也放到 {folder}").format(folder=place.folder) if place.folder else _("不再用第二处了"))

        work = self._context.tasks.bulk
        work(
            self, lambda control: backups.set_second_place(folder, control), kept, self._refused,
            title=_("备份到第二处"),
        )  # fmt: skip

    def _drop_place(self) -> None:
        self.set_place(None)

    def _restore_chosen(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None and chosen.file is not None:
            self._context.launch("restore", file=chosen.file)

    def _restore_other(self) -> None:
        file = ask.choose_file(self, _("选备份文件"), _("备份 (*.backup)"))
        if file is not None:
            self._context.launch("restore", file=file)

    def _move(self) -> None:
        name = _("搬家-{day}.backup").format(day=dates.today().isoformat())
        target = ask.save_file(self, _("搬到新电脑"), Path.home() / name, _("备份 (*.backup)"))
        if target is None:
            return
        backups = self._backups

        def moved(_one: BackupCopy) -> None:
            self.message.show("ok", _("写好并核对过了：{file}。在新电脑上打开程序，选「从备份恢复」").format(file=target))
            self.read()

        work = self._context.tasks.bulk
        work(self, lambda control: backups.move(target, control), moved, self._refused, title=_("打包搬家"))


def _row_card(left: tuple[QWidget, ...], lines: tuple[QWidget, ...], right: tuple[QWidget, ...]) -> Card:
    """A card of one row: what it is, two lines of words, what can be done."""
    card = Card()
    row = QHBoxLayout()
    row.setSpacing(14)
    for widget in left:
        row.addWidget(widget)
    words = QVBoxLayout()
    words.setSpacing(2)
    for widget in lines:
        words.addWidget(widget)
    row.addLayout(words, 1)
    for widget in right:
        row.addWidget(widget)
    card.body.addLayout(row)
    return card


def _place_words(place: SecondPlace) -> str:
    if place.folder is None:
        return _("没有第二处：这台电脑坏了，备份也就没了")
    if place.there:
        return _("{folder}（接着）").format(folder=place.folder)
    seen = age(place.seen_at) if place.seen_at else _("从来没有")
    return _("{folder}（没有接上，上次接上：{when}）").format(folder=place.folder, when=seen)
