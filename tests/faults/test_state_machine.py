"""T4: any sequence of what people do: the database is what the model says, and the log is whole.

`LOUYU_RUNS` says how many sequences; `make faults` takes 500.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text

from louyu_desktop.errors import UserError
from louyu_desktop.exchange.book import Book
from louyu_desktop.exchange.opening import open_book
from louyu_desktop.models import BY_KIND, Activity, Operation
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import vaults
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.attachments import Attachments, Offered
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.merging import Merging
from louyu_desktop.services.purging import Purging
from louyu_desktop.services.records import Records
from tests.faults.deeds import PDF, WHO
from tests.faults.desk_model import BIN, OWNERS, Model, Row, Rows
from tests.faults.ground import number, shown, unlogged
from tests.stations import PASSWORD

OTHER = "何俊杰"
RUNS = number("LOUYU_RUNS", 20)
STEPS = 25 if RUNS > 20 else 12
_DONE: Counter[str] = Counter()
_NAMES = st.sampled_from(["单雄信", "陈华树", "王小明", "𠮷野家", "O'Neil", "曾国藩", "重庆火锅", "甲%_乙"])
_MOBILES = st.sampled_from(["13900000001", "13812342207", None])
_FIELDS: dict[str, dict[str, list[Any]]] = {
    "people": {"name": ["单雄信", "徐茂公"], "mobile": ["13700000007", None], "unit_name": ["光年广告", None]},
    "enterprises": {"headcount": [0, 7, None], "remark": ["靠窗", None]},
    "activities": {"capacity": [30, None], "title": ["读书会", "义诊"]},
    "contacts": {"name": ["邵清扬"], "phone": ["021-12345678", None]},
    "sign-ins": {"method": ["现场录入", None]},
    "registrations": {"status": ["已报名", "取消", "候补"]},
}
_START = dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC)
_BOOKS = (
    "姓名,手机号\n单雄信,13900000001\n徐茂公,13700000007\n",
    "姓名,手机号,单位\n陈华树,13900000003,光年广告\n坏号码,12,光年广告\n",
)


@cache
def _pristine() -> Path:
    """A station with a vault as it is made, to be copied, with somebody who will have many roles."""
    folder = Path(tempfile.mkdtemp()) / "s"
    with vaults.create(folder, "试验站", WHO, PASSWORD) as database:
        Accounts(database).add(OTHER, Role.STAFF)
    return folder


@cache
def _book(number: int) -> Book:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "人员.csv"
        path.write_text(_BOOKS[number], "utf-8")
        return open_book(path)


class Desk(RuleBasedStateMachine):
    """One person at one desk."""

    @initialize(patience=st.integers(0, 3))
    def begin(self, patience: int) -> None:
        self.patience = patience
        """How often what takes long is done in this run."""
        self.folder = Path(tempfile.mkdtemp())
        self.purged: set[tuple[str, int]] = set()
        shutil.copytree(_pristine(), self.folder / "s")
        self._open()
        self.model = Model(self._stored())
        self.other = next(one.id for one in Accounts(self.database).people() if one.name == OTHER)
        for name in ("秦琼", "尉迟恭", "程咬金"):
            self._save("people", {"name": name, "mobile": None})
        self.add_activity("冬至讲座")
        self.come("registrations", 0, 0)
        self.archive("registrations", 0)

    def _open(self) -> None:
        self.database = vaults.log_in(self.folder / "s", WHO, PASSWORD)
        self.records = Records(self.database)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            assert self.database.check() == []
            self._replay_the_log()
            self.database.close()
            shutil.rmtree(self.folder)

    # -- what is done --------------------------------------------------------------------------

    def _pick(self, kind: str, draw: int, *, live: bool = True) -> int | None:
        ids = self.model.live(kind) if live else sorted(self.model.rows[kind])
        return ids[draw % len(ids)] if ids else None

    def _patient(self) -> bool:
        self.patience -= 1
        return self.patience >= 0

    def _tried(self, what: str, work: Callable[[], Any]) -> Any:
        """What the service gave; a refusal in words changes nothing, which the next look proves."""
        _DONE[what] += 1
        try:
            return work()
        except UserError:
            _DONE[f"{what} refused"] += 1
            return None

    def _save(self, kind: str, values: Row) -> int | None:
        row_id: int | None = self._tried(f"add {kind}", lambda: self.records.save(kind, None, values))
        if row_id is not None:
            row = {**dict.fromkeys(_FIELDS.get(kind, {})), **values, BIN: None}
            self.model.do(lambda: self.model.rows[kind].update({row_id: row}))
        return row_id

    @rule(name=_NAMES, mobile=_MOBILES)
    def add_person(self, name: str, mobile: str | None) -> None:
        self._save("people", {"name": name, "mobile": mobile})

    @rule(name=_NAMES, size=st.sampled_from([0, 12, None]))
    def add_firm(self, name: str, size: int | None) -> None:
        firm = self._save("enterprises", {"name": f"{name}有限公司", "headcount": size})
        if firm is not None:
            self._save("contacts", {"enterprise_id": firm, "name": name})

    @rule(title=st.sampled_from(["冬至讲座", "义诊"]))
    def add_activity(self, title: str) -> None:
        self._save("activities", {"title": title, "starts_at": _START})

    @rule(kind=st.sampled_from(["registrations", "sign-ins"]), who=st.integers(0, 99), where=st.integers(0, 99))
    def come(self, kind: str, who: int, where: int) -> None:
        person, activity = self._pick("people", who), self._pick("activities", where)
        if person is None or activity is None:
            return
        row: Row = {"activity_id": activity, "person_id": person}
        row |= {"signed_at": _START} if kind == "sign-ins" else {"status": "已报名"}
        clash = self.model.taken(kind, row)
        assert (self._save(kind, row) is None) == clash

    @rule(kind=st.sampled_from(sorted(_FIELDS)), draw=st.integers(0, 99), data=st.data())
    def edit(self, kind: str, draw: int, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(_FIELDS[kind])))
        value = data.draw(st.sampled_from(_FIELDS[kind][name]))
        row_id = self._pick(kind, draw)
        if row_id is None:
            return
        if self._tried(f"edit {kind}", lambda: self.records.save(kind, row_id, {name: value})) is not None:
            self.model.do(lambda: self.model.rows[kind][row_id].update({name: value}))

    @rule(draws=st.lists(st.integers(0, 99), min_size=1, max_size=4))
    def edit_many(self, draws: list[int]) -> None:
        ids = sorted({one for draw in draws if (one := self._pick("people", draw)) is not None})
        changed = self._tried("edit many", lambda: self.records.bulk_edit("people", ids, "unit_name", "乐高玩具"))
        expected = sum(self.model.rows["people"][one]["unit_name"] != "乐高玩具" for one in ids)
        assert changed == expected
        self.model.do(lambda: [self.model.rows["people"][one].update(unit_name="乐高玩具") for one in ids])

    @rule(kind=st.sampled_from(["people", "enterprises", "activities", "registrations"]), draw=st.integers(0, 99))
    def archive(self, kind: str, draw: int) -> None:
        row_id = self._pick(kind, draw)
        if row_id is not None:
            self._tried(f"archive {kind}", lambda: self.records.archive(kind, [row_id]))
            self.model.do(lambda: self.model.archive(kind, row_id))

    @rule(kind=st.sampled_from(["people", "enterprises", "activities", "registrations"]), draw=st.integers(0, 99))
    def restore(self, kind: str, draw: int) -> None:
        rows = self.model.rows[kind]
        binned = sorted(one for one, row in rows.items() if row[BIN] is not None and (kind, one) not in self.purged)
        if not binned:
            return
        row_id = binned[draw % len(binned)]
        operations = self._operations()
        self._tried(f"restore {kind}", lambda: self.records.restore(kind, [row_id]))
        if self._operations() > operations:
            self.model.do(lambda: self.model.restore(kind, row_id))
        else:  # refused: what it belongs to lies there, or its place was taken
            row = self.model.rows[kind][row_id]
            assert self.model.orphaned(kind, row) or kind in {"registrations", "people", "enterprises", "activities"}

    @precondition(lambda self: self.model.done)
    @rule()
    def undo(self) -> None:
        _DONE["undo"] += 1
        self.records.undo()
        self.model.undo()

    @precondition(lambda self: self.model.undone)
    @rule()
    def redo(self) -> None:
        _DONE["redo"] += 1
        self.records.redo()
        self.model.redo()

    @rule(number=st.integers(0, len(_BOOKS) - 1))
    def bring(self, number: int) -> None:
        """An import: new people are those the plan promised, nobody goes."""
        _DONE["import"] += 1
        importing, book = Importing(self.database), _book(number)
        plan = importing.plan("people", book, importing.propose("people", book))
        before = self.model.rows
        importing.write(plan)
        if not plan.counts.written:
            return
        after = self._stored()
        assert len(after["people"]) - len(before["people"]) == plan.counts.new
        assert before["people"].keys() <= after["people"].keys()
        for kind in before:
            for row_id in before[kind]:
                after[kind][row_id][BIN] = before[kind][row_id][BIN]
        self.model.replace(after)

    @rule(kind=st.sampled_from(["people", "enterprises"]), one=st.integers(0, 99), other=st.integers(0, 99))
    def merge(self, kind: str, one: int, other: int) -> None:
        """What a merge does is for its own test; here it is that it can be taken back among everything else."""
        stays, goes = self._pick(kind, one), self._pick(kind, other)
        if stays is None or goes is None or stays == goes:
            return
        if self._tried(f"merge {kind}", lambda: Merging(self.database).merge(kind, stays, goes, {})) is None:
            return
        before, stored = self.model.rows, self._stored()
        for name, rows in stored.items():
            for row_id, row in rows.items():  # what lay in the bin before lies there since the same step
                if row[BIN] is not None:
                    row[BIN] = before[name][row_id][BIN] or self.model.step + 1
        self.model.replace(stored)

    @rule(role=st.sampled_from([Role.STAFF, Role.READER, Role.ADMINISTRATOR]))
    def change_role(self, role: Role) -> None:
        """Whoever loses something leaves a new data key behind."""
        if not self._patient():
            return
        self._tried("change role", lambda: Accounts(self.database).set_role(self.other, role))
        self.model.lasting("accounts", self.other, {"role": role.value})

    @rule(draw=st.integers(0, 99), number=st.integers(0, 3))
    def attach(self, draw: int, number: int) -> None:
        person = self._pick("people", draw)
        if person is None or not self._patient():
            return
        offered = Offered(f"{number}.pdf", content=PDF + f"%{number}\n".encode())
        added = self._tried("attach", lambda: Attachments(self.database).add("people", person, [offered]))
        assert not added.refused
        rows = {one: {"owner_id": person, BIN: None} for one in added.ids}
        self.model.do(lambda: self.model.rows["attachments"].update(rows))

    @rule(draw=st.integers(0, 99))
    def purge(self, draw: int) -> None:
        """What was emptied holds nothing that it held; the rest is as it was."""
        rows = self.model.rows["people"]
        binned = [one for one, row in rows.items() if row[BIN] and ("people", one) not in self.purged]
        if not binned:
            return
        row_id = binned[draw % len(binned)]
        name = self.model.rows["people"][row_id]["name"]
        assert self._tried("purge", lambda: Purging(self.database).purge("people", [row_id]))
        gone, stored = self.model.purge("people", row_id), self._stored()
        assert stored["people"][row_id]["name"] != name
        self.purged |= gone
        for kind, one in gone:
            self.model.rows[kind][one] = {**stored[kind][one], BIN: self.model.step}

    @rule()
    def lock_and_come_back(self) -> None:
        """The program ends and somebody logs in: what could be taken back still can."""
        if not self._patient():
            return
        _DONE["lock"] += 1
        self.database.close()
        self._open()

    # -- what holds ----------------------------------------------------------------------------

    def _operations(self) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(Operation)) or 0

    def _stored(self) -> Rows:
        """The same rows as the database has them; the moment a row went into the bin does not count."""
        found: Rows = {}
        with self.database.read() as session:
            for kind, owners in OWNERS.items():
                table = BY_KIND[kind].__table__
                wanted = {"name", "title", "signed_at", "role", "starts_at", *owners, *_FIELDS.get(kind, {})}
                names = wanted & set(table.c.keys())
                found[kind] = {
                    row["id"]: {**{name: row[name] for name in names}, BIN: row["archived_at"]}
                    for row in session.execute(select(table)).mappings()
                }
        return found

    @invariant()
    def the_database_is_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        stored = self._stored()
        for kind, rows in self.model.rows.items():
            assert stored[kind].keys() == rows.keys()
            for row_id, row in rows.items():
                found = stored[kind][row_id]
                assert (found[BIN] is None) == (row[BIN] is None), (kind, row_id)
                for name in row.keys() & found.keys() - {BIN}:
                    assert found[name] == row[name], (kind, row_id, name)

    @invariant()
    def nothing_points_nowhere_and_every_row_is_logged(self) -> None:
        if not hasattr(self, "model"):
            return
        with self.database.read() as session:
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            counted = dict(session.execute(select(Activity.id, Activity.signed_count)).all())
        for activity, count in counted.items():
            coming = self.model.rows["sign-ins"].values()
            assert (count or 0) == sum(row["activity_id"] == activity and row[BIN] is None for row in coming)
        assert unlogged(self.database) == []

    def _replay_the_log(self) -> None:
        """Each record's own history, taken from the first line on, gives what the record holds now."""
        stored = self._stored()
        for kind, rows in stored.items():
            for row_id, row in rows.items():
                if (kind, row_id) in self.purged:
                    continue
                kept: Row = {}
                for change in reversed(self.database.history(kind, row_id)):
                    assert all(kept.get(name) == old for name, old in change.before.items() if name in kept)
                    kept |= change.after
                    if change.action == "remove":
                        kept = {}
                assert all(row[name] == kept[name] for name in row.keys() & kept.keys()), (kind, row_id)


def test_any_sequence(capsys: pytest.CaptureFixture[str]) -> None:
    """Found sequences are the same every time; `LOUYU_RUNS` takes more of them."""
    wanted = settings(
        max_examples=RUNS, stateful_step_count=STEPS, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(Desk, settings=wanted)
    refused = sum(count for what, count in _DONE.items() if what.endswith("refused"))
    assert _DONE.total() - 2 * refused > 2 * RUNS, "hardly anything was done"
    with shown(capsys) as show:
        told = ", ".join(f"{what} {count}" for what, count in sorted(_DONE.items()))
        show(f"T4: {RUNS} runs, {_DONE.total()} steps: model = database, log whole ({told})")
