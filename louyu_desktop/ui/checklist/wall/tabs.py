"""The sub-tabs 心愿 and 公开墙: a list with its record, and beside it the wall or the public numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Copy, Query
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_, _
from louyu_desktop.ui import papers_menu
from louyu_desktop.ui.checklist.wall.figures import FiguresPage
from louyu_desktop.ui.checklist.wall.page import WallPage
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import Label, Segmented, outline, primary

if TYPE_CHECKING:
    from louyu_desktop.ui.arrangement import Arrangement
    from louyu_desktop.ui.context import Context


class _TwoSights(EntityTab):
    """A list with its record, and another sight of the same; the one shown last is remembered on this machine."""

    words: tuple[str, str]
    adding: str
    day_field: str

    def __init__(self, context: Context, arrangement: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(context, arrangement, parent)
        self.said = Label("", "label", "text2")
        self.other = self._other()
        self.switch = Segmented(((True, _(self.words[0])), (False, _(self.words[1]))), True, self)
        self.switch.chosen.connect(self._chosen)
        bar = QFrame(self)
        bar.setProperty("bar", "head")
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        row.addWidget(self.switch)
        row.addWidget(self.said, 1)
        self.papers = outline(_("打印"), "print")
        self.papers.clicked.connect(self._papers)
        row.addWidget(self.papers)
        self.add = primary(_(self.adding), "plus")
        self.add.clicked.connect(self.begin)
        row.addWidget(self.add)
        self._works = context.services.access.may(Right.WORK)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made by the class above
        layout.insertWidget(0, bar)
        layout.addWidget(self.other, 1)
        self.show_other(on=bool(context.preferences.get(self._sight_key, 1)))

    def _other(self) -> QWidget:
        raise NotImplementedError

    @property
    def _sight_key(self) -> str:
        return f"sight/{self.entity.kind}"

    def _chosen(self, other: object) -> None:
        self._context.preferences.set(self._sight_key, int(bool(other)))
        self.show_other(on=bool(other))

    def show_other(self, *, on: bool) -> None:
        """The other sight, or list and record."""
        self.switch.choose(on)
        self.splitter.setVisible(not on)
        self.other.setVisible(on)
        self.add.setVisible(on and self._works)

    def _papers(self) -> None:
        papers = papers_menu.of_list(self._context, self.entity.kind)
        shown = papers_menu.menu(self._context, self, papers)
        shown.popup(self.papers.mapToGlobal(self.papers.rect().bottomLeft()))

    def show_record(self, kind: str, record_id: int) -> None:
        """Open this record beside the list."""
        self.show_other(on=False)
        super().show_record(kind, record_id)

    def show_query(self, query: Query) -> None:
        """The list so filtered."""
        self.show_other(on=False)
        super().show_query(query)

    def begin(
        self, title: str | bool = "", like: Copy | None = None, values: Mapping[str, Any] | None = None
    ) -> None:
        """A form beside the list, dated today."""
        self.show_other(on=False)
        super().begin(title, like, {self.day_field: dates.today(), **(values or {})} if like is None else values)


class WishesTab(_TwoSights):
    """心愿: the wall, or the list."""

    words, adding, day_field = (N_("心愿墙"), N_("列表")), N_("登记心愿"), "made_on"

    def _other(self) -> QWidget:
        wall = WallPage(self._context, self)
        wall.opened.connect(partial(self.show_record, "wishes"))
        wall.counted.connect(self.said.setText)
        return wall


class NoticesTab(_TwoSights):
    """公开墙: the public numbers, or the notices with their way."""

    words, adding, day_field = (N_("公开数字"), N_("公示")), N_("起草公示"), "proposed_on"

    def _other(self) -> QWidget:
        return FiguresPage(self._context, self)
