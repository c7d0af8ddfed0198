"""What the window shows while the station is being opened: its own outline, with 今日 as grey bars.

It is painted before anything heavy is imported.  No enum of `Qt` may be touched, not even inside Qt for Python
(the first one costs an eighth of the whole start): so paths are filled with the brushes of a palette, words are
labels, and there is no style sheet.  Places are those of the bar, the page and the status line to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from louyu_desktop import paths
from louyu_desktop.text import N_, _
from louyu_desktop.ui.places import TABS
from louyu_desktop.ui.tokens import DARK, FAMILY, LIGHT, SCALES, THEMES, Tokens

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QBrush, QPaintEvent, QResizeEvent

_CARDS = (N_("三个 100%"), N_("政治生日"), N_("今日日志"))
_GROUPS = (N_("逾期"), N_("今天"), N_("未来七天"))
_BESIDE, _SIDE, _SHARE = 1080, 320, 0.23
_GROUP, _CARD_HEIGHTS = 136, (184, 242, 262)


class Look(NamedTuple):
    """What the machine remembers of how the window looked: colours, scale, where its tabs began."""

    tokens: Tokens
    scale: float
    tabs_at: int = 0
    words: bool = True
    """Whether the window's font is there; without it no word is shown in another one."""

    @classmethod
    def of(cls, remembered: Mapping[str, object], *, words: bool) -> Look:
        """The look that `remembered` (theme, text_size, opening) asks for."""
        last = remembered.get("opening")
        known = last if isinstance(last, dict) else {}
        tokens = THEMES.get(str(remembered.get("theme"))) or (DARK if known.get("dark") is True else LIGHT)
        at = known.get("tabs_at")
        scale = SCALES.get(str(remembered.get("text_size")), 1.0)
        return cls(tokens, scale, at if isinstance(at, int) else 0, words)

    def px(self, size: float) -> int:
        """A length of the look at this scale."""
        return int(size * self.scale + 0.5)

    def brushes(self, palette: QPalette) -> dict[str, QBrush]:
        """What to fill with, by the names of the table, borrowed from the roles of `palette`."""
        role = QPalette.ColorRole
        roles = {
            "window": role.Window, "surface": role.Base, "sunken": role.AlternateBase, "line": role.Mid,
            "accent": role.Link, "accent_fill": role.Highlight, "edge": role.Dark,
        }  # fmt: skip
        for name, one in roles.items():
            palette.setColor(one, QColor(getattr(self.tokens, name)))
        found = palette.window(), palette.base(), palette.alternateBase(), palette.mid()
        return dict(zip(roles, (*found, palette.link(), palette.highlight(), palette.dark()), strict=True))


def mark_file(side: int) -> Path:
    """The strokes of the program's mark, which an earlier window has kept as a picture."""
    return paths.cache() / f"mark-{side}.png"


class Outline(QWidget):
    """Fills shapes at places of their own; words are labels."""

    ornament = True

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._brushes = look.brushes(self.palette())

    def words(self, text: str, px: int, token: str, *, bold: bool = False) -> QLabel:
        """Words in the window's font, as wide as they are; none where that font is missing."""
        label = QLabel(text if self.look.words else "", self)
        palette = label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(getattr(self.look.tokens, token)))
        label.setPalette(palette)
        font = QFont(FAMILY)
        font.setPixelSize(self.look.px(px))
        font.setBold(bold)
        label.setFont(font)
        label.resize(label.sizeHint())
        return label

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shapes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Fill every shape."""
        self.fill(painter, "window", 0, 0, self.width(), self.height())

    def fill(self, painter: QPainter, token: str, x: int, y: int, width: int, height: int, radius: int = 0) -> None:
        """One rectangle; `radius` rounds it."""
        path = QPainterPath()
        path.addRoundedRect(x, y, width, height, radius, radius)
        painter.fillPath(path, self._brushes[token])

    def card(self, painter: QPainter, x: int, y: int, width: int, height: int) -> None:
        """A surface with a hairline round it."""
        radius = self.look.px(8)
        self.fill(painter, "line", x, y, width, height, radius)
        self.fill(painter, "surface", x + 1, y + 1, width - 2, height - 2, radius - 1)


class TodayOutline(Outline):
    """今日 before its numbers are known: the groups and cards it always has, with grey bars."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._groups = [self.words(_(title), 15, "text", bold=True) for title in _GROUPS]
        self._cards = [self.words(_(title), 15, "text", bold=True) for title in _CARDS]

    def _columns(self) -> tuple[int, int]:
        """How wide the groups are, and the cards beside them (0: no room)."""
        width = self.width()
        side = min(self.look.px(_SIDE), int(width * _SHARE)) if width >= self.look.px(_BESIDE) else 0
        return width - (68 + side if side else 52), side

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The titles at their places."""
        px, (_left, side) = self.look.px, self._columns()
        for place, title in enumerate(self._groups):
            title.move(38, px(98 + 18) + place * (px(_GROUP) + 10) - title.height() // 2)
        top = 14
        for title, height in zip(self._cards, _CARD_HEIGHTS, strict=True):
            title.setVisible(bool(side))
            title.move(self.width() - side - 32 + 17, top + px(22) - title.height() // 2)
            top += px(height) + 10

    def paint(self, painter: QPainter) -> None:
        """The head, the groups, the cards."""
        super().paint(painter)
        px, (left, side) = self.look.px, self._columns()
        for token, top, wide, high in (("line", 18, 132, 22), ("sunken", 47, 320, 14), ("sunken", 70, 380, 14)):
            self.fill(painter, token, 20, px(top), px(wide), px(high), px(4))
        for place in range(len(_GROUPS)):
            self._group(painter, px(98) + place * (px(_GROUP) + 10), left)
        top = 14
        for height in _CARD_HEIGHTS if side else ():
            self._side_card(painter, top, side, px(height))
            top += px(height) + 10

    def _group(self, painter: QPainter, top: int, width: int) -> None:
        """A card with two rows to come."""
        px, right = self.look.px, 20 + width
        self.card(painter, 20, top, width, px(_GROUP))
        self.fill(painter, "line", 21, top + px(35), width - 2, 1)
        for row in range(2):
            y = top + px(36 + 50 * row)
            self.fill(painter, "sunken", 20 + px(18), y + px(9), px(32), px(32), px(6))
            self.fill(painter, "line", 20 + px(64), y + px(11), min(px(190 + 40 * row), width // 3), px(11), px(4))
            self.fill(painter, "sunken", 20 + px(64), y + px(31), min(px(250 - 30 * row), width // 2), px(10), px(4))
            self.fill(painter, "sunken", right - px(98), y + px(11), px(80), px(28), px(6))

    def _side_card(self, painter: QPainter, top: int, width: int, height: int) -> None:
        px, left = self.look.px, self.width() - width - 32
        self.card(painter, left, top, width, height)
        for row in range(3):
            wide = width - 34 - row * width // 6
            self.fill(painter, "sunken", left + 17, top + px(48 + 34 * row), wide, px(13), px(4))


class Marked(Outline):
    """An outline with the program's mark; `painted` comes once, when it has been seen."""

    painted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._seen = False
        self._mark = QPixmap()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so the first time."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()
            QTimer.singleShot(0, self, self.complete)

    def complete(self) -> None:
        """What the first paint does not wait for: Qt looks through its plug-ins before it reads a picture."""
        self._mark = QPixmap(str(mark_file(self.look.px(30))))
        self.update()

    def mark(self, painter: QPainter, left: int, top: int) -> None:
        """The mark on its square."""
        side = self.look.px(30)
        self.fill(painter, "accent_fill", left, top, side, side, self.look.px(6))
        if not self._mark.isNull():
            painter.drawPixmap(left, top, side, side, self._mark)


class Opening(Marked):
    """The outline of the whole window."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._tabs = [
            self.words(_(text), 15, "accent" if key == TABS[0][0] else "text2", bold=key == TABS[0][0])
            for key, text in TABS
        ]
        self._find = self.words(_("查找企业、人员、房间、编号"), 14, "text3")
        self.page = TodayOutline(look, self)
        self._bar, self._line = look.px(51) + 1, look.px(27) + 1
        self._name_at = 16 + look.px(30) + 10
        self._tabs_at = look.tabs_at or self._name_at + 18

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Bar above, page, line below; the words of the bar."""
        px, bar = self.look.px, self._bar
        self.page.setGeometry(0, bar, self.width(), self.height() - bar - self._line)
        left = self._tabs_at
        for tab in self._tabs:
            tab.move(left + 18, (bar - tab.height()) // 2)
            left += tab.width() + 36
        self._box_at = max(left + 8, self._icons_at() - 10 - px(300))
        self._find.move(self._box_at + px(39), (bar - self._find.height()) // 2)
        self._find.resize(max(0, self._icons_at() - 10 - px(50) - self._find.x()), self._find.height())

    def _icons_at(self) -> int:
        return self.width() - 14 - 5 * self.look.px(37)

    def paint(self, painter: QPainter) -> None:
        """The bar and the line; the page paints itself."""
        self._paint_line(painter)
        self._paint_bar(painter)

    def _paint_line(self, painter: QPainter) -> None:
        px, top, left = self.look.px, self.height() - self._line, 16
        self.fill(painter, "sunken", 0, top, self.width(), self._line)
        self.fill(painter, "line", 0, top, self.width(), 1)
        for wide in (76, 108, 112, 124):
            self.fill(painter, "line", left, top + px(9), px(wide), px(10), px(4))
            left += px(wide) + 20

    def _paint_bar(self, painter: QPainter) -> None:
        px, bar = self.look.px, self._bar
        self.fill(painter, "surface", 0, 0, self.width(), bar)
        self.fill(painter, "line", 0, bar - 1, self.width(), 1)
        self.mark(painter, 16, (bar - px(30)) // 2)
        name = self._tabs_at - 18 - self._name_at
        if name > 20:
            self.fill(painter, "sunken", self._name_at, bar // 2 - px(8), name, px(16), px(4))
        self.fill(painter, "accent", self._tabs_at, bar - 4, self._tabs[0].width() + 36, 3)
        box = self._icons_at() - 10 - self._box_at
        self.fill(painter, "line", self._box_at, (bar - px(32)) // 2, box, px(32), px(6))
        self.fill(painter, "sunken", self._box_at + 1, (bar - px(32)) // 2 + 1, box - 2, px(32) - 2, px(6) - 1)
        for place in range(5):
            left = self._icons_at() + place * px(37) + px(9)
            self.fill(painter, "sunken", left, (bar - px(18)) // 2, px(18), px(18), px(4))
