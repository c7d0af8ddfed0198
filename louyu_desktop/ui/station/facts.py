"""Versions, and where data, log, cache and settings lie, each with a button that opens the folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from louyu_desktop import mishaps, paths
from louyu_desktop.services import about
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.buttons import Button, outline
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.mishap import write_text


class Facts(QWidget):
    """For whoever asks the person on the telephone; `data` is the station's folder."""

    def __init__(self, data: Path) -> None:
        super().__init__()
        self.opening: dict[str, Button] = {}
        self.folders = {
            _("数据"): data, _("日志"): mishaps.folder(), _("缓存"): paths.cache(),
            _("本机设置"): paths.machine_settings().parent,
        }  # fmt: skip
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(_("版本"), "label"), 0, 0)
        row = QHBoxLayout()
        row.addWidget(Label(versions(), "label", "text", wrap=True), 1)
        self.keep = outline(_("存出错记录…"), small=True)
        self.keep.clicked.connect(self.save)
        row.addWidget(self.keep)
        grid.addLayout(row, 0, 1, 1, 2)
        for number, (words, folder) in enumerate(self.folders.items(), start=1):
            self._folder(grid, number, words, folder)

    def _folder(self, grid: QGridLayout, number: int, words: str, folder: Path) -> None:
        button = self.opening[words] = outline(_("打开文件夹"), small=True)
        button.setAccessibleName(_("打开{what}的文件夹").format(what=words))
        button.clicked.connect(partial(_open, folder))
        grid.addWidget(Label(words, "label"), number, 0)
        line = QLineEdit(str(folder))
        line.setReadOnly(True)
        line.setAccessibleName(_("{what}在").format(what=words))
        grid.addWidget(line, number, 1)
        grid.addWidget(button, number, 2)

    def save(self) -> None:
        """Versions and the log, which has places in the program and nothing else."""
        path = ask.save_file(self, _("存出错记录"), Path(_("出错记录.txt")), _("文本 (*.txt)"))
        if path is not None:
            write_text(self, path, f"{versions()}\n{mishaps.versions()}\n\n{mishaps.logged()}")


def versions() -> str:
    """All of them in a line."""
    found = about.versions()
    words = _("程序 {program} · Python {python} · Qt {qt} · SQLCipher {cipher}（SQLite {sqlite}）· 数据格式 {schema}")
    return words.format(
        program=found.program, python=found.python, qt=qVersion(), cipher=found.cipher, sqlite=found.sqlite,
        schema=found.schema,
    )  # fmt: skip


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
