"""Files held over a record: it says where they would go, and takes them, also over its fields.

Watched at the window itself, because a field under the mouse would take the paths as text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication, QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import QWidget

from louyu_desktop.services.copies import Copy
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.attachments.offers import dropped, has_files, pasted
from louyu_desktop.ui.attachments.taking import Taking
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_HELD = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Veil(QWidget):
    """Lies over the record while files are held there."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self.words = ""

    def cover(self, words: str) -> None:
        """Lie over the whole pane and say where the files would go."""
        self.words = words
        pane = self.parentWidget()
        if pane is not None:
            self.setGeometry(pane.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame, an icon, where, and what is taken."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour("accent_tint").toHsv()
        ground.setAlpha(240)
        painter.fillRect(self.rect(), ground)
        pen = QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 12, -12, -12), 8, 8)
        middle, side = QRectF(self.rect()).center(), theme.px(32)
        paint_icon(painter, QRectF(middle.x() - side / 2, middle.y() - theme.px(64), side, side), "attach", "accent")
        line = QRectF(24, middle.y() - theme.px(16), self.width() - 48, theme.px(30))
        self._write(painter, line, self.words, 16, "text", bold=True)
        line.translate(0, theme.px(32))
        self._write(painter, line, _("收 PDF、JPEG、PNG、docx、xlsx；原来的文件不动"), 13, "text2", bold=False)
        painter.end()

    def _write(self, painter: QPainter, line: QRectF, words: str, px: int, tone: str, *, bold: bool) -> None:
        painter.setFont(theme.font(px, bold))
        painter.setPen(theme.colour(tone))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)


class DropTarget(QObject):
    """Lets a pane take files for the record that `shown` gives; `done` is called once some are on their way."""

    def __init__(
        self, context: Context, pane: QWidget, message: MessageBar, shown: Callable[[], Copy | None],
        done: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(pane)
        self._context = context
        self._pane = pane
        self._shown = shown
        self._done = done
        self.veil = Veil(pane)
        self.taking = Taking(context, pane, message)
        self._watched: QWindow | None = None
        self._held: Copy | None = None
        pane.installEventFilter(self)

    # -- what is watched

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window while the pane is seen."""
        kind = event.type()
        if watched is self._pane:
            if kind == QEvent.Type.Show:
                self._watch(self._pane.window().windowHandle())
            elif kind == QEvent.Type.Hide:
                self._watch(None)
            return False
        if kind in _HELD and isinstance(event, QDragMoveEvent):
            return self._hold(event)
        if kind == QEvent.Type.DragLeave:
            self.veil.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return False

    def _watch(self, window: QWindow | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    # -- files

    def target(self) -> Copy | None:
        """The record that is shown, when whoever is at work may put files on it."""
        copy, services = self._shown(), self._context.services
        if copy is None or copy.archived_at is not None or not services.access.may(Right.ATTACH):
            return None
        return copy if services.attachments.visible(copy.kind) else None

    def _is_over(self, event: QDropEvent) -> bool:
        here = self._pane.mapFrom(self._pane.window(), event.position().toPoint())
        return has_files(event.mimeData()) and self._pane.isVisible() and self._pane.rect().contains(here)

    def _hold(self, event: QDragMoveEvent) -> bool:
        """Say where files that are held over the pane would go."""
        if event.type() == QEvent.Type.DragEnter:
            self._held = self.target()
        if self._held is None or not self._is_over(event):
            self.veil.hide()
            return False
        if not self.veil.isVisible():
            entity = self._context.services.records.entity(self._held.kind)
            title = self._context.guest.show(entity.field(entity.title), self._held.title)
            self.veil.cover(_("放到「{title}」的附件里").format(title=title))
        _take(event)
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.veil.hide()
        copy, self._held = self._held, None
        if copy is None or not self._is_over(event):
            return False
        _take(event)
        self.taking.offer(copy.kind, copy.id, dropped(event.mimeData()))
        self._done()
        return True

    def paste(self) -> None:
        """Take copied files or a copied picture."""
        copy, offered = self.target(), pasted(QGuiApplication.clipboard().mimeData())
        if copy is not None and offered:
            self.taking.offer(copy.kind, copy.id, offered)
            self._done()


def _take(event: QDropEvent) -> None:
    """Copied in, never moved, whatever key is held."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
