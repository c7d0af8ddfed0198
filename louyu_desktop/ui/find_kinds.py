"""The kinds above the Ctrl+K list, each with the number of its hits; one of them, or all, is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.theme import theme


@dataclass(frozen=True, slots=True)
class KindChip:
    """One kind: its word, its count in signs, whether there is anything to show."""

    kind: str
    label: str
    count: str
    filled: bool


class KindBar(QWidget):
    """Painted, because it changes with every key; Tab in the box goes from one to the next."""

    spoken_role = QAccessible.Role.PageTabList
    list_twin = "CommandBox"

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: tuple[KindChip, ...] = ()
        self.kind = ""
        self._places: list[tuple[QRectF, str]] = []

    def put(self, chips: Sequence[KindChip], kind: str) -> None:
        """Show these, `kind` as the chosen one; for screen readers all in one sentence."""
        self.chips, self.kind = tuple(chips), kind
        self.setAccessibleName("，".join(f"{chip.label} {chip.count}" for chip in self.chips))
        self.setVisible(bool(self.chips))
        self.updateGeometry()
        self.update()

    def beside(self, by: int) -> str:
        """The next kind that has something to show, round and round."""
        kinds = [chip.kind for chip in self.chips if chip.filled or chip.kind == self.kind]
        return kinds[(kinds.index(self.kind) + by) % len(kinds)] if self.kind in kinds else ""

    def sizeHint(self) -> QSize:
        """One line of chips."""
        return QSize(100, theme.px(36))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words and counts side by side, the chosen one on its own ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._places = []
        left, gap = float(theme.px(6)), theme.px(8)
        for chip in self._fitting():
            here = chip.kind == self.kind
            word, number = theme.font(13, here), theme.font(12)
            wide = QFontMetricsF(word).horizontalAdvance(chip.label)
            count = QFontMetricsF(number).horizontalAdvance(chip.count)
            box = QRectF(left, theme.px(4), wide + count + theme.px(4) + 2 * gap, self.height() - theme.px(8))
            if here:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent_tint"))
                painter.drawRoundedRect(box, theme.px(4), theme.px(4))
            painter.setFont(word)
            painter.setPen(theme.colour("accent" if here else "text2" if chip.filled else "off"))
            painter.drawText(box.adjusted(gap, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, chip.label)
            painter.setFont(number)
            painter.setPen(theme.colour("accent" if here else "text3" if chip.filled else "off"))
            painter.drawText(box.adjusted(gap + wide + theme.px(4), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, chip.count)
            self._places.append((box, chip.kind))
            left = box.right()
        painter.end()

    def _fitting(self) -> list[KindChip]:
        """All of them, or where there is no room those that have something to show."""
        word, gap = QFontMetricsF(theme.font(13, bold=True)), theme.px(8)
        wide = sum(word.horizontalAdvance(chip.label + chip.count) + theme.px(4) + 2 * gap for chip in self.chips)
        fits = wide + theme.px(12) <= self.width()
        return [chip for chip in self.chips if fits or chip.filled or chip.kind in ("", self.kind)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose by click what Tab reaches too."""
        for box, kind in self._places:
            if box.contains(event.position()):
                self.chosen.emit(kind)


def all_kinds() -> str:
    """The word of the first chip."""
    return _("全部")
