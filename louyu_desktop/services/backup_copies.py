"""What the screens are told about backups: frozen copies, and the age of a proof in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage.retention import Moment
from louyu_desktop.text import N_, _

LABELS: Mapping[str, str] = {
    Moment.HAND: N_("手动"),
    Moment.INTERVAL: N_("定时"),
    Moment.LEAVING: N_("退出时"),
    Moment.MIGRATION: N_("升级前"),
    Moment.IMPORT: N_("导入前"),
    Moment.MERGE: N_("合并前"),
    Moment.SAFETY: N_("恢复前"),
    Moment.DRILL: N_("每月演练"),
    Moment.MOVE: N_("搬家"),
}
"""Why a backup was made, in words."""


class Level(StrEnum):
    """How well off the station is: the sign and colour beside the words."""

    GOOD = "good"
    LATE = "late"
    BAD = "bad"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the status bar says of the last proven backup, and a sentence for a banner where one is due.

    `second` is about the second place; "" where there is nothing to say.
    """

    level: Level
    words: str
    second: str = ""
    banner: str = ""


@dataclass(frozen=True, slots=True)
class BackupCopy:
    """One backup in the list; `file` where it lies now, None when it lies in neither place."""

    number: int
    kind: str
    label: str
    made_at: dt.datetime
    proven_at: dt.datetime | None
    drilled_at: dt.datetime | None
    second_at: dt.datetime | None
    size: int
    whole: bool
    damaged: bool
    counts: Mapping[str, int]
    file: Path | None

    @property
    def proof(self) -> str:
        """What is known of it, in words."""
        if self.damaged:
            return _("没有通过检查，不能用")
        if self.proven_at is None:
            return _("还没有验证")
        return _("{age}验证过").format(age=age(self.proven_at))


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """The other place that backups are brought to: whether it is there now, and when it last was."""

    folder: Path | None
    there: bool
    seen_at: dt.datetime | None
    away_days: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a preview: how many records of each kind, by its label, and when something last changed."""

    counts: Mapping[str, int]
    latest: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What restoring a backup would do; it has been proven by now.

    `other_station` when it is another vault's: then the vault in this folder is replaced by that one's.
    `warnings` are sentences to be read before going on; `administrators` (uid, name) are known by the sheet alone.
    """

    file: Path
    number: int
    kind: str
    label: str
    made_at: dt.datetime
    vault_id: str
    epoch: int
    program: str
    whole: bool
    other_station: bool
    theirs: Side
    ours: Side | None
    warnings: tuple[str, ...]
    administrators: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the number of the backup, and of the safety copy made before (0 where nothing lay there).

    The station is closed by now: the program starts anew and asks for a password.
    """

    number: int
    safety: int
    words: str


def age(moment: dt.datetime, now: dt.datetime | None = None) -> str:
    """How long ago, in words a person would use; a moment yet to come means that the clock was turned."""
    present = now or dt.datetime.now(dt.UTC)
    seconds = (present - moment).total_seconds()
    if seconds < -300:
        return _("说不准（电脑时钟变过）")
    if seconds < 60:
        return _("刚才")
    if seconds < 3600:
        return _("{count} 分钟前").format(count=int(seconds // 60))
    days = (present.astimezone(SHANGHAI).date() - moment.astimezone(SHANGHAI).date()).days
    if not days:
        return _("{count} 小时前").format(count=int(seconds // 3600))
    return _("昨天") if days == 1 else _("{count} 天前").format(count=days)


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment where the station is."""
    return moment.astimezone(SHANGHAI).date()
