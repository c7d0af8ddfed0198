"""How the places of an activity stand, in one line."""

from __future__ import annotations

from louyu_desktop.services.registering_copies import Places
from louyu_desktop.text import _


def about(places: Places) -> tuple[str, str]:
    """Words and tone: how many places are left, who waits, and why nobody registers any more."""
    parts = [figures(places)]
    if places.why_closed or places.why_late:
        parts.append(places.why_closed or places.why_late)
        return "。".join(parts), "warn"
    full = places.free == 0 or places.waiting > 0
    if full:
        parts.append(_("现在登记的人排在候补里"))
    return "。".join(parts), "warn" if full else "text2"


def figures(places: Places) -> str:
    """已报名 38 / 50 人，还有 12 个名额，候补 6 人."""
    if places.capacity is None:
        words = _("已报名 {held} 人，不限名额").format(held=places.held)
    else:
        words = _("已报名 {held} / {capacity} 人").format(held=places.held, capacity=places.capacity)
        words += _("，还有 {free} 个名额").format(free=places.free) if places.free else _("，名额已满")
    if places.waiting:
        words += _("，候补 {count} 人").format(count=places.waiting)
    if places.offered:
        words += _("，{count} 人待答复").format(count=places.offered)
    if places.quota is not None:
        words += _("，每家企业 {quota} 个").format(quota=places.quota)
    return words
