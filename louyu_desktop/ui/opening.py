"""What the window shows while the station is being opened: its own outline, with 今日 as grey bars.

It is painted before anything heavy is imported, so it is made of frames and labels, one small style sheet
and colours out of the table.  No enum of `Qt` is touched: the first one costs an eighth of the whole start.
Places are those of the bar, the page and the status line that come after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from louyu_desktop import paths
from louyu_desktop.text import N_, _
from louyu_desktop.ui.places import TABS
from louyu_desktop.ui.tokens import DARK, FAMILY, LIGHT, SCALES, Tokens

_SHEET = Template("""
QFrame { border: none; background: $window; color: $text; }
QLabel { background: transparent; }
QFrame[part="bar"] { background: $surface; border-bottom: 1px solid $line; }
QFrame[part="status"] { background: $sunken; border-top: 1px solid $line; }
QFrame[part="card"] { background: $surface; border: 1px solid $line; border-radius: ${r8}px; }
QFrame[part="box"] { background: $sunken; border: 1px solid $line; border-radius: ${r6}px; }
QFrame[part="grey"] { background: $sunken; border-radius: ${r4}px; }
QFrame[part="dark"] { background: $line; border-radius: ${r4}px; }
QFrame[part="line"] { background: $line; }
QLabel[part="mark"] { background: $accent_fill; border-radius: ${r6}px; }
QFrame[part="here"] { background: $accent; }
QLabel[part="tab"] { color: $text2; }
QLabel[part="current"] { color: $accent; }
QLabel[part="hint"] { color: $text3; }
""")
_CARDS = (N_("还缺多少"), N_("政治生日"), N_("今日日志"))
_GROUPS = (N_("逾期"), N_("今天"), N_("未来七天"))
_BESIDE, _SIDE, _SHARE = 1080, 320, 0.23


@dataclass(frozen=True, slots=True)
class Look:
    """What the machine remembers of how the window looked: colours, scale, where its tabs began."""

    tokens: Tokens
    scale: float
    tabs_at: int
    words: bool
    """Whether the window's font is there; without it no word is shown in another one."""

    @classmethod
    def of(cls, remembered: Mapping[str, object], *, words: bool) -> Look:
        """The look that `remembered` (theme, text_size, opening) asks for."""
        last = remembered.get("opening")
        known = last if isinstance(last, dict) else {}
        dark = remembered.get("theme") == "dark" or (remembered.get("theme") == "system" and known.get("dark") is True)
        at = known.get("tabs_at")
        scale = SCALES.get(str(remembered.get("text_size")), 1.0)
        return cls(DARK if dark else LIGHT, scale, at if isinstance(at, int) else 0, words)

    def px(self, size: float) -> int:
        """A length of the look at this scale."""
        return int(size * self.scale + 0.5)

    def sheet(self) -> str:
        """The style sheet of the opening page."""
        radii = {f"r{size}": self.px(size) for size in (4, 6, 8)}
        names = ("window", "surface", "sunken", "line", "text", "text2", "text3", "accent", "accent_fill")
        return _SHEET.substitute(radii, **{name: getattr(self.tokens, name) for name in names})


def mark_file(colour: str, side: int) -> str:
    """The picture of the program's mark that an earlier window has kept."""
    return str(paths.cache() / f"mark-{colour.lstrip('#')}-{side}.png")


class _Parts(QFrame):
    """A frame with parts at places of their own."""

    def __init__(self, look: Look, part: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        if part:
            self.setProperty("part", part)

    def frame(self, part: str) -> QFrame:
        """A bar, card or line."""
        frame = QFrame(self)
        frame.setProperty("part", part)
        return frame

    def words(self, text: str, px: int, part: str = "", *, bold: bool = False) -> QLabel:
        """Words in the window's font, as wide as they are; none where that font is missing."""
        label = QLabel(text if self.look.words else "", self)
        if part:
            label.setProperty("part", part)
        font = QFont(FAMILY)
        font.setPixelSize(self.look.px(px))
        font.setBold(bold)
        label.setFont(font)
        label.ensurePolished()
        label.resize(label.sizeHint())
        return label


class TodayOutline(_Parts):
    """今日 before its numbers are known: the groups and cards it always has, with grey bars."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._head = [self.frame("dark"), self.frame("grey"), self.frame("grey")]
        self._groups = [_Group(look, _(title), parent=self) for title in _GROUPS]
        self._cards = [_Card(look, _(title), parent=self) for title in _CARDS]

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Two columns where there is room for them, as in the tab."""
        px, width = self.look.px, self.width()
        beside = width >= px(_BESIDE)
        side = min(px(_SIDE), int(width * _SHARE)) if beside else 0
        left = width - 68 - side if beside else width - 52
        for bar, (top, wide, high) in zip(self._head, ((18, 132, 22), (47, 320, 14), (70, 380, 14)), strict=True):
            bar.setGeometry(20, px(top), px(wide), px(high))
        top = px(98)
        for group in self._groups:
            group.setGeometry(20, top, left, px(36 + 100))
            top += px(36 + 100) + 10
        top = 14
        for card, high in zip(self._cards, (184, 242, 262), strict=True):
            card.setVisible(beside)
            card.setGeometry(width - side - 32, top, side, px(high))
            top += px(high) + 10


class _Group(_Parts):
    """One group with two rows to come."""

    def __init__(self, look: Look, title: str, parent: QWidget) -> None:
        super().__init__(look, "card", parent)
        self._title = self.words(title, 15, bold=True)
        self._rows = [[self.frame(part) for part in ("grey", "dark", "grey", "grey")] for _row in range(2)]
        self._line = self.frame("line")

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Title, line, rows."""
        px, width = self.look.px, self.width()
        self._title.move(18, px(18) - self._title.height() // 2)
        self._line.setGeometry(1, px(35), width - 2, 1)
        for place, (box, name, reason, verb) in enumerate(self._rows):
            top = px(36 + 50 * place)
            box.setGeometry(px(18), top + px(9), px(32), px(32))
            name.setGeometry(px(64), top + px(10), min(px(190 + 40 * place), width // 3), px(12))
            reason.setGeometry(px(64), top + px(30), min(px(250 - 30 * place), width // 2), px(10))
            verb.setGeometry(width - px(98), top + px(11), px(80), px(28))


class _Card(_Parts):
    """A card of the right column."""

    def __init__(self, look: Look, title: str, parent: QWidget) -> None:
        super().__init__(look, "card", parent)
        self._title = self.words(title, 15, bold=True)
        self._bars = [self.frame("grey") for _bar in range(3)]

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Title and three bars."""
        px, width = self.look.px, self.width()
        self._title.move(17, px(22) - self._title.height() // 2)
        for place, bar in enumerate(self._bars):
            bar.setGeometry(17, px(46 + 32 * place), max(0, width - 34 - place * width // 6), px(14))


class Opening(_Parts):
    """The outline of the whole window; `painted` comes once, when it has been seen."""

    painted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setStyleSheet(look.sheet())
        self._seen = False
        self._bar = self.frame("bar")
        self._mark = self.words("", 15, "mark")
        self._mark.setPixmap(QPixmap(mark_file(look.tokens.accent_fill, look.px(30))))
        self._name = self.frame("grey")
        self._tabs = [
            self.words(_(text), 15, "current" if key == TABS[0][0] else "tab", bold=key == TABS[0][0])
            for key, text in TABS
        ]
        self._here = self.frame("here")
        self._box = self.frame("box")
        self._find = self.words(_("查找企业、人员、房间、编号"), 14, "hint")
        self._icons = [self.frame("grey") for _icon in range(5)]
        self._status = self.frame("status")
        self._said = [self.frame("dark") for _said in range(4)]
        self.page = TodayOutline(look, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so the first time."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Bar above, page, line below."""
        px, width, height = self.look.px, self.width(), self.height()
        bar, line = px(51) + 1, px(27) + 1
        self._bar.setGeometry(0, 0, width, bar)
        self._status.setGeometry(0, height - line, width, line)
        self.page.setGeometry(0, bar, width, height - bar - line)
        self._place_left(bar)
        self._place_right(bar)
        left = 16
        for said, wide in zip(self._said, (76, 108, 112, 124), strict=True):
            said.setGeometry(left, height - px(19), px(wide), px(10))
            left += px(wide) + 20

    def _place_left(self, bar: int) -> None:
        """The mark, the name to come, the tabs."""
        px = self.look.px
        self._mark.setGeometry(16, (bar - px(30)) // 2, px(30), px(30))
        name_at = 16 + px(30) + 10
        left = self.look.tabs_at or name_at + 18
        self._name.setVisible(left - 18 - name_at > 20)
        self._name.setGeometry(name_at, bar // 2 - px(8), max(0, left - 18 - name_at), px(16))
        for tab in self._tabs:
            wide = tab.sizeHint().width() + 36
            tab.move(left + 18, (bar - tab.height()) // 2)
            if tab is self._tabs[0]:
                self._here.setGeometry(left, bar - 4, wide, 3)
            left += wide
        self._tabs_end = left

    def _place_right(self, bar: int) -> None:
        """The box and what stands for the five icons."""
        px, width = self.look.px, self.width()
        step = px(37)
        first = width - 14 - 5 * step
        for place, icon in enumerate(self._icons):
            icon.setGeometry(first + place * step + (step - px(18)) // 2, (bar - px(18)) // 2, px(18), px(18))
        right = first - 10
        wide = min(px(300), max(120, right - self._tabs_end - 8))
        self._box.setGeometry(right - wide, (bar - px(32)) // 2, wide, px(32))
        self._find.move(right - wide + px(39), (bar - self._find.height()) // 2)
        self._find.resize(max(0, wide - px(50)), self._find.height())
