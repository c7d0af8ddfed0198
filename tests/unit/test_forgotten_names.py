"""Who is purged for good is masked in what hangs on the wall as before."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from louyu_desktop.models import ChangeLog, ChangeValue, PublicNotice, Record, Wish
from louyu_desktop.rules.dates import today
from louyu_desktop.rules.notice_flow import State, seal_of
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.coding import unpack
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import shape_of

NAME, MASKED = "顾南星", "顾＊＊"
BODY = f"{NAME}等三人获评。请到前台找{NAME}。"


@pytest.fixture
def notice(database: Database) -> int:
    """One that was approved, of people whose names it does not have to say."""
    row = {"proposed_on": today(), "title": "评优公示", "body": BODY, "state": State.APPROVED.value}
    with database.write("公示") as write:
        sealed = {**row, "seal": seal_of("评优公示", BODY, None, named=False)}
        [key, _named] = write.insert(PublicNotice, [sealed, {**row, "named": True}])
        write.insert(Wish, [{"made_on": today(), "text": "x", "public_text": f"想跟{NAME}学手语", "state": "待认领"}])
    return key


def purge(services: Services, kind: str, key: int) -> None:
    services.records.archive(kind, [key])
    services.purging.purge(kind, [key])


def said_in_log(database: Database, model: type[Record], key: int) -> bool:
    """Whether the log of one row still holds the name."""
    wanted = (
        select(ChangeValue.content)
        .join(ChangeLog, ChangeLog.id == ChangeValue.change_id)
        .where(ChangeLog.entity == shape_of(model).kind, ChangeValue.content.is_not(None))
    )
    with database.read() as session:
        items = [item for content in session.scalars(wanted) for item in unpack(content)]
    return any(NAME in str(value) for one in items if one.id == key for value in (one.before, one.after, one.text))


def test_a_name_that_is_gone_is_masked_where_it_was_masked(services: Services, database: Database, notice: int) -> None:
    person = services.records.save("people", None, {"name": NAME})
    before = services.notices.preview(notice)
    assert before.is_final
    assert before.paragraphs == (BODY.replace(NAME, MASKED),)
    purge(services, "people", person)
    assert services.notices.preview(notice) == before
    assert [card.text for _column, cards in services.wishes.wall().columns for card in cards] == [f"想跟{MASKED}学手语"]
    with database.read() as session:
        named = session.get_one(PublicNotice, notice + 1)
        assert named.body == BODY
    assert database.check() == []


def test_a_name_that_is_gone_leaves_the_log_too(services: Services, database: Database, notice: int) -> None:
    """What a notice says and what it said before; one that has to name keeps the name, and the chain holds."""
    person = services.records.save("people", None, {"name": NAME})
    with database.write("公示改过") as write:
        write.update(PublicNotice, [{"id": notice, "body": f"{NAME}一人获评。"}])
        write.update(PublicNotice, [{"id": notice, "body": "名单另行公布。"}])
    services.records.archive("people", [person])
    assert said_in_log(database, PublicNotice, notice)
    assert said_in_log(database, Wish, 1)
    services.purging.purge("people", [person])
    assert not said_in_log(database, PublicNotice, notice)
    assert not said_in_log(database, Wish, 1)
    assert said_in_log(database, PublicNotice, notice + 1)
    database.verify_chain()
    assert database.check() == []


def test_a_name_that_somebody_else_bears_stays_as_it_is(services: Services, database: Database, notice: int) -> None:
    person = services.records.save("people", None, {"name": NAME})
    firm = services.records.save("enterprises", None, {"name": "澄怀设计"})
    services.records.save("contacts", None, {"enterprise_id": firm, "name": NAME})
    purge(services, "people", person)
    with database.read() as session:
        assert session.get_one(PublicNotice, notice).body == BODY
