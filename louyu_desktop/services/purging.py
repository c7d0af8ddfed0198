"""The bin for good: purging a person at their wish, and what has lain there longer than it is kept (PIPL art. 47)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import func, select

from louyu_desktop.errors import UserError
from louyu_desktop.models import BY_KIND
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.rules.roles import sees_kind
from louyu_desktop.services.audit_copies import BinStanding
from louyu_desktop.services.copies import Control, no_control
from louyu_desktop.services.forgotten_names import masking
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.storage import place
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.purge import long_gone, purge
from louyu_desktop.storage.shapes import shape_of_kind
from louyu_desktop.storage.tidying import tidy
from louyu_desktop.text import _

KEPT: Final = dt.timedelta(days=90)
"""How long the bin keeps what was deleted."""

NEVER: Final = frozenset({"stations", "accounts", "own-fields"})
"""The log would no longer say who did what, the station would be gone, and values would have no name any more."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Purging:
    """Emptying records in their rows and in the log; nothing brings them back but an older backup."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = _now) -> None:
        self._database = database
        self._clock = clock

    def standing(self) -> BinStanding:
        """What lies in the bin by kind, and what of it for more than 90 days; of kinds that the person sees."""
        since, role = self._clock() - KEPT, role_of(self._database)
        counts, old = {}, {}
        with self._database.read() as session:
            for kind, model in BY_KIND.items():
                if not sees_kind(role, ENTITIES[kind]):
                    continue
                there = (model.archived_at > PURGED_AT,)
                count = session.scalar(select(func.count()).select_from(model).where(*there)) or 0
                if count and ENTITIES[kind].columns and kind not in NEVER:
                    counts[kind] = count
                late = session.scalar(select(func.count()).select_from(model).where(*there, model.archived_at < since))
                if late and kind not in NEVER:
                    old[kind] = late
        return BinStanding(counts, old)

    def purge(self, kind: str, ids: Sequence[int]) -> int:
        """Empty records that lie in the bin, with all that is nothing without them; gives how many rows.

        UserError for one that does not lie there, for who works here and for the station itself.
        """
        if kind in NEVER:
            raise UserError(_("工作人员和站点的名字留在操作记录里，不能清除"))
        self._refuse_bulk()
        entity = ENTITIES[kind]
        words = {"count": len(ids), "counter": _(entity.counter), "entity": _(entity.label)}
        label = _("彻底清除 {count} {counter}{entity}").format(**words)
        with self._database.write(label, lasting=True) as write, masking(write):
            done = purge(write, kind, ids)
        self._drop_files()
        return done

    def clear_old(self, control: Control = no_control) -> int:
        """Empty all that has lain in the bin for more than 90 days, as one operation; gives how many rows."""
        self._refuse_bulk()
        since, done = self._clock() - KEPT, 0
        kinds = [kind for kind in reversed(BY_KIND) if kind not in NEVER]
        label = _("清理回收站：放了超过 90 天的内容")
        with self._database.write(label, lasting=True) as write, masking(write):
            for number, kind in enumerate(kinds):
                control(number, len(kinds))
                ids = long_gone(write.session, shape_of_kind(kind), since)
                if ids:
                    done += purge(write, kind, ids)
        self._drop_files()
        return done

    def _drop_files(self) -> None:
        """The bytes of attachments that were purged; what only lies unused stays for backups and a redo.

        SystemProblem when the system does not let go of one: the records are emptied, the file goes with a later
        tidying.
        """
        try:
            tidy(self._database, self._database.attachments, self._clock(), oldest_backup=PURGED_AT)
        except OSError as error:
            raise place.told(error) from None

    def _refuse_bulk(self) -> None:
        if self._database.bulk_running:
            raise UserError(_("另一批数据正在写入。请等它写完再试"))
