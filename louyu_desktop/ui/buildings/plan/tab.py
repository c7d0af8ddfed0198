"""The tab of buildings: the shelf by area and the open building; the whole table in its place when asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Query
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.arrangement import Arrangement
from louyu_desktop.ui.buildings.plan import shelf
from louyu_desktop.ui.buildings.plan.shelf import Shelf
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import link
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_TABLE = "buildings/table"
_WIDEST = 252


class BuildingsTab(EntityTab):
    """As every tab of records, with the shelf instead of the table as long as nobody asks for that."""

    def __init__(self, context: Context, arrangement: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(context, arrangement, parent)
        self.shelf = Shelf(context, self)
        self.splitter.insertWidget(0, self.shelf)
        self.as_table = bool(context.preferences.get(_TABLE, False))
        self._empty = False
        self.back = link(_("按片区看"), "left")
        self.back.clicked.connect(partial(self.show_table, False))
        above = self.list.layout()
        if isinstance(above, QVBoxLayout):
            row = QHBoxLayout()
            row.setContentsMargins(12, 6, 12, 0)
            row.addWidget(self.back)
            row.addStretch(1)
            above.insertLayout(0, row)
        self.shelf.picked.connect(partial(self.show_record, "buildings"))
        self.shelf.listed.connect(partial(self.show_table, True))
        self.shelf.begun.connect(partial(self.begin, ""))
        self.shelf.entered.connect(self._into)
        bind(self.shelf, "new", partial(self.begin, ""), within=True)
        bind(self.shelf, "filter", self.shelf.search.setFocus, within=True)
        self._settle_sides()

    def show_table(self, on: bool, _checked: bool = False) -> None:
        """The whole table, or the shelf; kept for the next time."""
        self.as_table = on
        self._context.preferences.set(_TABLE, on)
        self._settle_sides()
        (self.list.table if on else self.shelf.list).setFocus()

    def show_query(self, query: Query) -> None:
        """Show the table so filtered."""
        self.as_table = True
        self._settle_sides()
        super().show_query(query)

    def _settle_sides(self) -> None:
        self.shelf.setVisible(not self.as_table and not self._empty)
        self.list.setVisible(self.as_table or self._empty)
        self.back.setVisible(not self._empty)
        self._share()

    def _share(self) -> None:
        if "shelf" not in self.__dict__ or self.shelf.isHidden():
            super()._share()
            return
        wide = min(theme.px(shelf.WIDTH), _WIDEST)
        self.splitter.setSizes([wide, 0, max(1, self.width() - wide)])

    def _remember(self) -> None:
        if not self.shelf.isHidden():
            return
        super()._remember()

    def _counted(self, count: int, total: int) -> None:
        if (total == 0) != self._empty and not self.list.model.query.archived:
            self._empty = total == 0
            self._settle_sides()
        super()._counted(count, total)

    def _open(self, id_: int | None) -> None:
        super()._open(id_)
        self.shelf.mark(self.record.id)

    def _into(self) -> None:
        """From the shelf into the page that is shown."""
        self.record.focusNextChild()
        page = self.record.findChild(QWidget, "floor-plan")
        if page is not None:
            page.setFocus()
