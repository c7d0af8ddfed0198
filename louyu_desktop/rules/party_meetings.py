"""主题党日 and 三会一课: who must attend, how often, who is behind.

中国共产党支部工作条例（试行）: 党员大会 once a quarter (art. 11), 支委会 once a month (art. 12), 党小组会 once a month
(art. 13), 三会一课 and 主题党日 (art. 16), the latter once a month; 党课 has no term there and is counted once a quarter.
A branch of fewer than seven regular members has no committee (FIELD.md 2.5) and owes no 支委会.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules.months import QUARTER, span_of
from louyu_desktop.text import N_, _


class Period(StrEnum):
    """How often."""

    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of meeting: once a period, of whom, where it stands."""

    type: str
    period: Period
    who: str
    source: str
    committee_only: bool = False
    groups_only: bool = False


DUTIES: Mapping[str, Duty] = {
    duty.type: duty
    for duty in (
        Duty("主题党日", Period.MONTH, N_("本支部全体党员"), N_("支部工作条例（试行）第十六条：每月相对固定 1 天")),
        Duty("支部党员大会", Period.QUARTER, N_("本支部全体党员"), N_("支部工作条例（试行）第十一条：一般每季度召开 1 次")),
        Duty(
            "支部委员会", Period.MONTH, N_("支部委员"), N_("支部工作条例（试行）第十二条：一般每月召开 1 次"),
            committee_only=True,
        ),
        Duty(
            "党小组会", Period.MONTH, N_("党小组全体党员"), N_("支部工作条例（试行）第十三条：一般每月召开 1 次"),
            groups_only=True,
        ),
        Duty("党课", Period.QUARTER, N_("全体党员、入党积极分子"), N_("支部工作条例（试行）第十六条：按期上党课，这里按每季度 1 次")),
    )
}  # fmt: skip
"""What a branch owes, by the type of activity."""

BRANCHES = ("党支部", "联合党支部", "临时党支部", "功能型（流动）党支部")
"""The kinds of organisation that hold these meetings; 党小组 hold their own."""
GROUP = "党小组"
COMMITTEE_FROM = 7
"""Regular members from whom on a branch has a committee."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation as far as its duties go."""

    id: int
    name: str
    kind: str
    regular_members: int
    founded_on: dt.date | None = None
    has_committee: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a branch stands with one duty in one period: `held` days, `planned` days, and when the time is up."""

    branch: Branch
    duty: Duty
    period: str
    held: tuple[dt.date, ...]
    planned: tuple[dt.date, ...]
    last_day: dt.date

    @property
    def is_done(self) -> bool:
        """Whether it took place."""
        return bool(self.held)


def owes(branch: Branch, duty: Duty) -> bool:
    """Whether a branch owes a duty at all."""
    if duty.groups_only:
        return branch.kind == GROUP
    if branch.kind not in BRANCHES:
        return False
    return not duty.committee_only or branch.has_committee or branch.regular_members >= COMMITTEE_FROM


def period_of(duty: Duty, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the period in which `day` lies."""
    return span_of(day, 1 if duty.period is Period.MONTH else QUARTER)


def period_words(duty: Duty, day: dt.date) -> str:
    """2026 年 11 月, or 2026 年第 4 季度."""
    if duty.period is Period.MONTH:
        return _("{year} 年 {month} 月").format(year=day.year, month=day.month)
    return _("{year} 年第 {quarter} 季度").format(year=day.year, quarter=(day.month - 1) // 3 + 1)


def standings(
    branches: Collection[Branch],
    held: Mapping[tuple[int, str], Sequence[dt.date]],
    planned: Mapping[tuple[int, str], Sequence[dt.date]],
    today: dt.date,
) -> tuple[Standing, ...]:
    """How every branch stands with every duty in the period of `today`; days by (organisation, type).

    A branch that was founded after the period began owes nothing for it yet.
    """
    found = []
    for branch in branches:
        for duty in DUTIES.values():
            first, last = period_of(duty, today)
            if not owes(branch, duty) or (branch.founded_on is not None and branch.founded_on > first):
                continue
            key = branch.id, duty.type
            mine = tuple(sorted(day for day in held.get(key, ()) if first <= day <= last))
            coming = tuple(sorted(day for day in planned.get(key, ()) if today <= day <= last))
            found.append(Standing(branch, duty, period_words(duty, today), mine, coming, last))
    return tuple(found)


def behind(all_: Sequence[Standing]) -> tuple[Standing, ...]:
    """Those that have neither held it nor planned it, first whose time is up first."""
    missing = [one for one in all_ if not one.held and not one.planned]
    return tuple(sorted(missing, key=lambda one: (one.last_day, one.branch.name, one.duty.type)))
