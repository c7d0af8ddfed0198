"""What taking back would do is what it then does: set back, kept, removed, lost, in the way."""

from __future__ import annotations

import random

import pytest

from louyu_desktop.errors import UserError
from louyu_desktop.models import Building, Contact, Enterprise, Operation
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.foresight import Effect, Foreseen, foresee
from louyu_desktop.storage.undo import find_operation
from tests.storage.sample import row, tower


def seen(database: Database, operation_id: int | None = None) -> Foreseen:
    newest = operation_id or database.operations(limit=1)[0].id
    with database.read() as session:
        return foresee(session, find_operation(session, newest))


def test_what_was_changed_since_is_kept(database: Database) -> None:
    """Field by field, with what stands now and what would stand then."""
    made = tower(database)
    with database.write("两处") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 40, "business": "火锅"}])
    mine = database.operations(limit=1)[0].id
    with database.write("又改") as write:
        write.update(Enterprise, [{"id": made.enterprise, "headcount": 50}])
    [step] = [one for one in seen(database, mine).steps if one.kind == "enterprises"]
    assert (step.effect, dict(step.then), step.kept) == (Effect.BACK, {"business": None}, ("headcount",))
    assert step.now == {"business": "火锅", "headcount": 50}
    assert (database.undo(mine).kept, row(database, Enterprise, made.enterprise).business) == (("员工数",), None)


def test_what_would_be_lost_is_told(database: Database) -> None:
    """A record made by the operation and changed since goes with its changes."""
    made = tower(database)
    with database.write("加联系人") as write:
        new = write.insert(Contact, [{"enterprise_id": made.enterprise, "name": name} for name in ("甲一", "乙二")])
    mine = database.operations(limit=1)[0].id
    with database.write("补电话") as write:
        write.update(Contact, [{"id": new[1], "phone": "13812345678"}])
    foreseen = seen(database, mine)
    assert (foreseen.counts[Effect.REMOVED], foreseen.lost) == (2, 1)
    assert {step.id: step.lost for step in foreseen.steps} == {new[0]: False, new[1]: True}


def test_what_is_in_use_stands_in_the_way(database: Database) -> None:
    """It is counted by kind, and the undo refuses indeed; what goes together is not in the way."""
    made = tower(database)
    assert not seen(database).used
    mine = database.operations(limit=1)[0].id
    with database.write("另一家") as write:
        write.insert(Contact, [{"enterprise_id": made.enterprise, "name": "甲一"}])
    assert seen(database, mine).used == {("contacts", "enterprises"): 1}
    with pytest.raises(UserError, match="用着"):
        database.undo(mine)


def test_what_was_removed_returns(database: Database) -> None:
    """The undo of an undo."""
    tower(database)
    database.undo()
    again = database.operations(limit=1)[0].id
    foreseen = seen(database, again)
    assert (foreseen.counts[Effect.RETURNS], foreseen.counts[Effect.REMOVED]) == (7, 0)


def test_foreseen_is_done(database: Database) -> None:
    """Random edits of the same few rows: any of them is foreseen as the undo then does it."""
    chance = random.Random(4)
    with database.write("楼") as write:
        ids = write.insert(Building, [{"name": f"楼{n}"} for n in range(4)])
    for n in range(12):
        with database.write(f"改 {n}") as write:
            some = chance.sample(ids, 2)
            names = ("address", "remark", "owner_name")
            write.update(Building, [{"id": one, chance.choice(names): f"{n}"} for one in (*some, chance.choice(ids))])
    for operation in database.operations(limit=12):
        foreseen = seen(database, operation.id)
        outcome = database.undo(operation.id)
        assert outcome.rows == len({step.id for step in foreseen.steps if step.then})
        assert bool(outcome.kept) == bool(foreseen.kept)
        for step in foreseen.steps:
            now = row(database, Building, step.id)
            assert all(getattr(now, name) == step.now[name] for name in step.kept)
        database.undo(outcome.operation_id)
    with database.read() as session:
        done = session.get(Operation, operation.id)
        assert done is not None
        assert done.reversed_by is None
