"""The card: what came of the last sign-in, as large as two metres ask for; sign and words beside the colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.desk.sizes import name_px
from louyu_desktop.ui.desk.words import DeskButton, Words
from louyu_desktop.ui.icons import icon, paint_icon
from louyu_desktop.ui.labels import restyle
from louyu_desktop.ui.theme import theme

_SIGNS = {"ok": "check", "warn": "alert", "danger": "alert", "info": "undo", "idle": "search"}
_DISC, _SIGN = 64, 34


@dataclass(frozen=True, slots=True)
class Said:
    """What the card says: `tone` is ok, warn, danger, info or idle; `act` are the words of its button."""

    tone: str
    title: str
    line: str
    unit: str = ""
    act: str = ""
    key: str = ""
    icon: str = "undo"
    sign: bool = False
    """Whether a signature may be drawn."""


class _Sign(QWidget):
    """A disc with a sign in it."""

    ornament = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "idle"
        self._fit()
        theme.changed.connect(self._fit)

    def put(self, tone: str) -> None:
        """Another sign."""
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line2" if self._tone == "idle" else self._tone))
        painter.drawEllipse(self.rect())
        side = theme.px(_SIGN)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_icon(painter, box, _SIGNS[self._tone], "text2" if self._tone == "idle" else "on_accent")
        painter.end()

    def _fit(self) -> None:
        self.setFixedSize(theme.px(_DISC), theme.px(_DISC))


class ResultCard(QFrame):
    """`acted` when its button is pressed (撤销, 照样签到), `drawing_wanted` for a signature; changes at once."""

    acted = Signal()
    drawing_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("deskcard", "idle")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.said = Said("idle", "", "")
        self._sign = _Sign()
        self.title = Words(name_px(self.screen()), bold=True, fixed=True)
        self.unit = Words(24, tone="text2")
        self.line = Words(24, tone="text2")
        self.act = DeskButton("", "undo", "Ctrl+Z")
        self.draw = DeskButton(_("签名"), "edit", "F7")
        self.act.clicked.connect(self.acted)
        self.draw.clicked.connect(self.drawing_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 14, 20, 14)
        row.setSpacing(24)
        row.addWidget(self._sign)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.line)
        row.addLayout(words, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.act, self.draw):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        buttons.addStretch(1)
        row.addLayout(buttons)
        self.put(self.said)

    def put(self, said: Said) -> None:
        """Say something else."""
        self.said = said
        restyle(self, deskcard=said.tone)
        self._sign.put(said.tone)
        self.title.setText(said.title)
        self.line.setText("　".join(part for part in (said.unit, said.line) if part))
        tone = "text2" if said.tone in ("ok", "idle", "info") else said.tone
        self.line.set_tone(tone)
        self.title.set_tone("text3" if said.tone == "idle" else "text")
        self.act.setText(f" {said.act}  {said.key}" if said.key else f" {said.act}")
        self.act.setAccessibleName(said.act)
        self.act.setIcon(icon(said.icon))
        self.act.setVisible(bool(said.act))
        self.draw.setVisible(said.sign)
        self.setAccessibleName(_("，").join(part for part in (said.title, said.unit, said.line) if part))
