"""The steps at the left of a wizard, with what was chosen in each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.theme import theme

_WIDTH = 232
_TOP, _STEP, _DISC = 69, 66, 26
_NEAREST, _ROOMY = 30, 45
"""How near the steps come to one another where there are many and the text is large; and from when on each has room
for what was chosen."""


class Steps(QWidget):
    """Title, the steps as discs on a line, and a note at the foot; the step in hand is filled."""

    def __init__(self, title: str, steps: Sequence[str], note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._steps, self._note = title, tuple(steps), note
        self._chosen = [""] * len(self._steps)
        self._current = 0
        self._fit()
        theme.changed.connect(self._fit)
        self._tell()

    @property
    def current(self) -> int:
        """The step in hand, from 0."""
        return self._current

    def go(self, step: int) -> None:
        """The person is at `step` now."""
        self._current = step
        self._tell()
        self.update()

    def say(self, step: int, chosen: str) -> None:
        """What was chosen in a step."""
        self._chosen[step] = chosen
        self.update()

    def set_title(self, title: str) -> None:
        """What the wizard is about."""
        self._title = title
        self.update()

    def _tell(self) -> None:
        place = f"{self._current + 1}/{len(self._steps)} {self._steps[self._current]}"
        self.setAccessibleName(f"{self._title} {place}")

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(_WIDTH))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it all."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        px = theme.px
        painter.setPen(QPen(theme.colour("line"), 0))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.setFont(theme.font(20, bold=True))
        painter.setPen(theme.colour("text"))
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, self.width() - px(32))
        painter.drawText(QRect(px(20), px(16), self.width() - px(32), px(36)), Qt.AlignmentFlag.AlignVCenter, title)
        for step, name in enumerate(self._steps):
            self._draw_line(painter, step)
            self._draw_disc(painter, step)
            self._draw_words(painter, step, name)
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text3"))
        foot = QRect(px(20), self.height() - px(80), self.width() - px(32), px(62))
        painter.drawText(foot, Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap, self._note)
        painter.end()

    @property
    def _apart(self) -> int:
        """From one step to the next: as far as it looks well, or as there is room above the note."""
        room = self.height() - theme.px(_TOP + _DISC + 44)
        return max(theme.px(_NEAREST), min(theme.px(_STEP), room // max(1, len(self._steps) - 1)))

    def _disc(self, step: int) -> QRectF:
        return QRectF(theme.px(20), theme.px(_TOP) + step * self._apart, theme.px(_DISC), theme.px(_DISC))

    def _draw_line(self, painter: QPainter, step: int) -> None:
        if step + 1 == len(self._steps):
            return
        disc = self._disc(step)
        done = step < self._current
        painter.setPen(QPen(theme.colour("accent" if done else "line2"), 2))
        below = self._disc(step + 1).top()
        start, end = disc.bottom() + theme.px(3), below - theme.px(3)
        painter.drawLine(QPointF(disc.center().x(), start), QPointF(disc.center().x(), end))

    def _draw_disc(self, painter: QPainter, step: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = self._disc(step)
        done, here = step < self._current, step == self._current
        painter.setPen(QPen(theme.colour("accent" if done else "accent_fill" if here else "line2"), 1.5))
        painter.setBrush(theme.colour("accent_tint" if done else "accent_fill" if here else "surface"))
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if done:
            inset = theme.px(5)
            paint_icon(painter, disc.adjusted(inset, inset, -inset, -inset), "check", "accent")
        else:
            painter.setFont(theme.font(12, bold=True))
            painter.setPen(theme.colour("on_accent" if here else "text3"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(step + 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_words(self, painter: QPainter, step: int, name: str) -> None:
        px, disc = theme.px, self._disc(step)
        here = step == self._current
        left, width = px(58), self.width() - px(68)
        painter.setFont(theme.font(15, bold=here))
        painter.setPen(theme.colour("text" if step <= self._current else "text3"))
        middle = round(disc.center().y())
        painter.drawText(QRect(left, middle - px(13), width, px(26)), Qt.AlignmentFlag.AlignVCenter, name)
        if self._apart < px(_ROOMY):
            return
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text3"))
        chosen = painter.fontMetrics().elidedText(self._chosen[step], Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QRect(left, middle + px(12), width, px(20)), Qt.AlignmentFlag.AlignVCenter, chosen)
