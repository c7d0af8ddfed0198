"""The table of a pasted list: what was written, who that is, and the answers in the row itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from louyu_desktop.rules.masks import mask_name
from louyu_desktop.text import _
from louyu_desktop.ui.activities.registering.paste_rows import (
    NEW,
    OUT,
    TONES,
    Key,
    PasteRow,
    Stands,
    about,
    said,
    written,
)
from louyu_desktop.ui.drawn_rows import PAD, paint_badge, paint_button, paint_ground
from louyu_desktop.ui.fields.cells import Index, rect_of
from louyu_desktop.ui.imports.plan_table import PlanHeader
from louyu_desktop.ui.plain import tip, unmarked
from louyu_desktop.ui.theme import theme

_NOWHERE = QModelIndex()
_LINE, _STANDS, _WRITTEN, _MEANT = range(4)
_WORDS_ROOM = 84
_SIDE_BY_SIDE = 2
"""Candidates that have a button of their own; more of them stand in the menu."""

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
Button = tuple[int | None, str]
"""What a button chooses and its words; None opens the menu."""


class PasteModel(QAbstractTableModel):
    """The rows that the segment shows."""

    renamed = Signal(object, str)  # row, name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PasteRow] = []
        self._covered = False

    def show_rows(self, rows: Sequence[PasteRow]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def change(self, row: PasteRow) -> None:
        """Show one row as it stands now, at its place."""
        place = next((n for n, one in enumerate(self.rows) if one.key == row.key), -1)
        if place >= 0:
            self.rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, _MEANT))

    def cover(self, on: bool) -> None:
        """While visitors look, names have stars and the list itself is not shown."""
        self._covered = on
        self.layoutChanged.emit()

    # ---- Qt's model

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Line, how it stands, what was written, who that is."""
        return 0 if parent.isValid() else _MEANT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("行"), _("怎样"), _("名单上写的"), _("登记为"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the screen, the screen reader and the tooltip; the row itself for the delegate."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.EditRole:
            return row.proposal.mention.name if row.proposal else row.other.name if row.other else ""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.words(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and not self._covered:
            source = row.proposal.mention.source if row.proposal else row.other.source if row.other else ""
            return tip(source)
        return None

    def words(self, row: PasteRow, column: int) -> str:
        """What stands in a cell."""
        if self._covered and column in {_WRITTEN, _MEANT}:
            name = row.proposal.mention.name if row.proposal else ""
            return mask_name(name) if column == _WRITTEN and name else "—"
        return (str(row.line), _(row.stands.value), written(row), said(row))[column]

    @property
    def covered(self) -> bool:
        """Whether visitors may be looking."""
        return self._covered

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The name can be written anew."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if index.column() == _WRITTEN and not self._covered else base

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell the page what the name is."""
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or name == index.data(Qt.ItemDataRole.EditRole):
            return False
        self.renamed.emit(self.rows[index.row()], name)
        return True


def buttons(row: PasteRow) -> tuple[Button, ...]:
    """The answers that stand in a row."""
    if row.proposal is None:
        return ((None, _("写名字")),) if row.stands is Stands.UNCLEAR else ()
    if row.stands is not Stands.ASK:
        return ((None, _("改…")),)
    name = row.proposal.mention.name
    found: list[Button] = [(one.person_id, about(one, name)) for one in row.proposal.candidates[:_SIDE_BY_SIDE]]
    if len(row.proposal.candidates) > _SIDE_BY_SIDE:
        found.append((None, _("其他 {count} 人").format(count=len(row.proposal.candidates) - _SIDE_BY_SIDE)))
    return (*found, (NEW, _("新登记")))


class PasteDelegate(QStyledItemDelegate):
    """Paints the row: badge, words, buttons of the answers."""

    pressed = Signal(object, object)  # row, what was chosen (None: the menu)

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent

    def button_rects(self, rect: QRect, row: PasteRow) -> list[QRect]:
        """Where they stand, left to right; those with people's names give way where there is little room."""
        px, shown = theme.px, buttons(row)
        metrics = self._table.fontMetrics()
        widths = [max(px(64), metrics.horizontalAdvance(text) + px(24)) for _choice, text in shown]
        people = [n for n, (choice, _text) in enumerate(shown) if choice is not None and choice > NEW]
        over = sum(widths) + px(6) * len(widths) - (rect.width() - px(14 + _WORDS_ROOM))
        if over > 0 and people:
            for n in people:
                widths[n] = max(px(64), widths[n] - -(-over // len(people)))
        left = rect.right() - px(14) - sum(widths) - px(6) * (len(widths) - 1)
        found: list[QRect] = []
        for width in widths:
            found.append(QRect(left, rect.center().y() - px(13), width, px(26)))
            left += width + px(6)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        row: PasteRow = index.data(ROW_ROLE)
        rect = rect_of(option)
        painter.save()
        paint_ground(painter, option, first=index.column() == _LINE)
        if index.column() == _STANDS:
            paint_badge(painter, rect, _(row.stands.value), TONES[row.stands])
        else:
            self._words(painter, rect, index, row)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, index: Index, row: PasteRow) -> None:
        inner = rect.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        model = index.model()
        covered = isinstance(model, PasteModel) and model.covered
        if index.column() == _MEANT and not covered:
            rects = self.button_rects(rect, row)
            if rects:
                inner.setRight(rects[0].left() - theme.px(8))
            for box, (choice, text) in zip(rects, buttons(row), strict=True):
                asked = choice is not None or row.stands in {Stands.ASK, Stands.UNCLEAR}
                paint_button(painter, box, text, quiet=not asked)
        faint = row.stands in {Stands.OUT, Stands.OTHER} or index.column() in {_LINE, _MEANT}
        painter.setFont(theme.font(14))
        painter.setPen(theme.colour("text2" if faint else "text"))
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if index.column() == _LINE else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows are all of one height."""
        return QSize(theme.px(80), theme.px(40))

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on a button of the row."""
        meant = index.column() == _MEANT
        if meant and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            row: PasteRow = index.data(ROW_ROLE)
            for box, (choice, _text) in zip(self.button_rects(rect_of(option), row), buttons(row), strict=True):
                if box.contains(event.position().toPoint()):
                    self.pressed.emit(row, choice)
                    return True
        return super().editorEvent(event, model, option, index)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """A line with the name."""
        editor = QLineEdit(parent)
        editor.setProperty("small", True)
        editor.setMaxLength(50)
        editor.setAccessibleName(_("姓名"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the name as it was read."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The editor fills the cell."""
        editor.setGeometry(rect_of(option).adjusted(theme.px(4), theme.px(5), -theme.px(4), -theme.px(6)))


class PasteTable(QTableView):
    """Digits answer the current row, 0 makes somebody new, Del leaves it out, Enter opens the menu, F2 renames."""

    chosen = Signal(object, object)  # row, a person's id, NEW, OUT, or None to take the choice back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paste = PasteModel(self)
        self.delegate_ = PasteDelegate(self)
        self.setModel(self.paste)
        self.setItemDelegate(self.delegate_)
        self.setHorizontalHeader(PlanHeader(self))
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("名单上的每一行"))
        self.delegate_.pressed.connect(self._press)
        self.paste.modelReset.connect(self.fit)
        theme.changed.connect(self.fit)

    def fit(self) -> None:
        """Widths from the look; who is meant takes what is left."""
        self.verticalHeader().setDefaultSectionSize(theme.px(40))
        room = max(self.viewport().width(), theme.px(400)) - theme.px(56 + 84)
        for column, width in enumerate((theme.px(56), theme.px(84), min(theme.px(300), room * 36 // 100))):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit()

    def current_row(self) -> PasteRow | None:
        """The row that has the cursor."""
        index = self.currentIndex()
        return self.paste.rows[index.row()] if index.isValid() else None

    def go_to(self, key: Key) -> None:
        """Put the cursor on a row, on the first one when it is not shown."""
        place = next((n for n, one in enumerate(self.paste.rows) if one.key == key), 0)
        self.setCurrentIndex(self.paste.index(place, 0))

    def go_on(self) -> None:
        """The next row that asks, from the current one on."""
        rows, here = self.paste.rows, self.currentIndex().row()
        for place in (*range(here + 1, len(rows)), *range(here)):
            if rows[place].stands in {Stands.ASK, Stands.UNCLEAR}:
                self.setCurrentIndex(self.paste.index(place, 0))
                return

    def _press(self, row: PasteRow, choice: int | None) -> None:
        if choice is not None:
            self.chosen.emit(row, choice)
            return
        if row.proposal is None:
            self._rename()
            return
        menu = self.menu(row)
        corner = self.visualRect(self.currentIndex().siblingAtColumn(_MEANT)).bottomRight()
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(self.viewport().mapToGlobal(corner))

    def menu(self, row: PasteRow) -> QMenu:
        """Everybody whom the line may mean, somebody new, and not at all."""
        menu = QMenu(self)
        for one in row.proposal.candidates if row.proposal else ():
            words = f"{about(one)}·{one.why}" + (f"·{one.status}" if one.status else "")
            self._line(menu, unmarked(words), row, one.person_id)
        if row.proposal is not None:
            menu.addSeparator()
            self._line(menu, _("新登记这个人"), row, NEW)
            self._line(menu, _("这一行不登记"), row, OUT)
        menu.addAction(_("改名字…")).triggered.connect(self._rename)
        if row.choice is not None:
            self._line(menu, _("按原来的"), row, None)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _line(self, menu: QMenu, words: str, row: PasteRow, choice: int | None) -> None:
        menu.addAction(words).triggered.connect(_later(lambda: self.chosen.emit(row, choice)))

    def _rename(self) -> None:
        self.edit(self.paste.index(self.currentIndex().row(), _WRITTEN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answers by keys."""
        row = self.current_row()
        if row is None or self.paste.covered or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        candidates = row.proposal.candidates if row.proposal else ()
        digit = key - Qt.Key.Key_1
        if 0 <= digit < len(candidates):
            self.chosen.emit(row, candidates[digit].person_id)
        elif key == Qt.Key.Key_0 and row.proposal:
            self.chosen.emit(row, NEW)
        elif key == Qt.Key.Key_Delete and row.proposal:
            self.chosen.emit(row, OUT)
        elif key == Qt.Key.Key_Backspace and row.choice is not None:
            self.chosen.emit(row, None)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._press(row, None)
        elif key == Qt.Key.Key_F2:
            self._rename()
        else:
            super().keyPressEvent(event)


def _later(call: Callable[[], object]) -> Callable[..., None]:
    """What a menu's line does, without the word whether it is ticked."""

    def run(*_ticked: object) -> None:
        call()

    return run
