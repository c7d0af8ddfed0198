"""Purging: nothing of a person is left in rows and log, the chain is whole, and whatever pointed there points still."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text

from louyu_desktop.errors import DamagedError, UserError
from louyu_desktop.models import RECORDS, Activity, ChangeValue, Consent, Operation, Person, Registration, SignIn
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.storage.anchor import replayed
from louyu_desktop.storage.coding import as_json, unpack
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.purge import EMPTIED, purge
from tests.storage.sample import past_the_door, row

SECRETS = ("皇甫清照", "欧阳清照", "13987654321", "清算律所", "身体不好")
WHEN = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Met:
    """Ids: the one to go, the one to stay, and their registrations for one activity."""

    gone: int
    stays: int
    activity: int
    registrations: list[int]


@pytest.fixture
def met(database: Database) -> Met:
    """Two people in one packed row of the log, one of them with everything that hangs on a person, in the bin."""
    with database.write("导入 2 人") as write:
        first = {"name": "皇甫清照", "mobile": "13987654321", "unit_name": "清算律所", "remark": "身体不好"}
        gone, stays = write.insert(Person, [first, {"name": "白居简", "mobile": "13911112222"}])
    with database.write("登记：皇甫清照") as write:
        [activity] = write.insert(Activity, [{"title": "午间一小时", "starts_at": WHEN}])
        both = [{"activity_id": activity, "person_id": person, "unit_name": "清算律所"} for person in (gone, stays)]
        registrations = write.insert(Registration, both)
        write.insert(Consent, [{"person_id": gone, "scope": "身体不好"}])
        write.insert(SignIn, [{"activity_id": activity, "person_id": gone, "signed_at": WHEN}])
    with database.write("修改人员：皇甫清照") as write:
        write.update(Person, [{"id": gone, "name": "欧阳清照", "version": 1}, {"id": stays, "unit_name": "别家"}])
        write.event("people", gone, "打印了欧阳清照的档案")
    with database.write("登记同意：白居简") as write:
        [consent] = write.insert(Consent, [{"person_id": stays}])
        write.update(Consent, [{"id": consent, "person_id": stays, "scope": "活动"}])
    with database.write("再登记：欧阳清照") as write:
        [activity_2] = write.insert(Activity, [{"title": "晚间一小时", "starts_at": WHEN}])
        write.insert(Registration, [{"activity_id": activity_2, "person_id": gone, "unit_name": "清算律所"}])
    database.undo()  # what is only in the log now
    with database.write("删除人员：欧阳清照") as write:
        write.archive(Person, [gone])
    return Met(gone, stays, activity, registrations)


def clear(database: Database, *ids: int) -> None:
    with database.write("彻底清除 1 人", lasting=True) as write:
        purge(write, "people", ids)


def everything(database: Database) -> str:
    """All that the file keeps, in one text."""
    parts: list[str] = []
    with database.read() as session:
        for model in RECORDS:
            parts += [as_json([str(value) for value in found]) for found in session.execute(select(model.__table__))]
        for content in session.scalars(select(ChangeValue.content)):
            parts += [as_json([item.before, item.after, item.text]) for item in unpack(content)]
        parts += session.scalars(select(Operation.label))
        parts += [as_json(list(found)) for found in session.execute(text("SELECT folded, shown FROM search_row"))]
        parts += session.scalars(text("SELECT content FROM draft"))
    return "\n".join(parts)


def test_nothing_of_a_person_is_left(database: Database, met: Met) -> None:
    """Rows, children, log, labels, search, drafts; the other one of the same packed row is as before."""
    for secret in SECRETS:
        assert secret in everything(database)
    clear(database, met.gone)
    left = everything(database)
    assert [secret for secret in SECRETS if secret in left] == ["清算律所"]  # where the other one's firm says so
    with database.write("改") as write:
        write.update(Registration, [{"id": met.registrations[1], "unit_name": "别家"}])
    shell = row(database, Person, met.gone)
    assert (shell.name, shell.mobile, shell.archived_at) == (EMPTIED, None, PURGED_AT)
    assert row(database, Person, met.stays).unit_name == "别家"
    assert [change.after.get("name") for change in database.history("people", met.stays)] == [None, "白居简"]
    changes = [change for change in database.history("people", met.gone) if change.action != "event"]
    assert changes
    assert not any(change.before or change.after for change in changes)
    assert not database.search("清照")
    assert database.search("白居简")


def test_the_chain_is_whole_and_the_file_well(database: Database, met: Met) -> None:
    """Every check of the file passes, and no row of it looks replayed; a second purge and more work too."""
    clear(database, met.gone)
    with database.write("删") as write:
        write.archive(Person, [met.stays])
    clear(database, met.stays)
    database.verify_chain()
    assert database.check() == []
    with database.read() as session:
        assert list(replayed(session)) == []
        assert list(replayed(session, 3)) == []
        assert session.scalars(select(Registration.person_id).order_by(Registration.id)).all() == [met.gone, met.stays]


def test_what_is_emptied_cannot_be_filled_again(database: Database, met: Met) -> None:
    """The new values are in the chain as well: whoever alters them is found."""
    clear(database, met.gone)
    other = "SELECT content FROM change_value WHERE change_id = 2"
    past_the_door(database, f"UPDATE change_value SET content = ({other}) WHERE change_id = 1")
    with pytest.raises(DamagedError, match="从第 1 条起"):
        database.verify_chain()


def test_undo_passes_over_it(database: Database, met: Met) -> None:
    """Neither Ctrl+Z nor the history brings it back; what was done before can still be taken back for the others."""
    clear(database, met.gone)
    newest = database.operations(limit=1)[0]
    assert newest.label == "彻底清除 1 人"
    with pytest.raises(UserError, match="找不回来"):
        database.undo(newest.id)
    assert database.undo().label == f"删除人员：{EMPTIED}"
    assert row(database, Person, met.gone).archived_at == PURGED_AT
    [changed] = [one for one in database.operations() if one.label == f"修改人员：{EMPTIED}"]
    assert database.undo(changed.id).rows == 1
    assert row(database, Person, met.stays).unit_name is None
    assert database.check() == []


def test_only_the_bin_is_purged(database: Database, met: Met) -> None:
    """A live record, one that is not there, and one purged already are refused; a shell does not come back."""
    for wrong in (met.stays, 999):
        with pytest.raises(UserError, match="回收站"):
            clear(database, wrong)
    clear(database, met.gone)
    with pytest.raises(UserError, match="回收站"):
        clear(database, met.gone)
    with database.write("恢复") as write:
        write.restore(Person, [met.gone])
    assert row(database, Person, met.gone).archived_at == PURGED_AT


@pytest.mark.parametrize("content", ["zeroblob(9)", "NULL"])
def test_an_altered_purge_is_found(database: Database, met: Met, content: str) -> None:
    """Without the event of the purge, or with another one, what it emptied fits no more."""
    clear(database, met.gone)
    mine = "(SELECT max(id) FROM change_log)"
    past_the_door(database, f"UPDATE change_value SET content = {content} WHERE change_id = {mine}")
    with pytest.raises(DamagedError, match="从第 1 条起"):
        database.verify_chain()
    assert any("操作记录" in sentence for sentence in database.check())
