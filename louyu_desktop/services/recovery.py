"""The recovery sheet: made, proven by two groups picked out by the paper, tried twice a year (SAFETY.md 5.2)."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from sqlalchemy import select

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import SettingValue
from louyu_desktop.rules import dates
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.accounts import together, unlocked_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.recovery import SIGNS
from louyu_desktop.storage.vault import RecoveryKey
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

ASKED = 2
"""So many groups are asked for."""

_LIKE = 2, 3
"""Between so many the one and the other stands: six readings, of which nobody finds the right one but by the paper."""

_KEY = "recovery"
"""Its row among the settings: when the sheet was made, when it was proven last, whether it was used."""

_HALF_A_YEAR = dt.timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was just made: the paper, and what stands on it.  It opens nothing before `Recovery.keep`."""

    pdf: bytes = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    asked: tuple[int, ...]
    """Which groups are asked for, counted from 1."""

    key: RecoveryKey = field(repr=False)

    def is_proven(self, told: Mapping[int, str]) -> bool:
        """Whether these are the groups asked for."""
        return all(told.get(number) == self.groups[number - 1] for number in self.asked)

    def readings(self) -> tuple[tuple[str, ...], ...]:
        """The groups asked for as they stand on the paper, among others that stand nowhere; in no order.

        Each group stands beside each: neither how often nor beside what it stands tells which is the right one.
        """
        first, second = (
            [self.groups[number - 1], *_made_up(count - 1, self.groups)]
            for number, count in zip(self.asked, _LIKE, strict=True)
        )
        found = [(one, other) for one in first for other in second]
        secrets.SystemRandom().shuffle(found)
        return tuple(found)

    def ask_others(self) -> Self:
        """The same sheet, asked for groups that were not asked for now."""
        return replace(self, asked=_places(len(self.groups), self.asked))

    def save(self, folder: Path) -> Path:
        """Put the paper into a folder and give its place; SystemProblem when it cannot be written."""
        from louyu_desktop.printing import paper

        target = folder / _("恢复纸 {vault}.pdf").format(vault=self.key.vault_id)
        paper.save(target, self.pdf)
        return target


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """How it stands with the sheet; `drill_due` is the day on which it should be tried again."""

    is_there: bool
    made_on: dt.date | None = None
    proven_on: dt.date | None = None
    was_used: bool = False
    """It was used to get in: there must be a new one."""

    drill_due: dt.date | None = None


class Recovery:
    """The sheet of one station."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self) -> RecoveryState:
        """Whether there is a sheet, and when it should be tried or made anew."""
        vault = self._database.vault
        if vault is None or not vault.recipients():
            return RecoveryState(is_there=False)
        with self._database.read() as session:
            kept = session.scalar(select(SettingValue.value).where(SettingValue.key == _KEY))
        said = json.loads(kept) if kept else {}
        made, proven = (dt.date.fromisoformat(said[key]) if said.get(key) else None for key in ("made", "proven"))
        due = proven + _HALF_A_YEAR if proven else made
        used = said.get("used", False)
        return RecoveryState(is_there=True, made_on=made, proven_on=proven, was_used=used, drill_due=due)

    def draw(self) -> Sheet:
        """A new sheet, in memory alone; an older one stays the one that opens until this one is kept."""
        from louyu_desktop.printing import fonts, recovery_sheet

        vault, _by = unlocked_of(self._database)
        key = RecoveryKey.make(vault.vault_id)
        today = dates.today()
        drawn = recovery_sheet.RecoverySheet(
            vault=vault.vault_id,
            made_on=_("{year} 年 {month} 月 {day} 日").format(year=today.year, month=today.month, day=today.day),
            groups=key.groups,
            code=key.qr_text,
        )
        return Sheet(recovery_sheet.pdf(drawn, fonts.typeface()), key.groups, _places(len(key.groups)), key)

    def keep(self, sheet: Sheet, told: Mapping[int, str] | None = None) -> None:
        """From now on this sheet opens the station and its backups; an older one opens backups of its time alone.

        `told` are the groups that were asked for, as proof that it is on paper: UserError when they differ.
        None of them (the command line) leaves it unproven, and the program asks for it.
        """
        if told is not None and not sheet.is_proven(told):
            raise UserError(_("和恢复纸上的不一样。请看着纸再选一次"), field="groups")
        vault, by = unlocked_of(self._database)
        today = dates.today().isoformat()
        with together(self._database, _("换恢复纸")) as write:
            _say(write, _("换恢复纸"), made=today, proven=today if told is not None else "", used=False)
            vault.new_recovery(by, sheet.key)

    def prove(self, written: str) -> None:
        """The half-yearly try: the whole sheet, typed or scanned; UserError or NotPermittedError when it is not it."""
        vault, _by = unlocked_of(self._database)
        if RecoveryKey.read(written).recipient not in vault.recipients():
            raise NotPermittedError(_("这张恢复纸不是现在用的那一张。请找最近打印的"))
        with self._database.write(_("核对恢复纸"), lasting=True) as write:
            _say(write, _("核对恢复纸"), proven=dates.today().isoformat())


def note_used(write: Write) -> None:
    """The sheet was used to get in: into the log, and there must be a new one."""
    _say(write, _("用恢复纸打开了站点"), used=True)


def _say(write: Write, text: str, **changed: Any) -> None:
    """Keep what is known of the sheet, and an event of the log."""
    kept = write.session.scalar(select(SettingValue.value).where(SettingValue.key == _KEY))
    said = {**(json.loads(kept) if kept else {}), **changed}
    write.put(SettingValue, {"key": _KEY}, {"value": json.dumps(said)})
    write.event("stations", 1, text, Topic.KEYS)


def _places(count: int, but: tuple[int, ...] = ()) -> tuple[int, ...]:
    """Which groups to ask for."""
    among = [number for number in range(1, count + 1) if number not in but]
    return tuple(sorted(secrets.SystemRandom().sample(among, ASKED)))


def _made_up(count: int, real: tuple[str, ...]) -> list[str]:
    """Groups that stand on no sheet, each another one."""
    found: list[str] = []
    while len(found) < count:
        group = "".join(secrets.choice(SIGNS) for _sign in real[0])
        if group not in (*real, *found):
            found.append(group)
    return found
