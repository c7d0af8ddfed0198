"""补录: who signed on paper, line by line, each with its place on the sheet; written all at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSpinBox, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from louyu_desktop.services.desk_copies import Belongs, Candidate, Candidates, LateLine, LateOutcome
from louyu_desktop.text import _
from louyu_desktop.ui.desk.box import DeskBox
from louyu_desktop.ui.desk.rows import Candidates as Rows
from louyu_desktop.ui.desk.words import DeskButton, Words, font_of
from louyu_desktop.ui.theme import theme

Naming = Callable[[str], str]
SHOWN = 3
_HIGHEST = 9999


class Late(QWidget):
    """`asked` with what is typed, `wanted` with the lines to be written, `left` to go back."""

    asked = Signal(str)
    wanted = Signal(object)
    left = Signal()

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._naming = naming
        self.lines: list[LateLine] = []
        self.page, self.line = _number(_("签到表第几页")), _number(_("第几行"))
        self.box = DeskBox()
        self.rows = Rows()
        self.table = QTableWidget(0, 4)
        self.said = Words(16, tone="text2")
        self.write = DeskButton("", "check", "Ctrl+S", "primary")
        self.back = DeskButton(_("回到签到"), "left", "Esc")
        self._build()
        self.box.textChanged.connect(self.asked)
        self.box.entered.connect(self._entered)
        self.box.picked.connect(self._picked)
        self.box.moved.connect(self.rows.move)
        self.box.left.connect(self.left)
        self.rows.chosen.connect(self._take)
        self.write.clicked.connect(self.submit)
        self.back.clicked.connect(self.left)
        self.table.cellDoubleClicked.connect(self._drop)
        self.rows.hide()
        self._show_lines()
        self._fit()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        title = Words(24, bold=True)
        title.setText(_("补录纸质签到"))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(title, 1)
        for text, field in ((_("页"), self.page), (_("行"), self.line)):
            label = Words(18, tone="text2").hold()
            label.setText(text)
            head.addWidget(label)
            head.addWidget(field)
        head.addWidget(self.back)
        self.table.setHorizontalHeaderLabels([_("页"), _("行"), _("姓名"), _("单位")])
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setProperty("desk", "list")
        self.table.setAccessibleName(_("待补录的人"))
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (head, self.box, self.rows, self.table, foot):
            if isinstance(part, QHBoxLayout):
                column.addLayout(part)
            else:
                column.addWidget(part, 1 if part is self.table else 0)

    def begin(self) -> None:
        """Be ready to type; lines that were not written are still there."""
        self.box.clear()
        self.box.setFocus()

    def answer(self, answer: Candidates) -> None:
        """Whom the typed text may mean."""
        self.rows.put(answer.rows[:SHOWN], [self._naming(one.name) for one in answer.rows[:SHOWN]])
        self.rows.setVisible(bool(answer.rows))

    def _entered(self) -> None:
        if self.rows.current is not None:
            self._take(self.rows.current)
        elif not self.box.text() and self.lines:
            self.submit()

    def _picked(self, place: int) -> None:
        one = self.rows.at(place)
        if one is not None:
            self._take(one)

    def _take(self, one: Candidate) -> None:
        self.box.clear()
        self.box.setFocus()
        if one.belongs in (Belongs.SIGNED_IN, Belongs.LEFT):
            self._say(_("{name} 已经签到了，不用补录").format(name=self._naming(one.name)), "warn")
            return
        if any(line.person_id == one.person_id for line in self.lines):
            self._say(_("{name} 已在下面").format(name=self._naming(one.name)), "warn")
            return
        line = LateLine(self.page.value(), self.line.value(), one.person_id)
        self.lines.append(line)
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate((str(line.page), str(line.line), self._naming(one.name), one.unit)):
            self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.scrollToBottom()
        self.line.setValue(line.line + 1)
        self._show_lines()

    def _drop(self, row: int, _column: int) -> None:
        del self.lines[row]
        self.table.removeRow(row)
        self._show_lines()

    def submit(self) -> None:
        """Have the lines written."""
        if self.lines:
            self.wanted.emit(tuple(self.lines))

    def written(self, outcome: LateOutcome) -> None:
        """What came of it; what was not written stays."""
        words = [_("补录了 {count} 人").format(count=outcome.entered)]
        if outcome.already:
            words.append(_("{count} 人早就签到了").format(count=len(outcome.already)))
        if outcome.taken:
            words.append(_("{count} 行的页和行已经录过，请改").format(count=len(outcome.taken)))
        kept = list(outcome.taken)
        for row in range(len(self.lines) - 1, -1, -1):
            if self.lines[row] not in kept:
                del self.lines[row]
                self.table.removeRow(row)
        self._show_lines()
        self._say(_("，").join(words), "warn" if outcome.taken else "ok")

    def refuse(self, sentence: str) -> None:
        """Say why nothing was written; the lines stay."""
        self._say(sentence, "danger")

    def _show_lines(self) -> None:
        count = len(self.lines)
        self.write.setText(" " + _("补录 {count} 人  Ctrl+S").format(count=count))
        self.write.setEnabled(count > 0)
        self._say(
            _("打姓名回车，行号自己加一；录错了双击那一行去掉") if count else _("照签到表一行一行打姓名，回车记下一行")
        )

    def _say(self, text: str, tone: str = "text2") -> None:
        self.said.setText(text)
        self.said.set_tone(tone)

    def _fit(self) -> None:
        self.table.setFont(font_of(18))
        self.table.verticalHeader().setDefaultSectionSize(theme.px(38))
        for column, wide in enumerate((70, 70, 150)):
            self.table.setColumnWidth(column, theme.px(wide))
        self.rows.setFixedHeight(SHOWN * theme.px(70) + (SHOWN - 1) * 6)


def _number(name: str) -> QSpinBox:
    field = QSpinBox()
    field.setRange(1, _HIGHEST)
    field.setFont(font_of(18))
    field.setFixedWidth(theme.px(92))
    field.setAccessibleName(name)
    return field
