"""What other thresholds would change, looked at before they are kept: 17 家会变黄."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import InvalidRecordError
from louyu_desktop.models import Enterprise
from louyu_desktop.rules.colours import COLOURS, severity
from louyu_desktop.rules.firm_facts import FirmFacts
from louyu_desktop.rules.risk import SETTING_KEYS, Thresholds, suggest
from louyu_desktop.services.colour_copies import Effect, Moved
from louyu_desktop.services.copies import Control
from louyu_desktop.settings import BY_KEY, RISK, SETTINGS
from louyu_desktop.storage.firm_facts import facts_of, thresholds_of
from louyu_desktop.storage.shapes import chunks
from louyu_desktop.text import _

LISTED = 500
"""Enterprises that a preview names; nobody reads more."""
KEYS = tuple(setting.key for setting in SETTINGS if setting.group == RISK)
"""The settings of colours and must-visits."""
_CHAINS = (
    ("colour_lease_red", "colour_lease_orange", "colour_lease_yellow", "colour_lease_blue"),
    ("must_lease_near", "must_lease_mid", "must_lease_far"),
)
"""Numbers that must grow from one to the next."""


def settled(values: Mapping[str, int]) -> dict[str, int]:
    """All numbers of the group, the declared ones where none is given; InvalidRecordError names what cannot be."""
    wanted = {key: values.get(key, BY_KEY[key].default) for key in KEYS}
    problems = {}
    for key, value in wanted.items():
        declared = BY_KEY[key]
        if not declared.minimum <= value <= declared.maximum:
            problems[key] = _("在 {minimum} 到 {maximum} 之间").format(minimum=declared.minimum, maximum=declared.maximum)
    for chain in _CHAINS:
        for worse, better in pairwise(chain):
            if wanted[worse] >= wanted[better]:
                problems.setdefault(better, _("要多于「{label}」").format(label=_(BY_KEY[worse].label)))
    if problems:
        raise InvalidRecordError(problems)
    return wanted


def limits_of(values: Mapping[str, int]) -> Thresholds:
    """The thresholds of the colours out of settings."""
    wanted = settled(values)
    return Thresholds(**{name: wanted[key] for key, name in SETTING_KEYS.items()})


def effect(session: Session, limits: Thresholds, today: dt.date, control: Control) -> Effect:
    """Every live enterprise under the thresholds of now and under `limits`."""
    present = thresholds_of(session)
    ids = session.scalars(select(Enterprise.id).where(Enterprise.archived_at.is_(None)).order_by(Enterprise.id)).all()
    before, after = Counter[str](), Counter[str]()
    moved: list[Moved] = []
    days = max(present.signal_days, limits.signal_days)
    for done, part in enumerate(chunks(ids)):
        control(done * len(part), len(ids))
        for facts in facts_of(session, part, today, days=days).values():
            if facts.left_on is None:
                one = _moved(facts, today, present, limits)
                before[one.before] += 1
                after[one.after] += 1
                moved += [one] if one.before != one.after else []
    moved.sort(key=lambda one: (-severity(one.after), one.name))
    return Effect(
        {name: before[name] for name in COLOURS}, {name: after[name] for name in COLOURS},
        Counter(one.after for one in moved), tuple(moved[:LISTED]),
    )  # fmt: skip


def _moved(facts: FirmFacts, today: dt.date, present: Thresholds, limits: Thresholds) -> Moved:
    now, then = suggest(facts, today, present), suggest(facts, today, limits)
    return Moved(facts.id, facts.name, facts.colour.colour, now.colour, then.colour, then.reasons[0].words)
