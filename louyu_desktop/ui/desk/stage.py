"""What stands on the desk: its parts at their places, and the pages between which one goes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules.masks import mask_name
from louyu_desktop.services.copies import Control
from louyu_desktop.services.desk_copies import Candidates, DeskState
from louyu_desktop.text import _
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.desk import saying, sound
from louyu_desktop.ui.desk.card import ResultCard, Said
from louyu_desktop.ui.desk.find_page import FindPage
from louyu_desktop.ui.desk.finding import Finding
from louyu_desktop.ui.desk.firms import Firms
from louyu_desktop.ui.desk.head import Head
from louyu_desktop.ui.desk.late import SHOWN, Late
from louyu_desktop.ui.desk.leaving import Leaving
from louyu_desktop.ui.desk.pad import SignaturePad
from louyu_desktop.ui.desk.scanner import Scanner
from louyu_desktop.ui.desk.side import Side
from louyu_desktop.ui.desk.signing import Signing
from louyu_desktop.ui.desk.walk_in import WalkIn
from louyu_desktop.ui.prints.page import FullPage

_MARGIN = 28
_PAUSE_MS = 800


class Stage(FullPage):
    """The parts of the desk of one activity; what they do together stands in `DeskWindow`."""

    def __init__(self, context: Context, state: DeskState) -> None:
        super().__init__(context, _("签到台"))
        self.state = state
        self._desk = context.services.desk
        self.head, self.card, self.side = Head(), ResultCard(), Side(self.name)
        self.finder, self.walk_in = FindPage(self.name), WalkIn()
        self.firms, self.late, self.pad = Firms(self.name), Late(self.name), SignaturePad()
        self.pages = QStackedWidget()
        for page in (self.finder, self.walk_in, self.firms, self.late, self.pad):
            self.pages.addWidget(page)
        self.finding = Finding(context, state.activity_id, self)
        self.late_finding = Finding(context, state.activity_id, self)
        self.signing = Signing(context, state.activity_id, self)
        self.scanner = Scanner(self)
        self.way_out = Leaving(context, self)
        self._stale = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._stale.timeout.connect(self._read_state)
        self._build()

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(_MARGIN, 20, 20, 20)
        left.setSpacing(16)
        left.addWidget(self.card)
        left.addWidget(self.pages, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(body, 1)
        self.setProperty("desk", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def open(self) -> None:
        """Fill the screen."""
        super().open()
        self.showFullScreen()
        self.finder.begin()

    def sizeHint(self) -> QSize:
        """The smallest screen there is."""
        return QSize(1366, 768)

    def name(self, name: str) -> str:
        """A name as it may be seen now."""
        return mask_name(name) if self.context.guest.on else name

    def _show(self, page: QWidget) -> None:
        """The card stands above what is quick, and gives its room to what is long."""
        self.card.setVisible(page in (self.finder, self.walk_in))
        self.pages.setCurrentWidget(page)

    def _back(self) -> None:
        self._show(self.finder)
        self.finder.begin()

    def _show_late(self) -> None:
        self._show(self.late)
        self.late.begin()

    def _asked_late(self, text: str) -> None:
        self.late_finding.ask(text, SHOWN)

    def _show_firms(self) -> None:
        if self.pages.currentWidget() is self.firms:
            self._back()
            return
        self.firms.put(self._desk.firms(self.state.activity_id))
        self._show(self.firms)
        self.firms.narrow.setFocus()

    def _print(self) -> None:
        self.context.launch("print", paper="sign-in-sheet", id=self.state.activity_id)

    def _scanned(self, code: str) -> None:
        self.finder.box.clear()
        self.finding.ask_code(code)

    def _not_found(self, sentence: str) -> None:
        self._say(saying.refused(_("没有认出这个码"), sentence), "warn")

    def _found(self, answer: Candidates) -> None:
        self.finder.show_answer(answer, waits=self.finding.waits)
        if not self.finding.waits:
            self.finder.repaint()  # Qt would wait five milliseconds for more to paint

    def _say(self, said: Said, tone: str) -> None:
        """On the card; what did not go as it should is seen wherever one is."""
        self.card.put(said)
        if tone == "warn" and self.pages.currentWidget() not in (self.finder, self.walk_in):
            self._back()
        if tone:
            sound.play_soon(self, self.context.preferences, tone)

    def _heard(self, changes: Changes) -> None:
        if self.state.activity_id in changes.kinds.get("activities", ()):
            self._stale.start()

    def _read_state(self) -> None:
        """Every sign-in counts at its activity, too: that is read again when the rush has a pause."""
        desk, activity = self._desk, self.state.activity_id

        def work(_control: Control) -> DeskState:
            return desk.state(activity)

        self.context.tasks.read(self, work, self._show_state, self._gone)

    def _gone(self, error: Exception) -> None:
        self._say(saying.refused(_("这场活动"), error.sentence if isinstance(error, LouyuError) else ""), "warn")

    def _show_state(self, state: DeskState) -> None:
        self.state = state
        self.head.put(state)
        self._refresh()  # not what was read with it: somebody may have come in meanwhile

    def _refresh(self) -> None:
        """Somebody else wrote, in another window or by an import."""
        standing = self._desk.standing(self.state.activity_id)
        if standing != self.side.standing:
            self.side.put(standing)
