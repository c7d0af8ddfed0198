"""The lines over a list: its name, the conditions that are on, and what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.services.copies import Query
from louyu_desktop.services.ledgers import WRITTEN
from louyu_desktop.text import _
from louyu_desktop.ui.fields import filters as language
from louyu_desktop.ui.lists.presets import Beginning
from louyu_desktop.ui.parts import Button, Chip, IconButton, Label, clear, link, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class TitleRow(QWidget):
    """What the list is called, how much it holds, and what can be done with all of it."""

    def __init__(
        self, context: Context, entity: Entity, parent: QWidget, beginnings: Sequence[Beginning] = ()
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 14, 4)
        row.setSpacing(6)
        self.count_label = Label("", "label", "text3")
        row.addWidget(Label(_(entity.label), "title"))
        row.addWidget(self.count_label, 1, Qt.AlignmentFlag.AlignVCenter)
        columns = IconButton("columns", _("选择列…"), "Ctrl+L")
        export = IconButton("download", _("导出这张表"), "Ctrl+E")
        paper = IconButton("print", _("打印…"), "Ctrl+P")
        self.buttons = (columns, export, paper)
        self.new_button = outline(_("新建{label}").format(label=_(entity.label)), "plus")
        self.other_ways: list[Button] = []
        for one in beginnings:
            if context.services.access.may(one.right):
                self.other_ways.append(outline(_(one.label)))
                self.other_ways[-1].clicked.connect(partial(one.run, context, self))
        for button in (*self.buttons, *self.other_ways, self.new_button):
            row.addWidget(button)
        export.setVisible(context.has("export") and entity.kind in WRITTEN)
        paper.setVisible(context.has("print"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other ways to begin stand only where all else has room."""
        super().resizeEvent(event)
        hidden = [button for button in self.other_ways if not button.isVisibleTo(self)]
        wanted = self.sizeHint().width() + sum(button.sizeHint().width() + 6 for button in hidden)
        fits = wanted <= self.width()
        for button in self.other_ways:
            button.setVisible(fits)


class ChipRow(QWidget):
    """A chip for each field with a condition, one for words looked for everywhere, one for the bin.

    `dropped(name)` when a condition is taken away, without a name for the words; `left_bin` for the bin's.
    """

    dropped = Signal(str)
    left_bin = Signal()

    def __init__(self, entity: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        self._entity = entity
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.words: list[str] = []

    def show_query(self, query: Query) -> None:
        """Show the conditions of a query."""
        clear(self._row)
        self.words.clear()
        if query.text:
            self._add(_("含「{text}」").format(text=query.text), partial(self.dropped.emit, ""))
        for name in dict.fromkeys(one.field for one in query.filters):
            found = tuple(one for one in query.filters if one.field == name)
            words = _("指定的几条") if name == "id" else language.chip(self._entity.field(name), found)
            self._add(words, partial(self.dropped.emit, name))
        if query.archived:
            self._add(_("回收站"), self.left_bin.emit)
        self._row.addStretch(1)

    def _add(self, words: str, taken_away: Callable[[], object]) -> None:
        chip = Chip(words)
        chip.closed.connect(taken_away)
        self._row.addWidget(chip)
        self.words.append(words)


class SelectionBar(QFrame):
    """How many rows are selected, and what can be done with them all: what is the `own` of their kind first."""

    def __init__(self, counter: str, parent: QWidget, own: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setProperty("card", "sunken")
        self._counter = counter
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 2, 14, 2)
        self._words = Label("", "label", "text")
        row.addWidget(self._words, 1)
        self.buttons = [link(_("全选")), link(_("批量修改")), link(_("导出")), link(_("删除"))]
        self.own = [link(words) for words in own]
        for button in (*self.own, *self.buttons):
            row.addWidget(button)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence in use."""
        return self._words.text()

    def say(self, count: int, total: int) -> None:
        """Stand there when more than one row is selected."""
        words = _("已选 {count} {counter}（筛选共 {total} {counter}）")
        self._words.setText(words.format(count=f"{count:,}", total=f"{total:,}", counter=_(self._counter)))
        self.setVisible(count > 1)
