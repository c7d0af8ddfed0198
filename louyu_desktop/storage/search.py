"""The search index as it is asked: by the search box and by list filters.

The box never looks at more than a bounded number of records, however many there are: the rarest word is
asked for, every record it may stand in is compared, the other words are looked for in the same one.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from heapq import nsmallest
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, column, func, or_, select, table
from sqlalchemy.orm import Session, aliased

from louyu_desktop.remembered import Remembered
from louyu_desktop.storage.gram_query import beginning, expression, is_wide, proves
from louyu_desktop.storage.grams import fold, leads, may_read, place_mark
from louyu_desktop.storage.indexing import searchable
from louyu_desktop.storage.joined import BETWEEN, as_typed, held, holds, naming, places
from louyu_desktop.storage.shadow import SEARCH, hidden
from louyu_desktop.storage.shapes import shape_of_kind
from louyu_desktop.storage.stopping import Stop
from louyu_desktop.storage.tables import GRAMS, SearchRow
from louyu_desktop.storage.values import Found, SearchHit

MOST: Final = 1000
"""Records are counted so far; then it says "1000+"."""

CANDIDATES: Final = 8_000
"""Records compared for one word in one kind; beyond them the count says "+"."""

_ESTIMATED = 2_000
_FIRST = 200
_FEW = 300
"""Records of a kind that are all looked at when the index would have to be asked for a thousand grams."""


_ALL = "SELECT row_id, fields, folded, shown FROM search_row WHERE kind = :kind"
_FTS = table(GRAMS, column("rowid"), column(GRAMS))


_Row = tuple[int, str, str, str | None]
"""A record with its texts as the index has them: its id, `fields`, `folded` and `shown`."""

_Hit = tuple[str, int, _Row]
"""The text that holds the first word, folded; which of the texts of its record it is; and these."""


class _Fields(NamedTuple):
    """The names of the fields of a kind that are looked at: its title, the others, both."""

    title: str
    others: str
    all: str


@lru_cache(maxsize=256)
def _fields(kind: str, field: str, unseen: tuple[str, ...]) -> _Fields:
    """Of those that somebody sees; `field` alone where one is named."""
    shape = shape_of_kind(kind)
    seen = [one.name for one in searchable(shape) if one.name not in unseen and field in {"", one.name}]
    title = shape.model.__entity__.title
    return _Fields(*map(naming, ([title] if title in seen else [], [one for one in seen if one != title], seen)))


@dataclass(frozen=True, slots=True)
class Asked:
    """Words folded and in order: the first is the one that the fewest records hold."""

    terms: tuple[str, ...]


def _terms(words: str) -> list[str]:
    """The folded words, the longest first: it leaves the fewest rows to look at."""
    found = dict.fromkeys(term for term in map(fold, words.split()) if term)
    return sorted(found, key=len, reverse=True)


def ask(session: Session, words: str, kinds: Collection[str]) -> Asked:
    """What is asked for among some kinds."""
    terms = _terms(words)
    if len(terms) > 1:
        terms.sort(key=lambda term: _estimated(session, term, kinds))
    return Asked(tuple(terms))


def _estimated(session: Session, term: str, kinds: Collection[str]) -> int:
    """How many records may hold a term, counted no further than tells a rare one from a common one."""
    places = (place_mark(kind, title=title) for kind in kinds for title in (True, False))
    return _candidates(session, " OR ".join(f"({expression(term, mark)})" for mark in places), _ESTIMATED)


def _candidates(session: Session, match: str, most: int) -> int:
    """How many records have the grams of `match`, counted up to `most`."""
    statement = f"SELECT count(*) FROM (SELECT 1 FROM {GRAMS} WHERE {GRAMS} MATCH ? LIMIT ?)"
    with closing(_cursor(session)) as cursor:
        return int(cursor.execute(statement, (match, most)).fetchone()[0])


def _cursor(session: Session) -> Any:
    """A cursor of the driver: a key's answer is some twenty small questions, and SQLAlchemy takes longer than they."""
    return session.connection().connection.cursor()


def find(
    session: Session, asked: Asked, kind: str, limit: int, stop: Stop | None = None, unseen: Collection[str] = ()
) -> Found:
    """Live records of one kind that hold all of the words; those with the rarest in the title first.

    Of the titles those that begin with it come first, then the shorter ones.  Fields of the kind that
    are `unseen` give no hit.
    """
    if not asked.terms or not _counted(session, kind, 1):
        return Found(kind)
    turned = [replace(asked, terms=asked.terms[n:] + asked.terms[:n]) for n in range(len(asked.terms))]
    unseen = tuple(sorted(unseen))
    first = reader = _look(_Reader(session, turned[0], kind, stop or Stop(), unseen), limit)
    for other in turned[1:]:  # what is rare among all kinds may be common in this one
        if not reader.cut:
            break
        reader = _look(_Reader(session, other, kind, stop or Stop(), unseen), limit)
    return (first if reader.cut else reader).found(limit)


def find_titles(session: Session, asked: Asked, kind: str, limit: int) -> Found:
    """Live records of one kind whose title holds the rarest of the words, and that hold the others: quicker still.

    The count is of those alone.
    """
    if not asked.terms:
        return Found(kind)
    reader = _Reader(session, asked, kind, Stop(), ())
    reader.read(expression(asked.terms[0], place_mark(kind, title=True)), MOST, title=True)
    return reader.found(limit)


def _counted(session: Session, kind: str, most: int) -> int:
    """How many records of a kind have a text, counted up to `most`."""
    statement = "SELECT count(*) FROM (SELECT 1 FROM search_row WHERE kind = ? LIMIT ?)"
    with closing(_cursor(session)) as cursor:
        return int(cursor.execute(statement, (kind, most)).fetchone()[0])


def _look(reader: _Reader, limit: int) -> _Reader:
    """What the records that may hold the first word give."""
    if is_wide(reader.asked.terms[0]) and _counted(reader.session, reader.kind, _FEW + 1) <= _FEW:
        reader.read("", MOST, title=True)
        reader.read("", MOST, title=False)
        return reader
    [first, *rest], mark = reader.asked.terms, place_mark(reader.kind, title=True)
    titles, others = expression(first, mark), expression(first, place_mark(reader.kind, title=False))
    proven = proves(first) and not rest and reader.sees_all
    reader.many = proven and _candidates(reader.session, titles, MOST + 1) > MOST
    reader.read(titles, max(limit, _FIRST) if reader.many else MOST, title=True)
    if reader.full:
        reader.read(f"{beginning(first, mark)} AND ({titles})", max(limit, _FIRST), title=True)
    else:
        reader.read(others, MOST, title=False)
    return reader


class _Reader:
    """Reads what may hold the words, compares it, and keeps the records that do, each with what hit."""

    def __init__(self, session: Session, asked: Asked, kind: str, stop: Stop, unseen: tuple[str, ...]) -> None:
        self.session, self.asked, self.kind, self._stop = session, asked, kind, stop
        unfinished = hidden(session.connection()).get(SEARCH)
        self._statement = _statement(unfinished)
        self._title_seen, self._others, self._all = _fields(kind, "", unseen)
        self._unseen = unseen
        self._first, *self._rest = asked.terms
        self._literal = "" if may_read(self._first) else self._first
        self._reads = Remembered(partial(held, term=self._first))  # thousands of people are of one firm
        self.sees_all = unfinished is None and not unseen
        self.many = False
        self.titles: dict[int, _Hit] = {}
        self.others: dict[int, _Hit] = {}
        self.cut = False

    @property
    def full(self) -> bool:
        """Whether there are more records than are counted; `many` when the index alone has said so."""
        return self.many or len(self.titles.keys() | self.others.keys()) > MOST

    def read(self, match: str, most: int, *, title: bool) -> None:
        """Look through the records that have the grams of `match`, until there is one more than `most` that hold it.

        Through all of the kind when there is nothing to `match`.  The first word is looked for in their titles, or in
        their other texts.
        """
        self._stop.check()
        fresh: dict[int, _Hit] = {}
        looked_at, literal, look = 0, self._literal, self._title if title else self._other
        with closing(_cursor(self.session)) as cursor:
            given = {"match": match, "candidates": CANDIDATES} if match else {"kind": self.kind}
            for row in cursor.execute(self._statement if match else _ALL, given):
                looked_at += 1
                if literal in row[2] and (hit := look(row)):
                    fresh[row[0]] = hit
                    if len(fresh) > most:
                        break
        self.cut = self.cut or looked_at == CANDIDATES
        (self.titles if title else self.others).update(fresh)

    def _title(self, row: _Row) -> _Hit | None:
        """The title, if it holds the first word and the record the others; it is the first text."""
        text = row[2].partition(BETWEEN)[0]
        if not places(row[1], self._title_seen) or not held(text, self._first):
            return None
        if self._rest and not self._holds_rest(row):
            return None
        return text, 0, row

    def _other(self, row: _Row) -> _Hit | None:
        """The first of the other texts that holds the first word, if the record holds the others."""
        texts, first = row[2].split(BETWEEN), self._first
        for place in places(row[1], self._others):
            if first in texts[place] or (not self._literal and self._reads[texts[place]]):
                return (texts[place], place, row) if not self._rest or self._holds_rest(row) else None
        return None

    def _holds_rest(self, row: _Row) -> bool:
        for term in self._rest:
            stands = term in row[2]
            if stands and not self._unseen:
                continue
            if not (stands or may_read(term)) or not holds(*row[1:3], self._all, term):
                return False
        return True

    def found(self, limit: int) -> Found:
        """The best of them."""
        first = self.asked.terms[0]

        def order(row_id: int) -> tuple[bool, int, int]:
            text = self.titles[row_id][0]
            return not leads(text, first), len(text), row_id

        best = nsmallest(limit, self.titles, key=order)
        rest = (self.others.keys() - self.titles.keys()) if len(best) < limit else ()
        missing = limit - len(best)
        best += nsmallest(missing, rest, key=lambda row_id: (not self.others[row_id][0].startswith(first), row_id))
        count = MOST if self.many else min(len(self.titles.keys() | self.others.keys()), MOST)
        return Found(self.kind, tuple(map(self._hit, best)), count, self.full or self.cut)

    def _hit(self, row_id: int) -> SearchHit:
        in_title = row_id in self.titles
        _text, place, row = (self.titles if in_title else self.others)[row_id]
        return SearchHit(self.kind, row_id, as_typed(*row[1:])[place][1], in_title)


def _statement(unfinished: tuple[int, int] | None) -> str:
    """Records with the grams to `match`, with their texts; those of an `unfinished` bulk operation are left out."""
    asking = f"SELECT rowid AS id FROM {GRAMS} WHERE {GRAMS} MATCH :match"
    if unfinished is not None:
        asking = f"{asking} AND rowid < {unfinished[0]:d} UNION ALL {asking} AND rowid > {unfinished[1]:d}"
    return (
        f"SELECT row.row_id, row.fields, row.folded, row.shown FROM ({asking} LIMIT :candidates) AS gram"
        f" CROSS JOIN search_row AS row ON row.id = gram.id"
    )


# -- for filters -----------------------------------------------------------------------------------


def _holding(kind: str, term: str, field: str, unseen: Collection[str]) -> Select[Any]:
    """Ids of records of a kind of which a text holds one term."""
    row, grams = aliased(SearchRow), _FTS.alias()
    title = shape_of_kind(kind).model.__entity__.title
    places = [place_mark(kind, title=one) for one in (True, False) if not field or one == (field == title)]
    match = " OR ".join(f"({expression(term, mark)})" for mark in places)
    statement = select(row.row_id).join_from(grams, row, row.id == grams.c.rowid)
    return statement.where(grams.c[GRAMS].op("MATCH")(match), _holds(kind, row, term, field, tuple(sorted(unseen))))


def _holds(kind: str, row: Any, term: str, field: str, unseen: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether a row whose grams have a term holds it.  A list may be long: SQLite answers alone what it can."""
    stands = func.instr(row.folded, term)
    if not field and not unseen:
        return or_(stands > 0, func.reads(row.folded, term) > 0) if may_read(term) else stands > 0
    looked_in = _fields(kind, field, unseen)
    here = func.holds(row.fields, row.folded, looked_in.all, term) > 0
    if not may_read(term):
        here = and_(stands > 0, here)
    return or_(_in_title(row, stands, looked_in.title), here) if looked_in.title else here


def _in_title(row: Any, stands: ColumnElement[int], title: str) -> ColumnElement[bool]:
    """Whether the title is the first text, and what `stands` somewhere is in it."""
    begins = func.substr(row.fields + ",", 1, len(title) + 1) == f"{title},"
    return and_(begins, stands.between(1, func.instr(row.folded + BETWEEN, BETWEEN)))


def matching(kind: str, words: str, *, field: str = "", unseen: Collection[str] = ()) -> Select[int]:
    """A select of the ids of live records of `kind` that hold all of `words`; of all of them for blank words.

    Fields that are `unseen` give no hit.
    """
    terms = _terms(words)
    if not terms:
        shape = shape_of_kind(kind)
        return select(shape.table.c.id).where(shape.table.c.archived_at.is_(None))
    found, *others = (_holding(kind, term, field, unseen) for term in terms)
    for other in others:
        found = found.where(found.selected_columns[0].in_(other))
    return found


# -- why it hit ------------------------------------------------------------------------------------


def texts(session: Session, kind: str, ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Of each record the fields that are searched, with their texts as typed."""
    row = SearchRow
    wanted = select(row.row_id, row.fields, row.folded, row.shown).where(row.kind == kind, row.row_id.in_(ids))
    found: dict[int, list[tuple[str, str]]] = {row_id: [] for row_id in ids}
    for row_id, fields, folded, shown in session.execute(wanted):
        found[row_id] = sorted(as_typed(fields, folded, shown))
    return found
