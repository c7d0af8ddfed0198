"""Which columns a list shows, in what order and how wide; the menu of a column head."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import FIRST, PADDING, RIGHT
from louyu_desktop.ui.lists.model import ListModel
from louyu_desktop.ui.lists.table import RecordTable
from louyu_desktop.ui.theme import theme

FIXED = {Kind.DATE: 98, Kind.PARTIAL_DATE: 98, Kind.DATETIME: 140, Kind.MOBILE: 124, Kind.CREDIT_CODE: 172}
NARROWEST = {Kind.PERSON_NAME: 66, Kind.CHOICE: 66, Kind.CHOICES: 84}
"""What a word of these kinds needs; they give way before names and places do."""
LETTER, LETTERS, SHAPE = 14, 4, 35
"""A choice of up to so many characters stands whole; one of a single letter has a shape before it."""
SMALLEST = 84
TITLE = 180
LARGEST = 232
CHEVRON = 14
_TWO = 2
ROOMY = 1136
"""At the text size 大 a window of 1420 has room for everything, of 1366 it has not."""
GIVES = 0.81
"""What share of its width a longer text keeps when there is little room."""


def cramped(width: int) -> bool:
    """Whether a window so wide is narrow for the text size in use: only the columns that matter stay then."""
    return theme.scale > 1 and width < ROOMY * theme.scale


class Columns(QObject):
    """`changed` when the person moved, sized, hid or added one; `sorted_by` and `only` out of the menu."""

    changed = Signal()
    rebuilt = Signal()
    sorted_by = Signal(str)
    only = Signal(int)

    def __init__(
        self, table: RecordTable, model: ListModel, default: tuple[str, ...], narrow: tuple[str, ...] = ()
    ) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._entity: Entity = model.entity
        self._default = default or model.entity.columns
        self._narrow = narrow
        self.names = self._default
        self.widths: dict[str, int] = {}
        self._most = 0
        """How many of the columns that matter stay in a narrow window; 0 where all columns are shown."""

        self._setting = False
        head = table.head
        head.setStretchLastSection(False)
        head.sectionResized.connect(self._resized)
        head.sectionMoved.connect(self._moved)
        head.menu_wanted.connect(self.open_menu)
        head.reordered.connect(self.dress)  # its chevron needs room
        table.viewport().installEventFilter(self)
        model.modelReset.connect(self.dress)
        theme.changed.connect(self.dress)

    # -- which ----------------------------------------------------------------------------------

    def show(self, names: tuple[str, ...], widths: dict[str, int]) -> None:
        """Show these columns; those of the program when there are none."""
        self.widths = dict(widths)
        self.put(names or self._default)

    def put(self, names: tuple[str, ...]) -> None:
        """Show these columns in this order; names that are gone are left out, at least one stays."""
        known = {field.name: field for field in self._entity.fields if field.label}
        self.names = tuple(name for name in names if name in known) or self._default
        kept = tuple(n for n in self.names if n in self._narrow)[: self._most]
        self._setting = True
        head = self._table.head
        self._model.show_columns([known[name] for name in kept or self.names])
        for section in range(head.count()):
            head.moveSection(head.visualIndex(section), section)
        self._setting = False
        self.dress()
        self.rebuilt.emit()

    def change(self, names: tuple[str, ...]) -> None:
        """What the person did to the columns."""
        self.put(names)
        self.changed.emit()

    def reset(self) -> None:
        """Columns, widths and order as the program brings them."""
        self.widths = {}
        self.change(self._default)

    def set_cramped(self, cramped: bool) -> None:
        """In a narrow window only the columns that matter stay, with the largest text two of them."""
        most = (_TWO if theme.huge else len(self._narrow)) if cramped else 0
        if most != self._most:
            self._most = most
            self.put(self.names)

    def toggle(self, name: str) -> None:
        """Show or hide one column."""
        if name in self.names:
            self.change(tuple(one for one in self.names if one != name))
        else:
            self.change((*self.names, name))

    def _moved(self, *_places: int) -> None:
        if not self._setting and not self._most:
            head = self._table.head
            order = tuple(self._model.columns[head.logicalIndex(place)].name for place in range(head.count()))
            QTimer.singleShot(0, self, partial(self.change, order))

    # -- how wide -------------------------------------------------------------------------------

    def dress(self) -> None:
        """Widths as kept, otherwise as the fields expect; the title takes what is left."""
        fields = self._model.columns
        if not fields:
            return
        wide = [self._width(field, not place) for place, field in enumerate(fields)]
        room = self._table.viewport().width() - 1
        soft = [n for n, field in enumerate(fields) if field.name not in self.widths and _soft(field)]
        names = [n for n in soft if self._names(fields[n])]
        short = [n for n in soft if n not in names and fields[n].kind in NARROWEST]
        other = [n for n in soft if n not in names and n not in short]
        for some in (short, other, names):  # who it is gives way last
            _squeeze(wide, {n: self._least(fields[n], not n) for n in some}, room)
        for some in (other, names, short):
            _squeeze(wide, {n: max(theme.px(SMALLEST - 18), self._head(fields[n], not n)) for n in some}, room)
        left = room - sum(wide)
        title = next((n for n, field in enumerate(fields) if self._names(field)), len(fields) - 1)
        wide[title] += max(left, 0)
        self._setting = True
        for section, width in enumerate(wide):
            self._table.head.resizeSection(section, width)
        self._setting = False
        self._table.head.updateGeometries()

    def _width(self, field: Field, first: bool) -> int:
        kept = self.widths.get(field.name)
        if kept:
            return theme.px(kept)
        wanted = FIXED.get(field.kind, 0) or min(field.width * 9 + 26, LARGEST)
        if field.kind in RIGHT or field.kind is Kind.FLAG:
            wanted = 64 if field.kind is Kind.FLAG else 56
        return max(theme.px(wanted + (FIRST - PADDING if first else 0)), self._head(field, first))

    def _head(self, field: Field, first: bool) -> int:
        """What the words over a column need, with the chevron where the list is sorted by it."""
        chevron = CHEVRON if self._table.head.sort.lstrip("-") == field.name else 0
        return theme.px(len(_(field.label)) * 13 + (FIRST + PADDING if first else 2 * PADDING) + 1 + chevron)

    def _names(self, field: Field) -> bool:
        """Whether a column says who or what the row is about: its title, or the enterprise."""
        return field.name == self._entity.title or field.target == "enterprises"

    def _least(self, field: Field, first: bool) -> int:
        """How narrow a column becomes while others may give way as well: never less than its head."""
        more = theme.px(FIRST - PADDING) if first else 0
        if field.kind is Kind.CHOICE and not self._names(field):
            letters = min(max((len(_(one)) for one in field.choices), default=LETTERS), LETTERS)
            wanted = theme.px((SHAPE if letters == 1 else letters * LETTER) + 2 * PADDING)
        elif field.kind in NARROWEST or self._names(field):
            wanted = theme.px(NARROWEST.get(field.kind, TITLE))
        else:
            return max(theme.px(SMALLEST), int(GIVES * self._width(field, first)), self._head(field, first))
        return max(wanted + more, self._head(field, first))

    @property
    def changed_names(self) -> tuple[str, ...]:
        """The columns where they are not those of the program."""
        return () if self.names == self._default else self.names

    def fit(self, section: int) -> None:
        """As wide as the words on screen need."""
        self._table.resizeColumnToContents(section)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._setting and self._table.isVisible() and section < len(self._model.columns):
            self.widths[self._model.columns[section].name] = int(new / theme.scale)
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room anew when the table's size changes."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.dress)
        return super().eventFilter(watched, event)

    # -- menus ----------------------------------------------------------------------------------

    def chooser(self, parent: QWidget) -> QMenu:
        """All columns with a tick at those shown."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field in self._entity.fields:
            if field.label:
                action = menu.addAction(_(field.label))
                action.setCheckable(True)
                action.setChecked(field.name in self.names)
                action.setData(field.name)
        menu.addSeparator()
        menu.addAction(_("恢复默认"))
        menu.triggered.connect(self._chosen)
        return menu

    def _chosen(self, action: QAction) -> None:
        name = action.data()
        if name is None:
            self.reset()
        else:
            self.toggle(str(name))

    def open_menu(self, section: int, where: QPoint) -> None:
        """The menu of one column head."""
        name = self._model.columns[section].name
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("升序"), partial(self.sorted_by.emit, name))
        menu.addAction(_("降序"), partial(self.sorted_by.emit, f"-{name}"))
        menu.addAction(_("只看此值"), partial(self.only.emit, section)).setEnabled(self._table.currentIndex().isValid())
        menu.addSeparator()
        menu.addAction(_("隐藏此列"), partial(self.toggle, name)).setEnabled(len(self.names) > 1)
        menu.addMenu(self.chooser(menu)).setText(_("选择列…"))
        menu.addAction(_("适合宽度"), partial(self.fit, section))
        menu.addAction(_("恢复默认"), self.reset)
        menu.popup(where)


def _squeeze(wide: list[int], least: dict[int, int], room: int) -> None:
    """Take from these columns, in proportion to what they can spare, until all fit into `room`."""
    over = sum(wide) - room
    spare = {n: max(wide[n] - least[n], 0) for n in least}
    slack = sum(spare.values())
    if over > 0 and slack:
        for n, most in spare.items():
            wide[n] -= -(-most * min(over, slack) // slack)


def _soft(field: Field) -> bool:
    return field.kind not in FIXED and field.kind not in RIGHT and field.kind is not Kind.FLAG
