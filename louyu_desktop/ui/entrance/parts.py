"""The shared parts of the pages before the main window: one card in the middle, a line with its label and note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.focus import FocusRing
from louyu_desktop.ui.labels import IconLabel, Label, restyle
from louyu_desktop.ui.messages import Card, FieldNote
from louyu_desktop.ui.roomy import on_ground
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.top_bar import Mark

_CARD, _SIDES = 420, 58
LONGEST_NAME = 60


class Entry(QWidget):
    """A line to fill, its label above, its hint or problem below."""

    def __init__(self, words: str, line: QLineEdit, hint: str = "", *, required: bool = False) -> None:
        super().__init__()
        self.line, self.words = line, words
        self.note = FieldNote(hint)
        self._label = Label(words, "label")
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._label)
        if required:
            head.addWidget(Label("＊", "label", "danger"))
        head.addStretch(1)
        line.setAccessibleName(f"{words}＊" if required else words)
        line.textEdited.connect(self.calm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self.note)

    @property
    def text(self) -> str:
        """What is typed, without blanks at its ends."""
        return self.line.text().strip()

    def rename(self, words: str) -> None:
        """Ask for something else."""
        self.words = words
        self._label.setText(words)
        self.line.setAccessibleName(words)

    def say(self, problem: str) -> None:
        """Show what is wrong and put the cursor there."""
        self.note.say(problem)
        restyle(self.line, wrong=bool(problem))
        if problem:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def calm(self) -> None:
        """What was wrong is being mended."""
        self.note.say("")
        restyle(self.line, wrong=False)

    def filled(self) -> bool:
        """Whether something stands there; if not, it says so."""
        if not self.text:
            self.say(_("请填{label}").format(label=self.words))
        return bool(self.text)


class Notice(QFrame):
    """One sentence on a tint, as wide as the card or step it stands in; it goes with the next try."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._wide = width
        self._icon = IconLabel("info", "info", 18)
        self._text = Label("", "body", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        theme.changed.connect(self._fit)
        self._fit()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown last."""
        return self._text.text()

    def say(self, tone: str, text: str) -> None:
        """Show a sentence in a tone: ok, warn, danger, info."""
        restyle(self, message=tone)
        self._icon.set_icon({"ok": "check", "info": "info"}.get(tone, "alert"), tone)
        self._text.setText(text)
        self.show()

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(self._wide))
        self._text.setFixedWidth(theme.px(self._wide) - theme.px(18) - 32)


def beside(entry: Entry, button: Button) -> QHBoxLayout:
    """A line with the button that fills it."""
    row = QHBoxLayout()
    row.addWidget(entry, 1)
    column = QVBoxLayout()
    column.addStretch(1)
    column.addWidget(button)
    row.addLayout(column)
    return row


def name_line(text: str = "") -> QLineEdit:
    """A line for the name of a person or a station."""
    line = QLineEdit(text)
    line.setMaxLength(LONGEST_NAME)
    return line


class CardPage(QWidget):
    """A page of the frame: the mark, a card in the middle with a title, one message, a body and a footer."""

    def __init__(self, title: str, sentence: str = "", *, width: int = _CARD) -> None:
        super().__init__()
        self._wide = width
        self.card = Card()
        self.message = Notice(width - _SIDES)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Mark())
        self.title = Label(title, "title")
        head.addWidget(self.title)
        head.addStretch(1)
        self.card.body.addLayout(head)
        self.sentence = Label(sentence, "body", "text2", wrap=True)
        self.sentence.setVisible(bool(sentence))
        self.state = Label("", "label", "text2")
        self.stopped: tuple[QWidget, ...] = ()
        """What takes nothing while the page is busy."""
        self.card.body.addWidget(self.sentence)
        self.card.body.addSpacing(4)
        self.card.body.addWidget(self.message)
        self.card.body.addLayout(self.body)
        self.card.body.addSpacing(8)
        self.card.body.addLayout(self.foot)
        self._lay_out()
        self.ring = FocusRing(self)
        self._fit()
        theme.changed.connect(self._fit)

    def _lay_out(self) -> None:
        ground = QWidget()
        middle = QGridLayout(ground)
        middle.setRowStretch(0, 2)
        middle.setRowStretch(2, 3)
        middle.setColumnStretch(0, 1)
        middle.setColumnStretch(2, 1)
        middle.addWidget(self.card, 1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(on_ground(ground))

    def _fit(self) -> None:
        side = theme.px(28)
        self.card.body.setContentsMargins(side, theme.px(24), side, theme.px(22))
        self.card.setFixedWidth(theme.px(self._wide))
        self.sentence.setFixedWidth(theme.px(self._wide - _SIDES))

    def foot_with(self, *left: Button, right: tuple[Button, ...]) -> None:
        """Quiet ways at the left, the primary one last at the right."""
        for button in left:
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.state)
        for button in right:
            self.foot.addWidget(button)

    def busy(self, words: str) -> None:
        """Say what goes on and take nothing meanwhile; "" takes again."""
        self.state.setText(words)
        for part in self.stopped:
            part.setEnabled(not words)
