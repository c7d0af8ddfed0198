"""One record beside its list: what it is, its form, what hangs on it, who changed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.text import _
from louyu_desktop.ui import actions
from louyu_desktop.ui.arrangement import Arrangement, Page, kind_of
from louyu_desktop.ui.attachments.tab import FilesTab
from louyu_desktop.ui.entity.form import Form
from louyu_desktop.ui.entity.sections import SectionPage
from louyu_desktop.ui.fields.words import alike, scrolled
from louyu_desktop.ui.lists.history import HistoryPage
from louyu_desktop.ui.parts import (
    Button,
    EmptyState,
    Hairline,
    MessageBar,
)  # fmt: skip
from louyu_desktop.ui.record_acts import ActsBar
from louyu_desktop.ui.record_head import RecordHead
from louyu_desktop.ui.tab_row import TabRow
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

WAIT_MS = 5
Draft = tuple[dt.datetime, dict[str, Any]] | None


class RecordPane(QFrame):
    """`stepped(±1)` for the next record of the list; `saved(id)` after a save."""

    stepped = Signal(int)
    saved = Signal(int)

    def __init__(self, context: Context, entity: Entity, arrangement: Arrangement, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self._records = context.services.records
        self.entity = entity
        self._arrangement = arrangement
        self.id: int | None = None
        self.copy: Copy | None = None
        self._wanted = 0
        self._leads_to = ""
        self.loading = False
        self.form = Form(context, entity, arrangement, self)
        self._hanging = arrangement.hanging
        self._first = next(
            (n for n, one in enumerate(self._hanging, start=1) if isinstance(one, Page) and one.first), 0
        )
        self._sections: dict[int, Any] = {}
        self.history = HistoryPage(context, entity, self)
        self.message = MessageBar(self)
        self.files = FilesTab(context, entity.kind, self.message, self)
        self.head = RecordHead(context, entity, arrangement, self)
        self.acts = ActsBar(context, arrangement, self)
        self._pages = QStackedWidget(self)
        self._build()
        self._connect()

    # -- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(self)
        hint = _("在左边选一{counter}，或者按 N 新建").format(counter=_(self.entity.counter))
        self._empty = EmptyState(self.entity.icon, _("还没有打开{label}").format(label=_(self.entity.label)), hint)
        file = QWidget(self)
        layout = QVBoxLayout(file)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.acts)
        layout.addWidget(self._tab_row())
        layout.addWidget(Hairline())
        layout.addWidget(self.message)
        layout.addWidget(self._pages, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(file)
        whole.addWidget(self._stack)

    def _tab_row(self) -> TabRow:
        self._form_area = scrolled(self.form)
        pages: list[tuple[str, QWidget]] = [(_("基本"), self._form_area)]
        pages += [(_(section.label), QWidget()) for section in self._hanging]
        pages += [(_("附件"), self.files), (_("历史"), self.history)]
        for _text, page in pages:
            self._pages.addWidget(page)
        self._pages.setCurrentIndex(self._first)
        self.tabs = TabRow([text for text, _page in pages], self, self._first)
        return self.tabs

    @property
    def tab_buttons(self) -> list[Button]:
        """The buttons of the sub-tabs: the form, what hangs on the record, files, history."""
        return self.tabs.buttons

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_page)
        self.head.wanted.connect(self.show_missing)
        self.head.stepped.connect(self.stepped)
        self.head.paper_button.clicked.connect(self.print)
        self.files.taken.connect(partial(self.show_page, len(self.tab_buttons) - 2))
        self.form.saved.connect(self._saved)
        self._context.bus.changed.connect(self._hear)
        self._context.guest.changed.connect(self._redraw)
        actions.bind(self, "save", self.form.save)
        actions.bind(self, "previous", partial(self.stepped.emit, -1), within=True)
        actions.bind(self, "next", partial(self.stepped.emit, 1), within=True)
        actions.bind(self, "history", partial(self.show_page, len(self.tab_buttons) - 1))

    # -- showing --------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No record is open; what is still being read comes too late."""
        self._wanted += 1
        self.id = self.copy = None
        self._stack.setCurrentWidget(self._empty)

    def show_record(self, id_: int) -> None:
        """Read a record and what was typed into it and not saved."""
        self._wanted += 1
        self.id = id_
        kind = self.entity.kind

        def work(_control: Control) -> tuple[Copy, Draft]:
            return self._records.get(kind, id_), self._records.draft(kind, id_)

        self._context.tasks.read(self, work, partial(self._show, self._wanted))

    def _show(self, wanted: int, answer: tuple[Copy, Draft]) -> None:
        if wanted != self._wanted:
            return
        if not self.form.grid.complete:
            QTimer.singleShot(WAIT_MS, self, partial(self._show, wanted, answer))
            return
        fresh = self.copy is None or self.copy.id != answer[0].id
        self.copy, draft = answer
        if fresh or not self.form.dirty():
            self.form.load(self.copy, draft)
        for page in self._sections.values():
            page.show_parent(self.copy)
        self._redraw()
        self._stack.setCurrentIndex(1)
        leads_to, self._leads_to = self._leads_to, ""
        self.show_page(self._pages.currentIndex())
        self.show_missing("", leads_to)

    def begin(self, title: str = "", like: Copy | None = None, values: Mapping[str, Any] | None = None) -> None:
        """An empty form, or one filled like another record, or with some values."""
        self._wanted += 1
        self.id = self.copy = None
        self.loading = True
        kind = self.entity.kind
        typed = alike(self.entity, like) if like else dict(values or {})

        def work(_control: Control) -> tuple[dict[str, Any], Draft]:
            return self._records.blank(kind), self._records.draft(kind, None)

        self._context.tasks.read(self, work, partial(self._begin, self._wanted, title, typed))

    def _begin(
        self, wanted: int, title: str, typed: Mapping[str, Any], answer: tuple[dict[str, Any], Draft]
    ) -> None:
        if wanted != self._wanted:
            return
        if not self.form.grid.complete:
            QTimer.singleShot(WAIT_MS, self, partial(self._begin, wanted, title, typed, answer))
            return
        blank, draft = answer
        self.loading = False
        self.form.begin(blank, {}, {}, (None, typed) if typed else None if title else draft)
        if title:
            self.form.rows[self.entity.title].editor.put(title)
        self._redraw()
        self._stack.setCurrentIndex(1)
        self.show_page(0)
        QTimer.singleShot(0, self, self.form.enter)

    def _redraw(self) -> None:
        copy = self.copy
        self.head.show_record(copy)
        self.files.show_parent(copy)
        self.acts.show_parent(copy)
        self._count(copy)

    def _count(self, copy: Copy | None) -> None:
        """How many hang on the record, beside the names of the sub-tabs."""
        there = copy is not None
        for number, section in enumerate(self._hanging, start=1):
            count = copy.counts.get(kind_of(section), 0) if copy else 0
            meant = section.meant if isinstance(section, Page) else None
            words = f"{_(section.label)} {count}" if count else _(section.label)
            self.tabs.put(
                number, words, enabled=there, there=copy is None or meant is None or bool(count) or meant(copy)
            )
        last = len(self.tab_buttons)
        self.tabs.put(last - 2, self.files.label(), enabled=there, there=self.files.allowed)
        self.tabs.put(last - 1, _("历史"), enabled=there)
        self.tabs.share()

    @property
    def is_open(self) -> bool:
        """Whether a record, old or new, stands here."""
        return self._stack.currentIndex() == 1

    def show_page(self, number: int) -> None:
        """Show a sub-tab; the history is read each time."""
        if self.copy is None or not self.tabs.is_there(number):
            number = 0
        self.tabs.check(number)
        if 0 < number <= len(self._hanging):
            self.section(number - 1)
        self._pages.setCurrentIndex(number)
        if self._pages.currentWidget() is self.history and self.id is not None:
            self.history.show_record(self.id)

    def show_missing(self, name: str, kind: str) -> None:
        """Lead to what is missing: a field of the form, or the sub-tab of a `kind` of what hangs on the record."""
        kinds = [kind_of(section) for section in self._hanging]
        if kind and kind in kinds:
            self.show_page(kinds.index(kind) + 1)
        elif name in self.form.rows:
            self.show_page(0)
            editor = self.form.rows[name].editor
            self._form_area.ensureWidgetVisible(editor)
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def lead_to(self, kind: str) -> None:
        """Show the sub-tab of a kind as soon as the record that was asked for is there."""
        self._leads_to = kind

    def section(self, number: int) -> Any:
        """The page of a section, built when it is first looked at."""
        if number not in self._sections:
            one = self._hanging[number]
            page: Any = (
                one.build(self._context, self) if isinstance(one, Page) else SectionPage(self._context, one, self)
            )
            self._sections[number] = page
            old = self._pages.widget(number + 1)
            self._pages.insertWidget(number + 1, page)
            self._pages.removeWidget(old)
            old.deleteLater()
            if self.copy is not None:
                page.show_parent(self.copy)
        return self._sections[number]

    def print(self) -> None:
        """Make the paper of this record."""
        if self.id is not None and self._context.has("print"):
            self._context.launch("print", paper=self._arrangement.paper, id=self.id)

    def _saved(self, id_: int) -> None:
        self.message.show("ok", _("已保存"))
        self.saved.emit(id_)
        self.show_record(id_)

    def _hear(self, changes: Any) -> None:
        mine = self.id in changes.kinds.get(self.entity.kind, ())
        if self.id is not None and (mine or "attachments" in changes.kinds):
            self.show_record(self.id)
        elif self.copy is not None and any(kind_of(one) in changes.kinds for one in self._hanging):
            read, key = partial(self._records.get, self.entity.kind), self.copy.id
            self._context.tasks.read(self, lambda _control: read(key), self._recount, lambda _gone: None)

    def _recount(self, found: Copy) -> None:
        if self.copy is not None and self.copy.id == found.id:
            self.copy = replace(self.copy, counts=found.counts)
            self._count(self.copy)

    def sizeHint(self) -> QSize:
        """The file's share of a window of usual width."""
        return QSize(theme.px(760), theme.px(600))
