"""The way out of the desk, and what holds only while it stands: light colours, a longer time before the lock."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.desk.sizes import MOST_SCALE
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.step_up import PasswordQuestion
from louyu_desktop.ui.theme import SCALES, theme

SETTING: Final = "desk_password"
LOCK_MINUTES: Final = 60
_standing: set[int] = set()


class Leaving(QObject):
    """Made with the window: from then on it is light (high contrast is), and nothing locks the program for an hour."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._free = False
        self.question: PasswordQuestion | None = None
        _standing.add(id(self))
        context.stay_longer(LOCK_MINUTES)
        _dress("contrast" if context.preferences.get("theme") == "contrast" else "light", min(theme.scale, MOST_SCALE))

    def may_leave(self, lines: int) -> bool:
        """False keeps the desk, perhaps until the password was given; `lines` of paper are not written yet."""
        if lines and not ask.confirm(
            self._window, _("不补录这 {count} 行？").format(count=lines),
            _("已经打好的还没有写进去，退出就没有了。"), _("不补录，退出"), _("留在签到台"), danger=True,
        ):  # fmt: skip
            return False
        if self._free or not self._guarded():
            return True
        self._ask()
        return False

    def left(self) -> None:
        """The desk is gone: colours and lock as they were, once no other stands."""
        _standing.discard(id(self))
        if not _standing:
            self._context.stay_longer(None)
            QTimer.singleShot(0, self._context.tasks, partial(_dress_again, self._context.preferences))

    def _guarded(self) -> bool:
        return self._context.keyed and bool(self._context.services.settings.get(SETTING))

    def _ask(self) -> None:
        if self.question is not None:
            return
        self.question = PasswordQuestion(_("退出签到台，请输您的口令"), self._window)
        self.question.given.connect(self._given)
        self.question.finished.connect(self._finished)
        self.question.open()

    def _given(self, password: str) -> None:
        access = self._context.services.access
        self._context.tasks.read(self, lambda _control: access.confirm(password), self._right, self._wrong)

    def _right(self, _nothing: object) -> None:
        if self.question is not None:
            self.question.accept()

    def _wrong(self, error: Exception) -> None:
        if self.question is not None and isinstance(error, LouyuError):
            self.question.refused(error.sentence)

    def _finished(self, result: int) -> None:
        question, self.question = self.question, None
        if question is not None:
            question.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self._free = True
            self._window.close()


def _dress(mode: str, scale: float) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.apply(application, mode, scale)
        theme.settle()


def _dress_again(preferences: Preferences) -> None:
    """Once the window that goes is gone: no widget may be dressed while it is taken down."""
    if not _standing:
        _dress(str(preferences.get("theme")), SCALES[str(preferences.get("text_size"))])
