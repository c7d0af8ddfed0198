"""What is typed finds what is meant, and nothing that is gone."""

from __future__ import annotations

import pytest
import sqlcipher3
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from louyu_desktop.models import RECORDS, Contact, Enterprise, Person
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.gram_query import expression
from louyu_desktop.storage.grams import fold, place_mark, placed_grams, reads
from tests.storage.sample import row, tower


def _kinds(database: Database, text: str) -> list[str]:
    return [hit.kind for hit in database.search(text)]


@pytest.mark.parametrize(
    "typed",
    [
        "火", "火锅", "重庆火锅", "（上海）有限", "(上海)有限", "重庆 有限公司", "91310000ma1fl1xn7k", "1fl1x",
        "cqhg", "zqhg", "chongqing", "chongqinghuo", "huoguo", "hg", "shyx", "c",
    ],
)  # fmt: skip
def test_a_firm_is_found(database: Database, typed: str) -> None:
    """By one sign, two, more; by widths; by initials and pinyin of any reading; by its code."""
    made = tower(database)
    hits = [hit for hit in database.search(typed) if hit.kind == "enterprises"]
    assert [hit.id for hit in hits] == [made.enterprise]


@pytest.mark.parametrize("typed", ["2207", "138", "13812342207", "1", "42", "单小明", "单", "sxm", "shanxiaoming", "小明"])
def test_a_contact_is_found(database: Database, typed: str) -> None:
    """By digits of the phone from anywhere, by name, by the surname's own reading."""
    tower(database)
    assert "contacts" in _kinds(database, typed)


@pytest.mark.parametrize("typed", ["", "  ", "！？", "锅火", "hgc x", "2208", "gnoqi", "zz", "%", "'", '"', "a OR b", "*"])
def test_nothing_is_found(database: Database, typed: str) -> None:
    """Blanks, signs of a query language, and what is not there."""
    tower(database)
    assert database.search(typed) == []


def test_hits_in_titles_come_first(database: Database) -> None:
    """A building called 环贸广场 stands before the firm that sits in it; the text that hit is given as typed."""
    tower(database)
    building, firm = database.search("环贸")
    assert (building.kind, building.text, building.in_title) == ("buildings", "环贸广场", True)
    assert (firm.kind, firm.text, firm.in_title) == ("enterprises", "环贸广场 8F-05", False)


def test_titles_come_first_among_however_many(database: Database) -> None:
    """The one firm called so stands before hundreds that only sit in such a place; beginnings and short ones first."""
    made = tower(database)
    with database.write("许多") as write:
        write.insert(Person, [{"name": "王甲", "unit_name": f"面馆{place}"} for place in range(300)])
        write.insert(Enterprise, [{"name": name} for name in ("老面馆", "面馆中心", "面馆")])
    assert [hit.text for hit in database.search("面馆", limit=4)][:3] == ["面馆", "面馆中心", "老面馆"]
    assert len(database.search("面馆", limit=50)) == 50
    assert made.enterprise not in [hit.id for hit in database.search("面馆", ["enterprises"])]


def test_words_may_stand_in_different_fields(database: Database) -> None:
    """Name and phone together narrow it down."""
    with database.write("人") as write:
        one, _other = write.insert(
            Person, [{"name": "王小明", "mobile": "13800000001"}, {"name": "王小明", "mobile": "13800000002"}]
        )
    assert [hit.id for hit in database.search("0001 wxm")] == [one]


def test_sensitive_fields_give_no_hit_to_those_who_may_not_see(database: Database) -> None:
    """The contact's name is personal; the firm's name is not."""
    tower(database)
    unseen = ("name", "contact_name")
    assert database.search("单小明", ["contacts", "enterprises"], unseen=unseen) == []
    assert [hit.kind for hit in database.search("火锅", unseen=("contact_name",))] == ["enterprises"]


def test_the_index_follows_changes_archive_and_undo(database: Database) -> None:
    """An old name is gone, a new one there; archived rows are not found; undo brings them back."""
    made = tower(database)
    with database.write("改名") as write:
        write.update(Enterprise, [{"id": made.enterprise, "name": "面馆"}])
        write.update(Contact, [{"id": made.contact, "name": "李四"}])
    assert database.search("火锅") == []
    assert _kinds(database, "mianguan") == ["enterprises"]
    assert sorted(_kinds(database, "ls")) == ["contacts", "enterprises"]
    with database.write("归档") as write:
        write.archive(Enterprise, [made.enterprise])
    assert database.search("面馆") == []
    database.undo()
    assert _kinds(database, "面馆") == ["enterprises"]
    with database.write("删") as write:
        write.delete(Contact, [made.contact])
    assert database.search("李四") == []
    assert database.check() == []


def test_list_filters_select_ids(database: Database) -> None:
    """In one kind, in one field, and everything live for a blank word."""
    made = tower(database)
    with database.read() as session:

        def ids(text: str, field: str = "") -> list[int]:
            chosen = search.matching("enterprises", text, field=field)
            return list(session.scalars(select(Enterprise.id).where(Enterprise.id.in_(chosen))))

        assert ids("环贸") == ids("环贸", "location") == ids("") == [made.enterprise]
        assert ids("环贸", "name") == ids("没有") == []


def test_kinds_and_limit_narrow_the_answer(database: Database) -> None:
    """Only what was asked for, and no more of it."""
    tower(database)
    with database.write("人") as write:
        write.insert(Person, [{"name": f"王{place}"} for place in "甲乙丙丁"])
    assert _kinds(database, "环贸") == ["buildings", "enterprises"]
    assert [hit.kind for hit in database.search("环贸", ["enterprises"])] == ["enterprises"]
    assert len(database.search("王", limit=3)) == 3


NAMES = st.text(st.sampled_from("重庆长江银行单解环贸中心国际乐行Ab9 （）·"), min_size=1, max_size=8)


@settings(deadline=None)
@given(NAMES, st.data())
def test_every_part_of_a_text_asks_for_its_own_grams(name: str, data: st.DataObject) -> None:
    """What is cut out of a text is found by the grams of the text: nothing is lost before the comparison."""
    folded = fold(name)
    if not folded:
        return
    start = data.draw(st.integers(0, len(folded) - 1))
    part = folded[start : data.draw(st.integers(start + 1, len(folded)))]
    index = sqlcipher3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5(g, tokenize='ascii', detail=none)")
    index.execute("INSERT INTO t VALUES (?)", (placed_grams("people", title=True)[folded],))
    match = expression(part, place_mark("people", title=True))
    assert index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone() == (1,)
    index.close()


def test_every_place_has_a_mark_of_its_own() -> None:
    """Titles and other texts of every kind stand apart."""
    marks = [place_mark(model.__entity__.kind, title=title) for model in RECORDS for title in (True, False)]
    assert len(set(marks)) == len(marks)


def test_readings_are_compared_from_a_syllable_on() -> None:
    """Initials, full pinyin and its beginning; not out of the middle of a syllable."""
    assert all(reads("环贸中心", typed) for typed in ("hmzx", "mz", "huanmao", "maozh", "zhongxin"))
    assert not any(reads("环贸中心", typed) for typed in ("hz", "uanmao", "huanmaohuan", "xz"))
    assert reads("单雄信", "shanxiong")


def test_the_index_holds_one_row_for_each_filled_field(database: Database) -> None:
    """Nothing is indexed for blank fields."""
    made = tower(database)
    assert row(database, Enterprise, made.enterprise).former_name is None
    assert {hit.text for hit in database.search("c")} >= {"重庆火锅（上海）有限公司"}


@pytest.mark.parametrize("typed", ["s 1", "1 s"])
def test_of_two_short_words_the_rarer_is_asked_for(
    database: Database, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """A letter that stands in every name does not use up what may be looked at."""
    monkeypatch.setattr(search, "CANDIDATES", 40)
    monkeypatch.setattr(search, "_ESTIMATED", 40)
    with database.write("写入") as write:
        write.insert(Enterprise, [{"name": f"上海澄怀{'甲乙丙丁'[n % 4] * (n + 1)}公司"} for n in range(60)])
        [rare] = write.insert(Enterprise, [{"name": "上海K11生物公司"}])
        write.insert(Person, [{"name": f"单{'甲乙丙丁'[n % 4]}", "mobile": f"1990000{n:04d}"} for n in range(60)])
    with database.read() as session:
        found = search.find(session, search.ask(session, typed, ["enterprises", "people"]), "enterprises", 8)
    assert [hit.id for hit in found.hits] == [rare]
    assert (found.count, found.more) == (1, False)
