"""The few candidates below the box: real buttons, painted by hand, so that a key is answered at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.services.desk_copies import Belongs, Candidate
from louyu_desktop.text import _
from louyu_desktop.ui.desk.words import font_of
from louyu_desktop.ui.theme import theme

HEIGHT: Final = 70
GAP: Final = 6
MOST: Final = 6
_TONES = {
    Belongs.REGISTERED: ("ok", "ok_tint"), Belongs.SIGNED_IN: ("info", "info_tint"),
    Belongs.LEFT: ("info", "info_tint"),
    Belongs.WAITING: ("warn", "warn_tint"), Belongs.CANCELLED: ("warn", "warn_tint"),
    Belongs.STRANGER: ("warn", "warn_tint"),
}  # fmt: skip


class CandidateRow(QAbstractButton):
    """One candidate: number, name, unit, tail of the phone, how it stands to the activity."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self.candidate: Candidate | None = None
        self.chosen = False
        self._name = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """High enough for a hurried hand."""
        return QSize(theme.px(600), theme.px(HEIGHT))

    def put(self, candidate: Candidate, name: str, *, chosen: bool) -> None:
        """Show somebody under a name as it may be seen now."""
        if (candidate, name, chosen) == (self.candidate, self._name, self.chosen):
            return
        self.candidate, self._name, self.chosen = candidate, name, chosen
        self.setAccessibleName(_("，").join(part for part in (name, candidate.unit, _(candidate.belongs.value)) if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        if self.candidate is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour("accent_fill" if self.chosen else "line2"), 2 if self.chosen else 1))
        painter.setBrush(theme.colour("selected" if self.chosen else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(rect, theme.px(8), theme.px(8))
        self._paint_number(painter)
        right = self._paint_badge(painter, self.candidate.belongs)
        self._paint_words(painter, self.candidate, right)
        painter.end()

    def _paint_number(self, painter: QPainter) -> None:
        side, left = theme.px(32), theme.px(18)
        box = QRectF(left, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_fill" if self.chosen else "sunken"))
        painter.drawRoundedRect(box, theme.px(5), theme.px(5))
        painter.setPen(theme.colour("on_accent" if self.chosen else "text2"))
        painter.setFont(font_of(18, bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_badge(self, painter: QPainter, belongs: Belongs) -> float:
        """How it stands, at the right; gives where that begins."""
        tone, tint = _TONES[belongs]
        painter.setFont(font_of(16))
        words = _(belongs.value)
        wide, high = QFontMetricsF(painter.font()).horizontalAdvance(words) + theme.px(24), theme.px(32)
        box = QRectF(self.width() - theme.px(18) - wide, (self.height() - high) / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(tint))
        painter.drawRoundedRect(box, theme.px(5), theme.px(5))
        painter.setPen(theme.colour(tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return box.left()

    def _paint_words(self, painter: QPainter, candidate: Candidate, right: float) -> None:
        left, line = float(theme.px(70)), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        tail_at = right - theme.px(110) if candidate.tail else right
        painter.setPen(theme.colour("text"))
        painter.setFont(font_of(30, bold=True))
        widest = max(theme.px(120), (tail_at - left) * 0.45)
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, int(widest))
        painter.drawText(QRectF(left, 0, widest, self.height()), line, name)
        left += max(theme.px(142), painter.fontMetrics().horizontalAdvance(name) + theme.px(24))
        painter.setPen(theme.colour("text2"))
        painter.setFont(font_of(20))
        room = max(0.0, tail_at - theme.px(16) - left)
        unit = painter.fontMetrics().elidedText(candidate.unit, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, 0, room, self.height()), line, unit)
        if candidate.tail:
            painter.setFont(font_of(16))
            words = _("尾号 ··{tail}").format(tail=candidate.tail)
            painter.drawText(QRectF(tail_at, 0, theme.px(100), self.height()), line, words)


class Candidates(QWidget):
    """Rows that are there from the beginning; `chosen` carries the one that was clicked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = tuple(CandidateRow(number + 1, self) for number in range(MOST))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for row in self.rows:
            row.hide()
            row.clicked.connect(self._clicked)
            column.addWidget(row)
        column.addStretch(1)
        self._place = 0
        self._shown: tuple[Candidate, ...] = ()
        self._names: tuple[str, ...] = ()
        theme.changed.connect(self.updateGeometry)

    @property
    def fitting(self) -> int:
        """How many rows there is room for."""
        return max(1, min(MOST, (self.height() + GAP) // (theme.px(HEIGHT) + GAP)))

    @property
    def current(self) -> Candidate | None:
        """The one that Enter means."""
        return self._shown[self._place] if self._place < len(self._shown) else None

    def at(self, place: int) -> Candidate | None:
        """The one with a number, counted from nought."""
        return self._shown[place] if place < len(self._shown) else None

    def put(self, candidates: Sequence[Candidate], names: Sequence[str]) -> None:
        """Show other candidates, under names as they may be seen now; the first is chosen, or whoever was before."""
        before = self.current
        self._shown, self._names = tuple(candidates), tuple(names)
        same = (n for n, one in enumerate(self._shown) if before and one.person_id == before.person_id)
        self._place = next(same, 0) if self._place else 0
        self._draw()

    def move(self, by: int) -> None:  # type: ignore[override]  # of the choice, not of the widget
        """Choose the next one, or the one before."""
        if self._shown:
            self._place = (self._place + by) % len(self._shown)
            self._draw()

    def minimumSizeHint(self) -> QSize:
        """One row at least."""
        return QSize(0, theme.px(HEIGHT))

    def _draw(self) -> None:
        for place, row in enumerate(self.rows):
            there = place < len(self._shown)
            if there:
                row.put(self._shown[place], self._names[place], chosen=place == self._place)
            if row.isHidden() is there:
                row.setVisible(there)

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, CandidateRow) and row.candidate is not None:
            self.chosen.emit(row.candidate)
