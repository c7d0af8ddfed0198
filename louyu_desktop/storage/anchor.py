"""The head of the change log, kept outside the file, and whether the file still reaches it (SAFETY.md 5.5, T11).

Whoever puts an older file back, or older pages of it, has every key right: only the anchor in `vault.keys`,
and rows whose version is not the one that the log knows last, tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Final, Protocol

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from louyu_desktop import failpoints
from louyu_desktop.models import RECORDS, ChangeLog, ChangeValue, Operation, Record
from louyu_desktop.storage import place
from louyu_desktop.storage.change_log import EVENT, PENDING, REMOVE, START, VOID
from louyu_desktop.storage.coding import unpack
from louyu_desktop.storage.shapes import chunks, shape_of
from louyu_desktop.storage.vault import Vault
from louyu_desktop.storage.vault_file import Anchor

_STRETCH: Final = 20_000
"""Ids of one kind that are compared at a time."""

_FEW: Final = 200
"""Records that one row of the log may be about to be looked at in passing."""


def head(session: Session) -> Anchor:
    """The last row of the log: its number, its chain value, its epoch."""
    last = select(ChangeLog.id, ChangeLog.chain, ChangeLog.key_epoch).order_by(ChangeLog.id.desc()).limit(1)
    found = session.execute(last).first()
    return Anchor(0, START, 0) if found is None else Anchor(found[0], found[1], found[2])


def reaches(session: Session, kept: Anchor | None) -> bool:
    """Whether the log still has the row that was the last one then; a station without an anchor has nothing to tell."""
    if kept is None or kept.seq == 0:
        return True
    return session.scalar(select(ChangeLog.chain).where(ChangeLog.id == kept.seq)) == kept.head


def replayed(
    session: Session, recent: int | None = None, told: Callable[[int], object] = lambda _rows: None
) -> Iterator[tuple[str, int]]:
    """Kind and id of records that are not as old as the log says: pages were put back without it.

    With `recent` only what single saves among so many latest rows of the log are about: a row of the log about a
    thousand records takes as long as a thousand.  `told` hears the first id of each stretch.
    """
    last = session.scalar(select(func.max(ChangeLog.id))) or 0
    after = max(0, last - recent) if recent is not None else 0
    asked = [ChangeLog.id > after, ChangeLog.action != EVENT]
    if recent is not None:
        asked.append(ChangeLog.rows <= _FEW)
    said = select(ChangeLog.entity, func.min(ChangeLog.first_id), func.max(ChangeLog.last_id)).where(*asked)
    by = ChangeLog.entity if recent is None else ChangeLog.entity + ""  # the latest rows are found by their number
    spans = {kind: (low, high) for kind, low, high in session.execute(said.group_by(by))}
    for model in RECORDS:
        mine = [*asked, ChangeLog.entity == shape_of(model).kind]
        low, high = spans.get(shape_of(model).kind, (1, 0))
        for start in range(low, high + 1, _STRETCH):
            told(start)
            versions = _said(session, mine, (start, min(high, start + _STRETCH - 1)))
            for row_id in _differing(session, model, versions, exactly=recent is None):
                yield shape_of(model).kind, row_id


def _said(session: Session, asked: Sequence[ColumnElement[bool]], ids: tuple[int, int]) -> dict[int, int | None]:
    """The version that the log knows last, by id; None for a record that was removed."""
    rows = (
        select(ChangeLog.action, ChangeValue.content)
        .join(ChangeValue, ChangeValue.change_id == ChangeLog.id)
        .join(Operation, Operation.id == ChangeLog.operation_id)
        .where(*asked, ChangeLog.first_id <= ids[1], ChangeLog.last_id >= ids[0])
        .where(Operation.kind.not_in((PENDING, VOID)))
        .order_by(ChangeLog.id)
    )
    found: dict[int, int | None] = {}
    for action, content in session.execute(rows.execution_options(yield_per=200)):
        for item in unpack(content):
            if ids[0] <= item.id <= ids[1]:
                found[item.id] = None if action == REMOVE else item.version
    return found


def _differing(
    session: Session, model: type[Record], said: Mapping[int, int | None], *, exactly: bool
) -> Iterator[int]:
    """Records of another version than said; not `exactly`, only those that are there and older."""
    for part in chunks(sorted(said)):
        there = dict(session.execute(select(model.id, model.version).where(model.id.in_(part))).all())
        for row_id in part:
            known, found = said[row_id], there.get(row_id)
            if known != found and (exactly or (known is not None and found is not None and found < known)):
                yield row_id


class _Anchored(Protocol):
    """What of a database the anchor needs."""

    read_only: bool
    vault: Vault | None

    def read(self) -> AbstractContextManager[Session]:
        """A session over one state of the data."""


def heed(database: _Anchored) -> None:
    """Let a file that is behind its anchor be read only."""
    if database.vault is not None:
        with database.read() as session:
            database.read_only = not reaches(session, database.vault.anchor)


def keep(database: _Anchored) -> None:
    """Set the anchor to the head of the log, unless it is there already, or the file is behind it.

    SystemProblem when the disk refuses: the anchor stays where it was, which the file still reaches.
    """
    if database.vault is None or database.read_only:
        return
    with database.read() as session:
        found = head(session)
    if found == database.vault.anchor:
        return
    try:
        failpoints.hit("anchor.keep")
        database.vault.set_anchor(found.seq, found.head, found.epoch)
    except OSError as error:
        raise place.told(error) from None
