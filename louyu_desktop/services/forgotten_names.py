"""Whoever is purged for good stays masked in public words: by then nobody would know the name any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import PublicNotice, Record, Wish
from louyu_desktop.rules.notice_flow import seal_of
from louyu_desktop.rules.public_text import Known, masked
from louyu_desktop.services.public_words import known_in
from louyu_desktop.storage.purge import logged, reword_log
from louyu_desktop.storage.write import Write

_WORDS: Mapping[type[Record], tuple[str, ...]] = {
    PublicNotice: ("title", "body", "signed_by"), Wish: ("public_text", "claimant"),
}  # fmt: skip


@contextmanager
def masking(write: Write) -> Iterator[None]:
    """Around a purge: names that nobody bears afterwards are masked in notices that do not have to name, and wishes.

    In what they say now and, in the log, in what they ever said.
    """
    text = "\n".join(_words(write.session))
    before = known_in(write.session, text)
    yield
    gone = Known(before.names - known_in(write.session, text).names, before.firms)
    for model, names in _WORDS.items() if gone.names else ():
        rows = list(_rows(write.session, model))
        for row in rows:
            changed = {name: words for name in names if row[name] and (words := masked(row[name], gone)) != row[name]}
            if changed:
                write.update(model, [{"id": row["id"], **changed, **_sealed(model, row, changed)}])
        if rows:
            reword_log(write, model, {row["id"] for row in rows}, partial(masked, known=gone))


def _words(session: Session) -> Iterator[str]:
    """All that these rows say, and ever said."""
    for model, names in _WORDS.items():
        rows = list(_rows(session, model))
        told = (item for _line, items in logged(session, model, {row["id"] for row in rows}) for item in items)
        logged_values = (values for item in told for values in (item.before, item.after))
        for values in chain(rows, logged_values):
            yield from (str(values[name]) for name in names if values.get(name))


def _rows(session: Session, model: type[Record]) -> Iterator[Mapping[str, Any]]:
    wanted = select(model.__table__)
    if model is PublicNotice:
        wanted = wanted.where(PublicNotice.named.is_(False))
    return map(dict, session.execute(wanted).mappings())


def _sealed(model: type[Record], row: Mapping[str, Any], changed: Mapping[str, str]) -> dict[str, str]:
    """What was approved stays approved: masked it would have hung on the wall anyway."""
    if model is not PublicNotice or row["seal"] != _seal(row):
        return {}
    return {"seal": _seal({**row, **changed})}


def _seal(row: Mapping[str, Any]) -> str:
    return seal_of(row["title"], row["body"], row["signed_by"], named=row["named"])
