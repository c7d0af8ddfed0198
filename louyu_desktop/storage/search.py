"""The search index as it is asked: by the search box and by list filters.

The box never looks at more than a bounded number of texts, however many there are: the rarest word is
asked for, every text it may stand in is compared, the other words are looked for in the same record.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, column, func, or_, select, table, text
from sqlalchemy.orm import Session, aliased

from louyu_desktop.fields import Sensitivity
from louyu_desktop.storage.grams import begins, expression, fold, kind_gram, leads, may_read, quoted
from louyu_desktop.storage.shapes import shape_of_kind
from louyu_desktop.storage.stopping import Stop
from louyu_desktop.storage.tables import GRAMS, SearchRow
from louyu_desktop.storage.values import Found, SearchHit

MOST: Final = 1000
"""Records are counted so far; then it says "1000+"."""

CANDIDATES: Final = 10_000
"""Texts compared for one word in one kind; beyond them the count says "+"."""

_ESTIMATED = 2_000
_FIRST = 200
_FTS = table(GRAMS, column("rowid"), column(GRAMS))


@dataclass(frozen=True, slots=True)
class Asked:
    """Words folded and in order: the first is the one that the fewest texts hold."""

    terms: tuple[str, ...]
    allowed: Sensitivity | None = None


def _terms(words: str) -> list[str]:
    """The folded words, the longest first: it leaves the fewest rows to look at."""
    found = dict.fromkeys(term for term in map(fold, words.split()) if term)
    return sorted(found, key=len, reverse=True)


def ask(session: Session, words: str, allowed: Sensitivity | None = None) -> Asked:
    """What is asked for; `allowed` is the most sensitive field that may give a hit."""
    terms = _terms(words)
    if len(terms) > 1:
        terms.sort(key=lambda term: _estimated(session, term))
    return Asked(tuple(terms), allowed)


def _estimated(session: Session, term: str) -> int:
    """How many texts may hold a term, counted no further than tells a rare one from a common one."""
    return _candidates(session, expression(term), _ESTIMATED)


def _candidates(session: Session, match: str, most: int) -> int:
    statement = f"SELECT count(*) FROM (SELECT 1 FROM {GRAMS} WHERE {GRAMS} MATCH :match LIMIT :most)"
    return session.scalar(text(statement), {"match": match, "most": most}) or 0


def find(session: Session, asked: Asked, kind: str, limit: int, stop: Stop | None = None) -> Found:
    """Live records of one kind that hold all of the words; those with the rarest in the title first.

    Of the titles those that begin with it come first, then the shorter ones.
    """
    if not asked.terms:
        return Found(kind)
    reader = _Reader(session, asked, kind, stop or Stop())
    holding = f"({expression(asked.terms[0])})"
    titles = f"{quoted(kind_gram(kind, title=True))} AND {holding}"
    reader.read(titles, in_title=True)
    if reader.more:
        reader.read(f"{begins(asked.terms[0])} AND {titles}", in_title=True, most=max(limit, _FIRST))
    elif len(reader.titles) <= MOST:
        reader.read(f"{quoted(kind_gram(kind, title=False))} AND {holding}", in_title=False)
    return reader.found(limit)


class _Reader:
    """Reads what may hold the words, compares it, and keeps the records that do."""

    def __init__(self, session: Session, asked: Asked, kind: str, stop: Stop) -> None:
        self._session, self._asked, self._kind, self._stop = session, asked, kind, stop
        self._statement = text(_statement(asked))
        self.titles: dict[int, SearchHit] = {}
        self.others: dict[int, SearchHit] = {}
        self.more = False

    def read(self, match: str, *, in_title: bool, most: int = MOST) -> None:
        """Look through the texts that hold the grams of `match`, up to one record more than `most`."""
        self._stop.check()
        given: dict[str, object] = {f"term{place}": term for place, term in enumerate(self._asked.terms)}
        given |= {"match": match, "candidates": CANDIDATES}
        if self._asked.allowed is not None:
            given["allowed"] = int(self._asked.allowed)
        fresh: dict[int, SearchHit] = {}
        with closing(self._session.execute(self._statement, given)) as rows:
            for row_id, sensitivity, folded, shown in rows:
                hit = SearchHit(self._kind, row_id, shown or folded, in_title, Sensitivity(sensitivity))
                fresh.setdefault(row_id, hit)
                if len(fresh) > most:
                    break
        (self.titles if in_title else self.others).update(fresh)
        if most == MOST:
            full = len(self.titles | self.others) > MOST
            self.more = self.more or full or _candidates(self._session, match, CANDIDATES + 1) > CANDIDATES

    def found(self, limit: int) -> Found:
        """The best of them."""
        first = self._asked.terms[0]

        def order(hit: SearchHit) -> tuple[bool, int, int]:
            folded = fold(hit.text)
            return not leads(folded, first), len(folded), hit.id

        count = len(self.titles | self.others)
        hits = sorted(self.titles.values(), key=order)[:limit]
        if len(hits) < limit:
            rest = [hit for hit in self.others.values() if hit.id not in self.titles]
            hits += sorted(rest, key=order)[: limit - len(hits)]
        return Found(self._kind, tuple(hits), min(count, MOST), self.more)


def _statement(asked: Asked) -> str:
    """Texts out of the index that hold the first word, of records that hold the others too."""
    allowed = "" if asked.allowed is None else " AND {row}.sensitivity <= :allowed"
    conditions = [_holds("row", "term0", asked.terms[0]) + allowed.format(row="row")]
    conditions += [
        f"EXISTS (SELECT 1 FROM search_row AS other WHERE other.kind = row.kind AND other.row_id = row.row_id"
        f" AND {_holds('other', f'term{place}', term)}{allowed.format(row='other')})"
        for place, term in enumerate(asked.terms[1:], start=1)
    ]
    return (
        f"SELECT row.row_id, row.sensitivity, row.folded, row.shown"
        f" FROM (SELECT rowid AS id FROM {GRAMS} WHERE {GRAMS} MATCH :match LIMIT :candidates) AS gram"
        f" CROSS JOIN search_row AS row ON row.id = gram.id WHERE {' AND '.join(conditions)}"
    )


def _holds(row: str, name: str, term: str) -> str:
    """Whether a text holds a term; only a term with a letter may be read."""
    here = f"instr({row}.folded, :{name}) > 0"
    return f"({here} OR reads({row}.folded, :{name}))" if may_read(term) else here


# -- for filters -----------------------------------------------------------------------------------


def _holding(kind: str, term: str, allowed: Sensitivity | None, field: str) -> Select[Any]:
    """Ids of records of a kind of which a text holds one term."""
    row, grams = aliased(SearchRow), _FTS.alias()
    title = shape_of_kind(kind).model.__entity__.title
    marks = [kind_gram(kind, title=one) for one in (True, False) if not field or one == (field == title)]
    match = f"({' OR '.join(map(quoted, marks))}) AND ({expression(term)})"
    statement = select(row.row_id).join_from(grams, row, row.id == grams.c.rowid)
    statement = statement.where(grams.c[GRAMS].op("MATCH")(match))
    here = func.instr(row.folded, term) > 0
    statement = statement.where(or_(here, func.reads(row.folded, term) > 0) if may_read(term) else here)
    if allowed is not None:
        statement = statement.where(row.sensitivity <= int(allowed))
    return statement.where(row.field == field) if field else statement


def matching(kind: str, words: str, allowed: Sensitivity | None = None, field: str = "") -> Select[int]:
    """A select of the ids of live records of `kind` that hold all of `words`; of all of them for blank words."""
    terms = _terms(words)
    if not terms:
        shape = shape_of_kind(kind)
        return select(shape.table.c.id).where(shape.table.c.archived_at.is_(None))
    found, *others = (_holding(kind, term, allowed, field) for term in terms)
    for other in others:
        found = found.where(found.selected_columns[0].in_(other))
    return found.distinct()


# -- why it hit ------------------------------------------------------------------------------------


def texts(session: Session, kind: str, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Of each record the fields that are searched, with their texts as typed."""
    wanted = select(SearchRow).where(SearchRow.kind == kind, SearchRow.row_id.in_(ids))
    found: dict[int, list[tuple[str, str]]] = {row_id: [] for row_id in ids}
    for row in session.scalars(wanted):
        found[row.row_id].append((row.field, row.shown or row.folded))
    return found
