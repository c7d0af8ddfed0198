"""The table of a list: keeps its selection by id, edits safe cells in place, copies with headings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import ROW_ROLE, Late, PaintedTable
from louyu_desktop.ui.fields.conflict import settle
from louyu_desktop.ui.lists.header import FilterHeader
from louyu_desktop.ui.lists.model import ListModel
from louyu_desktop.ui.lists.reveal_cell import RevealCell
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from louyu_desktop.errors import ConflictError
    from louyu_desktop.fields import Field
    from louyu_desktop.services.copies import Query, Row
    from louyu_desktop.ui.context import Context

ROW_HEIGHTS = {"compact": 30, "normal": 36, "loose": 44}
_View = QAbstractItemView
_Pick = QItemSelectionModel.SelectionFlag
REMEMBERED = 2000


class RecordTable(PaintedTable):
    """`current_changed(id or None)` and `selected(count)` follow the person, never a refresh.

    `missed` when a record was asked for that the list does not hold.
    """

    current_changed = Signal(object)
    missed = Signal()
    selected = Signal(int)

    def __init__(
        self, context: Context, model: ListModel, due: tuple[str, ...], parent: QWidget, *, filters: bool = True,
        late: Late | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, model.entity.title, due, late)
        self.setAccessibleName(_("列表：{what}").format(what=_(model.entity.label)))
        self._context = context
        self._list = model
        self.current_id: int | None = None
        self._chosen: list[int] = []
        self._sought: int | None = None
        self._settling = False
        self._everything = False
        self.head = FilterHeader(model, self, filters=filters)
        self.setModel(model)
        self.setHorizontalHeader(self.head)
        self.setSelectionMode(_View.SelectionMode.ExtendedSelection)
        triggers = _View.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        model.modelAboutToBeReset.connect(self._hold)
        model.modelReset.connect(self._settle)
        model.moved.connect(self._settle)
        model.replaced.connect(self._to_the_top)
        self._delegate.editing.connect(model.hold)
        model.rowsInserted.connect(self._release)
        model.rowsRemoved.connect(self._release)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.head.left_down.connect(self._enter_rows)
        model.clashed.connect(self._settle_clash)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.reveal = RevealCell(context, self, model)

    @property
    def late(self) -> bool:
        """Whether rows are waited for so long that bars stand in their place."""
        return self._list.late

    @property
    def bare(self) -> bool:
        """Whether no row on screen has anything to show yet; they are asked for."""
        count, last = self._list.rowCount(), self.rowAt(self.viewport().height() - 1)
        ends = max(self.rowAt(0), 0), last if last >= 0 else count - 1
        return count > 0 and not self.late and all(self._list.row(end) is None for end in ends)

    def cover_with(self, widget: QWidget) -> None:
        """Lay `widget`, hidden, over the place of the rows."""
        QVBoxLayout(self.viewport()).addWidget(widget)
        widget.hide()

    def restyle(self) -> None:
        """Row height and fonts of the text size in use."""
        self.set_row_height(ROW_HEIGHTS.get(str(self._context.preferences.get("row_height")), 36))
        self.viewport().update()

    # -- selection, kept by id ------------------------------------------------------------------

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row: Row | None = current.data(ROW_ROLE) if current.isValid() else None
        if self._settling or row is None:
            return
        self.current_id, self._sought = row.id, None
        self.current_changed.emit(row.id)

    def _selection_changed(self, _on: QItemSelection, _off: QItemSelection) -> None:
        if not self._settling:
            self._remember()
            self.selected.emit(self.selected_count())

    def _remember(self) -> None:
        self._chosen = []
        self._everything = self.selected_count() == self._list.rowCount()
        if self.selected_count() <= REMEMBERED:
            self._chosen = [row.id for row in map(self._list.row, self.selected_rows()) if row is not None]

    def selected_count(self) -> int:
        """How many rows are selected."""
        selection = self.selectionModel().selection()
        return sum(selection.at(n).height() for n in range(selection.count()))

    def _hold(self) -> None:
        self._settling = True
        self._everything = False

    def _release(self) -> None:
        self.viewport().update()
        self._seek()

    def _settle(self) -> None:
        """Select again, by id, what was selected before rows moved."""
        self._settling = True
        places = [place for place in map(self._list.place, self._chosen) if place is not None]
        current = None if self.current_id is None else self._list.place(self.current_id)
        selection = QItemSelection()
        if self._everything and not self._chosen:  # more than is remembered one by one
            selection.select(self._list.index(0, 0), self._list.index(self._list.rowCount() - 1, 0))
        for place in places:
            selection.select(self._list.index(place, 0), self._list.index(place, 0))
        picker = self.selectionModel()
        picker.select(selection, _Pick.ClearAndSelect | _Pick.Rows)
        if current is not None:
            column = max(self.currentIndex().column(), 0)
            picker.setCurrentIndex(self._list.index(current, column), _Pick.NoUpdate)
        self._settling = False
        self.selected.emit(self.selected_count())
        self._seek()

    def _to_the_top(self) -> None:
        self.verticalScrollBar().setValue(0)

    def show_id(self, id_: int) -> None:
        """Select the record `id_`, wherever it stands in the list, as soon as its rows stand here."""
        self.current_id = self._sought = id_
        self._chosen = [id_]
        self._seek()

    def _seek(self) -> None:
        records, query, wanted = self._context.services.records, self._list.query, self._sought
        if wanted is not None and self._list.settled:
            self._context.tasks.read(
                self, lambda _control: records.position(query, wanted), partial(self._found, query, wanted)
            )

    def _found(self, query: Query, wanted: int, place: int | None) -> None:
        if wanted != self._sought or query is not self._list.query or not self._list.settled:
            return  # other rows are on the way, and ask again
        if place is None:
            self._sought = None
            self.clearSelection()
            self.missed.emit()
        elif place < self._list.rowCount() and ((row := self._list.row(place)) is None or row.id == wanted):
            self._sought = None
            self.show_place(place, _View.ScrollHint.PositionAtCenter)

    def show_place(self, place: int, where: QAbstractItemView.ScrollHint = _View.ScrollHint.EnsureVisible) -> None:
        """Select the row at `place`, scrolling no more than is needed; one that is not there is left alone."""
        if not 0 <= place < self._list.rowCount():
            return
        index = self._list.index(place, max(self.currentIndex().column(), 0))
        if not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index, where)
        self.selectionModel().setCurrentIndex(index, _Pick.ClearAndSelect | _Pick.Rows)
        row = self._list.row(place)
        if row is None:
            QTimer.singleShot(20, self, partial(self._retry, place))
        elif self.current_id is None:  # it was the current row already, with nothing open
            self._retry(place)

    def _retry(self, place: int) -> None:
        row = self._list.row(place)
        if row is None:
            QTimer.singleShot(20, self, partial(self._retry, place))
        elif self.currentIndex().row() == place:
            self._remember()
            self.current_id = row.id
            self.current_changed.emit(row.id)

    def forget(self, ids: Sequence[int]) -> None:
        """Do not look for these records again: they are in the bin."""
        self._chosen = [one for one in self._chosen if one not in ids]
        if self.current_id in ids:
            self.current_id = None
            self.current_changed.emit(None)
            place = max(self.currentIndex().row(), 0)
            row = self._list.loaded(place)
            if row is not None and row.id not in ids and not self._list.query.archived:  # the list was quicker
                self.show_place(place)

    def selected_ranges(self) -> list[range]:
        """The numbers of the selected rows as ranges in order: all of a million rows are one."""
        selection = self.selectionModel().selection()
        parts = sorted({(selection.at(n).top(), selection.at(n).bottom() + 1) for n in range(selection.count())})
        return [range(*part) for part in parts]

    def selected_rows(self) -> list[int]:
        """The numbers of the selected rows, in order."""
        return sorted({number for part in self.selected_ranges() for number in part})

    @property
    def rows_model(self) -> ListModel:
        """The rows behind this table."""
        return self._list

    @property
    def shown(self) -> list[Field]:
        """The fields of the columns as they stand from left to right."""
        return [self._list.columns[self.head.logicalIndex(place)] for place in range(len(self._list.columns))]

    def with_ids(self, done: Callable[[Sequence[int]], None]) -> None:
        """Hand the ids of the selected rows to `done`, reading those that were never on screen."""
        ranges = self.selected_ranges()
        if self.selected_count() == len(self._chosen):
            done(tuple(self._chosen))
            return
        records, query = self._context.services.records, self._list.query

        def work(_control: Control) -> Sequence[int]:
            every = records.ids(query)
            if len(ranges) == 1:
                return every[ranges[0].start : ranges[0].stop]
            return [one for part in ranges for one in every[part.start : part.stop]]

        self._context.tasks.read(self, work, done, title=_("选出全部"))

    def _settle_clash(self, id_: int, error: ConflictError) -> None:
        chosen = settle(self, self._list.entity, error)
        if chosen is not None:
            self._list.save_chosen(id_, chosen)

    def _enter_rows(self) -> None:
        self.setFocus()
        if self._list.rowCount() and not self.currentIndex().isValid():
            self.show_place(0)

    # -- editing --------------------------------------------------------------------------------

    def edit_first(self) -> None:
        """Edit the current cell, or the first one of its row that may be edited."""
        current = self.currentIndex()
        order = [current.column(), *list(range(self._list.columnCount()))]
        for column in order:
            index = self._list.index(current.row(), column)
            if index.isValid() and self._list.columns[column].editable_in_list:
                self.setCurrentIndex(index)
                self.edit(index)
                return
