"""Saving a workbook where the person wants it, and saying where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.parts import MessageBar
from louyu_desktop.ui.tasks import Tasks

_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


def file_name(words: str) -> str:
    """Words as a file name that every system takes."""
    return " ".join(words.translate(_FORBIDDEN).split())[:80] or _("未命名")


def save_workbook(
    owner: QWidget,
    tasks: Tasks,
    name: str,
    work: Callable[[Path], object],
    message: MessageBar,
    *,
    open_it: bool = False,
) -> None:
    """Ask where to, let `work` write there, then say so with a link to the folder."""
    path = ask.save_file(owner, name, Path.home() / file_name(name), _("Excel 工作簿 (*.xlsx)"))
    if path is None:
        return

    def save(_control: Control) -> Path:
        work(path)
        return path

    def saved(done: Path) -> None:
        if open_it:
            open_path(done)
        message.show("ok", _("已存为 {name}").format(name=done.name), _("打开文件夹"), lambda: open_path(done.parent))

    tasks.read(owner, save, saved)


def open_path(path: Path) -> bool:
    """Show a file or folder with the program that the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
