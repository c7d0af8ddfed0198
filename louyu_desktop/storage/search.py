"""The search index as it is asked: by the search box and by list filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, column, func, or_, select, table, tuple_
from sqlalchemy.orm import Session, aliased

from louyu_desktop.fields import Sensitivity
from louyu_desktop.models import RECORDS
from louyu_desktop.storage.grams import expression, fold
from louyu_desktop.storage.shapes import shape_of_kind
from louyu_desktop.storage.tables import GRAMS, SearchRow
from louyu_desktop.storage.values import SearchHit

CANDIDATES = 200
"""Records looked at for one query; more would not be read by anyone."""

_FTS = table(GRAMS, column("rowid"), column(GRAMS))


def _terms(words: str) -> list[str]:
    """The folded words, the longest first: it leaves the fewest rows to look at."""
    return sorted({term for term in map(fold, words.split()) if term}, key=len, reverse=True)


def _holding(term: str, allowed: Sensitivity | None, field: str) -> tuple[type[SearchRow], Select[Any]]:
    """Rows of the index that hold one term in the text or in a reading, and the name they go by."""
    row, grams = aliased(SearchRow), _FTS.alias()
    statement = select(row).join_from(grams, row, row.id == grams.c.rowid)
    statement = statement.where(grams.c[GRAMS].op("MATCH")(expression(term)))
    here = func.instr(row.folded, term) > 0
    statement = statement.where(or_(here, func.reads(row.folded, term) > 0) if term.isascii() else here)
    if allowed is not None:
        statement = statement.where(row.sensitivity <= int(allowed))
    if field:
        statement = statement.where(row.field == field)
    return row, statement


def _holding_all(
    terms: Sequence[str], allowed: Sensitivity | None, field: str = ""
) -> tuple[type[SearchRow], Select[Any]]:
    """Rows that hold the first term, of records that hold the others too, in whatever field."""
    row, statement = _holding(terms[0], allowed, field)
    for term in terms[1:]:
        other, also = _holding(term, allowed, field)
        statement = statement.where(tuple_(row.kind, row.row_id).in_(also.with_only_columns(other.kind, other.row_id)))
    return row, statement


def find(
    session: Session, words: str, kinds: Sequence[str] | None, limit: int, allowed: Sensitivity | None = None
) -> list[SearchHit]:
    """Live records that hold all of `words`, those with them in the title first; nothing for blank words.

    Of the titles those that begin with the words come first, then the shorter ones.  `allowed` is the
    most sensitive field that may give a hit.
    """
    terms = _terms(words)
    if not terms:
        return []
    row, statement = _holding_all(terms, allowed)
    if kinds is not None:
        statement = statement.where(row.kind.in_(kinds))
    is_title = tuple_(row.kind, row.field).in_([(model.__entity__.kind, model.__entity__.title) for model in RECORDS])
    best: dict[tuple[str, int], SearchHit] = {}
    for part, in_title in ((statement.where(is_title), True), (statement.where(~is_title), False)):
        if len(best) >= limit:
            break
        found = session.scalars(part.limit(max(CANDIDATES, limit))).all()
        for one in sorted(found, key=lambda one: (not one.folded.startswith(terms[0]), len(one.folded), one.id)):
            hit = SearchHit(one.kind, one.row_id, one.shown or one.folded, in_title, Sensitivity(one.sensitivity))
            best.setdefault((hit.kind, hit.id), hit)
    return list(best.values())[:limit]


def matching(kind: str, words: str, allowed: Sensitivity | None = None, field: str = "") -> Select[int]:
    """A select of the ids of live records of `kind` that hold all of `words`; of all of them for blank words."""
    terms = _terms(words)
    if not terms:
        shape = shape_of_kind(kind)
        return select(shape.table.c.id).where(shape.table.c.archived_at.is_(None))
    row, statement = _holding_all(terms, allowed, field)
    found: Select[int] = statement.where(row.kind == kind).with_only_columns(row.row_id).distinct()
    return found
