"""The sub-tab 诉求: the board, or the list of the same with the record beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.rules.board_moves import Move
from louyu_desktop.rules.request_flow import STEPS
from louyu_desktop.services.board_copies import ALL, BoardView, Card, Wanted
from louyu_desktop.services.copies import Copy, Query
from louyu_desktop.services.request_copies import Promised
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.arrangement import Arrangement
from louyu_desktop.ui.checklist.board import words
from louyu_desktop.ui.checklist.board.acting import act, menu
from louyu_desktop.ui.checklist.board.pane import BoardFrame
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import Label, Segmented, outline, primary
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SOON_MS, _REST_MS, _AGAIN_MS = 30, 120, 300_000
_VIEW = "requests/view"
BOARD, LIST = "board", "list"


class BoardPane(BoardFrame):
    """Reads anew when something changed, every five minutes that it is seen, and when it is narrowed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.found: BoardView | None = None
        self.wish = ALL
        self.reading = Reading(context, self, self.read, soon=_SOON_MS)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._rest.timeout.connect(self._ask_why)
        self._again.timeout.connect(self._tick)
        self._again.start()
        self.heard = Label("", "hint")
        self.narrowed.connect(self._wish)
        self.search.searched.connect(self.seek)
        self.search.left_down.connect(self.view.setFocus)
        self.everything.clicked.connect(self.show_all)
        self.view.opened.connect(lambda card: context.open_record("requests", card.id))
        self.view.hinted.connect(self._hinted)
        self.view.wished.connect(self.wished)
        self.view.asked.connect(self._show_menu)
        self.view.cursor_moved.connect(lambda _card: self._rest.start())
        bind(self, "refresh", self.read, within=True)
        bind(self, "filter", self.search.setFocus, within=True)

    # -- reading -------------------------------------------------------------------------------

    def _wish(self, wanted: Wanted) -> None:
        self.wish = wanted
        self.read()

    def read(self) -> None:
        """The board as it is now."""
        board, wanted, now = self._context.services.board, self.wish, dt.datetime.now(dt.UTC)
        self.reading.ask(lambda _control: board.read(wanted, now), self._arrived)

    def _arrived(self, found: BoardView) -> None:
        if self.view.hand is not None:
            self.reading.stale = True
            return
        self.found = found
        self.put(found, self.wish)
        self.heard.setText(words.head_words(found))

    def _tick(self) -> None:
        if self.isVisible() and self.view.hand is None:
            self.read()

    # -- why that day --------------------------------------------------------------------------

    def _ask_why(self) -> None:
        card = self.view.chosen
        if card is None or not self.isVisible():
            self.why.setText("")
            return
        requests = self._context.services.requests
        self._context.tasks.read(self, lambda _control: requests.promised((card.id,)), partial(self._told, card))

    def _told(self, card: Card, found: Mapping[int, Promised]) -> None:
        if self.view.chosen is None or self.view.chosen.id != card.id:
            return
        one = found.get(card.id)
        due = None if one is None else one.finish or one.contact
        if due is None:
            self.why.setText("")
            return
        said = _("{number} 承诺 {day}：{why}") if one is not None and one.finish else _("{number} 请在 {day} 前联系：{why}")
        text = said.format(number=card.number, day=f"{due.day:%m-%d}", why=due.why)
        if one is not None and one.first is not None and one.finish is not None and one.first.day != one.finish.day:
            text += _("；最初承诺 {day}").format(day=f"{one.first.day:%m-%d}")
        self.why.setText(text)

    # -- moving --------------------------------------------------------------------------------

    def _hinted(self, card: Card | None, found: Move | None) -> None:
        """What letting go would come to, or why it cannot be."""
        if card is None or found is None:
            self.sentence.say("")
        elif found.action is not None:
            words_ = _("放开：{action}「{number}」")
            self.sentence.say(words_.format(action=_(STEPS[found.action].label), number=card.number))
        else:
            whole = _("{number} {title}").format(number=card.number, title=self.view.face(card).title)
            self.sentence.say(whole, found.why_not, forbids=bool(found.why_not))

    def wished(self, card: Card, found: Move) -> None:
        """Take the action, or say why there is none."""
        if found.action is None:
            self.message.show("info", _("{number} 没有移动：{why}").format(number=card.number, why=found.why_not))
        else:
            act(self._context, card.id, found.action, self)

    def _show_menu(self, card: Card, at: QPoint) -> None:
        requests = self._context.services.requests
        title = self.view.face(card).title
        self._context.tasks.read(
            self, lambda _control: requests.actions(card.id),
            lambda offered: menu(self._context, card, title, offered, self).popup(at),
        )  # fmt: skip


class RequestsTab(EntityTab):
    """The list of requests with the board over it; whoever asks for a record or a list sees the list."""

    def __init__(self, context: Context, arrangement: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(context, arrangement, parent)
        kept = str(context.preferences.get(_VIEW, BOARD))
        self.board = BoardPane(context, self)
        self.shown = Segmented([(BOARD, _("看板")), (LIST, _("列表"))], kept if kept in {BOARD, LIST} else BOARD)
        self.shown.setAccessibleName(_("看板或列表"))
        self.new = primary(_("登记诉求"), "plus")
        self.sheet = outline(_("打印处置单"), "print")
        self._head = self._build_head()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - built so by EntityTab
        layout.insertWidget(0, self._head)
        layout.insertWidget(1, self.board, 1)
        self.board.order_after(self.new)
        self.shown.chosen.connect(self._choose)
        self.new.clicked.connect(self.begin)
        self.sheet.clicked.connect(self.print_sheet)
        if context.services.access.may(Right.WORK):
            bind(self.board, "new", self.begin, within=True)
        self.show_side(str(self.shown.value))

    def _build_head(self) -> QFrame:
        head = QFrame()
        head.setProperty("bar", "head")
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 10, 16, 8)
        row.setSpacing(10)
        self._title = Label(_("诉求"), "title")
        row.addWidget(self._title)
        row.addWidget(self.shown)
        row.addSpacing(8)
        row.addWidget(self.board.heard, 1)
        row.addWidget(self.sheet)
        row.addWidget(self.new)
        return head

    # -- board or list -------------------------------------------------------------------------

    @property
    def side(self) -> str:
        """Which of the two is shown."""
        return str(self.shown.value)

    def show_side(self, name: str) -> None:
        """The board, or the list."""
        self.shown.choose(name)
        self._title.setVisible(name == BOARD)  # the list has its own
        self.board.setVisible(name == BOARD)
        self.splitter.setVisible(name == LIST)
        may = self._context.services.access.may
        self.new.setVisible(name == BOARD and may(Right.WORK))
        self.sheet.setVisible(name == BOARD and may(Right.PRINT) and self._context.has("print"))

    def print_sheet(self) -> None:
        """The sheet of the card at the cursor."""
        card = self.board.view.chosen
        if card is None or not self.board.view.isVisible():
            self.board.message.show("info", _("请先在看板上选一件诉求，再打印它的处置单"))
        else:
            self._context.launch("print", paper="request-sheet", id=card.id)

    def _choose(self, name: object) -> None:
        """As the person says; the list then has what the board was narrowed to."""
        self._context.preferences.set(_VIEW, str(name))
        self.show_side(str(name))
        if name == LIST and self.board.found is not None:
            super().show_query(self.board.found.query)
        elif name == BOARD:
            self.board.view.setFocus()

    # -- what the window asks ------------------------------------------------------------------

    def show_record(self, kind: str, record_id: int) -> None:
        """Open this request."""
        self.show_side(LIST)
        super().show_record(kind, record_id)

    def show_query(self, query: Query) -> None:
        """Show the list so filtered."""
        self.show_side(LIST)
        super().show_query(query)

    def begin(
        self, title: str | bool = "", like: Copy | None = None, values: Mapping[str, Any] | None = None
    ) -> None:
        """登记诉求, of the firm that is given or of the one of the request it is like."""
        known = (values or {}).get("enterprise_id") or (like.values.get("enterprise_id") if like else None)
        self._context.launch("request", enterprise_id=known, title=title if isinstance(title, str) else "")
