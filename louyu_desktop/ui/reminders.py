"""The bell: what is overdue and what is today, each line leading to its record."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.services.overview import TodayItem, TodayOverview
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.icons import icon
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.today.leading import follow
from louyu_desktop.ui.today.sorting import for_guests

_MOST = 12


class Reminders(QMenu):
    """Read each time it opens, so it never shows an old line."""

    def __init__(self, context: Context, button: QWidget) -> None:
        super().__init__(button)
        self._context = context
        self._button = button

    def pop_up(self) -> None:
        """Open below the button, right edges aligned."""
        today = self._context.services.today

        def work(_control: Control) -> TodayOverview:
            return today.overview()

        self._context.tasks.read(self, work, self._show)

    def _show(self, overview: TodayOverview) -> None:
        self.clear()
        seen = for_guests(overview) if self._context.guest.on else overview
        items = [item for group in seen.groups if group.key in ("overdue", "today") for item in group.items]
        for item in items[:_MOST]:
            self._add(item)
        if not items:
            self.addAction(_("没有逾期的，今天也没有到期的")).setEnabled(False)
        self.addSeparator()
        everything = self.addAction(icon("calendar"), _("看今日，共 {count} 件").format(count=len(items)))
        everything.triggered.connect(self._show_today)
        corner = self._button.mapToGlobal(QPoint(self._button.width(), self._button.height() + 4))
        self.popup(QPoint(corner.x() - self.sizeHint().width(), corner.y()))

    def _add(self, item: TodayItem) -> None:
        words = _("{when}　{title}").format(when=item.when, title=item.title)
        drawing = icon("alert", "danger") if item.overdue else icon(item.icon)
        action = self.addAction(drawing, unmarked(words))
        action.setData(item)
        action.triggered.connect(self._chosen)

    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            follow(self._context, sender.data(), self._button)

    def _show_today(self) -> None:
        self._context.show_tab("today")
