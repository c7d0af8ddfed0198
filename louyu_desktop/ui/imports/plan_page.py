"""Third step: five tiles, the segments, the table; nothing has been written yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.services.import_plan import Action, Blank, ImportPlan
from louyu_desktop.text import _
from louyu_desktop.ui.imports.lines import TILES, TONES
from louyu_desktop.ui.imports.plan_table import PlanTable
from louyu_desktop.ui.parts import Card, Label, MessageBar, Segmented
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.theme import theme

_SEGMENTS = {
    "all": frozenset(Action),
    "todo": frozenset({Action.REFUSED, Action.ASK}),
    "changed": frozenset({Action.CHANGED}),
    "new": frozenset({Action.NEW}),
}


class Tile(Card):
    """One number and what it counts."""

    def __init__(self, words: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._tone = tone
        self.figure = Label("0", "figure", tone)
        self.body.setContentsMargins(15, 8, 15, 8)
        self.body.setSpacing(0)
        self.body.addWidget(self.figure)
        self.body.addWidget(Label(words, "label"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, number: int) -> None:
        """Show it, grouped by thousands; a zero is grey."""
        self.figure.setText(f"{number:,}")
        self.figure.set_tone(self._tone if number else "text3")


class Tiles(QWidget):
    """The five of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.tiles = {action: Tile(_(words), TONES[action]) for action, words in TILES}
        for tile in self.tiles.values():
            row.addWidget(tile)

    def show_plan(self, plan: ImportPlan) -> None:
        """The five numbers of a plan."""
        counts = plan.counts
        for action, number in (
            (Action.NEW, counts.new), (Action.CHANGED, counts.changed), (Action.UNCHANGED, counts.unchanged),
            (Action.ASK, counts.ask), (Action.REFUSED, counts.refused),
        ):  # fmt: skip
            self.tiles[action].show_number(number)


class PlanPage(QWidget):
    """The plan on screen; what the person types or chooses goes out as signals."""

    blank_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "title")
        self.about = Label("", "label", "text3")
        self.tiles = Tiles()
        self.message = MessageBar()
        self.table = PlanTable()
        self._segments = QHBoxLayout()
        self._segmented: Segmented | None = None
        self._segment = "all"
        self.blank = combo(
            [(Blank.KEEP.value, _("空白格：保留原值")), (Blank.CLEAR.value, _("空白格：清空")),
             (Blank.ASK.value, _("空白格：逐个问"))]
        )  # fmt: skip
        self.blank.setFixedWidth(theme.px(190))
        self.blank.setAccessibleName(_("文件里空白的格子"))
        self.blank.activated.connect(self._blank)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 14)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addSpacing(10)
        column.addWidget(self.tiles)
        column.addSpacing(12)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 12)
        row.setSpacing(12)
        row.addLayout(self._segments)
        row.addStretch(1)
        row.addWidget(Label(_("行号与 Excel 里的一致"), "label", "text3"))
        row.addWidget(self.blank)
        column.addLayout(row)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)

    def show_plan(self, plan: ImportPlan, label: str) -> None:
        """Another plan: tiles, segments, rows; the current row stays."""
        current = self.table.currentIndex()
        kept = self.table.plan.row(current.row()) if current.isValid() else None
        counts = plan.counts
        self.title.setText(_("核对 {count} 行").format(count=f"{counts.rows:,}"))
        self.about.setText(_about(plan))
        self.tiles.show_plan(plan)
        self._show_segments(plan)
        labels = {one.name: one.label for one in plan.proposal.targets}
        self.table.plan.show_rows(plan.rows, label, labels, _SEGMENTS[self._segment])
        if kept is not None:
            place = max(self.table.plan.place_of(kept.sheet, kept.row), 0)
            self.table.setCurrentIndex(self.table.plan.index(place, 0))
        brought = "、".join(f"{name} {number:,}" for name, number in plan.brought.items() if number)
        if brought:
            self.message.show("info", _("随之新建：{what}，都在同一步里，可以一起撤销").format(what=brought))
        else:
            self.message.hide()

    def _show_segments(self, plan: ImportPlan) -> None:
        counts = plan.counts
        todo = counts.ask + counts.refused
        numbers = {"all": counts.rows, "todo": todo, "changed": counts.changed, "new": counts.new}
        names = {"all": _("全部"), "todo": _("要处理"), "changed": _("更改"), "new": _("新增")}
        if not numbers[self._segment]:
            self._segment = "all"
        fresh = Segmented([(key, f"{names[key]} {numbers[key]:,}") for key in names], self._segment)
        fresh.chosen.connect(self._segment_chosen)
        if self._segmented is not None:
            self._segments.removeWidget(self._segmented)
            self._segmented.deleteLater()
        self._segmented = fresh
        self._segments.addWidget(fresh)

    def _segment_chosen(self, key: object) -> None:
        self._segment = str(key)
        self.table.plan.show_actions(_SEGMENTS[self._segment])

    def _blank(self, _index: int) -> None:
        self.blank_chosen.emit(str(self.blank.currentData()))


def _about(plan: ImportPlan) -> str:
    sheets = [sheet.name for sheet in plan.proposal.sheets if sheet.used]
    words = [plan.book.name]
    if len(sheets) == 1:
        words.append(_("工作表「{name}」").format(name=sheets[0]))
    elif sheets:
        words.append(_("{count} 张工作表").format(count=len(sheets)))
    if plan.left_out:
        words.append(_("标题、合计、空行等 {count} 行不算").format(count=len(plan.left_out)))
    return "·".join(words)
