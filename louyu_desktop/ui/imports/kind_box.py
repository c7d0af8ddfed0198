"""The box from which a kind of record is chosen, in the order of the tabs, a line between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem

from louyu_desktop.fields import Entity
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import Index, rect_of
from louyu_desktop.ui.places import TAB_OF, TABS
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.theme import theme

_ORDER = {key: place for place, (key, _words) in enumerate(TABS)}
_LINES = 18
_GAP = 9


class _Rows(QStyledItemDelegate):
    """Rows as usual, and a hairline where another tab begins."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line needs little."""
        usual = super().sizeHint(option, index)
        return QSize(usual.width(), theme.px(_GAP)) if _is_line(index) else usual

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The words, or the line."""
        if not _is_line(index):
            super().paint(painter, option, index)
            return
        rect = rect_of(option)
        painter.fillRect(rect.adjusted(0, rect.height() // 2, 0, -(rect.height() - rect.height() // 2 - 1)),
                         theme.colour("line"))  # fmt: skip


def _is_line(index: Index) -> bool:
    return bool(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator")


def kind_box(entities: Sequence[Entity], current: str = "") -> QComboBox:
    """The kinds by tab, what belongs to none at the end; the data of each is its word."""
    box = combo([])
    box.setAccessibleName(_("哪一类记录"))
    box.setItemDelegate(_Rows(box))
    box.setMaxVisibleItems(_LINES)
    for _tab, group in groupby(sorted(entities, key=_tab_of), key=_tab_of):
        if box.count():
            box.insertSeparator(box.count())
        for entity in group:
            box.addItem(_(entity.label), entity.kind)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box


def _tab_of(entity: Entity) -> int:
    return _ORDER.get(TAB_OF.get(entity.kind, ""), len(_ORDER))
