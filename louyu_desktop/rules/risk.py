"""Which colour the facts of an enterprise suggest, and why, in words; a person decides (FIELD.md 4.2).

The thresholds are FIELD.md's proposals and settings of the station.  Every boundary day belongs to the worse side:
a lease that ends in 30 days is 红, in 31 橙.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from louyu_desktop.rules.colours import COLOURS, FIRST, severity
from louyu_desktop.rules.firm_facts import FirmFacts, Lease
from louyu_desktop.text import N_, _

BLUE, YELLOW, ORANGE, RED = COLOURS[1:]
BANDS = ("以下", "百万", "千万", "五千万", "亿级")
"""税收等级 from low to high; 未知 compares with nothing."""

STABLE = "stable"
"""The rule that speaks where no other does."""

LAPSED_DAYS = 90
"""A lease that is over for longer than this says more of the ledger than of the firm: 黄, to be checked."""

_as_json = json.JSONEncoder(ensure_ascii=False).encode
_CASES = {"退租通知": RED, "迁册": RED, "另找场地": ORANGE, "重大项目": ""}
"""Special circumstances by kind; any other that is not resolved is one negative signal."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the rules; days are days of the calendar, but `visit_yellow` … `visit_red` working days."""

    lease_red: int = 30
    lease_orange: int = 90
    lease_yellow: int = 180
    lease_blue: int = 365
    unvisited: int = 180
    headcount_drop: int = 30
    signal_days: int = 90
    visit_green: int = 365
    visit_blue: int = 180
    visit_yellow: int = 10
    visit_orange: int = 5
    visit_red: int = 1


SETTING_KEYS: dict[str, str] = {f"colour_{name}": name for name in Thresholds.__dataclass_fields__}
"""The setting that keeps each threshold, by its key."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that speaks.  `key` has no blanks, and names rule, source and how the source stood."""

    rule: str
    key: str
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A colour and all that speaks, the worst first."""

    colour: str
    reasons: tuple[Reason, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What speaks for this very colour: a decision against it is kept as having heard these."""
        return tuple(reason.key for reason in self.reasons if reason.colour == self.colour)

    @property
    def words(self) -> str:
        """The reasons, a line each."""
        return "\n".join(reason.words for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a colour asks for: a visit within `days`, working days where `working`, and what to do."""

    days: int
    working: bool
    action: str


_ACTIONS = {
    "绿": N_("按常规走访"),
    "蓝": N_("关心租期和经营，走访一次"),
    "黄": N_("上门了解情况，记下续租意向和困难"),
    "橙": N_("上门走访，并报告街道"),
    "红": N_("立即上门，街道和区投资办联合走访，并开一件特事特办诉求"),
}


def follow_up(colour: str, limits: Thresholds) -> FollowUp:
    """The deadline and the action of a colour."""
    days = {
        "绿": limits.visit_green, "蓝": limits.visit_blue, "黄": limits.visit_yellow, "橙": limits.visit_orange,
        "红": limits.visit_red,
    }  # fmt: skip
    return FollowUp(days[colour], severity(colour) >= severity(YELLOW), _(_ACTIONS[colour]))


def suggest(facts: FirmFacts, today: dt.date, limits: Thresholds) -> Suggestion:
    """What all rules together suggest; the worst one wins."""
    reasons = sorted(_speaking(facts, today, limits), key=lambda reason: -severity(reason.colour))
    if not reasons:
        words = _("没有租期、走访、经营方面的风险信号")
        return Suggestion(FIRST, (Reason(STABLE, STABLE, FIRST, words),))
    return Suggestion(reasons[0].colour, tuple(reasons))


def to_say(facts: FirmFacts, today: dt.date, limits: Thresholds) -> Suggestion | None:
    """The suggestion where there is something to say: not the colour it has, not decided against, none waiting.

    An enterprise that has left gets none.
    """
    if facts.left_on is not None or facts.colour.waiting_id is not None:
        return None
    found = suggest(facts, today, limits)
    if found.colour == facts.colour.colour or facts.colour.heard.issuperset(found.keys):
        return None
    return found


def _speaking(facts: FirmFacts, today: dt.date, limits: Thresholds) -> Iterator[Reason]:
    for lease in facts.leases:
        if lease.end is not None:
            yield from _of_lease(lease, lease.end, (lease.end - today).days, limits)
        if lease.intent == "搬离":
            yield Reason("leaving", f"leaving:{lease.id}", ORANGE, _("{place} 登记了续租意向：搬离").format(place=lease.place))
    yield from _of_visits(facts, today, limits)
    yield from _of_trade(facts, today, limits)
    yield from _of_notes(facts, today, limits)
    for case in facts.cases:
        colour = _CASES.get(case.kind, YELLOW)
        if colour:
            words = _("{day} 起有特殊情况未解除：{kind}").format(day=case.happened_on, kind=case.kind)
            yield Reason("case", f"case:{case.id}", colour, words)
    yield from _of_advice(facts)


def _of_lease(lease: Lease, end: dt.date, left: int, limits: Thresholds) -> Iterator[Reason]:
    intends = lease.intent == "续租"
    steps = (
        ("lease-red", limits.lease_red, RED),
        ("lease-orange", limits.lease_orange, ORANGE),
        ("lease-yellow", limits.lease_yellow, BLUE if intends else YELLOW),
        ("lease-blue", limits.lease_blue, BLUE),
    )
    rule, limit, colour = next((step for step in steps if left <= step[1]), ("", 0, ""))
    if not rule:
        return
    if left < -LAPSED_DAYS:
        rule, colour = "lease-lapsed", YELLOW
        words = _("{place} 登记的租期 {end} 已过 {days} 天而企业还在，请核实租期")
    elif left < 0:
        words = _("{place} 的租期 {end} 已过 {days} 天，没有续租登记")
    elif left == 0:
        words = _("{place} 的租期今天（{end}）到期，没有续租登记")
    else:
        words = _("{place} 的租期 {end} 到期，还有 {days} 天（≤ {limit} 天），没有续租登记")
    said = words.format(place=lease.place, end=end, days=abs(left), limit=limit)
    if intends:
        said = _("{words}，意向续租").format(words=said)
    yield Reason(rule, f"{rule}:{lease.id}:{end}", colour, said)


def _of_visits(facts: FirmFacts, today: dt.date, limits: Thresholds) -> Iterator[Reason]:
    last = facts.last_visit_on
    days = (today - (last or facts.known_since)).days
    if days < limits.unvisited:
        return
    if last:
        words = _("上次走访是 {day}，已 {days} 天（≥ {limit} 天）").format(day=last, days=days, limit=limits.unvisited)
    else:
        words = _("建档 {days} 天还没有走访过（≥ {limit} 天）").format(days=days, limit=limits.unvisited)
    yield Reason("unvisited", f"unvisited:{last or facts.known_since}", BLUE, words)


def _of_trade(facts: FirmFacts, today: dt.date, limits: Thresholds) -> Iterator[Reason]:
    """Headcount and tax band against what they were within the window, and the trend as it stands."""
    heads = bands = None
    for note in facts.noted:
        if (today - note.noted_on).days > limits.signal_days:
            continue
        if note.fact == "员工数" and facts.headcount is not None:
            before = _number(note.before)
            drop = (before - facts.headcount) * 100 // before if before else 0
            if drop >= limits.headcount_drop and (heads is None or drop > heads[0]):
                heads = drop, note.id, before
        elif note.fact == "税收等级" and _fallen(note.before, facts.tax_band):
            bands = bands or (note.id, note.before)
    if heads:
        words = _("员工数从 {before} 人降到 {after} 人，降了 {drop}%（≥ {limit}%）").format(
            before=heads[2], after=facts.headcount, drop=heads[0], limit=limits.headcount_drop
        )
        yield Reason("headcount", f"headcount:{heads[1]}", ORANGE, words)
    if bands:
        words = _("税收等级从{before}降到{after}").format(before=bands[1], after=facts.tax_band)
        yield Reason("tax", f"tax:{bands[0]}", YELLOW, words)
    if facts.revenue_trend in {"下滑", "大幅下滑"}:
        words = _("经营趋势：{trend}").format(trend=facts.revenue_trend)
        yield Reason("trend", f"trend:{facts.revenue_trend}", YELLOW, words)


def _of_notes(facts: FirmFacts, today: dt.date, limits: Thresholds) -> Iterator[Reason]:
    """What the register says anew: the address moved, a seat was given up or exchanged."""
    for note in facts.noted:
        if (today - note.noted_on).days > limits.signal_days:
            continue
        if note.fact == "注册地址" and note.before:
            words = _("{day} 注册地址变更").format(day=note.noted_on)
            yield Reason("address", f"address:{note.id}", YELLOW, words)
        elif note.fact == "入驻":
            words = _("{day} 入驻变动：{before}").format(day=note.noted_on, before=note.before or note.after or "")
            yield Reason("seat", f"seat:{note.id}", YELLOW, words)


def _of_advice(facts: FirmFacts) -> Iterator[Reason]:
    """What the last visitor saw, as long as nobody has decided since."""
    advice = facts.advice
    if advice is None or (facts.colour.since is not None and facts.colour.since >= advice.on):
        return
    words = _("{day} 走访后建议：{colour}").format(day=advice.on, colour=advice.colour)
    yield Reason("visit", f"visit:{advice.visit_id}", advice.colour, words)


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


def _fallen(before: str | None, after: str | None) -> bool:
    return before in BANDS and after in BANDS and BANDS.index(after) < BANDS.index(before)


def kept_rules(found: Suggestion) -> str:
    """The keys of the rules that speak for the colour, as the table of suggestions keeps them."""
    return json.dumps(found.keys)


def kept_reasons(found: Suggestion) -> str:
    """Colour and words of every reason, as that table keeps them."""
    return _as_json([[reason.colour, reason.words] for reason in found.reasons])
