"""Paints the cells of a table: tints, accent bar, words, 「—」, shapes of colours, skeletons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QTableView

from louyu_desktop.fields import Field
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import COLOURS
from louyu_desktop.ui.fields import filters
from louyu_desktop.ui.shapes import paint_risk
from louyu_desktop.ui.theme import theme

Late = Callable[[Any, str], bool]
"""Whether a date of a row, by its field's name, is over and still waited for."""

Role = Qt.ItemDataRole
ROW_ROLE = Role.UserRole + 1
FIELD_ROLE = Role.UserRole + 2
PADDING = 10
FIRST = 20
SOON = dt.timedelta(days=30)
_REMEMBERED = 4_000
_LONGEST = 1_000
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Span(NamedTuple):
    """A row or a column on screen: its number, where it begins, and how far it reaches."""

    number: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class _Column:
    """What all cells of a column have in common."""

    name: str
    ink: str
    due: bool
    right: bool
    risk: bool


class CellPainter:
    """Draws from the tokens in use at the moment of painting, column by column.

    `title` is the column in full ink, `due` names dates that must not pass: they are red in their last 30 days,
    or on rows of which `late(row, name)` says so. Qt's way, a delegate that is called for each cell, took half
    of the time of a screen; words are shaped once and painted from then on as they are (`QStaticText`).
    """

    def __init__(self, table: QTableView, title: str, due: tuple[str, ...], late: Late | None) -> None:
        self._table, self._title = table, title
        self._due, self._late = frozenset(due), late
        self._columns: dict[int, _Column] = {}
        self._scale = 0.0
        self._fonts: dict[bool, QFont] = {}
        self._shaped: dict[tuple[str, int, bool], QStaticText] = {}
        self._pen = ""
        self._bold: bool | None = None

    def forget(self) -> None:
        """Other columns stand there now, or other fields."""
        self._columns.clear()

    def paint(self, painter: QPainter, dirty: QRect, hovered: int, first: int, *, skeleton: bool) -> None:
        """The cells within `dirty`: one row tinted under the pointer, words of the `first` column that far in.

        `skeleton` puts bars in the place of rows that are waited for.
        """
        self._begin()
        rows, columns = list(self._rows(dirty)), list(self._spans(dirty))
        leading = self._table.horizontalHeader().logicalIndex(0)
        self._tint(painter, rows, hovered)
        model = self._table.model()
        for column in columns:
            inset = first if column.number == leading else theme.px(PADDING)
            left, width = column.start + inset, column.length - inset - theme.px(PADDING)
            for row in rows:
                index = model.index(row.number, column.number)
                text = model.data(index, Role.DisplayRole)
                if text is not None:
                    self._words(painter, QRect(left, row.start, width, row.length), index, str(text))
                elif skeleton:
                    self._bar(painter, QRect(left, row.start, width, row.length), index)

    def ring(self, painter: QPainter, index: QModelIndex) -> None:
        """The dotted line around the cell that the keyboard has come to."""
        if index.isValid() and index.column() != self._table.horizontalHeader().logicalIndex(0):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self._table.visualRect(index).adjusted(1, 1, -2, -2))

    # -- where ----------------------------------------------------------------------------------

    def _rows(self, dirty: QRect) -> Iterator[_Span]:
        table = self._table
        first, last = table.rowAt(dirty.top()), table.rowAt(dirty.bottom())
        if first >= 0:
            for row in range(first, (last if last >= 0 else table.model().rowCount() - 1) + 1):
                yield _Span(row, table.rowViewportPosition(row), table.rowHeight(row))

    def _spans(self, dirty: QRect) -> Iterator[_Span]:
        header = self._table.horizontalHeader()
        for place in range(header.count()):
            column = header.logicalIndex(place)
            start, length = self._table.columnViewportPosition(column), self._table.columnWidth(column)
            if length and start + length > dirty.left() and start <= dirty.right():
                yield _Span(column, start, length)

    # -- what -----------------------------------------------------------------------------------

    def _begin(self) -> None:
        """A new painter comes: nothing is known of its pen and font."""
        self._pen, self._bold = "", None
        if theme.scale != self._scale or len(self._shaped) > _REMEMBERED:
            self._scale = theme.scale
            self._shaped.clear()
            self._fonts = {bold: theme.font(14, bold=bold) for bold in (False, True)}

    def _tint(self, painter: QPainter, rows: list[_Span], hovered: int) -> None:
        selection = self._table.selectionModel().selection()
        ranges = [range(selection.at(n).top(), selection.at(n).bottom() + 1) for n in range(selection.count())]
        header = self._table.horizontalHeader()
        left, width = -header.offset(), header.length()
        for row in rows:
            if any(row.number in chosen for chosen in ranges):
                painter.fillRect(QRect(left, row.start, width, row.length), theme.colour("selected"))
                painter.fillRect(QRect(left, row.start, theme.px(3), row.length), theme.colour("accent"))
            elif row.number == hovered:
                painter.fillRect(QRect(left, row.start, width, row.length), theme.colour("hover"))

    def _bar(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        width = int(rect.width() * (0.55 + 0.4 * ((index.row() * 7 + index.column() * 3) % 5) / 5))
        bar = QRect(rect.left(), rect.center().y() - theme.px(5), width, theme.px(11))
        self._pen = ""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(bar, 4, 4)

    def _words(self, painter: QPainter, rect: QRect, index: QModelIndex, text: str) -> None:
        column = self._columns.get(index.column()) or self._learn(index)
        if column.risk and text in COLOURS:
            side = theme.px(14)
            paint_risk(painter, QRectF(rect.left(), rect.center().y() - side / 2 + 0.5, side, side), text)
            rect = rect.adjusted(side + theme.px(5), 0, 0, 0)
        overdue = column.due and self._is_late(index, column.name)
        token = "off" if not text else "danger" if overdue else column.ink
        if overdue != self._bold:
            self._bold = overdue
            painter.setFont(self._fonts[overdue])
        if token != self._pen:
            self._pen = token
            painter.setPen(theme.colour(token))
        shaped = self._shaped.get((text, rect.width(), overdue)) or self._shape(text, rect.width(), bold=overdue)
        size = shaped.size()
        left = rect.left() + rect.width() - size.width() if column.right else rect.left()
        painter.drawStaticText(QPointF(left, rect.top() + ceil((rect.height() - size.height()) / 2)), shaped)

    def _shape(self, text: str, width: int, *, bold: bool) -> QStaticText:
        """The words of a cell in one line, cut with 「…」 where they are too long for it."""
        font = self._fonts[bold]
        words = " ".join(text[:_LONGEST].replace("\t", " ").splitlines()) or "—"
        shaped = QStaticText(words)
        shaped.setTextFormat(Qt.TextFormat.PlainText)
        shaped.prepare(font=font)
        if shaped.size().width() > width:
            shaped.setText(QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, width))
            shaped.prepare(font=font)
        self._shaped[text, width, bold] = shaped
        return shaped

    def _is_late(self, index: QModelIndex, name: str) -> bool:
        return _soon(index.data(Role.UserRole)) if self._late is None else self._late(index.data(ROW_ROLE), name)

    def _learn(self, index: QModelIndex) -> _Column:
        """What all cells of a column have in common: asking the model for it at each took half of the time."""
        field: Field = index.model().headerData(index.column(), Qt.Orientation.Horizontal, FIELD_ROLE)
        loud = field.name == self._title or field.kind in filters.NUMBERS
        side = int(index.data(Role.TextAlignmentRole) or _LEFT)
        found = self._columns[index.column()] = _Column(
            field.name, "text" if loud else "text2", field.name in self._due,
            bool(side & Qt.AlignmentFlag.AlignRight.value), field.choices == COLOURS,
        )  # fmt: skip
        return found


def _soon(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value <= dates.today() + SOON
