"""The two sides of 粘贴名单: where the list is pasted, and the rows that it gave."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.text import _
from louyu_desktop.ui.actions import tip
from louyu_desktop.ui.activities.registering.paste_state import SEGMENTS, PasteState
from louyu_desktop.ui.activities.registering.paste_table import PasteTable
from louyu_desktop.ui.parts import Card, EmptyState, Label, MessageBar, Segmented, clear, outline, primary, quiet
from louyu_desktop.ui.theme import theme

_LONGEST = 400_000


class _PlainEdit(QPlainTextEdit):
    """Takes text only, as plain as it is; a table out of Excel comes with its tabs."""

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted, without the formats."""
        if source.hasText():
            self.insertPlainText(source.text()[:_LONGEST])


class ListSide(QFrame):
    """Where the list stands; behind a sentence while visitors look."""

    nothing = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "wizard")
        self.about = Label(title, "label", "text2", wrap=True)
        self.places = Label("", "label", "text3", wrap=True)
        self.edit = _PlainEdit()
        self.edit.setPlaceholderText(_("#接龙\n例 姓名 单位\n1. 王芳 渤健\n2. 李雷+1\n…"))
        self.edit.setAccessibleName(_("粘贴的名单"))
        self.edit.setTabChangesFocus(True)
        self.covered = Label(_("来客视图：名单先不显示。按 F12 回来"), "label", "text3", wrap=True)
        self.paste_button = outline(_("粘贴剪贴板里的名单"), "copy")
        self.paste_button.clicked.connect(self.take_clipboard)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(6)
        column.addWidget(Label(_("粘贴名单"), "title"))
        column.addWidget(self.about)
        column.addWidget(self.places)
        column.addSpacing(6)
        column.addWidget(self.edit, 1)
        column.addWidget(self.covered)
        column.addSpacing(2)
        column.addWidget(self.paste_button)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(min(theme.px(340), 372))
        self.edit.setFont(theme.font(14))

    def cover(self, on: bool) -> None:
        """Hide the list while visitors look."""
        for widget, shown in (
            (self.edit, not on), (self.paste_button, not on), (self.covered, on), (self._rest, on),
        ):  # fmt: skip
            widget.setVisible(shown)

    def point_at(self, line: int) -> None:
        """Mark a line of the list, and have it in sight."""
        block = self.edit.document().findBlockByNumber(line - 1)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(block)  # type: ignore[attr-defined]
        mark.format.setBackground(theme.colour("selected"))  # type: ignore[attr-defined]
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
        self.edit.setExtraSelections([mark] if block.isValid() else [])
        if block.isValid() and not self.edit.hasFocus():
            self.edit.setTextCursor(QTextCursor(block))

    def take_clipboard(self) -> None:
        """Put what lies on the clipboard in the place of the list; `nothing` when there is no text."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.edit.setPlainText(text[:_LONGEST])
        else:
            self.nothing.emit()


class RowsSide(QWidget):
    """Heading, one sentence, segments and the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label("", "title")
        self.message = MessageBar()
        self.table = PasteTable()
        hint = _("把微信接龙、群里的报名或 Excel 里的几行粘贴到左边，人就排在这里")
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("list", _("还没有名单"), hint))
        self._stack.addWidget(self.table)
        keys = _("数字键选人，0 新登记，Delete 不登记，Enter 更多，F2 改名字，退格改回来")
        self._keys = Label(keys, "hint", "text3")
        self._segments = QHBoxLayout()
        self.segment = "all"
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 10)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addLayout(self._segments)
        row.addStretch(1)
        column.addLayout(row)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._stack)
        column.addWidget(card, 1)
        column.addWidget(self._keys)
        self._state = PasteState()

    def show_state(self, state: PasteState) -> None:
        """All rows anew; the cursor stays on its line."""
        self._state = state
        current = self.table.current_row()
        self._stack.setCurrentIndex(1 if state.rows else 0)
        self._keys.setVisible(bool(state.rows))
        self.show_counts()
        self.table.paste.show_rows(state.shown(self.segment))
        if current is not None:
            self.table.go_to(current.key)
        elif self.table.paste.rows:
            self.table.setCurrentIndex(self.table.paste.index(0, 0))

    def show_counts(self) -> None:
        """The heading and the segments with their numbers."""
        state = self._state
        count = f"{state.named:,}"
        self.heading.setText(_("名单上 {count} 人").format(count=count) if state.rows else _("认出名单上的人"))
        names = {"all": _("全部"), "ask": _("要看"), "new": _("新登记"), "sure": _("认出"), "other": _("没收")}
        numbers = {key: sum(row.stands in SEGMENTS[key] for row in state.rows) for key in names}
        clear(self._segments)
        if not state.rows:
            return
        if not numbers[self.segment]:
            self._choose("all")
        fresh = Segmented([(key, f"{names[key]} {numbers[key]:,}") for key in names], self.segment)
        fresh.chosen.connect(self._choose)
        self._segments.addWidget(fresh)

    def _choose(self, segment: object) -> None:
        self.segment = str(segment)
        self.table.paste.show_rows(self._state.shown(self.segment))


class PasteFoot(QFrame):
    """取消 at the left; who waits, the two boxes, and the button with the number at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "wizard")
        self.cancel = quiet(_("取消"))
        self.waits = Label("", "label", "text3")
        self.late = QCheckBox(_("报名已截止，仍然登记"))
        self.late.hide()
        self.told = QCheckBox(_("个人信息怎么用，已经告诉本人，本人同意"))
        self.on = primary(_("登记"))
        self.on.setToolTip(tip("register-list"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 24, 13)
        row.setSpacing(14)
        row.addWidget(self.cancel)
        row.addStretch(1)
        for widget in (self.waits, self.late, self.told, self.on):
            row.addWidget(widget)
