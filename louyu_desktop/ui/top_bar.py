"""The one bar: mark, station, six tabs, box, undo, guest view, reminders, more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from louyu_desktop.services.copies import UndoState
from louyu_desktop.text import _
from louyu_desktop.ui.actions import key_of
from louyu_desktop.ui.buttons import Button, IconButton
from louyu_desktop.ui.icons import paint_icon, picture
from louyu_desktop.ui.labels import Badge, ElidedLabel
from louyu_desktop.ui.opening import mark_file
from louyu_desktop.ui.theme import theme

_MARK = 30


class Mark(QWidget):
    """The program's own mark: two towers on a rounded square; no emblem of the Party is drawn."""

    ornament = True

    def __init__(self) -> None:
        super().__init__()
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedSize(theme.px(_MARK), theme.px(_MARK))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_fill"))
        painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        paint_icon(painter, QRectF(self.rect()), "mark", "on_accent")
        painter.end()


class TopBar(QFrame):
    """What the bar announces, the window carries out."""

    tab_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    guest_wanted = Signal()
    reminders_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, tabs: Sequence[tuple[str, str]], box: QWidget) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 14, 0)
        layout.setSpacing(0)
        self._name = ElidedLabel("", "section")
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._demonstration = Badge(_("演示站点"), "warn")
        self._demonstration.setToolTip(_("里面的人和单位都是编的，可以随便试"))
        self._is_demonstration = self._is_guest = False
        whose = QHBoxLayout()
        whose.setSpacing(8)
        whose.addWidget(self._name)
        whose.addWidget(self._demonstration)
        layout.addWidget(Mark())
        layout.addSpacing(10)
        layout.addLayout(whose)
        layout.addSpacing(10)
        self._add_tabs(layout, tabs)
        layout.addStretch(1)
        self._guest_words = Badge(_("来客视图"), "accent")
        layout.addWidget(self._guest_words)
        layout.addSpacing(8)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the name comes first
        layout.addWidget(box, 20)
        layout.addSpacing(10)
        self._add_icons(layout)
        self._share()
        theme.changed.connect(self._share)

    def _add_tabs(self, layout: QHBoxLayout, tabs: Sequence[tuple[str, str]]) -> None:
        self._tabs: dict[str, Button] = {}
        group = QButtonGroup(self)
        for key, text in tabs:
            button = Button(text, "tab")
            button.setCheckable(True)
            button.setToolTip(f"{text} {key_of(f'tab-{key}')}")
            button.setObjectName(key)
            button.clicked.connect(self._tab_clicked)
            group.addButton(button)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
            self._tabs[key] = button

    def _add_icons(self, layout: QHBoxLayout) -> None:
        self.undo = IconButton("undo", _("撤销"), key_of("undo"))
        self.redo = IconButton("redo", _("重做"), key_of("redo"))
        self.guest = IconButton("eye", _("来客视图：遮住电话和号码"), key_of("guest"))
        self.bell = IconButton("bell", _("提醒：逾期和今天的事"))
        self.more = IconButton("more", _("更多"))
        for button, signal in (
            (self.undo, self.undo_wanted), (self.redo, self.redo_wanted), (self.guest, self.guest_wanted),
            (self.bell, self.reminders_wanted), (self.more, self.more_wanted),
        ):  # fmt: skip
            button.clicked.connect(signal)
            layout.addWidget(button)
        self.show_undo(UndoState(), guest=False)

    def _tab_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.tab_wanted.emit(sender.objectName())

    def keep_mark(self) -> None:
        """Keep the mark as a picture for the next opening, which has no time to read a drawing."""
        file, side = mark_file(theme.px(_MARK)), theme.px(_MARK)
        if not file.is_file():
            picture("mark", "on_accent", side).save(str(file))

    @property
    def tabs(self) -> list[QWidget]:
        """The tabs, left to right."""
        return list(self._tabs.values())

    @property
    def tabs_at(self) -> int:
        """Where the first tab begins."""
        return next(iter(self._tabs.values())).x()

    def show_tab(self, key: str) -> None:
        """Mark the tab one is on."""
        self._tabs[key].setChecked(True)

    def show_station(self, name: str, demonstration: bool) -> None:
        """Whose station it is, and whether it is only for trying."""
        self._name.setText(name)
        self._is_demonstration = demonstration
        self._share()

    def _share(self) -> None:
        """All of it, with the largest text one thing, what matters most; what goes makes room for what comes."""
        shown: dict[QWidget, bool] = {
            self._guest_words: self._is_guest,
            self._demonstration: self._is_demonstration and not (theme.huge and self._is_guest),
            self._name: not (theme.huge and (self._is_guest or self._is_demonstration)),
            self.redo: not theme.huge,  # it keeps its key and its line in the list of what can be done
        }
        for part in sorted(shown, key=lambda one: shown[one]):
            part.setVisible(shown[part])

    def show_undo(self, state: UndoState, guest: bool) -> None:
        """Say what undo and redo would do; in guest view without names."""
        for button, verb, label in ((self.undo, _("撤销"), state.undo_label), (self.redo, _("重做"), state.redo_label)):
            button.setEnabled(bool(label))
            button.set_tip(_("{verb}：{label}").format(verb=verb, label=label) if label and not guest else verb)

    def show_guest(self, on: bool) -> None:
        """Say loudly that values are masked."""
        self.guest.set_icon("eye-off" if on else "eye", "accent" if on else "text2")
        self._is_guest = on
        self._share()

    def pop_up(self, menu: QMenu, button: IconButton) -> None:
        """Open a menu below a button, right edges aligned."""
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        menu.popup(QPoint(corner.x() - menu.sizeHint().width(), corner.y()))
