"""A list: title and count, views and chips, the table, and what can be done with the rows selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.rules.masks import is_masked
from louyu_desktop.services.copies import Filter, Query, View
from louyu_desktop.text import _
from louyu_desktop.ui.arrangement import Act, Arrangement
from louyu_desktop.ui.fields import filters as language
from louyu_desktop.ui.fields.cells import Role
from louyu_desktop.ui.lists.bars import ChipRow, SelectionBar, TitleRow
from louyu_desktop.ui.lists.columns import Columns
from louyu_desktop.ui.lists.columns import cramped as narrow
from louyu_desktop.ui.lists.model import ListModel
from louyu_desktop.ui.lists.table import RecordTable
from louyu_desktop.ui.lists.views import ViewBox
from louyu_desktop.ui.parts import EmptyState, Hairline, Label, MessageBar, link, outline
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

KEEP_MS = 1500


class ListPane(QWidget):
    """`opened(id)` when a record is to be shown, `begun()` when a new one is wanted, `cloned()` one like it."""

    opened = Signal(object)
    entered = Signal()
    begun = Signal()
    cloned = Signal()

    def __init__(self, context: Context, entity: Entity, arrangement: Arrangement, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.entity = entity
        self._arrangement = arrangement
        self._query = Query(entity.kind, sort=entity.sort)
        self._hidden: tuple[Filter, ...] = ()
        self._total = 0
        self._led = False  # by a link, before the views were read
        self._begun = False
        self.model = ListModel(context, entity, self)
        self.table = RecordTable(context, self.model, arrangement.due, self, late=arrangement.late)
        self.columns = Columns(self.table, self.model, arrangement.columns, arrangement.narrow)
        self.views = ViewBox(context, entity, self, arrangement.presets, arrangement.first)
        self.row_actions: Callable[[], list[QAction | None]] = list
        self.chips = ChipRow(entity, self)
        self.many = _acts_for_many(context, arrangement)
        self.selection_bar = SelectionBar(entity.counter, self, [_(act.label) for act in self.many])
        self.message = MessageBar(self)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        title = TitleRow(self._context, self.entity, self, self._arrangement.beginnings)
        self.count_label, self.new_button = title.count_label, title.new_button
        self.columns_button, self.export_button, self.print_button = title.buttons
        layout.addWidget(title)
        layout.addLayout(self._view_row())
        layout.addWidget(self.message)
        layout.addWidget(self.selection_bar)
        self.empty = EmptyState(self.entity.icon, "")
        again = outline(_("清除筛选"), small=True)
        again.clicked.connect(self.clear)
        self.nothing = EmptyState("filter", _("没有符合的{label}").format(label=_(self.entity.label)), "", again)
        self.table.cover_with(self.nothing)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        layout.addWidget(Hairline())
        layout.addWidget(self._stack, 1)

    def _view_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 2, 14, 6)
        row.setSpacing(8)
        self.clear_button = link(_("清除"))
        row.addWidget(Label(_("视图"), "label"))
        row.addWidget(self.views)
        row.addWidget(self.chips, 1)
        row.addWidget(self.clear_button)
        return row

    def _connect(self) -> None:
        head = self.table.head
        head.filtered.connect(self._filtered)
        head.sorted_by.connect(self.sort_by)
        self.chips.dropped.connect(self.drop_chip)
        self.chips.left_bin.connect(partial(self.show_bin, False))
        self.columns.sorted_by.connect(self.sort_by)
        self.columns.only.connect(self.only_this)
        self.columns.changed.connect(self._keep.start)
        self.columns.rebuilt.connect(self._rebuilt)
        self.model.counted.connect(self._counted)
        self.table.current_changed.connect(self.opened)
        self.table.selected.connect(self._selected)
        self.table.customContextMenuRequested.connect(self._row_menu)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.columns_button.clicked.connect(self.choose_columns)
        self.new_button.clicked.connect(self.begun)
        self.clear_button.clicked.connect(self.clear)
        self.views.wanted.connect(self.show_view)
        self.views.asked.connect(self._hand_view)
        self._keep.timeout.connect(self._keep_state)

    # -- what is shown --------------------------------------------------------------------------

    def start(self) -> None:
        """Read the list as this person left it."""
        kind, records = self.entity.kind, self._context.services.records
        self._context.tasks.read(self, lambda _control: records.views(kind), self._begin)

    def _begin(self, views: tuple[View, ...]) -> None:
        self.views.fill(views)
        self._begun = True
        if self._led:
            self.columns.show(self.views.left.columns, dict(self.views.left.widths))
        else:
            self.views.show_first()

    def show_view(self, view: View) -> None:
        """Show a saved view: its columns, filters and order."""
        self._query = replace(self._query, sort=view.sort or self.entity.sort, text="", filters=view.filters)
        self.columns.show(view.columns, dict(view.widths))

    def _rebuilt(self) -> None:
        if self._begun:
            self.show_filters(self._query.filters)

    def show_query(self, query: Query) -> None:
        """Show a list filtered in a given way, such as the ones behind a number of 今日."""
        self._led = True
        self._query = query if query.sort else replace(query, sort=self.entity.sort)
        self.show_filters(query.filters)

    def show_filters(self, found: tuple[Filter, ...]) -> None:
        """Put these conditions into the boxes; those on other columns stand as chips alone."""
        shown = {field.name for field in self.model.columns}
        self._hidden = tuple(one for one in found if one.field not in shown)
        self.table.head.fill({
            name: language.typed(self.entity.field(name), tuple(one for one in found if one.field == name))
            for name in {one.field for one in found} & shown
        })  # fmt: skip
        self._apply()

    def view(self, name: str = "") -> View:
        """The list as it stands, as a view."""
        return View(name, self._query.filters, self._query.sort, self.columns.changed_names, self.columns.widths)

    def _hand_view(self, name: str) -> None:
        self.views.keep(self.view(name))

    def _filtered(self) -> None:
        self.views.loosen()
        self._apply()

    def _apply(self) -> None:
        """Ask for what the boxes say."""
        self._query = replace(self._query, filters=(*self.table.head.filters(), *self._hidden))
        self.table.head.show_order(self._query.sort)
        self.chips.show_query(self._query)
        self.clear_button.setVisible(bool(self._query.filters or self._query.text))
        self.model.ask(self._query)
        self._keep.start()

    def sort_by(self, name: str) -> None:
        """Order by a field; "-" before it turns the order round."""
        self._query = replace(self._query, sort=name)
        self._apply()

    def clear(self) -> None:
        """Take every condition away."""
        self._hidden = ()
        self._query = replace(self._query, text="")
        self.table.head.fill({})
        self._apply()

    def show_bin(self, on: bool) -> None:
        """Show what was deleted, or what lives."""
        self._query = replace(self._query, archived=on)
        self.clear()

    def drop_chip(self, name: str) -> None:
        """Take the conditions on one field away; without a name the words looked for everywhere."""
        if not name:
            self._query = replace(self._query, text="")
        kept = tuple(one for one in self._query.filters if one.field != name)
        self._hidden = tuple(one for one in self._hidden if one.field != name)
        self.show_filters(kept)

    def _counted(self, count: int, total: int) -> None:
        self._total = count
        counter = _(self.entity.counter)
        limited = total > 0 and bool(self._query.filters or self._query.text)
        words = _("筛选出 {count} / {total} {counter}") if limited else _("共 {count} {counter}")
        self.count_label.setText(words.format(count=f"{count:,}", total=f"{total:,}", counter=counter))
        if not count:
            self._say_empty(limited)
        self.nothing.setVisible(limited and not count)
        self._stack.setCurrentWidget(self.table if count or limited else self.empty)

    def _say_empty(self, limited: bool) -> None:
        label = _(self.entity.label)
        if self._query.archived:
            self.empty.say(_("回收站里没有{label}").format(label=label), _("删除的会在这里留 90 天"), "bin")
        elif not limited:
            hint = _("按 N 新建第一{counter}，或者从台账导入").format(counter=_(self.entity.counter))
            self.empty.say(_("还没有{label}").format(label=label), hint, self.entity.icon)

    def _selected(self, count: int) -> None:
        self.selection_bar.say(count, self._total)

    # -- columns --------------------------------------------------------------------------------

    def choose_columns(self) -> None:
        """A menu of all columns below its button."""
        self.columns.chooser(self).popup(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))

    def _keep_state(self) -> None:
        if not self._query.archived:
            self.views.keep(self.view())

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep how the list is left at once."""
        super().hideEvent(event)
        if self._keep.isActive():
            self._keep.stop()
            self._keep_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a window that is narrow for its text size only the columns that matter stay."""
        super().resizeEvent(event)
        narrow_now = narrow(self.window().width())
        self.columns.set_cramped(narrow_now)
        self.columns_button.setVisible(not narrow_now)
        self.print_button.setVisible(not narrow_now and self._context.has("print"))

    def sizeHint(self) -> QSize:
        """The list's share of a window of usual width."""
        return QSize(theme.px(606), theme.px(600))

    # -- menus ----------------------------------------------------------------------------------

    def only_this(self, section: int) -> None:
        """Show only rows with the value that the current row has in this column; stars are no value."""
        index = self.model.index(self.table.currentIndex().row(), section)
        if is_masked(self.model.columns[section]):
            return
        texts = self.table.head.texts()
        texts[self.model.columns[section].name] = str(index.data(Role.DisplayRole) or _("空"))
        self.table.head.fill(texts)
        self._apply()

    def _row_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.row_actions():
            menu.addSeparator() if action is None else menu.addAction(action)
        menu.popup(self.table.viewport().mapToGlobal(where))

    def focus_filter(self) -> None:
        """Go to the first filter box."""
        self._stack.setCurrentWidget(self.table)
        self.table.head.focus_filter()


def _acts_for_many(context: Context, arrangement: Arrangement) -> list[Act]:
    may = context.services.access.may
    return [act for act in arrangement.acts if act.many and (act.right is None or may(act.right))]
