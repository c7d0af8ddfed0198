"""The head of the desk: which activity, where, when, by whom; and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.desk_copies import DeskState
from louyu_desktop.text import _
from louyu_desktop.ui.desk.words import DeskButton, Words
from louyu_desktop.ui.labels import IconLabel


class Head(QFrame):
    """`print_wanted` for the blank sheet, `leave_wanted` for the way out."""

    print_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("desk", "head")
        self.title = Words(28, bold=True)
        self.line = Words(16, tone="text2")
        self.sheet = DeskButton(_("打印空白签到表"), "print")
        self.leave = DeskButton(_("退出签到"), "close", "Esc")
        self.sheet.clicked.connect(self.print_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 8, 24, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel("mark", "on_accent", 26, ground="accent_fill"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addLayout(words, 1)
        row.addWidget(self.sheet)
        row.addWidget(self.leave)

    def put(self, state: DeskState) -> None:
        """Show an activity."""
        self.title.setText(state.title)
        host = _("主办 {organiser}").format(organiser=state.organiser) if state.organiser else ""
        self.line.setText("　".join(part for part in (state.venue, time_of(state), host) if part))
        self.title.setToolTip(state.title)


def time_of(state: DeskState) -> str:
    """12:00 – 13:00, with the day where it is another than today's begins and ends."""
    start = state.starts_at.astimezone(SHANGHAI)
    if state.ends_at is None:
        return f"{start:%H:%M}"
    end = state.ends_at.astimezone(SHANGHAI)
    if end.date() != start.date():
        return f"{start:%m-%d %H:%M} – {end:%m-%d %H:%M}"
    return f"{start:%H:%M} – {end:%H:%M}"
