"""Whoever is purged for good stays masked in public words: by then nobody would know the name any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import PublicNotice, Record, Wish
from louyu_desktop.rules.notice_flow import seal_of
from louyu_desktop.rules.public_text import Known, masked
from louyu_desktop.services.public_words import known_in
from louyu_desktop.storage.write import Write

_WORDS: Mapping[type[Record], tuple[str, ...]] = {
    PublicNotice: ("title", "body", "signed_by"), Wish: ("public_text", "claimant"),
}  # fmt: skip


@contextmanager
def masking(write: Write) -> Iterator[None]:
    """Around a purge: names that nobody bears afterwards are masked in notices that do not have to name, and wishes."""
    text = "\n".join(str(row[name]) for _model, row, names in _rows(write.session) for name in names if row[name])
    before = known_in(write.session, text)
    yield
    gone = Known(before.names - known_in(write.session, text).names, before.firms)
    for model, row, names in list(_rows(write.session)) if gone.names else ():
        changed = {name: words for name in names if row[name] and (words := masked(row[name], gone)) != row[name]}
        if changed:
            write.update(model, [{"id": row["id"], **changed, **_sealed(model, row, changed)}])


def _rows(session: Session) -> Iterator[tuple[type[Record], Mapping[str, Any], tuple[str, ...]]]:
    for model, names in _WORDS.items():
        wanted = select(model.__table__)
        if model is PublicNotice:
            wanted = wanted.where(PublicNotice.named.is_(False))
        for row in session.execute(wanted).mappings():
            yield model, dict(row), names


def _sealed(model: type[Record], row: Mapping[str, Any], changed: Mapping[str, str]) -> dict[str, str]:
    """What was approved stays approved: masked it would have hung on the wall anyway."""
    if model is not PublicNotice or row["seal"] != _seal(row):
        return {}
    return {"seal": _seal({**row, **changed})}


def _seal(row: Mapping[str, Any]) -> str:
    return seal_of(row["title"], row["body"], row["signed_by"], named=row["named"])
