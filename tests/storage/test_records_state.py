"""Any sequence of what people do, by two of them, against a model of what should be there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from louyu_desktop.errors import ConflictError, UserError
from louyu_desktop.models import Account
from louyu_desktop.services.copies import Query
from louyu_desktop.services.records import Records
from louyu_desktop.services.references import ENTITIES
from tests.stations import create_station

OWNERS: dict[str, dict[str, str]] = {
    "buildings": {},
    "units": {"building_id": "buildings"},
    "enterprises": {},
    "occupancies": {"enterprise_id": "enterprises", "unit_id": "units"},
    "people": {},
    "memberships": {"person_id": "people"},
    "activities": {},
    "registrations": {"activity_id": "activities", "person_id": "people"},
}
"""Kinds, and what a record of each belongs to."""

BULK = {
    "buildings": "grade", "units": "area", "enterprises": "headcount", "occupancies": "area",
    "people": "skills", "memberships": "post", "activities": "capacity", "registrations": "channel",
}  # fmt: skip
"""A field of each kind that no rule and no index looks at."""

KINDS = st.sampled_from(list(OWNERS))
PICK = st.integers(0, 5)
WORDS = st.sampled_from("甲乙丙丁戊")


class Desk(RuleBasedStateMachine):
    """A station under two pairs of hands."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.database = create_station(Path(self.place.name) / "s", "示范站", "周敏")
        self.records = Records(self.database)

    def teardown(self) -> None:
        """The file is sound whatever was done; then everything is thrown away."""
        with self.place, self.database:
            assert self.database.check() == []
            self.compare()

    @initialize()
    def people_on_duty(self) -> None:
        """A second account, made by nobody's undo."""
        with self.database.write("值班") as write:
            write.insert(Account, [{"name": "顾南星"}])
        self.database.actor = 2

    # -- what people do

    def live(self, kind: str) -> tuple[int, ...]:
        """Ids that live."""
        return tuple(self.records.ids(Query(kind)))

    def one_of(self, kind: str, pick: int, *, archived: bool = False) -> int | None:
        """Some id."""
        ids = self.records.ids(Query(kind, archived=archived))
        return ids[pick % len(ids)] if ids else None

    def attempt(self, work: Callable[..., object], *given: Any, **named: Any) -> None:
        """Do it; when it is refused in words, nothing has changed."""
        before = self.database.content_hash()
        try:
            work(*given, **named)
        except (ConflictError, UserError):
            assert self.database.content_hash() == before

    @rule(kind=KINDS, word=WORDS, picks=st.tuples(PICK, PICK))
    def add(self, kind: str, word: str, picks: tuple[int, int]) -> None:
        """A new record under whatever is there."""
        values: dict[str, Any] = {
            column: self.one_of(owner, pick) for (column, owner), pick in zip(OWNERS[kind].items(), picks, strict=False)
        }
        if None in values.values():
            return
        match kind:
            case "buildings" | "enterprises" | "people":
                values["name"] = word
            case "units":
                values["floor"] = word
            case "activities":
                values |= {"title": word, "starts_at": dt.datetime(2026, 6, 1, tzinfo=dt.UTC)}
            case "memberships":
                values["joined_on"] = dt.date(2020, 1, 1 + picks[0])
            case "occupancies":
                values["lease_end"] = dt.date(2027, 1, 1 + picks[0])
        self.attempt(self.records.save, kind, None, values)

    @rule(kind=KINDS, pick=PICK, word=WORDS, stale=st.booleans())
    def change(self, kind: str, pick: int, word: str, stale: bool) -> None:
        """A name, an owner or a number is another one; sometimes typed over an older version."""
        key = self.one_of(kind, pick)
        if key is None:
            return
        match kind:
            case "units":
                values: dict[str, Any] = {"room": word}
            case "occupancies":
                values = {"unit_id": self.one_of("units", pick + 1)}
            case "memberships":
                values = {"person_id": self.one_of("people", pick + 1)}
            case "registrations":
                values = {"status": "取消" if pick % 2 else "已报名"}
            case "activities":
                values = {"title": word}
            case "enterprises":
                values = {"name": word, "headcount": pick}
            case _:
                values = {"name": word}
        self.attempt(self.records.save, kind, key, values, version=1 if stale else None)

    @rule(kind=KINDS, pick=PICK, several=st.booleans())
    def archive(self, kind: str, pick: int, several: bool) -> None:
        """One or all of a kind go into the bin."""
        key = self.one_of(kind, pick)
        if key is not None:
            self.records.archive(kind, self.live(kind) if several else [key])

    @rule(kind=KINDS, pick=PICK)
    def restore(self, kind: str, pick: int) -> None:
        """One comes out."""
        key = self.one_of(kind, pick, archived=True)
        if key is not None:
            self.attempt(self.records.restore, kind, [key])

    @rule(kind=KINDS, number=st.integers(1, 4))
    def bulk(self, kind: str, number: int) -> None:
        """A field of all of a kind; the list then shows it."""
        words = {"grade": "超甲甲乙丙"[number], "channel": ("到站", "电话", "问卷", "微信", "导入")[number]}
        name = BULK[kind]
        value = words.get(name, str(number))
        self.records.bulk_edit(kind, self.live(kind), name, value)
        shown = {str(row.values[name]).partition(".")[0] for row in self.records.page(Query(kind), 0)}
        assert shown <= {value}

    @rule()
    def other_hands(self) -> None:
        """The other one is on duty."""
        self.database.actor = 3 - (self.database.actor or 1)

    @rule()
    def undo(self) -> None:
        """Mine; where nothing was kept, redo and undo lead back to the same state."""

        def back_and_forth() -> None:
            outcome = self.records.undo()
            if not outcome.kept and outcome.rows:
                between = self.database.content_hash()
                assert self.records.undo_state().redo_label == outcome.label
                self.records.redo()
                self.records.undo()
                assert self.database.content_hash() == between

        if self.records.undo_state().undo_label:
            self.attempt(back_and_forth)

    @rule()
    def redo(self) -> None:
        """What I took back."""
        if self.records.undo_state().redo_label:
            self.attempt(self.records.redo)

    @rule(back=st.integers(0, 12))
    def take_back(self, back: int) -> None:
        """Something out of the history, whoever did it."""
        found = self.database.operations(limit=back + 1)
        if len(found) > back and found[back].id > 2:
            self.attempt(self.records.take_back, found[back].id)

    # -- what should be there

    def compare(self) -> None:
        """Lists, counts, derived columns and the search, each computed here from the plain rows."""
        rows = {kind: self.records.page(Query(kind), 0) for kind in OWNERS}
        values = {kind: {row.id: row.values for row in found} for kind, found in rows.items()}
        for kind, owners in OWNERS.items():
            for one in values[kind].values():
                assert all(one[column] in values[owner] for column, owner in owners.items()), kind
        self._compare_counts(values)
        for kind in OWNERS:
            searched = [field.name for field in ENTITIES[kind].fields if field.searchable]
            for word in "甲乙丙丁戊":
                holding = [key for key, one in values[kind].items() if any(word in str(one[name]) for name in searched)]
                assert sorted(self.records.ids(Query(kind, text=word))) == sorted(holding), kind

    def _compare_counts(self, values: dict[str, dict[int, Any]]) -> None:
        seats = values["occupancies"].values()
        for key, building in values["buildings"].items():
            tenants = {one["enterprise_id"] for one in seats if values["units"][one["unit_id"]]["building_id"] == key}
            assert building["enterprise_count"] == len(tenants)
            people = [one["headcount"] or 0 for one in values["enterprises"].values() if one["building_id"] == key]
            assert building["headcount"] == sum(people)
        for key, firm in values["enterprises"].items():
            mine = [(one_id, one) for one_id, one in values["occupancies"].items() if one["enterprise_id"] == key]
            first = min(mine, default=None, key=lambda pair: pair[0])
            assert firm["lease_end"] == min((one["lease_end"] for _id, one in mine), default=None)
            assert firm["building_id"] == (first and values["units"][first[1]["unit_id"]]["building_id"])
        for key, person in values["people"].items():
            joined = [one["joined_on"] for one in values["memberships"].values() if one["person_id"] == key]
            assert person["joined_on"] == (joined[0] if joined else None)
        for key, activity in values["activities"].items():
            count = [one for one in values["registrations"].values() if one["activity_id"] == key]
            assert activity["registered_count"] == sum(one["status"] == "已报名" for one in count)


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
