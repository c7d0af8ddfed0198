"""How a card and the heads of the columns are drawn; colours out of the theme."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap

from louyu_desktop.rules.nearness import Tone
from louyu_desktop.rules.request_flow import State
from louyu_desktop.services.board_copies import Card
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.checklist.board import words
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.theme import theme

_PAD, _BAR = 13, 3
_TONES = {Tone.PLAIN: ("text3", "edge"), Tone.NEAR: ("warn", "warn"), Tone.OVER: ("danger", "danger"),
          Tone.STANDS: ("text2", "edge")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a card, in words."""

    card: Card
    title: str
    firm: str
    today: dt.date

    @property
    def tone(self) -> Tone:
        """How near its day it is."""
        return self.card.near.tone if self.card.near is not None else Tone.PLAIN


def picture(face: Face, size: QSizeF, ratio: float) -> QPixmap:
    """A card as it stands, drawn once."""
    pixmap = QPixmap((size * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _card(painter, QRectF(0, 0, size.width(), size.height()), face)
    painter.end()
    return pixmap


def _card(painter: QPainter, rect: QRectF, face: Face) -> None:
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line2"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box, theme.px(8), theme.px(8))
    closed = face.card.state is State.CLOSED
    if face.tone is Tone.OVER:
        strokes.box(painter, QRectF(0, theme.px(9), theme.px(4), rect.height() - theme.px(18)), "danger", theme.px(2))
    pad = theme.px(_PAD)
    inner = rect.adjusted(pad, theme.px(5), -theme.px(11), 0)
    _text(painter, _line(inner, 0, 20), face.card.number, 12, "text3")
    if face.card.urgent and not closed:
        _text(painter, _line(inner, 0, 20), _("紧急"), 12, "danger", strokes.RIGHT, bold=True)
    _text(painter, _line(inner, 20, 20), face.title, 14, "text2" if closed else "text", bold=True)
    _second(painter, _line(inner, 40, 19), face)
    if not closed:
        _bar(painter, _line(inner, 62, 3), face)
    _foot(painter, _line(inner, 62 if closed else 68, 24), face)


def _line(inner: QRectF, top: int, height: int) -> QRectF:
    return QRectF(inner.left(), inner.top() + theme.px(top), inner.width(), theme.px(height))


def _second(painter: QPainter, rect: QRectF, face: Face) -> None:
    """Firm and mechanism: a long firm gives way."""
    metrics, way = QFontMetricsF(theme.font(13)), words.way_words(face.card)
    apart = metrics.horizontalAdvance("　") if way and face.firm else 0.0
    room = max(rect.width() - metrics.horizontalAdvance(way) - apart, 0.0)
    firm = strokes.elided(metrics, face.firm, room)
    _text(painter, rect, firm, 13, "text2")
    _text(painter, rect.adjusted(metrics.horizontalAdvance(firm) + apart, 0, 0, 0), way, 13, "text2")


def _bar(painter: QPainter, rect: QRectF, face: Face) -> None:
    """How much of the time is used."""
    strokes.box(painter, rect, "line", theme.px(1))
    share = min(1.0, face.card.near.share) if face.card.near is not None else 0.0
    if share > 0:
        used = QRectF(rect.left(), rect.top(), max(rect.width() * share, theme.px(4)), rect.height())
        strokes.box(painter, used, _TONES[face.tone][1], theme.px(1))


def _foot(painter: QPainter, rect: QRectF, face: Face) -> None:
    """The mark and the words of the day at the left, who at the right."""
    tone = "ok" if face.card.state is State.CLOSED else _TONES[face.tone][0]
    side = theme.px(15)
    paint_icon(painter, QRectF(rect.left(), rect.center().y() - side / 2, side, side), _icon(face), tone)
    said = words.due_words(face.card, face.today)
    bold = face.tone in {Tone.NEAR, Tone.OVER}
    plain = "text2" if tone == "text3" else tone
    who = words.right_words(face.card, face.today)
    left = rect.adjusted(side + theme.px(6), 0, 0, 0)
    wide = QFontMetricsF(theme.font(13, bold=bold)).horizontalAdvance(said)
    _text(painter, left, said, 13, plain, bold=bold)
    _text(painter, left.adjusted(wide + theme.px(8), 0, 0, 0), who, 13, "text2", strokes.RIGHT)


def _icon(face: Face) -> str:
    if face.card.state is State.CLOSED:
        return "check"
    return {Tone.OVER: "alert", Tone.STANDS: "pause"}.get(face.tone, "clock")


def _text(
    painter: QPainter, rect: QRectF, text: str, px: int, tone: str, side: Qt.AlignmentFlag = strokes.LEFT, *,
    bold: bool = False,
) -> None:  # fmt: skip
    font = theme.font(px, bold=bold)
    painter.setFont(font)
    painter.setPen(theme.colour(tone))
    painter.drawText(rect, side, strokes.elided(QFontMetricsF(font), text, rect.width()))


def head(painter: QPainter, rect: QRectF, label: str, count: int) -> None:
    """The name of a column and how many stand in it."""
    painter.fillRect(rect, theme.colour("window"))
    font = theme.font(14, bold=True)
    wide = QFontMetricsF(font).horizontalAdvance(label)
    _text(painter, rect.adjusted(theme.px(4), 0, 0, 0), label, 14, "text", bold=True)
    number = f"{count:,}"
    small = QFontMetricsF(theme.font(12)).horizontalAdvance(number) + theme.px(14)
    chip = QRectF(rect.left() + wide + theme.px(12), rect.center().y() - theme.px(11), small, theme.px(22))
    strokes.box(painter, chip, "line", theme.px(4))
    painter.setFont(theme.font(12))
    painter.setPen(theme.colour("text2"))
    painter.drawText(chip, strokes.CENTRE, number)


def below(painter: QPainter, rect: QRectF, count: int) -> None:
    """下面还有 3 件."""
    strokes.box(painter, rect, "window", theme.px(4))
    painter.setFont(theme.font(12))
    painter.setPen(theme.colour("text2"))
    painter.drawText(rect, strokes.CENTRE, _("下面还有 {count} 件").format(count=f"{count:,}"))
