"""What can be done with the record that is open: a row of buttons under its head, and 更多 for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Copy
from louyu_desktop.text import _
from louyu_desktop.ui import actions
from louyu_desktop.ui.arrangement import Act, Arrangement
from louyu_desktop.ui.icons import icon
from louyu_desktop.ui.parts import Button, outline
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_GAP = 6
_SIDES = 36


class ActsBar(QWidget):
    """The strip of an arrangement, and below it its acts; gone where there is neither."""

    def __init__(self, context: Context, arrangement: Arrangement, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._owner = context, parent
        self._copy: Copy | None = None
        may = context.services.access.may
        self._acts = tuple(act for act in arrangement.acts if act.right is None or may(act.right))
        self.buttons: dict[str, Button] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.strip: Any = arrangement.strip(context, self) if arrangement.strip else None
        if self.strip is not None:
            layout.addWidget(self.strip)
        self._row = QWidget(self)
        self._row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout.addWidget(self._row)
        self._fill()
        self.setVisible(bool(self.strip or self._acts))
        theme.changed.connect(self._share)

    def _fill(self) -> None:
        row = QHBoxLayout(self._row)
        row.setContentsMargins(20, 4, 16, 6)
        row.setSpacing(_GAP)
        for act in self._acts:
            if not act.seldom:
                button = outline(_(act.label), act.icon, small=True)
                button.clicked.connect(partial(self.run, act))
                self.buttons[act.id] = button
                row.addWidget(button)
            if act.key:
                actions.bind(self._owner, act.key, partial(self.run, act), within=True)
        self.more = outline(_("更多"), "more", small=True)
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.more)
        row.addStretch(1)

    def show_parent(self, copy: Copy | None) -> None:
        """Offer what can be done with this record; nothing with one that is not saved yet or lies in the bin."""
        self._copy = copy
        stands = copy is not None and copy.archived_at is None
        if self.strip is not None:
            self.strip.setVisible(stands)
            if copy is not None and stands:
                self.strip.show_parent(copy)
        self._row.setVisible(stands and bool(self._acts))
        self._share()

    def offered(self) -> tuple[Act, ...]:
        """What can be done with the record that is shown."""
        copy = self._copy
        return () if copy is None else tuple(act for act in self._acts if act.when is None or act.when(copy))

    def run(self, act: Act) -> None:
        """Do it, if it can be done."""
        if self._copy is not None and act in self.offered():
            act.run(self._context, self._copy, self.window())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has no room stands in the menu."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        offered = self.offered()
        first = [act for act in offered if not act.seldom]
        room = self.width() - theme.px(_SIDES)
        shown = self._fitting(first, room)
        if len(shown) < len(offered):
            shown = self._fitting(first, room - self.more.sizeHint().width() - _GAP)
        for act_id, button in self.buttons.items():
            button.setVisible(act_id in shown)
        self._rest = [act for act in offered if act.id not in shown]
        self.more.setVisible(bool(self._rest))

    def _fitting(self, acts: Sequence[Act], room: int) -> list[str]:
        found: list[str] = []
        for act in acts:
            room -= self.buttons[act.id].sizeHint().width() + _GAP
            if room < 0:
                break
            found.append(act.id)
        return found

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """What stands behind 更多 now."""
        menu = QMenu(self)
        for act in self._rest:
            line = menu.addAction(icon(act.icon), _(act.label)) if act.icon else menu.addAction(_(act.label))
            line.triggered.connect(partial(self.run, act))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def minimumSizeHint(self) -> QSize:
        """No button keeps the pane wide."""
        return QSize(0, super().minimumSizeHint().height())
