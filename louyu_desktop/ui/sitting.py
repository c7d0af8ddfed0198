"""The time between a log-in and the lock: what locks it, one's own password, drafts that wait, what is still missing.

A lock ends the process, because keys and rows stay in its memory whatever is done (SAFETY.md finding 10): drafts
are kept, running jobs end or are taken back, the station is closed, and a fresh program asks for the password.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.text import _
from louyu_desktop.ui import geometry
from louyu_desktop.ui.context import keep_drafts
from louyu_desktop.ui.entrance.change import ChangeDialog
from louyu_desktop.ui.locking import USUAL_MINUTES, Locker
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.services.copies import Control, DraftMark
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.succession import Succession

_SETTLED_MS = 2000
"""After so long everybody has said what there is to say at the beginning."""

LOCK_MINUTES = "lock_minutes"
FEWEST, MOST = 1, 15


class Sitting(QObject):
    """Gives the window its hooks; `succession` is asked when it locks, and then the program has to end."""

    def __init__(self, window: MainWindow, frame: QWidget, person: str, succession: Succession) -> None:
        super().__init__(frame)
        self._window, self._frame, self._person = window, frame, person
        self._context = window.context
        self._succession = succession
        self._offer: tuple[str, str, str, Callable[[], object]] | None = None
        self.dialog: ChangeDialog | None = None
        self.locker = Locker(int(frame.winId()), parent=self)
        self.locker.wanted.connect(self._wanted)
        self._context.lock = self.lock
        self._context.change_password = self.change_password
        self._context.stay_longer = self.locker.idle.allow_longer
        self._context.preferences.changed.connect(self._preference_changed)
        self._preference_changed(LOCK_MINUTES)

    def begin(self, *, back: bool) -> None:
        """Watch from now on; `back` after a lock, when the drafts are offered."""
        self.locker.start()
        self._context.tasks.read(self, self._look, lambda found: self._tell(*found, back=back))

    def end(self) -> None:
        """Watch no more."""
        self.locker.stop()

    # -- what waits, what is missing -----------------------------------------------------------

    def _look(self, _control: Control) -> tuple[tuple[DraftMark, ...], bool]:
        services = self._context.services
        return services.records.drafts(), services.accounts.is_ready()

    def _tell(self, drafts: tuple[DraftMark, ...], ready: bool, *, back: bool) -> None:
        if back and drafts:
            sentence = _("锁定前没保存的内容都在：{count} 份草稿").format(count=len(drafts))
            self._offer = "info", sentence, _("打开最近的一份"), partial(self._open, drafts[0])
        elif not ready:
            sentence = _("还没有恢复纸，也没有第二位站长：口令忘了就打不开站点了")
            self._offer = "warn", sentence, _("现在就做"), self._mend
        self._window.messages.gone.connect(self._again)
        self._show_offer()
        QTimer.singleShot(_SETTLED_MS, self, self._show_offer)

    def _again(self) -> None:
        """What stood over the offer is gone: the offer comes back, unless it was itself that was closed."""
        if self._offer is not None and self._window.messages.text == self._offer[1]:
            self._offer = None
        QTimer.singleShot(0, self, self._show_offer)

    def _show_offer(self) -> None:
        """It stands before what the status bar says as well, such as a missing backup, but never before a danger."""
        said = self._window.messages
        taken = said.isVisible() and (said.property("message") == "danger" or said.text == (self._offer or ("", ""))[1])
        if self._offer is not None and not self._succession.is_due and not taken:
            self._context.message(*self._offer)

    def _open(self, draft: DraftMark) -> None:
        if draft.id is None:
            self._context.new_record(draft.kind)
        else:
            self._context.open_record(draft.kind, draft.id)

    def _mend(self) -> None:
        self._context.launch("settings", page="recovery")

    # -- one's own password --------------------------------------------------------------------

    def change_password(self) -> None:
        """Ask for the old password and a new one."""
        dialog = self.dialog = ChangeDialog(self._person, self._frame)
        dialog.wanted.connect(self._change)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change(self, old: str, new: str) -> None:
        accounts = self._context.services.accounts
        self._context.tasks.write(
            self, lambda _control: accounts.change_password(old, new), self._changed, self._not_changed
        )

    def _changed(self, _nothing: object) -> None:
        if self.dialog is not None:
            self.dialog.done(QDialog.DialogCode.Accepted)
        self._context.message("ok", _("口令换好了，下次登录用新的"))

    def _not_changed(self, error: Exception) -> None:
        if isinstance(error, LouyuError) and self.dialog is not None:
            self.dialog.refused(error.sentence)
        else:
            report(self._frame, error)

    # -- the lock ------------------------------------------------------------------------------

    def _preference_changed(self, key: str) -> None:
        if key == LOCK_MINUTES:
            minutes = self._context.preferences.get(LOCK_MINUTES, USUAL_MINUTES)
            usual = minutes if isinstance(minutes, int) else USUAL_MINUTES  # the file may have been spoilt by hand
            self.locker.idle.allow(min(MOST, max(FEWEST, usual)))

    def _wanted(self, how: str) -> None:
        """Where nobody is there, what runs comes to its end first, covered; the system's lock and sleep do not wait."""
        if how == "idle" and self._context.tasks.jobs():
            if not self._context.guest.on:
                self._context.guest.toggle()
            return
        self.lock(False)

    def lock(self, hand_over: bool) -> None:
        """End the program; `hand_over` has the next log-in begin without a name."""
        if self._succession.is_due:
            return
        self._succession.ask("" if hand_over else self._person)
        self.locker.stop()
        geometry.keep(self._frame, self._context.preferences)
        self._window.leaving()
        for window in QApplication.topLevelWidgets():
            window.hide()
        keep_drafts()
        QApplication.quit()
