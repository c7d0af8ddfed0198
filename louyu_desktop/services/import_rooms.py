"""Rows of a ledger that take a room which somebody else has by then: refused one by one, the others are written."""

from __future__ import annotations

from sqlalchemy import select

from louyu_desktop.models import Facility
from louyu_desktop.models.booking import TAKING
from louyu_desktop.rules.lifecycle import OFF
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.room_time import slots_of
from louyu_desktop.services.import_change import Draft
from louyu_desktop.services.import_items import Item, Pool
from louyu_desktop.services.room_rules import PEOPLE, broken
from louyu_desktop.storage.slots_of_rooms import ROOM, closed, holder, words_for
from louyu_desktop.text import _

_TIMES = ("starts_at", "ends_at", "setup_minutes", "clear_minutes")


class RoomsOfFile:
    """Who has which quarter hour by the rows before."""

    def __init__(self, pool: Pool, role: Role) -> None:
        self._pool = pool
        self._role = role
        self._taken: dict[tuple[int, int], int] = {}
        self._minutes: dict[int, tuple[int | None, int | None]] = {}

    def look(self, draft: Draft, item: Item, kind: str) -> None:
        """Refuse the row when its room is taken at its time, in the station or further up, or a rule is against it."""
        room = item.get(ROOM[kind])
        if draft.row.problems or room is None or not self._takes(item, kind):
            return
        names = (ROOM[kind], PEOPLE[kind], *_TIMES, "status" if kind == "activities" else "state")
        if item.current is not None and all(item.get(name) == item.current[name] for name in names):
            return
        before, after = self._of(room)
        setup, clear = item.get("setup_minutes"), item.get("clear_minutes")
        slots = slots_of(
            item.get("starts_at"), item.get("ends_at"), before if setup is None else setup,
            after if clear is None else clear,
        )  # fmt: skip
        other = next((self._taken[room, slot] for slot in slots if (room, slot) in self._taken), None)
        if other is not None:
            draft.row.refuse(ROOM[kind], _("第 {row} 行那时候已经用了这个场地。请换一个时间或场地").format(row=other))
            return
        mine = (kind, item.id) if item.id is not None else None
        held = holder(self._pool.session, room, slots, mine)
        if held is not None:
            draft.row.refuse(ROOM[kind], words_for(self._pool.session, room, held))
            return
        if shut := closed(self._pool.session, room, slots):
            draft.row.refuse(ROOM[kind], shut)
            return
        values = {name: item.get(name) for name in names}
        for name, sentence in broken(self._pool.session, self._role, kind, values).items():
            draft.row.refuse(name, sentence)
        self._keep(room, slots, draft.row.row)

    def _takes(self, item: Item, kind: str) -> bool:
        if item.get("archived_at") is not None or item.get("starts_at") is None:
            return False
        if kind == "activities":
            return item.get("status") not in OFF
        return item.get("ends_at") is not None and (item.get("state") or TAKING[0]) in TAKING

    def _of(self, room: int) -> tuple[int | None, int | None]:
        """How long the room itself takes to set up and to clear."""
        if room not in self._minutes:
            wanted = select(Facility.setup_minutes, Facility.clear_minutes).where(Facility.id == room)
            found = self._pool.session.execute(wanted).first()
            self._minutes[room] = (found[0], found[1]) if found else (None, None)
        return self._minutes[room]

    def _keep(self, room: int, slots: range, row: int) -> None:
        mine = [(room, slot) for slot in slots]
        self._taken.update(dict.fromkeys(mine, row))

        def forget() -> None:
            for key in mine:
                self._taken.pop(key, None)

        self._pool.journal.append(forget)
