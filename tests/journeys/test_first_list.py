"""From the first window to the printed sign-in sheet of one's own Excel list: every click and field is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop import app, text
from louyu_desktop.ui import ask
from louyu_desktop.ui.entrance.first_run import FirstRun
from louyu_desktop.ui.entrance.later_steps import SpareStep
from louyu_desktop.ui.entrance.welcome import Welcome
from louyu_desktop.ui.imports.wizard import COLUMNS, PLAN, RESULT, ImportWizard
from louyu_desktop.ui.prints import Preview
from louyu_desktop.ui.theme import theme
from tests.stations import PASSWORD

CLICKS, ICON = 12, 1
PRINTER = """#!/bin/sh
case "${0##*/}" in
  lpstat) if [ "$1" = "-e" ]; then echo front; else echo "system default destination: front"; fi ;;
  lpoptions) echo "printer-info='前台'" ;;
  lp) cat >> "$(dirname "$0")/printed.pdf" ;;
esac
"""
Found = TypeVar("Found", bound=QWidget)


class Novice:
    """Presses and types with the mouse and the keyboard, and counts."""

    def __init__(self, qtbot: QtBot, program: app.Program) -> None:
        self._qtbot, self._program = qtbot, program
        self.clicks = 0
        self.typed: list[str] = []

    def until(self, there: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(there()))

    def page(self, kind: type[Found]) -> Found:
        """The page in the frame, or the window over it, of this kind."""

        def found() -> list[QWidget]:
            there = [self._program.frame.centralWidget(), *QApplication.topLevelWidgets()]
            return [one for one in there if isinstance(one, kind) and one.isVisible()]

        self.until(found)
        [one] = found()
        assert isinstance(one, kind)
        return one

    def click(self, button: QWidget) -> None:
        self.until(lambda: button.isVisible() and button.isEnabled())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.clicks += 1

    def type(self, line: QLineEdit, words: str) -> None:
        """One field."""
        line.setFocus()
        line.insert(words)
        line.textEdited.emit(line.text())
        self.typed.append(line.accessibleName())


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[app.Program]:
    """A program on a computer without a station, with a printer whose sheets can be looked at."""
    for name in ("lp", "lpstat", "lpoptions"):
        (tmp_path / name).write_text(PRINTER, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    made = app.Program(tmp_path / "站点" / "station", machine=tmp_path / "machine.json")
    made.frame.show()
    yield made
    made.frame.hide()
    assert made.leave()
    made.frame.deleteLater()
    theme.apply(qapp, "light", 1.0)
    text.use_language("zh_CN")


def vault_made(novice: Novice) -> None:
    """Name, person and password, the recovery sheet on paper and two of its groups picked out."""
    page = novice.page(FirstRun)
    novice.type(page.station.name.line, "梧桐里党群服务站")
    novice.type(page.station.person.line, "周敏")
    novice.type(page.station.new.first.password, PASSWORD)
    assert not page.station.new.again.isVisible()
    novice.click(page.on)
    novice.until(lambda: isinstance(page.step, SpareStep))
    spare = page.step
    assert isinstance(spare, SpareStep)
    novice.click(spare.pane.print_button)
    novice.until(lambda: spare.pane.on_paper)
    sheet = spare.pane._sheet
    assert sheet is not None
    right = " · ".join(sheet.groups[number - 1] for number in sheet.asked)
    novice.click(next(pick for pick in spare.pane.picks if pick.text() == right))


def test_ones_own_list_becomes_a_printed_sheet(
    qtbot: QtBot, program: app.Program, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    novice = Novice(qtbot, program)
    novice.click(novice.page(Welcome).import_)
    vault_made(novice)
    wizard = novice.page(ImportWizard)
    def chosen(*_asked: object) -> Path:
        novice.clicks += 2  # the file in the system's own window, pressed twice
        return data / "ledgers" / "问卷报名导出.xlsx"

    monkeypatch.setattr(ask, "choose_file", chosen)
    novice.click(wizard.file_page.usual["registrations"])
    novice.until(lambda: wizard.pages.currentIndex() == COLUMNS)
    wizard.columns_page.begun.title.line.setText("声音疗愈")  # the real file tells it by its name
    novice.click(wizard.footer.on)
    novice.until(lambda: wizard.pages.currentIndex() == PLAN)
    novice.click(wizard.footer.on)
    novice.until(lambda: wizard.pages.currentIndex() == RESULT)
    novice.click(wizard.result_page.sheet)
    preview = novice.page(Preview)
    novice.until(lambda: preview.pdf and preview.panel.printing.printer.count())
    novice.click(preview.bar.print)
    novice.until(lambda: preview.message.text)
    assert "已送到打印机" in preview.message.text
    assert (tmp_path / "printed.pdf").read_bytes().count(b"%PDF") == 2  # the recovery sheet, then the list
    preview.close()
    assert novice.typed == ["站点名称＊", "您的姓名＊", "您的口令＊"]
    assert novice.clicks + ICON == CLICKS
