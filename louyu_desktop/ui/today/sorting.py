"""Which lines of 今日 are shown: by where they come from and by whose they are, counted; and what guests see of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from louyu_desktop.rules.masks import HIDDEN
from louyu_desktop.services.overview import SOURCES, TodayItem, TodayOverview
from louyu_desktop.text import _

MINE = "mine"
NOBODY = "nobody"
_UNSEEN = frozenset({"colours"})
"""Nothing of these is for visitors, not even how many there are."""

_TITLED = frozenset({"requests", "rounds", "leads", "council", "wishes", "notices"})
"""Their titles are what somebody said, or what is not decided yet."""

_DETAILED = frozenset({"tasks", "guests", "inspections", "visits", "policies"})
"""Their second lines say why, or about whom."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The lines wanted: of a source ("" for all), of a person (`MINE`, `NOBODY`, a name, "" for all)."""

    source: str = ""
    person: str = ""

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.source or self.person)


def is_of(item: TodayItem, person: str, overview: TodayOverview) -> bool:
    """Whether a line is a person's."""
    if person == MINE:
        me = overview.account_id is not None and item.person_id == overview.account_id
        return me or (item.person_id is None and bool(item.who) and item.who == overview.greeting_name)
    if person == NOBODY:
        return not item.who
    return not person or item.who == person


def chosen(items: Iterable[TodayItem], wanted: Wanted, overview: TodayOverview) -> tuple[TodayItem, ...]:
    """The lines that are wanted, in their order."""
    return tuple(item for item in items if wanted.source in ("", item.source) and is_of(item, wanted.person, overview))


def by_source(overview: TodayOverview, wanted: Wanted) -> Mapping[str, int]:
    """How many lines each source has for the person wanted, in the order of the sources."""
    counts = Counter(item.source for item in overview.items() if is_of(item, wanted.person, overview))
    return {source: counts[source] for source in SOURCES if counts[source]}


def by_person(overview: TodayOverview, wanted: Wanted) -> Sequence[tuple[str, str, int]]:
    """Whom lines of the source wanted belong to: key, words and number; mine first, those of nobody last."""
    items = [item for item in overview.items() if wanted.source in ("", item.source)]
    mine = sum(is_of(item, MINE, overview) for item in items)
    names = Counter(item.who for item in items if item.who and not is_of(item, MINE, overview))
    nobody = sum(not item.who for item in items)
    found = [("", _("所有人"), len(items)), (MINE, _("我的"), mine)]
    found += [(name, name, count) for name, count in names.most_common()]
    return [*found, (NOBODY, _("没有定人"), nobody)] if nobody else found


def for_guests(overview: TodayOverview) -> TodayOverview:
    """What visitors may read: no colour, no intention, no complaint; whose line it is and when stays."""
    return replace(
        overview,
        groups=tuple(replace(group, items=_masked_items(group.items)) for group in overview.groups),
        put_off=_masked_items(overview.put_off),
        further=tuple(one for one in overview.further if one.source not in _UNSEEN),
    )


def _masked_items(items: Iterable[TodayItem]) -> tuple[TodayItem, ...]:
    return tuple(_masked(item) for item in items if item.source not in _UNSEEN)


def _masked(item: TodayItem) -> TodayItem:
    away = _("已延后") if item.put_off else ""
    kind = _(SOURCES[item.source]) if item.source else ""
    if item.source in _TITLED:
        return replace(item, title=HIDDEN, detail=kind, put_off=away)
    if item.source in _DETAILED:
        return replace(item, detail=kind, put_off=away)
    return replace(item, put_off=away)
