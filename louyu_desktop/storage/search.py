"""The search index as it is asked: by the search box and by list filters.

The box never looks at more than a bounded number of texts, however many there are: the rarest word is
asked for, every text it may stand in is compared, the other words are looked for in the same record.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Any, Final

from sqlalchemy import Select, column, func, or_, select, table
from sqlalchemy.orm import Session, aliased

from louyu_desktop.fields import Sensitivity
from louyu_desktop.storage.grams import beginning, expression, fold, leads, may_read, place_mark, proves
from louyu_desktop.storage.shadow import SEARCH, hidden
from louyu_desktop.storage.shapes import shape_of_kind
from louyu_desktop.storage.stopping import Stop
from louyu_desktop.storage.tables import GRAMS, SearchRow
from louyu_desktop.storage.values import Found, SearchHit

MOST: Final = 1000
"""Records are counted so far; then it says "1000+"."""

CANDIDATES: Final = 8_000
"""Texts compared for one word in one kind; beyond them the count says "+"."""

_ESTIMATED = 2_000
_FIRST = 200

_FTS = table(GRAMS, column("rowid"), column(GRAMS))


_Text = tuple[Any, ...]
"""Whether it holds the words, whose it is, how sensitive; the text folded, and as typed where that differs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words folded and in order: the first is the one that the fewest texts hold."""

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
    """How many texts may hold a term, counted no further than tells a rare one from a common one."""
    places = (place_mark(kind, title=title) for kind in kinds for title in (True, False))
    return _candidates(session, " OR ".join(f"({expression(term, mark)})" for mark in places), _ESTIMATED)


def _candidates(session: Session, match: str, most: int) -> int:
    """How many texts have the grams of `match`, counted up to `most`."""
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
    if not asked.terms:
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
    reader.read(expression(asked.terms[0], place_mark(kind, title=True)), reader.titles, MOST)
    return reader.found(limit)


def _look(reader: _Reader, limit: int) -> _Reader:
    """What the texts that may hold the first word give."""
    [first, *rest], mark = reader.asked.terms, place_mark(reader.kind, title=True)
    titles, others = expression(first, mark), expression(first, place_mark(reader.kind, title=False))
    proven = proves(first) and not rest and reader.sees_all
    reader.many = proven and _candidates(reader.session, titles, MOST + 1) > MOST
    reader.read(titles, reader.titles, max(limit, _FIRST) if reader.many else MOST)
    if reader.full:
        reader.read(f"{beginning(first, mark)} AND ({titles})", reader.titles, max(limit, _FIRST))
    else:
        reader.read(others, reader.others, MOST)
    return reader


class _Reader:
    """Reads what may hold the words, compares it, and keeps the records that do: id, then the text that hit."""

    def __init__(self, session: Session, asked: Asked, kind: str, stop: Stop, unseen: tuple[str, ...]) -> None:
        self.session, self.asked, self.kind, self._stop = session, asked, kind, stop
        unfinished = hidden(session.connection()).get(SEARCH)
        self._statement, self._given = _statement(asked, unfinished, unseen)
        self.sees_all = unfinished is None and not unseen
        self.many = False
        self.titles: dict[int, _Text] = {}
        self.others: dict[int, _Text] = {}
        self.cut = False

    @property
    def full(self) -> bool:
        """Whether there are more records than are counted; `many` when the index alone has said so."""
        return self.many or len(self.titles.keys() | self.others.keys()) > MOST

    def read(self, match: str, into: dict[int, _Text], most: int) -> None:
        """Look through the texts that have the grams of `match`, until there is one record more than `most`."""
        self._stop.check()
        fresh: dict[int, _Text] = {}
        looked_at = 0
        with closing(_cursor(self.session)) as cursor:
            for row in cursor.execute(self._statement, {**self._given, "match": match}):
                looked_at += 1
                if row[0]:
                    fresh.setdefault(row[1], row)
                    if len(fresh) > most:
                        break
        self.cut = self.cut or looked_at == CANDIDATES
        into.update(fresh)

    def found(self, limit: int) -> Found:
        """The best of them."""
        first = self.asked.terms[0]

        def order(row_id: int) -> tuple[bool, int, int]:
            folded = self.titles[row_id][3]
            return not leads(folded, first), len(folded), row_id

        best = nsmallest(limit, self.titles, key=order)
        rest = (self.others.keys() - self.titles.keys()) if len(best) < limit else ()
        missing = limit - len(best)
        best += nsmallest(missing, rest, key=lambda row_id: (not self.others[row_id][3].startswith(first), row_id))
        count = MOST if self.many else min(len(self.titles.keys() | self.others.keys()), MOST)
        return Found(self.kind, tuple(map(self._hit, best)), count, self.full or self.cut)

    def _hit(self, row_id: int) -> SearchHit:
        in_title = row_id in self.titles
        _holds, _id, sensitivity, folded, shown = (self.titles if in_title else self.others)[row_id]
        return SearchHit(self.kind, row_id, shown or folded, in_title, Sensitivity(sensitivity))


def _statement(
    asked: Asked, unfinished: tuple[int, int] | None, unseen: tuple[str, ...]
) -> tuple[str, dict[str, object]]:
    """Texts out of the index, and whether they hold the first word and their records the others; with what it is given
    but for the grams to `match`.  Those of an `unfinished` bulk operation, and fields `unseen`, are not counted.
    """
    fields = {f"unseen{place}": name for place, name in enumerate(unseen)}
    seen = f" AND {{row}}.field NOT IN ({', '.join(f':{name}' for name in fields)})" if fields else ""
    conditions = [_holds("row", "term0", asked.terms[0]) + seen.format(row="row")]
    conditions += [
        f"EXISTS (SELECT 1 FROM search_row AS other WHERE other.kind = row.kind AND other.row_id = row.row_id"
        f" AND {_holds('other', f'term{place}', term)}{seen.format(row='other')})"
        for place, term in enumerate(asked.terms[1:], start=1)
    ]
    asking = f"SELECT rowid AS id FROM {GRAMS} WHERE {GRAMS} MATCH :match"
    if unfinished is not None:
        asking = f"{asking} AND rowid < {unfinished[0]:d} UNION ALL {asking} AND rowid > {unfinished[1]:d}"
    statement = (
        f"SELECT {' AND '.join(conditions)}, row.row_id, row.sensitivity, row.folded, row.shown"
        f" FROM ({asking} LIMIT :candidates) AS gram"
        f" CROSS JOIN search_row AS row ON row.id = gram.id"
    )
    given: dict[str, object] = {f"term{place}": term for place, term in enumerate(asked.terms)}
    return statement, given | fields | {"candidates": CANDIDATES}


def _holds(row: str, name: str, term: str) -> str:
    """Whether a text holds a term; only a term with a letter may be read."""
    here = f"instr({row}.folded, :{name}) > 0"
    return f"({here} OR reads({row}.folded, :{name}))" if may_read(term) else here


# -- for filters -----------------------------------------------------------------------------------


def _holding(kind: str, term: str, field: str, unseen: Collection[str]) -> Select[Any]:
    """Ids of records of a kind of which a text holds one term."""
    row, grams = aliased(SearchRow), _FTS.alias()
    title = shape_of_kind(kind).model.__entity__.title
    places = [place_mark(kind, title=one) for one in (True, False) if not field or one == (field == title)]
    match = " OR ".join(f"({expression(term, mark)})" for mark in places)
    statement = select(row.row_id).join_from(grams, row, row.id == grams.c.rowid)
    statement = statement.where(grams.c[GRAMS].op("MATCH")(match))
    here = func.instr(row.folded, term) > 0
    statement = statement.where(or_(here, func.reads(row.folded, term) > 0) if may_read(term) else here)
    if unseen:
        statement = statement.where(row.field.not_in(sorted(unseen)))
    return statement.where(row.field == field) if field else statement


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
    return found.distinct()


# -- why it hit ------------------------------------------------------------------------------------


def texts(session: Session, kind: str, ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Of each record the fields that are searched, with their texts as typed."""
    wanted = select(SearchRow.row_id, SearchRow.field, SearchRow.shown, SearchRow.folded)
    found: dict[int, list[tuple[str, str]]] = {row_id: [] for row_id in ids}
    for row_id, name, shown, folded in session.execute(wanted.where(SearchRow.kind == kind, SearchRow.row_id.in_(ids))):
        found[row_id].append((name, shown or folded))
    return found
