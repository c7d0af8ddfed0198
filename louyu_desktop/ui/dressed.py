"""The Qt application in its language, font, colours and size; nothing heavy at the top: the first paint waits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from louyu_desktop import paths, text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from louyu_desktop.ui.preferences import Preferences


def start_application(preferences: Preferences) -> QApplication:
    """The Qt application in the chosen language, font, colours and size."""
    application = application_of(preferences)
    dress(application, preferences)
    return application


def application_of(preferences: Preferences) -> QApplication:
    """The Qt application, which speaks the chosen language."""
    from PySide6.QtWidgets import QApplication

    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("louyu_desktop")
    application.setDesktopFileName("louyu-desktop")
    text.use_language(str(preferences.kept("language") or "zh_CN"))
    return application


def dress(application: QApplication, preferences: Preferences) -> None:
    """The words of Qt's own dialogs, the window's sign, font, colours and size."""
    from PySide6.QtGui import QIcon

    from louyu_desktop.ui import fonts, qt_words, spoken
    from louyu_desktop.ui.theme import SCALES, theme

    if str(preferences.get("language")).startswith("zh"):
        qt_words.speak(application)
    if application.windowIcon().isNull():
        application.setWindowIcon(QIcon(str(paths.resource("louyu-desktop.svg"))))
    spoken.install()
    if not preferences.safe:
        fonts.load()
    theme.apply(application, str(preferences.get("theme")), SCALES[str(preferences.get("text_size"))])
    theme.settle()
