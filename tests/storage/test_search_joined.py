"""The texts of a record stand in one row of the index: each is still found, and seen or not seen, for itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from louyu_desktop.models import Enterprise, Person
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.joined import BETWEEN, as_typed, join
from tests.stations import empty_station
from tests.storage import search_oracle as oracle

FIELDS = ("name", "mobile", "unit_name")
"""Of a person, as they are searched: the title first."""

_TEXT = st.text(st.sampled_from("单仇解重庆环贸长ab1２ （）\x1f"), max_size=6)
_LETTERS = st.text(st.sampled_from("adghnqsuxyz1"), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with empty_station(tmp_path_factory.mktemp("joined") / "station") as database:
        yield database


def _holds(words: str, term: str) -> bool:
    return oracle.Record("people", (words,)).holds(term)


def _found(texts: Mapping[str, str], terms: tuple[str, ...], unseen: Collection[str]) -> tuple[str, bool] | None:
    """The text that hits and whether it is the title, text by text: the first word says which, any has the rest."""
    seen = {name: texts[name] for name in FIELDS if name not in unseen and oracle.fold(texts.get(name, ""))}
    if not terms or not all(any(_holds(one, term) for one in seen.values()) for term in terms):
        return None
    holding = next(name for name, one in seen.items() if _holds(one, terms[0]))
    return texts[holding].replace(BETWEEN, " "), holding == FIELDS[0]


@st.composite
def _words(draw: st.DrawFn, texts: Mapping[str, str]) -> str:
    """Parts of the texts, letters, and what stands nowhere but across two texts."""
    whole = "".join(map(oracle.fold, texts.values())) or "x"
    start = draw(st.integers(0, len(whole) - 1))
    part = st.just(whole[start : start + draw(st.integers(1, 4))])
    first, second = oracle.fold(texts["name"]), oracle.fold(texts["unit_name"])
    across = st.just(first[-1:] + second[:1])
    spelled = st.sampled_from([*texts.values()]).flatmap(_spelled)
    return " ".join(draw(st.lists(st.one_of(part, across, spelled, _LETTERS), min_size=1, max_size=2)))


def _spelled(words: str) -> st.SearchStrategy[str]:
    """How a text begins when it is typed in letters, every reading of its characters among them."""
    folded = oracle.fold(words)[:2]
    options = [readings for place in range(len(folded)) if (readings := oracle._options(folded, place))]
    return st.tuples(*map(st.sampled_from, options)).map("".join)


@settings(deadline=None, max_examples=150)
@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, _TEXT)), st.sets(st.sampled_from(FIELDS), max_size=2), st.data())
def test_each_text_is_found_for_itself(
    station: Database, texts: dict[str, str], unseen: set[str], data: st.DataObject
) -> None:
    """By the box with the text that hit, by a filter of lists, of all fields and of one."""
    with station.write("人") as write:
        [row_id] = write.insert(Person, [texts])
    words = data.draw(_words(texts))
    with station.read() as session:
        asked = search.ask(session, words, ["people"])
        hits = search.find(session, asked, "people", search.MOST, unseen=unseen).hits
        wanted = _found(texts, asked.terms, unseen)
        assert [(hit.text, hit.in_title) for hit in hits if hit.id == row_id] == ([wanted] if wanted else [])
        titles = search.find_titles(session, asked, "people", search.MOST).hits
        wanted = _found(texts, asked.terms, ())
        in_title = bool(asked.terms) and wanted is not None and _holds(texts["name"], asked.terms[0])
        assert (row_id in {hit.id for hit in titles}) is in_title
        for field in ("", *FIELDS):
            chosen = set(session.scalars(search.matching("people", words, field=field, unseen=unseen)))
            only = {name: one for name, one in texts.items() if field in {"", name}}
            assert (row_id in chosen) is (not asked.terms or _found(only, asked.terms, unseen) is not None)


@pytest.mark.parametrize("typed", ["shanji", "sj", "单记", "shanji 138", "ab 单"])
def test_a_surname_may_begin_any_text(database: Database, typed: str) -> None:
    """Every text has a beginning of its own, where characters are read as surnames too."""
    with database.write("人") as write:
        [row_id] = write.insert(Person, [{"name": "ab", "mobile": "138", "unit_name": "单记面馆"}])
        write.insert(Person, [{"name": "ab", "mobile": "138", "unit_name": "老面馆"}])
    assert [hit.id for hit in database.search(typed, ["people"])] == [row_id]
    with database.read() as session:
        assert session.scalars(search.matching("people", typed)).all() == [row_id]
        assert session.scalars(search.matching("people", typed, unseen=["gender"])).all() == [row_id]


def test_a_title_is_looked_at_alone(database: Database) -> None:
    """Though it has all the grams of what another text holds; the shorter title comes first, whatever else is long."""
    with database.write("企业") as write:
        [one] = write.insert(Enterprise, [{"name": "贸环锅环贸", "short_name": "环贸环"}])
        long = {"name": "面馆", "short_name": "长长长长长"}
        ids = write.insert(Enterprise, [{"name": "面馆中心", "short_name": "短"}, long])
    assert [(hit.id, hit.text, hit.in_title) for hit in database.search("环贸环")] == [(one, "环贸环", False)]
    assert [hit.id for hit in database.search("面馆")] == ids[::-1]


def test_no_word_is_looked_for_in_what_is_not_seen(database: Database) -> None:
    """Neither the first of them nor another."""
    with database.write("人") as write:
        [row_id] = write.insert(Person, [{"name": "王小明", "mobile": "13800000001", "unit_name": "面馆"}])
    for typed in ("王小明 138", "138000000 王", "wxm 138", "138"):
        assert [hit.id for hit in database.search(typed, ["people"])] == [row_id]
        assert database.search(typed, ["people"], unseen=["mobile"]) == []
    assert [hit.id for hit in database.search("面馆 wxm", ["people"], unseen=["mobile"])] == [row_id]


@pytest.mark.parametrize("typed", ["b1", "ab1", "8单", "38单记", "馆老", "mgl", "gl", "guanlao", "b1 老"])
def test_nothing_is_found_across_two_texts(database: Database, typed: str) -> None:
    """Though all of its grams stand in the one document, or would in the texts one behind the other."""
    with database.write("人") as write:
        write.insert(Person, [{"name": "ab", "mobile": "138", "unit_name": "单记面馆"}])
        write.insert(Enterprise, [{"name": "环贸", "short_name": "面馆", "former_name": "老火锅"}])
        write.insert(Enterprise, [{"name": "面馆", "short_name": "环贸", "former_name": "老火锅"}])
    assert database.search(typed) == []
    with database.read() as session:
        for kind in ("people", "enterprises"):
            assert session.scalars(search.matching(kind, typed)).all() == []


def test_a_record_has_one_row(database: Database) -> None:
    """And one document, however many texts; without any it has none."""
    with database.write("人") as write:
        write.insert(Person, [{"name": "王甲", "mobile": "138", "unit_name": "面馆"}, {"name": "（）"}])
    with database.read() as session:
        rows = session.execute(text("SELECT fields, folded, shown FROM search_row WHERE kind = 'people'")).all()
        assert [tuple(row) for row in rows] == [("name,mobile,unit_name", BETWEEN.join(("王甲", "138", "面馆")), None)]
    assert database.check() == []


_VALUE = st.one_of(st.none(), st.text("单A1（）\x1f", max_size=3), st.lists(st.text("单A（", max_size=2)).map(tuple))


@given(st.lists(st.tuples(_VALUE, _VALUE, _VALUE)))
@example([("甲", "乙", "丙"), ("甲", None, "（）")])
@example([("（", None, None)])
def test_joined_by_column_is_as_row_by_row(rows: list[tuple[str | tuple[str, ...] | None, ...]]) -> None:
    """What has no text leaves no trace; what was typed comes out again."""
    wanted = {}
    for number, row in enumerate(rows):
        typed = [one if isinstance(one, str) else " ".join(one or ()) for one in row]
        typed = [one.replace(BETWEEN, " ") for one in typed]
        filled = [(name, one) for name, one in zip(FIELDS, typed, strict=True) if oracle.fold(one)]
        if filled:
            wanted[number] = filled
    columns = list(zip(*rows, strict=True)) or [()] * len(FIELDS)
    joined = join(FIELDS, range(len(rows)), columns)
    found = zip(joined.fields, joined.folded, joined.shown, strict=True)
    assert dict(zip(joined.ids, (as_typed(*row) for row in found), strict=True)) == wanted
    for row_id, fields, folded in zip(joined.ids, joined.fields, joined.folded, strict=True):
        assert fields.split(",") == [name for name, _one in wanted[row_id]]
        assert folded.split(BETWEEN) == [oracle.fold(one) for _name, one in wanted[row_id]]
