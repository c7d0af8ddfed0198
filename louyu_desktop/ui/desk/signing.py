"""What the desk has written: each on the one writing lane, and told only when it is on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from louyu_desktop.errors import LouyuError, UserError
from louyu_desktop.services.desk_copies import LateLine, LateOutcome, Signed, Standing
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.problems import report

Outcome = tuple[Signed, Standing]
Form = tuple[str, str, str]


class Signing(QObject):
    """`signed`, `left` and `undone` carry what came of it and how the activity stands.

    `walked_in` carries the three fields too; `refused` the sentence, the field, and the three or None.
    """

    signed = Signal(object, object)
    walked_in = Signal(object, object, object)
    left = Signal(object, object)
    undone = Signal(object, object)
    entered = Signal(object, object)
    drawn = Signal()
    refused = Signal(str, str, object)

    def __init__(self, context: Context, activity_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._activity_id = context, activity_id
        self._desk = context.services.desk
        self.waiting = 0
        """Writes that are not on disk yet."""
        self._forms: set[Form] = set()

    def sign_in(self, person_id: int, *, anyway: bool = False) -> None:
        """Sign one person in."""
        desk, activity = self._desk, self._activity_id
        self._write(lambda: desk.sign_in(activity, person_id, anyway=anyway), self._was_signed)

    def walk_in(self, name: str, unit: str, mobile: str, *, anyway: bool = False) -> None:
        """Sign in somebody new by three fields; the same again before they are on disk is no second person."""
        form = name, unit, mobile
        if form in self._forms:
            return
        self._forms.add(form)
        desk, activity = self._desk, self._activity_id
        work = partial(desk.walk_in, activity, name, unit, mobile, anyway=anyway)
        self._write(work, partial(self._has_walked_in, form), partial(self._failed, form=form))

    def sign_out(self, person_id: int) -> None:
        """Note that somebody leaves."""
        desk, activity = self._desk, self._activity_id
        self._write(lambda: desk.sign_out(activity, person_id), self._has_left)

    def undo(self, sign_in_id: int) -> None:
        """Take a sign-in back."""
        desk = self._desk
        self._write(lambda: desk.undo(sign_in_id), self._was_undone)

    def draw(self, sign_in_id: int, strokes: str) -> None:
        """Keep a signature."""
        desk = self._desk
        self._context.tasks.write(
            self, lambda _control: desk.signature(sign_in_id, strokes), lambda _none: self.drawn.emit(), self._failed
        )

    def enter(self, lines: Sequence[LateLine]) -> None:
        """Enter lines of a paper sheet."""
        desk, activity = self._desk, self._activity_id

        def work(_control: object) -> tuple[LateOutcome, Standing]:
            return desk.late_entry(activity, lines), desk.standing(activity)

        self._context.tasks.write(self, work, lambda found: self.entered.emit(*found), self._failed)

    def _write(
        self, work: Callable[[], Signed], done: Callable[[Outcome], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:  # fmt: skip
        desk, activity = self._desk, self._activity_id
        self.waiting += 1

        def both(_control: object) -> Outcome:
            return work(), desk.standing(activity)

        self._context.tasks.write(self, both, partial(self._ended, done), partial(self._ended, failed or self._failed))

    def _ended(self, then: Callable[[Any], object], found: object) -> None:
        self.waiting -= 1
        then(found)

    def _was_signed(self, outcome: Outcome) -> None:
        self.signed.emit(*outcome)

    def _has_walked_in(self, form: Form, outcome: Outcome) -> None:
        self._forms.discard(form)
        self.walked_in.emit(*outcome, form)

    def _has_left(self, outcome: Outcome) -> None:
        self.left.emit(*outcome)

    def _was_undone(self, outcome: Outcome) -> None:
        self.undone.emit(*outcome)

    def _failed(self, error: Exception, form: Form | None = None) -> None:
        if form is not None:
            self._forms.discard(form)
        if isinstance(error, UserError):
            self.refused.emit(error.sentence, error.field, form)
        elif isinstance(error, LouyuError):
            self.refused.emit(error.sentence, "", form)
        else:
            self.refused.emit("", "", form)
            report(self.parent(), error)
