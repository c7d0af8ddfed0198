"""The head of a list: column titles and, below each, the box that filters it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Filter
from louyu_desktop.text import _
from louyu_desktop.ui.fields import filters
from louyu_desktop.ui.fields.cells import FIRST, PADDING, RIGHT
from louyu_desktop.ui.labels import Hairline
from louyu_desktop.ui.lists.model import ListModel
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.search_line import SearchLine
from louyu_desktop.ui.theme import theme

TITLES = 36
BOXES = 34


class FilterBox(SearchLine):
    """The box of one column; a field with a list offers its words in a menu (Down or a click)."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(filters.placeholder(field), lens=False, parent=parent)
        self.field = field
        self.setProperty("small", True)
        self.setFont(theme.font(13))
        self.setAccessibleName(_("筛选「{field}」").format(field=_(field.label)))
        self._offers = bool(filters.words(field)) and field.kind in filters.LISTED

    def read(self) -> tuple[Filter, ...]:
        """The conditions typed; what cannot be read is marked and filters nothing."""
        try:
            found, problem = filters.parse(self.field, self.wanted), ""
        except UserError as error:
            found, problem = (), error.sentence
        self.setToolTip(tip(problem or self.placeholderText()))
        if bool(self.property("wrong")) != bool(problem):
            self.setProperty("wrong", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer the words of the list."""
        super().mousePressEvent(event)
        if self._offers:
            self.offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the words of the list."""
        if event.key() == Qt.Key.Key_Down and self._offers:
            self.offer()
        else:
            super().keyPressEvent(event)

    def offer(self) -> None:
        """The menu of words; each can be switched on and off."""
        chosen = {part for part in self.text().split("、") if part}
        menu = QMenu(self)
        for word in filters.words(self.field):
            action = menu.addAction(_(word))
            action.setCheckable(True)
            action.setChecked(word in chosen)
            action.setData(word)
        menu.triggered.connect(self._toggle)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _toggle(self, action: QAction) -> None:
        word = str(action.data())
        chosen = [part for part in self.text().split("、") if part]
        self.setText("、".join([part for part in chosen if part != word] + ([] if word in chosen else [word])))


class FilterHeader(QHeaderView):
    """Titles above, filter boxes below; `filtered` after typing, `sorted_by(name)` after a click."""

    filtered = Signal()
    sorted_by = Signal(str)
    menu_wanted = Signal(int, QPoint)
    left_down = Signal()
    reordered = Signal()

    def __init__(self, model: ListModel, parent: QWidget, *, filters: bool = True) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self._low = BOXES if filters else 0
        self._boxes: dict[str, FilterBox] = {}
        self._line = Hairline(parent=self)
        self.sort = ""
        """The field the list is in the order of, after "-" from the end; `show_order` changes it."""
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(48))
        self.sectionResized.connect(self._place)
        self.sectionMoved.connect(self._place)
        self.sectionClicked.connect(self.click_title)
        model.modelReset.connect(self._rebuild)
        theme.changed.connect(self._restyle)

    def show_order(self, sort: str) -> None:
        """Mark the column by which the list is ordered; `reordered` when it is another one."""
        if sort != self.sort:
            self.sort = sort
            self.reordered.emit()
        self.viewport().update()

    # -- filters --------------------------------------------------------------------------------

    def filters(self) -> tuple[Filter, ...]:
        """All conditions typed under the titles shown."""
        return tuple(condition for box in self._boxes.values() for condition in box.read())

    def fill(self, texts: dict[str, str]) -> None:
        """Put these words into the boxes, and nothing into the others."""
        for name, box in self._boxes.items():
            box.put(texts.get(name, ""))

    def texts(self) -> dict[str, str]:
        """What stands in each box that holds something."""
        return {name: box.text() for name, box in self._boxes.items() if box.text()}

    def focus_filter(self) -> None:
        """Put the cursor into the first box for words; into the first one where there is none."""
        fields = [self._model.columns[self.logicalIndex(section)] for section in range(self.count())]
        for field in sorted(fields, key=lambda one: one.kind in {Kind.CHOICE, Kind.FLAG}):
            box = self._boxes.get(field.name)
            if box is not None and box.isVisible():
                box.setFocus(Qt.FocusReason.ShortcutFocusReason)
                box.selectAll()
                return

    def _rebuild(self) -> None:
        names = [field.name for field in self._model.columns]
        if not self._low or list(self._boxes) == names:
            return
        kept = self._boxes
        self._boxes = {}
        for field in self._model.columns:
            self._boxes[field.name] = kept.pop(field.name) if field.name in kept else self._box(field)
        for box in kept.values():
            box.deleteLater()
        last: QWidget | None = None
        for box in self._boxes.values():
            if last is not None:
                QWidget.setTabOrder(last, box)
            last = box
        QTimer.singleShot(0, self, self._place)

    def _box(self, field: Field) -> FilterBox:
        box = FilterBox(field, self)
        box.searched.connect(self.filtered)
        box.entered.connect(box.search_now)
        box.left_down.connect(self.left_down)
        return box

    # -- geometry -------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Room for both rows."""
        return QSize(super().sizeHint().width(), theme.px(TITLES + self._low))

    def updateGeometries(self) -> None:
        """Keep the boxes under their titles."""
        self.setViewportMargins(0, 0, 0, theme.px(self._low))
        super().updateGeometries()
        self._place()

    def _place(self, *_args: int) -> None:
        self._line.setGeometry(0, self.height() - 1, self.width(), 1)
        for section, field in enumerate(self._model.columns[: self.count()]):
            box = self._boxes.get(field.name)
            if box is None:
                continue
            first = self.visualIndex(section) == 0
            left = self.sectionViewportPosition(section) + (FIRST - 6 if first else theme.px(4))
            width = self.sectionSize(section) - (FIRST - 6 if first else theme.px(4)) - theme.px(4)
            box.setGeometry(left, theme.px(TITLES - 2), max(width, 0), theme.px(28))
            box.setVisible(not self.isSectionHidden(section) and width > theme.px(20))

    def _restyle(self) -> None:
        for box in self._boxes.values():
            box.setFont(theme.font(13))
        self.setMinimumSectionSize(theme.px(48))
        self.updateGeometries()
        self.updateGeometry()

    # -- painting and menus ---------------------------------------------------------------------

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One title: 13 px, bold with a chevron when the list is sorted by it."""
        painter.fillRect(rect, theme.colour("surface"))
        if not 0 <= section < len(self._model.columns):
            return
        field = self._model.columns[section]
        sorted_ = self.sort.lstrip("-") == field.name
        first = self.visualIndex(section) == 0
        inner = rect.adjusted(FIRST if first else theme.px(PADDING), 0, -theme.px(PADDING), 0)
        painter.setFont(theme.font(13, bold=sorted_))
        painter.setPen(theme.colour("text" if sorted_ else "text3"))
        room = inner.width() - (theme.px(14) if sorted_ else 0)
        text = painter.fontMetrics().elidedText(_(field.label), Qt.TextElideMode.ElideRight, room)
        side = Qt.AlignmentFlag.AlignRight if field.kind in RIGHT else Qt.AlignmentFlag.AlignLeft
        drawn = painter.boundingRect(inner, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        if sorted_ and side is Qt.AlignmentFlag.AlignRight:
            drawn.translate(-theme.px(14), 0)
        painter.drawText(drawn, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        if sorted_:
            self._chevron(painter, drawn)

    def _chevron(self, painter: QPainter, drawn: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        up = -1 if not self.sort.startswith("-") else 1
        middle = QPoint(drawn.right() + theme.px(10), drawn.center().y() + 1 + up * theme.px(2))
        side, rise = theme.px(4), up * theme.px(4)
        painter.drawPolyline([middle + QPoint(-side, -rise), middle, middle + QPoint(side, -rise)])

    def paintEvent(self, event: QPaintEvent) -> None:
        """The titles on the surface."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("surface"))
        painter.end()
        super().paintEvent(event)

    def click_title(self, section: int) -> None:
        """Order by a column; once more turns the order round."""
        name = self._model.columns[section].name
        self.sorted_by.emit(f"-{name}" if self.sort == name else name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the column under the pointer."""
        section = self.logicalIndexAt(event.pos())
        if section >= 0:
            self.menu_wanted.emit(section, event.globalPos())
