"""The desk: a full-screen window of the same program, for the minutes before an activity begins.

Everything is there to be seen from two metres; nothing can be leafed through, no phone is shown.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QResizeEvent

from louyu_desktop.services.desk_copies import (
    Arrival,
    Came,
    Candidate,
    Candidates,
    DeskState,
    LateOutcome,
    Signed,
    Standing,
)
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.desk import saying, sound
from louyu_desktop.ui.desk.card import Said
from louyu_desktop.ui.desk.stage import Stage


class _News(QObject):
    """Brings news from whatever thread to the window's; it outlives the window as long as somebody may tell it."""

    told = Signal()

    def tell(self) -> None:
        """What the service calls."""
        self.told.emit()


class DeskWindow(Stage):
    """One activity at the door; several windows may show the same one.

    `shown` comes with every card that a sign-in has brought: by then it is on disk.
    """

    shown = Signal(object)

    def __init__(self, context: Context, state: DeskState) -> None:
        super().__init__(context, state)
        self._last: Signed | Arrival | None = None
        self._drawing: Signed | Arrival | None = None
        self._pending: tuple[object, ...] = ()
        self._connect()
        self._connect_results()
        self._bind()
        self._show_state(state)
        self._idle()
        self._news = _News()
        self._news.told.connect(self._refresh)
        self._desk.watch(state.activity_id, self._news.tell)

    def _connect(self) -> None:
        find = self.finder
        find.typed.connect(self._typed)
        find.box.entered.connect(self._entered)
        find.box.picked.connect(self._picked)
        find.box.moved.connect(find.rows.move)
        find.box.left.connect(self.close)
        find.box.undo_wanted.connect(self._undo_last)
        find.rows.chosen.connect(self._take)
        find.walk_in_wanted.connect(self._begin_walk_in)
        find.firms_wanted.connect(self._show_firms)
        find.late_wanted.connect(self._show_late)
        find.leaving_changed.connect(self._idle)
        for page in (self.firms, self.late, self.pad):
            page.left.connect(self._back)
        self.walk_in.left.connect(self._give_up)
        self.walk_in.given.connect(self.signing.walk_in)
        self.firms.chosen.connect(self.signing.sign_in)
        self.late.asked.connect(self._asked_late)
        self.late.wanted.connect(self.signing.enter)
        self.pad.kept.connect(self.signing.draw)
        self.head.leave_wanted.connect(self.close)
        self.head.print_wanted.connect(self._print)
        self.card.acted.connect(self._act)
        self.card.drawing_wanted.connect(self._draw)
        self.side.wanted.connect(self._look_at)

    def _connect_results(self) -> None:
        self.finding.found.connect(self._found)
        self.finding.coded.connect(self._coded)
        self.finding.refused.connect(self._not_found)
        self.late_finding.found.connect(self.late.answer)
        self.scanner.scanned.connect(self._scanned)
        self.signing.signed.connect(self._signed)
        self.signing.walked_in.connect(self._walked_in)
        self.signing.left.connect(self._has_left)
        self.signing.undone.connect(self._undone)
        self.signing.entered.connect(self._late_entered)
        self.signing.drawn.connect(self._drawn)
        self.signing.refused.connect(self._refused)
        self.context.guest.changed.connect(self._guest_changed)
        self.context.bus.changed.connect(self._heard)

    def _bind(self) -> None:
        slots = {
            "desk-walk-in": self._begin_walk_in, "desk-firms": self._show_firms, "desk-sign": self._draw,
            "desk-leave": self.finder.toggle_leaving, "desk-late": self._show_late,
            "desk-chinese": self.finder.toggle_chinese, "undo": self._undo_last, "save": self.late.submit,
        }  # fmt: skip
        self.actions_by_id: dict[str, QAction] = {name: bind(self, name, slot) for name, slot in slots.items()}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is typed is answered by as many rows as there is room for."""
        super().resizeEvent(event)
        if self.finder.box.text():
            self._typed(self.finder.box.text())

    # -- finding -------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._pending = ()
        self.finding.ask(text, self.finder.rows.fitting)

    def _entered(self) -> None:
        """Enter: the one that is chosen; once more where a place had to be found for somebody."""
        text = self.finder.box.text()
        if not text and self._pending:
            self._act()
        elif self.finder.rows.current is not None:
            self._take(self.finder.rows.current)

    def _picked(self, place: int) -> None:
        one = self.finder.rows.at(place)
        if one is not None:
            self._take(one)

    def _take(self, one: Candidate) -> None:
        """Sign in, or out, whoever was chosen."""
        self.finder.begin()
        if self.finder.leaving:
            self.signing.sign_out(one.person_id)
        else:
            self.signing.sign_in(one.person_id)

    def _coded(self, answer: Candidates) -> None:
        """A code that means one person signs in at once; of several with one number one is chosen."""
        if answer.exact is not None and answer.rows:
            self._take(answer.rows[0])
        elif answer.rows:
            self._back()
            self.finder.show_answer(answer, waits=False)
        else:
            self._not_found(_("这个号码没有登记过，请打姓名查找，或按 F4 现场报名"))

    # -- writing -------------------------------------------------------------------------------

    def _walked_in(self, result: Signed, standing: Standing, form: tuple[str, ...]) -> None:
        """As by the box, but that who found no place is asked for by the fields again: nobody was made.

        Fields that are being filled in for the next one stay.
        """
        if self.pages.currentWidget() is not self.walk_in or self.walk_in.shows(form):
            self._back()
        self._signed(result, standing, ("walk-in", *form))

    def _signed(self, result: Signed, standing: Standing, again: tuple[object, ...] = ()) -> None:
        """It is on disk, or nothing was written: now the card may say so."""
        again = again or ("sign-in", result.person_id)
        self._pending = again if result.came in (Came.FULL, Came.CLOSED) else ()
        self._last = result if result.came is Came.SIGNED else None
        self.side.put(standing)
        self._say(saying.signed(result, self.state, self.name), "ok" if result.came is Came.SIGNED else "warn")
        if self.pages.currentWidget() is self.firms:
            self.firms.put(self._desk.firms(self.state.activity_id))
        self.card.repaint()  # now, and with it all of the window that waits to be painted
        self.shown.emit(result)

    def _has_left(self, result: Signed, standing: Standing) -> None:
        self._last = None
        self.side.put(standing)
        self._say(saying.left(result, self.name), "ok" if result.came is Came.SIGNED else "warn")

    def _undone(self, result: Signed, standing: Standing) -> None:
        self._last = None
        self.side.put(standing)
        self._say(saying.undone(result, self.name), "warn")

    def _refused(self, sentence: str, field: str, form: object) -> None:
        page = self.pages.currentWidget()
        if page is self.walk_in and self.walk_in.shows(form):
            self._pending = ()
            self.walk_in.refuse(sentence, field)
        elif page is self.late:
            self.late.refuse(sentence)
        elif sentence:
            title = _("没有签退") if self.finder.leaving else _("没有签上")
            self._say(saying.refused(title, sentence), "warn")

    def _act(self) -> None:
        """The button of the card: take back, or sign in all the same."""
        match self._pending:
            case ("sign-in", int(person_id)):
                self._pending = ()
                self.signing.sign_in(person_id, anyway=True)
            case ("walk-in", str(name), str(unit), str(mobile)):
                self._pending = ()
                self.signing.walk_in(name, unit, mobile, anyway=True)
            case _:
                self._undo_last()

    def _undo_last(self) -> None:
        if self._last is not None and self._last.sign_in_id:
            self.signing.undo(self._last.sign_in_id)
            self._last = None

    def _look_at(self, arrival: Arrival) -> None:
        """One of the last ten: who it was, and the way to take it back."""
        self._pending = ()
        self._last = arrival
        self._back()
        self._say(saying.looked_at(arrival, self.name), "")

    def _late_entered(self, outcome: LateOutcome, standing: Standing) -> None:
        self.side.put(standing)
        self.late.written(outcome)
        sound.play(self.context.preferences, "warn" if outcome.taken else "ok")

    # -- pages ---------------------------------------------------------------------------------

    def _begin_walk_in(self) -> None:
        typed = self.finder.box.text()
        self.finder.begin()
        self._last, self._pending = None, ()
        self.card.put(saying.asking())
        self._show(self.walk_in)
        self.walk_in.begin(typed)

    def _give_up(self) -> None:
        self._idle()
        self._back()

    def _draw(self) -> None:
        last = self._last
        if last is not None and last.sign_in_id:
            self._drawing = last
            self._show(self.pad)
            self.pad.begin(last.sign_in_id, self.name(last.name))

    def _drawn(self) -> None:
        last = self._drawing
        self._back()
        if last is not None and last is self._last:  # somebody may have scanned a badge meanwhile
            self._say(Said("ok", self.name(last.name), _("签名已存"), last.unit, _("撤销"), "Ctrl+Z"), "ok")

    # -- news ----------------------------------------------------------------------------------

    def _idle(self) -> None:
        self._last, self._pending = None, ()
        self.card.put(saying.idle(leaving=self.finder.leaving))

    def _guest_changed(self, _on: bool) -> None:
        self._idle()
        self.finder.begin()
        self.side.put(self._desk.standing(self.state.activity_id))
        self._back()

    # -- leaving -------------------------------------------------------------------------------

    def may_close(self) -> bool:
        """Ask for the password where the station wants it; lines of paper not yet written are asked about."""
        return self.way_out.may_leave(len(self.late.lines))

    def leaving(self) -> None:
        """Let go of the people of the activity."""
        self._desk.leave(self.state.activity_id, self._news.tell)
        self.way_out.left()
