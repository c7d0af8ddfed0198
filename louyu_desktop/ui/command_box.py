"""The Ctrl+K box: finds any record and any thing to do, by pinyin, initials, characters or digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control, Query
from louyu_desktop.services.stopping import Stop
from louyu_desktop.text import _
from louyu_desktop.ui.actions import BY_ID, key_of
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.find_answer import CREATABLE, PER_KIND, Answer, fits, rows_of
from louyu_desktop.ui.find_kinds import KindBar, KindChip, all_kinds
from louyu_desktop.ui.find_rows import FindDelegate, FindModel, Part
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.search_line import SearchLine
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.tasks import Job
from louyu_desktop.ui.theme import theme

_WIDTH = 560
_PADDING = 20
_LEAST = 2
"""A box that has no room for so many characters shows its lens alone."""

_HIDDEN = frozenset({"find", "quit", "undo", "redo"})


class CommandBox(SearchLine):
    """The line in the top bar and the list that opens below it; `wanted_action` carries an action's id."""

    wanted_action = Signal(str)
    left = Signal()

    def __init__(self, context: Context, offered: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(_("查找企业、人员、房间、编号"), wait_ms=0, parent=parent)
        self._context = context
        self._offered = offered
        self._job: Job | None = None
        self._stop = Stop()
        self._awaited: str | None = None
        self.answer = Answer()
        self.kind = ""
        self._key = Label(key_of("find"), "hint", parent=self)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.model = FindModel(self)
        self.popup = QFrame(parent)
        self._build_popup()
        self.searched.connect(self._ask)
        self.entered.connect(self._open_current)
        self.textChanged.connect(self._place_key)
        theme.changed.connect(self._fit)
        self._fit()

    def _build_popup(self) -> None:
        self.popup.setProperty("card", "popup")
        self.popup.hide()
        layout = QVBoxLayout(self.popup)
        layout.setContentsMargins(4, 6, 4, 6)
        layout.setSpacing(0)
        self.kinds = KindBar()
        self.kinds.chosen.connect(self.show_kind)
        layout.addWidget(self.kinds)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("找到的"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._clicked)
        layout.addWidget(self.list)

    def _fit(self) -> None:
        self.setMaximumWidth(theme.px(300))
        self.setMinimumWidth(120)
        self._place_key()

    # -- asking --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start over: all kinds, what stands in the box ready to be typed over, the list open."""
        self.kind = ""
        self.setFocus()
        self.selectAll()
        self.search_now()

    def _ask(self, text: str) -> None:
        """Ask for what stands in the box now; the question before it is broken off."""
        self._break_off()
        if text != self._awaited:
            self._awaited = None
        if not self.hasFocus():
            return
        self._stop = stop = Stop()
        offered = tuple((name, _(BY_ID[name].text).rstrip("…")) for name in self._offered() if name not in _HIDDEN)
        services = self._context.services
        searching, records = services.searching, services.records

        def work(_control: Control) -> Answer:
            return Answer(
                text,
                searching.find(text, limit=PER_KIND, stop=stop) if text else (),
                () if text else searching.recent(),
                tuple(name for name, words in offered if fits(text, words)),
                {entity.kind: entity for entity in records.kinds()},
                tuple(kind for kind in CREATABLE if may_change(services, kind)),
            )

        self._job = self._context.tasks.read(self, work, self._show)

    def remember(self, kind: str, record_id: int) -> None:
        """Offer a record that was opened before anything is typed."""
        searching = self._context.services.searching
        self._context.tasks.write(self, lambda _control: searching.remember(kind, record_id), _done)

    def _break_off(self) -> None:
        self._stop.set()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show(self, answer: Answer) -> None:
        if self.hasFocus():
            self.answer = answer
            if not any(one.count for one in answer.found if one.kind == self.kind):
                self.kind = ""  # others may have found something
            self._draw()
            if self._awaited == answer.text:
                self._open_awaited()

    def show_kind(self, kind: str) -> None:
        """Show the hits of one kind, or of all for a blank."""
        self.kind = kind
        self._draw()

    def _draw(self) -> None:
        """Put what was found into the list, as it may be seen now."""
        if not self.hasFocus():
            return
        self.model.put(rows_of(self.answer, self.kind, self._context.guest.show))
        self.kinds.put(self._chips(), self.kind)
        self._choose(self.model.step(-1, 1))
        self._place_popup()

    def _chips(self) -> list[KindChip]:
        if not self.answer.found:
            return []
        chips = [KindChip("", all_kinds(), self.answer.counted(""), filled=True)]
        for one in self.answer.found:
            label = _(self.answer.entities[one.kind].label)
            chips.append(KindChip(one.kind, label, self.answer.counted(one.kind), filled=one.count > 0))
        return chips

    def _place_popup(self) -> None:
        window = self.popup.parentWidget()
        if window is None or not self.model.rows:
            self.popup.hide()
            return
        heights = self.kinds.sizeHint().height() if self.kinds.chips else 0
        heights += sum(self.list.sizeHintForIndex(self.model.index(n)).height() for n in range(len(self.model.rows)))
        corner = self.mapTo(window, QPoint(self.width(), self.height() + 4))
        width = min(theme.px(_WIDTH), window.width() - 24)
        height = min(heights + 16, window.height() - corner.y() - 12)
        left = min(max(12, corner.x() - width), window.width() - width - 12)
        self.popup.setGeometry(left, corner.y(), width, height)
        self.popup.raise_()
        self.popup.show()

    # -- choosing ------------------------------------------------------------------------------

    @property
    def current(self) -> int:
        """The row that Enter opens; -1 when there is none."""
        return self.list.currentIndex().row()

    def _choose(self, place: int) -> None:
        self.list.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Esc leaves, Ctrl+Enter opens and keeps the box."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.popup.isVisible():
            self._choose(self.model.step(self.current, 1 if key == Qt.Key.Key_Down else -1))
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.current, keep=True)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the box while the list is open, whatever else has it as a key."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif event.type() == QEvent.Type.FocusIn:
            self.search_now()
        elif event.type() == QEvent.Type.FocusOut:
            self._break_off()
            self.popup.hide()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab go from kind to kind while the list is open."""
        if not self.popup.isVisible() or not self.kinds.chips:
            return super().focusNextPrevChild(forward)
        self.show_kind(self.kinds.beside(1 if forward else -1))
        return True

    def leave(self) -> None:
        """Empty the box, close the list, and give the keys back to the tab."""
        self.kind = ""
        self._awaited = None
        self.answer = Answer()
        self.model.put(())
        self.clear()
        self.popup.hide()
        self.clearFocus()
        self.left.emit()

    def _clicked(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open_current(self) -> None:
        """Open what was found for what stands in the box; what stood there before it is not meant."""
        if self.answer.text == self.wanted:
            self._open(self.current)
        else:
            self._awaited = self.wanted

    def _open_awaited(self) -> None:
        """Enter came before the answer: open what was found, but begin nothing unseen."""
        self._awaited = None
        if 0 <= self.current < len(self.model.rows) and self.model.rows[self.current].part is not Part.NEW:
            self._open(self.current)

    def _open(self, place: int, keep: bool = False) -> None:
        if not 0 <= place < len(self.model.rows) or not self.model.rows[place].chosen:
            return
        row = self.model.rows[place]
        if not keep:
            self.leave()
        if row.part is Part.HIT:
            self._context.open_record(row.kind, row.id)
        elif row.part is Part.ALL:
            self._context.open_query(Query(row.kind, text=row.given))
        elif row.part is Part.NEW:
            self._context.new_record(row.kind, row.given)
        else:
            self.wanted_action.emit(row.kind)

    # -- looks ---------------------------------------------------------------------------------

    def resizeEvent(self, event: object) -> None:
        """Keep the key's name at the right end."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place_key()

    def _place_key(self) -> None:
        there = not self.text() and self.width() >= theme.px(240)
        size: QSize = self._key.sizeHint()
        self._key.setVisible(there)
        margins = self.textMargins()
        margins.setRight(size.width() + 12 if there else 0)
        self.setTextMargins(margins)
        room = self.contentsRect().width() - margins.left() - margins.right() - theme.px(_PADDING)
        some = self.fontMetrics().horizontalAdvance(self.accessibleName()[:_LEAST])
        self.setPlaceholderText(self.accessibleName() if room >= some else "")  # a lens alone says more than "…"
        self._key.setGeometry(self.width() - size.width() - 10, (self.height() - size.height()) // 2,
                              size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size while the list is open."""
        if event.type() == QEvent.Type.Resize and self.popup.isVisible():
            self._place_popup()
        return super().eventFilter(watched, event)


def _done(_nothing: None) -> None:
    """Nobody waits for it."""
