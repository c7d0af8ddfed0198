"""The other place that backups are brought to: a stick or a share, which may be away."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from sqlalchemy import select

from louyu_desktop.models import SettingValue
from louyu_desktop.rules import dates
from louyu_desktop.services.backup_copies import SecondPlace, day_of
from louyu_desktop.storage import bringing
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

KEY = "backup_second_place"
"""The setting that says where it is, and when it was last there."""

AWAY_DAYS = 7


class Second:
    """Where it is; the marker in it tells it from an empty folder that stands in its stead."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reached(self) -> Path | None:
        """The folder, if it is there now."""
        folder, vault = self._kept().get("folder"), self._database.vault
        if not folder or vault is None or not bringing.is_marked(Path(folder), vault.vault_id):
            return None
        return Path(folder)

    def told(self) -> SecondPlace:
        """All that is known of it."""
        kept = self._kept()
        folder = Path(kept["folder"]) if kept.get("folder") else None
        seen = dt.datetime.fromisoformat(kept["seen_at"]) if kept.get("seen_at") else None
        there = self.reached() is not None
        days = 0 if there or seen is None else max(0, (dates.today() - day_of(seen)).days)
        return SecondPlace(folder, there, seen, days)

    def choose(self, folder: Path | None) -> None:
        """Another place from now on, or none."""
        self._keep({"folder": str(folder)} if folder else {})

    def seen(self) -> None:
        """It was there just now."""
        self._keep({**self._kept(), "seen_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")})

    def _kept(self) -> dict[str, str]:
        with self._database.read() as session:
            kept = session.scalar(select(SettingValue.value).where(SettingValue.key == KEY))
        found: dict[str, str] = json.loads(kept) if kept else {}
        return found

    def _keep(self, said: dict[str, str]) -> None:
        if not self._database.read_only:
            with self._database.write("") as write:
                value = {"value": json.dumps(said, ensure_ascii=False)} if said else None
                write.put(SettingValue, {"key": KEY}, value)


def in_words(place: SecondPlace, *, missing: bool) -> tuple[str, str]:
    """What is said of it, and the sentence of a banner where it is due; `missing` when it lacks the newest backup."""
    if place.folder is None:
        return _("没有第二处备份"), ""
    if place.there and missing:
        return _("第二处没有最新的备份"), ""
    if place.there:
        return _("第二处备份接着"), ""
    if place.seen_at is None or place.away_days < AWAY_DAYS:
        return _("第二处备份没有接上"), ""
    told = _("第二处备份已经 {days} 天没有接上。请插上那块盘，或在设置里换一处").format(days=place.away_days)
    return _("第二处备份 {days} 天没有接上").format(days=place.away_days), told
