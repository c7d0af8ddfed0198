"""How the painted views draw: days, events, the ghost of what is carried; colours out of the theme."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from louyu_desktop.services.calendar_copies import AgendaEvent, DayMark
from louyu_desktop.text import _
from louyu_desktop.ui.theme import theme

LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
LEFT = LINE | Qt.AlignmentFlag.AlignLeft
RIGHT = LINE | Qt.AlignmentFlag.AlignRight
CENTRE = LINE | Qt.AlignmentFlag.AlignHCenter
BAR = 3


@dataclass(frozen=True, slots=True)
class Tones:
    """The tokens in which an event is drawn; no ground where it is over."""

    ground: str
    bar: str
    text: str


_OVER = Tones("", "line2", "text3")
TODAY = Tones("accent_tint", "accent", "text")
FORBIDDEN = Tones("danger_tint", "danger", "text")
"""Of what is carried where it may not be let go."""
_COMING = Tones("sunken", "edge", "text")


def tones(event: AgendaEvent, today: dt.date, day: dt.date | None = None) -> Tones:
    """Past and called off plain, today's in the accent's tint, coming ones sunken; of what lasts, a `day` by itself."""
    if event.is_over or event.is_off or (day is not None and day < today):
        return _OVER
    return TODAY if (event.covers(today) if day is None else day == today) else _COMING


def ground_of(mark: DayMark) -> str:
    """People work on a surface; weekends and holidays lie on the window's ground."""
    return "surface" if mark.works else "window"


def hairline(painter: QPainter, token: str, x1: float, y1: float, x2: float, y2: float) -> None:
    """One device pixel at every scale."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(theme.colour(token), 0))
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def box(painter: QPainter, rect: QRectF, token: str, radius: float) -> None:
    """A filled rectangle with round corners."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(token))
    painter.drawRoundedRect(rect, radius, radius)


def frame(painter: QPainter, rect: QRectF, token: str, width: float, *, dashed: bool = False) -> None:
    """A border inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(theme.colour(token), width, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), theme.px(4), theme.px(4))


def elided(metrics: QFontMetricsF, text: str, width: float) -> str:
    """`text`, or as much of it as has room and …"""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


def day_head(painter: QPainter, rect: QRectF, mark: DayMark, *, today: bool, faint: bool) -> None:
    """The number of a day at the left, its lunar words at the right, 休 or 班 beside the number."""
    number = str(mark.day.day)
    font = theme.font(14, bold=today)
    painter.setFont(font)
    wide = QFontMetricsF(font).horizontalAdvance(number)
    left = rect.left() + theme.px(8)
    if today:
        across = max(theme.px(26), wide + theme.px(10))
        disc = QRectF(left + wide / 2 - across / 2, rect.center().y() - theme.px(23) / 2, across, theme.px(23))
        disc.moveLeft(max(disc.left(), rect.left() + theme.px(4)))
        box(painter, disc, "accent_fill", disc.height() / 2)
        painter.setPen(theme.colour("on_accent"))
        painter.drawText(disc, CENTRE, number)
        left = disc.right() + theme.px(4)
    else:
        painter.setPen(theme.colour("text3" if faint else "text"))
        painter.drawText(rect.adjusted(theme.px(8), 0, 0, 0), LEFT, number)
        left += wide + theme.px(6)
    if mark.off or mark.made_up:
        left = _sign(painter, QRectF(left, rect.top(), theme.px(17), rect.height()), mark)
    font = theme.font(12)
    painter.setFont(font)
    painter.setPen(theme.colour("text2" if mark.lunar.feast or mark.off else "text3"))
    room = rect.right() - theme.px(8) - left
    words = elided(QFontMetricsF(font), mark.short, room)
    painter.drawText(QRectF(left, rect.top(), room, rect.height()), RIGHT, words)


def _sign(painter: QPainter, rect: QRectF, mark: DayMark) -> float:
    """休 on green, 班 on grey; gives where the next may stand."""
    side = rect.width()
    square = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
    box(painter, square, "ok_tint" if mark.off else "sunken", theme.px(4))
    painter.setFont(theme.font(12))
    painter.setPen(theme.colour("ok" if mark.off else "text2"))
    painter.drawText(square, CENTRE, _("休") if mark.off else _("班"))
    return square.right() + theme.px(4)


def event_font(event: AgendaEvent, px: int = 12, *, bold: bool = False) -> QFont:
    """What is called off is struck out."""
    font = theme.font(px, bold=bold)
    font.setStrikeOut(event.is_off)
    return font


def event_ground(painter: QPainter, rect: QRectF, look: Tones) -> None:
    """The tint with its bar at the left edge."""
    if look.ground:
        box(painter, rect, look.ground, theme.px(3))
    bar = QRectF(rect.left(), rect.top(), theme.px(BAR), rect.height())
    box(painter, bar, look.bar, theme.px(1))
