"""重复: the rule at the left, at the right every day it makes, with holidays and clashes, each decided by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field
from louyu_desktop.rules import recurrence
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import State
from louyu_desktop.rules.recurrence import OnHoliday
from louyu_desktop.services.copies import Control, Copy, Option
from louyu_desktop.services.planned import (
    Decision,
    PlannedDay,
    SeriesDraft,
    SeriesEdited,
    SeriesMade,
    SeriesPreview,
    Way,
)
from louyu_desktop.services.room_copies import Alternative
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.planning.repeat_words import note_words, planned_words, way_words, ways
from louyu_desktop.ui.activities.planning.rule import RuleEditor
from louyu_desktop.ui.activities.planning.times import MOMENT, moment_of
from louyu_desktop.ui.activities.planning.told import ToldDialog
from louyu_desktop.ui.ask import ask_text
from louyu_desktop.ui.fields.editors import DateEditor, LineEditor
from louyu_desktop.ui.lines import Column, Lines
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.panel_table import PlanTable
from louyu_desktop.ui.parts import Hairline, Label

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_LATER_MS = 150


class RepeatDialog(Panel):
    """Makes a series of the activity that is open, or gives the series it belongs to another rule from it on."""

    def __init__(self, context: Context, copy: Copy, parent: QWidget) -> None:
        self._stands = copy.values.get("series_id") is not None
        title = _("改重复规则：{title}") if self._stands else _("重复：{title}")
        about = (
            _("从这场起按新的规则排；办过的、单独改过的不动。")
            if self._stands
            else _("每场的内容、场地、名额和筹备事项照这一场；以后可以一场一场改。")
        )
        super().__init__(context, parent, title.format(title=copy.title), about, _("建立系列"), QSize(1040, 600))
        self._copy, self._over = copy, parent
        self._draft: SeriesDraft | None = None
        self.decisions: dict[dt.date, Decision] = {}
        self.days: tuple[PlannedDay, ...] = ()
        self.rooms: tuple[Option, ...] = ()
        self._asked = 0
        first = copy.values["starts_at"].astimezone(SHANGHAI)
        self.rule = RuleEditor(first.date(), self)
        self.name = LineEditor(Field(name="name", label=N_("系列名称"), max_length=60), self)
        self.words = Label("", "group")
        self.lines = Lines(self._columns(), context.guest, self)
        self.table = PlanTable(self.lines, self, title="note")
        self._lay_out()
        self.go.setEnabled(False)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.preview)
        self.rule.changed.connect(self._later.start)
        self.table.chosen.connect(self.choose)
        self.go.clicked.connect(self.make)
        self._begin()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(Label(_("系列名称"), "label"))
        left.addWidget(self.name)
        left.addSpacing(6)
        left.addWidget(self.rule)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.words)
        right.addWidget(self.table, 1)
        self.hint = Label("", "hint")
        right.addWidget(self.hint)
        row.addLayout(left)
        row.addWidget(Hairline(vertical=True))
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(Field(name="day", label=N_("日期"), width=20), planned_words),
            Column(Field(name="note", label=N_("情况"), width=20), note_words),
            Column(Field(name="way", label=N_("怎么办"), width=14), self._way_words),
        )

    # -- reading -------------------------------------------------------------------------------

    def _begin(self) -> None:
        series, records, key = self.context.services.series, self.context.services.records, self._copy.id

        def work(_control: Control) -> tuple[SeriesDraft, tuple[Option, ...]]:
            return series.draft_like(key), records.options("facilities")

        self.context.tasks.read(self, work, self._started)

    def _started(self, answer: tuple[SeriesDraft, tuple[Option, ...]]) -> None:
        self._draft, self.rooms = answer
        self.name.put(self._draft.name)
        if self._draft.rule:
            self.rule.put(recurrence.read(self._draft.rule), self._draft.on_holiday)
        self.preview()

    def draft(self) -> SeriesDraft:
        """What would be made now; UserError when the rule cannot be taken."""
        assert self._draft is not None  # noqa: S101 - nothing asks before it was read
        how = OnHoliday(str(self.rule.holiday.value))
        return replace(
            self._draft, name=str(self.name.value()), rule=recurrence.written(self.rule.rule()),
            on_holiday="" if how is OnHoliday.KEEP else how.value,
        )  # fmt: skip

    def preview(self) -> None:
        """Read the days anew."""
        if self._draft is None:
            return
        try:
            draft = self.draft()
        except UserError as error:
            self.note.say(error.sentence)
            self.go.setEnabled(False)
            return
        self.note.say("")
        self._asked += 1
        series = self.context.services.series
        self.context.tasks.read(
            self, lambda _control: series.preview(draft), partial(self._show, self._asked), self.refuse
        )

    def _show(self, asked: int, preview: SeriesPreview) -> None:
        if asked != self._asked:
            return
        self.days = preview.days
        known = {day.rule_day for day in preview.days}
        self.decisions = {day: chosen for day, chosen in self.decisions.items() if day in known}
        for day in preview.days:
            if day.clash and day.rule_day not in self.decisions:
                self.decisions[day.rule_day] = Decision(Way.MAKE)
        self.words.setText(preview.words)
        guessed = any(day.note == _("预估") for day in preview.days)
        self.hint.setText(_("点一行，决定这一天怎么办。") + (_("标「预估」的年份，放假安排还没导入") if guessed else ""))
        self._redraw()

    def _redraw(self) -> None:
        self.lines.put(self.days)
        made = [day for day in self.days if self._is_made(day)]
        open_clashes = sum(bool(day.clash) and self._way(day) is Way.MAKE for day in made)
        self.rename(_("按新规则重排") if self._stands else _("建立 {count} 场").format(count=len(made)))
        self.go.setEnabled(bool(made) or self._stands)
        if open_clashes:
            self.note.say(_("{count} 天场地有人用。点那一行换场地、换时间、不用场地，或者不办").format(count=open_clashes), "warn")
            self.go.setEnabled(False)
        else:
            self.note.say("")

    def _is_made(self, day: PlannedDay) -> bool:
        return day.starts_at is not None and day.activity_id is None and self._way(day) is not Way.SKIP

    def _way(self, day: PlannedDay) -> Way:
        return self.decisions[day.rule_day].way if day.rule_day in self.decisions else Way.MAKE

    # -- words ---------------------------------------------------------------------------------

    def _way_words(self, day: PlannedDay) -> str:
        chosen = self.decisions.get(day.rule_day, Decision())
        return way_words(day, chosen, self._room(chosen.venue_id))

    def _room(self, key: int | None) -> str:
        return next((room.title for room in self.rooms if room.id == key), "")

    # -- deciding ------------------------------------------------------------------------------

    def choose(self, day: PlannedDay, _column: str = "") -> None:
        """Offer what can be done about a day."""
        if day.starts_at is None or day.activity_id is not None:
            return
        if not day.clash or self._draft is None:
            self.menu(day).popup(QCursor.pos())
            return
        times = {"starts_at": day.starts_at, "ends_at": day.ends_at, "status": State.PLANNED.value}
        rooms, values = self.context.services.rooms, {**self._draft.values, **times}

        def show(free: tuple[Alternative, ...]) -> None:
            self.menu(day, free).popup(QCursor.pos())

        self.context.tasks.read(self, lambda _control: rooms.alternatives("activities", values), show)

    def menu(self, day: PlannedDay, free: Sequence[Alternative] = ()) -> QMenu:
        """The ways out for one day; what is `free` stands first."""
        with_room = self._draft is not None and self._draft.values.get("venue_id") is not None
        menu = QMenu(self)
        for words, decision in ways(day, free, with_room=with_room, only_skip=self._stands):
            if decision is None:
                menu.addSeparator()
            else:
                menu.addAction(words).triggered.connect(partial(self.decide, day, decision))
        if not self._stands:
            menu.addAction(_("换个时间…")).triggered.connect(partial(self._ask_time, day))
            rooms = menu.addMenu(_("换场地"))
            for room in self.rooms:
                decision = Decision(Way.OTHER_ROOM, venue_id=room.id)
                rooms.addAction(room.title).triggered.connect(partial(self.decide, day, decision))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def decide(self, day: PlannedDay, decision: Decision) -> None:
        """What is done about this day."""
        self.decisions[day.rule_day] = decision
        self._redraw()

    def _ask_time(self, day: PlannedDay) -> None:
        begin = day.starts_at.astimezone(SHANGHAI) if day.starts_at else None
        text = ask_text(self, _("改到什么时候"), _("如 2026-12-05 14:00"), f"{begin:%Y-%m-%d %H:%M}" if begin else "",
                        _("改到这时"))  # fmt: skip
        if text:
            editor = DateEditor(MOMENT, self)
            editor.hide()
            editor.put(text)
            try:
                self.decide(day, Decision(Way.OTHER_TIME, starts_at=moment_of(editor)))
            except UserError as error:
                self.note.say(error.sentence)
            editor.deleteLater()

    # -- making --------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the series, or bring it to the new rule."""
        try:
            draft = self.draft()
        except UserError as error:
            self.note.say(error.sentence)
            return
        left_out = [day for day, chosen in self.decisions.items() if chosen.way is Way.SKIP]
        draft = replace(draft, exceptions=tuple(sorted({*draft.exceptions, *left_out})))
        series, now = self.context.services.series, dt.datetime.now(dt.UTC)
        decisions = {day: chosen for day, chosen in self.decisions.items() if chosen.way is not Way.SKIP}
        if self._stands and draft.series_id is not None:
            key = draft.series_id
            self.write(lambda _control: series.replan(key, draft, now=now), self._replanned)
        else:
            self.write(lambda _control: series.make(draft, decisions), self._made)

    def _made(self, made: SeriesMade) -> None:
        self.accept()
        words = _("建立了「{name}」，{count} 场").format(name=str(self.name.value()), count=len(made.activity_ids))
        self.context.message("ok", words, _("打开系列"), lambda: self.context.open_record("series", made.series_id))

    def _replanned(self, edited: SeriesEdited) -> None:
        self.accept()
        words = _("改了 {changed} 场，新加 {made} 场，去掉 {dropped} 场")
        self.context.message("ok", words.format(
            changed=len(edited.changed), made=len(edited.made), dropped=len(edited.dropped)))  # fmt: skip
        for told in edited.told:
            ToldDialog(self.context, told, self._over).open()
