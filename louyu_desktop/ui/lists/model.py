"""The rows behind every list: a true count, pages on demand through the read lane, kept by id."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal

from louyu_desktop.errors import ConflictError, UserError
from louyu_desktop.fields import Entity, Field
from louyu_desktop.rules import dates, values
from louyu_desktop.rules.masks import is_masked
from louyu_desktop.services.copies import PAGE, Control, Query, Row
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import FIELD_ROLE, RIGHT, ROW_ROLE, Index, Role
from louyu_desktop.ui.lists.pages import SCREEN, paged, read_pages, runs
from louyu_desktop.ui.lists.revealed import Revealed
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.sight import may_change

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.tasks import Job

T = TypeVar("T")
PAGES_KEPT = 256
MANY = 8_000
"""From so many rows on, ways into the middle of a list are laid ahead of time."""
PATIENCE_MS = 300
SKELETON_ROWS = 12
_ROOT = QModelIndex()


class _Rows(QAbstractTableModel):
    """What `query` finds; old rows stay until the new ones are here.

    `counted(count, total)` follows each answer; `replaced` says that these are the rows of another question,
    `moved` that rows may stand elsewhere now, `clashed(id, error)` that somebody else changed a cell that was
    edited here.
    """

    counted = Signal(int, int)
    replaced = Signal()
    moved = Signal()
    clashed = Signal(int, object)

    def __init__(self, context: Context, entity: Entity, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._records = context.services.records
        self.entity = entity
        self.columns: list[Field] = [entity.field(name) for name in entity.columns]
        self.query = Query(entity.kind, sort=entity.sort)
        self.late = False
        self._count = self._total = 0
        self._shown: Query | None = None
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._texts: dict[tuple[int, int], str] = {}
        self._loading: set[int] = set()
        self._wanted: list[int] = []
        self._generation = 0
        self._held = self._stale = False
        self._jobs: list[Job] = []
        self._watched = {entity.kind} | {field.target for field in entity.fields if field.target}
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._show_late)
        self.revealed = Revealed(context, entity.kind, self)
        self.revealed.changed.connect(self.repaint)
        context.bus.changed.connect(self._hear)
        context.guest.changed.connect(self.repaint)

    # -- asking ---------------------------------------------------------------------------------

    @property
    def answered(self) -> bool:
        """Whether any rows were read yet."""
        return self._shown is not None

    @property
    def settled(self) -> bool:
        """Whether the rows that stand here are those of `query`."""
        return self._shown is self.query

    def ask(self, query: Query) -> None:
        """Show what `query` finds: its first rows as soon as they are here, then how many there are."""
        same_rows = replace(query, sort="") == replace(self.query, sort="") and self.settled
        self.query = query
        self.stop()
        self._patience.start()
        records, kind = self._records, query.kind

        def work(_control: Control) -> tuple[tuple[Row, ...], int | None, int | None]:
            rows = records.page(query, 0, SCREEN)
            return (rows, len(rows), records.total(kind)) if len(rows) < PAGE * SCREEN else (rows, None, None)

        self._run(work, partial(self._fill, self._generation, self._count if same_rows else 0))

    def stop(self) -> None:
        """What was asked for is not waited for any more, and broken off where that is possible."""
        self._generation += 1
        self._loading.clear()
        self._wanted.clear()
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()

    def _run(self, work: Callable[[Control], T], done: Callable[[T], object]) -> None:
        """Read something for this turn; it is not begun when another turn came before."""
        self._jobs = [job for job in self._jobs if not job.finished]
        self._jobs.append(self._context.tasks.read(self, work, done))

    def refresh(self) -> None:
        """Read again what is on screen; everything else is read when it is scrolled to."""
        if self._held:
            self._stale = True
            return
        if not self.settled:
            self.ask(self.query)  # or what was asked for would never come
            return
        self.stop()
        numbers = sorted(list(self._pages)[-SCREEN:]) or [0]
        records, query = self._records, self.query

        def work(_control: Control) -> tuple[int, int, dict[int, tuple[Row, ...]]]:
            return records.count(query), records.total(query.kind), {n: records.page(query, n) for n in numbers}

        self._run(work, partial(self._merge, self._generation))

    def hold(self, on: bool) -> None:
        """Keep the rows where they are while a cell is edited; what happens meanwhile is read afterwards."""
        self._held = on
        if not on and self._stale:
            self._stale = False
            self.refresh()

    def _fill(
        self, generation: int, supposed: int, answer: tuple[tuple[Row, ...], int | None, int | None]
    ) -> None:
        if generation != self._generation:
            return
        rows, count, total = answer
        self._patience.stop()
        self.beginResetModel()
        self.late, self._shown = False, self.query
        self._count = max(supposed, len(rows)) if count is None else count
        self._pages = OrderedDict(paged(rows, 0))
        self._texts.clear()
        self.endResetModel()
        self.replaced.emit()
        if count is None:
            self._ask_count()
        else:
            self._know(generation, (count, total or 0))

    def _ask_count(self) -> None:
        records, query = self._records, self.query
        self._run(
            lambda _control: (records.count(query), records.total(query.kind)), partial(self._know, self._generation)
        )

    def _know(self, generation: int, answer: tuple[int, int]) -> None:
        if generation != self._generation:
            return
        count, self._total = answer
        self._resize(count)
        self.counted.emit(self._count, self._total)
        if count > MANY:
            records, query = self._records, self.query
            self._run(lambda control: records.prepare(query, control), lambda _none: None)

    def _merge(self, generation: int, answer: tuple[int, int, dict[int, tuple[Row, ...]]]) -> None:
        if generation != self._generation:
            return
        if self._held:
            self._stale = True
            return
        count, self._total, pages = answer
        old, self._pages = self._pages, OrderedDict(pages)
        self._resize(count)
        self.repaint()  # rows on other pages are asked for again when they are drawn
        if any([row.id for row in old.get(number, ())] != [row.id for row in rows] for number, rows in pages.items()):
            self.moved.emit()
        self.counted.emit(self._count, self._total)

    def _resize(self, count: int) -> None:
        old = self._count
        if count > old:
            self.beginInsertRows(_ROOT, old, count - 1)
        elif count < old:
            self.beginRemoveRows(_ROOT, count, old - 1)
        self._count = count
        if count > old:
            self.endInsertRows()
        elif count < old:
            self.endRemoveRows()

    def _show_late(self) -> None:
        self.late = True
        if not self.answered:
            self._resize(SKELETON_ROWS)
        self.repaint()

    def _hear(self, changes: Any) -> None:
        if self.answered and self._watched & set(changes.kinds):
            self.refresh()

    def repaint(self) -> None:
        """Draw every cell again (guest view, late skeleton)."""
        self._texts.clear()
        if self._count:
            self._changed(0, self._count - 1)

    def _changed(self, first: int, last: int) -> None:
        if self.columns:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # -- rows -----------------------------------------------------------------------------------

    def row(self, number: int) -> Row | None:
        """The row at `number`, or None while its page is on the way (it is asked for)."""
        page = number // PAGE
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        if next(reversed(self._pages)) != page:
            self._pages.move_to_end(page)
        return rows[number % PAGE] if number % PAGE < len(rows) else None

    def loaded(self, number: int) -> Row | None:
        """The row at `number` where it was read already; nothing is asked for."""
        rows = self._pages.get(number // PAGE, ())
        return rows[number % PAGE] if number % PAGE < len(rows) else None

    def _want(self, page: int) -> None:
        if page in self._loading or not self.answered:
            return
        self._loading.add(page)
        self._wanted.append(page)
        if len(self._wanted) == 1:
            self._patience.start()
            QTimer.singleShot(0, self, self._read_wanted)  # all pages of a screen in one read

    def _read_wanted(self) -> None:
        numbers, self._wanted = sorted(self._wanted), []
        records, query = self._records, self.query
        for first, pages in runs(numbers):
            work = partial(read_pages, records, query, first, pages)
            self._run(work, partial(self._keep, self._generation, range(first, first + pages)))

    def _keep(self, generation: int, pages: range, rows: tuple[Row, ...]) -> None:
        if generation != self._generation:
            return
        self._loading.difference_update(pages)
        if not self._loading:
            self._patience.stop()
            self.late = False
        self._pages |= paged(rows, pages.start)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
            self._texts.clear()
        first, last = pages.start * PAGE, min(pages.stop * PAGE, self._count) - 1
        if last >= first:  # or the list has become shorter meanwhile
            self._changed(first, last)

    def place(self, id_: int) -> int | None:
        """Where the record `id_` stands among the rows read so far."""
        for page, rows in self._pages.items():
            for offset, row in enumerate(rows):
                if row.id == id_:
                    return page * PAGE + offset
        return None

    def show_columns(self, fields: list[Field]) -> None:
        """Show these columns in this order."""
        self.beginResetModel()
        self._texts.clear()
        self.columns = fields
        self.endResetModel()


class ListModel(_Rows):
    """The rows as Qt asks for them, and cells that are edited in place."""

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The true number of rows."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The number of columns shown."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The column's label; its field under FIELD_ROLE."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        field = self.columns[section]
        return {Role.DisplayRole: _(field.label), FIELD_ROLE: field, Role.ToolTipRole: _(field.hint)}.get(Role(role))

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The words of a cell (masked in guest view), its raw value under UserRole, its `Row` under ROW_ROLE."""
        if role == Role.DisplayRole:
            return self._text(index.row(), index.column())
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        field = self.columns[index.column()]
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if field.kind in RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Role.UserRole:
            return row.values.get(field.name)
        if role == Role.EditRole:
            return self.words(row, field)
        if role == Role.ToolTipRole:
            return tip(self.words(row, field))
        return None

    def _text(self, number: int, column: int) -> str | None:
        """The words of a cell, remembered while its page stays: scrolling paints the same ones again and again."""
        found = self._texts.get((number, column))
        if found is None and (row := self.row(number)) is not None:
            found = self._texts[number, column] = self.words(row, self.columns[column])
        return found

    def words(self, row: Row, field: Field) -> str:
        """One value of `row` as it stands on screen."""
        text = values.display(field, row.values.get(field.name), row.labels.get(field.name, ""))
        return text if (row.id, field.name) in self.revealed else self._context.guest.show(field, text)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of safe fields can be edited in place."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        field = self.columns[index.column()]
        open_ = field.editable_in_list and not self._context.guest.on and not self.query.archived
        open_ = open_ and not is_masked(field) and may_change(self._context.services, self.entity.kind)
        return found | Qt.ItemFlag.ItemIsEditable if open_ else found

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Save one cell through the records service; the table follows when the change is announced."""
        row = self.row(index.row())
        return row is not None and role == Role.EditRole and self.put(row, self.columns[index.column()], value)

    def put(self, row: Row, field: Field, typed: Any) -> bool:
        """Save what was typed for a field of a row, as that row was read."""
        try:
            parsed = values.parse(field, typed, today=dates.today())
        except UserError as error:
            self._context.message("warn", error.sentence)
            return False
        if parsed == row.values.get(field.name):
            return True
        self._save(row.id, {field.name: parsed}, row.version)
        return True

    def _save(self, id_: int, values: dict[str, Any], version: int | None) -> None:
        records, kind = self._records, self.entity.kind
        self._context.tasks.write(
            self, lambda _control: records.save(kind, id_, values, version=version), lambda _id: None,
            partial(self._refused, id_),
        )  # fmt: skip

    def _refused(self, id_: int, error: Exception) -> None:
        """Somebody changed the cell meanwhile: the person chooses; anything else is told."""
        if isinstance(error, ConflictError) and error.fields:
            self.clashed.emit(id_, error)
        elif isinstance(error, UserError):
            self._context.message("warn", error.sentence)
        else:
            report(self, error)

    def save_chosen(self, id_: int, values: dict[str, Any]) -> None:
        """Save what was chosen after a clash, over whatever stands there now."""
        self._save(id_, values, None)
