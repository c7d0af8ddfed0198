"""What became of entries and cancellations, in a sentence for the message bar."""

from __future__ import annotations

from collections.abc import Sequence

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.services.registering_copies import Cancelled, Listed, Placed, RegisterOutcome
from louyu_desktop.text import _
from louyu_desktop.ui.guest import GuestView

NAME = Field(name="name", label="", kind=Kind.PERSON_NAME)
_SOME = 3


def names(guest: GuestView, people: Sequence[Placed | Listed]) -> str:
    """A few names, and how many there are when there are more."""
    shown = _("、").join(guest.show(NAME, one.name) for one in people[:_SOME])
    if len(people) <= _SOME:
        return shown
    return _("{names}等 {count} 人").format(names=shown, count=len(people))


def registered(guest: GuestView, outcome: RegisterOutcome) -> tuple[str, str]:
    """Tone and words for what became of a list."""
    words = []
    if outcome.registered:
        words.append(_("已报名：{names}").format(names=names(guest, outcome.registered)))
    if outcome.waiting:
        first = outcome.waiting[0]
        why = _("，{reason}").format(reason=first.reason) if first.reason else ""
        words.append(_("候补：{names}{why}").format(names=names(guest, outcome.waiting), why=why))
    if outcome.already:
        words.append(_("原来就在名单上：{names}").format(names=names(guest, outcome.already)))
    if outcome.refused:
        first = outcome.refused[0]
        words.append(_("{count} 人没有报上：{reason}").format(count=len(outcome.refused), reason=first.reason))
    return ("warn" if outcome.waiting or outcome.refused else "ok"), _("；").join(words)


def cancelled(guest: GuestView, done: Cancelled) -> tuple[str, str]:
    """Tone and words for a cancellation, and for who moved up."""
    words = _("已取消 {count} 人的报名").format(count=done.cancelled)
    offered = [one for one in done.moved_up if one.status == RegistrationStatus.OFFERED]
    up = [one for one in done.moved_up if one not in offered]
    if up:
        words += _("；{names}补上了，请通知本人").format(names=names(guest, up))
    if offered:
        words += _("；轮到{names}，请问本人来不来").format(names=names(guest, offered))
    return ("warn" if done.moved_up else "ok"), words
