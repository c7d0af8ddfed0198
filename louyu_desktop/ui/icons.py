"""Icons drawn by the project: SVG in `currentColor`, coloured when painted, so a theme change needs no new icon."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from louyu_desktop import paths
from louyu_desktop.ui.theme import theme


@cache
def _drawing(name: str) -> str:
    return (paths.resource("icons") / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, width: int, height: int) -> QPixmap:
    """The drawing in device pixels; size and colour stand in the key, so every screen scale is its own."""
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, colour).render(painter, QRectF(0, 0, width, height))
    painter.end()
    return pixmap


def paint_icon(painter: QPainter, rect: QRectF, name: str, tone: str = "text2") -> None:
    """Draw the icon `name` square in the middle of `rect` in the colour of `tone`; for delegates."""
    ratio = painter.device().devicePixelRatioF()
    side = min(rect.width(), rect.height())
    pixels = max(1, round(side * ratio))
    pixmap = QPixmap(_pixmap(name, theme.colour(tone).name(), pixels, pixels))
    pixmap.setDevicePixelRatio(ratio)
    painter.drawPixmap(QPointF(rect.center().x() - side / 2, rect.center().y() - side / 2), pixmap)


def picture(name: str, tone: str, side: int) -> QPixmap:
    """The icon on nothing, `side` pixels wide and high."""
    return QPixmap(_pixmap(name, theme.colour(tone).name(), side, side))


class _Engine(QIconEngine):
    """Asks the theme for its colour each time it paints."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return theme.tokens.off
        tone = "accent" if state == QIcon.State.On else self._tone
        return theme.colour(tone).name()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into `rect`."""
        _renderer(self._name, self._colour(mode, state)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The drawing at `size`, which is in device pixels."""
        return QPixmap(_pixmap(self._name, self._colour(mode, state), size.width(), size.height()))

    def clone(self) -> QIconEngine:
        """A second engine for a copied icon."""
        return _Engine(self._name, self._tone)


@cache
def icon(name: str, tone: str = "text2") -> QIcon:
    """The icon `name` in the colour of a token; FileNotFoundError when there is no such drawing."""
    _drawing(name)
    return QIcon(_Engine(name, tone))
