"""Who is purged for good is masked in what hangs on the wall as before."""

from __future__ import annotations

import pytest

from louyu_desktop.models import PublicNotice, Wish
from louyu_desktop.rules.dates import today
from louyu_desktop.rules.notice_flow import State, seal_of
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database

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


def test_a_name_that_somebody_else_bears_stays_as_it_is(services: Services, database: Database, notice: int) -> None:
    person = services.records.save("people", None, {"name": NAME})
    firm = services.records.save("enterprises", None, {"name": "澄怀设计"})
    services.records.save("contacts", None, {"enterprise_id": firm, "name": NAME})
    purge(services, "people", person)
    with database.read() as session:
        assert session.get_one(PublicNotice, notice).body == BODY
