"""What is cut or stands outside on a window as it is laid out; [] when nothing."""

from __future__ import annotations

import gettext
import math
import re
from itertools import combinations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTableView,
    QToolButton,
    QWidget,
)

from louyu_desktop.ui.desk.words import Words
from louyu_desktop.ui.labels import ElidedLabel
from tests.sight.named import place_of

_FIELDS = re.compile(r"\{[^}]*\}|%\w|&")
_WHOLE = re.compile(r"[-\d:., %]+$")
"""What is wrong when half of it is read: days, times and numbers."""

_MORE = 0.4


class Stretched(gettext.NullTranslations):
    """A language in which every sentence is two fifths longer than in Chinese; its fields stay."""

    def gettext(self, message: str) -> str:
        """The sentence and more of it."""
        plain = len(_FIELDS.sub("", message))
        return message + "长" * math.ceil(plain * _MORE)


def cut(window: QWidget, room: tuple[int, int]) -> list[str]:
    """Every finding on what is visible of a window, which has this much room."""
    if isinstance(window, QMenu):
        return []
    found = []
    if window.window().width() > room[0] or window.window().height() > room[1]:
        size = window.window().size()
        found.append(f"{place_of(window)}: {size.width()} × {size.height()} is larger than the screen")
    for one in window.findChildren(QWidget):
        if one.isVisible() and not one.visibleRegion().isEmpty():
            found += _of_text(one) or _of_field(one)
            found += _outside(one)
            found += _over_each_other(one)
    return found


def _of_text(widget: QWidget) -> list[str]:
    place = place_of(widget)
    if isinstance(widget, ElidedLabel | Words) or not isinstance(widget, QLabel | QAbstractButton):
        return []
    if not widget.text():
        return []
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            least = widget.heightForWidth(widget.width())
            if least > widget.height() + 1:
                return [f"{place}: needs {least} px of height, has {widget.height()}"]
            return []
        hint = widget.sizeHint()
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton | QToolButton):
        hint = widget.sizeHint()
    else:
        return []
    if hint.width() > widget.width() + 1 and not widget.toolTip():
        return [f"{place}: needs {hint.width()} px, has {widget.width()}"]
    if hint.height() > widget.height() + 1 and not isinstance(widget, QToolButton):
        return [f"{place}: needs {hint.height()} px of height, has {widget.height()}"]
    return []


def _of_field(widget: QWidget) -> list[str]:
    """Whether what stands in a field or a row of a list has its height, and words that only hint their width."""
    place, line = place_of(widget), widget.fontMetrics().height()
    if isinstance(widget, QLineEdit):
        option = QStyleOptionFrame()
        widget.initStyleOption(option)
        room = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, widget)
        room = room.marginsRemoved(widget.textMargins())
        if line > widget.height():
            return [f"{place}: a line needs {line} px of height, the field has {widget.height()}"]
        hint = "" if widget.text() or widget.toolTip() else widget.placeholderText()
        words = hint or (widget.text() if _WHOLE.match(widget.text()) else "")
        needs = widget.fontMetrics().horizontalAdvance(words) + 4
        if words and needs > room.width() + 1:
            return [f"{place}: {words!r} in it needs {needs} px, has {room.width()}"]
    if isinstance(widget, QComboBox) and not widget.isEditable() and not widget.toolTip():
        room = _edit_room(widget)
        needs = widget.fontMetrics().horizontalAdvance(widget.currentText())
        if needs > room.width() + 1:
            return [f"{place}: its choice {widget.currentText()!r} needs {needs} px, has {room.width()}"]
    if isinstance(widget, QTableView) and widget.model() is not None and widget.model().rowCount():
        row = widget.rowHeight(max(0, widget.rowAt(0)))
        if 0 < row < line:
            return [f"{place}: a line needs {line} px, its rows have {row}"]
    return []


def _edit_room(combo: QComboBox) -> QRect:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    return combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo)


def _over_each_other(parent: QWidget) -> list[str]:
    """What its layout has put over one another."""
    layout = parent.layout()
    if layout is None:
        return []
    laid = [one for one in _laid(layout) if one.isVisible() and not one.size().isEmpty()]
    return [
        f"{place_of(one)}: {type(other).__name__} stands over it"
        for one, other in combinations(laid, 2)
        if min((both := one.geometry() & other.geometry()).width(), both.height()) > 1
    ]


def _laid(layout: QLayout) -> list[QWidget]:
    found: list[QWidget] = []
    for item in map(layout.itemAt, range(layout.count())):
        widget: QWidget | None = item.widget() if item else None
        inner: QLayout | None = item.layout() if item else None
        found += [widget] if widget else _laid(inner) if inner else []
    return found


def _outside(widget: QWidget) -> list[str]:
    """Whether a control or its words stand outside what contains them, where nothing scrolls."""
    if not isinstance(widget, QLabel | QAbstractButton | QLineEdit | QAbstractScrollArea):
        return []
    one: QWidget = widget
    rect: QRect = widget.rect()
    parent: QWidget | None = one.parentWidget()
    while parent and not one.isWindow():
        if isinstance(parent, QAbstractScrollArea) and one is parent.viewport():
            return _scrolls(widget, parent)
        if isinstance(parent, QAbstractItemView):
            return []
        rect = rect.translated(one.pos())
        if not parent.rect().contains(rect) and not _within(parent):
            place = f"{rect.left()}, {rect.top()}–{rect.right()}, {rect.bottom()} in {type(parent).__name__}"
            return [f"{place_of(widget)}: stands at {place} of {parent.width()} × {parent.height()}"]
        one, parent = parent, parent.parentWidget()
    return []


def _within(parent: QWidget) -> bool:
    holder = parent.parentWidget()
    return isinstance(holder, QAbstractScrollArea)


def _scrolls(widget: QWidget, area: QAbstractScrollArea) -> list[str]:
    """A page may scroll down; to the side only what says so by its bar."""
    if not isinstance(area, QScrollArea) or area.widget() is None:
        return []
    off = area.horizontalScrollBarPolicy() == area.horizontalScrollBarPolicy().ScrollBarAlwaysOff
    inner = area.widget()
    if off and inner.width() > area.viewport().width() + 1:
        right = widget.mapTo(inner, widget.rect().topRight()).x()
        if right > area.viewport().width():
            return [f"{place_of(widget)}: ends at {right} in a page of {area.viewport().width()} that does not scroll"]
    return []
