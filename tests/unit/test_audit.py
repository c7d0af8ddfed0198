"""The station's log and its filters, what taking back would do in words, one field restored, the bin emptied."""

from __future__ import annotations

import datetime as dt

import pytest

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.models import Enterprise
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.head_words import words_of
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.audit import WEEK, Audit
from louyu_desktop.services.audit_copies import BackPreview, LogQuery
from louyu_desktop.services.copies import Query
from louyu_desktop.services.purging import Purging
from louyu_desktop.services.records import Records
from louyu_desktop.services.taking_back import TakingBack
from louyu_desktop.storage.database import Database
from tests.storage.sample import past_the_door

PERSON = {"name": "邵清扬", "mobile": "13800002207", "unit_name": "光年广告"}


@pytest.fixture
def audit(database: Database) -> Audit:
    """Its log."""
    return Audit(database)


def test_the_log_is_filtered(database: Database, records: Records, audit: Audit) -> None:
    """By day, person, topic and words; each line says how many records, and whether it can be taken back."""
    person = records.save("people", None, PERSON)
    records.save("people", person, {"unit_name": "乐高玩具"})
    with database.write("查看邵清扬的手机") as write:
        write.event("people", person, "查看邵清扬的手机", Topic.REVEAL)
    whole = audit.log(LogQuery())
    assert [entry.text for entry in whole.entries[:3]] == ["查看邵清扬的手机", "修改人员：邵清扬", "新建人员：邵清扬"]
    assert whole.count == len(whole.entries)
    seen, changed = whole.entries[:2]
    assert (seen.topic, seen.rows, seen.can_go_back) == (Topic.REVEAL, 0, False)
    assert (changed.who, changed.rows, changed.can_go_back) == ("周敏", 1, True)
    assert not whole.entries[-1].can_go_back
    today = dt.datetime.now(SHANGHAI).date()
    asked = {
        LogQuery(topic=Topic.REVEAL): 1, LogQuery(text="邵清扬 修改"): 1, LogQuery(text="100%"): 0,
        LogQuery(account=0): 1, LogQuery(first=today, last=today): whole.count,
        LogQuery(last=today - dt.timedelta(days=1)): 0,
    }  # fmt: skip
    assert {query: audit.log(query).count for query in asked} == asked
    page = audit.log(LogQuery(), limit=1, before=seen.id)
    assert page.entries == (changed,)
    records.undo()
    assert [entry.state for entry in audit.log(LogQuery()).entries[:3]] == ["撤销", "", "已撤回"]
    assert [option.title for option in audit.people()] == ["周敏"]


def previewed(database: Database, newest: int = 0) -> BackPreview:
    return TakingBack(database).preview(database.operations(limit=9)[newest].id)


def test_taking_back_is_told_first(database: Database, records: Records) -> None:
    """What goes back, what stays because it was changed since, what is lost: kept and lost stand first."""
    ids = [records.save("people", None, {**PERSON, "name": name, "mobile": ""}) for name in ("甲一", "乙二", "丙三")]
    records.bulk_edit("people", ids, "unit_name", "乐高玩具")
    records.save("people", ids[2], {"unit_name": "远帆贸易"})
    found = previewed(database, 1)
    assert (found.label, found.who) == ("批量修改 3 人人员的「单位」", "周敏")
    assert (found.back, found.kept, found.removed, found.lost, found.hindrance) == (2, 1, 0, 0, "")
    assert (found.lines[0].title, found.lines[0].effect) == ("丙三", "不动")
    [kept] = found.lines[0].differences
    assert (kept.now, kept.then, kept.kept) == ("远帆贸易", "", True)
    assert {one.then for line in found.lines[1:] for one in line.differences} == {"光年广告"}
    assert records.take_back(found.operation_id).rows == 2
    made = previewed(database, 3)
    assert (made.label, made.removed, made.lost, made.lines[0].lost) == ("新建人员：丙三", 1, 1, True)


def test_what_cannot_be_taken_back_says_why(database: Database, records: Records) -> None:
    """The founding of the station, an event, and a record that others use by now."""
    first = database.operations(limit=99)[-1].id
    with pytest.raises(UserError, match="建立站点"):
        TakingBack(database).preview(first)
    firm = records.save("enterprises", None, {"name": "光年广告"})
    records.save("contacts", None, {"enterprise_id": firm, "name": "邵清扬"})
    assert "1 人联系人" in previewed(database, 1).hindrance


def test_one_field_goes_back_alone(database: Database, records: Records) -> None:
    """As one operation, checked as any other; the rest of the record stays."""
    person = records.save("people", None, PERSON)
    records.save("people", person, {"unit_name": "乐高玩具", "mobile": "13800002208"})
    changed = database.operations(limit=1)[0].id
    back = TakingBack(database)
    back.restore_field("people", person, "unit_name", changed)
    values = records.get("people", person).values
    assert (values["unit_name"], values["mobile"]) == ("光年广告", "13800002208")
    assert database.operations(limit=1)[0].label == "把人员的「单位」改回从前的：邵清扬"
    assert records.undo().rows == 1
    with pytest.raises(UserError, match="没有这个从前的内容"):
        back.restore_field("people", person, "remark", changed)
    made = database.history("people", person)[-1].operation_id
    with pytest.raises(UserError):
        back.restore_field("people", person, "name", made)
    records.archive("people", [person])
    with pytest.raises(UserError, match="回收站"):
        back.restore_field("people", person, "unit_name", changed)


def test_a_field_that_may_not_be_empty_stays(database: Database, records: Records) -> None:
    """An older value is looked at as if it were typed."""
    firm = records.save("enterprises", None, {"name": "光年广告"})
    with database.write("空") as write:
        write.update(Enterprise, [{"id": firm, "name": ""}])
    with database.write("有") as write:
        write.update(Enterprise, [{"id": firm, "name": "光年"}])
    with pytest.raises(InvalidRecordError):
        TakingBack(database).restore_field("enterprises", firm, "name", database.operations(limit=1)[0].id)
    assert records.get("enterprises", firm).values["name"] == "光年"


def test_the_whole_chain_is_checked_weekly(database: Database, records: Records) -> None:
    """The result is kept; a clock that went back makes it due."""
    moments = [dt.datetime(2026, 11, 20, tzinfo=dt.UTC)]
    audit = Audit(database, lambda: moments[-1])
    assert audit.is_due()
    verdict = audit.check_all()
    assert verdict.good
    assert verdict.whole
    assert audit.last_check() == verdict
    for later, due in ((WEEK / 2, False), (WEEK, True), (-WEEK, True)):
        moments.append(moments[0] + later)
        assert audit.is_due() is due
    person = records.save("people", None, PERSON)
    assert audit.check_recent().good
    past_the_door(database, f"UPDATE person SET version = 0 WHERE id = {person}")
    assert (audit.check_recent().replayed, audit.check_recent().good) == (1, False)


def test_the_head_is_eight_words(database: Database, records: Records, audit: Audit) -> None:
    """Of any row; another head has other words."""
    before = audit.head()
    records.save("people", None, PERSON)
    after = audit.head()
    assert after.seq == before.seq + 1
    assert len(after.words) == 8
    assert audit.head(before.seq).words == before.words != after.words
    assert words_of(bytes(32)) == ("青山",) * 8
    assert words_of(b"\xff" * 32) == ("嘉林",) * 8
    with pytest.raises(UserError, match="没有第"):
        audit.head(10_000)


def test_the_bin_is_cleared_after_ninety_days(database: Database, records: Records) -> None:
    """What is younger stays; who works here stays; what was purged stands in no bin."""
    person, other = (records.save("people", None, {"name": name}) for name in ("甲一", "乙二"))
    records.archive("people", [person])
    now = dt.datetime.now(dt.UTC)
    assert Purging(database, lambda: now).standing().old == {}
    assert Purging(database, lambda: now + dt.timedelta(days=89)).clear_old() == 0
    late = Purging(database, lambda: now + dt.timedelta(days=91))
    assert (dict(late.standing().counts), dict(late.standing().old)) == ({"people": 1}, {"people": 1})
    assert late.clear_old() == 1
    assert dict(late.standing().counts) == {}
    assert records.count(Query("people", archived=True)) == 0
    assert records.get("people", other).title == "乙二"
    with pytest.raises(UserError, match="工作人员"):
        late.purge("accounts", [1])
    with pytest.raises(UserError, match="回收站"):
        late.purge("people", [other])
    assert database.check() == []
