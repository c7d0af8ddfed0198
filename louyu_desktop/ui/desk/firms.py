"""按单位找: how many of each enterprise came, and, of the one that is opened, who is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.services.desk_copies import Firm
from louyu_desktop.text import _
from louyu_desktop.ui.desk.walk_in import DeskField
from louyu_desktop.ui.desk.words import DeskButton, Words, font_of
from louyu_desktop.ui.theme import theme

_PERSON = Qt.ItemDataRole.UserRole
Naming = Callable[[str], str]


class _Tree(QTreeWidget):
    """Esc leaves, Enter opens a firm or takes the person."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; an item that can be opened opens with Enter."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(item.data(0, _PERSON), Firm):
            item.setExpanded(not item.isExpanded())
        else:
            super().keyPressEvent(event)


class Firms(QWidget):
    """`chosen` carries the person to be signed in; `left` when one goes back to the box."""

    chosen = Signal(int)
    left = Signal()

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._naming = naming
        self._firms: tuple[Firm, ...] = ()
        self.tree = _Tree()
        self.narrow = DeskField(_("找单位"))
        self.narrow.setPlaceholderText(_("打单位名称"))
        self.summary = Words(16, tone="text2")
        self.back = DeskButton(_("回到签到"), "left", "Esc")
        self._build()
        self.tree.itemActivated.connect(self._activated)
        self.tree.itemExpanded.connect(self._expanded)
        self.tree.left.connect(self.left)
        self.narrow.left.connect(self.left)
        self.narrow.returnPressed.connect(self.tree.setFocus)
        self.narrow.textChanged.connect(self._draw)
        self.back.clicked.connect(self.left)
        self._fit()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        title = Words(24, bold=True)
        title.setText(_("按单位看到场"))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(title, 1)
        head.addWidget(self.narrow, 1)
        head.addWidget(self.back)
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels([_("单位"), _("已到"), _("未到")])
        self.tree.setAccessibleName(_("各单位到场情况"))
        self.tree.setUniformRowHeights(True)
        self.tree.setProperty("desk", "list")
        for place in (1, 2):
            self.tree.headerItem().setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(self.tree, 1)

    def put(self, firms: Sequence[Firm]) -> None:
        """Show how the firms stand now; what is open stays open."""
        self._firms = tuple(firms)
        whole = sum(1 for firm in self._firms if firm.expected and not firm.missing)
        expected = sum(1 for firm in self._firms if firm.expected)
        self.summary.setText(
            _("报名的 {expected} 家单位，到齐 {whole} 家。点开一家，看谁还没到；双击名字直接签到").format(
                expected=expected, whole=whole
            )
        )
        self._draw()

    def _draw(self, _text: str = "") -> None:
        opened = {item.text(0) for item in self._items() if item.isExpanded()}
        wanted = self.narrow.text().strip().casefold()
        self.tree.clear()
        for firm in self._firms:
            if wanted in firm.unit.casefold():
                name = firm.unit or _("没有写单位")
                item = QTreeWidgetItem([name, f"{firm.arrived} / {firm.expected}", str(len(firm.missing) or "")])
                item.setData(0, _PERSON, firm)
                for column in (1, 2):
                    item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if firm.missing:
                    item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
                self.tree.addTopLevelItem(item)
                if name in opened:
                    item.setExpanded(True)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _expanded(self, item: QTreeWidgetItem) -> None:
        """The names come when somebody asks for them."""
        firm = item.data(0, _PERSON)
        if isinstance(firm, Firm) and not item.childCount():
            for one in firm.missing:
                tail = _("尾号 ··{tail}").format(tail=one.tail) if one.tail else ""
                child = QTreeWidgetItem([self._naming(one.name), tail, _("未到")])
                child.setData(0, _PERSON, one.person_id)
                for column in (1, 2):
                    child.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.addChild(child)

    def _activated(self, item: QTreeWidgetItem, _column: int) -> None:
        person = item.data(0, _PERSON)
        if isinstance(person, int):
            self.chosen.emit(person)

    def _fit(self) -> None:
        self.tree.setFont(font_of(18))
        self.tree.header().setFont(font_of(16))
        for column, wide in ((1, 170), (2, 110)):
            self.tree.setColumnWidth(column, theme.px(wide))
