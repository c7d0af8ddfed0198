"""What a restore would do, seen beforehand: the records of a backup beside those of now, kind by kind."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.backup_copies import Preview
from louyu_desktop.text import _
from louyu_desktop.ui.labels import Hairline, IconLabel, Label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def moment(at: dt.datetime | None) -> str:
    """A moment as people read it; a dash where there is none."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else "—"


class Sides(QWidget):
    """A table of two sides (one where there is nothing yet), and what is to be known before going on."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        ours, theirs = preview.ours, preview.theirs
        heads = [_("备份里")] if ours is None else [_("现在"), _("备份里"), _("恢复后")]
        self._row("", heads, role="label", tone="text2")
        self._grid.addWidget(Hairline(), self._grid.rowCount(), 0, 1, len(heads) + 1)
        known = dict.fromkeys([*(ours.counts if ours else ()), *theirs.counts])
        for label in known:
            after = theirs.counts.get(label, 0)
            if ours is None:
                self._row(label, [f"{after:,}"])
                continue
            before = ours.counts.get(label, 0)
            self._row(label, [f"{before:,}", f"{after:,}", _difference(after - before)], loud=before != after)
        latest = [moment(theirs.latest)] if ours is None else [moment(ours.latest), moment(theirs.latest), ""]
        self._row(_("最后改动"), latest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._grid)
        for sentence in preview.warnings:
            column.addWidget(_Warning(sentence))

    def _row(
        self, label: str, values: list[str], *, role: str = "body", tone: str = "text", loud: bool = False
    ) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(Label(label, role, "text2"), row, 0)
        for column, value in enumerate(values, start=1):
            last = column == len(values) and len(values) > 2
            shown = Label(value, role, "warn" if loud and last else tone)
            shown.setAlignment(_RIGHT)
            self._grid.addWidget(shown, row, column)


class _Warning(QWidget):
    """One sentence with its sign."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(8)
        row.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row.addWidget(IconLabel("alert", "warn", 16), 0, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(sentence, "body", "text2", wrap=True), 0, 1)


def _difference(count: int) -> str:
    if not count:
        return _("一样")
    return _("多 {count}").format(count=f"{count:,}") if count > 0 else _("少 {count}").format(count=f"{-count:,}")
