"""The right side of the desk: how many came, how many are missing, and the last ten with who signed them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.desk_copies import Arrival, Standing
from louyu_desktop.text import _
from louyu_desktop.ui.desk.sizes import count_px
from louyu_desktop.ui.desk.words import Words, font_of
from louyu_desktop.ui.labels import Hairline
from louyu_desktop.ui.messages import IconText
from louyu_desktop.ui.theme import theme

WIDE: Final = 420
_ROW: Final = 46
_LAST: Final = 10
Naming = Callable[[str], str]


class _Count(QWidget):
    """41 / 58 人, on one base line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signed, self._expected = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(count_px(self.screen()) * 1.05))

    def put(self, signed: int, expected: int) -> None:
        """Other numbers."""
        self._signed, self._expected = signed, expected
        self.setAccessibleName(_("已签到 {signed} 人，报名 {expected} 人").format(signed=signed, expected=expected))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both; the large one gives way when there is no room."""
        painter = QPainter(self)
        rest = _("/ {count} 人").format(count=self._expected) if self._expected else _("人")
        small = font_of(36)
        beside = QFontMetricsF(small).horizontalAdvance(rest) + theme.px(18)
        font = font_of(count_px(self.screen()), bold=True, fixed=True)
        wide = QFontMetricsF(font).horizontalAdvance(str(self._signed))
        if wide + beside > self.width():
            font.setPixelSize(int(font.pixelSize() * max(0.4, (self.width() - beside) / wide)))
            wide = QFontMetricsF(font).horizontalAdvance(str(self._signed))
        base = self.height() - theme.px(10)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(0, base, str(self._signed))
        painter.setFont(small)
        painter.setPen(theme.colour("text2"))
        painter.drawText(int(wide) + theme.px(18), base, rest)
        painter.end()


class _Bar(QWidget):
    """The share of those expected who came."""

    ornament = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(10)

    def put(self, share: float) -> None:
        """Another share."""
        self._share = max(0.0, min(1.0, share))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(self.rect(), 5, 5)
        if self._share:
            painter.setBrush(theme.colour("accent_fill"))
            painter.drawRoundedRect(QRectF(0, 0, max(10.0, self.width() * self._share), self.height()), 5, 5)
        painter.end()


class ArrivalRow(QAbstractButton):
    """One of the last arrivals: when, who, from where, by whom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrival: Arrival | None = None
        self._name = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme.px(320), theme.px(_ROW))

    def put(self, arrival: Arrival, name: str) -> None:
        """Show one, under a name as it may be seen now."""
        self.arrival, self._name = arrival, name
        words = _("{time} {name}，经手 {operator}").format(
            time=_time(arrival), name=name, operator=arrival.operator or _("系统")
        )
        self.setAccessibleName(words)
        self.setToolTip(_("经手 {operator}，按一下可以撤销").format(operator=arrival.operator or _("系统")))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        if self.arrival is None:
            return
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), theme.colour("hover"))
        line, high = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.height()
        painter.setPen(theme.colour("text2"))
        painter.setFont(font_of(16))
        painter.drawText(QRectF(0, 0, theme.px(62), high), line, _time(self.arrival))
        operator = self.arrival.operator
        right = self.width() - painter.fontMetrics().horizontalAdvance(operator)
        painter.setPen(theme.colour("text3"))
        painter.drawText(QRectF(right, 0, self.width() - right, high), line, operator)
        painter.setPen(theme.colour("text"))
        painter.setFont(font_of(20, bold=True))
        left = theme.px(68)
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, theme.px(112))
        painter.drawText(QRectF(left, 0, theme.px(114), high), line, name)
        left += max(theme.px(86), painter.fontMetrics().horizontalAdvance(name) + theme.px(14))
        painter.setPen(theme.colour("text2"))
        painter.setFont(font_of(18))
        room = max(0, right - theme.px(10) - left)
        unit = painter.fontMetrics().elidedText(self.arrival.unit, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, high), line, unit)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, high - 1, self.width(), high - 1)
        painter.end()


def _time(arrival: Arrival) -> str:
    return arrival.signed_at.astimezone(SHANGHAI).strftime("%H:%M")


class Side(QFrame):
    """`wanted` carries the arrival that was clicked, to be looked at and perhaps taken back."""

    wanted = Signal(object)

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("desk", "side")
        self._naming = naming
        self.standing: Standing | None = None
        self.count = _Count()
        self._bar = _Bar()
        self.missing, self.walked = Words(18, tone="text2"), Words(18, tone="text2")
        self.walked.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows = tuple(ArrivalRow() for _number in range(_LAST))
        self._strip = QWidget()
        self._build()
        self._fit()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 16)
        column.setSpacing(8)
        came = Words(20, tone="text2")
        came.setText(_("已签到"))
        below = QHBoxLayout()
        below.addWidget(self.missing, 1)
        below.addWidget(self.walked, 1)
        title = Words(18, bold=True)
        title.setText(_("刚刚签到"))
        strip = QVBoxLayout(self._strip)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.setSpacing(0)
        for row in self.rows:
            row.hide()
            row.clicked.connect(self._clicked)
            strip.addWidget(row)
        strip.addStretch(1)
        for part in (came, self.count, self._bar):
            column.addWidget(part)
        column.addLayout(below)
        column.addSpacing(8)
        column.addWidget(Hairline())
        column.addSpacing(8)
        column.addWidget(title)
        column.addWidget(self._strip, 1)
        column.addWidget(IconText("shield", _("每次签到立即存盘，断电不丢"), "body", "ok"))

    def put(self, standing: Standing) -> None:
        """Show how the activity stands now."""
        self.standing = standing
        come = standing.expected - standing.missing
        self.count.put(standing.signed, standing.expected)
        self._bar.put(come / standing.expected if standing.expected else float(bool(standing.signed)))
        if standing.expected:
            self.missing.setText(_("还有 {count} 人未到").format(count=standing.missing))
        else:
            self.missing.setText(_("没有人预先报名"))
        parts = [_("现场报名 {count} 人").format(count=standing.walk_in)] if standing.walk_in else []
        parts += [_("已签退 {count} 人").format(count=standing.left)] if standing.left else []
        self.walked.setText("　".join(parts))
        self._draw()

    def resizeEvent(self, event: object) -> None:
        """As many of the last ones as there is room for."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._draw()

    def _draw(self) -> None:
        recent = self.standing.recent if self.standing is not None else ()
        room = max(1, self._strip.height() // theme.px(_ROW))
        for place, row in enumerate(self.rows):
            there = place < min(len(recent), room)
            if there:
                row.put(recent[place], self._naming(recent[place].name))
            if row.isHidden() is there:
                row.setVisible(there)

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ArrivalRow) and row.arrival is not None:
            self.wanted.emit(row.arrival)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(WIDE) if theme.scale <= 1 else round(WIDE * 1.1))
