"""Above the calendar: which days, how they are shown, what is in them in numbers, and which activities."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.services.calendar_copies import Figure, Figures, Place, Wanted
from louyu_desktop.text import N_, _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.parts import Button, ElidedLabel, IconButton, Label, Segmented, outline, primary
from louyu_desktop.ui.theme import theme

VIEWS: tuple[tuple[object, str], ...] = (
    ("month", N_("按月")), ("week", N_("按周")), ("day", N_("按日")),
)  # fmt: skip
_FIGURES = {
    Figure.PLANNED: (N_("本月"), N_("本周"), N_("当天"), N_("{count} 场")),
    Figure.HELD: (N_("已办"), N_("已办"), N_("已办"), N_("{count} 场")),
    Figure.VISITS: (N_("人次"), N_("人次"), N_("人次"), "{count}"),
    Figure.FIRMS: (N_("企业"), N_("企业"), N_("企业"), N_("{count} 家")),
    Figure.TO_SUM_UP: (N_("待总结"), N_("待总结"), N_("待总结"), N_("{count} 场")),
}
_TITLE = 210
"""The most that the words of the days take from what stands beside them."""

_WIDEST = {"month": N_("2026 年 10 月"), "week": N_("10 月 26 日 – 28 日"), "day": N_("10 月 20 日 周三")}
"""Among the widest titles of each view: only their width counts."""

_PLACE_OF = {"month": 0, "week": 1, "day": 2}


class Number(Button):
    """A word and a bold number; pressed, it leads to what it counts."""

    def __init__(self) -> None:
        super().__init__("", "count", small=True)
        self._label, self._value, self._tone = "", "", "text"
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, label: str, value: str, tone: str) -> None:
        """Show another number."""
        self._label, self._value, self._tone = label, value, tone
        self.setAccessibleName(f"{label} {value}")
        self.setToolTip(_("看是哪些"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The words and the gap to the next ones."""
        plain, bold = QFontMetricsF(theme.font(13)), QFontMetricsF(theme.font(14, bold=True))
        wide = plain.horizontalAdvance(self._label) + bold.horizontalAdvance(self._value) + theme.px(6)
        return QSize(int(wide) + 2, theme.px(26))

    def minimumSizeHint(self) -> QSize:
        """Nothing of a number is left out."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        painter = QPainter(self)
        room = self.rect().toRectF()
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("accent" if self.underMouse() else "text2"))
        painter.drawText(room, strokes.LEFT, self._label)
        left = QFontMetricsF(painter.font()).horizontalAdvance(self._label) + theme.px(6)
        painter.setFont(theme.font(14, bold=True))
        painter.setPen(theme.colour(self._tone))
        painter.drawText(room.adjusted(left, 0, 0, 0), strokes.LEFT, self._value)
        painter.end()


class FigureRow(QWidget):
    """The numbers of the days that are shown; each opens its list."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        self.numbers: dict[Figure, Number] = {}
        for figure in Figure:
            number = Number()
            number.setVisible(False)
            number.clicked.connect(self._pressed)
            self.numbers[figure] = number
            row.addWidget(number)

    def put(self, figures: Figures, view: str) -> None:
        """Show the numbers of a month, a week or a day."""
        for figure, number in self.numbers.items():
            words = _FIGURES[figure]
            late = figure is Figure.TO_SUM_UP and figures.to_sum_up > 0
            value = _(words[3]).format(count=f"{figures.of(figure):,}")
            number.say(_(words[_PLACE_OF[view]]), value, "danger" if late else "text")
            number.setVisible(True)

    def _pressed(self) -> None:
        sender = self.sender()
        self.wanted.emit(next(figure for figure, number in self.numbers.items() if number is sender))


class Head(QFrame):
    """Two rows: the days and what to do; the numbers and the filters."""

    turned = Signal(int)
    home = Signal()
    viewed = Signal(object)
    filtered = Signal(object)

    def __init__(self, types: Sequence[str], *, may_new: bool, may_export: bool) -> None:
        super().__init__()
        self.setProperty("bar", "head")
        self.title = ElidedLabel("", "title")
        self.hint = ElidedLabel("", "hint")
        self.views = Segmented([(key, _(label)) for key, label in VIEWS])
        self.new = primary(_("新建活动"), "plus")
        self.export = outline(_("导出日历"), "download")
        self.figures = FigureRow()
        self.types, self.rooms = _combo(_("活动类型")), _combo(_("场地"))
        self.types.addItem(_("全部"), "")
        for one in types:
            self.types.addItem(_(one), one)
        self.rooms.addItem(_("全部"), None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 16, 8)
        layout.setSpacing(6)
        layout.addLayout(self._upper())
        layout.addLayout(self._lower())
        self.new.setVisible(may_new)  # not before they have a parent: a window would open, and take the focus
        self.export.setVisible(may_export)
        self.views.chosen.connect(self.viewed)
        self.types.activated.connect(self._filter)
        self.rooms.activated.connect(self._filter)

    def _upper(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        back = IconButton("left", _("前一页"), "PgUp")
        forth = IconButton("right", _("后一页"), "PgDown")
        today = outline(_("今天"), small=True)
        today.setToolTip(_("回到今天") + " T")
        back.clicked.connect(self._back)
        forth.clicked.connect(self._forth)
        today.clicked.connect(self.home)
        row.addWidget(self.title)
        for widget in (back, today, forth):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.views)
        row.addWidget(self.hint, 1)
        row.addWidget(self.export)
        row.addWidget(self.new)
        return row

    def _lower(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.figures)
        row.addStretch(1)
        for label, combo in ((_("类型"), self.types), (_("场地"), self.rooms)):
            row.addWidget(Label(label, "label"))
            row.addWidget(combo)
            row.addSpacing(4)
        return row

    def say(self, title: str, view: str) -> None:
        """What days these are; the arrows beside stay where they are while one turns pages."""
        self.title.setText(title)
        metrics = self.title.fontMetrics()
        widest = max(metrics.horizontalAdvance(one) for one in (title, _(_WIDEST[view])))
        self.title.setMinimumWidth(min(widest, theme.px(_TITLE)))

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        return Wanted(type=self.types.currentData() or "", venue_id=self.rooms.currentData())

    def offer(self, places: Sequence[Place]) -> None:
        """The rooms that may be chosen; the list is left alone, maybe open, while they are the same."""
        known = [(self.rooms.itemData(n), self.rooms.itemText(n)) for n in range(1, self.rooms.count())]
        if known == [(place.id, place.name) for place in places]:
            return
        chosen = self.rooms.currentData()
        self.rooms.clear()
        self.rooms.addItem(_("全部"), None)
        for place in places:
            self.rooms.addItem(place.name, place.id)
        self.rooms.setCurrentIndex(max(0, self.rooms.findData(chosen)))

    def clear(self) -> None:
        """Everything again."""
        self.types.setCurrentIndex(0)
        self.rooms.setCurrentIndex(0)
        self._filter()

    def _filter(self) -> None:
        self.filtered.emit(self.wanted)

    def _back(self) -> None:
        self.turned.emit(-1)

    def _forth(self) -> None:
        self.turned.emit(1)


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setProperty("small", True)
    combo.setItemDelegate(QStyledItemDelegate(combo))
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(5)
    combo.view().setMinimumWidth(theme.px(180))
    return combo
