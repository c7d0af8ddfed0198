"""What stands in the window when the station could not be opened: one sentence, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Button, outline, primary
from louyu_desktop.ui.labels import IconLabel, Label
from louyu_desktop.ui.messages import Card
from louyu_desktop.ui.problems import log_bug, title_of
from louyu_desktop.ui.theme import theme


class Refusal(QWidget):
    """A page of the frame; a mistake of ours is logged, and told without its words.

    `ways` are what may be done about it, by the words on their buttons.
    """

    def __init__(self, error: Exception, ways: Mapping[str, Callable[[], object]] | None = None) -> None:
        super().__init__()
        self.ways: dict[str, Button] = {}
        if isinstance(error, LouyuError):
            sentence = error.sentence
        else:
            log_bug(error)
            sentence = _("站点没有打开，数据没有改动。可以再试一次；还是这样的话，把日志交给维护的人。")
        leave = primary(_("退出"))
        leave.clicked.connect(self._leave)
        card = Card(title_of(error))
        card.head.insertWidget(0, IconLabel("alert", "warn", 18))
        self.sentence = Label(sentence, "body", "text2", wrap=True)
        self.sentence.setFixedWidth(theme.px(420))
        foot = QHBoxLayout()
        foot.addStretch(1)
        for words, way in (ways or {}).items():
            self.ways[words] = outline(words)
            self.ways[words].clicked.connect(way)
            foot.addWidget(self.ways[words])
        foot.addWidget(leave)
        card.body.addWidget(self.sentence)
        card.body.addLayout(foot)
        layout = QGridLayout(self)
        layout.setRowStretch(0, 2)
        layout.setRowStretch(2, 3)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(2, 1)
        layout.addWidget(card, 1, 1)
        self.setFocusProxy(leave)

    def _leave(self) -> None:
        self.window().close()
