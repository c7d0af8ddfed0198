"""Choosing one record of another kind while typing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from louyu_desktop.fields import Field
from louyu_desktop.services.copies import Option
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import Index, has_state, rect_of
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.search_line import SearchLine
from louyu_desktop.ui.theme import theme

Lookup = Callable[[QObject, str, str, Callable[[tuple[Option, ...]], None]], None]
"""Asks for the options of a kind by a text, for an owner, and hands them to the callback."""

_TAKES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class OptionDelegate(QStyledItemDelegate):
    """Title, and in grey what tells same names apart."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a row in a list of choices."""
        return QSize(theme.px(220), theme.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One option."""
        chosen = has_state(option, QStyle.StateFlag.State_Selected)
        rect = rect_of(option)
        painter.fillRect(rect, theme.colour("selected" if chosen else "surface"))
        inner = rect.adjusted(theme.px(10), 0, -theme.px(10), 0)
        painter.setFont(theme.font(14))
        painter.setPen(theme.colour("text"))
        title = str(index.data(Qt.ItemDataRole.DisplayRole))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
        used = painter.fontMetrics().horizontalAdvance(shown) + theme.px(12)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text3"))
        rest = inner.adjusted(used, 0, 0, 0)
        subtitle = str(index.data(Qt.ItemDataRole.UserRole + 1) or "")
        subtitle = painter.fontMetrics().elidedText(subtitle, Qt.TextElideMode.ElideRight, max(rest.width(), 0))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, subtitle)


class ReferenceEditor(Editor):
    """One record of another kind, found by characters, pinyin or initials."""

    def __init__(self, field: Field, lookup: Lookup, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._lookup = lookup
        self._id: int | None = None
        self._title = ""
        self._asked = ""
        self.box = SearchLine(_("拼音、首字母"), lens=False, parent=self)
        self.options = QStandardItemModel(self)
        self._completer = QCompleter(self.options, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.box)
        popup = QListView()
        popup.setProperty("list", "popup")
        self._completer.setPopup(popup)
        popup.installEventFilter(self)  # before the completer, which asks the line first
        popup.setItemDelegate(OptionDelegate(popup))
        popup.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._completer.activated[QModelIndex].connect(self.pick)  # type: ignore[index]
        self._hold(self.box)
        self.box.searched.connect(self.offer)
        self.box.entered.connect(self.offer)
        self.box.left_down.connect(self.offer)
        self.box.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        self._id = None
        self._title = ""
        self.changed.emit()

    def offer(self) -> None:
        """Ask for what fits the words and show it below."""
        if self.box.hasFocus() and self._id is None:
            self._lookup(self, self.field.target, self.box.wanted, partial(self._answer, self.box.wanted))

    def _answer(self, asked: str, options: tuple[Option, ...]) -> None:
        if asked == self.box.wanted:  # else typed on meanwhile: what that means is on its way
            self._asked = asked
            self.show_options(options)

    def show_options(self, options: tuple[Option, ...]) -> None:
        """Offer these."""
        self.options.clear()
        for option in options:
            item = QStandardItem(option.title)
            item.setData(option.subtitle, Qt.ItemDataRole.UserRole + 1)
            item.setData(option.id, Qt.ItemDataRole.UserRole + 2)
            self.options.appendRow(item)
        if options and self.box.hasFocus() and self._id is None:
            popup = self._completer.popup()
            popup.setMinimumWidth(theme.px(420))
            self._completer.complete()
            if self.box.wanted:  # what was typed for stands first
                popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the marked option; Tab takes it and goes on to the next field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TAKES:
            popup = self._completer.popup()
            index = popup.currentIndex()
            if popup.isVisible() and index.isValid() and self._asked == self.box.wanted:
                popup.hide()
                self.pick(index)
                if event.key() == Qt.Key.Key_Tab:
                    self.focusNextPrevChild(True)
                return True
        return super().eventFilter(watched, event)

    def pick(self, index: QModelIndex) -> None:
        """Take one of the options."""
        self.put(index.data(Qt.ItemDataRole.UserRole + 2), str(index.data()))
        self.changed.emit()

    def value(self) -> Any:
        """The id chosen, or None."""
        return self._id

    def put(self, value: Any, label: str = "") -> None:
        """The stored record by its title."""
        self._id, self._title = value, label
        self.box.put(label)
        self.box.setCursorPosition(0)

    def label(self) -> str:
        """The title of what is chosen."""
        return self._title

    def problem(self) -> str:
        """Words that were typed but nothing chosen."""
        if self._id is None and self.box.text().strip():
            return _("从列表里选一个；没有的话先去新建")
        return ""
