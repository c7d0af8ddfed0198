"""The rows of the Ctrl+K list: what they hold and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from louyu_desktop.services.copies import Marks
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole.UserRole


class Part(StrEnum):
    """What a row of the list is."""

    HEAD = "head"
    HIT = "hit"
    ALL = "all"
    DO = "do"
    NEW = "new"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class FindRow:
    """One row: `kind` and `id` of a hit, the action id in `kind` of something to do, the words `given` to it.

    `marks` and `beside_marks` are the parts of title and subtitle that were searched for.
    """

    part: Part
    title: str
    subtitle: str = ""
    icon: str = ""
    kind: str = ""
    id: int = 0
    given: str = ""
    marks: Marks = ()
    beside_marks: Marks = ()

    @property
    def chosen(self) -> bool:
        """Whether the row can be opened."""
        return self.part not in (Part.HEAD, Part.NOTE)


class FindModel(QAbstractListModel):
    """The rows in order; heads and notes cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[FindRow, ...] = ()

    def put(self, rows: Sequence[FindRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As many as there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for screen readers, the row itself for the delegate."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.title} {row.subtitle}".strip()
        return row if role == ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads are passed over by the arrow keys."""
        return super().flags(index) if self.rows[index.row()].chosen else Qt.ItemFlag.NoItemFlags

    def step(self, current: int, by: int) -> int:
        """The next row that can be chosen; the same one at either end."""
        place = current + by
        while 0 <= place < len(self.rows):
            if self.rows[place].chosen:
                return place
            place += by
        return current


class FindDelegate(QStyledItemDelegate):
    """Heads 26 px, rows 36 px with icon, title and what tells same names apart."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of the row's part."""
        row = index.data(ROLE)
        return QSize(100, theme.px(28 if row.part is Part.HEAD else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw from the tokens in use."""
        row: FindRow = index.data(ROLE)
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if not row.chosen:
            words = rect.adjusted(theme.px(14), 0, -theme.px(14), 0)
            used = _write(painter, words, row.title, "text3", 12)
            words.setLeft(words.left() + used + theme.px(8))
            _write(painter, words, row.subtitle, "text3", 12)
            return
        if selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected"))
            painter.drawRoundedRect(rect.adjusted(4, 0, -4, 0), 4, 4)
            painter.fillRect(QRectF(rect.left() + 4, rect.top(), 3, rect.height()), theme.colour("accent"))
        side = theme.px(16)
        box = QRectF(rect.left() + theme.px(20), rect.center().y() - side / 2, side, side)
        paint_icon(painter, box, row.icon, "text2")
        self._words(painter, rect.adjusted(theme.px(48), 0, -theme.px(14), 0), row, selected=selected)

    @staticmethod
    def _words(painter: QPainter, words: QRectF, row: FindRow, *, selected: bool) -> None:
        """The title, and beside it at the right what else is said; neither takes the other's place."""
        least = QFontMetricsF(theme.font(13, False)).horizontalAdvance(row.subtitle) if row.subtitle else 0.0
        title = QRectF(words)
        if row.subtitle:
            title.setRight(words.right() - min(least + theme.px(12), words.width() * 0.55))
        tone = "text2" if row.part is Part.ALL else "text"
        used = _write(painter, title, row.title, tone, 14, bold=selected, marks=row.marks)
        words.setLeft(words.left() + used + theme.px(12))
        _write(painter, words, row.subtitle, "text2", 13, right=True, marks=row.beside_marks)


def _write(
    painter: QPainter, rect: QRectF, text: str, token: str, px: int, *,
    bold: bool = False, right: bool = False, marks: Marks = (),
) -> float:  # fmt: skip
    """Write one elided line, what was searched for underlined; gives the width used."""
    font = theme.font(px, bold)
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    measure = QFontMetricsF(font)
    shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
    width = measure.horizontalAdvance(shown)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
    left, base = rect.right() - width if right else rect.left(), rect.center().y() + measure.height() / 2
    for start, end in marks:
        if text[:end] == shown[:end]:
            first, behind = (measure.horizontalAdvance(shown, place) for place in (start, end))
            line = QRectF(left + first, base - theme.px(2), behind - first, theme.px(2))
            painter.fillRect(line, theme.colour("text3"))
    return width
