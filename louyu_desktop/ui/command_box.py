"""The Ctrl+K box: finds any record and any thing to do, by pinyin, initials, characters or digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from louyu_desktop.rules import pinyin
from louyu_desktop.rules.masks import mask_numbers
from louyu_desktop.services.copies import Control, Hit
from louyu_desktop.text import _
from louyu_desktop.ui.actions import BY_ID, key_of
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.find_rows import FindDelegate, FindModel, FindRow, Part
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.search_line import SearchLine
from louyu_desktop.ui.tasks import Job
from louyu_desktop.ui.theme import theme

_PER_GROUP = 4
_FIRST = 8
_WIDTH = 560
_CREATABLE = ("enterprises", "people", "activities")
_HIDDEN = frozenset({"find", "quit", "undo", "redo"})


class CommandBox(SearchLine):
    """The line in the top bar and the list that opens below it; `wanted_action` carries an action's id."""

    wanted_action = Signal(str)
    left = Signal()

    def __init__(self, context: Context, offered: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(_("查找企业、人员、房间、编号"), parent=parent)
        self._context = context
        self._offered = offered
        self._job: Job | None = None
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

    def _ask(self, text: str) -> None:
        if not self.hasFocus():
            return
        if self._job is not None:
            self._job.cancel()
        offered = tuple((name, _(BY_ID[name].text).rstrip("…")) for name in self._offered() if name not in _HIDDEN)
        searching = self._context.services.searching
        entities = {entity.kind: (entity.label, entity.icon) for entity in self._context.services.records.kinds()}

        def work(control: Control) -> list[FindRow]:
            hits = searching.find(text, limit=_PER_GROUP) if text else ()
            control(1, 2)
            return _rows(text, hits, entities, [name for name, words in offered if _fits(text, words)])

        self._job = self._context.tasks.read(self, work, self._show)

    def _show(self, rows: list[FindRow]) -> None:
        if not self.hasFocus():
            return
        if self._context.guest.on:
            rows = [row for row in rows if row.part is not Part.HIT or row.kind not in ("people", "contacts")]
        self.model.put(rows)
        self._choose(self.model.step(-1, 1))
        self._place_popup()

    def _place_popup(self) -> None:
        window = self.popup.parentWidget()
        if window is None or not self.model.rows:
            self.popup.hide()
            return
        heights = sum(self.list.sizeHintForIndex(self.model.index(n)).height() for n in range(len(self.model.rows)))
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
            self.popup.hide()
        return super().event(event)

    def leave(self) -> None:
        """Empty the box, close the list, and give the keys back to the tab."""
        self.clear()
        self.popup.hide()
        self.clearFocus()
        self.left.emit()

    def _clicked(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open_current(self) -> None:
        self._open(self.current)

    def _open(self, place: int, keep: bool = False) -> None:
        if not 0 <= place < len(self.model.rows) or not self.model.rows[place].chosen:
            return
        row = self.model.rows[place]
        if not keep:
            self.leave()
        if row.part is Part.HIT:
            self._context.open_record(row.kind, row.id)
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
        self._key.setVisible(not self.text() and self.width() >= theme.px(240))
        size: QSize = self._key.sizeHint()
        self._key.setGeometry(self.width() - size.width() - 10, (self.height() - size.height()) // 2,
                              size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size while the list is open."""
        if event.type() == QEvent.Type.Resize and self.popup.isVisible():
            self._place_popup()
        return super().eventFilter(watched, event)


def _fits(text: str, words: str) -> bool:
    """Whether something to do is meant: by its characters, initials or pinyin."""
    sought = text.lower().replace(" ", "")
    if not sought or sought in words.lower():
        return True
    if not sought.isascii():
        return False
    typed = pinyin.initials(words) | pinyin.readings(words)
    return any(form.startswith(sought) for form in typed)


def _rows(
    text: str, hits: Sequence[Hit], entities: dict[str, tuple[str, str]], actions: Sequence[str]
) -> list[FindRow]:
    """Groups of hits; without one, what could be made of the words; then what can be done."""
    creatable = [(kind, entities[kind][0]) for kind in _CREATABLE if kind in entities]
    rows: list[FindRow] = []
    for kind, group in groupby(hits, key=lambda hit: hit.kind):
        label, icon = entities[kind]
        rows.append(FindRow(Part.HEAD, _(label)))
        rows += [FindRow(Part.HIT, hit.title, _beside(hit), icon, kind, hit.id) for hit in group]
    if text and not hits:
        rows.append(FindRow(Part.NOTE, _("没有找到「{text}」").format(text=text)))
    if text and not hits and not text.isascii():
        rows += [
            FindRow(Part.NEW, _("新建{label}「{name}」").format(label=_(label), name=text), "", "plus", kind, 0, text)
            for kind, label in creatable
        ]
    todo = [
        FindRow(Part.DO, _(BY_ID[name].text).rstrip("…"), key_of(name), BY_ID[name].icon or "right", name)
        for name in actions
    ]
    words = ((kind, _("新建{label}").format(label=_(label))) for kind, label in creatable)
    todo += [FindRow(Part.NEW, name, "", "plus", kind) for kind, name in words if text and _fits(text, name)]
    if todo:
        rows.append(FindRow(Part.HEAD, _("要做的事")))
        rows += todo[: _PER_GROUP if text else _FIRST]
    return rows


def _beside(hit: Hit) -> str:
    """Why it was found, where the title does not say so, else what tells it apart; phones by their tail."""
    words = hit.subtitle if not hit.because or hit.because in hit.title else hit.because
    return mask_numbers(words)
