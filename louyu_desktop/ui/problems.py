"""The one door for errors: what a person is told, what goes into the log, and never twice for one cause."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop import mishaps
from louyu_desktop.errors import (
    CancelledError,
    ConflictError,
    DamagedError,
    FileRefusedError,
    LouyuError,
    NewerDataError,
    NotPermittedError,
    StationBusyError,
    SystemProblem,
    UserError,
)
from louyu_desktop.text import _
from louyu_desktop.ui import ask


def title_of(error: Exception) -> str:
    """What stands over the sentence of an error."""
    titles = (
        (NewerDataError, _("数据比程序新")),
        (DamagedError, _("数据文件有问题")),
        (StationBusyError, _("站点现在打不开")),
        (SystemProblem, _("电脑这边有点问题")),
        (FileRefusedError, _("这个文件读不了")),
        (ConflictError, _("别人刚改过")),
        (NotPermittedError, _("没有这项权限")),
        (UserError, _("还不能这样做")),
    )
    return next((title for family, title in titles if isinstance(error, family)), _("程序出了错"))


def report(parent: QObject | None, error: Exception) -> None:
    """Tell the person; what was cancelled needs no words, what is not ours is a bug and is logged."""
    if isinstance(error, CancelledError):
        return
    if isinstance(error, LouyuError):
        ask.tell(_widget(parent), title_of(error), error.sentence)
        return
    log_bug(error)
    _tell_bug(_widget(parent))


def log_bug(error: BaseException) -> None:
    """Write kind and places of an error into the log; never its words, which may hold what people typed."""
    mishaps.log(error)


def _tell_bug(parent: QWidget | None) -> None:
    ask.tell(
        parent,
        _("程序出了错"),
        _("刚才那一步没有做完，数据没有改动。可以再试一次；还是这样的话，把日志交给维护的人。"),
    )


def _widget(parent: QObject | None) -> QWidget | None:
    """The window of whoever asked, if it still stands."""
    if isinstance(parent, QWidget) and shiboken6.isValid(parent):
        return parent.window()
    return QApplication.activeWindow()


class Watch(QObject):
    """Catches what nobody caught, on any thread, and shows one dialog per cause on the window's thread."""

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._caught.connect(self._show)

    def install(self) -> None:
        """Take over the interpreter's hooks."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def _hook(self, family: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(family, KeyboardInterrupt):
            sys.__excepthook__(family, error, trace)
            return
        self._caught.emit(error)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._caught.emit(args.exc_value)

    def _show(self, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        cause = f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else repr(type(error))
        log_bug(error)
        if cause in self._told:
            return
        self._told.add(cause)
        _tell_bug(_widget(None))
