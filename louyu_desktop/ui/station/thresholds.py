"""设置 → 五色和必访: the numbers of the rules, and beside them what other numbers would change: 17 家会变黄."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import COLOURS
from louyu_desktop.services.colour_copies import Effect, Moved
from louyu_desktop.services.copies import Control
from louyu_desktop.settings import BY_KEY, RISK, SETTINGS
from louyu_desktop.text import N_, _
from louyu_desktop.ui import ask
from louyu_desktop.ui.fields.words import scrolled_card
from louyu_desktop.ui.lines import Column, Lines
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import Card, Hairline, Label, outline, primary, quiet
from louyu_desktop.ui.prints.inputs import Input, labelled, make_input
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.risk_badge import RiskBadge
from louyu_desktop.ui.station.declared import field_of
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_PAUSE = 400  # ms after the last change before its effect is looked at
_SIDE, _LABEL = 440, 190
_OPEN = Sensitivity.SENSITIVE
_GROUPS = (
    (N_("什么时候建议"), ("colour_lease", "colour_unvisited", "colour_headcount", "colour_signal")),
    (N_("每种颜色多久走访一次"), ("colour_visit",)),
    (N_("六必访的期限"), ("must_",)),
)


def _colour(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind=Kind.CHOICE, choices=COLOURS, sensitivity=_OPEN, width=6)


_COLUMNS = (
    Column(Field(name="name", label=N_("企业"), width=24), lambda one: one.name),
    Column(_colour("before", N_("原来建议")), lambda one: one.before),
    Column(_colour("after", N_("改后建议")), lambda one: one.after),
)


class ThresholdsPage(QWidget):
    """Nothing holds before it is kept; then tasks and suggestions of all firms are brought up to it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.inputs: dict[str, Input] = {}
        self._kept: Mapping[str, int] = {}
        self._asked = 0
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.look)
        self.state = Label("", "label", "ok")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(scrolled_card(self._numbers()), 1)
        body.addWidget(self._effect_card())
        column.addLayout(body, 1)
        theme.changed.connect(self._fit)
        context.guest.changed.connect(self._draw)
        self.effect: Effect | None = None
        self._fit()
        self._offer()
        self._read()

    # -- drawing -------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        self.usual = quiet(_("恢复默认"), small=True)
        self.drop = outline(_("放弃改动"), small=True)
        self.keep = primary(_("保存，照新的看一遍"), small=True)
        self.usual.clicked.connect(self._defaults)
        self.drop.clicked.connect(self._give_up)
        self.keep.clicked.connect(self.write)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label(_(RISK), "title"))
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        for button in (self.usual, self.drop, self.keep):
            head.addWidget(button)
        return head

    def _numbers(self) -> QWidget:
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(10)
        for title, prefixes in _GROUPS:
            rows.addWidget(Label(_(title), "group"))
            rows.addWidget(Hairline())
            for setting in SETTINGS:
                if setting.group == RISK and setting.key.startswith(prefixes):
                    entry = make_input(field_of(setting))
                    entry.edited.connect(self._edited)
                    self.inputs[setting.key] = entry
                    rows.addWidget(labelled(entry, above=False, width=_LABEL))
        rows.addStretch(1)
        return inner

    def _effect_card(self) -> Card:
        self.card = Card(_("照这样改"))
        self.sentence = Label("", "body", wrap=True)
        self.card.body.addWidget(self.sentence)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self._counts: dict[str, Label] = {}
        for row, colour in enumerate(COLOURS):
            self._counts[colour] = Label("", "body")
            grid.addWidget(RiskBadge(colour), row, 0)
            grid.addWidget(self._counts[colour], row, 1)
        grid.setColumnStretch(1, 1)
        self.card.body.addLayout(grid)
        self.lines = Lines(_COLUMNS, self._context.guest, self)
        self.table = PlanTable(self.lines, self, title="name")
        self.table.setAccessibleName(_("建议会变的企业"))
        self.table.chosen.connect(self._open)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addStretch(0)
        return self.card

    def _fit(self) -> None:
        self.card.setFixedWidth(theme.px(_SIDE))

    def _open(self, one: Moved, _name: str) -> None:
        self._context.open_record("enterprises", one.enterprise_id)

    # -- reading -------------------------------------------------------------------------------

    def _read(self) -> None:
        service = self._context.services.colours
        self._context.tasks.read(self, lambda _control: service.thresholds(), self._show)

    def _show(self, values: Mapping[str, int]) -> None:
        self._kept = values
        for key, entry in self.inputs.items():
            entry.put(values[key])
        self._offer()
        self.look()

    def values(self) -> dict[str, int]:
        """What stands in the boxes."""
        return {key: int(entry.raw()) for key, entry in self.inputs.items()}

    def _is_changed(self) -> bool:
        return bool(self._kept) and self.values() != dict(self._kept)

    def _edited(self) -> None:
        self.state.setText("")
        self._offer()
        self._timer.start()

    def _offer(self) -> None:
        changed = self._is_changed()
        for button in (self.drop, self.keep):
            button.setEnabled(changed)
        self.usual.setEnabled(any(value != BY_KEY[key].default for key, value in self.values().items()))

    def _defaults(self) -> None:
        for key, entry in self.inputs.items():
            entry.put(BY_KEY[key].default)
        self._edited()

    def _give_up(self) -> None:
        self._timer.stop()
        self._show(self._kept)

    # -- the effect ----------------------------------------------------------------------------

    def look(self) -> None:
        """Ask what the numbers in the boxes would suggest."""
        self._asked += 1
        asked, values, service = self._asked, self.values(), self._context.services.colours

        def work(control: Control) -> Effect:
            return service.preview(values, control)

        def show(effect: Effect) -> None:
            if asked == self._asked:
                self._complain({})
                self.effect = effect
                self._draw()

        def refuse(error: Exception) -> None:
            if asked != self._asked:
                return
            self.effect = None
            self._refuse(error)
            self._draw()

        self._context.tasks.read(self, work, show, refuse)

    def _draw(self, _on: bool = False) -> None:
        effect = None if self._context.guest.on else self.effect
        for colour, label in self._counts.items():
            label.setText(_count(effect, colour))
        self.lines.put(effect.moved if effect else ())
        self.table.setVisible(bool(effect and effect.moved))
        self.sentence.setText(_words(effect) if effect else "—" if self._context.guest.on else "")

    def _complain(self, problems: Mapping[str, str]) -> None:
        for key, entry in self.inputs.items():
            entry.complain(problems.get(key, ""))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, InvalidRecordError):
            self._complain(error.problems)
            self.keep.setEnabled(False)
        elif isinstance(error, UserError):
            self._context.message("warn", error.sentence)
        else:
            report(self, error)

    # -- keeping -------------------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Whether nothing is changed, or what is may be dropped."""
        if not self._is_changed():
            return True
        title, words = _("放弃没保存的阈值？"), _("改过的数还没有保存，建议和必访仍照原来的算。")
        return ask.confirm(self.window(), title, words, _("放弃改动"), _("回去看看"))

    def write(self) -> None:
        """Keep the numbers, and look at all enterprises by them."""
        self._timer.stop()
        self.keep.setEnabled(False)
        services, values, today = self._context.services, self.values(), dates.today()

        def work(control: Control) -> None:
            services.colours.set_thresholds(values)
            control(0, 0)
            services.must_visits.sweep(today)

        def done(_nothing: None) -> None:
            self.state.setText(_("已保存，建议和必访已照新的看过"))
            self._read()

        self._context.tasks.write(self, work, done, self._refuse, title=_("照新的阈值看一遍"))


def _count(effect: Effect | None, colour: str) -> str:
    """12 家, or 12 → 29 家."""
    if effect is None:
        return "—"
    before, after = effect.before[colour], effect.after[colour]
    if before == after:
        return _("{count} 家").format(count=f"{before:,}")
    return _("{before} → {after} 家").format(before=f"{before:,}", after=f"{after:,}")


def _words(effect: Effect) -> str:
    """17 家会变黄，3 家会变橙."""
    if not effect.count:
        return _("没有企业的建议会变。颜色本身由人确认，不会自己变")
    becomes = Counter(effect.becomes)
    parts = [
        _("{count} 家会变{colour}").format(count=f"{becomes[colour]:,}", colour=_(colour))
        for colour in COLOURS if becomes[colour]
    ]  # fmt: skip
    return _("建议里 {parts}。颜色本身由人确认，不会自己变").format(parts=_("，").join(parts))
