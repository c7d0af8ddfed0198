"""One page of settings, drawn from their declarations; a change holds at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Control
from louyu_desktop.settings import SETTINGS, Scope, Setting
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.words import scrolled_card
from louyu_desktop.ui.parts import Label, outline
from louyu_desktop.ui.prints.inputs import Input, labelled, make_input
from louyu_desktop.ui.theme import SCALES, theme

_PAUSE = 600  # ms after the last key before a text is kept
_LIVE = {"theme", "text_size"}
_FOLDERS = {"font_folder"}
_WIDTH, _NARROW = 660, 240
_TOP = Qt.AlignmentFlag.AlignTop


def groups() -> tuple[str, ...]:
    """The groups in the order of the declarations."""
    return tuple(dict.fromkeys(setting.group for setting in SETTINGS))


def field_of(setting: Setting) -> Field:
    """The field that a setting is typed into: its default's type says the kind."""
    if isinstance(setting.default, bool):
        kind = Kind.FLAG
    elif isinstance(setting.default, int):
        kind = Kind.INTEGER
    else:
        kind = Kind.NOTE if setting.several_lines else Kind.TEXT
    return Field(name=setting.key, label=setting.label, kind=kind, hint=setting.hint, minimum=setting.minimum,
                 maximum=setting.maximum)  # fmt: skip


class DeclaredPage(QWidget):
    """The settings of one group."""

    def __init__(self, context: Context, group: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.inputs: dict[str, Input] = {}
        self._settings = {setting.key: setting for setting in SETTINGS if setting.group == group}
        self._pending: dict[str, QTimer] = {}
        self.state = Label("", "label", "ok")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label(_(group), "title"))
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        column.addLayout(head)
        inner = QWidget()
        beside = QHBoxLayout(inner)
        beside.setContentsMargins(20, 16, 20, 20)
        held = QWidget()
        held.setMaximumWidth(theme.px(_WIDTH))
        beside.addWidget(held, 1)
        beside.addStretch(0)
        rows = QVBoxLayout(held)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        for setting in self._settings.values():
            rows.addWidget(self._row(setting))
        rows.addStretch(1)
        column.addWidget(scrolled_card(inner), 1)
        self._read()

    def _row(self, setting: Setting) -> QWidget:
        words = {value: _(said) for value, said in setting.choices}
        entry = make_input(field_of(setting), words=words)
        entry.edited.connect(partial(self._edited, setting.key))
        self.inputs[setting.key] = entry
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0 if words or isinstance(setting.default, bool) else _PAUSE)
        timer.timeout.connect(partial(self._keep, setting.key))
        self._pending[setting.key] = timer
        if words:
            entry.setMaximumWidth(theme.px(_NARROW))
        row = labelled(entry, above=False, width=150)
        if setting.key in _FOLDERS:
            button = outline(_("选文件夹…"))
            button.clicked.connect(partial(self._choose_folder, setting.key))
            layout = row.layout()
            if layout is not None:
                layout.addWidget(button)
                layout.setAlignment(button, _TOP)
        return row

    # ---- reading

    def _read(self) -> None:
        preferences, settings = self._context.preferences, self._context.services.settings
        shared = [key for key, setting in self._settings.items() if setting.scope is Scope.STATION]
        for key, setting in self._settings.items():
            if setting.scope is Scope.MACHINE:
                self.inputs[key].put(preferences.get(key))

        def work(_control: Control) -> dict[str, Any]:
            return {key: settings.get(key) for key in shared}

        if shared:
            self._context.tasks.read(self, work, self._show)

    def _show(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            self.inputs[key].put(value)

    # ---- keeping

    def _edited(self, key: str) -> None:
        self.state.setText("")
        self._pending[key].start()

    def _keep(self, key: str) -> None:
        try:
            value = self.inputs[key].value()
        except UserError:
            return  # said beside the field
        setting = self._settings[key]
        if value is None and isinstance(setting.default, str):
            value = setting.default
        if setting.scope is Scope.MACHINE:
            self._context.preferences.set(key, value)
            self._apply(key)
            self._kept(None)
            return
        settings = self._context.services.settings
        self._context.tasks.write(self, lambda _control: settings.set(key, value), self._kept)

    def _kept(self, _nothing: object) -> None:
        self.state.setText(_("已保存"))

    def _apply(self, key: str) -> None:
        app = QApplication.instance()
        if key in _LIVE and isinstance(app, QApplication):
            preferences = self._context.preferences
            theme.apply(app, str(preferences.get("theme")), SCALES[str(preferences.get("text_size"))])

    def flush(self) -> None:
        """Keep what is still waiting, before the page goes."""
        for key, timer in self._pending.items():
            if timer.isActive():
                timer.stop()
                self._keep(key)

    def _choose_folder(self, key: str) -> None:
        folder = ask.choose_folder(self, _(self._settings[key].label))
        if folder is not None:
            self.inputs[key].put(str(folder))
            self._keep(key)

