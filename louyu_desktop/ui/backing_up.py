"""Backups without being asked: every half hour when something changed, the monthly drill, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from louyu_desktop.errors import SystemProblem
from louyu_desktop.services.backup_copies import BackupCopy, Level, Standing
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_LOOK_MS = 60_000
_BEGIN_MS = 20_000
_SIGNS = {Level.GOOD: ("shield", "ok"), Level.LATE: ("alert", "warn"), Level.BAD: ("alert", "danger")}


def sign_of(level: Level) -> tuple[str, str]:
    """The icon and the tone that stand before the words."""
    return _SIGNS.get(level, ("shield", "text2"))


class BackupKeeper(QObject):
    """Looks once a minute whether a backup is due, and makes it; `stands(Standing)` follows whatever changes that.

    What a disk refuses is said once in a bar, and again only when it went well in between.
    """

    stands = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._told = ""
        self._busy = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._begin = QTimer(self, singleShot=True, interval=_BEGIN_MS)
        self._begin.timeout.connect(self._settle)

    def start(self) -> None:
        """Show how things stand; what takes longer, and what is to be said of it, waits for the window to rest."""
        services = self._context.services  # what it takes is imported by the worker
        self._refresh(self.stands.emit)
        if not self._context.preferences.safe:  # there the backup on leaving is the only one
            self._context.tasks.read(self, lambda _control: services.backups.possible(), self._start)

    def _start(self, possible: bool) -> None:
        if possible:
            self._timer.start()
            self._begin.start()

    def _settle(self) -> None:
        backups, attachments = self._context.services.backups, self._context.services.attachments

        def work(control: Control) -> None:
            backups.settle(control)
            backups.bring(control)
            attachments.tidy()

        self._context.tasks.bulk(self, work, lambda _none: self.look(), self._refused)

    def look(self) -> None:
        """Make the backup that is due, if one is."""
        if self._busy:
            return
        self._busy = True
        backups = self._context.services.backups

        def due(_control: Control) -> str:
            if backups.due():
                return "backup"
            return "drill" if backups.drill_due() and not backups.changed() else ""

        self._context.tasks.read(self, due, self._go_on, self._refused)

    def _go_on(self, what: str) -> None:
        if not what:
            self._rest()
            return
        backups = self._context.services.backups
        if what == "drill":
            self._context.tasks.bulk(self, backups.drill, self._made, self._refused, title=_("演练备份"))
        else:
            self._context.tasks.bulk(self, backups.by_the_clock, self._made, self._refused, title=_("备份"))

    def _made(self, made: BackupCopy | None) -> None:
        if made is not None:
            self._told = ""
        self._rest()

    def _rest(self) -> None:
        self._busy = False
        self._refresh()

    def _refused(self, error: Exception) -> None:
        """Said in the bar of the window, once: the work goes on."""
        self._busy = False
        self._refresh(self.stands.emit)
        sentence = error.sentence if isinstance(error, SystemProblem) else _("备份没有做成，数据没有改动。稍后会再试")
        if sentence != self._told:
            self._told = sentence
            self._context.message("danger", sentence, _("看备份"), self.open)

    def open(self) -> None:
        """The page of the settings about backups."""
        self._context.launch("settings", page="backup")

    def refresh(self) -> None:
        """Say anew how things stand: something was made, proven or moved by hand."""
        self._told = ""
        self._refresh()

    def _refresh(self, told: Callable[[Standing], object] | None = None) -> None:
        services = self._context.services
        self._context.tasks.read(self, lambda _control: services.backups.standing(), told or self._say)

    def _say(self, standing: Standing) -> None:
        self.stands.emit(standing)
        if standing.banner and standing.banner != self._told:
            self._told = standing.banner
            self._context.message("warn", standing.banner, _("看备份"), self.open)
