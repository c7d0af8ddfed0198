"""The window in which one chooses a file speaks Chinese on a computer that does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QTreeView
from pytestqt.qtbot import QtBot

from louyu_desktop.ui import qt_words


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """Qt speaks Chinese until the end of the test."""
    locale, before = QLocale(), set(qapp.findChildren(QTranslator))
    QLocale.setDefault(QLocale("en_US"))
    qt_words.speak(qapp)
    yield
    for one in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(one)
        one.deleteLater()
    QLocale.setDefault(locale)


@pytest.mark.usefixtures("chinese")
def test_the_types_of_files_are_told_in_chinese(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "往年").mkdir()
    (tmp_path / "企业台账.xlsx").write_bytes(b"PK")
    dialog = QFileDialog(None, "选择台账", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    qtbot.addWidget(dialog)
    dialog.show()
    view = dialog.findChild(QTreeView)
    assert isinstance(view, QTreeView)
    model, root = view.model(), view.rootIndex()

    def types() -> list[str]:
        return sorted(str(model.index(row, 2, root).data()) for row in range(model.rowCount(root)))

    qtbot.waitUntil(lambda: len(types()) == 2)
    qtbot.waitUntil(lambda: types() == ["Excel 2007 电子表格", "文件夹"])
    assert model.headerData(2, Qt.Orientation.Horizontal) == "类型"
