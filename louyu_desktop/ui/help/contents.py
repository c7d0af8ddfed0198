"""The left side of the handbook: its pages under their chapters, or those that were found with why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QWidget
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from louyu_desktop.rules.help_search import HelpHit
from louyu_desktop.rules.help_text import HelpPage
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import Index, has_state, rect_of
from louyu_desktop.ui.theme import theme

_ID = Qt.ItemDataRole.UserRole
_WHY = Qt.ItemDataRole.UserRole + 1
_LINE, _HEAD, _TWO = 32, 34, 52


class ContentsList(QListWidget):
    """`chosen` carries the id of a page, by mouse, arrows or Enter."""

    chosen = Signal(str)
    left_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(_("手册目录"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._changed)
        theme.changed.connect(self._fit)

    def show_pages(self, pages: Sequence[HelpPage]) -> None:
        """All pages, each chapter under its name."""
        self._begin()
        chapter = ""
        for page in pages:
            if page.chapter != chapter:
                chapter = page.chapter
                head = self._add(chapter, "", "", _HEAD)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
            self._add(page.title, page.id, "", _LINE)
        self.blockSignals(False)

    def show_hits(self, hits: Sequence[HelpHit]) -> None:
        """The pages that were found, the best first."""
        self._begin()
        for hit in hits:
            self._add(hit.page.title, hit.page.id, hit.words, _TWO if hit.words else _LINE)
        self.blockSignals(False)

    def mark(self, id: str) -> None:
        """Show which page is open, without asking for it again."""
        rows = [row for row in range(self.count()) if self.item(row).data(_ID) == id]
        self.blockSignals(True)
        self.setCurrentRow(rows[0] if rows else -1)
        self.blockSignals(False)
        if rows:
            self.scrollToItem(self.item(rows[0]))
        self.viewport().update()

    @property
    def ids(self) -> tuple[str, ...]:
        """The pages listed now, from above."""
        return tuple(filter(None, (str(self.item(row).data(_ID)) for row in range(self.count()))))

    def take_first(self) -> None:
        """Open what stands first."""
        if self.ids:
            self.chosen.emit(self.ids[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up from the first page goes back to the box."""
        first = next((row for row in range(self.count()) if self.item(row).data(_ID)), 0)
        if event.key() == Qt.Key.Key_Up and self.currentRow() <= first:
            self.left_up.emit()
            return
        super().keyPressEvent(event)

    def _begin(self) -> None:
        self.blockSignals(True)
        self.clear()

    def _add(self, words: str, id: str, why: str, height: int) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(_ID, id)
        item.setData(_WHY, why)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}，{why}" if why else words)
        item.setSizeHint(QSize(theme.px(100), theme.px(height)))
        self.addItem(item)
        return item

    def _fit(self) -> None:
        for row in range(self.count()):
            item = self.item(row)
            height = _TWO if item.data(_WHY) else _LINE if item.data(_ID) else _HEAD
            item.setSizeHint(QSize(theme.px(100), theme.px(height)))

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ID):
            self.chosen.emit(str(item.data(_ID)))


class _Delegate(QStyledItemDelegate):
    """A chapter small and grey, the open page in the accent with its bar, why it was found on a second line."""

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        rect, why = rect_of(option), str(index.data(_WHY))
        chapter = not index.data(_ID)
        here = has_state(option, QStyle.StateFlag.State_Selected)
        over = has_state(option, QStyle.StateFlag.State_MouseOver) and not chapter
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if here else "hover" if over else "surface"))
        if here:
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent_fill"))
        left = theme.px(16 if chapter else 24)
        room = rect.adjusted(left, 0, -theme.px(8), 0)
        upper = room.adjusted(0, theme.px(5), 0, -theme.px(25)) if why else room
        tone = "text3" if chapter else "accent" if here else "text"
        _line(painter, upper, str(index.data()), 12 if chapter else 14, tone, bold=chapter or here)
        if why:
            _line(painter, room.adjusted(0, theme.px(27), 0, -theme.px(5)), why, 12, "text3")
        painter.restore()


def _line(painter: QPainter, rect: QRect, words: str, size: int, tone: str, *, bold: bool = False) -> None:
    font = theme.font(size, bold=bold)
    painter.setFont(font)
    painter.setPen(theme.colour(tone))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
