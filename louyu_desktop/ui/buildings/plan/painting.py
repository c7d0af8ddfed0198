"""How the floor plan is drawn: floors, cells with bar and mark, vacancy, the station, what is carried."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.rules.floor_tints import Shade
from louyu_desktop.services.floor_copies import FIRM, STATION, VACANT, FloorCell
from louyu_desktop.ui import strokes
from louyu_desktop.ui.buildings.plan import words
from louyu_desktop.ui.buildings.plan.geometry import Piece, Plane
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.shapes import paint_risk
from louyu_desktop.ui.theme import theme

_POOR = 0.9
_NARROW = 60
_TINTS = {"danger": "danger_tint", "warn": "warn_tint", "ok": "ok_tint", "info": "info_tint"}


@dataclass(frozen=True, slots=True)
class View:
    """How it is looked at: coloured by which way, which classes alone, and whether guests look on."""

    way: str
    only: Collection[str] = ()
    guests: bool = False
    chosen: str = ""

    def shade(self, cell: FloorCell) -> Shade | None:
        """The class of a cell; None where nothing of it may be shown."""
        if self.guests and self.way == tints.COLOUR:
            return None
        return tints.shade_of(self.way, cell.shades.get(self.way, ""))

    def faint(self, cell: FloorCell) -> bool:
        """Whether a filter leaves a cell out."""
        return bool(self.only) and cell.shades.get(self.way, "") not in self.only


def mark(painter: QPainter, rect: QRectF, shade: Shade) -> None:
    """The mark of a class: one of the five shapes, or a disc that is as full as the class is."""
    if shade.tone in theme.tokens.risk:
        paint_risk(painter, rect, shade.tone)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height()) - 2
    box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    dashed = shade.key in {tints.VACANT, tints.NONE}
    style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(theme.colour("edge" if dashed else _tone(shade)), 1.3, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    if shade.share:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(_tone(shade)))
        painter.drawPie(box, 90 * 16, -int(360 * 16 * shade.share))
    painter.restore()


def _tone(shade: Shade) -> str:
    return "edge" if shade.tone in {"series4", "series5", "off"} else shade.tone


def floors(painter: QPainter, plane: Plane, dirty: QRectF, view: View) -> None:
    """Every floor that is to be drawn anew."""
    for number, floor in enumerate(plane.plan.floors):
        top = plane.top(number)
        if top > dirty.bottom() or top + plane.sizes.row < dirty.top():
            continue
        height = plane.sizes.row
        label = QRectF(0, top, plane.sizes.label - theme.px(11), height)
        _line(painter, label, words.floor_label(floor.label), 13, "text2", strokes.RIGHT, bold=True)
        rate = QRectF(plane.width - plane.sizes.rate, top, plane.sizes.rate - theme.px(4), height)
        poor = floor.rate is not None and floor.rate < _POOR
        tone = "danger" if poor else "text3" if floor.rate is not None else "off"
        _line(painter, rate, words.per_cent(floor.rate), 13, tone, strokes.RIGHT)
        for piece in plane.pieces[number]:
            cell(painter, piece.rect, piece.cell, view, plane)


def cell(painter: QPainter, rect: QRectF, one: FloorCell, view: View, plane: Plane) -> None:
    """One cell: ground, bar, mark and words; only the mark where there is no room for words."""
    painter.setOpacity(0.22 if view.faint(one) else 1.0)
    if one.kind == VACANT:
        _vacant(painter, rect, one, view, plane)
    elif one.kind == STATION:
        _station(painter, rect, one)
    else:
        _firm(painter, rect, one, view, plane)
    painter.setOpacity(1.0)


def _vacant(painter: QPainter, rect: QRectF, one: FloorCell, view: View, plane: Plane) -> None:
    strokes.box(painter, rect, "window", theme.px(4))
    strokes.frame(painter, rect, "line2", 1.2, dashed=True)
    if rect.width() < theme.px(_NARROW):
        return
    said, more = words.in_cell(one), words.aside(one, view.way, plane.plan.on)
    metrics = QFontMetricsF(theme.font(13))
    whole = f"{said} {more}" if more else said
    shown = whole if metrics.horizontalAdvance(whole) < rect.width() - theme.px(12) else said
    _line(painter, rect, shown, 13, "text3", strokes.CENTRE)


def _station(painter: QPainter, rect: QRectF, one: FloorCell) -> None:
    strokes.box(painter, rect, "surface", theme.px(4))
    strokes.frame(painter, rect, "accent", 1.6)
    icon = QRectF(rect.left() + theme.px(8), rect.center().y() - theme.px(8), theme.px(16), theme.px(16))
    if rect.width() < theme.px(_NARROW):
        icon.moveCenter(rect.center())
    paint_icon(painter, icon, "flag", "accent")
    if rect.width() >= theme.px(_NARROW):
        room = rect.adjusted(theme.px(30), 0, -theme.px(8), 0)
        _line(painter, room, words.in_cell(one), 14, "accent", bold=True)


def _firm(painter: QPainter, rect: QRectF, one: FloorCell, view: View, plane: Plane) -> None:
    shade = view.shade(one)
    _ground(painter, rect, shade)
    narrow = rect.width() < theme.px(_NARROW)
    side = theme.px(15)
    sign = QRectF(rect.left() + theme.px(10), rect.center().y() - side / 2, side, side)
    if narrow:
        sign.moveCenter(QPointF(rect.center().x() + 1, rect.center().y()))
    if shade is not None and rect.width() >= theme.px(18):
        mark(painter, sign, shade)
    if narrow:
        return
    bold = one.key == view.chosen
    room = rect.adjusted(theme.px(31 if shade is not None else 12), 0, -theme.px(8), 0)
    more = words.aside(one, view.way, plane.plan.on)
    metrics = QFontMetricsF(theme.font(12))
    wide = metrics.horizontalAdvance(more) + theme.px(10)
    name = words.in_cell(one)
    if more and QFontMetricsF(theme.font(14, bold=bold)).horizontalAdvance(name) + wide <= room.width():
        _line(painter, room, more, 12, "text2", strokes.RIGHT)
        room.setRight(room.right() - wide)
    _line(painter, room, name, 14, "text", bold=bold)


def _ground(painter: QPainter, rect: QRectF, shade: Shade | None) -> None:
    """The tint, and at its left the bar in the full colour."""
    risk = theme.tokens.risk.get(shade.tone) if shade is not None else None
    if risk is not None:
        ground, bar = theme.named(risk.tint), theme.named(risk.fill)
    else:
        tone = shade.tone if shade is not None else "text3"
        ground = theme.colour(_TINTS.get(tone, "sunken"))
        bar = theme.colour("edge" if tone == "text3" else tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, theme.px(4), theme.px(4))
    painter.setBrush(bar)
    wide = min(float(theme.px(4)), rect.width() / 2)
    painter.drawRoundedRect(QRectF(rect.left(), rect.top(), wide, rect.height()), theme.px(2), theme.px(2))


def rings(painter: QPainter, plane: Plane, view: View, *, focus: bool) -> None:
    """The cell that is chosen, and thinner the others of the same firm."""
    chosen = plane.piece(view.chosen)
    if chosen is None:
        return
    firm = chosen.cell.enterprise_id
    for row in plane.pieces:
        for piece in row:
            if piece is chosen:
                _ring(painter, piece.rect, 2.0 if focus else 1.6)
            elif firm is not None and piece.cell.enterprise_id == firm:
                strokes.frame(painter, piece.rect, "focus", 1.2, dashed=True)


def _ring(painter: QPainter, rect: QRectF, width: float) -> None:
    strokes.frame(painter, rect.adjusted(-2, -2, 2, 2), "focus", width)


def hand(
    painter: QPainter, plane: Plane, carried: FloorCell, at: QPointF, over: Piece | None, floor: int | None
) -> None:
    """What is carried, and where it would go: into a cell, or anywhere on a floor."""
    if over is not None:
        strokes.frame(painter, over.rect.adjusted(-2, -2, 2, 2), "accent", 2, dashed=True)
    elif floor is not None:
        strokes.frame(painter, plane.strip(floor), "accent", 1.5, dashed=True)
    wide = min(float(theme.px(180)), QFontMetricsF(theme.font(14)).horizontalAdvance(words.in_cell(carried)) + 44)
    rect = QRectF(at.x() + theme.px(10), at.y() - plane.sizes.row / 2, wide, plane.sizes.row)
    painter.setOpacity(0.94)
    strokes.box(painter, rect, "surface", theme.px(4))
    strokes.frame(painter, rect, "accent", 1.4)
    _line(painter, rect.adjusted(theme.px(12), 0, -theme.px(6), 0), words.in_cell(carried), 14, "text", bold=True)
    painter.setOpacity(1.0)


def _line(
    painter: QPainter, rect: QRectF, text: str, px: int, tone: str, side: object = strokes.LEFT, *, bold: bool = False
) -> None:  # fmt: skip
    font = theme.font(px, bold=bold)
    painter.setFont(font)
    painter.setPen(theme.colour(tone))
    shown = strokes.elided(QFontMetricsF(font), text, rect.width())
    painter.drawText(rect, side, shown)  # type: ignore[call-overload]


KINDS_OF_FIRMS = frozenset({FIRM})
"""What may be carried."""
