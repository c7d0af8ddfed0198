"""The pages of a paper under each other, sharp at the screen's scale, and their thumbnails."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.prints.document import POINTS, SCREEN, PageStore, Wish
from louyu_desktop.ui.theme import LIGHT, theme

ZOOMS = (0.25, 0.33, 0.5, 0.7, 0.85, 1.0, 1.25, 1.5, 2.0, 3.0)
"""The steps of zooming; 1.0 is the paper's own size."""

FIT_WIDTH = 0.0
"""The zoom that follows the width of the window."""

_GAP = 20


class _Scrolled(QAbstractScrollArea):
    """A scroll area that paints itself, on plain ground and without a frame."""

    def __init__(self, store: PageStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)
        store.ready.connect(self._on_ready)
        theme.changed.connect(self.viewport().update)

    def _on_ready(self, _page: int) -> None:
        self.viewport().update()

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _visible(self, frames: list[QRect]) -> list[int]:
        area = self.viewport().rect()
        return [number for number, frame in enumerate(frames) if frame.intersects(area)]

    def _draw(self, painter: QPainter, number: int, frame: QRect) -> None:
        wish = Wish(number, round(frame.width() * self._ratio()))
        image = self._store.picture(wish) or self._store.nearest(number)
        painter.fillRect(frame, QColor(LIGHT.surface))  # paper stays white in every theme
        if image is not None and not image.isNull():
            painter.drawImage(QRectF(frame), image)
        pen = QPen(theme.colour("line2"))
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRect(frame.adjusted(-1, -1, 0, 0))


class PageView(_Scrolled):
    """All pages in one column: wheel, arrows and PgUp/PgDn scroll, Ctrl+wheel zooms where the mouse stands."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, store: PageStore, parent: QWidget | None = None) -> None:
        super().__init__(store, parent)
        self._zoom = FIT_WIDTH
        self._covered = False
        self._page = 0
        self.setAccessibleName(_("页面"))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.setMinimumWidth(240)

    # ---- what is asked of it

    @property
    def zoom(self) -> float:
        """The zoom in force (what 适合宽度 comes to, too)."""
        return self._zoom or self._fitting()

    @property
    def kept_zoom(self) -> float:
        """The zoom asked for: a factor, or `FIT_WIDTH`."""
        return self._zoom

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return self._page

    def reload(self) -> None:
        """The store shows another document: measure again, stay at the same place."""
        self._measure()
        self._scrolled()
        self.viewport().update()

    def cover(self, covered: bool) -> None:
        """Hide the pages while the guest view is on."""
        self._covered = covered
        self.viewport().update()

    def set_zoom(self, zoom: float, anchor: QPoint | None = None) -> None:
        """Zoom to a factor or `FIT_WIDTH`, keeping what stands at `anchor` (else the middle) in place."""
        at = anchor if anchor is not None else self.viewport().rect().center()
        old = self.zoom
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        before = (bars[0].value() + at.x(), bars[1].value() + at.y())
        self._zoom = zoom if zoom == FIT_WIDTH else min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._measure()
        factor = self.zoom / old if old else 1.0
        bars[0].setValue(round(before[0] * factor) - at.x())
        bars[1].setValue(round(before[1] * factor) - at.y())
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def step(self, direction: int, anchor: QPoint | None = None) -> None:
        """The next larger or smaller zoom of `ZOOMS`."""
        now = self.zoom
        larger = [zoom for zoom in ZOOMS if zoom > now * 1.01]
        smaller = [zoom for zoom in ZOOMS if zoom < now / 1.01]
        if direction > 0 and larger:
            self.set_zoom(larger[0], anchor)
        elif direction < 0 and smaller:
            self.set_zoom(smaller[-1], anchor)

    def go(self, number: int) -> None:
        """Bring page `number` (from 0) to the top."""
        pdf = self._store.pdf
        if pdf is not None and pdf.count:
            number = min(max(number, 0), pdf.count - 1)
            top = self._frames()[number].top() + self.verticalScrollBar().value()
            self.verticalScrollBar().setValue(top - _GAP)
            self._set_page(number)

    # ---- measures

    def _fitting(self) -> float:
        pdf = self._store.pdf
        if pdf is None or not pdf.count:
            return 1.0
        widest = max(size.width() for size in pdf.sizes) * SCREEN / POINTS
        zoom: float = (self.viewport().width() - 2 * _GAP) / widest
        return min(max(zoom, ZOOMS[0]), ZOOMS[-1])

    def _page_sizes(self) -> list[tuple[int, int]]:
        pdf = self._store.pdf
        factor = self.zoom * SCREEN / POINTS
        return [(round(size.width() * factor), round(size.height() * factor)) for size in pdf.sizes] if pdf else []

    def _frames(self) -> list[QRect]:
        sizes = self._page_sizes()
        room = max([self.viewport().width(), *(width + 2 * _GAP for width, _height in sizes)])
        left, top = -self.horizontalScrollBar().value(), _GAP - self.verticalScrollBar().value()
        frames = []
        for width, height in sizes:
            frames.append(QRect(left + (room - width) // 2, top, width, height))
            top += height + _GAP
        return frames

    def _measure(self) -> None:
        sizes = self._page_sizes()
        wide = max([width + 2 * _GAP for width, _height in sizes], default=0)
        tall = sum(height + _GAP for _width, height in sizes) + _GAP
        view = self.viewport().size()
        for bar, whole, page in (
            (self.horizontalScrollBar(), wide, view.width()),
            (self.verticalScrollBar(), tall, view.height()),
        ):
            bar.setPageStep(page)
            bar.setRange(0, max(0, whole - page))

    def _scrolled(self) -> None:
        middle = self.viewport().height() // 3
        frames = self._frames()
        passed = [number for number, frame in enumerate(frames) if frame.top() - _GAP <= middle]
        at_end = frames and self.verticalScrollBar().value() == self.verticalScrollBar().maximum() > 0
        self._set_page(len(frames) - 1 if at_end else (passed[-1] if passed else 0))
        self.viewport().update()

    def _set_page(self, number: int) -> None:
        if number != self._page:
            self._page = number
            self.page_changed.emit(number)

    # ---- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again; 适合宽度 follows."""
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is visible and ask for what is not drawn yet."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._covered:
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font(14))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, _("来客视图：页面已遮住，按 F12 恢复"))
            painter.end()
            return
        frames = self._frames()
        visible = self._visible(frames)
        for number in visible:
            self._draw(painter, number, frames[number])
        painter.end()
        ratio = self._ratio()
        near = [*visible, *(number for number in (visible[-1] + 1,) if number < len(frames))] if visible else []
        self._store.want(0, [Wish(number, round(frames[number].width() * ratio)) for number in near])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel zooms, the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(1 if event.angleDelta().y() > 0 else -1, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End, PgUp and PgDn go by pages; arrows scroll."""
        jumps = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._page_sizes()) - 1,
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_PageDown: self._page + 1,
        }
        target = jumps.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self.go(target)


class Thumbnails(_Scrolled):
    """Small pages at the left; the current one has an accent frame, a click or an arrow goes to another."""

    list_twin = "PageView"

    chosen = Signal(int)

    def __init__(self, store: PageStore, parent: QWidget | None = None) -> None:
        super().__init__(store, parent)
        self._current = 0
        self._covered = False
        self.setAccessibleName(_("缩略图"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reload()

    def reload(self) -> None:
        """The store shows another document, or the text size changed."""
        self.setFixedWidth(theme.px(156))
        self._measure()
        self.viewport().update()

    def cover(self, covered: bool) -> None:
        """Hide the pages while the guest view is on."""
        self._covered = covered
        self.viewport().update()

    def set_current(self, number: int) -> None:
        """Mark page `number` and keep it in sight."""
        self._current = number
        frames = self._frames()
        if number < len(frames):
            bar, frame = self.verticalScrollBar(), frames[number]
            if frame.top() < 0:
                bar.setValue(bar.value() + frame.top() - theme.px(12))
            elif frame.bottom() + theme.px(28) > self.viewport().height():
                bar.setValue(bar.value() + frame.bottom() + theme.px(28) - self.viewport().height())
        self.viewport().update()

    def _frames(self) -> list[QRect]:
        pdf = self._store.pdf
        if pdf is None:
            return []
        width, top = theme.px(104), theme.px(12) - self.verticalScrollBar().value()
        left = (theme.px(156) - width) // 2
        frames = []
        for size in pdf.sizes:
            height = round(width * size.height() / size.width())
            frames.append(QRect(left, top, width, height))
            top += height + theme.px(28)
        return frames

    def _measure(self) -> None:
        frames = self._frames()
        whole = frames[-1].bottom() + self.verticalScrollBar().value() + theme.px(36) if frames else 0
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setRange(0, max(0, whole - self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again."""
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the visible thumbnails and ask for what is missing."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("surface"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frames = self._frames()
        visible = self._visible(frames)
        for number in visible:
            frame, current = frames[number], number == self._current
            if self._covered:
                painter.fillRect(frame, theme.colour("sunken"))
            else:
                self._draw(painter, number, frame)
            if current:
                self._mark(painter, frame)
            painter.setPen(theme.colour("accent" if current else "text2"))
            painter.setFont(theme.font(12, bold=current))
            below = QRect(0, frame.bottom() + theme.px(4), theme.px(156), theme.px(20))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        painter.end()
        if not self._covered:
            self._store.want(1, [Wish(number, round(frames[number].width() * self._ratio())) for number in visible])

    def _mark(self, painter: QPainter, frame: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(frame).adjusted(-4, -4, 4, 4), 5, 5)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the page that was pressed."""
        for number, frame in enumerate(self._frames()):
            if frame.adjusted(-12, -8, 12, 24).contains(event.position().toPoint()):
                self.chosen.emit(number)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from page to page."""
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        elif 0 <= self._current + move < len(self._frames()):
            self.chosen.emit(self._current + move)


def lay_out(
    page: QWidget, bar: QWidget, message: QWidget, view: PageView, thumbnails: Thumbnails, panel: QWidget | None = None
) -> None:  # fmt: skip
    """The bar above, the thumbnails left of the pages, what there is to say above them, a panel on the right."""
    bars = QVBoxLayout()
    bars.setContentsMargins(12, 0, 12, 0)
    bars.addWidget(message)
    middle = QVBoxLayout()
    middle.setSpacing(0)
    middle.addLayout(bars)
    middle.addWidget(view, 1)
    body = QHBoxLayout()
    body.setSpacing(0)
    body.addWidget(thumbnails)
    body.addLayout(middle, 1)
    if panel is not None:
        body.addWidget(panel)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(bar)
    whole.addLayout(body, 1)
